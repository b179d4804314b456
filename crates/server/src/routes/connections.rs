//! An account's connection: a signup makes it, a callback completes it, and it can be read.

use axum::body::Bytes;
use axum::extract::{Request, State as FromState};
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use chrono::Utc;
use merchant_signup::axum::locale;
use merchant_signup::formats::account_id::AccountId;
use merchant_signup::request::Signup;
use merchant_signup::text::is_blank;
use merchant_signup::{
    Locale, Options, Payload, Reason, Report, Severity, SignupRequest, Status, check_slice,
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::caller::{Provider, Reader, Writer};
use crate::answer::{Refusal, RefusalCode, written};
use crate::limits::receive;
use crate::paths::CONNECTION;
use crate::state::State;
use crate::store::{Act, Completion, Done, IdempotencyKey, Outcome};

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

pub(super) async fn read(
    Reader(caller): Reader,
    FromState(state): FromState<State>,
) -> Result<Response, Refusal> {
    let connection =
        state.store().connection(caller.account).await?.ok_or(Refusal::new(RefusalCode::NotFound))?;
    let body = serde_json::to_string(&connection).map_err(|_| Refusal::new(RefusalCode::Internal))?;
    Ok(json_response(StatusCode::OK, body))
}

pub(super) async fn create(
    Writer(caller): Writer,
    FromState(state): FromState<State>,
    request: Request,
) -> Result<Response, Refusal> {
    let (parts, body) = request.into_parts();
    let body = receive(&parts.headers, body, state.limits()).await?;
    let key = idempotency_key(&parts.headers, parts.uri.path(), &body)?;
    let act = Act { account: caller.account, by: &caller.subject, at: Utc::now(), key };
    // What was answered before is answered again, and a key that was used with another body told of, whatever this body is.
    if let Some(outcome) = state.store().answered(&act).await? {
        return answer(outcome, caller.account);
    }
    let locale = locale(&parts.headers).unwrap_or(Locale::English);
    let (signup, notices) = ready_signup(&body, &state.options().locale(locale))?;
    let done = state.store().create(&act, &signup, &notices).await?;
    if matches!(done, Done { outcome: Outcome::Stored(_), is_replay: false }) {
        state.metrics().signups.inc();
    }
    answer(done.outcome, caller.account)
}

pub(super) async fn complete(
    Provider(caller): Provider,
    FromState(state): FromState<State>,
    request: Request,
) -> Result<Response, Refusal> {
    let Some(reference) = caller.reference.as_deref().filter(|reference| *reference == caller.subject) else {
        return Err(Refusal::new(RefusalCode::OtherReference));
    };
    let (parts, body) = request.into_parts();
    let body = receive(&parts.headers, body, state.limits()).await?;
    let key = idempotency_key(&parts.headers, parts.uri.path(), &body)?;
    let locale = locale(&parts.headers).unwrap_or(Locale::English);
    let act = Act { account: caller.account, by: &caller.subject, at: Utc::now(), key };
    if let Some(outcome) = state.store().answered(&act).await? {
        return answer(outcome, caller.account);
    }
    let options = state.options().payload(Payload::CALLBACK).locale(locale);
    let (given, _): (Value, _) = ready(&body, &options)?;
    let completion: Completion =
        serde_json::from_value(without_blanks(given)).map_err(|_| Refusal::new(RefusalCode::Internal))?;
    let done = state.store().complete(&act, reference, &completion).await?;
    answer(done.outcome, caller.account)
}

/// The answer to what was stored, or was not.
pub(super) fn answer(outcome: Outcome, account: AccountId) -> Result<Response, Refusal> {
    let code = match outcome {
        Outcome::Stored(body) => {
            let mut response = json_response(StatusCode::CREATED, body);
            let location = CONNECTION.replace("{aid}", account.as_str());
            let location =
                HeaderValue::from_str(&location).map_err(|_| Refusal::new(RefusalCode::Internal))?;
            response.headers_mut().insert(LOCATION, location);
            return Ok(response);
        }
        Outcome::Exists => RefusalCode::Exists,
        Outcome::NotPending => RefusalCode::NotPending,
        Outcome::NotFound => RefusalCode::NotFound,
        Outcome::OtherReference => RefusalCode::OtherReference,
        Outcome::KeyReused => RefusalCode::KeyReused,
    };
    Err(Refusal::new(code))
}

/// The signup of a body that is ready, with the warnings and infos of its report for the first event.
pub(super) fn ready_signup(body: &[u8], options: &Options) -> Result<(Signup, Value), Refusal> {
    let (request, report): (SignupRequest, _) = ready(body, options)?;
    Ok((request.signup, notices(&report)))
}

/// The value of a body that is ready, and its report.
///
/// Only the fields of the payload are taken: a field that it does not have is a warning in the report, and goes no further.
fn ready<T: DeserializeOwned>(body: &[u8], options: &Options) -> Result<(T, Report), Refusal> {
    let report = check_slice(body, options);
    let is_too_large = || report.issues().iter().any(|issue| issue.code().reason() == Reason::TooLarge);
    let why = match report.status() {
        Status::Ready => {
            // The check skips a byte order mark, which serde_json does not.
            let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
            let value = serde_json::from_slice(body).map_err(|_| Refusal::new(RefusalCode::Internal))?;
            return Ok((value, report));
        }
        Status::Malformed if is_too_large() => RefusalCode::TooLarge,
        Status::Malformed => RefusalCode::Malformed,
        _ => RefusalCode::NotReady,
    };
    Err(Refusal::of_report(why, &report))
}

/// A value without the members that say nothing. To the rules a blank text is as good as an absent field, of whatever type the
/// field is: `"access_token": " "` is no number, and no fault.
fn without_blanks(value: Value) -> Value {
    let says_nothing = |value: &Value| value.is_null() || value.as_str().is_some_and(is_blank);
    match value {
        Value::Object(members) => members
            .into_iter()
            .filter(|(_, value)| !says_nothing(value))
            .map(|(name, value)| (name, without_blanks(value)))
            .collect(),
        Value::Array(items) => items.into_iter().map(without_blanks).collect(),
        other => other,
    }
}

pub(super) fn json_response(status: StatusCode, body: String) -> Response {
    (status, [(CONTENT_TYPE, HeaderValue::from_static("application/json"))], body).into_response()
}

/// The warnings and infos of a signup that is accepted, for its first event.
fn notices(report: &Report) -> Value {
    let mut metadata = Map::new();
    for (name, severity) in [("warnings", Severity::Warning), ("infos", Severity::Info)] {
        let issues = report.issues().iter().filter(|issue| issue.severity() == severity);
        let issues = written(issues, report.locale());
        if !issues.is_empty() {
            metadata.insert(name.to_owned(), issues.into());
        }
    }
    metadata.into()
}

fn idempotency_key(headers: &HeaderMap, path: &str, body: &Bytes) -> Result<Option<IdempotencyKey>, Refusal> {
    let mut keys = headers.get_all(IDEMPOTENCY_KEY).iter();
    let Some(key) = keys.next() else { return Ok(None) };
    let key = key.to_str().ok().filter(|key| (1..=255).contains(&key.len()) && keys.next().is_none());
    let key = key.ok_or(Refusal::new(RefusalCode::BadIdempotencyKey))?;
    Ok(Some(IdempotencyKey::new(key, path, body)))
}
