//! Account id: the account that a signup belongs to, `P` or `T` and eight digits.
//!
//! The payment provider issues it; `T` is a test account, `P` one in production. It stands in the path of the endpoint
//! that takes the signup.
//!
//! Source: the provider's reference, <https://docs.dintero.com/docs/api/>, parameter `aid`.
//!
//! ```
//! use merchant_signup_core::formats::{Fault, account_id::AccountId};
//!
//! let account = AccountId::parse("T12345678")?;
//! assert!(account.is_test());
//! assert_eq!(account.to_string(), "T12345678");
//! assert_eq!(AccountId::parse("t12345678"), Err(Fault::Format));
//! # Ok::<(), Fault>(())
//! ```

use core::fmt;

use super::{Fault, canonical_text};

/// An account id: nine ASCII characters, `^[PT]\d{8}$`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId([u8; 9]);

impl AccountId {
    /// Reads an account id as it stands: letter case and white space matter.
    ///
    /// # Errors
    ///
    /// [`Fault::Format`] for anything but `P` or `T` and eight ASCII digits.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        match text.as_bytes() {
            bytes @ [b'P' | b'T', digits @ ..] if digits.iter().all(u8::is_ascii_digit) => {
                bytes.try_into().map(Self).map_err(|_| Fault::Format)
            }
            _ => Err(Fault::Format),
        }
    }

    /// Whether it is a test account.
    #[must_use]
    pub const fn is_test(&self) -> bool {
        matches!(self.0, [b'T', ..])
    }

    /// The nine characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

canonical_text!(AccountId, "an account id");

impl fmt::Debug for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccountId({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn production_and_test_accounts() {
        assert!(!AccountId::parse("P00000000").unwrap().is_test());
        assert!(AccountId::parse("T99999999").unwrap().is_test());
        assert_eq!(format!("{:?}", AccountId::parse("P12345678").unwrap()), "AccountId(P12345678)");
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "P",
            "P1234567",
            "P123456789",
            "p12345678",
            "X12345678",
            " P12345678",
            "P1234567X",
            "P123456٣",
            "P1234567٣",
            "P12345678\n",
        ] {
            assert_eq!(AccountId::parse(text), Err(Fault::Format), "{text:?}");
        }
    }

    #[test]
    fn serde_checks() {
        let account: AccountId = serde_json::from_str(r#""T12345678""#).unwrap();
        assert_eq!(serde_json::to_string(&account).unwrap(), r#""T12345678""#);
        assert!(serde_json::from_str::<AccountId>(r#""T1234567""#).is_err());
    }
}
