//! Problem details (RFC 9457) for whoever answers over HTTP, whatever the web framework.
//!
//! [`Problem::of`] makes them of a report that is not ready. Written by serde, a problem has `type`, `title`, `status`, `detail` and
//! `errors`, the report's errors as a report writes them. Nothing in it repeats what was sent.
//!
//! ```
//! use merchant_signup::problem::Problem;
//! use merchant_signup::{Date, Options, check_str};
//!
//! let options = Options::new(Date::new(2026, 11, 22).ok_or("no such day")?);
//! let report = check_str(r#"{"signup": {"bank_name": "DNB"}}"#, &options);
//! let problem = Problem::of(&report).ok_or("the signup is ready")?;
//!
//! assert_eq!(problem.status(), 422);
//! assert_eq!(problem.title(), "The signup is not ready to send");
//! let body = serde_json::to_value(&problem)?;
//! assert_eq!(body["errors"][0]["code"], "payment_options.required");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use merchant_signup_core::{Issue, Reason, Report, Status};
use serde::ser::{Serialize, SerializeSeq, SerializeStruct, Serializer};

/// The media type of a problem that is written as JSON.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// Where the kinds of problem are explained.
const DOCS: &str =
    "https://docs.rs/merchant-signup/latest/merchant_signup/axum/enum.SignupRejection.html#variant.";

/// What is the matter with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Interrupted,
    Malformed,
    TooLarge,
    UnsupportedMediaType,
    NotReady,
}

/// Why a request gives no signup.
#[derive(Clone, Copy, Debug)]
pub struct Problem<'r> {
    kind: Kind,
    report: Option<&'r Report>,
}

impl<'r> Problem<'r> {
    /// The problem that a report tells of; none where the signup is ready.
    #[must_use]
    pub fn of(report: &'r Report) -> Option<Self> {
        (!report.is_ready()).then(|| Self::of_refused(report))
    }

    pub(crate) fn of_refused(report: &'r Report) -> Self {
        let is_too_large = || report.issues().iter().any(|issue| issue.code().reason() == Reason::TooLarge);
        let kind = match report.status() {
            Status::Malformed if is_too_large() => Kind::TooLarge,
            Status::Malformed => Kind::Malformed,
            _ => Kind::NotReady,
        };
        Self { kind, report: Some(report) }
    }

    /// A body that could not be received to its end.
    #[must_use]
    pub const fn interrupted() -> Self {
        Self { kind: Kind::Interrupted, report: None }
    }

    /// A body that is not said to be JSON.
    #[must_use]
    pub const fn unsupported_media_type() -> Self {
        Self { kind: Kind::UnsupportedMediaType, report: None }
    }

    /// The status of the answer: 400, 413, 415 or 422.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self.kind {
            Kind::Interrupted | Kind::Malformed => 400,
            Kind::TooLarge => 413,
            Kind::UnsupportedMediaType => 415,
            Kind::NotReady => 422,
        }
    }

    /// What is the matter, in English.
    #[must_use]
    pub const fn title(&self) -> &'static str {
        match self.kind {
            Kind::Interrupted => "The body could not be received",
            Kind::Malformed => "The body is not a signup",
            Kind::TooLarge => "The body is too large",
            Kind::UnsupportedMediaType => "The body must be application/json",
            Kind::NotReady => "The signup is not ready to send",
        }
    }

    /// The kind of problem: a URL that explains it, and that stays the same.
    #[must_use]
    pub fn type_url(&self) -> String {
        // The variants have the names of the rejections of `axum`.
        format!("{DOCS}{:?}", self.kind)
    }

    /// How much is wrong, in English, where the body could be received.
    #[must_use]
    pub fn detail(&self) -> Option<String> {
        Some(match self.report?.errors().count() {
            1 => "1 error is to be put right".to_owned(),
            count => format!("{count} errors are to be put right"),
        })
    }
}

impl Serialize for Problem<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Problem", if self.report.is_some() { 5 } else { 3 })?;
        out.serialize_field("type", &self.type_url())?;
        out.serialize_field("title", self.title())?;
        out.serialize_field("status", &self.status())?;
        if let (Some(report), Some(detail)) = (self.report, self.detail()) {
            out.serialize_field("detail", &detail)?;
            out.serialize_field("errors", &Errors(report))?;
        }
        out.end()
    }
}

/// The errors of a report, as it writes them.
struct Errors<'r>(&'r Report);

impl Serialize for Errors<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(report) = self;
        let mut seq = serializer.serialize_seq(None)?;
        for issue in report.errors() {
            seq.serialize_element(&Issue::with_message(issue, report.locale()))?;
        }
        seq.end()
    }
}
