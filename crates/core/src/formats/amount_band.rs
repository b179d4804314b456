//! Amount band: about how much money, as people write it in a form: `100.000-250.000 NOK`.
//!
//! `[<|>] number [- number] [CUR]`. Letters are a currency in upper case, or where they are the revenue's: `500 000 all` is
//! no amount in Albanian lek, and `kr` is the krone that the revenue is in. The provider takes any text there, so a band that is not recognized is no error. The
//! grouping marks are the ones of the Unicode CLDR's locales: dot, comma, apostrophe and space, each also as a
//! typesetter has it.
//!
//! Source: the provider's reference, <https://docs.dintero.com/docs/api/>, `signup.revenue`; marks:
//! <https://cldr.unicode.org/translation/number-currency-formats>.
//!
//! ```
//! use merchant_signup_core::formats::{Fault, amount_band::AmountBand, currency::Currency};
//!
//! let band = AmountBand::parse("100.000-250.000 NOK")?;
//! assert_eq!((band.low, band.high), (10_000_000, Some(25_000_000)));
//! assert_eq!(band.currency, Some(Currency::NOK));
//! assert_eq!(AmountBand::parse("a lot"), Err(Fault::Unrecognized));
//! assert!(AmountBand::parse("< 1 000,50 kr").is_err());
//! assert_eq!(AmountBand::parse_in("< 1 000,50 kr", Some(Currency::NOK))?.to_string(), "0-1000.50 NOK");
//! # Ok::<(), Fault>(())
//! ```

use core::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Fault, currency::Currency, deserialize_text};
use crate::text;

/// The most digits in a number: any such amount, in hundredths, is below 2^57.
const DIGITS: u32 = 15;

/// An amount, or all that lie between two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AmountBand {
    /// The low end, in hundredths of the currency's unit.
    pub low: u64,
    /// The high end, likewise and inclusive; none where the band is open (`>500`).
    pub high: Option<u64>,
    /// The currency, where the text names one.
    pub currency: Option<Currency>,
}

impl AmountBand {
    /// Reads a band whose currency, if it names one, stands in upper case; outer white space and invisible characters are
    /// ignored.
    ///
    /// `<n` is 0 to n, `>n` is n and up, one number is both ends. Three digits after a mark are a group, so that `1.000`
    /// is a thousand; one or two digits after a last dot or comma are a decimal. The low end may be over the high end.
    ///
    /// # Errors
    ///
    /// [`Fault::Unrecognized`] for anything else, for `<` or `>` with two numbers, for more than 15 digits in a number.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        Self::parse_in(text, None)
    }

    /// The same, where the currency of the revenue is known: it may stand in any letter case, and as `kr` where it is a krone.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse).
    pub fn parse_in(text: &str, revenue: Option<Currency>) -> Result<Self, Fault> {
        band(text::trim(&text::without_invisible(text)), revenue).ok_or(Fault::Unrecognized)
    }

    /// Whether the low end is over the high end.
    #[must_use]
    pub fn reversed(&self) -> bool {
        self.high.is_some_and(|high| self.low > high)
    }
}

fn band(text: &str, revenue: Option<Currency>) -> Option<AmountBand> {
    let (sign, rest) = match text.as_bytes() {
        [sign @ (b'<' | b'>'), ..] => (Some(*sign), text::trim(text.get(1..)?)),
        _ => (None, text),
    };
    let (first, rest) = number(rest)?;
    let rest = text::trim(rest);
    let behind_dash = match rest.as_bytes() {
        [b'-', ..] => rest.get(1..),
        _ => rest.strip_prefix('–'),
    };
    let (second, rest) = match behind_dash {
        Some(rest) => number(text::trim(rest)).map(|(second, rest)| (Some(second), rest))?,
        None => (None, rest),
    };
    let currency = match text::trim(rest) {
        "" => None,
        letters => Some(named_currency(letters, revenue)?),
    };
    let (low, high) = match (sign, second) {
        (None, second) => (first, Some(second.unwrap_or(first))),
        (Some(b'<'), None) => (0, Some(first)),
        (Some(_), None) => (first, None),
        (Some(_), Some(_)) => return None,
    };
    Some(AmountBand { low, high, currency })
}

/// Reads a number off the front: hundredths, and the rest of the text.
fn number(text: &str) -> Option<(u64, &str)> {
    let (mut value, mut digits, mut rest) = read_digits(0, text.as_bytes());
    if digits == 0 {
        return None;
    }
    let may_group = digits <= 3;
    let mut mark = None;
    let mut hundredths = 100;
    while let Some((kind, after)) = grouping_mark(rest) {
        let (longer, count, after) = read_digits(value, after);
        let is_group = count == 3 && may_group && mark.is_none_or(|first| first == kind);
        let is_decimal = matches!((kind, count), (Mark::Dot | Mark::Comma, 1..=2));
        if !is_group && !is_decimal {
            break;
        }
        (value, rest) = (longer, after);
        digits += count;
        if is_decimal {
            hundredths = if count == 1 { 10 } else { 1 };
            break;
        }
        mark = Some(kind);
    }
    let rest = text.get(text.len() - rest.len()..)?;
    (digits <= DIGITS).then(|| (value.wrapping_mul(hundredths), rest))
}

/// Reads digits off the front, on to those of `value` (which is of use where they are few): the value, how many were read,
/// and the rest.
fn read_digits(mut value: u64, mut text: &[u8]) -> (u64, u32, &[u8]) {
    let mut count = 0;
    while let [digit @ b'0'..=b'9', rest @ ..] = text {
        value = value.wrapping_mul(10).wrapping_add(u64::from(digit & 0x0F));
        count += 1;
        text = rest;
    }
    (value, count, text)
}

#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Dot,
    Comma,
    Apostrophe,
    Space,
}

/// In UTF-8: `'` and U+2019; space, U+00A0, U+2007, U+2009 and U+202F.
const fn grouping_mark(text: &[u8]) -> Option<(Mark, &[u8])> {
    match text {
        [b'.', rest @ ..] => Some((Mark::Dot, rest)),
        [b',', rest @ ..] => Some((Mark::Comma, rest)),
        [b'\'', rest @ ..] | [0xE2, 0x80, 0x99, rest @ ..] => Some((Mark::Apostrophe, rest)),
        [b' ', rest @ ..] | [0xC2, 0xA0, rest @ ..] | [0xE2, 0x80, 0x87 | 0x89 | 0xAF, rest @ ..] => {
            Some((Mark::Space, rest))
        }
        _ => None,
    }
}

fn named_currency(letters: &str, revenue: Option<Currency>) -> Option<Currency> {
    let is_krone = |revenue: &Currency| {
        letters.eq_ignore_ascii_case("kr")
            && matches!(*revenue, Currency::NOK | Currency::SEK | Currency::DKK | Currency::ISK)
    };
    let is_of_revenue = |revenue: &Currency| revenue.is_named(letters);
    revenue
        .filter(|revenue| is_of_revenue(revenue) || is_krone(revenue))
        .or_else(|| Currency::parse(letters).ok())
}

impl FromStr for AmountBand {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Self, Fault> {
        Self::parse(text)
    }
}

/// Without marks between groups, with two decimals where there are any and fifteen digits leave room: `500`, `>500`,
/// `500-1000.50 NOK`.
impl fmt::Display for AmountBand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.high {
            None => {
                f.write_str(">")?;
                write_amount(f, self.low)?;
            }
            Some(high) => {
                write_amount(f, self.low)?;
                if high != self.low {
                    f.write_str("-")?;
                    write_amount(f, high)?;
                }
            }
        }
        self.currency.map_or(Ok(()), |currency| write!(f, " {currency}"))
    }
}

fn write_amount(f: &mut fmt::Formatter<'_>, hundredths: u64) -> fmt::Result {
    write!(f, "{}", hundredths / 100)?;
    match hundredths % 100 {
        0 => Ok(()),
        // Behind fourteen digits there is room for one: what was read can be read again.
        decimals if hundredths >= 10_u64.pow(DIGITS) => write!(f, ".{}", decimals / 10),
        decimals => write!(f, ".{decimals:02}"),
    }
}

impl Serialize for AmountBand {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for AmountBand {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_text(deserializer, "an amount or a band of amounts")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both ends in hundredths, and the currency's letters.
    fn read(text: &str) -> Option<(u64, Option<u64>, Option<String>)> {
        let band = AmountBand::parse(text).ok()?;
        Some((band.low, band.high, band.currency.map(|c| c.to_string())))
    }

    /// The value of a text that is one number.
    fn amount(text: &str) -> Option<u64> {
        let band = AmountBand::parse(text).ok()?;
        assert_eq!(band.high, Some(band.low), "{text:?}");
        Some(band.low)
    }

    #[test]
    fn the_published_examples() {
        let nok = || Some("NOK".to_owned());
        assert_eq!(read("100.000-250.000 NOK"), Some((10_000_000, Some(25_000_000), nok())));
        assert_eq!(read("500-1000 NOK"), Some((50_000, Some(100_000), nok())));
        assert_eq!(read("250-500 NOK"), Some((25_000, Some(50_000), nok())));
    }

    #[test]
    fn signs_dashes_and_white_space() {
        assert_eq!(read("<500"), Some((0, Some(50_000), None)));
        assert_eq!(read("> 500 EUR"), Some((50_000, None, Some("EUR".to_owned()))));
        assert_eq!(read("\t500 – 1 000NOK \n"), Some((50_000, Some(100_000), Some("NOK".to_owned()))));
        assert_eq!(
            read("1\u{A0}000 -2\u{202F}000\u{A0}SEK"),
            Some((100_000, Some(200_000), Some("SEK".to_owned())))
        );
        assert_eq!(read("0"), Some((0, Some(0), None)));
    }

    #[test]
    fn the_currency_of_the_revenue_in_any_case() {
        let currency =
            |text, revenue| AmountBand::parse_in(text, Some(revenue)).ok().map(|band| band.currency);
        let all = Currency::parse("ALL").unwrap();
        assert_eq!(currency("500 000 all", all), Some(Some(all)));
        assert_eq!(currency("500 000 ALL", Currency::NOK), Some(Some(all)));
        assert_eq!(currency("500 000 all", Currency::NOK), None);
        for revenue in [Currency::NOK, Currency::SEK, Currency::DKK, Currency::ISK] {
            assert_eq!(currency("500 kr", revenue), Some(Some(revenue)));
        }
        assert_eq!(currency("500 kr", Currency::EUR), None);
        assert_eq!(currency("500 kroner", Currency::NOK), None);
        assert_eq!(currency("500-1000Nok", Currency::NOK), Some(Some(Currency::NOK)));
    }

    #[test]
    fn groups_and_decimals() {
        for text in [
            "1000",
            "1.000",
            "1,000",
            "1'000",
            "1’000",
            "1 000",
            "1\u{A0}000",
            "1\u{2009}000",
            "1\u{202F}000",
            "1\u{2007}000",
            "1\u{200B}000\u{FEFF}",
            "\u{202A}1000\u{202C}",
        ] {
            assert_eq!(amount(text), Some(100_000), "{text:?}");
        }
        for text in
            ["1000,5", "1000.50", "1.000,50", "1,000.5", "1 000,50", "1’000.50", "1.000.50", "1,000,5"]
        {
            assert_eq!(amount(text), Some(100_050), "{text:?}");
        }
        assert_eq!(amount("100.000"), Some(10_000_000));
        assert_eq!(amount("1.234.567,89"), Some(123_456_789));
        assert_eq!(amount("1\u{A0}234 567"), Some(123_456_700), "spaces of all widths are one kind");
        assert_eq!(amount("0,05"), Some(5));
        assert_eq!(amount("007"), Some(700));
    }

    #[test]
    fn fifteen_digits_and_no_more() {
        assert_eq!(amount("999999999999999"), Some(99_999_999_999_999_900));
        assert_eq!(amount("999.999.999.999.999"), Some(99_999_999_999_999_900));
        assert_eq!(amount("9999999999999.99"), Some(999_999_999_999_999));
        for text in ["1000000000000000", "0000000000000001", "1.000.000.000.000.000", "99999999999999.99"] {
            assert_eq!(amount(text), None, "{text:?}");
        }
        assert_eq!(amount(&"9".repeat(1000)), None);
    }

    #[test]
    fn what_is_no_band() {
        for text in [
            "",
            " ",
            "-",
            "-500",
            "500-",
            "<",
            "<-500",
            "<500-1000",
            ">500-1000",
            "<<5",
            "500--1000",
            "500-1000-1500",
            "kr",
            "NOK",
            "NOK 500",
            "500 NOK - 1000 NOK",
            "1 000 - 2 000 kr",
            "500 HRK",
            "500 NO",
            "500 NOKK",
            "500,-",
            "500.",
            ".5",
            "1.0000",
            "10.00.00",
            "1000.500",
            "1234 567",
            "1.000 000",
            "1 000.000",
            "1'000.000",
            "12  345",
            "100 20",
            "1 00",
            "5%",
            "$500",
            "500 - ",
            "five",
            "٥٠٠",
            "500 nok",
            "500 000 all",
            "500 Kr",
            "1e5",
            "500~1000",
            "500 to 1000",
            "≥500",
        ] {
            assert_eq!(read(text), None, "{text:?}");
        }
    }

    #[test]
    fn reversed_is_still_a_band() {
        assert!(AmountBand::parse("1000-500").unwrap().reversed());
        assert!(!AmountBand::parse("500-500").unwrap().reversed());
        assert!(!AmountBand::parse(">500").unwrap().reversed());
    }

    #[test]
    fn display_reads_back() {
        for text in ["500", ">500 NOK", "0-500", "500-1000.50 EUR", "1000-5", "0.05"] {
            assert_eq!(AmountBand::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(AmountBand::parse("12345678901234,5").unwrap().to_string(), "12345678901234.5");
        assert_eq!(AmountBand::parse("<1.000").unwrap().to_string(), "0-1000");
        let json = serde_json::to_string(&AmountBand::parse("1 000 NOK").unwrap()).unwrap();
        assert_eq!(json, r#""1000 NOK""#);
        assert_eq!(serde_json::from_str::<AmountBand>(&json).unwrap().low, 100_000);
    }
}
