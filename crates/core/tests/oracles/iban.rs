use merchant_signup_core::formats::{Fault, iban::Iban};

use super::generated::{Difference, Oracle, Ours, characters, one_of, slip};
use super::rows;

const EXAMPLES: &str = include_str!("../data/iban-examples.tsv");
const REGISTRY: &str = include_str!("../../data/iban-registry.tsv");

const DIFFERENCES: &[Difference] = &[
    Difference {
        reason: "HN and PK are in the registry; it lacks them",
        ours: Ours::Accepts,
        applies: |text| Iban::parse(text).is_ok_and(|iban| matches!(iban.country(), "HN" | "PK")),
        example: "PK36SCBL0000001123456702",
    },
    Difference {
        reason: "letter case and what sets characters apart are ignored; it knows spaces after each four",
        ours: Ours::Accepts,
        applies: |text| {
            Iban::parse(text)
                .is_ok_and(|iban| iban.as_str() != text && iban.as_str().parse::<::iban::Iban>().is_ok())
        },
        example: "no93.8601.11.17947",
    },
    Difference {
        reason: "a Norwegian IBAN's eleven digits are a kontonummer too, with a check digit of its own",
        ours: Ours::Refuses,
        applies: |text| text.starts_with("NO") && Iban::parse(text) == Err(Fault::Checksum),
        example: "NO2386011117946",
    },
    Difference {
        reason: "check digits run from 02 to 98: 99 is never given out",
        ours: Ours::Refuses,
        applies: |text| text.get(2..4) == Some("99") && Iban::parse(text) == Err(Fault::Checksum),
        example: "FI9950000000000094",
    },
];

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

/// A text of a country's structure.
fn of_structure(rng: &mut fastrand::Rng, structure: &str) -> String {
    let runs = structure.split_inclusive(['n', 'a', 'c']).map(|run| {
        let (count, class) = run.split_once('!').unwrap();
        let alphabet = match class {
            "n" => "0123456789",
            "a" => "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            _ => "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        };
        characters(rng, alphabet, count.parse().unwrap())
    });
    runs.collect()
}

/// With the check digits that are right for the rest, plus as many.
fn with_check_digits(country: &str, bban: &str, plus: u32) -> String {
    let numeric: String = format!("{bban}{country}00")
        .chars()
        .map(|c| c.to_digit(36).unwrap_or_default().to_string())
        .collect();
    let remainder = numeric.bytes().fold(0, |sum, byte| (sum * 10 + u32::from(byte - b'0')) % 97);
    format!("{country}{:02}{bban}", (98 - remainder + plus) % 100)
}

/// A kontonummer, or what is none in ten of eleven cases.
fn norwegian(rng: &mut fastrand::Rng) -> String {
    let digits = characters(rng, "0123456789", 10);
    let sum: u32 = digits
        .bytes()
        .zip([5, 4, 3, 2, 7, 6, 5, 4, 3, 2])
        .map(|(d, weight)| u32::from(d - b'0') * weight)
        .sum();
    let check = if rng.bool() { (11 - sum % 11) % 11 % 10 } else { rng.u32(..10) };
    format!("{digits}{check}")
}

fn grouped(text: &str, by: usize, between: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    characters.chunks(by).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(between)
}

#[test]
fn verdicts_are_iban_validates() {
    let registry: Vec<(&str, &str)> = rows(REGISTRY).map(|row| (row[0], row[2])).collect();
    let structures: Vec<&str> = registry.iter().map(|&(_, structure)| structure).collect();
    let right = |rng: &mut fastrand::Rng| {
        let (country, structure) = registry[rng.usize(..registry.len())];
        let bban = if country == "NO" { norwegian(rng) } else { of_structure(rng, structure) };
        with_check_digits(country, &bban, 0)
    };
    Oracle { format: "iban", library: "iban_validate", differences: DIFFERENCES }.hold(
        |text| {
            let ours = Iban::parse(text).map(|iban| iban.to_string());
            let theirs: Result<::iban::Iban, _> = text.parse();
            (
                ours.map_err(drop),
                theirs.map(|iban| iban::IbanLike::electronic_str(&iban).to_owned()).map_err(drop),
            )
        },
        |rng| match rng.u8(..16) {
            0..=4 => right(rng),
            5 => grouped(&right(rng), 4, " "),
            6 => {
                let (by, between) =
                    (rng.usize(1..6), one_of(rng, &[" ", ".", "-", "\u{A0}", "\u{2011}", "  ", "/", "_"]));
                grouped(&right(rng), by, between)
            }
            7 => right(rng).to_lowercase(),
            // The check digits of another country or another structure are right, and the rest is not.
            8 => {
                let (country, structure) =
                    (registry[rng.usize(..registry.len())].0, one_of(rng, &structures));
                with_check_digits(country, &of_structure(rng, structure), 0)
            }
            9 => {
                let length = rng.usize(8..33);
                let country = characters(rng, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", 2);
                let bban = characters(rng, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", length);
                with_check_digits(&country, &bban, 0)
            }
            // Digits that leave the same remainder: 00 and 97, 01 and 98, 02 and 99.
            10 => {
                let iban = right(rng);
                let plus = one_of(rng, &[&97, &3, &1]);
                with_check_digits(&iban[..2], &iban[4..], *plus)
            }
            11 | 12 => {
                let mut iban = right(rng);
                // A run of another class, with the check digits made right again.
                let at = rng.usize(4..iban.len());
                iban.replace_range(at..=at, &characters(rng, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", 1));
                with_check_digits(&iban[..2], &iban[4..], 0)
            }
            _ => {
                let iban = right(rng);
                slip(rng, &iban, "0123456789ABCXYZabc -.é")
            }
        },
    );
}

#[test]
fn check_digits_of_other_shapes_are_refused_by_both() {
    for text in ["FI0012345600000785", "fi21 1234 5600 0007 8é", "ZZ2112345600000785"] {
        assert!(Iban::parse(text).is_err() && text.parse::<::iban::Iban>().is_err(), "{text}");
    }
}
