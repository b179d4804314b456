//! The report: what stands between a signup and its submission.

use std::fmt;

use serde::ser::{SerializeMap, SerializeSeq, SerializeStruct};
use serde::{Serialize, Serializer};

use crate::code::{Code, Kind, Severity};
use crate::draft::JsonType;
use crate::formats::currency::Currency;
use crate::formats::date::Date;
use crate::messages::{self, Locale};
use crate::payload::{Field, Place, Pointer, Section};
use crate::profile::Profile;

/// The version of the rule set, which a report names.
pub const RULES_VERSION: &str = env!("CARGO_PKG_VERSION");

/// How much is checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Level {
    /// Everything: whether the signup is ready to send.
    #[default]
    Submission,
    /// What the API itself refuses.
    Contract,
}

impl Level {
    /// Both levels; the first is the default.
    pub const ALL: &'static [Self] = &[Self::Submission, Self::Contract];

    /// The level's name in a report.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Submission => "submission",
            Self::Contract => "contract",
        }
    }

    /// The level with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|level| level.name() == name)
    }
}

/// Where a signup, or one of its sections, stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Status {
    /// No error: it can be sent.
    Ready,
    /// Something is missing or must be put in order; nothing is wrong.
    Incomplete,
    /// Something is wrong.
    Invalid,
    /// No JSON object could be read.
    Malformed,
}

impl Status {
    /// The status's name in a report.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Incomplete => "incomplete",
            Self::Invalid => "invalid",
            Self::Malformed => "malformed",
        }
    }

    /// The status that an error of this kind gives.
    pub(crate) const fn of(kind: Kind) -> Self {
        match kind {
            Kind::Notice => Self::Ready,
            Kind::Missing => Self::Incomplete,
            Kind::Invalid | Kind::Inconsistent => Self::Invalid,
        }
    }
}

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
    /// A place in the text, both from 1; the column counts bytes.
    Position {
        /// The line.
        line: u32,
        /// The byte in the line.
        column: u32,
    },
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

impl Params {
    /// The names of all parameters.
    pub const NAMES: &'static [&'static str] = &[
        "expected",
        "found",
        "maximum",
        "minimum",
        "exclusive_minimum",
        "country",
        "lengths",
        "allowed",
        "currency",
        "threshold",
        "line",
        "column",
        "count",
        "suggestion",
    ];

    /// The parameters by name, in the order in which they are written.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, Param<'_>)> {
        let ascii = |bytes| Param::Text(std::str::from_utf8(bytes).unwrap_or_default());
        let (first, second) = match self {
            Self::None => (None, None),
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
            Self::Position { line, column } => {
                (Some(("line", Param::Number(*line))), Some(("column", Param::Number(*column))))
            }
            Self::Count(count) => (Some(("count", Param::Number(*count))), None),
            Self::Suggestion(field) => (Some(("suggestion", Param::Text(field.name()))), None),
        };
        first.into_iter().chain(second)
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

/// One thing that a report says of a signup.
///
/// It holds codes, limits and places, and nothing that a person typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    pub(crate) code: Code,
    pub(crate) pointer: Pointer,
    pub(crate) params: Params,
    pub(crate) related: Vec<Place>,
}

impl Issue {
    pub(crate) fn new(code: Code, place: Place, params: Params) -> Self {
        Self { code, pointer: place.into(), params, related: Vec::new() }
    }

    /// What it says, for programs.
    #[must_use]
    pub const fn code(&self) -> Code {
        self.code
    }

    /// The field at fault; for something missing, where it belongs. Its `Display` is an RFC 6901 pointer.
    #[must_use]
    pub const fn path(&self) -> &Pointer {
        &self.pointer
    }

    /// How much it weighs.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// What it asks for.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.code.kind()
    }

    /// What its message needs.
    #[must_use]
    pub const fn params(&self) -> &Params {
        &self.params
    }

    /// The other fields that a cross-field rule read.
    #[must_use]
    pub fn related(&self) -> &[Place] {
        &self.related
    }

    /// What it says, for people.
    #[must_use]
    pub fn message(&self, locale: Locale) -> String {
        messages::message(self, locale)
    }

    /// Sorts issues as a report lists them. Those of one object's keys are already in the order of their bytes.
    pub(crate) fn order(&self) -> u64 {
        let place = self.pointer.place;
        match self.code.reason() {
            crate::code::Reason::DuplicateKey | crate::code::Reason::UnknownField => {
                u64::from(place.order_of_keys()) << 8
            }
            reason => u64::from(place.order()) << 8 | reason as u64,
        }
    }
}

/// Where one section of the form stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SectionSummary {
    /// The section.
    pub section: Section,
    /// By the errors at or under its fields.
    pub status: Status,
    /// How many leaf answers are owed today; an owed empty list counts one.
    pub required: u32,
    /// How many of them are there without an error at their own path.
    pub fulfilled: u32,
}

/// The answer to a check: the same behind every door.
#[derive(Clone, PartialEq, Eq)]
pub struct Report {
    pub(crate) status: Status,
    pub(crate) level: Level,
    pub(crate) profile: &'static Profile,
    pub(crate) today: Date,
    pub(crate) locale: Locale,
    pub(crate) issues: Vec<Issue>,
    pub(crate) sections: Vec<SectionSummary>,
}

impl Report {
    /// Where the signup stands.
    #[must_use]
    pub const fn status(&self) -> Status {
        self.status
    }

    /// Whether there is no error: at level `submission`, the signup can be sent.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.status == Status::Ready
    }

    /// How much was checked.
    #[must_use]
    pub const fn level(&self) -> Level {
        self.level
    }

    /// The regime that the signup was judged by.
    #[must_use]
    pub const fn profile(&self) -> &'static Profile {
        self.profile
    }

    /// The day that ages were counted to.
    #[must_use]
    pub const fn today(&self) -> Date {
        self.today
    }

    /// The language of the messages.
    #[must_use]
    pub const fn locale(&self) -> Locale {
        self.locale
    }

    /// The same report with its messages in another language.
    #[must_use]
    pub fn with_locale(mut self, locale: Locale) -> Self {
        self.locale = locale;
        self
    }

    /// Everything there is to say, depth first through the payload.
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }

    /// The issues that block.
    pub fn errors(&self) -> impl Iterator<Item = &Issue> {
        self.issues.iter().filter(|issue| issue.severity() == Severity::Error)
    }

    /// The sections of the form, in form order; none for a malformed document.
    #[must_use]
    pub fn sections(&self) -> &[SectionSummary] {
        &self.sections
    }
}

/// One line an issue: severity, path, message, code.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "signup {}", self.status.name())?;
        for issue in &self.issues {
            let message = issue.message(self.locale);
            write!(f, "\n{}: {}: {message} [{}]", issue.severity().name(), issue.path(), issue.code())?;
        }
        Ok(())
    }
}

impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Report")
            .field("status", &self.status)
            .field("level", &self.level)
            .field("profile", &self.profile.name)
            .field("today", &self.today)
            .field("issues", &self.issues)
            .field("sections", &self.sections)
            .finish_non_exhaustive()
    }
}

/// A report that is not ready is why a signup could not be had.
impl std::error::Error for Report {}

struct Display<T>(T);

impl<T: fmt::Display> Serialize for Display<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// An issue with its message, as a report writes it.
struct Written<'a>(&'a Issue, Locale);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(issue, locale) = self;
        let mut out = serializer.serialize_struct("Issue", 7)?;
        out.serialize_field("code", &issue.code)?;
        out.serialize_field("path", &Display(&issue.pointer))?;
        out.serialize_field("severity", issue.severity().name())?;
        out.serialize_field("kind", issue.kind().name())?;
        out.serialize_field("params", &issue.params)?;
        out.serialize_field("message", &issue.message(*locale))?;
        out.serialize_field("related", &Related(&issue.related))?;
        out.end()
    }
}

struct Related<'a>(&'a [Place]);

impl Serialize for Related<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(Display))
    }
}

struct Issues<'a>(&'a [Issue], Locale);

impl Serialize for Issues<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(Some(self.0.len()))?;
        for issue in self.0 {
            seq.serialize_element(&Written(issue, self.1))?;
        }
        seq.end()
    }
}

impl Serialize for SectionSummary {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Section", 4)?;
        out.serialize_field("section", self.section.name())?;
        out.serialize_field("status", self.status.name())?;
        out.serialize_field("required", &self.required)?;
        out.serialize_field("fulfilled", &self.fulfilled)?;
        out.end()
    }
}

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Report", 7)?;
        out.serialize_field("status", self.status.name())?;
        out.serialize_field("level", self.level.name())?;
        out.serialize_field("profile", self.profile.name)?;
        out.serialize_field("today", &Display(self.today))?;
        out.serialize_field("rules", RULES_VERSION)?;
        out.serialize_field("issues", &Issues(&self.issues, self.locale))?;
        out.serialize_field("sections", &self.sections)?;
        out.end()
    }
}
