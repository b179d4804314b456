//! What the parts of the document are made of: references, bodies, and what an operation answers.

use merchant_signup::{Locale, MAXIMUM_BYTES};
use serde_json::{Map, Value, json};

use crate::answer::RefusalCode;

pub(super) const JSON: &str = "application/json";
const PROBLEM: &str = "application/problem+json";

/// What every request of the API can come to.
pub(super) const ALWAYS: &[RefusalCode] = &[RefusalCode::Internal, RefusalCode::Busy, RefusalCode::TimedOut];
pub(super) const AUTHORIZED: &[RefusalCode] =
    &[RefusalCode::NoToken, RefusalCode::BadToken, RefusalCode::RateLimited];
pub(super) const ACCOUNT: &[RefusalCode] = &[
    RefusalCode::BadAccount,
    RefusalCode::OtherAccount,
    RefusalCode::MissingScope,
    RefusalCode::RateLimited,
    RefusalCode::Unavailable,
];
pub(super) const BODY: &[RefusalCode] = &[
    RefusalCode::Malformed,
    RefusalCode::Interrupted,
    RefusalCode::BrokenBody,
    RefusalCode::TooLarge,
    RefusalCode::UnsupportedMediaType,
];
pub(super) const WRITE: &[RefusalCode] =
    &[RefusalCode::BadIdempotencyKey, RefusalCode::KeyReused, RefusalCode::NotReady];

/// A refusal's status with what it can mean, for every status that one of these reasons has.
pub(super) fn responses(good: &[(&str, Value)], reasons: &[&[RefusalCode]]) -> Value {
    let mut responses = Map::new();
    for (status, answer) in good {
        responses.insert((*status).to_owned(), answer.clone());
    }
    // In the order of the list that there is of them, and once each.
    let reasons = |why: &&RefusalCode| reasons.iter().any(|group| group.contains(why));
    for why in RefusalCode::ALL.iter().filter(reasons) {
        let status = why.status();
        let line = format!("- `{}`: {}", why.code(), why.message(Locale::English));
        let response = responses.entry(status.as_str()).or_insert_with(|| refusal(status.as_u16()));
        if let Some(Value::String(description)) = response.get_mut("description") {
            description.push('\n');
            description.push_str(&line);
        }
    }
    Value::Object(responses)
}

fn refusal(status: u16) -> Value {
    let (title, more) = match status {
        400 => ("The request cannot be read", None),
        401 => ("No token or session, or none that is good", Some("WWW-Authenticate")),
        403 => ("This is not allowed", None),
        404 => ("There is none", None),
        409 => ("It does not go with what is stored", None),
        413 => ("The body is too large", None),
        415 => ("The body is not plain JSON", None),
        422 => ("What was sent is not ready", None),
        429 => ("Too many requests of the account, the session or the address", Some("Retry-After")),
        503 => ("Not now", Some("Retry-After")),
        _ => ("A fault of the server", None),
    };
    let headers: Map<String, Value> = ["Content-Language"]
        .into_iter()
        .chain(more)
        .map(|name| (name.to_owned(), reference("headers", name)))
        .collect();
    json!({
        "description": format!("{title}\n"),
        "headers": headers,
        "content": {
            JSON: { "schema": reference("schemas", "Refusal") },
            PROBLEM: { "schema": reference("schemas", "Problem") },
        },
    })
}

pub(super) fn answer(description: &str, schema: &str, headers: &[&str]) -> Value {
    let headers: Map<String, Value> =
        headers.iter().map(|name| ((*name).to_owned(), reference("headers", name))).collect();
    json!({
        "description": description,
        "headers": headers,
        "content": { JSON: { "schema": reference("schemas", schema) } },
    })
}

pub(super) fn body(schema: &str, example: &str) -> Value {
    let example: Value = serde_json::from_str(example).unwrap_or_default();
    json!({
        "required": true,
        "description": format!("Not compressed, and up to {MAXIMUM_BYTES} bytes."),
        "content": { JSON: { "schema": reference("schemas", schema), "example": example } },
    })
}

pub(super) fn query(name: &str, description: &str, schema: &Value) -> Value {
    json!({ "name": name, "in": "query", "description": description, "schema": schema })
}

pub(super) fn reference(kind: &str, name: &str) -> Value {
    json!({ "$ref": format!("#/components/{kind}/{name}") })
}

/// Puts the members of one object into another.
pub(super) fn merge(value: &mut Value, more: Value) {
    if let (Value::Object(value), Value::Object(more)) = (value, more) {
        value.extend(more);
    }
}

/// The tags of the languages that there are, with whatever comes after the language.
pub(super) fn locales() -> String {
    let tags: Vec<&str> = Locale::ALL.into_iter().map(Locale::tag).collect();
    format!("^(?:{}|no|nn)(?:[-_][A-Za-z0-9]+)*$", tags.join("|"))
}

/// A signup that is ready.
pub(super) const EXAMPLE: &str = include_str!("../../../../tests/examples/ready.json");
