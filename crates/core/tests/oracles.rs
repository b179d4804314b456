//! The formats against libraries that people trust, and against published values.
//!
//! Where ours differs on purpose, the difference is listed with its reason; a listed difference that is none fails too.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use core::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use merchant_signup_core::{
    formats::{
        Fault,
        currency::Currency,
        email::Email,
        iban::Iban,
        percentage::{Percentage, Sum},
        phone::E164,
        url,
    },
    text,
};
use proptest::{
    prelude::*,
    sample::select,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

/// Runs a property on the same cases every time.
fn check<S: Strategy>(cases: u32, strategy: S, property: impl Fn(S::Value)) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let outcome = runner.run(&strategy, |value| {
        property(value);
        Ok(())
    });
    outcome.unwrap();
}

/// The entries of a text file: columns set apart by tabs, lines that begin with `#` left out.
fn rows(file: &str) -> impl Iterator<Item = Vec<&str>> {
    file.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect())
}

mod currency {
    use super::*;
    use iso_currency::IntoEnumIterator as _;

    /// Codes that `iso_currency` has otherwise.
    const DIFFERENCES: &[(&str, &str)] = &[("VES", "active beside VED, it says superseded")];

    #[test]
    fn active_codes_and_numbers_are_iso_currencys() {
        let theirs: BTreeMap<&str, u16> = iso_currency::Currency::iter()
            .filter(|currency| {
                currency.is_superseded().is_none() && !matches!(currency.code(), "XXX" | "XTS")
            })
            .map(|currency| (currency.code(), currency.numeric()))
            .collect();
        let ours: Vec<Currency> = Currency::all().collect();
        let mut different = BTreeSet::new();
        for currency in &ours {
            match theirs.get(currency.as_str()) {
                Some(&number) => assert_eq!(number, currency.numeric(), "{currency}"),
                None => assert!(different.insert(currency.as_str())),
            }
        }
        different.extend(theirs.keys().filter(|code| Currency::parse(code).is_err()));
        assert_eq!(different, DIFFERENCES.iter().map(|&(code, _)| code).collect());
    }

    #[test]
    fn minor_units_are_iso_currencys() {
        for currency in Currency::all() {
            let theirs = iso_currency::Currency::from_code(currency.as_str()).unwrap();
            assert_eq!(theirs.exponent(), currency.minor_units().map(u16::from), "{currency}");
        }
    }
}

mod iban {
    use super::*;

    const EXAMPLES: &str = include_str!("data/iban-examples.tsv");
    const REGISTRY: &str = include_str!("../data/iban-registry.tsv");

    /// Countries of the registry that `iban_validate` lacks.
    const LACKING: [&str; 2] = ["HN", "PK"];

    #[test]
    fn an_example_of_every_country_passes() {
        let countries: Vec<&str> = rows(EXAMPLES).map(|row| &row[0][..2]).collect();
        assert_eq!(countries, rows(REGISTRY).map(|row| row[0]).collect::<Vec<_>>());
        for row in rows(EXAMPLES) {
            assert_eq!(Iban::parse(row[0]).map(|iban| iban.to_string()).as_deref(), Ok(row[0]));
        }
    }

    #[test]
    fn with_any_one_digit_changed_it_fails() {
        for row in rows(EXAMPLES) {
            for (at, byte) in row[0].bytes().enumerate().skip(2).filter(|(_, byte)| byte.is_ascii_digit()) {
                for other in (b'0'..=b'9').filter(|&other| other != byte) {
                    let mut changed = row[0].as_bytes().to_vec();
                    changed[at] = other;
                    let changed = String::from_utf8(changed).unwrap();
                    assert_eq!(Iban::parse(&changed), Err(Fault::Checksum), "{changed}");
                }
            }
        }
    }

    /// A text of a country's structure whose check digits are right.
    fn of_structure(structure: &str, letters: &[u8]) -> String {
        let mut letters = letters.iter().copied().cycle();
        let mut bban = String::new();
        for run in structure.split_inclusive(['n', 'a', 'c']) {
            let (count, class) = run.split_once('!').unwrap();
            let alphabet: &[u8] = match class {
                "n" => b"0123456789",
                "a" => b"ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                _ => b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            };
            for _ in 0..count.parse().unwrap() {
                bban.push(char::from(alphabet[usize::from(letters.next().unwrap()) % alphabet.len()]));
            }
        }
        bban
    }

    fn with_check_digits(country: &str, bban: &str) -> String {
        let numeric = format!("{bban}{country}00")
            .chars()
            .map(|c| c.to_digit(36).unwrap().to_string())
            .collect::<String>();
        let remainder = numeric.bytes().fold(0, |sum, byte| (sum * 10 + u32::from(byte - b'0')) % 97);
        format!("{country}{:02}{bban}", 98 - remainder)
    }

    #[test]
    fn verdicts_are_iban_validates() {
        let registry: Vec<(&str, &str)> = rows(REGISTRY).map(|row| (row[0], row[2])).collect();
        let slips = (any::<prop::sample::Index>(), select(b"0189ABZ ".to_vec()), 0..4_u8);
        check(
            20_000,
            (select(registry), prop::collection::vec(any::<u8>(), 34), slips),
            |((country, structure), letters, slip)| {
                let mut text = with_check_digits(country, &of_structure(structure, &letters)).into_bytes();
                let at = 2 + slip.0.index(text.len() - 2);
                match slip.2 {
                    0 => text[at] = slip.1,
                    1 => text.insert(at, slip.1),
                    2 => drop(text.remove(at)),
                    _ => {}
                }
                let text = String::from_utf8(text).unwrap();
                let ours = Iban::parse(&text);
                // Spaces between groups of four are the only ones that it allows.
                let theirs: Result<::iban::Iban, _> = text.replace(' ', "").parse();
                if LACKING.contains(&country) {
                    assert!(theirs.is_err(), "{country} is no longer lacking");
                } else if country == "NO" && theirs.is_ok() {
                    // A Norwegian IBAN has two check digits: that of the kontonummer is ours to check.
                    assert!(matches!(ours, Ok(_) | Err(Fault::Checksum)), "{text}");
                } else {
                    assert_eq!(ours.is_ok(), theirs.is_ok(), "{text}: {ours:?}, {theirs:?}");
                }
            },
        );
    }

    #[test]
    fn check_digits_of_other_shapes_are_refused_by_both() {
        for text in
            ["FI0012345600000785", "FI9912345600000785", "fi21 1234 5600 0007 8é", "ZZ2112345600000785"]
        {
            assert!(Iban::parse(text).is_err() && text.parse::<::iban::Iban>().is_err(), "{text}");
        }
    }
}

mod phone {
    use super::*;

    const EXAMPLES: &str = include_str!("data/phone-examples.tsv");
    const LENGTHS: &str = include_str!("../data/phone-lengths.tsv");

    /// Numbers that libphonenumber calls possible and we do not: it first strips a national prefix, which E.164 does not have.
    /// Number, and what it reads.
    const PREFIX_STRIPPED: [(&str, &str); 8] = [
        ("+241060312344", "+24160312344"),
        ("+780012345677", "+70012345677"),
        ("+780912345677", "+70912345677"),
        ("+780812345677", "+70812345677"),
        ("+370800123455", "+37000123455"),
        ("+370808123455", "+37008123455"),
        ("+370801234566", "+37001234566"),
        ("+67210660", "+672310660"),
    ];

    /// Calling codes (Gambia, Benin, Zimbabwe) whose lengths are others in the older metadata of the crate `phonenumber`.
    const OLDER_METADATA: [u16; 3] = [220, 229, 263];

    #[test]
    fn examples_of_every_region_and_type_are_as_libphonenumber_says() {
        let mut different = Vec::new();
        for row in rows(EXAMPLES) {
            let [number, _, _, verdict, formats_back] = row[..] else { panic!("{row:?}") };
            let ours = E164::parse(number);
            if ours.is_ok() != (verdict == "IS_POSSIBLE") {
                assert!(
                    matches!(ours, Err(Fault::Lengths(_))) && formats_back != "same",
                    "{number}: {ours:?}, {verdict}"
                );
                different.push((number, formats_back));
            }
        }
        assert_eq!(different, PREFIX_STRIPPED);
    }

    #[test]
    fn lengths_are_those_of_the_crate_phonenumber() {
        use phonenumber::metadata::DATABASE;

        let mut different = Vec::new();
        for row in rows(LENGTHS) {
            let code: u16 = row[0].parse().unwrap();
            let regions = DATABASE.by_code(&code).unwrap_or_default();
            let main = regions.iter().find(|region| region.is_main_country_for_code()).or(regions.first());
            // What is said of all types together is empty there.
            let theirs: BTreeSet<usize> = main
                .into_iter()
                .flat_map(|main| {
                    let d = main.descriptors();
                    let types = [
                        d.fixed_line(),
                        d.mobile(),
                        d.toll_free(),
                        d.premium_rate(),
                        d.shared_cost(),
                        d.personal_number(),
                        d.voip(),
                        d.pager(),
                        d.uan(),
                        d.voicemail(),
                    ];
                    types
                        .into_iter()
                        .flatten()
                        .flat_map(|kind| kind.possible_length().to_vec())
                        .collect::<Vec<u16>>()
                })
                .map(usize::from)
                .collect();
            let ours = (1..=18)
                .filter(|&length| E164::parse(&format!("+{code}{}", "1".repeat(length))).is_ok())
                .collect();
            if theirs != ours {
                different.push(code);
            }
        }
        assert_eq!(different, OLDER_METADATA);
    }

    #[test]
    fn every_three_digits_have_the_calling_code_that_the_table_says() {
        let codes: BTreeSet<&str> = rows(LENGTHS).map(|row| row[0]).collect();
        for digits in 0..1000 {
            let digits = format!("{digits:03}");
            let known = (1..=3).find(|&length| codes.contains(&digits[..length]));
            let unknown = E164::parse(&format!("+{digits}")) == Err(Fault::CountryCodeUnknown);
            assert_eq!(known.is_none(), unknown, "+{digits}");
        }
    }
}

mod percentage {
    use super::*;

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
                assert!(
                    rest.starts_with('5') && rest[1..].bytes().all(|byte| byte == b'0'),
                    "{ours}, {theirs}"
                );
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
}

mod addresses_of_the_web {
    use super::*;

    /// Why the crate `url` reads what we refuse, or the other way round.
    fn reason(text: &str) -> Option<&'static str> {
        let host = text.split_once(':').map_or("", |(_, rest)| rest.trim_start_matches(['/', '\\']));
        let host = host.split(['/', '\\', '?', '#']).next().unwrap_or_default();
        let host = host.rsplit('@').next().unwrap_or_default();
        let name = host.split(':').next().unwrap_or_default();
        if text != text.trim() || text.chars().any(char::is_control) {
            Some("white space around it and line ends within are taken away: a slip that we show")
        } else if name.strip_suffix('.').unwrap_or(name).split('.').any(str::is_empty) && !name.is_empty() {
            Some("an empty label: in no name that DNS knows")
        } else if name.to_ascii_lowercase().contains("xn--") {
            Some("Punycode is decoded and judged: a table too many for us, and wrongly refusing is worse")
        } else if !name.is_ascii() || name.contains('%') {
            Some("IDNA's tables of characters: likewise")
        } else {
            None
        }
    }

    fn compare(text: &str) {
        let ours = url::check(text);
        let theirs = ::url::Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        match (&ours, &theirs) {
            (Err(Fault::Scheme), None) => {}
            (Err(Fault::Format), None) => {}
            (Err(Fault::Credentials), Some(url)) => {
                assert!(
                    !url.username().is_empty() || url.password().is_some_and(|password| !password.is_empty()),
                    "{text:?}"
                );
            }
            (Ok(facts), Some(url)) => {
                assert!(url.username().is_empty() && url.password().is_none_or(str::is_empty), "{text:?}");
                assert_eq!(facts.insecure, url.scheme() == "http", "{text:?}");
                let public = match url.host().unwrap() {
                    ::url::Host::Domain(name) => is_public_name(name),
                    ::url::Host::Ipv4(address) => is_public_v4(address),
                    ::url::Host::Ipv6(address) => {
                        address.to_ipv4_mapped().map_or_else(|| is_public_v6(address), is_public_v4)
                    }
                };
                assert_eq!(facts.not_public, !public, "{text:?}");
            }
            _ => assert!(reason(text).is_some(), "{text:?}: {ours:?}, {theirs:?}"),
        }
    }

    fn is_public_name(name: &str) -> bool {
        let name = name.strip_suffix('.').unwrap_or(name);
        let top = name.rsplit('.').next().unwrap_or_default();
        name.contains('.') && !["local", "test", "invalid", "localhost", "internal"].contains(&top)
    }

    fn is_public_v4(address: std::net::Ipv4Addr) -> bool {
        !matches!(address.octets(), [0 | 10 | 127, ..] | [172, 16..=31, ..] | [192, 168, ..] | [169, 254, ..])
    }

    fn is_public_v6(address: std::net::Ipv6Addr) -> bool {
        let [first, ..] = address.segments();
        !(u128::from(address) <= 1 || first & 0xFE00 == 0xFC00 || first & 0xFFC0 == 0xFE80)
    }

    #[test]
    fn verdicts_are_the_crate_urls() {
        for text in [
            "https://example.no",
            "http:example.no",
            "https:/example.no",
            "https:\\/example.no",
            "https:///a@b:80/",
            "https://a:b@c:d@e.no",
            "https://1.2.3",
            "https://1.2.3.4.",
            "https://0x",
            "https://0x.1",
            "https://1.0x",
            "https://09",
            "https://1.09",
            "https://00000000000",
            "https://4294967295",
            "https://4294967296",
            "https://1.16777215",
            "https://1.16777216",
            "https://1.2.65535",
            "https://1.2.65536",
            "https://[1:2:3:4:5:6:7:8]",
            "https://[::1.2.3.4]",
            "https://[::1.2.3.04]",
            "https://[1::2::3]",
            "https://[::ffff:192.168.0.1]",
            "https://[1:2:3:4:5:6:7::8]",
            "https://[1:2:3:4::5:6:7:8]",
            "https://[::1:2:3:4:5:6:7:8]",
            "https://[1:2:3:4:5:6:7::]",
            "https://[1:2:3:4:5:6:1.2.3.4]",
            "https://[1:2:3:4:5:6:7:1.2.3.4]",
            "https://[::1.2.3.4.5]",
            "https://[::1.2.3.256]",
            "https://[::00001]",
            "https://example.no:0",
            "https://example.no:00000000080",
            "https://example.no:65535",
            "https://example.no:65536",
            "https://a_b.no",
            "https://a!$&'()*+,;=`{}~\".no",
            "https://-a-.no",
            "https://a b.no",
            "https://a^b.no",
            "https://a|b.no",
            "https://%31%32%37.1",
        ] {
            assert_eq!(reason(text).filter(|_| !text.contains('%')), None);
            compare(text);
        }
    }

    #[test]
    fn the_differences_are_still_there() {
        for (text, ours) in [
            (" https://example.no", false),
            ("https://exam\nple.no", false),
            ("https://a..no", false),
            ("https://xn--a.no", true),
            ("https://a\u{378}.no", true),
        ] {
            assert!(reason(text).is_some(), "{text:?}");
            assert_eq!(
                (url::check(text).is_ok(), ::url::Url::parse(text).is_ok()),
                (ours, !ours),
                "{text:?}"
            );
        }
    }

    #[test]
    fn on_texts_made_of_the_pieces_of_urls() {
        let pieces = select(vec![
            "http",
            "https",
            "HTTPS",
            "ftp",
            ":",
            "//",
            "/",
            "\\",
            "?",
            "#",
            "@",
            ":80",
            ":99999",
            ".",
            "a",
            "example",
            ".no",
            "no",
            "localhost",
            ".local",
            "127.0.0.1",
            "0x7f",
            "017",
            "256",
            "1",
            "[::1]",
            "[fe80::1]",
            "[",
            "]",
            " ",
            "\n",
            "%61",
            "%2e",
            "%",
            "å",
            "。",
            "\u{AD}",
            "-",
            "_",
            "xn--",
            "user:pass@",
            "192.168.",
            "10.",
        ]);
        let texts = (select(vec!["https://", "http://", "https:", ""]), prop::collection::vec(pieces, 0..7));
        check(60_000, texts, |(start, pieces)| {
            compare(&format!("{start}{}", pieces.concat()));
        });
    }

    #[test]
    fn on_any_text() {
        check(20_000, ".{0,40}", |text| compare(&text));
        check(20_000, "https?://[ -~]{0,24}", |text| compare(&text));
        check(20_000, "http://[0-9a-fx.]{1,16}", |text| compare(&text));
        check(20_000, "http://\\[[0-9a-f]{0,2}(::?[0-9a-f]{0,2}){1,9}(\\.[0-9]{1,3}){0,4}\\]", |text| {
            compare(&text);
        });
    }
}

mod email {
    use super::*;

    /// The HTML standard's grammar, where it does not differ on purpose.
    #[test]
    fn verdicts_are_the_html_standards() {
        let label = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
        let grammar = format!("^[a-zA-Z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@{label}(?:\\.{label})+$");
        let grammar = regex::Regex::new(&grammar).unwrap();
        let pieces = select(vec![
            "a", "b.c", ".", "@", "-", "no", "example", "_", "+", " ", "'", "\"", "X9", ",", "..", "a@b.no",
        ]);
        check(40_000, prop::collection::vec(pieces, 0..8), |pieces| {
            let text = pieces.concat();
            assert_eq!(Email::parse(&text).is_ok(), grammar.is_match(&text), "{text:?}");
        });
        check(10_000, "[a-z]{1,66}@[a-z-]{1,66}\\.[a-z0-9-]{0,3}", |text| {
            assert_eq!(Email::parse(&text).is_ok(), grammar.is_match(&text), "{text:?}");
        });
    }
}

mod suggestions {
    use super::*;

    #[test]
    fn distances_are_strsims() {
        check(20_000, ("[abc]{1,12}", prop::collection::vec("[abc]{1,12}", 1..4)), |(key, known)| {
            let limit = match key.len() {
                1 => 0,
                2..=4 => 1,
                5..=8 => 2,
                _ => 3,
            };
            let theirs = known
                .iter()
                .map(|name| (strsim::osa_distance(&key, name), name))
                .filter(|&(distance, _)| distance <= limit);
            let theirs = theirs.min_by_key(|&(distance, _)| distance).map(|(_, name)| name.as_str());
            assert_eq!(text::nearest(&key, known.iter().map(String::as_str)), theirs, "{key}, {known:?}");
        });
    }
}

/// Nothing that a person types may bring the process down, and a fix is never to be fixed again.
mod any_text {
    use super::*;
    use merchant_signup_core::formats::{
        account_id, account_number, amount_band, currency, date, email, kontonummer, phone,
    };

    #[test]
    fn is_judged_calmly_and_fixed_once() {
        let near = select(vec![
            "+47",
            "00",
            "9999",
            "NO93 8601 1117 947",
            "8601.11.17947",
            "nok",
            "\u{202F}",
            " ",
            "-",
            "<",
            ">",
            "1.000",
            ",5",
            "å",
            "@",
            ".no",
        ]);
        let text =
            prop_oneof![".{0,80}", prop::collection::vec(near, 0..6).prop_map(|pieces| pieces.concat())];
        check(
            30_000,
            (text, select(vec![None, Some(Currency::NOK), Some(Currency::SEK), Some(Currency::EUR)])),
            |(text, currency)| {
                let _ = (
                    account_id::AccountId::parse(&text),
                    amount_band::AmountBand::parse(&text),
                    date::Date::parse(&text),
                );
                let _ = (
                    kontonummer::Kontonummer::parse(&text),
                    text::has_unsafe_characters(&text),
                    text::nearest(&text, ["bank_name"].into_iter()),
                );
                let account = |text: &str| account_number::AccountNumber::parse(text, currency);
                if let Some(fixed) = account_number::fix(&text, currency) {
                    assert_eq!(
                        (account(&fixed), account_number::fix(&fixed, currency)),
                        (account(&text), None)
                    );
                }
                if let Some(fixed) = phone::fix(&text) {
                    assert!(
                        E164::parse(&fixed).is_ok()
                            && E164::parse(&text).is_err()
                            && phone::fix(&fixed).is_none()
                    );
                }
                if let Some(fixed) = currency::fix(&text) {
                    assert!(
                        Currency::parse(&fixed).is_ok()
                            && Currency::parse(&text).is_err()
                            && currency::fix(&fixed).is_none()
                    );
                }
                if let Some(fixed) = email::fix(&text) {
                    assert!(
                        Email::parse(&fixed).is_ok()
                            && email::same(&fixed, text.trim())
                            && email::fix(&fixed).is_none()
                    );
                }
                if let Ok(band) = amount_band::AmountBand::parse(&text) {
                    assert_eq!(amount_band::AmountBand::parse(&band.to_string()), Ok(band));
                }
            },
        );
    }
}
