//! What is answered when something is refused, in the form and the language that the client asks for.
//!
//! `{"error": {"code", "message", "errors": […]}}`, as the provider's endpoints answer, or problem details (RFC 9457) for
//! a client whose `Accept` names `application/problem+json` and not `application/json`. Each of `errors` is an issue, as
//! a report writes it.
//!
//! A handler returns a [`Refusal`] and knows nothing of headers; [`write()`] puts it in words where it leaves the
//! application.

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{
    ACCEPT, ALLOW, CONTENT_LANGUAGE, CONTENT_TYPE, RETRY_AFTER, VARY, WWW_AUTHENTICATE,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use merchant_signup::axum::{SignupRejection, locale};
use merchant_signup::{Date, Level, Locale, Options, Report, check_slice, messages};
use serde_json::{Value, json};

use crate::telemetry::Code;

/// Why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Why {
    /// 400: the path's account is none.
    BadAccount,
    /// 400: a parameter of the query has a value that is not known.
    BadQuery,
    /// 400: the `Idempotency-Key` is empty, too long or stands twice.
    BadIdempotencyKey,
    /// 400: the body is no JSON object, or too deep.
    Malformed,
    /// 400: the body did not come to its end in time.
    Interrupted,
    /// 401: there is no bearer token.
    NoToken,
    /// 401: the token is not good, or not good any more.
    BadToken,
    /// 403: the token is for another account.
    OtherAccount,
    /// 403: the token's scopes do not suffice.
    MissingScope,
    /// 403: the callback reference is not the token's subject.
    OtherReference,
    /// 403: in development mode, the request is for another host than this machine.
    OtherHost,
    /// 404: nothing is there.
    NotFound,
    /// 405: the method is not for this route.
    MethodNotAllowed,
    /// 409: the account has a connection that is pending or enabled.
    Exists,
    /// 409: the account's connection is not pending.
    NotPending,
    /// 413: the body is too large.
    TooLarge,
    /// 415: the body is not plain JSON.
    UnsupportedMediaType,
    /// 422: the signup, or the callback, is not ready.
    NotReady,
    /// 422: the `Idempotency-Key` was used with another request.
    KeyReused,
    /// 429: too many requests of the account.
    RateLimited,
    /// 500: something is wrong here.
    Internal,
    /// 503: too much is going on.
    Busy,
    /// 503: the request took too long.
    TimedOut,
    /// 503: the store does not answer.
    Unavailable,
}

impl Why {
    /// The code on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::BadAccount => "invalid_account",
            Self::BadQuery => "invalid_query",
            Self::BadIdempotencyKey => "invalid_idempotency_key",
            Self::Malformed => "malformed",
            Self::Interrupted => "interrupted",
            Self::NoToken => "token_missing",
            Self::BadToken => "token_invalid",
            Self::OtherAccount => "account_forbidden",
            Self::MissingScope => "scope_missing",
            Self::OtherReference => "reference_forbidden",
            Self::OtherHost => "host_forbidden",
            Self::NotFound => "not_found",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::Exists => "connection_exists",
            Self::NotPending => "connection_not_pending",
            Self::TooLarge => "too_large",
            Self::UnsupportedMediaType => "unsupported_media_type",
            Self::NotReady => "not_ready",
            Self::KeyReused => "idempotency_key_reused",
            Self::RateLimited => "rate_limited",
            Self::Internal => "internal",
            Self::Busy => "busy",
            Self::TimedOut => "timed_out",
            Self::Unavailable => "unavailable",
        }
    }

    /// The status of the answer.
    #[must_use]
    pub const fn status(self) -> StatusCode {
        match self {
            Self::BadAccount
            | Self::BadQuery
            | Self::BadIdempotencyKey
            | Self::Malformed
            | Self::Interrupted => StatusCode::BAD_REQUEST,
            Self::NoToken | Self::BadToken => StatusCode::UNAUTHORIZED,
            Self::OtherAccount | Self::MissingScope | Self::OtherReference | Self::OtherHost => {
                StatusCode::FORBIDDEN
            }
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::Exists | Self::NotPending => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::NotReady | Self::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
            Self::RateLimited => StatusCode::TOO_MANY_REQUESTS,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Busy | Self::TimedOut | Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::BadAccount,
        Self::BadQuery,
        Self::BadIdempotencyKey,
        Self::Malformed,
        Self::Interrupted,
        Self::NoToken,
        Self::BadToken,
        Self::OtherAccount,
        Self::MissingScope,
        Self::OtherReference,
        Self::OtherHost,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::Exists,
        Self::NotPending,
        Self::TooLarge,
        Self::UnsupportedMediaType,
        Self::NotReady,
        Self::KeyReused,
        Self::RateLimited,
        Self::Internal,
        Self::Busy,
        Self::TimedOut,
        Self::Unavailable,
    ];

    /// The sentence for people, in their language. It stands in the languages' files, by [`code`](Self::code).
    #[must_use]
    pub fn message(self, locale: Locale) -> &'static str {
        // A test holds that every code has its sentence.
        messages::refusal(self.code(), locale).unwrap_or(self.code())
    }
}

/// A request that is refused.
#[derive(Clone, Debug)]
pub struct Refusal {
    why: Why,
    errors: Errors,
    retry_after: Option<u64>,
    /// The language that was asked for otherwise than by the header.
    locale: Option<Locale>,
}

#[derive(Clone, Debug)]
enum Errors {
    None,
    /// The errors of a report.
    Report(Box<Report>),
    /// Those of its errors that are about the account.
    Account(Box<Report>),
    /// Issues that no report has, as they are written.
    Written(Vec<Value>),
}

impl Refusal {
    /// A refusal without issues.
    #[must_use]
    pub const fn new(why: Why) -> Self {
        Self { why, errors: Errors::None, retry_after: None, locale: None }
    }

    /// A path whose account is none.
    pub(crate) fn bad_account(account: &str) -> Self {
        let report = check_slice(b"{}", &options().level(Level::Contract).account(account));
        Self { errors: Errors::Account(Box::new(report)), ..Self::new(Why::BadAccount) }
    }

    /// A body over a limit, which may be lower than the check's own.
    pub(crate) fn too_large(maximum: usize) -> Self {
        if maximum >= merchant_signup::MAXIMUM_BYTES {
            let report = check_slice(&vec![0; merchant_signup::MAXIMUM_BYTES + 1], &options());
            return Self { errors: Errors::Report(Box::new(report)), ..Self::new(Why::TooLarge) };
        }
        Self::new(Why::TooLarge)
    }

    /// A body that has errors.
    pub(crate) fn of_report(why: Why, report: Report) -> Self {
        Self { errors: Errors::Report(Box::new(report)), ..Self::new(why) }
    }

    /// A body with errors that no report has.
    pub(crate) fn of_issues(why: Why, issues: Vec<Value>) -> Self {
        Self { errors: Errors::Written(issues), ..Self::new(why) }
    }

    pub(crate) const fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// Says it in this language, where there is one, whatever the header asks for.
    pub(crate) const fn in_language(mut self, locale: Option<Locale>) -> Self {
        self.locale = locale;
        self
    }

    /// Why it is refused.
    #[must_use]
    pub const fn why(&self) -> Why {
        self.why
    }

    fn errors(self, locale: Locale) -> Vec<Value> {
        match self.errors {
            Errors::None => Vec::new(),
            Errors::Written(issues) => issues,
            Errors::Report(report) => {
                issues(report.with_locale(locale), |issue| is(issue, "severity", "error"))
            }
            Errors::Account(report) => issues(report.with_locale(locale), |issue| {
                issue.get("code").and_then(Value::as_str).is_some_and(|code| code.starts_with("account_id."))
            }),
        }
    }
}

impl From<SignupRejection> for Refusal {
    fn from(rejection: SignupRejection) -> Self {
        let (why, report) = match rejection {
            SignupRejection::Malformed(report) => (Why::Malformed, report),
            SignupRejection::TooLarge(report) => (Why::TooLarge, report),
            SignupRejection::NotReady(report) => (Why::NotReady, report),
            SignupRejection::UnsupportedMediaType => return Self::new(Why::UnsupportedMediaType),
            _ => return Self::new(Why::Interrupted),
        };
        Self { errors: Errors::Report(report), ..Self::new(why) }
    }
}

/// The issues of a report that are asked for, as it writes them.
pub(crate) fn issues(report: Report, wanted: impl Fn(&Value) -> bool) -> Vec<Value> {
    let mut written = serde_json::to_value(report).unwrap_or_default();
    let Some(Value::Array(mut issues)) = written.get_mut("issues").map(Value::take) else {
        return Vec::new();
    };
    issues.retain(wanted);
    issues
}

pub(crate) fn is(issue: &Value, key: &str, value: &str) -> bool {
    issue.get(key).and_then(Value::as_str) == Some(value)
}

/// Options for reports that ask for nothing but the document or the account.
fn options() -> Options {
    Options::new(Date::MIN)
}

impl IntoResponse for Refusal {
    /// An empty response with the refusal in its extensions, for [`write()`] to put in words.
    fn into_response(self) -> Response {
        let mut response = self.why.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Puts refusals in words: the outermost layer but for what counts and logs.
pub async fn write(request: Request, next: Next) -> Response {
    let wants_problem = wants_problem(request.headers());
    let locale = locale(request.headers()).unwrap_or(Locale::English);
    let mut response = next.run(request).await;
    let refusal = match response.extensions_mut().remove::<Refusal>() {
        Some(refusal) => refusal,
        // What axum refuses by itself.
        None if response.status() == StatusCode::METHOD_NOT_ALLOWED => Refusal::new(Why::MethodNotAllowed),
        None => return response,
    };
    let allow = response.headers_mut().remove(ALLOW);
    let mut written = refusal.written(wants_problem, locale);
    if let Some(allow) = allow {
        written.headers_mut().insert(ALLOW, allow);
    }
    written
}

impl Refusal {
    fn written(self, as_problem: bool, locale: Locale) -> Response {
        let locale = self.locale.unwrap_or(locale);
        let (why, retry_after) = (self.why, self.retry_after);
        let errors = self.errors(locale);
        let (media_type, body) = if as_problem {
            let problem = json!({
                "type": format!("urn:merchant-signup:{}", why.code()),
                "title": why.message(locale),
                "status": why.status().as_u16(),
                "errors": errors,
            });
            ("application/problem+json", problem)
        } else {
            let error = json!({ "code": why.code(), "message": why.message(locale), "errors": errors });
            ("application/json", json!({ "error": error }))
        };
        let mut response = Response::new(Body::from(body.to_string()));
        *response.status_mut() = why.status();
        response.extensions_mut().insert(Code(why.code()));
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
        headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(locale.tag()));
        headers.insert(VARY, HeaderValue::from_static("accept, accept-language"));
        let challenge = match why {
            Why::NoToken => Some("Bearer"),
            Why::BadToken => Some("Bearer error=\"invalid_token\""),
            Why::MissingScope => Some("Bearer error=\"insufficient_scope\""),
            _ => None,
        };
        if let Some(challenge) = challenge {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        let retry_after = retry_after.or((why.status() == StatusCode::SERVICE_UNAVAILABLE).then_some(1));
        if let Some(seconds) = retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// Whether a client asks for problem details more than for plain JSON.
fn wants_problem(headers: &HeaderMap) -> bool {
    let (mut problem, mut plain) = (0.0, 0.0);
    let asked = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
    for range in asked.flat_map(|value| value.split(',')) {
        let mut parts = range.split(';').map(str::trim);
        let media_type = parts.next().unwrap_or_default();
        let quality = parts
            .find_map(|parameter| parameter.strip_prefix("q="))
            .map_or(1.0, |quality| quality.parse::<f32>().unwrap_or(0.0));
        if media_type.eq_ignore_ascii_case("application/problem+json") {
            problem = quality;
        } else if media_type.eq_ignore_ascii_case("application/json") {
            plain = quality;
        }
    }
    problem > plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accept(value: &str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_str(value).unwrap());
        wants_problem(&headers)
    }

    #[test]
    fn problem_details_are_for_those_who_prefer_them() {
        assert!(!wants_problem(&HeaderMap::new()));
        for value in [
            "application/problem+json",
            "text/html, application/problem+json;q=0.5, */*",
            "application/json;q=0.9, application/problem+json",
        ] {
            assert!(accept(value), "{value}");
        }
        for value in [
            "*/*",
            "application/json, application/problem+json",
            "application/problem+json;q=0",
            "application/problem+json;q=x",
        ] {
            assert!(!accept(value), "{value}");
        }
    }

    #[test]
    fn codes_are_unique_and_every_message_is_there() {
        let mut codes: Vec<_> = Why::ALL.iter().map(|why| why.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), Why::ALL.len());
        for why in Why::ALL {
            for locale in Locale::ALL {
                assert!(messages::refusal(why.code(), locale).is_some(), "{why:?} in {}", locale.tag());
            }
        }
    }
}
