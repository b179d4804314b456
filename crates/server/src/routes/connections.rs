//! An account's connection: a signup makes it, a callback completes it, and it can be read.

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest as _, Request, State as FromState};
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use chrono::Utc;
use merchant_signup::axum::{ReportJson, locale};
use merchant_signup::{Level, Locale, Options, Report, Status, check_slice, check_value};
use serde_json::{Map, Value, json};

use super::CONNECTION;
use super::caller::{Caller, Reader, Writer};
use super::check::With;
use crate::answer::{Refusal, Why, is, issues};
use crate::limits::receive;
use crate::state::State;
use crate::store::{Act, IdempotencyKey, Outcome};

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

pub(super) async fn read(
    Reader(caller): Reader,
    FromState(state): FromState<State>,
) -> Result<Response, Refusal> {
    let connection = state.store().connection(caller.account).await?.ok_or(Refusal::new(Why::NotFound))?;
    let body = serde_json::to_string(&connection).map_err(|_| Refusal::new(Why::Internal))?;
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
    let request = Request::from_parts(parts, Body::from(body.clone()));
    let ReportJson(report) = ReportJson::from_request(request, &With(state.options())).await?;
    let report = accepted(report)?;
    let signup = signup(&body).ok_or(Refusal::new(Why::Internal))?;
    let act = Act { account: caller.account, by: &caller.subject, at: Utc::now(), key };
    let outcome = state.store().create(&act, &signup, &notices(report)).await?;
    if matches!(outcome, Outcome::Stored(_)) {
        state.metrics().signups.inc();
    }
    answer(outcome, &caller)
}

pub(super) async fn complete(
    Writer(caller): Writer,
    FromState(state): FromState<State>,
    request: Request,
) -> Result<Response, Refusal> {
    if caller.reference.as_ref() != Some(&caller.subject) {
        return Err(Refusal::new(Why::OtherReference));
    }
    let (parts, body) = request.into_parts();
    let body = receive(&parts.headers, body, state.limits()).await?;
    let key = idempotency_key(&parts.headers, parts.uri.path(), &body)?;
    let locale = locale(&parts.headers).unwrap_or(Locale::English);
    let configuration = callback(&body, state.options().locale(locale))?;
    let act = Act { account: caller.account, by: &caller.subject, at: Utc::now(), key };
    answer(state.store().complete(&act, &configuration).await?, &caller)
}

fn answer(outcome: Outcome, caller: &Caller) -> Result<Response, Refusal> {
    match outcome {
        Outcome::Stored(body) => {
            let mut response = json_response(StatusCode::CREATED, body);
            let location = CONNECTION.replace("{aid}", caller.account.as_str());
            let location = HeaderValue::from_str(&location).map_err(|_| Refusal::new(Why::Internal))?;
            response.headers_mut().insert(LOCATION, location);
            Ok(response)
        }
        Outcome::Exists => Err(Refusal::new(Why::Exists)),
        Outcome::NotPending => Err(Refusal::new(Why::NotPending)),
        Outcome::NotFound => Err(Refusal::new(Why::NotFound)),
        Outcome::KeyReused => Err(Refusal::new(Why::KeyReused)),
    }
}

fn json_response(status: StatusCode, body: String) -> Response {
    (status, [(CONTENT_TYPE, HeaderValue::from_static("application/json"))], body).into_response()
}

/// The report of a signup that is ready.
fn accepted(report: Report) -> Result<Report, Refusal> {
    let is_too_large = || report.issues().iter().any(|issue| issue.code() == "document.too_large");
    let why = match report.status() {
        Status::Ready => return Ok(report),
        Status::Malformed if is_too_large() => Why::TooLarge,
        Status::Malformed => Why::Malformed,
        _ => Why::NotReady,
    };
    Err(Refusal::of_report(why, report))
}

/// The signup as it was sent.
fn signup(body: &[u8]) -> Option<Map<String, Value>> {
    // The check skips a byte order mark, which serde_json does not.
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    match serde_json::from_slice(body).ok()? {
        Value::Object(mut document) => match document.remove("signup")? {
            Value::Object(signup) => Some(signup),
            _ => None,
        },
        _ => None,
    }
}

/// The warnings and infos of a signup that is accepted, for its first event.
fn notices(report: Report) -> Value {
    let (warnings, infos): (Vec<Value>, Vec<Value>) =
        issues(report, |_| true).into_iter().partition(|issue| is(issue, "severity", "warning"));
    let mut metadata = Map::new();
    for (name, issues) in [("warnings", warnings), ("infos", infos)] {
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
    let key = key.ok_or(Refusal::new(Why::BadIdempotencyKey))?;
    Ok(Some(IdempotencyKey::new(key, path, body)))
}

/// The fields of a callback: their names, whether they are due, and their types.
const CALLBACK_FIELDS: &[(&str, bool, Type)] = &[
    ("merchant_number", true, Type::Text),
    ("md5_key", true, Type::Text),
    ("access_token", false, Type::Number),
    ("secret_token", false, Type::Text),
    ("token_scope", false, Type::Text),
];

/// The longest text of a callback.
const CALLBACK_TEXT: usize = 1024;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Type {
    Text,
    Number,
}

/// What a callback brings, once it is all there.
fn callback(body: &[u8], options: Options) -> Result<Value, Refusal> {
    // What can be wrong with any document is the check's to say.
    let options = options.level(Level::Contract);
    let document = check_slice(body, &options);
    if document.status() == Status::Malformed {
        return Err(Refusal::of_report(Why::Malformed, document));
    }
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    let Ok(Value::Object(sent)) = serde_json::from_slice(body) else {
        return Err(Refusal::new(Why::Malformed));
    };
    let mut found = issues(document, |issue| is(issue, "code", "document.duplicate_key"));
    let mut configuration = Map::new();

    for &(name, is_due, due) in CALLBACK_FIELDS {
        match sent.get(name) {
            None | Some(Value::Null) if is_due => found.push(issue(name, "required", "missing", json!({}))),
            None | Some(Value::Null) => {}
            Some(Value::String(text)) if due == Type::Text && text.trim().is_empty() => {
                if is_due {
                    found.push(issue(name, "required", "missing", json!({})));
                }
            }
            Some(Value::String(text)) if due == Type::Text && text.chars().count() > CALLBACK_TEXT => {
                found.push(issue(name, "too_long", "invalid", json!({ "maximum": CALLBACK_TEXT })));
            }
            Some(value)
                if value.is_string() && due == Type::Text || value.is_number() && due == Type::Number =>
            {
                configuration.insert(name.to_owned(), value.clone());
            }
            Some(_) => {
                let expected = if due == Type::Text { "string" } else { "number" };
                found.push(issue(name, "type", "invalid", json!({ "expected": expected })));
            }
        }
    }

    // Payment options are a signup's, and judged as those are.
    let options_sent = sent.get("payment_options").cloned().unwrap_or_default();
    let report = check_value(
        &json!({ "signup": { "payment_options": options_sent } }),
        &options.level(Level::Submission),
    );
    let errors = issues(report, |issue| {
        is(issue, "severity", "error")
            && issue
                .get("code")
                .and_then(Value::as_str)
                .is_some_and(|code| code.starts_with("payment_options."))
    });
    found.extend(errors.into_iter().map(without_signup));
    if !found.is_empty() {
        return Err(Refusal::of_issues(Why::NotReady, found));
    }
    configuration.insert("payment_options".to_owned(), options_sent);
    Ok(configuration.into())
}

/// An issue of the callback, as a report would write it. Programs read these, so that they come in English alone.
fn issue(field: &str, reason: &str, kind: &str, params: Value) -> Value {
    let what = match reason {
        "required" => "is missing",
        "too_long" => "is too long",
        _ => "has another JSON type than the one due",
    };
    json!({
        "code": format!("{field}.{reason}"),
        "path": format!("/{field}"),
        "severity": "error",
        "kind": kind,
        "params": params,
        "message": format!("{field} {what}"),
        "related": [],
    })
}

/// An issue of a signup's field where the document is what a signup would hold.
fn without_signup(mut issue: Value) -> Value {
    let shorter = |path: &str| Value::from(path.strip_prefix("/signup").unwrap_or(path));
    if let Some(path) = issue.get_mut("path") {
        *path = shorter(path.as_str().unwrap_or_default());
    }
    if let Some(Value::Array(related)) = issue.get_mut("related") {
        for path in related {
            *path = shorter(path.as_str().unwrap_or_default());
        }
    }
    issue
}
