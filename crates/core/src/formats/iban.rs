//! IBAN: an account number that names its country and checks itself.
//!
//! ISO 13616: two letters for the country, two check digits by ISO 7064 (modulus 97), and the national account number in
//! the structure that the country has registered. SWIFT keeps the registry; this is its version 101, of 89 countries.
//!
//! Source: <https://www.swift.com/standards/data-standards/iban-international-bank-account-number>.
//!
//! ```
//! use merchant_signup_core::formats::{Fault, iban::Iban};
//!
//! assert_eq!(Iban::parse("no93 8601 1117 947")?.country(), "NO");
//! assert_eq!(Iban::parse("NO9286011117947"), Err(Fault::Checksum));
//! assert_eq!(Iban::parse("no93 8601 1117 947")?.to_string(), "NO9386011117947");
//! # Ok::<(), Fault>(())
//! ```

use core::fmt;

use super::{
    Fault, canonical_text,
    compact::Compact,
    data::iban::{A, C, COUNTRIES, N},
    kontonummer::Kontonummer,
};

/// The most characters that an IBAN has, by ISO 13616.
const LONGEST: usize = 34;

/// An IBAN: 15 to 34 upper-case ASCII letters and digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Iban {
    bytes: [u8; LONGEST],
    length: u8,
}

impl Iban {
    /// Reads an IBAN, ignoring letter case and what sets characters apart (see
    /// [`AccountNumber`](super::account_number::AccountNumber)).
    ///
    /// A Norwegian IBAN's eleven digits must be a [`Kontonummer`] too: `NO2386011117946` passes modulus 97 and is wrong.
    ///
    /// # Errors
    ///
    /// In this order: [`Fault::Format`] where the first two are no letters, [`Fault::CountryUnknown`], [`Fault::Length`],
    /// [`Fault::Format`] for another structure than the registry's, [`Fault::Checksum`].
    pub fn parse(text: &str) -> Result<Self, Fault> {
        Self::from_compact(Compact::of(text).as_bytes())
    }

    /// The same, of upper-case text that nothing stands in but the IBAN.
    pub(super) fn from_compact(text: &[u8]) -> Result<Self, Fault> {
        let (&country, rest) = text.split_first_chunk::<2>().ok_or(Fault::Format)?;
        if !country.iter().all(u8::is_ascii_uppercase) {
            return Err(Fault::Format);
        }
        let runs = structure(country).ok_or(Fault::CountryUnknown { country })?;
        let expected = 4 + runs.iter().map(|run| run & COUNT).sum::<u8>();
        if text.len() != usize::from(expected) {
            return Err(Fault::Length { expected, country });
        }
        let (check, bban) = rest.split_at_checked(2).ok_or(Fault::Format)?;
        if !check.iter().all(u8::is_ascii_digit) || !has_structure(bban, runs) {
            return Err(Fault::Format);
        }
        let is_checked = !matches!(check, b"00" | b"01" | b"99")
            && modulus_97(bban.iter().chain(&country).chain(check)) == 1;
        if !is_checked || (country == *b"NO" && Kontonummer::from_compact(bban).is_err()) {
            return Err(Fault::Checksum);
        }
        let mut bytes = [0; LONGEST];
        bytes.iter_mut().zip(text).for_each(|(slot, byte)| *slot = *byte);
        Ok(Self { bytes, length: expected })
    }

    /// The two letters of the country.
    #[must_use]
    pub fn country(&self) -> &str {
        self.as_str().get(..2).unwrap_or_default()
    }

    /// The IBAN without spaces.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.bytes.get(..self.length.into()).and_then(|bytes| str::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

/// The part of a run that counts its characters; the rest is their class.
const COUNT: u8 = 0x3F;

fn structure(country: [u8; 2]) -> Option<&'static [u8; 3]> {
    let at = COUNTRIES.binary_search_by_key(&country, |&(letters, _)| letters).ok()?;
    COUNTRIES.get(at).map(|(_, runs)| runs)
}

fn has_structure(bban: &[u8], runs: &[u8]) -> bool {
    let mut rest = bban;
    runs.iter().all(|run| {
        let Some((part, after)) = rest.split_at_checked((run & COUNT).into()) else {
            return false;
        };
        rest = after;
        part.iter().all(|byte| match run & !COUNT {
            N => byte.is_ascii_digit(),
            A => byte.is_ascii_uppercase(),
            C => byte.is_ascii_digit() || byte.is_ascii_uppercase(),
            _ => false,
        })
    }) && rest.is_empty()
}

/// Turns the letters O and I into 0 and 1 in the runs of a class, by the structure of the country; in a text that begins with no two
/// letters, everywhere.
pub(super) fn letters_to_digits(text: &mut [u8], class: u8) {
    let to_digit = |byte: &mut u8| match byte {
        b'O' => *byte = b'0',
        b'I' => *byte = b'1',
        _ => {}
    };
    let (runs, mut rest) = match text {
        [a @ b'A'..=b'Z', b @ b'A'..=b'Z', rest @ ..] => (structure([*a, *b]), rest),
        digits => return digits.iter_mut().for_each(to_digit),
    };
    for run in [N | 2].iter().chain(runs.into_iter().flatten()) {
        let Some((part, after)) = rest.split_at_mut_checked((run & COUNT).into()) else { return };
        if run & !COUNT == class {
            part.iter_mut().for_each(to_digit);
        }
        rest = after;
    }
}

/// ISO 7064: letters count 10 to 35, and the number that all of them write is divided by 97.
fn modulus_97<'a>(text: impl Iterator<Item = &'a u8>) -> u32 {
    text.fold(0, |sum, &byte| match byte {
        b'0'..=b'9' => sum * 10 + u32::from(byte - b'0'),
        _ => sum * 100 + u32::from(byte.wrapping_sub(b'A' - 10)),
    } % 97)
}

canonical_text!(Iban, "an IBAN");

/// With its country alone.
impl fmt::Debug for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Iban({}…)", self.country())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn official_values() {
        for text in [
            "NO9386011117947",
            "SE4550000000058398257466",
            "DK5000400440116243",
            "FI2112345600000785",
            "IS140159260076545510730339",
            "MT84MALT011000012345MTLCAST001S",
            "RU0304452522540817810538091310419",
        ] {
            assert_eq!(Iban::parse(text).map(|iban| iban.to_string()).as_deref(), Ok(text));
        }
        assert_eq!(Iban::parse("NO9286011117947"), Err(Fault::Checksum));
        assert_eq!(Iban::parse("NO2386011117946"), Err(Fault::Checksum), "no kontonummer");
        assert_eq!(modulus_97(b"86011117946NO23".iter()), 1);
        assert_eq!(Iban::parse("GB25123412345698765432"), Err(Fault::Format), "passes modulus 97");
    }

    #[test]
    fn faults_in_their_order() {
        assert_eq!(Iban::parse("xx00"), Err(Fault::CountryUnknown { country: *b"XX" }));
        assert_eq!(Iban::parse("NO"), Err(Fault::Length { expected: 15, country: *b"NO" }));
        assert_eq!(Iban::parse("NO93860111179471"), Err(Fault::Length { expected: 15, country: *b"NO" }));
        assert_eq!(
            Iban::parse(&format!("MT{}", "0".repeat(99))),
            Err(Fault::Length { expected: 31, country: *b"MT" })
        );
        assert_eq!(Iban::parse("NOX386011117947"), Err(Fault::Format));
        assert_eq!(Iban::parse("NO938601111794X"), Err(Fault::Format));
        assert_eq!(Iban::parse("NO938601111794é"), Err(Fault::Format), "one character, however many bytes");
        for text in ["", "N", "9386011117947", "N09386011117947", "ÆØ9386011117947"] {
            assert_eq!(Iban::parse(text), Err(Fault::Format), "{text:?}");
        }
    }

    #[test]
    fn check_digits_run_from_02_to_98() {
        // Each pair of check digits leaves the same remainder of 97, and only the middle one is ever given out.
        for (low, high) in [("00", "97"), ("01", "98"), ("02", "99")] {
            let bban = (0..1000)
                .map(|n| format!("{:014}", 50_000_000_000_000_u64 + n))
                .map(|n| format!("{n:0>18}"))
                .find(|bban| modulus_97(format!("{bban}FI{low}").as_bytes().iter()) == 1)
                .map(|bban| bban[4..].to_owned())
                .unwrap();
            let verdict = |check: &str| Iban::parse(&format!("FI{check}{bban}")).is_ok();
            assert_eq!((verdict(low), verdict(high)), (low == "02", low != "02"), "{low}");
        }
    }

    #[test]
    fn the_table_is_sorted_and_fits() {
        assert_eq!(COUNTRIES.len(), 89);
        assert!(COUNTRIES.is_sorted());
        for (_, runs) in COUNTRIES {
            let length = 4 + runs.iter().map(|run| usize::from(run & COUNT)).sum::<usize>();
            assert!((15..=LONGEST).contains(&length));
        }
    }

    #[test]
    fn separators_and_letter_case_are_ignored() {
        for text in [
            "no93 8601 1117 947",
            "NO93.8601-1117\u{A0}947",
            "\u{FEFF}NO93\u{2011}8601\u{202F}1117\u{200B}947",
        ] {
            assert_eq!(Iban::parse(text).unwrap().as_str(), "NO9386011117947");
        }
    }

    #[test]
    fn debug_shows_the_country_alone() {
        assert_eq!(format!("{:?}", Iban::parse("NO9386011117947").unwrap()), "Iban(NO…)");
    }

    #[test]
    fn serde_checks() {
        let iban: Iban = serde_json::from_str(r#""no93 8601 1117 947""#).unwrap();
        assert_eq!(serde_json::to_string(&iban).unwrap(), r#""NO9386011117947""#);
        assert!(serde_json::from_str::<Iban>(r#""NO9286011117947""#).is_err());
    }
}
