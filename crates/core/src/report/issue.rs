//! An issue: one thing that a report says of a signup.

use std::fmt;

use serde::ser::{SerializeSeq, SerializeStruct};
use serde::{Serialize, Serializer};

use super::params::Params;
use crate::code::{Code, Kind, Reason, Severity};
use crate::messages::{self, Locale};
use crate::payload::{Place, Pointer};

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
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// What it asks for.
    #[must_use]
    pub fn kind(&self) -> Kind {
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
        messages::message(self.code, &self.params, locale)
    }

    /// The issue with its message in a language, as a report writes it: for what writes issues by themselves.
    ///
    /// ```
    /// use merchant_signup_core::{Date, Locale, Options, check_str};
    ///
    /// let report = check_str("{}", &Options::new(Date::new(2026, 11, 22).ok_or("no such day")?));
    /// let issue = serde_json::to_value(report.issues()[0].with_message(Locale::English)).map_err(|_| "not JSON")?;
    /// assert_eq!(issue["code"], "signup.required");
    /// # Ok::<(), &str>(())
    /// ```
    pub fn with_message(&self, locale: Locale) -> impl Serialize + fmt::Debug + '_ {
        Written(self, locale)
    }

    /// Sorts issues as a report lists them. Those of one object's keys are already in the order of their bytes.
    pub(crate) fn order(&self) -> u64 {
        let place = self.pointer.place;
        match self.code.reason() {
            Reason::DuplicateKey | Reason::UnknownField => place.order_of_keys() << 8,
            reason => place.order() << 8 | reason as u64,
        }
    }
}

struct Display<T>(T);

impl<T: fmt::Display> Serialize for Display<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// An issue with its message, as a report writes it.
#[derive(Debug)]
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

pub(super) struct Issues<'a>(pub(super) &'a [Issue], pub(super) Locale);

impl Serialize for Issues<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(Some(self.0.len()))?;
        for issue in self.0 {
            seq.serialize_element(&Written(issue, self.1))?;
        }
        seq.end()
    }
}
