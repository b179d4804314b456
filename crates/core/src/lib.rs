//! The payload, the rules and the report of a merchant's signup for card payments.
//!
//! This is the heart of [`merchant-signup`](https://docs.rs/merchant-signup), which Rust backends use: one pass reads
//! whatever somebody filled in ([`Draft`]), the rules judge it, and a [`Report`] says everything at once. The same code
//! runs in a browser: no I/O, no clock, no randomness.
//!
//! ```
//! use merchant_signup_core::{Date, Options, Status, check_slice};
//!
//! let today = Date::new(2026, 11, 22).ok_or("no such day")?;
//! let report = check_slice(br#"{"signup": {"bank_name": "DNB"}}"#, &Options::new(today));
//!
//! assert_eq!(report.status(), Status::Incomplete);
//! assert_eq!(report.issues()[0].code(), "payment_options.required");
//! assert_eq!(report.issues()[0].path().to_string(), "/signup/payment_options");
//! # Ok::<(), &str>(())
//! ```

pub mod connection;
pub mod formats;
pub mod messages;
pub mod payload;
pub mod text;

mod code;
mod draft;
mod fix;
mod live;
mod names;
mod options;
mod profile;
mod report;
mod rules;
mod signup;

pub use code::{Code, Kind, Reason, Severity};
pub use draft::{Cause, Draft, JsonType, MAXIMUM_BYTES, MAXIMUM_DEPTH, OddKey, ReadError, Spans};
pub use fix::{Fix, FixKind, canonicalize, fixes};
pub use formats::date::Date;
pub use live::LiveDraft;
pub use messages::Locale;
pub use names::UnknownName;
pub use options::Options;
pub use payload::{Field, FieldSet, Payload, Place, Pointer, Section};
pub use profile::Profile;
pub use report::{Issue, Level, Param, ParamType, Params, RULES_VERSION, Report, SectionSummary, Status};
pub use rules::{Rule, catalogue, catalogue_of, check, unreadable};
pub use signup::{ReadySignup, SignupRequest, parse_slice, parse_str, parse_value, ready, request};

use serde::Deserializer;

/// The tests' cases name the crate as users do.
#[cfg(test)]
extern crate self as merchant_signup_core;

/// Checks the JSON text of a signup. Never fails: what cannot be read at all is a report too.
#[must_use]
pub fn check_slice(text: &[u8], options: &Options) -> Report {
    match Draft::from_slice_of(options.payload, text) {
        Ok(draft) => check(&draft, options),
        Err(error) => unreadable(error, options),
    }
}

/// Checks the JSON text of a signup. Never fails: what cannot be read at all is a report too.
#[must_use]
pub fn check_str(text: &str, options: &Options) -> Report {
    check_slice(text.as_bytes(), options)
}

/// Checks a signup in whatever serde can read, as its JSON text would be checked.
///
/// There is no text, so there is no limit to its size, no position, and a key can stand twice only if the deserializer
/// hands it over twice.
#[must_use]
pub fn check_deserializer<'t>(deserializer: impl Deserializer<'t>, options: &Options) -> Report {
    match Draft::from_deserializer_of(options.payload, deserializer) {
        Ok(draft) => check(&draft, options),
        Err(error) => unreadable(error, options),
    }
}

/// Checks a JSON value that is already in memory.
#[must_use]
pub fn check_value(value: &serde_json::Value, options: &Options) -> Report {
    check_deserializer(value, options)
}
