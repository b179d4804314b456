//! The report: what stands between a signup and its submission.

mod issue;
pub(crate) mod level;
pub(crate) mod params;
mod read;
mod status;

use std::borrow::Cow;
use std::fmt;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::code::Severity;
use crate::formats::date::Date;
use crate::messages::Locale;
use crate::profile::Profile;

pub use issue::Issue;
pub use level::Level;
pub use params::{Param, ParamType, Params};
pub use status::{SectionSummary, Status};

use issue::Issues;

/// The version of the rule set, which a report names.
pub const RULES_VERSION: &str = env!("CARGO_PKG_VERSION");

/// The answer to a check: the same behind every door.
#[derive(Clone, PartialEq, Eq)]
pub struct Report {
    pub(crate) status: Status,
    pub(crate) level: Level,
    pub(crate) profile: &'static Profile,
    pub(crate) today: Date,
    pub(crate) rules: Cow<'static, str>,
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

    /// The version of the rule set that judged: [`RULES_VERSION`], or an earlier one's where the report was read back.
    #[must_use]
    pub fn rules(&self) -> &str {
        &self.rules
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

    /// The report on a document that begins on this line of a longer text (from 1): a place in the document becomes one in the text.
    #[must_use]
    pub fn at_line(mut self, line: u64) -> Self {
        for issue in &mut self.issues {
            if let Params::Malformed { position: Some((own, _)), .. } = &mut issue.params {
                *own = own.saturating_add(u32::try_from(line.saturating_sub(1)).unwrap_or(u32::MAX));
            }
        }
        self
    }

    /// The report with some of its issues alone, for who shows it. Where the signup and its sections stand is not judged again: the
    /// status is that of all issues.
    ///
    /// ```
    /// use merchant_signup_core::{Date, Options, Status, check_str};
    ///
    /// let options = Options::new(Date::new(2026, 11, 22).ok_or("no such day")?);
    /// let report = check_str(r#"{"signup": null, "number": 17}"#, &options).keeping(|issue| issue.code() == "signup.required");
    /// assert_eq!((report.issues().len(), report.status()), (1, Status::Incomplete));
    /// # Ok::<(), &str>(())
    /// ```
    #[must_use]
    pub fn keeping(mut self, keep: impl FnMut(&Issue) -> bool) -> Self {
        self.issues.retain(keep);
        self
    }

    /// Everything there is to say, depth first through the payload.
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }

    /// The issues, without the rest.
    #[must_use]
    pub fn into_issues(self) -> Vec<Issue> {
        self.issues
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

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Report", 7)?;
        out.serialize_field("status", self.status.name())?;
        out.serialize_field("level", self.level.name())?;
        out.serialize_field("profile", self.profile.name)?;
        out.serialize_field("today", &self.today)?;
        out.serialize_field("rules", &self.rules)?;
        out.serialize_field("issues", &Issues(&self.issues, self.locale))?;
        out.serialize_field("sections", &self.sections)?;
        out.end()
    }
}
