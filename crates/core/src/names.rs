//! Names of closed sets, read back: `FromStr`, and serde's `Deserialize`, for what has a name.

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error};

/// A text that is not the name of what was asked for: a level, a profile, a code.
///
/// It repeats nothing of the text.
///
/// ```
/// use merchant_signup_core::Level;
///
/// assert_eq!("contract".parse(), Ok(Level::Contract));
/// let error = "draft".parse::<Level>().unwrap_err();
/// assert_eq!(error.to_string(), "not a level; there are submission, contract");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownName {
    what: &'static str,
    names: String,
}

impl UnknownName {
    pub(crate) fn new<'n>(what: &'static str, names: impl IntoIterator<Item = &'n str>) -> Self {
        Self { what, names: names.into_iter().collect::<Vec<_>>().join(", ") }
    }
}

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not {}", self.what)?;
        if self.names.is_empty() { Ok(()) } else { write!(f, "; there are {}", self.names) }
    }
}

impl std::error::Error for UnknownName {}

/// Implements `FromStr` for a type by the names of all its values.
macro_rules! from_str {
    ($type:ty, $what:literal, $all:expr, $name:expr) => {
        impl std::str::FromStr for $type {
            type Err = $crate::UnknownName;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let name: fn($type) -> &'static str = $name;
                let all = || $all.iter().copied();
                all()
                    .find(|value| name(*value) == text)
                    .ok_or_else(|| $crate::UnknownName::new($what, all().map(name)))
            }
        }
    };
}

pub(crate) use from_str;

/// Reads a name from whatever serde reads.
pub(crate) fn read<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: FromStr<Err = UnknownName>,
    D: Deserializer<'de>,
{
    String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
}
