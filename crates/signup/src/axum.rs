//! Extractors for [axum](https://docs.rs/axum) 0.8: a handler gets a signup that is ready, or the client a list of what is
//! wrong with it.
//!
//! [`ReadySignupJson`] hands over a [`ReadySignup`] and answers everything else itself, with problem details (RFC 9457);
//! [`ReportJson`] hands over the report of any body, for an endpoint that checks and stores nothing.
//!
//! Both take their [`Options`] from the router's state, through `FromRef`. That runs for every request: it is the place
//! to say what day it is. Messages come in the language that the request's `Accept-Language` asks for, where its messages
//! are built in, else in that of the options.
//!
//! ```
//! use axum::Router;
//! use axum::extract::FromRef;
//! use axum::routing::post;
//! use merchant_signup::Options;
//! use merchant_signup::axum::ReadySignupJson;
//!
//! #[derive(Clone)]
//! struct AppState;
//!
//! impl FromRef<AppState> for Options {
//!     fn from_ref(_: &AppState) -> Self {
//!         Options::new(chrono::Utc::now().date_naive())
//!     }
//! }
//!
//! async fn take(ReadySignupJson(signup): ReadySignupJson) -> String {
//!     format!("{} owners", signup.ownership().owners().len())
//! }
//!
//! let app: Router = Router::new().route("/signups", post(take)).with_state(AppState);
//! # drop(app);
//! ```
//!
//! A body may have [`MAXIMUM_BYTES`], or fewer where the router sets a lower `DefaultBodyLimit`.
//!
//! # Problem details
//!
//! | status | when |
//! |---|---|
//! | 400 | the body is no JSON object, or too deep; or it could not be received |
//! | 413 | the body is too large |
//! | 415 | `Content-Type` is not `application/json`, nor one that ends in `+json` |
//! | 422 | the signup is not ready |
//!
//! `errors` has the report's errors, as a report writes them: `code`, `path`, `severity`, `kind`, `params`, `message`,
//! `related`. Nothing in a problem repeats what was sent.
//!
//! ```json
//! {
//!   "type": "https://docs.rs/merchant-signup/latest/merchant_signup/axum/enum.SignupRejection.html#variant.NotReady",
//!   "title": "The signup is not ready to send",
//!   "status": 422,
//!   "detail": "1 error is to be put right",
//!   "errors": [
//!     {
//!       "code": "applicant.phone_number.required",
//!       "path": "/signup/applicant/phone_number",
//!       "severity": "error",
//!       "kind": "missing",
//!       "params": {},
//!       "message": "Enter a phone number, such as +4799999999",
//!       "related": []
//!     }
//!   ]
//! }
//! ```

use std::fmt;

use ::axum::RequestExt as _;
use ::axum::body::{Bytes, to_bytes};
use ::axum::extract::{FromRef, FromRequest, Request};
use ::axum::http::header::{ACCEPT_LANGUAGE, CONTENT_LANGUAGE, CONTENT_TYPE, VARY};
use ::axum::http::{HeaderMap, HeaderValue, StatusCode};
use ::axum::response::{IntoResponse, Response};
use merchant_signup_core::{
    Locale, MAXIMUM_BYTES, Options, ReadError, ReadySignup, Report, check_slice, messages, parse_slice,
    unreadable,
};

use crate::problem::{MEDIA_TYPE, Problem};

/// Extracts a signup that is ready to send: the body has no error at level `submission`.
#[derive(Clone, Debug)]
pub struct ReadySignupJson(pub ReadySignup);

impl<S> FromRequest<S> for ReadySignupJson
where
    Options: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = SignupRejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, SignupRejection> {
        let (body, options) = receive(request, Options::from_ref(state)).await?;
        parse_slice(&body, &options).map(Self).map_err(SignupRejection::of)
    }
}

/// Extracts the report of a body, whatever it says; only what cannot be received is refused.
///
/// As a response it is the report as JSON, with status 200.
#[derive(Clone, Debug)]
pub struct ReportJson(pub Report);

impl<S> FromRequest<S> for ReportJson
where
    Options: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = SignupRejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, SignupRejection> {
        match receive(request, Options::from_ref(state)).await {
            Ok((body, options)) => Ok(Self(check_slice(&body, &options))),
            Err(SignupRejection::TooLarge(report)) => Ok(Self(*report)),
            Err(rejection) => Err(rejection),
        }
    }
}

impl IntoResponse for ReportJson {
    fn into_response(self) -> Response {
        let body = serde_json::to_string(&self.0).unwrap_or_default();
        respond(StatusCode::OK, "application/json", Some(self.0.locale()), body)
    }
}

/// Why there is no signup. As a response it is `application/problem+json`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum SignupRejection {
    /// 400: the body could not be received to its end.
    Interrupted,
    /// 400: the body is no JSON object, or too deep.
    Malformed(Box<Report>),
    /// 413: the body is too large.
    TooLarge(Box<Report>),
    /// 415: the body is not said to be JSON.
    UnsupportedMediaType,
    /// 422: the signup is not ready to send.
    NotReady(Box<Report>),
}

impl SignupRejection {
    fn of(report: Box<Report>) -> Self {
        match Problem::of(&report).map(|problem| problem.status()) {
            Some(400) => Self::Malformed(report),
            Some(413) => Self::TooLarge(report),
            _ => Self::NotReady(report),
        }
    }

    /// The report, where the body could be received.
    #[must_use]
    pub fn report(&self) -> Option<&Report> {
        match self {
            Self::Malformed(report) | Self::TooLarge(report) | Self::NotReady(report) => Some(report),
            Self::Interrupted | Self::UnsupportedMediaType => None,
        }
    }

    /// The status of the response.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::Interrupted | Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::NotReady(_) => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    /// The problem details.
    #[must_use]
    pub fn problem(&self) -> Problem<'_> {
        match self {
            Self::Interrupted => Problem::interrupted(),
            Self::UnsupportedMediaType => Problem::unsupported_media_type(),
            Self::Malformed(report) | Self::TooLarge(report) | Self::NotReady(report) => {
                Problem::of_refused(report)
            }
        }
    }
}

impl fmt::Display for SignupRejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.report() {
            Some(report) => report.fmt(f),
            None => f.write_str(match self {
                Self::UnsupportedMediaType => "the body must be application/json",
                _ => "the body could not be received",
            }),
        }
    }
}

impl std::error::Error for SignupRejection {}

impl IntoResponse for SignupRejection {
    fn into_response(self) -> Response {
        let locale = self.report().map(Report::locale);
        let body = serde_json::to_string(&self.problem()).unwrap_or_default();
        respond(self.status(), MEDIA_TYPE, locale, body)
    }
}

fn respond(status: StatusCode, media_type: &'static str, locale: Option<Locale>, body: String) -> Response {
    let mut response = (status, [(CONTENT_TYPE, HeaderValue::from_static(media_type))], body).into_response();
    if let Some(locale) = locale {
        let headers = response.headers_mut();
        headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(locale.tag()));
        headers.insert(VARY, HeaderValue::from_static("accept-language"));
    }
    response
}

/// The body, and the options with the language that the request asks for.
async fn receive(request: Request, options: Options) -> Result<(Bytes, Options), SignupRejection> {
    if !is_json(request.headers()) {
        return Err(SignupRejection::UnsupportedMediaType);
    }
    let locale = locale(request.headers()).unwrap_or(options.locale);
    let options = options.locale(locale);
    // The router's own limit holds too, where it is lower.
    match to_bytes(request.with_limited_body().into_body(), MAXIMUM_BYTES).await {
        Ok(body) => Ok((body, options)),
        Err(error) if is_limit(&error) => {
            let report = unreadable(ReadError::TooLarge, &options);
            Err(SignupRejection::TooLarge(Box::new(report)))
        }
        Err(_) => Err(SignupRejection::Interrupted),
    }
}

/// Whether reading a body ended at a limit, which may have been wrapped on its way.
fn is_limit(error: &(dyn std::error::Error + 'static)) -> bool {
    error.is::<http_body_util::LengthLimitError>() || error.source().is_some_and(is_limit)
}

/// Whether a body is said to be JSON: `application/json`, or a type that ends in `+json`.
#[must_use]
pub fn is_json(headers: &HeaderMap) -> bool {
    let Some(media_type) = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()) else {
        return false;
    };
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let subtype = essence.strip_prefix("application/").unwrap_or_default();
    subtype == "json" || subtype.ends_with("+json")
}

/// The language that `Accept-Language` asks for most, of those whose messages are built in; none where none of them is.
///
/// For a handler that has more to say than these extractors do.
#[must_use]
pub fn locale(headers: &HeaderMap) -> Option<Locale> {
    let asked = headers.get_all(ACCEPT_LANGUAGE).iter().filter_map(|value| value.to_str().ok());
    let mut best: Option<(f32, Locale)> = None;
    for range in asked.flat_map(|value| value.split(',')) {
        let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
        let quality = match parameters.trim().strip_prefix("q=") {
            Some(quality) => quality.trim().parse().unwrap_or(0.0),
            None => 1.0,
        };
        let Some(locale) = known(tag.trim()) else { continue };
        // Of equals, the first.
        if quality > 0.0 && best.is_none_or(|(highest, _)| quality > highest) {
            best = Some((quality, locale));
        }
    }
    best.map(|(_, locale)| locale)
}

/// The language of a tag, where its messages can be had. [`Locale::from_tag`] alone takes English for whatever it does not
/// know.
fn known(tag: &str) -> Option<Locale> {
    let locale = Locale::from_tag(tag);
    let is_english =
        || tag.split(['-', '_']).next().is_some_and(|primary| primary.eq_ignore_ascii_case("en"));
    (messages::is_available(locale) && (locale != Locale::English || is_english())).then_some(locale)
}
