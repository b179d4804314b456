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
use merchant_signup::axum::locale;
use merchant_signup::{
    Date, Field, Issue, Level, Locale, Options, ReadError, Report, check_slice, unreadable,
};
use serde_json::{Value, json};

use crate::store::StoreError;

mod code;

pub use code::RefusalCode;

/// A request that is refused.
#[derive(Clone, Debug)]
pub struct Refusal {
    why: RefusalCode,
    /// The issues of the document or the account that was refused.
    issues: Vec<Issue>,
    retry_after: Option<u64>,
    /// The language that was asked for otherwise than by the header.
    locale: Option<Locale>,
    /// What else the answer has, by name.
    more: Vec<(&'static str, Value)>,
}

/// Where a new link can be had, in the error that an expired session is told with.
pub(crate) const REFRESH_URL: &str = "refresh_url";

impl Refusal {
    /// A refusal without issues.
    #[must_use]
    pub const fn new(why: RefusalCode) -> Self {
        Self { why, issues: Vec::new(), retry_after: None, locale: None, more: Vec::new() }
    }

    /// Refuses a path that does not name an account.
    pub(crate) fn bad_account(account: &str) -> Self {
        let report = check_slice(b"{}", &options().level(Level::Contract).account(account));
        let issues = report.errors().filter(|issue| issue.code().field() == Field::AccountId);
        Self { issues: issues.cloned().collect(), ..Self::new(RefusalCode::BadAccount) }
    }

    /// Refuses a body over a limit. The issue names the check's own limit, so it is there only where that is the one.
    pub(crate) fn too_large(maximum: usize) -> Self {
        if maximum < merchant_signup::MAXIMUM_BYTES {
            return Self::new(RefusalCode::TooLarge);
        }
        Self::of_report(RefusalCode::TooLarge, &unreadable(ReadError::TooLarge, &options()))
    }

    /// Refuses a body for the errors of its report.
    pub(crate) fn of_report(why: RefusalCode, report: &Report) -> Self {
        Self { issues: report.errors().cloned().collect(), ..Self::new(why) }
    }

    pub(crate) const fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// Says more, under a name of its own; what is null is left out. [`REFRESH_URL`] is a member of the error, all else
    /// stands beside it.
    pub(crate) fn with(mut self, name: &'static str, value: Value) -> Self {
        if !value.is_null() {
            self.more.push((name, value));
        }
        self
    }

    /// Says it in this language, where there is one, whatever the header asks for.
    pub(crate) const fn in_language(mut self, locale: Option<Locale>) -> Self {
        self.locale = locale;
        self
    }

    /// Why it is refused.
    #[must_use]
    pub const fn code(&self) -> RefusalCode {
        self.why
    }
}

/// Issues as a report writes them, with their messages in a language.
pub(crate) fn written<'a>(issues: impl IntoIterator<Item = &'a Issue>, locale: Locale) -> Vec<Value> {
    // Writing an issue to memory does not fail.
    let write = |issue: &Issue| serde_json::to_value(issue.with_message(locale)).unwrap_or_default();
    issues.into_iter().map(write).collect()
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store failed");
        Self::new(match error {
            StoreError::Database(_) => RefusalCode::Unavailable,
            StoreError::Vault(_) | StoreError::Broken(_) | StoreError::NotAnAccount => RefusalCode::Internal,
        })
    }
}

/// The code of a refusal, left in the response for the log.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Code(pub(crate) &'static str);

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
        None if response.status() == StatusCode::METHOD_NOT_ALLOWED => {
            Refusal::new(RefusalCode::MethodNotAllowed)
        }
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
    fn written(mut self, as_problem: bool, locale: Locale) -> Response {
        let locale = self.locale.unwrap_or(locale);
        let (why, retry_after) = (self.why, self.retry_after);
        let more = std::mem::take(&mut self.more);
        let errors = written(&self.issues, locale);
        let (media_type, mut body) = if as_problem {
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
        for (name, value) in more {
            let place =
                if name == REFRESH_URL && !as_problem { body.get_mut("error") } else { Some(&mut body) };
            if let Some(Value::Object(place)) = place {
                place.insert(name.to_owned(), value);
            }
        }
        let mut response = Response::new(Body::from(body.to_string()));
        *response.status_mut() = why.status();
        response.extensions_mut().insert(Code(why.code()));
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
        headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(locale.tag()));
        headers.insert(VARY, HeaderValue::from_static("accept, accept-language"));
        let challenge = match why {
            RefusalCode::NoToken => Some("Bearer"),
            RefusalCode::BadToken => Some("Bearer error=\"invalid_token\""),
            RefusalCode::MissingScope => Some("Bearer error=\"insufficient_scope\""),
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
}
