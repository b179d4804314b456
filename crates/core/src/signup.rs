//! The typed signup, in two shapes.
//!
//! [`SignupRequest`] is the wire: what a document holds, its fields optional and its texts as they were typed. It
//! reads whatever level `contract` lets through. [`ReadySignup`] is what a checked document becomes: it exists only
//! where level `submission` finds no error, and its fields are types.

pub mod ready;
pub mod request;
#[cfg(feature = "validator")]
mod validate;

pub use ready::ReadySignup;
pub use request::SignupRequest;

use crate::check;
use crate::draft::{Draft, ReadError};
use crate::options::Options;
use crate::report::{Level, Report};

impl ReadySignup {
    /// Checks a draft, and reads it as a signup that is ready to send: parse, don't validate.
    ///
    /// Ready means level `submission`, whatever level the options name.
    ///
    /// # Errors
    ///
    /// The report, where it has an error.
    pub fn from_draft(draft: &Draft<'_>, options: &Options) -> Result<Self, Box<Report>> {
        let (signup, report) = Self::with_report(draft, options);
        signup.ok_or_else(|| Box::new(report))
    }

    /// The same, with the report in either case: a signup that is ready may have warnings.
    ///
    /// ```
    /// use merchant_signup_core::{Date, Draft, Options, ReadySignup};
    ///
    /// let options = Options::new(Date::new(2026, 11, 22).ok_or("no such day")?);
    /// let draft = Draft::from_slice(br#"{"signup": {}}"#).map_err(|_| "no JSON")?;
    /// let (signup, report) = ReadySignup::with_report(&draft, &options);
    /// assert_eq!(signup.is_some(), report.is_ready());
    /// # Ok::<(), &str>(())
    /// ```
    #[must_use]
    pub fn with_report(draft: &Draft<'_>, options: &Options) -> (Option<Self>, Report) {
        let report = match options.level {
            Level::Submission => check(draft, options),
            Level::Contract => check(draft, &options.clone().level(Level::Submission)),
        };
        // A draft whose report is ready has everything that the shape has: a test holds the two together.
        let signup = report.is_ready().then(|| Self::read(draft)).flatten();
        (signup, report)
    }
}

/// Checks the JSON text of a signup, and reads it as one that is ready to send.
///
/// Ready means level `submission`, whatever level the options name. What the text has beyond the payload is left out.
///
/// ```
/// use merchant_signup_core::{Date, Options, Status, parse_slice};
///
/// let options = Options::new(Date::new(2026, 11, 22).ok_or("no such day")?);
/// let report = parse_slice(br#"{"signup": {"bank_name": "DNB"}}"#, &options).unwrap_err();
/// assert_eq!(report.status(), Status::Incomplete);
/// # Ok::<(), &str>(())
/// ```
///
/// # Errors
///
/// The report, where it has an error. Its `Display` is a line for each issue.
pub fn parse_slice(text: &[u8], options: &Options) -> Result<ReadySignup, Box<Report>> {
    match Draft::from_slice(text) {
        Ok(draft) => ReadySignup::from_draft(&draft, options),
        Err(error) => Err(unreadable(error, options)),
    }
}

/// Checks the JSON text of a signup, and reads it as one that is ready to send.
///
/// # Errors
///
/// The report, where it has an error.
pub fn parse_str(text: &str, options: &Options) -> Result<ReadySignup, Box<Report>> {
    parse_slice(text.as_bytes(), options)
}

/// Checks a JSON value that is already in memory, and reads it as a signup that is ready to send.
///
/// # Errors
///
/// The report, where it has an error.
pub fn parse_value(value: &serde_json::Value, options: &Options) -> Result<ReadySignup, Box<Report>> {
    match Draft::from_deserializer(value) {
        Ok(draft) => ReadySignup::from_draft(&draft, options),
        Err(error) => Err(unreadable(error, options)),
    }
}

fn unreadable(error: ReadError, options: &Options) -> Box<Report> {
    Box::new(crate::unreadable(error, &options.clone().level(Level::Submission)))
}
