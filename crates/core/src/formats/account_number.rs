//! Account number: the bank account that a merchant is paid to, as an IBAN, a kontonummer, or as their country writes it.
//!
//! Issued by the bank. Two letters first make it an [IBAN](super::iban); digits alone, where the revenue is in Norwegian
//! kroner or its currency cannot be read, a Norwegian [kontonummer]; anything else is judged by its
//! length, since domestic check digits outside Norway are not everywhere: real accounts without them exist. A label in front is
//! told from the number in `account_label`.
//!
//! Source: the lengths are those of the Swedish and Danish banks, clearing or registration number included:
//! <https://www.bankinfrastruktur.se/framtidens-betalningsinfrastruktur/iban-och-svenskt-nationellt-kontonummer>,
//! <https://www.finansdanmark.dk/>; the bounds of the rest are those of ISO 13616.
//!
//! ```
//! use merchant_signup_core::formats::{Fault, account_number::AccountNumber, currency::Currency};
//!
//! let account = AccountNumber::parse("8601 11 17947", Some(Currency::NOK))?;
//! assert!(matches!(account, AccountNumber::Kontonummer(_)));
//! assert_eq!(AccountNumber::parse("86011117949", None), Err(Fault::Checksum));
//! assert_eq!(account.to_string(), "86011117947");
//! # Ok::<(), Fault>(())
//! ```

use core::fmt;

use serde::{Serialize, Serializer};

use super::account_label::{fault_of, labelled};
use super::data::iban::{C, N};
use super::{
    Fault, compact::Compact, currency::Currency, iban, iban::Iban, kontonummer, kontonummer::Kontonummer,
};

/// The number of a bank account.
///
/// It has no `Deserialize`: what a domestic number is depends on the currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AccountNumber {
    /// An international number, its check digits right.
    Iban(Iban),
    /// A Norwegian number, its check digit right.
    Kontonummer(Kontonummer),
    /// A number as another country writes it: only its length is known to be right.
    Domestic(Domestic),
}

/// An account number of a country other than Norway: 5 to 34 upper-case ASCII letters and digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Domestic {
    bytes: [u8; 34],
    length: u8,
}

impl AccountNumber {
    /// Reads an account number, given the currency of the revenue where it can be read.
    ///
    /// Letter case is ignored, and so are white space, dots, hyphens, dashes, commas, slashes and invisible characters: banks print
    /// Swedish accounts with a comma, Danish ones with a slash.
    ///
    /// # Errors
    ///
    /// What [`Iban::parse`] says of two letters first (but [`Fault::Format`] where they begin a longer word), and
    /// [`Kontonummer::parse`] of digits under NOK or no currency. Under another one, [`Fault::Format`] for anything but letters and
    /// digits (digits, under SEK and DKK), then [`Fault::Bounds`]: 8 to 15 for SEK, 8 to 14 for DKK, else 5 to 34.
    /// [`Fault::LettersForDigits`] instead of [`Fault::Format`] where the number is right with 0 for O and 1 for I;
    /// [`Fault::Label`] where it is right but for words in front of it or between its digits, and [`Fault::Giro`] where those say
    /// that it is no account number.
    pub fn parse(text: &str, currency: Option<Currency>) -> Result<Self, Fault> {
        Self::judge(Compact::of(text).as_bytes(), currency).map_err(|fault| match labelled(text, currency) {
            Some(Ok(_)) => Fault::Label,
            Some(Err(behind)) => fault_of(text, behind),
            None => fault_of(text, fault),
        })
    }

    /// What a number in upper case is, without what sets it apart.
    #[inline(never)]
    pub(super) fn judge(compact: &[u8], currency: Option<Currency>) -> Result<Self, Fault> {
        let account = Self::from_compact(compact, currency);
        if !matches!(account, Err(Fault::Format)) {
            return account;
        }
        let mut digits = [0; Compact::LONGEST];
        let digits = digits.get_mut(..compact.len()).ok_or(Fault::Format)?;
        digits.copy_from_slice(compact);
        // Where letters may stand beside digits, O and I are more likely meant; so those are turned last.
        let is_right = |class| {
            iban::letters_to_digits(digits, class);
            Self::from_compact(digits, currency).is_ok()
        };
        Err(if [N, C].into_iter().any(is_right) { Fault::LettersForDigits } else { Fault::Format })
    }

    fn from_compact(compact: &[u8], currency: Option<Currency>) -> Result<Self, Fault> {
        match (compact, currency.filter(|&currency| currency != Currency::NOK)) {
            ([b'A'..=b'Z', b'A'..=b'Z', ..], _) => Iban::from_compact(compact).map(Self::Iban),
            (_, None) => Kontonummer::from_compact(compact).map(Self::Kontonummer),
            (_, Some(currency)) => Domestic::from_compact(compact, currency).map(Self::Domestic),
        }
    }

    /// Whether it could be a giro number of Sweden, which is no account number: eight digits whose last is their Luhn check digit.
    #[must_use]
    pub fn looks_like_giro(&self) -> bool {
        matches!(self, Self::Domestic(domestic) if domestic.length == 8 && kontonummer::luhn(domestic.as_str().as_bytes()))
    }

    /// The number without what set it apart.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Iban(iban) => iban.as_str(),
            Self::Kontonummer(kontonummer) => kontonummer.as_str(),
            Self::Domestic(domestic) => domestic.as_str(),
        }
    }
}

impl Domestic {
    fn from_compact(text: &[u8], currency: Currency) -> Result<Self, Fault> {
        let (minimum, maximum, letters) = match currency {
            Currency::SEK => (8, 15, false),
            Currency::DKK => (8, 14, false),
            _ => (5, 34, true),
        };
        if text.is_empty()
            || !text.iter().all(|byte| byte.is_ascii_digit() || (letters && byte.is_ascii_uppercase()))
        {
            return Err(Fault::Format);
        }
        let length = u8::try_from(text.len()).unwrap_or(u8::MAX);
        if !(minimum..=maximum).contains(&length) {
            return Err(Fault::Bounds { minimum, maximum });
        }
        let mut bytes = [0; 34];
        bytes.iter_mut().zip(text).for_each(|(slot, byte)| *slot = *byte);
        Ok(Self { bytes, length })
    }

    /// The letters and digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.bytes.get(..self.length.into()).and_then(|bytes| str::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

/// Closes up a number that is an IBAN or a kontonummer, turns an IBAN's letters to upper case, and takes a label off.
#[must_use]
pub fn fix(text: &str, currency: Option<Currency>) -> Option<String> {
    correct(text, currency).map(|(number, _)| number)
}

/// What [`fix`] gives, and whether it took a label off.
pub(crate) fn correct(text: &str, currency: Option<Currency>) -> Option<(String, bool)> {
    let (account, had_label) = match AccountNumber::parse(text, currency) {
        Ok(account @ (AccountNumber::Iban(_) | AccountNumber::Kontonummer(_))) => (account, false),
        Err(Fault::Label) => (labelled(text, currency)?.ok()?, true),
        _ => return None,
    };
    (account.as_str() != text).then(|| (account.as_str().to_owned(), had_label))
}

impl fmt::Display for AccountNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for AccountNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// Without the number.
impl fmt::Debug for Domestic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Domestic(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EUR: Option<Currency> = Some(Currency::EUR);
    const NOK: Option<Currency> = Some(Currency::NOK);
    const SEK: Option<Currency> = Some(Currency::SEK);
    const DKK: Option<Currency> = Some(Currency::DKK);

    /// What kind of number it is, and its text.
    fn read(text: &str, currency: Option<Currency>) -> Result<(&'static str, String), Fault> {
        AccountNumber::parse(text, currency).map(|account| {
            let kind = match account {
                AccountNumber::Iban(_) => "iban",
                AccountNumber::Kontonummer(_) => "kontonummer",
                AccountNumber::Domestic(_) => "domestic",
            };
            (kind, account.to_string())
        })
    }

    #[test]
    fn two_letters_make_an_iban_in_any_currency() {
        for currency in [None, NOK, SEK, DKK, EUR] {
            assert_eq!(read(" no93-8601.1117 947", currency), Ok(("iban", "NO9386011117947".to_owned())));
            assert_eq!(read("XX12", currency), Err(Fault::CountryUnknown { country: *b"XX" }));
        }
    }

    #[test]
    fn digits_are_a_kontonummer_under_nok_and_no_currency() {
        for currency in [None, NOK] {
            assert_eq!(read("8601 11 17947", currency), Ok(("kontonummer", "86011117947".to_owned())));
            assert_eq!(read("1234", currency), Err(Fault::Length { expected: 11, country: *b"NO" }));
            for text in ["", "-", "8A01 11 17947", "A8601111794", "1AB", "8601:11:17947", "é"] {
                assert_eq!(read(text, currency), Err(Fault::Format), "{text:?}");
            }
        }
    }

    #[test]
    fn other_currencies_count_characters() {
        let domestic = |text: &str| Ok(("domestic", text.to_owned()));
        assert_eq!(read("8327-9,123 456 789-0", SEK), domestic("832791234567890"));
        assert_eq!(read("1234/0012345678", DKK), domestic("12340012345678"));
        assert_eq!(read("8327-9 123", SEK), domestic("83279123"));
        assert_eq!(read("8327-9 12", SEK), Err(Fault::Bounds { minimum: 8, maximum: 15 }));
        assert_eq!(read(&"1".repeat(16), SEK), Err(Fault::Bounds { minimum: 8, maximum: 15 }));
        assert_eq!(read("1A", SEK), Err(Fault::Format), "a letter comes before the length");
        assert_eq!(read("0040 0440116243", DKK), domestic("00400440116243"));
        assert_eq!(read(&"1".repeat(15), DKK), Err(Fault::Bounds { minimum: 8, maximum: 14 }));
        assert_eq!(read("1 ab-23", EUR), domestic("1AB23"));
        assert_eq!(read("1234", EUR), Err(Fault::Bounds { minimum: 5, maximum: 34 }));
        assert_eq!(read(&"1".repeat(34), EUR), domestic(&"1".repeat(34)));
        assert_eq!(read(&"1".repeat(35), EUR), Err(Fault::Bounds { minimum: 5, maximum: 34 }));
        assert_eq!(read(&"1".repeat(300), EUR), Err(Fault::Bounds { minimum: 5, maximum: 34 }));
        assert_eq!(read("86011117949", EUR), domestic("86011117949"));
        assert_eq!(read("12345é", EUR), Err(Fault::Format));
        assert_eq!(read("..", EUR), Err(Fault::Format));
    }

    #[test]
    fn every_separator_is_ignored() {
        for c in (0..=u32::from(u16::MAX)).filter_map(char::from_u32) {
            let listed = matches!(c, ' ' | '.' | ',' | '/' | '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
                || c.is_whitespace()
                || crate::text::is_invisible(c);
            assert_eq!(AccountNumber::parse(&format!("8601{c}1117947"), None).is_ok(), listed, "{c:?}");
        }
    }

    #[test]
    fn fix_closes_up_what_is_checked() {
        assert_eq!(fix(" no93 8601 1117 947 ", EUR).as_deref(), Some("NO9386011117947"));
        assert_eq!(fix("8601.11.17947", NOK).as_deref(), Some("86011117947"));
        assert_eq!(fix("8601.11.17947", SEK), None, "no kontonummer there");
        assert_eq!(fix("8601.11.17949", NOK), None);
        assert_eq!(fix("86011117947", NOK), None);
    }

    #[test]
    fn letters_for_digits() {
        for (text, currency) in [
            ("NO93 86O1 1117 947", NOK),
            ("NO93 860I III7 947", EUR),
            ("no93 86o1 1117 947", None),
            ("86O1 11 17947", NOK),
            ("86OI.11.17947", None),
            ("GB29 NWBK 6OI6 1331 9268 19", EUR),
            ("8327-9,I23 456 789-O", SEK),
            ("IBAN NO93 86O1 1117 947", NOK),
            ("FR14 2004 1010 O505 0001 3M02 606", EUR),
            ("FR14 2004 IOIO O5O5 OOO1 3M02 606", EUR),
        ] {
            assert_eq!(read(text, currency), Err(Fault::LettersForDigits), "{text}");
            assert_eq!(fix(text, currency), None, "{text}");
        }
        for (text, currency) in [
            ("NO93 86O1 1117 948", NOK),
            ("NO93 86Q1 1117 947", NOK),
            ("86O1 11 17949", None),
            ("FR14 2004 1010 O5O5 OOO1 3M02 607", EUR),
        ] {
            assert_eq!(read(text, currency), Err(Fault::Format), "{text}");
        }
        assert!(
            read("GB29 MIDL 4005 1500 0000 00", EUR).is_err_and(|fault| fault != Fault::LettersForDigits)
        );
    }

    #[test]
    fn what_could_be_a_giro_number() {
        let looks = |text, currency| AccountNumber::parse(text, currency).unwrap().looks_like_giro();
        assert!(looks("5050-1055", SEK));
        assert!(!looks("5050-1054", SEK));
        assert!(!looks("505010550", SEK));
    }

    #[test]
    fn debug_keeps_it_to_itself() {
        assert_eq!(format!("{:?}", AccountNumber::parse("12345", EUR).unwrap()), "Domestic(Domestic(…))");
    }
}
