//! The body that completes a connection, checked by hand until the core's own payload for it takes over.

use merchant_signup::{Level, Options, Status, check_slice, check_value};
use serde_json::{Map, Value, json};

use crate::answer::{Refusal, RefusalCode, is, issues};

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
pub(super) fn callback(body: &[u8], options: Options) -> Result<Value, Refusal> {
    // What can be wrong with any document is the check's to say.
    let options = options.level(Level::Contract);
    let document = check_slice(body, &options);
    if document.status() == Status::Malformed {
        return Err(Refusal::of_report(RefusalCode::Malformed, document));
    }
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    let Ok(Value::Object(sent)) = serde_json::from_slice(body) else {
        return Err(Refusal::new(RefusalCode::Malformed));
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
        return Err(Refusal::of_issues(RefusalCode::NotReady, found));
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
