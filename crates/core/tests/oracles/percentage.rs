use core::{cmp::Ordering, str::FromStr as _};

use bigdecimal::BigDecimal;
use merchant_signup_core::formats::percentage::{Percentage, Sum};
use proptest::prelude::*;

use super::check;
use super::generated::{Difference, Oracle, Ours, characters, one_of};

/// Doubles that people type, that arithmetic leaves, and any others from 10^-10 on.
fn doubles() -> impl Strategy<Value = f64> {
    prop_oneof![
        (1..=10_000_u32).prop_map(|hundredths| f64::from(hundredths) / 100.0),
        (1..=100_u32, 1..=100_u32).prop_map(|(part, of)| f64::from(part.min(of)) / f64::from(of) * 100.0),
        (1..=1_000_000_000_u32, 0..=9).prop_map(|(digits, scale)| f64::from(digits) / 10_f64.powi(scale)),
        (1e-10_f64.to_bits()..=100_f64.to_bits()).prop_map(f64::from_bits),
    ]
    .prop_filter("a percentage", |value| (1e-10..=100.0).contains(value))
}

#[test]
fn display_is_the_shortest_decimal() {
    check(50_000, doubles(), |value| {
        let ours = Percentage::from_f64(value).unwrap().to_string();
        let theirs = value.to_string();
        if ours != theirs {
            // Two shortest ones are equally near: ECMAScript takes the even one, core::fmt the higher one.
            let decimals = theirs.split_once('.').map_or(0, |(_, decimals)| decimals.len());
            let all = format!("{value:.80}");
            let rest = &all[all.find('.').unwrap() + 1 + decimals..];
            assert!(rest.starts_with('5') && rest[1..].bytes().all(|byte| byte == b'0'), "{ours}, {theirs}");
            assert_eq!(ours.parse(), Ok(value));
        }
    });
}

#[test]
fn sums_of_decimals_are_exact() {
    let shares = prop::collection::vec((1..=1_000_000_u32, 0..=4_u32), 1..12);
    check(10_000, (shares, 0..=20_000_u32), |(shares, limit)| {
        let shares: Vec<(u32, u32)> =
            shares.into_iter().filter(|&(digits, scale)| digits <= 100 * 10_u32.pow(scale)).collect();
        let units: u64 =
            shares.iter().map(|&(digits, scale)| u64::from(digits) * 10_u64.pow(4 - scale)).sum();
        let sum: Sum = shares
            .iter()
            .filter_map(|&(digits, scale)| {
                Percentage::from_f64(f64::from(digits) / f64::from(10_u32.pow(scale)))
            })
            .collect();
        assert_eq!(sum.hundredths_cmp(limit), units.cmp(&(u64::from(limit) * 100)));
        assert_eq!(sum.remainder_above(25, false), units < 750_000);
        assert_eq!(sum.remainder_above(25, true), units <= 750_000);
        let hundredths = u32::try_from(units / 100).unwrap();
        assert_ne!(sum.hundredths_cmp(hundredths), Ordering::Less);
    });
}

#[test]
fn no_double_is_too_small() {
    check(10_000, (1..=1e-10_f64.to_bits()).prop_map(f64::from_bits), |value| {
        let percentage = Percentage::from_f64(value).unwrap();
        let sum: Sum = [percentage].into_iter().collect();
        assert_eq!(sum.hundredths_cmp(0), Ordering::Greater);
        assert_eq!(sum.hundredths_cmp(1), Ordering::Less);
        let printed: f64 = percentage.to_string().parse().unwrap();
        assert!(printed <= value && value - printed <= 1e-27, "{value}");
    });
}

/// What is known of shares: how their sum compares with 100 and the rounding allowed, whether a quarter is left, and which of
/// them are a quarter or more.
#[derive(Debug, PartialEq)]
struct Facts {
    with_whole: Ordering,
    with_rounded: Ordering,
    more_than_a_quarter_left: bool,
    a_quarter_left: bool,
    with_a_quarter: Vec<Ordering>,
}

/// As a document is read: a number is the double nearest to its text.
fn ours(text: &str) -> Option<Facts> {
    let doubles = text.split(' ').map(|text| serde_json::from_str(text).ok().and_then(Percentage::from_f64));
    let shares: Vec<Percentage> = doubles.collect::<Option<_>>()?;
    let sum: Sum = shares.iter().copied().collect();
    Some(Facts {
        with_whole: sum.hundredths_cmp(10_000),
        with_rounded: sum.hundredths_cmp(10_000 + u32::try_from(shares.len()).unwrap()),
        more_than_a_quarter_left: sum.remainder_above(25, false),
        a_quarter_left: sum.remainder_above(25, true),
        with_a_quarter: shares.iter().map(|&share| Sum::from_iter([share]).hundredths_cmp(2_500)).collect(),
    })
}

fn theirs<'a>(texts: impl Iterator<Item = &'a str>) -> Option<Facts> {
    let hundredths = |hundredths: u64| BigDecimal::new(hundredths.into(), 2);
    let is_share = |share: &BigDecimal| *share > hundredths(0) && *share <= hundredths(10_000);
    let shares = texts.map(|text| BigDecimal::from_str(text).ok().filter(is_share));
    let shares: Vec<BigDecimal> = shares.collect::<Option<_>>()?;
    let sum: BigDecimal = shares.iter().sum();
    let rounded = hundredths(10_000 + u64::try_from(shares.len()).unwrap());
    Some(Facts {
        with_whole: sum.cmp(&hundredths(10_000)),
        with_rounded: sum.cmp(&rounded),
        more_than_a_quarter_left: sum < hundredths(7_500),
        a_quarter_left: sum <= hundredths(7_500),
        with_a_quarter: shares.iter().map(|share| share.cmp(&hundredths(2_500))).collect(),
    })
}

const DIFFERENCES: &[Difference] = &[Difference {
    reason: "a JSON number is the double nearest to its text, which keeps 15 to 17 digits",
    ours: Ours::Either,
    // The decimals that the doubles stand for are added as ours are, and each was long.
    applies: |text| {
        let read: Vec<String> = text
            .split(' ')
            .map(|text| text.parse().map_or_else(|_| text.to_owned(), |d: f64| d.to_string()))
            .collect();
        let is_long = |text: &str| text.bytes().filter(u8::is_ascii_digit).count() > 15;
        text.split(' ').any(is_long) && theirs(read.iter().map(String::as_str)) == ours(text)
    },
    example: "100.00000000000000001",
}];

#[test]
fn verdicts_on_sums_are_bigdecimals() {
    Oracle { format: "percentage", library: "bigdecimal", differences: DIFFERENCES }.hold(
        |text| (ours(text).ok_or(()), theirs(text.split(' ')).ok_or(())),
        |rng| {
            let shares = match rng.u8(..4) {
                0 => vec![share(rng)],
                1 => (0..rng.usize(1..=8)).map(|_| share(rng)).collect(),
                _ => parts_of_a_whole(rng),
            };
            shares.join(" ")
        },
    );
}

/// One number, now and then none or too much.
fn share(rng: &mut fastrand::Rng) -> String {
    match rng.u8(..10) {
        0 => one_of(
            rng,
            &["0", "-0", "0.0", "100", "1e2", "25", "25.0", "2.5e1", "100.01", "-25", "1e-9", "75"],
        )
        .to_owned(),
        // A limit, the doubles beside it, and what a double does not tell from them.
        1 => {
            let limit = *one_of(rng, &[&25.0_f64, &75.0, &100.0, &50.0]);
            let beside = *one_of(rng, &[&limit, &limit.next_up(), &limit.next_down()]);
            let (zeros, last) = (rng.usize(..=8), one_of(rng, &["", "1", "5", "9"]));
            format!("{beside:.16}{last:0>zeros$}")
        }
        2 => {
            let (count, power) = (rng.usize(1..=20), rng.i32(-24..=3));
            let rest = characters(rng, "0123456789", count);
            format!("{}.{rest}e{power}", rng.u32(1..10))
        }
        3 => f64::from_bits(rng.u64(1e-9_f64.to_bits()..=101_f64.to_bits())).to_string(),
        4..=6 => {
            let decimals = rng.usize(1..=19);
            format!("{}.{}", rng.u32(..=100), characters(rng, "0123456789", decimals))
        }
        _ => format!("{}.{:02}", rng.u32(..=100), rng.u32(..100)),
    }
}

/// Shares that add up to 100, to a quarter less, or to about the rounding that is allowed, and sometimes to one unit more or
/// less than that.
fn parts_of_a_whole(rng: &mut fastrand::Rng) -> Vec<String> {
    let decimals = rng.usize(..=12);
    let one = 10_u64.pow(u32::try_from(decimals).unwrap());
    let count = rng.u64(1..=12);
    let whole = match rng.u8(..4) {
        0 => 75 * one,
        1 if decimals >= 2 => 100 * one + count * one / 100,
        _ => 100 * one,
    };
    let mut rest = (whole + rng.u64(..=2)).saturating_sub(1);
    let mut shares = Vec::new();
    for left in (1..=count).rev() {
        let part = if left == 1 { rest } else { rng.u64(..=rest / left * 2).min(rest) };
        rest -= part;
        shares.push(match decimals {
            0 => part.to_string(),
            _ => format!("{}.{:0decimals$}", part / one, part % one),
        });
    }
    shares.retain(|share| share.bytes().any(|byte| (b'1'..=b'9').contains(&byte)));
    if shares.is_empty() { vec!["100".to_owned()] } else { shares }
}
