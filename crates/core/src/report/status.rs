//! Where a signup stands, as a whole and section by section.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::code::Kind;
use crate::payload::Section;

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
    /// Every status, the best first.
    pub const ALL: [Self; 4] = [Self::Ready, Self::Incomplete, Self::Invalid, Self::Malformed];

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

/// Where one section of the form stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SectionSummary {
    /// The section.
    pub section: Section,
    /// By the errors at or under its fields.
    pub status: Status,
    /// How many leaf answers are required today; a required empty list counts one.
    pub required: u32,
    /// How many of them are there without an error at their own path.
    pub fulfilled: u32,
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

crate::names::from_str!(
    Status,
    "a status",
    [Self::Ready, Self::Incomplete, Self::Invalid, Self::Malformed],
    Self::name
);
