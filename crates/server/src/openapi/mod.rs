//! What the server takes and answers, as an OpenAPI document and as a page to read.
//!
//! The document is written from what the code itself goes by: the payload table, the catalogue of rules, the list of
//! refusals. `/openapi.json` is for programs, `/docs` for people; it is HTML with a stylesheet, and nothing on it comes
//! from elsewhere or runs in the browser.
//!
//! Source: <https://spec.openapis.org/oas/v3.1.1.html>.

mod connection;
mod page;
mod parts;
mod report;
mod sessions;
mod signup;
mod webhooks;

use axum::Router;
use axum::http::HeaderName;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::response::IntoResponse;
use axum::routing::get;
use merchant_signup::{Level, Profile};
use serde_json::{Value, json};

use self::parts::{
    ACCOUNT, ALWAYS, AUTHORIZED, BODY, EXAMPLE, JSON, WRITE, answer, body, locales, merge, query, reference,
    responses,
};
use crate::answer::RefusalCode;
use crate::paths::{CALLBACK, CHECK, CONNECTION, CONNECTIONS, DOCUMENT, PAGE, PAGE_STYLESHEET};

/// The routes that serve the document and the page. In development mode a check needs no token, and the document says so.
pub fn routes<S: Clone + Send + Sync + 'static>(is_development: bool) -> Router<S> {
    let document = document(is_development);
    let page = page::page(&document);
    let text = serde_json::to_string_pretty(&document).unwrap_or_default();
    Router::new()
        .route(DOCUMENT, get(move || serve("application/json", text.clone().into())))
        .route(PAGE, get(move || serve("text/html; charset=utf-8", page.clone().into())))
        .route(PAGE_STYLESHEET, get(|| serve("text/css; charset=utf-8", include_str!("page.css").into())))
}

async fn serve(media_type: &'static str, body: axum::body::Bytes) -> impl IntoResponse {
    let headers: [(HeaderName, &str); 3] = [
        (CONTENT_TYPE, media_type),
        (
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'",
        ),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, body)
}

/// The OpenAPI document.
#[must_use]
pub fn document(is_development: bool) -> Value {
    let mut paths = json!({
        CONNECTION: { "parameters": [reference("parameters", "Account")], "post": submit(), "get": read() },
        CALLBACK: {
            "parameters": [reference("parameters", "Account"), reference("parameters", "CallbackReference")],
            "post": complete(),
        },
        CONNECTIONS: { "parameters": [reference("parameters", "Account")], "get": webhooks::list() },
        CHECK: { "post": check(is_development) },
        "/healthz": { "get": plain("isAlive", "Whether the program runs", "It runs", JSON) },
        "/readyz": { "get": ready() },
        DOCUMENT: { "get": plain("readDocument", "This document", "OpenAPI 3.1", JSON) },
        PAGE: { "get": plain("readPage", "This document as a page", "The page", "text/html") },
        PAGE_STYLESHEET: { "get": plain("readStylesheet", "The page's stylesheet", "The stylesheet", "text/css") },
    });
    merge(&mut paths, sessions::paths());
    json!({
        "openapi": "3.1.1",
        "info": {
            "title": "Merchant signup",
            "summary": "Takes merchants' signups for card payments, checked before they are stored",
            "description": ABOUT,
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "MIT or Apache-2.0, as you like", "identifier": env!("CARGO_PKG_LICENSE") },
        },
        "servers": [{ "url": "/", "description": "This server" }],
        "tags": [
            { "name": "Connections", "description": "An account's connection to Bambora" },
            { "name": "Sessions", "description": "A merchant's link to the form, and the form's session" },
            { "name": "Webhooks", "description": "What configured endpoints are told" },
            { "name": "Check", "description": "What a signup lacks, without storing it" },
            { "name": "Operation", "description": "For whoever runs the server" },
        ],
        "paths": paths,
        "webhooks": webhooks::webhooks(),
        "components": {
            "securitySchemes": {
                "bearer": {
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": "JWT",
                    "description": "A JSON Web Token with `exp`, `nbf`, `aud`, `iss` and `sub`, whose `account_id` is the account in the path. Its `scope` has `admin:accounts` or `write:accounts` to write, `read:accounts` to read, `list:accounts` to list, `callback:accounts` to complete a connection.",
                },
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "__Host-merchant-signup",
                    "description": "The cookie that opening a link sets; `merchant-signup` on loopback without TLS.",
                },
            },
            "parameters": parameters(),
            "headers": headers(),
            "schemas": schemas(),
        },
    })
}

const ABOUT: &str = "\
The same rules run in the form, on the command line and here. A signup that is not ready is refused with everything that \
is to be put right, each with a stable code, the place in the document and a message for people.

A refusal is `application/json`, or problem details (RFC 9457) where `Accept` prefers `application/problem+json`. The set \
of codes is open: new ones are added.";

fn submit() -> Value {
    let connection = answer("The connection, pending", "Connection", &["Location"]);
    json!({
        "operationId": "submitSignup",
        "tags": ["Connections"],
        "summary": "Submit a signup",
        "description": "Stores a signup that is ready, and makes a connection that is `pending` with a `signature_required` event. Warnings and infos are in that event's `metadata`. Refused while a connection is pending or enabled; after `failed` or `declined` the account starts anew, and its history stays.",
        "security": [{ "bearer": ["write:accounts"] }],
        "parameters": [reference("parameters", "IdempotencyKey"), reference("parameters", "Language")],
        "requestBody": body("SignupRequest", EXAMPLE),
        "responses": responses(&[("201", connection)], &[ALWAYS, AUTHORIZED, ACCOUNT, BODY, WRITE, &[RefusalCode::Exists]]),
    })
}

fn read() -> Value {
    json!({
        "operationId": "readConnection",
        "tags": ["Connections"],
        "summary": "Read the connection",
        "security": [{ "bearer": ["read:accounts"] }],
        "parameters": [reference("parameters", "Language")],
        "responses": responses(
            &[("200", answer("The connection", "Connection", &[]))],
            &[ALWAYS, AUTHORIZED, ACCOUNT, &[RefusalCode::NotFound]],
        ),
    })
}

fn complete() -> Value {
    json!({
        "operationId": "completeConnection",
        "tags": ["Connections"],
        "summary": "Complete a pending connection",
        "description": "The provider's callback: makes a pending connection `enabled`. The reference is the `sub` of the token, and the one that is stored for the connection: the signup's id, unless an operator has set another.",
        "security": [{ "bearer": ["callback:accounts"] }],
        "parameters": [reference("parameters", "IdempotencyKey"), reference("parameters", "Language")],
        "requestBody": body("Completion", COMPLETION),
        "responses": responses(
            &[("201", answer("The connection, enabled", "Connection", &["Location"]))],
            &[ALWAYS, AUTHORIZED, ACCOUNT, BODY, WRITE, &[RefusalCode::OtherReference, RefusalCode::NotFound, RefusalCode::NotPending]],
        ),
    })
}

fn check(is_development: bool) -> Value {
    let mut security = vec![json!({ "bearer": [] })];
    if is_development {
        security.push(json!({}));
    }
    let profiles: Vec<&str> = Profile::ALL.iter().map(|profile| profile.name).collect();
    let levels: Vec<&str> = Level::ALL.iter().map(|level| level.name()).collect();
    json!({
        "operationId": "checkSignup",
        "tags": ["Check"],
        "summary": "Check a signup",
        "description": "The report on any body that claims to be JSON, whatever it says. Nothing is stored.",
        "security": security,
        "parameters": [
            query("level", "How much is checked: everything, or what the API itself refuses.", &json!({ "enum": levels, "default": "submission" })),
            query("profile", "The law that owners are judged by.", &json!({ "enum": profiles })),
            query("locale", "The language of messages; else `Accept-Language` decides.", &json!({ "type": "string", "pattern": locales() })),
            reference("parameters", "Language"),
        ],
        "requestBody": body("AnyDocument", EXAMPLE),
        "responses": responses(
            &[("200", answer("The report", "Report", &["Content-Language"]))],
            &[ALWAYS, AUTHORIZED, &[RefusalCode::BadQuery, RefusalCode::MissingScope, RefusalCode::RateLimited, RefusalCode::Interrupted, RefusalCode::BrokenBody, RefusalCode::TooLarge, RefusalCode::UnsupportedMediaType]],
        ),
    })
}

fn ready() -> Value {
    let mut operation = plain("isReady", "Whether the store answers too", "It does", JSON);
    if let Some(responses) = operation.get_mut("responses") {
        merge(responses, parts::responses(&[], &[&[RefusalCode::Unavailable]]));
    }
    operation
}

/// An operation that takes nothing, and answers with a text.
fn plain(id: &str, summary: &str, description: &str, media_type: &str) -> Value {
    let kind = if media_type == JSON { "object" } else { "string" };
    json!({
        "operationId": id,
        "tags": ["Operation"],
        "summary": summary,
        "security": [],
        "responses": {
            "200": { "description": description, "content": { media_type: { "schema": { "type": kind } } } },
        },
    })
}

fn parameters() -> Value {
    let mut parameters = json!({
        "Account": {
            "name": "aid",
            "in": "path",
            "required": true,
            "description": "The account: `P` in production, `T` for tests.",
            "schema": { "type": "string", "pattern": "^[PT][0-9]{8}$", "minLength": 9, "maxLength": 9 },
            "example": "T12345678",
        },
        "CallbackReference": {
            "name": "callback_reference",
            "in": "path",
            "required": true,
            "description": "The `sub` of the bearer token.",
            "schema": { "type": "string", "minLength": 1 },
        },
        "IdempotencyKey": {
            "name": "Idempotency-Key",
            "in": "header",
            "description": "The same key and body have the same answer, whatever has happened since; another body is refused.",
            "schema": { "type": "string", "pattern": "^[!-~](?:[ -~]{0,253}[!-~])?$" },
        },
        "Language": {
            "name": "Accept-Language",
            "in": "header",
            "description": "The language of messages: English, Norwegian, Swedish, Danish or Finnish.",
            "schema": { "type": "string" },
            "example": "nb, en;q=0.5",
        },
    });
    merge(&mut parameters, sessions::parameters().into());
    parameters
}

fn headers() -> Value {
    let text = |description: &str| json!({ "description": description, "schema": { "type": "string" } });
    let seconds = json!({ "description": "After how many seconds to try again.", "schema": { "type": "integer", "minimum": 0 } });
    json!({
        "Content-Language": text("The language of the messages."),
        "Location": { "description": "Where the connection is.", "required": true, "schema": { "type": "string" } },
        "Retry-After": seconds,
        "WWW-Authenticate": text("What kind of token is due, and what is wrong with the one that was sent."),
    })
}

fn schemas() -> Value {
    let mut schemas = signup::schemas();
    let any = json!({
        "description": "A signup, as `SignupRequest` has it; also one that is not ready, or anything else.",
    });
    schemas.insert("AnyDocument".to_owned(), any);
    schemas.extend(report::schemas());
    schemas.extend(connection::schemas());
    schemas.extend(sessions::schemas());
    schemas.extend(webhooks::schemas());
    Value::Object(schemas)
}

const COMPLETION: &str = r#"{
    "merchant_number": "T12345678",
    "md5_key": "ae45ase",
    "payment_options": [{ "type": "bambora.creditcard", "currencies": ["NOK"] }]
}"#;
