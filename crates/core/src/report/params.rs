//! The parameters of an issue: what its message needs besides the field.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::draft::{Cause, JsonType};
use crate::formats::currency::Currency;
use crate::payload::Field;

/// What a message needs to know besides the field: limits, allowed values, a country. Never what the person typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Params {
    /// Nothing.
    None,
    /// The JSON type that is due, and the one that was found.
    Types {
        /// The type that is due.
        expected: JsonType,
        /// The type that was found.
        found: JsonType,
    },
    /// The most allowed: characters, elements, levels, bytes, years or per cent.
    Maximum(u32),
    /// The fewest allowed: years.
    Minimum(u32),
    /// More than the first, at most the second.
    Range {
        /// The bound that is itself too low.
        exclusive_minimum: u32,
        /// The highest allowed.
        maximum: u32,
    },
    /// At least the first, at most the second: characters.
    Bounds {
        /// The fewest allowed.
        minimum: u32,
        /// The most allowed.
        maximum: u32,
    },
    /// The number of characters due in a country.
    Length {
        /// Characters due.
        expected: u32,
        /// ISO 3166 letters.
        country: [u8; 2],
    },
    /// The numbers of digits that a country's phone numbers have.
    Lengths(&'static [u8]),
    /// The allowed values.
    Allowed(&'static [&'static str]),
    /// Two letters, upper case.
    Country([u8; 2]),
    /// A currency.
    Currency(Currency),
    /// The share, in per cent, from which an owner is a beneficial owner.
    Threshold(u8),
    /// What a document is that is no JSON object.
    Malformed {
        /// What it is instead.
        cause: Cause,
        /// Line and column in the text, both from 1, the column in bytes; none where there is no text.
        position: Option<(u32, u32)>,
    },
    /// In an account number, the letters O and I stand where digits are due.
    LettersForDigits,
    /// A country calling code.
    CountryCode(u16),
    /// How many more there are.
    Count(u32),
    /// A known field that is near.
    Suggestion(Field),
}

/// The value of one parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Param<'a> {
    /// A number.
    Number(u32),
    /// A text.
    Text(&'a str),
    /// A list of texts.
    Texts(&'a [&'static str]),
    /// A list of numbers.
    Numbers(&'a [u8]),
}

/// What the value of a parameter can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParamType {
    /// A number, from 0.
    Number,
    /// A text.
    Text,
    /// A list of texts.
    Texts,
    /// A list of numbers.
    Numbers,
    /// A number of characters, or the name of a JSON type.
    NumberOrText,
}

impl ParamType {
    /// The type of the parameter of this name: one fact for every schema, type and client that describes a report.
    #[must_use]
    pub fn of(name: &str) -> Self {
        match name {
            "allowed" => Self::Texts,
            "lengths" => Self::Numbers,
            "expected" => Self::NumberOrText,
            "reason" | "found" | "country" | "currency" | "suggestion" => Self::Text,
            _ => Self::Number,
        }
    }
}

impl Params {
    /// The names of all parameters.
    pub const NAMES: &'static [&'static str] = &[
        "reason",
        "expected",
        "found",
        "maximum",
        "minimum",
        "exclusive_minimum",
        "country",
        "country_code",
        "lengths",
        "allowed",
        "currency",
        "threshold",
        "line",
        "column",
        "count",
        "suggestion",
    ];

    /// The values of `reason` and `found` that have messages of their own.
    pub(crate) const HINTS: &'static [&'static str] = &[
        "syntax",
        "number",
        "encoding",
        "utf-16",
        "latin-1",
        "zip",
        "list",
        "several",
        "empty",
        "not_an_object",
        "not_serializable",
        "letters_for_digits",
    ];

    /// The parameters by name, in the order in which they are written.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, Param<'_>)> {
        self.entries().into_iter().flatten()
    }

    /// The parameters in their order, and nothing behind the last one.
    // Not inlined, because size counts in a browser and there are several callers.
    #[inline(never)]
    fn entries(&self) -> [Option<(&'static str, Param<'_>)>; 4] {
        let ascii = |bytes| Param::Text(std::str::from_utf8(bytes).unwrap_or_default());
        let mut position = None;
        let (first, second) = match self {
            Self::None => (None, None),
            Self::Malformed { cause, position: place } => {
                position = *place;
                (
                    Some(("reason", Param::Text(cause.reason()))),
                    cause.found().map(|found| ("found", Param::Text(found))),
                )
            }
            Self::LettersForDigits => (Some(("reason", Param::Text("letters_for_digits"))), None),
            Self::CountryCode(code) => (Some(("country_code", Param::Number(u32::from(*code)))), None),
            Self::Types { expected, found } => {
                (Some(("expected", Param::Text(expected.name()))), Some(("found", Param::Text(found.name()))))
            }
            Self::Maximum(maximum) => (Some(("maximum", Param::Number(*maximum))), None),
            Self::Minimum(minimum) => (Some(("minimum", Param::Number(*minimum))), None),
            Self::Range { exclusive_minimum, maximum } => (
                Some(("exclusive_minimum", Param::Number(*exclusive_minimum))),
                Some(("maximum", Param::Number(*maximum))),
            ),
            Self::Bounds { minimum, maximum } => {
                (Some(("minimum", Param::Number(*minimum))), Some(("maximum", Param::Number(*maximum))))
            }
            Self::Length { expected, country } => {
                (Some(("expected", Param::Number(*expected))), Some(("country", ascii(country))))
            }
            Self::Lengths(lengths) => (Some(("lengths", Param::Numbers(lengths))), None),
            Self::Allowed(values) => (Some(("allowed", Param::Texts(values))), None),
            Self::Country(country) => (Some(("country", ascii(country))), None),
            Self::Currency(currency) => (Some(("currency", Param::Text(currency.as_str()))), None),
            Self::Threshold(threshold) => (Some(("threshold", Param::Number(u32::from(*threshold)))), None),
            Self::Count(count) => (Some(("count", Param::Number(*count))), None),
            Self::Suggestion(field) => (Some(("suggestion", Param::Text(field.name()))), None),
        };
        let line = position.map(|(line, _)| ("line", Param::Number(line)));
        let column = position.map(|(_, column)| ("column", Param::Number(column)));
        [first, second, line, column]
    }

    /// The parameter of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Param<'_>> {
        self.iter().find_map(|(key, value)| (key == name).then_some(value))
    }
}

impl Serialize for Params {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, value) in self.iter() {
            match value {
                Param::Number(number) => map.serialize_entry(name, &number)?,
                Param::Text(text) => map.serialize_entry(name, text)?,
                Param::Texts(texts) => map.serialize_entry(name, texts)?,
                Param::Numbers(numbers) => map.serialize_entry(name, numbers)?,
            }
        }
        map.end()
    }
}
