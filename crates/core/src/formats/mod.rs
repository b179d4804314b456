//! The formats of a signup's values: one file a format, each with its source.
//!
//! A format's function takes the text as it was typed and says what it is, or the one [`Fault`] that it has.
//! Where sources disagree about a value, it is accepted: wrongly refusing a merchant is worse than wrongly accepting one.

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
    /// The check digits do not fit the rest.
    Checksum,
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
