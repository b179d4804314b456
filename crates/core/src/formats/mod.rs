//! The formats of a signup's values: one file a format, each with its source.
//!
//! A format's function takes the text as it was typed and says what it is, or the one [`Fault`] that it has.
//! Where sources disagree about a value, it is accepted: wrongly refusing a merchant is worse than wrongly accepting one.
//!
//! Checking allocates nothing and reads no clock. What a format recognizes it returns as a type whose `Display` is the
//! canonical text, and whose `Debug` keeps to itself what is personal: a value may stand in a log without telling
//! whose it is. Some formats have a `fix`, which corrects what can be corrected without guessing.

use core::{fmt, marker::PhantomData, str::FromStr};

use serde::de::{Deserializer, Error, Visitor};

pub mod account_id;
mod account_label;
pub mod account_number;
pub mod amount_band;
mod compact;
pub mod currency;
mod data;
pub mod date;
pub mod email;
pub mod iban;
pub mod kontonummer;
pub mod percentage;
pub mod phone;
pub mod url;

/// Why a text is not of a format: the few reasons that the whole library shares.
///
/// A fault carries limits and countries, never the text that was judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The text has not the shape of the format.
    Format,
    /// The number of digits or characters is not the one due in `country` (ISO 3166 letters).
    Length {
        /// Digits or characters due.
        expected: u8,
        /// The country whose rule it is.
        country: [u8; 2],
    },
    /// The number of digits or characters is outside these bounds, both inclusive.
    Bounds {
        /// The fewest allowed.
        minimum: u8,
        /// The most allowed.
        maximum: u8,
    },
    /// The national number's length is not one of these.
    Lengths(&'static [u8]),
    /// The text has not the shape of the format, and would be right with 0 for the letter O and 1 for the letter I.
    LettersForDigits,
    /// The check digits do not fit the rest.
    Checksum,
    /// Words stand before an account number that is right: `IBAN: NO93…`.
    Label,
    /// A giro number, which is an address of an account and no account number.
    Giro,
    /// An IBAN of a country that is not in the registry.
    CountryUnknown {
        /// The two letters, upper case.
        country: [u8; 2],
    },
    /// A phone number with a country calling code that is not assigned.
    CountryCodeUnknown,
    /// A calendar date that does not exist.
    NotADate,
    /// A URL whose scheme is neither `http` nor `https`.
    Scheme,
    /// A URL with a user or a password in it.
    Credentials,
    /// An amount band that is not recognized.
    Unrecognized,
}

/// In English, for a developer's eyes; what a merchant reads comes from the catalogues.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Format => "not the shape of the format",
            Self::Length { .. } | Self::Bounds { .. } | Self::Lengths(_) => "not a length that is due",
            Self::LettersForDigits => "letters O or I where digits are due",
            Self::Checksum => "check digits that do not fit",
            Self::Label => "a label before the number",
            Self::Giro => "a giro number",
            Self::CountryUnknown { .. } => "a country that is not in the registry",
            Self::CountryCodeUnknown => "a country calling code that is not assigned",
            Self::NotADate => "a date that does not exist",
            Self::Scheme => "a scheme other than http and https",
            Self::Credentials => "a user or password in a URL",
            Self::Unrecognized => "not recognized",
        })
    }
}

impl core::error::Error for Fault {}

/// The hyphens and dashes that people set digits apart with; a minus sign too, which spreadsheets make of them.
const fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// The value of one ASCII digit.
fn digit(byte: u8) -> Option<u8> {
    byte.is_ascii_digit().then_some(byte & 0x0F)
}

/// Gives a type that has `parse` and `as_str` the traits of its canonical text: `Display`, `FromStr`, and serde as that
/// text, which is checked again when it is read.
macro_rules! canonical_text {
    ($type:ty, $what:literal) => {
        impl core::fmt::Display for $type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl core::str::FromStr for $type {
            type Err = $crate::formats::Fault;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::formats::deserialize_text(deserializer, $what)
            }
        }
    };
}
use canonical_text;

/// Reads a string and parses it; `what` says what was expected, where something else stands.
fn deserialize_text<'de, T, D>(deserializer: D, what: &'static str) -> Result<T, D::Error>
where
    T: FromStr<Err = Fault>,
    D: Deserializer<'de>,
{
    struct Text<T>(&'static str, PhantomData<T>);

    impl<T: FromStr<Err = Fault>> Visitor<'_> for Text<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
            text.parse().map_err(E::custom)
        }
    }

    deserializer.deserialize_str(Text(what, PhantomData))
}

#[cfg(test)]
mod tests {
    use super::{account_id::AccountId, *};

    #[test]
    fn a_fault_says_what_it_is() {
        let lengths =
            [Fault::Length { expected: 15, country: *b"NO" }, Fault::Bounds { minimum: 5, maximum: 34 }];
        for fault in lengths {
            assert_eq!(fault.to_string(), "not a length that is due");
        }
        assert_eq!(Fault::Checksum.to_string(), "check digits that do not fit");
    }

    #[test]
    fn serde_says_what_was_expected_or_what_is_the_matter() {
        let complaint = |json| serde_json::from_str::<AccountId>(json).unwrap_err().to_string();
        assert!(complaint("1").contains("expected an account id"), "{}", complaint("1"));
        assert!(complaint("\"P1\"").contains(&Fault::Format.to_string()), "{}", complaint("\"P1\""));
    }
}
