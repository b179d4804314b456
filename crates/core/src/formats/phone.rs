//! Phone number: an international number as ITU-T E.164 has it, `+` and digits.
//!
//! The ITU assigns the country calling codes; how many digits follow each is for its countries to say, and Google's
//! libphonenumber collects it. A number is judged on the digits after the country calling code as they are written: E.164
//! has no trunk prefix, so `+4707…` does not lose its `0`.
//!
//! Source: <https://www.itu.int/rec/T-REC-E.164>; lengths: <https://github.com/google/libphonenumber>.
//!
//! ```
//! use merchant_signup_core::formats::{Fault, phone::E164};
//!
//! assert_eq!(E164::parse("+4799999999")?.calling_code(), 47);
//! assert_eq!(E164::parse("99999999"), Err(Fault::Format));
//! assert_eq!(E164::parse("+479999999"), Err(Fault::Lengths(&[5, 8])));
//! assert_eq!(E164::parse("+4799999999")?.to_string(), "+4799999999");
//! # Ok::<(), Fault>(())
//! ```

use core::fmt;

use super::{
    Fault, canonical_text,
    data::phone::{CALLING_CODES, LENGTHS},
    digit, is_separator,
};

/// The most digits of a country calling code and of a national number in the table: a few services go beyond E.164's 15.
const MOST_DIGITS: usize = 3 + 17;

/// A phone number: `+`, a country calling code, and as many digits as its numbers have.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct E164 {
    /// The `+` and the digits.
    bytes: [u8; 1 + MOST_DIGITS],
    length: u8,
    calling_code: u16,
}

impl E164 {
    /// Reads a number as it stands: nothing sets its digits apart.
    ///
    /// # Errors
    ///
    /// In this order: [`Fault::Format`] for anything but `+` and ASCII digits, [`Fault::CountryCodeUnknown`],
    /// [`Fault::Lengths`] where no number of that country calling code has as many digits after it.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let digits = text.strip_prefix('+').map(str::as_bytes).ok_or(Fault::Format)?;
        if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
            return Err(Fault::Format);
        }
        let (calling_code, national, lengths) = split(digits).ok_or(Fault::CountryCodeUnknown)?;
        if !lengths.iter().any(|&length| usize::from(length) == national.len()) {
            return Err(Fault::Lengths(lengths));
        }
        let mut bytes = [0; 1 + MOST_DIGITS];
        bytes.iter_mut().zip(text.as_bytes()).for_each(|(slot, byte)| *slot = *byte);
        let length = u8::try_from(text.len()).map_err(|_| Fault::Lengths(lengths))?;
        Ok(Self { bytes, length, calling_code })
    }

    /// The country calling code: 47 for Norway, 1 for all of North America.
    #[must_use]
    pub const fn calling_code(&self) -> u16 {
        self.calling_code
    }

    /// The `+` and the digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.bytes.get(..self.length.into()).and_then(|bytes| str::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

/// Takes out what sets digits apart (spaces, dots, hyphens) and turns `00` in front into `+`, where that gives a number.
///
/// Parentheses stay: `+47 (0) 99…` does not say whether the zero is to be dialled.
#[must_use]
pub fn fix(text: &str) -> Option<String> {
    let mut number: String = text.trim().chars().filter(|&c| !is_separator(c)).collect();
    if let Some(rest) = number.strip_prefix("00") {
        number = ["+", rest].concat();
    }
    (number != text && E164::parse(&number).is_ok()).then_some(number)
}

/// Calling code, national number and the lengths that it may have. No calling code begins another one.
fn split(digits: &[u8]) -> Option<(u16, &[u8], &'static [u8])> {
    let mut code = 0;
    let mut rest = digits;
    for _ in 0..3 {
        let (&first, after) = rest.split_first()?;
        code = code * 10 + u16::from(digit(first).filter(|&value| code + u16::from(value) > 0)?);
        rest = after;
        if let Some(lengths) = national_lengths(code) {
            return Some((code, rest, lengths));
        }
    }
    None
}

fn national_lengths(calling_code: u16) -> Option<&'static [u8]> {
    let at = CALLING_CODES.binary_search_by_key(&calling_code, |&(code, ..)| code).ok()?;
    let &(_, first, count) = CALLING_CODES.get(at)?;
    LENGTHS.get(first.into()..)?.get(..count.into())
}

canonical_text!(E164, "a phone number as + and digits");

/// With its country calling code alone.
impl fmt::Debug for E164 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "E164(+{}…)", self.calling_code)
    }
}

/// These lengths of national numbers, where they stand in the table.
pub(crate) fn lengths(lengths: &[u8]) -> Option<&'static [u8]> {
    if lengths.is_empty() { None } else { LENGTHS.windows(lengths.len()).find(|known| *known == lengths) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        for (text, code) in [
            ("+4799999999", 47),
            ("+4702000", 47),
            ("+15005550006", 1),
            ("+77010000000", 7),
            ("+35312345678", 353),
            ("+80012345678", 800),
            ("+819012345678", 81),
            ("+35840123456", 358),
            ("+4915112345678", 49),
        ] {
            assert_eq!(
                E164::parse(text).map(|n| (n.calling_code(), n.to_string())),
                Ok((code, text.to_owned()))
            );
        }
    }

    #[test]
    fn the_longest_of_the_table_fits() {
        for &(code, first, count) in CALLING_CODES {
            let longest = LENGTHS[usize::from(first)..][..usize::from(count)].last().copied().unwrap();
            let text = format!("+{code}{}", "1".repeat(longest.into()));
            assert_eq!(E164::parse(&text).map(|n| n.to_string()), Ok(text));
        }
    }

    #[test]
    fn faults_in_their_order() {
        for text in [
            "",
            "+",
            "47",
            "4799999999",
            "004799999999",
            "+47 99999999",
            "+47-99999999",
            "+4799999999 ",
            "++4799999999",
            "+479999999x",
            "+٤٧99999999",
            "＋4799999999",
            "+47(0)99999999",
        ] {
            assert_eq!(E164::parse(text), Err(Fault::Format), "{text:?}");
        }
        for text in ["+0", "+04799999999", "+9", "+99", "+2101234567", "+99999999999"] {
            assert_eq!(E164::parse(text), Err(Fault::CountryCodeUnknown), "{text:?}");
        }
        assert_eq!(E164::parse("+47"), Err(Fault::Lengths(&[5, 8])));
        assert_eq!(E164::parse("+470799999999"), Err(Fault::Lengths(&[5, 8])));
        assert_eq!(E164::parse(&format!("+33{}", "1".repeat(300))), Err(Fault::Lengths(&[9])));
    }

    #[test]
    fn no_calling_code_begins_another() {
        assert!(CALLING_CODES.is_sorted());
        for (code, ..) in CALLING_CODES {
            assert!(
                CALLING_CODES.iter().all(|&(other, ..)| *code != other / 10 && *code != other / 100),
                "{code}"
            );
        }
    }

    #[test]
    fn fix_takes_out_what_sets_digits_apart() {
        for text in [
            " +47 999 99 999",
            "+47.99.99.99.99",
            "0047 99999999",
            "+47-9999\u{2011}9999",
            "+47\u{A0}99999999\n",
            "00 47 99999999",
        ] {
            assert_eq!(fix(text).as_deref(), Some("+4799999999"), "{text:?}");
        }
        for text in [
            "+4799999999",
            "99 99 99 99",
            "+47 (0) 99999999",
            "+47/99999999",
            "0047 999",
            "4799999999",
            "",
            "00",
            " ",
        ] {
            assert_eq!(fix(text), None, "{text:?}");
        }
    }

    #[test]
    fn debug_shows_the_country_alone() {
        assert_eq!(format!("{:?}", E164::parse("+4799999999").unwrap()), "E164(+47…)");
    }
}
