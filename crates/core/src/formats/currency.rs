//! Currency: the three letters of ISO 4217.
//!
//! ISO 4217's maintenance agency publishes the list of active codes; `XXX` (no currency) and `XTS` (testing) are left
//! out, since nobody pays in them.
//!
//! Source: <https://www.six-group.com/en/products-services/financial-information/data-standards.html>, list one.
//!
//! ```
//! use merchant_signup_core::formats::{Fault, currency::Currency};
//!
//! assert_eq!(Currency::parse("NOK")?.minor_units(), Some(2));
//! assert_eq!(Currency::parse("HRK"), Err(Fault::Format));
//! assert_eq!(Currency::parse("EUR")?.to_string(), "EUR");
//! # Ok::<(), Fault>(())
//! ```

use core::fmt;

use super::{Fault, canonical_text, data::currency as table};

/// An active ISO 4217 code: three upper-case letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// The Danish krone.
    pub const DKK: Self = Self(*b"DKK");
    /// The euro.
    pub const EUR: Self = Self(*b"EUR");
    /// The Icelandic króna.
    pub const ISK: Self = Self(*b"ISK");
    /// The Norwegian krone.
    pub const NOK: Self = Self(*b"NOK");
    /// The Swedish krona.
    pub const SEK: Self = Self(*b"SEK");

    /// Reads a code as it stands: letter case and white space matter.
    ///
    /// # Errors
    ///
    /// [`Fault::Format`] for anything but an active code.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        text.as_bytes().try_into().ok().and_then(Self::from_code).ok_or(Fault::Format)
    }

    /// The currency of three letters, as they stand.
    pub(super) fn from_code(letters: [u8; 3]) -> Option<Self> {
        let code = Self(letters);
        // Fast path: what most merchants here are paid in is not looked for.
        let is_known =
            cfg!(feature = "short-ways") && matches!(code, Self::NOK | Self::SEK | Self::DKK | Self::EUR);
        (is_known || code.position().is_some()).then_some(code)
    }

    /// The three letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Whether a text is the three letters, ASCII letter case aside.
    pub(super) fn is_named(self, text: &str) -> bool {
        text.as_bytes().eq_ignore_ascii_case(&self.0)
    }

    /// ISO 4217's number, up to 999: 578 for `NOK`.
    #[must_use]
    pub fn numeric(&self) -> u16 {
        self.position().and_then(|at| table::NUMBERS.get(at)).copied().unwrap_or_default()
    }

    /// How many decimals an amount has; none for what is no money with minor units, such as gold (`XAU`).
    #[must_use]
    pub fn minor_units(&self) -> Option<u8> {
        self.position().and_then(|at| table::MINOR_UNITS.get(at)).and_then(|&byte| super::digit(byte))
    }

    /// Every active code, in alphabetical order.
    pub fn all() -> impl Iterator<Item = Self> {
        codes().iter().copied().map(Self)
    }

    fn position(self) -> Option<usize> {
        // As numbers: three bytes are not worth a call that compares slices.
        let number = |[a, b, c]: [u8; 3]| u32::from_be_bytes([0, a, b, c]);
        codes().binary_search_by_key(&number(self.0), |code| number(*code)).ok()
    }
}

/// Takes outer white space away and turns the letters to upper case, where that gives an active code.
#[must_use]
pub fn fix(text: &str) -> Option<String> {
    let fixed = text.trim().to_ascii_uppercase();
    (fixed != text && Currency::parse(&fixed).is_ok()).then_some(fixed)
}

fn codes() -> &'static [[u8; 3]] {
    table::CODES.as_chunks().0
}

canonical_text!(Currency, "a currency of ISO 4217");

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Currency({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_2026() {
        for code in ["NOK", "SEK", "DKK", "EUR", "VES", "XCG", "AED", "ZWG"] {
            assert_eq!(Currency::parse(code).map(|c| c.to_string()).as_deref(), Ok(code));
        }
        for code in ["BGN", "HRK", "ANG", "XXX", "XTS", "nok", "NO", "NOKK", " NOK", "", "ÅØ"] {
            assert_eq!(Currency::parse(code), Err(Fault::Format), "{code:?}");
        }
    }

    #[test]
    fn the_tables_are_of_one_length_and_sorted() {
        assert_eq!(table::CODES.len() % 3, 0);
        assert!(codes().is_sorted());
        assert_eq!(codes().len(), table::NUMBERS.len());
        assert_eq!(codes().len(), table::MINOR_UNITS.len());
        assert!(Currency::all().all(|c| Currency::parse(c.as_str()) == Ok(c)));
        assert_eq!(Currency::all().count(), codes().len());
    }

    #[test]
    fn numbers_and_minor_units() {
        let facts = |code| Currency::parse(code).map(|c| (c.numeric(), c.minor_units()));
        assert_eq!(facts("NOK"), Ok((578, Some(2))));
        assert_eq!(facts("ALL"), Ok((8, Some(2))));
        assert_eq!(facts("JPY"), Ok((392, Some(0))));
        assert_eq!(facts("KWD"), Ok((414, Some(3))));
        assert_eq!(facts("XAU"), Ok((959, None)));
    }

    #[test]
    fn the_constants_are_in_the_list() {
        for currency in [Currency::DKK, Currency::EUR, Currency::NOK, Currency::SEK] {
            assert_eq!(Currency::parse(currency.as_str()), Ok(currency));
        }
    }

    #[test]
    fn debug_shows_the_code() {
        assert_eq!(format!("{:?}", Currency::NOK), "Currency(NOK)");
    }

    #[test]
    fn fix_gives_a_known_code_or_nothing() {
        assert_eq!(fix(" nok\n").as_deref(), Some("NOK"));
        assert_eq!(fix("Sek").as_deref(), Some("SEK"));
        assert_eq!(fix("NOK"), None);
        assert_eq!(fix("hrk"), None);
    }
}
