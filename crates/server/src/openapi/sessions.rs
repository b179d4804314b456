//! The operations and schemas of signup sessions.

use serde_json::{Map, Value, json};

use super::parts::{ACCOUNT, ALWAYS, AUTHORIZED, BODY, EXAMPLE, answer, body, locales, reference, responses};
use crate::answer::RefusalCode;
use crate::limits::LONGEST_STEP;
use crate::paths::{DRAFT, LINK, SESSION, SESSIONS, SESSIONS_ONE, STYLESHEET, SUBMIT};

/// What a request with a cookie can come to.
const COOKIE: &[RefusalCode] = &[
    RefusalCode::SessionMissing,
    RefusalCode::SessionExpired,
    RefusalCode::RateLimited,
    RefusalCode::Unavailable,
];
const FORGED: &[RefusalCode] = &[RefusalCode::Forged];

pub(super) fn paths() -> Value {
    json!({
        SESSIONS: { "parameters": [reference("parameters", "Account")], "post": create() },
        SESSIONS_ONE: {
            "parameters": [reference("parameters", "Account"), reference("parameters", "SignupSession")],
            "delete": revoke(),
        },
        LINK: {
            "parameters": [reference("parameters", "SignupLink")],
            "get": page("showSignupLink", "Look at a link", "A page with a button. Looking changes nothing.", &[]),
            "post": page("openSignupLink", "Open a link", "Uses the link and sets the cookie.", FORGED),
        },
        STYLESHEET: { "get": {
            "operationId": "readSignupStylesheet",
            "tags": ["Sessions"],
            "summary": "The stylesheet of a link's page",
            "security": [],
            "responses": responses(&[("200", text("The stylesheet", "text/css"))], &[ALWAYS]),
        } },
        SESSION: { "get": read(), "delete": sign_out() },
        DRAFT: { "put": save() },
        SUBMIT: { "post": submit() },
    })
}

fn text(description: &str, media_type: &str) -> Value {
    json!({ "description": description, "content": { media_type: { "schema": { "type": "string" } } } })
}

fn create() -> Value {
    json!({
        "operationId": "createSignupSession",
        "tags": ["Sessions"],
        "summary": "Make a link for a merchant",
        "description": "The link works once and for a while. Opened, it becomes a session with a cookie in the merchant's browser: the token stays with the platform.",
        "security": [{ "bearer": ["write:accounts"] }],
        "parameters": [reference("parameters", "Language")],
        "requestBody": {
            "required": true,
            "content": { "application/json": { "schema": reference("schemas", "NewSignupSession") } },
        },
        "responses": responses(
            &[("201", answer("The session, with its link", "SignupSession", &[]))],
            &[ALWAYS, AUTHORIZED, ACCOUNT, BODY, &[
                RefusalCode::BadSessionRequest, RefusalCode::ReturnUrlForbidden, RefusalCode::SessionsOff,
            ]],
        ),
    })
}

fn revoke() -> Value {
    json!({
        "operationId": "revokeSignupSession",
        "tags": ["Sessions"],
        "summary": "Revoke a session",
        "description": "Neither its link nor its cookie is good any more.",
        "security": [{ "bearer": ["write:accounts"] }],
        "parameters": [reference("parameters", "Language")],
        "responses": responses(
            &[("204", json!({ "description": "It is revoked" }))],
            &[ALWAYS, AUTHORIZED, ACCOUNT, &[RefusalCode::NotFound]],
        ),
    })
}

fn page(id: &str, summary: &str, description: &str, more: &[RefusalCode]) -> Value {
    let elsewhere = json!({ "description": "On to the form, or to where a new link can be had" });
    json!({
        "operationId": id,
        "tags": ["Sessions"],
        "summary": summary,
        "description": description,
        "security": [],
        "responses": responses(
            &[
                ("200", text("The page", "text/html")),
                ("303", elsewhere),
                ("410", text("A page that says what to do: the link is used or too old", "text/html")),
            ],
            &[ALWAYS, more, &[RefusalCode::RateLimited, RefusalCode::Unavailable, RefusalCode::SessionsOff]],
        ),
    })
}

fn read() -> Value {
    json!({
        "operationId": "readSession",
        "tags": ["Sessions"],
        "summary": "Read the session of the browser's cookie",
        "security": [{ "session": [] }],
        "responses": responses(
            &[("200", answer("The session, with the account's draft", "Session", &[]))],
            &[ALWAYS, COOKIE],
        ),
    })
}

fn sign_out() -> Value {
    json!({
        "operationId": "signOut",
        "tags": ["Sessions"],
        "summary": "End the session",
        "security": [{ "session": [] }],
        "parameters": [reference("parameters", "Csrf")],
        "responses": responses(
            &[("204", json!({ "description": "It is over, and its cookie removed" }))],
            &[ALWAYS, COOKIE, FORGED],
        ),
    })
}

fn save() -> Value {
    json!({
        "operationId": "saveDraft",
        "tags": ["Sessions"],
        "summary": "Save the draft",
        "description": "Where another device has saved since, nothing is stored, and the answer has the draft that is there.",
        "security": [{ "session": [] }],
        "parameters": [reference("parameters", "Csrf")],
        "requestBody": {
            "required": true,
            "content": { "application/json": { "schema": reference("schemas", "DraftToSave") } },
        },
        "responses": responses(
            &[("200", answer("It is saved", "SavedDraft", &[]))],
            &[ALWAYS, COOKIE, FORGED, BODY, &[
                RefusalCode::BadDraft, RefusalCode::DraftChanged, RefusalCode::Exists,
            ]],
        ),
    })
}

fn submit() -> Value {
    json!({
        "operationId": "submitSession",
        "tags": ["Sessions"],
        "summary": "Submit the session's signup",
        "description": "As `submitSignup`. A session takes one signup: sent again, it is answered as before.",
        "security": [{ "session": [] }],
        "parameters": [reference("parameters", "Csrf"), reference("parameters", "Language")],
        "requestBody": body("SignupRequest", EXAMPLE),
        "responses": responses(
            &[("201", answer("The connection, pending", "Connection", &["Location"]))],
            &[ALWAYS, COOKIE, FORGED, BODY, &[RefusalCode::NotReady, RefusalCode::Exists]],
        ),
    })
}

pub(super) fn parameters() -> Map<String, Value> {
    let parameters = json!({
        "SignupSession": {
            "name": "session", "in": "path", "required": true, "description": "The session's id.",
            "schema": { "type": "string", "minLength": 1 },
        },
        "SignupLink": {
            "name": "link", "in": "path", "required": true, "description": "The secret of a link.",
            "schema": { "type": "string", "minLength": 1 },
        },
        "Csrf": {
            "name": "X-Signup-Csrf", "in": "header", "required": true,
            "description": "The session's `csrf`, against requests that another site forges.",
            "schema": { "type": "string" },
        },
    });
    object(parameters)
}

pub(super) fn schemas() -> Map<String, Value> {
    let time = json!({ "type": "string", "format": "date-time" });
    let text = json!({ "type": ["string", "null"] });
    let url = |description: &str| json!({ "type": "string", "format": "uri", "description": description });
    let may_be_url = |description: &str| json!({ "type": ["string", "null"], "format": "uri", "description": description });
    let draft = json!({ "type": ["object", "null"], "additionalProperties": true, "description": "The document as the form has it." });
    // The largest that every reader of JSON holds exactly.
    let version = json!({ "type": "integer", "minimum": 0, "maximum": 9_007_199_254_740_991_i64, "description": "How many times it was saved." });
    let step = json!({ "type": ["string", "null"], "maxLength": LONGEST_STEP, "description": "Where in the form the merchant is." });
    let schemas = json!({
        "NewSignupSession": {
            "description": "What a session is made from.",
            "type": "object",
            "additionalProperties": false,
            "properties": {
                "return_url": may_be_url("Where the form leads when it is done, on an origin that the server is configured with."),
                "refresh_url": may_be_url("Where a new link can be had once this one is used or too old, likewise."),
                "locale": { "type": ["string", "null"], "pattern": locales(), "description": "The form's language." },
                "signup": { "type": ["object", "null"], "additionalProperties": true, "description": "Values to begin with, where the account has no draft." },
            },
        },
        "SignupSession": {
            "description": "A session that was made.",
            "type": "object",
            "required": ["id", "url", "expires_at"],
            "properties": {
                "id": { "type": "string" },
                "url": url("The link: it works once."),
                "expires_at": time,
            },
        },
        "Session": {
            "description": "The session of a browser.",
            "type": "object",
            "required": ["account", "status", "version", "csrf"],
            "properties": {
                "account": { "type": "string" },
                "locale": text,
                "status": { "enum": ["open", "submitted"] },
                "draft": draft,
                "step": text,
                "version": version,
                "saved_at": { "type": ["string", "null"], "format": "date-time" },
                "csrf": { "type": "string", "description": "What `X-Signup-Csrf` must be." },
                "return_url": text,
                "expires_at": time,
                "connection": { "anyOf": [reference("schemas", "Connection"), { "type": "null" }] },
            },
        },
        "DraftToSave": {
            "description": "A draft, and the version that it was made from.",
            "type": "object",
            "required": ["draft", "version"],
            "properties": { "draft": draft, "step": step, "version": version },
        },
        "SavedDraft": {
            "description": "A draft that was saved.",
            "type": "object",
            "required": ["version", "saved_at"],
            "properties": { "version": version, "saved_at": time },
        },
    });
    object(schemas)
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}
