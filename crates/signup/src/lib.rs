//! What stands between a merchant's signup for card payments and its submission, said all at once: every missing answer,
//! every wrong one and every contradiction, each with a stable code, the place in the document and a message for people.
//! The same rules run in a browser, on the command line and in a server; this crate is for Rust backends.
//!
//! ```rust
//! use merchant_signup::{Options, Status, check_slice};
//!
//! let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 22).ok_or("no such day")?;
//! let report = check_slice(br#"{"signup": {"bank_name": "DNB", "applicant": {"phone_number": "99999999"}}}"#,
//!                          &Options::new(today));
//!
//! assert_eq!(report.status(), Status::Invalid);
//! let phone = report.issues().iter().find(|issue| issue.path().to_string() == "/signup/applicant/phone_number");
//! let phone = phone.ok_or("nothing is said of the phone number")?;
//! assert_eq!(phone.code(), "applicant.phone_number.format");
//! assert_eq!(phone.message(report.locale()), "Phone number must begin with + and the country code and have only digits after it, such as +4799999999");
//! # Ok::<(), &str>(())
//! ```
//!
//! A check never fails and never reads a clock: what cannot be read at all is a report too, and *today* is an argument.
//! A report holds codes, limits and places, never what a person typed, so that it may be logged.
//!
//! ## Parse, don't validate
//!
//! [`parse_slice`] gives a [`ReadySignup`] or the report, boxed, as an error. A ready signup is made by a check alone, and
//! its fields are types: a [`Currency`](formats::currency::Currency), a [`Percentage`](formats::percentage::Percentage),
//! an [`E164`](formats::phone::E164), an account number whose check digits are right, chrono's `NaiveDate`. What takes one
//! need not check again. Written as JSON it is the request that the endpoint takes.
//!
//! ```rust
//! use merchant_signup::{Options, ReadySignup, Report, parse_slice};
//!
//! fn take(body: &[u8], options: &Options) -> Result<ReadySignup, Box<dyn std::error::Error + Send + Sync>> {
//!     Ok(parse_slice(body, options)?)
//! }
//!
//! fn owners(signup: &ReadySignup) -> impl Iterator<Item = &str> {
//!     signup.ownership().owners().iter().map(|owner| owner.name())
//! }
//! ```
//!
//! [`SignupRequest`] is the other typed shape: the document as it is on the wire, its fields optional, for building and
//! reading requests in code. [`SignupRequest::check`] and [`SignupRequest::into_ready`] judge it as its JSON would be judged.
//! [`Connection`](connection::Connection) is the endpoint's response; what this version does not know survives in it, and
//! a secret token is never written.
//!
//! ## Options
//!
//! [`Options::new`] takes today's date. [`level`](Options::level) is everything ([`Level::Submission`]) or what the API
//! itself refuses ([`Level::Contract`]); [`profile`](Options::profile) is the law that owners are judged by;
//! [`locale`](Options::locale) the language of messages; [`account`](Options::account) has the account in the endpoint's
//! path checked too.
//!
//! ```rust
//! use merchant_signup::{Date, Level, Locale, Options, Profile};
//!
//! let today = Date::new(2027, 7, 10).ok_or("no such day")?;
//! let options = Options::new(today)
//!     .level(Level::Submission)
//!     .profile(Profile::EU_AMLR_2027)
//!     .locale(Locale::Norwegian)
//!     .account("P12345678");
//! # let _ = options;
//! # Ok::<(), &str>(())
//! ```
//!
//! ## More than a check
//!
//! - [`canonicalize`] corrects what can be corrected without guessing: spaces in a phone number, a currency in lower case.
//! - [`catalogue`] lists every code there is, with what raises it.
//! - [`Report`] is read back from its JSON, and [`ReadySignup`] too, without the day on which it was checked.
//! - [`problem`] makes problem details (RFC 9457) of a report, for any web framework.
//! - [`formats`] has the formats by themselves, each with its source.
//! - [`payload`] has the fields as data, [`Draft`] what somebody has filled in so far.
//! - [merchant-signup-client](https://docs.rs/merchant-signup-client), a crate of its own, sends signups to the endpoint.
//!
//! ## Features
//!
//! None is on by default. Each adds something, and none changes what the others or a check do.
//!
//! | feature | adds |
//! |---|---|
//! | `axum` | extractors for [axum](https://docs.rs/axum) 0.8 that answer with problem details |
//! | `callback` | `Payload::CALLBACK`: the body that completes a connection, checked by the same engine |
//! | `json-schema` | `json_schema(level)`: the payload as a JSON Schema |
//! | `messages-nb`, `messages-sv`, `messages-da`, `messages-fi` | messages in Norwegian, Swedish, Danish, Finnish; English is always there |
//! | `validator` | `validator::Validate` and `ValidateArgs` for `SignupRequest` |
//!
//! **`axum`**: a handler takes a `ReadySignupJson` and has a signup that is ready. Whatever else is sent is answered with
//! `application/problem+json` (RFC 9457), our issues under `errors`, in the language that the client asks for. Options come
//! from the router's state, for every request, so that today is today.
//!
//! ```rust
//! # #[cfg(feature = "axum")] {
//! use merchant_signup::axum::ReadySignupJson;
//!
//! async fn take(ReadySignupJson(signup): ReadySignupJson) -> String {
//!     format!("{} owners", signup.ownership().owners().len())
//! }
//! # let _ = take;
//! # }
//! ```
//!
//! **`json-schema`**: draft 2020-12, for tools that know nothing of Rust. At level `contract` it refuses exactly what the
//! check refuses; what it has no words for at level `submission` is listed with the function.
//!
//! ```rust
//! # #[cfg(feature = "json-schema")] {
//! use merchant_signup::{Level, json_schema};
//!
//! let schema = json_schema(Level::Submission);
//! assert_eq!(schema["properties"]["signup"]["properties"]["bank_name"]["title"], "Bank");
//! # }
//! ```
//!
//! **`messages-…`**: the catalogue of a language. `Locale::from_tag` takes a tag such as `nb-NO`.
//!
//! ```rust
//! # #[cfg(feature = "messages-nb")] {
//! use merchant_signup::{Date, Locale, Options, check_str};
//!
//! let today = Date::new(2026, 11, 22).ok_or("no such day")?;
//! let report = check_str("{}", &Options::new(today).locale(Locale::from_tag("nb-NO")));
//! assert_eq!(report.locale(), Locale::Norwegian);
//! # }
//! # Ok::<(), &str>(())
//! ```
//!
//! **`validator`**: for code that takes anything that is `Validate`. Errors are nested as the request is, under the wire's
//! names; each has our code, parameters and message. `validate()` judges at level `submission` on the system's date in UTC;
//! `validate_with_args` takes options. Warnings are no errors: [`SignupRequest::check`] has them.
//!
//! ```rust
//! # #[cfg(feature = "validator")] {
//! use merchant_signup::SignupRequest;
//! use validator::{Validate, ValidationErrorsKind};
//!
//! let errors = SignupRequest::default().validate().unwrap_err();
//! let Some(ValidationErrorsKind::Struct(signup)) = errors.errors().get("signup") else { panic!("no errors") };
//! assert_eq!(signup.field_errors()["bank_name"][0].code, "bank_name.required");
//! # }
//! ```
//!
//! ## Versions
//!
//! The crate needs Rust 1.88. A code, once published, keeps its meaning, and new ones are added: take the set as open.
//! Licensed under MIT or Apache-2.0, as you like.

pub mod problem;

#[cfg(feature = "axum")]
pub mod axum;
#[cfg(feature = "json-schema")]
mod json_schema;

#[cfg(feature = "json-schema")]
pub use json_schema::{json_schema, json_schema_of};

// To check, and to have a signup that is ready.
#[doc(inline)]
pub use merchant_signup_core::{Date, Level, Locale, Options, Profile, UnknownName};
#[doc(inline)]
pub use merchant_signup_core::{
    check, check_deserializer, check_slice, check_str, check_value, parse_slice, parse_str, parse_value,
    unreadable,
};
// What a check says.
#[doc(inline)]
pub use merchant_signup_core::{
    Code, Issue, Kind, Param, ParamType, Params, RULES_VERSION, Reason, Report, Rule, SectionSummary,
    Severity, Status, catalogue, catalogue_of,
};
// A signup, in its shapes.
#[doc(inline)]
pub use merchant_signup_core::{ReadySignup, SignupRequest, ready, request};
// What somebody filled in, where it stands in a text, and what can be corrected.
#[doc(inline)]
pub use merchant_signup_core::{
    Draft, Fix, FixKind, JsonType, LiveDraft, MAXIMUM_BYTES, MAXIMUM_DEPTH, OddKey, ReadError, Spans,
    canonicalize, fixes,
};
// The payload's fields, and the places in a document.
#[doc(inline)]
pub use merchant_signup_core::{Field, FieldSet, Payload, Place, Pointer, Section};
#[doc(inline)]
pub use merchant_signup_core::{connection, formats, messages, payload, text};

/// The README's examples run too.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
