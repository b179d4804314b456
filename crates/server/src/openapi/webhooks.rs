//! The list of an account's connections, and what endpoints are told of them.

use serde_json::{Map, Value, json};

use super::parts::{ACCOUNT, ALWAYS, AUTHORIZED, answer, query, reference, responses};
use crate::answer::RefusalCode;
use crate::store::Page;

const STATUSES: &[&str] = &["pending", "enabled", "failed", "declined"];

/// What webhooks are called, and when they are sent.
const TYPES: &[(&str, &str)] = &[
    ("connection.created", "A signup was stored"),
    ("connection.updated", "The provider has said more of a pending connection, such as where to sign"),
    ("connection.enabled", "The provider has completed the connection"),
    ("connection.failed", "The connection has failed"),
    ("connection.declined", "The provider has said no"),
];

pub(super) fn list() -> Value {
    json!({
        "operationId": "listConnections",
        "tags": ["Connections"],
        "summary": "List the account's connections",
        "description": "The newest first, in pages. What a person typed is not among it.",
        "security": [{ "bearer": ["list:accounts"] }],
        "parameters": [
            query("status", "Only those that stand so.", &json!({ "enum": STATUSES })),
            query("limit", "How many a page has.", &json!({ "type": "integer", "minimum": 1, "maximum": Page::MOST, "default": Page::USUAL })),
            query("starting_after", "The `next` of the page before.", &json!({ "type": "string", "format": "uuid" })),
            reference("parameters", "Language"),
        ],
        "responses": responses(
            &[("200", answer("A page", "ConnectionPage", &[]))],
            &[ALWAYS, AUTHORIZED, ACCOUNT, &[RefusalCode::BadQuery, RefusalCode::NotFound]],
        ),
    })
}

/// What endpoints are sent.
pub(super) fn webhooks() -> Value {
    let header = |name: &str, description: &str| {
        json!({
            "name": name, "in": "header", "required": true, "description": description,
            "schema": { "type": "string" },
        })
    };
    let one = |(name, summary): &(&str, &str)| {
        let operation = json!({
            "operationId": name.replace('.', "_"),
            "tags": ["Webhooks"],
            "summary": summary,
            "description": "Sent at least once, and not always in the events' order: `webhook-id` tells a repetition, `sequence` the order.",
            "security": [],
            "parameters": [
                header("webhook-id", "The event's id, the same at every attempt."),
                header("webhook-timestamp", "When this attempt was made, in seconds since 1970."),
                header("webhook-signature", "`v1,` and the HMAC-SHA256 of `{id}.{timestamp}.{body}` in base64: one for each secret, separated by spaces."),
            ],
            "requestBody": {
                "required": true,
                "content": { "application/json": { "schema": reference("schemas", "ConnectionEvent") } },
            },
            "responses": { "2XX": { "description": "It is taken. After any other answer, or none, it is sent again." } },
        });
        ((*name).to_owned(), json!({ "post": operation }))
    };
    Value::Object(TYPES.iter().map(one).collect())
}

pub(super) fn schemas() -> Map<String, Value> {
    let text = |description: &str| json!({ "type": "string", "description": description });
    let time =
        |description: &str| json!({ "type": "string", "format": "date-time", "description": description });
    let types: Vec<&str> = TYPES.iter().map(|(name, _)| *name).collect();
    let schemas = json!({
        "ConnectionPage": {
            "description": "A page of an account's connections.",
            "type": "object",
            "required": ["connections"],
            "properties": {
                "connections": { "type": "array", "items": reference("schemas", "ConnectionSummary"), "maxItems": Page::MOST },
                "next": text("What `starting_after` of the next page is; absent in the last."),
            },
        },
        "ConnectionSummary": {
            "description": "A connection without what a person typed.",
            "type": "object",
            "required": ["signup_id", "status", "created_at", "created_by", "updated_at"],
            "properties": {
                "signup_id": text("The id of the signup that it comes from."),
                "status": { "enum": STATUSES, "description": "Where it stands." },
                "created_at": time("When the signup was stored."),
                "created_by": text("The id of the user or client that sent it."),
                "updated_at": time("When it last changed."),
                "callback_at": time("When Bambora answered."),
                "case_id": text("The case at Bambora."),
            },
        },
        "ConnectionEvent": {
            "description": "What a webhook says: ids and a status, and nothing that a person typed.",
            "type": "object",
            "required": ["type", "timestamp", "data"],
            "properties": {
                "type": { "enum": types },
                "timestamp": time("When it happened."),
                "data": {
                    "type": "object",
                    "required": ["account_id", "connection", "signup_id", "status", "sequence"],
                    "properties": {
                        "account_id": text("The account."),
                        "connection": { "const": "bambora" },
                        "signup_id": text("The id of the signup that the connection comes from."),
                        "status": { "enum": STATUSES, "description": "The connection's status from then on." },
                        "sequence": { "type": "integer", "minimum": 1, "description": "Counts the account's events, without gaps." },
                    },
                },
            },
        },
    });
    match schemas {
        Value::Object(schemas) => schemas,
        _ => Map::new(),
    }
}
