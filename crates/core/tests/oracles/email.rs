use std::sync::LazyLock;

use merchant_signup_core::formats::email::Email;
use regex::Regex;

use super::generated::{Difference, Oracle, Ours, anything, characters, one_of, pieces, slip};

/// The HTML standard's expression for `<input type=email>`, as it stands there.
static STANDARD: LazyLock<Regex> = LazyLock::new(|| {
    let expression = concat!(
        r"^[a-zA-Z0-9.!#$%&'*+\/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?",
        r"(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$",
    );
    Regex::new(expression).unwrap()
});

const DIFFERENCES: &[Difference] = &[
    Difference {
        reason: "at least two domain labels: nobody is reached at a single one",
        ours: Ours::Refuses,
        applies: |text| text.split_once('@').is_some_and(|(_, domain)| !domain.contains('.')),
        example: "kari@localhost",
    },
    Difference {
        reason: "a local part of up to 64 characters (RFC 5321)",
        ours: Ours::Refuses,
        applies: |text| text.split_once('@').is_some_and(|(local, _)| local.len() > 64),
        example: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@example.no",
    },
    Difference {
        reason: "letters beyond ASCII in domain labels (æ, ø and å)",
        ours: Ours::Accepts,
        // With ASCII letters in their places it is the standard's, and before the @ there is none.
        applies: |text| {
            let (local, domain) = text.split_once('@').unwrap_or_default();
            let replaced: String = domain.chars().map(|c| if c.is_ascii() { c } else { 'a' }).collect();
            local.is_ascii() && !domain.is_ascii() && STANDARD.is_match(&format!("{local}@{replaced}"))
        },
        example: "kari@blåbær.no",
    },
];

/// What a local part may have.
const LOCAL: &str = "abcdefghijklmnopqrstuvwxyzABCXYZ0123456789.!#$%&'*+/=?^_`{|}~-";

#[test]
fn verdicts_are_the_html_standards() {
    Oracle { format: "email", library: "HTML standard, regex", differences: DIFFERENCES }.hold(
        |text| {
            let theirs = if STANDARD.is_match(text) { Ok(()) } else { Err(()) };
            (Email::parse(text).map(drop).map_err(drop), theirs)
        },
        |rng| match rng.u8(..8) {
            0..=2 => address(rng),
            3..=5 => {
                let address = address(rng);
                let slipped = slip(rng, &address, "aZ9.-_@ ,;<>()[]\"\\'+å.@\n\t:/é");
                if rng.bool() { slipped } else { slip(rng, &slipped, "a.@- æ\u{AD}") }
            }
            6 => {
                let count = rng.usize(..8);
                let parts = [
                    "a", "b.c", ".", "@", "-", "no", "example", "_", "+", " ", "'", "\"", "X9", "å", "a@b.no",
                ];
                pieces(rng, &parts, count)
            }
            _ => {
                let (before, after) = (anything(rng, 12), anything(rng, 12));
                format!("{before}@{after}")
            }
        },
    );
}

/// An address; its parts are now and then about as long as they may be, or longer.
fn address(rng: &mut fastrand::Rng) -> String {
    let length = if rng.u8(..8) == 0 { rng.usize(60..=68) } else { rng.usize(1..=16) };
    let mut address = characters(rng, LOCAL, length);
    for at in 0..rng.usize(1..=4) {
        let length = if rng.u8(..12) == 0 { rng.usize(60..=66) } else { rng.usize(1..=9) };
        let alphabet = one_of(rng, &["abcdeno", "abcxyz019", "abc-XYZ", "abcæøåéß"]);
        address.push(if at == 0 { '@' } else { '.' });
        address.push_str(&characters(rng, alphabet, length));
    }
    address
}
