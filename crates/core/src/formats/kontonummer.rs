//! Kontonummer: the number of a Norwegian bank account.
//!
//! Eleven digits: four for the bank, six for the account, and a check digit by modulus 11, agreed on by the Norwegian
//! banks (Bits, formerly the Bankers' Association's standardization office).
//!
//! - Where digits 5 and 6 are `00`, sources disagree whether the sum runs over all digits or over the last five only: what
//!   either accepts is accepted.
//! - A number that begins `0000` may be an old postgiro account, seven digits with a Luhn check digit: accepted too.
//!
//! Source: <https://www.bits.no/en/document/standard-for-kontonummer-i-norsk-banknaering/>.
//!
//! ```
//! use merchant_signup_core::formats::{Fault, kontonummer::Kontonummer};
//!
//! assert!(Kontonummer::parse("86011117947").is_ok());
//! assert_eq!(Kontonummer::parse("86011117949"), Err(Fault::Checksum));
//! assert_eq!(Kontonummer::parse("8601.11.17947")?.to_string(), "86011117947");
//! # Ok::<(), Fault>(())
//! ```

use core::fmt;

use super::{Fault, canonical_text, compact::Compact};

/// What a digit counts in the sum, from the first; the check digit itself is not in it.
const WEIGHTS: [u8; 10] = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

/// A Norwegian account number: eleven ASCII digits whose check digit fits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kontonummer([u8; 11]);

impl Kontonummer {
    /// Reads a number, ignoring what sets digits apart (see [`AccountNumber`](super::account_number::AccountNumber)).
    ///
    /// # Errors
    ///
    /// In this order: [`Fault::Format`] for anything but digits, [`Fault::Length`] unless they are eleven,
    /// [`Fault::Checksum`].
    pub fn parse(text: &str) -> Result<Self, Fault> {
        Self::from_compact(Compact::of(text).as_bytes())
    }

    /// The same, of a text that nothing stands in but the number.
    pub(super) fn from_compact(bytes: &[u8]) -> Result<Self, Fault> {
        if bytes.is_empty() || !bytes.iter().all(u8::is_ascii_digit) {
            return Err(Fault::Format);
        }
        let digits = bytes.try_into().map_err(|_| Fault::Length { expected: 11, country: *b"NO" })?;
        if has_check_digit(&digits) { Ok(Self(digits)) } else { Err(Fault::Checksum) }
    }

    /// The eleven digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

fn has_check_digit(digits: &[u8; 11]) -> bool {
    match digits {
        b"00000000000" => false,
        [b'0', b'0', b'0', b'0', postgiro @ ..] if luhn(postgiro) => true,
        [_, _, _, _, b'0', b'0', last_five @ ..] if modulus_11(last_five) => true,
        _ => modulus_11(digits),
    }
}

/// Whether the last digit makes the weighted sum a multiple of 11. A check digit of 10, which no number has, never does.
fn modulus_11(digits: &[u8]) -> bool {
    let weights = [1].into_iter().chain(WEIGHTS.into_iter().rev());
    weighted(digits, weights, |product| product).is_multiple_of(11)
}

/// Every second digit counts twice, from the right; of a product of two digits the sum counts.
pub(super) fn luhn(digits: &[u8]) -> bool {
    weighted(digits, [1, 2].into_iter().cycle(), |product| if product > 9 { product - 9 } else { product })
        .is_multiple_of(10)
}

/// The sum over the digits from the right, each times its weight.
fn weighted(digits: &[u8], weights: impl Iterator<Item = u8>, of_product: fn(u8) -> u8) -> u16 {
    digits
        .iter()
        .rev()
        .zip(weights)
        .map(|(digit, weight)| u16::from(of_product((digit & 0x0F) * weight)))
        .sum()
}

canonical_text!(Kontonummer, "a Norwegian account number");

/// Without the number.
impl fmt::Debug for Kontonummer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Kontonummer(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn official_values() {
        for text in ["86011117947", "32445395551", "86756508891", "99990000006"] {
            assert_eq!(Kontonummer::parse(text).map(|n| n.to_string()).as_deref(), Ok(text));
        }
        for text in ["86011117949", "99990000005"] {
            assert_eq!(Kontonummer::parse(text), Err(Fault::Checksum), "{text}");
        }
    }

    #[test]
    fn every_other_check_digit_is_wrong() {
        let valid = (0..10).filter(|digit| Kontonummer::parse(&format!("8601111794{digit}")).is_ok());
        assert_eq!(valid.collect::<Vec<_>>(), [7]);
        // 8601111793: the check digit would be 10, so there is no such number.
        let sum: u32 = "1234567802".bytes().zip(WEIGHTS).map(|(d, w)| u32::from(d & 15) * u32::from(w)).sum();
        let due = (11 - sum % 11) % 11;
        for digit in 0..10 {
            assert_eq!(Kontonummer::parse(&format!("1234567802{digit}")).is_ok(), digit == due);
        }
    }

    #[test]
    fn no_number_has_a_check_digit_of_ten() {
        let mut none = 0;
        for base in 8_601_111_700_u64..8_601_111_800 {
            let sum: u32 =
                base.to_string().bytes().zip(WEIGHTS).map(|(d, w)| u32::from(d & 15) * u32::from(w)).sum();
            let due = (11 - sum % 11) % 11;
            let valid: Vec<u32> =
                (0..10).filter(|d| Kontonummer::parse(&format!("{base}{d}")).is_ok()).collect();
            none += u32::from(due == 10);
            assert_eq!(valid, if due == 10 { vec![] } else { vec![due] }, "{base}");
        }
        assert!(none > 0);
    }

    #[test]
    fn the_exceptions() {
        // Digits 5 and 6 are 00: over the last five only (3*5... = 7 8 9 0 by 5 4 3 2 is 94, check digit 5) or over all.
        assert!(modulus_11(b"78905"));
        assert!(Kontonummer::parse("12340078905").is_ok());
        assert!(!modulus_11(b"12340078905"));
        // An old postgiro account, 1234566 with Luhn, is none by modulus 11.
        assert!(luhn(b"1234566") && !modulus_11(b"00001234566"));
        assert!(Kontonummer::parse("00001234566").is_ok());
        assert_eq!(Kontonummer::parse("00001234567"), Err(Fault::Checksum));
        assert_eq!(Kontonummer::parse("00000000000"), Err(Fault::Checksum));
    }

    #[test]
    fn shape_and_length_come_first() {
        let length = Err(Fault::Length { expected: 11, country: *b"NO" });
        assert_eq!(Kontonummer::parse("8601111794"), length);
        assert_eq!(Kontonummer::parse("860111179470"), length);
        assert_eq!(Kontonummer::parse(&"1".repeat(100)), length);
        for text in ["", "8601111794X", "86011117947é", "８６０１１１１７９４７", "8601:11:17947"]
        {
            assert_eq!(Kontonummer::parse(text), Err(Fault::Format), "{text}");
        }
    }

    #[test]
    fn debug_keeps_it_to_itself() {
        assert_eq!(format!("{:?}", Kontonummer::parse("86011117947").unwrap()), "Kontonummer(…)");
    }
}
