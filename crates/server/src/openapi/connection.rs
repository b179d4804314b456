//! The schemas of the connection, and of what completes it.

use serde_json::{Map, Value, json};

use super::reference;

/// The fields of a completion besides its payment options: name, description, and what can be the matter.
const FIELDS: &[(&str, &str, &[&str])] = &[
    ("merchant_number", "The merchant's number at Bambora.", &["required", "type", "too_long"]),
    ("md5_key", "The key that signs callbacks.", &["required", "type", "too_long"]),
    ("access_token", "The token that Bambora's API is called with.", &["type"]),
    ("secret_token", "The secret token: kept, never shown.", &["type", "too_long"]),
    ("token_scope", "What the tokens are good for.", &["type", "too_long"]),
];

/// What completes a connection, with the schema of payment options.
pub(super) fn completion(payment_options: &Value) -> Value {
    let mut properties: Map<String, Value> = FIELDS
        .iter()
        .map(|&(field, description, reasons)| {
            let schema = match (reasons.contains(&"required"), reasons.contains(&"too_long")) {
                (true, _) => json!({ "type": "string", "pattern": r"\S", "maxLength": 1024 }),
                (_, true) => json!({ "type": ["string", "null"], "maxLength": 1024 }),
                _ => json!({ "type": ["number", "null"] }),
            };
            let mut schema = schema;
            super::merge(&mut schema, json!({ "description": description }));
            if field == "secret_token" {
                super::merge(&mut schema, json!({ "writeOnly": true }));
            }
            (field.to_owned(), schema)
        })
        .collect();
    properties.insert("payment_options".to_owned(), payment_options.clone());
    json!({
        "description": "What completes a connection.",
        "type": "object",
        "required": ["merchant_number", "md5_key", "payment_options"],
        "properties": properties,
    })
}

pub(super) fn schemas() -> Map<String, Value> {
    let text = |description: &str| json!({ "type": "string", "description": description });
    let time = |description: &str| json!({ "type": "string", "format": "date-time", "description": description, "readOnly": true });
    let free = |description: &str| json!({ "type": "object", "description": description });
    let status =
        json!({ "enum": ["pending", "enabled", "failed", "declined"], "description": "Where it stands." });
    let options = json!({ "type": "array", "items": reference("schemas", "PaymentOption"), "description": "What can be paid with." });
    let codes: Vec<String> = FIELDS
        .iter()
        .flat_map(|&(field, _, reasons)| reasons.iter().map(move |reason| format!("{field}.{reason}")))
        .collect();
    let schemas = json!({
        "Connection": {
            "description": "A connection between an account and Bambora.",
            "type": "object",
            "required": ["created_at", "created_by", "updated_at", "status", "events"],
            "properties": {
                "created_at": time("When it was created."),
                "created_by": { "type": "string", "readOnly": true, "description": "The id of the user or client that created it." },
                "updated_at": time("When it was last changed."),
                "metadata": free("Whatever the account has attached to it."),
                "status": status,
                "events": {
                    "type": "array",
                    "description": "What has happened: one each time that the status changes.",
                    "items": reference("schemas", "Event"),
                },
                "schema": { "type": "integer", "description": "The version of the schema that it follows." },
                "configuration": reference("schemas", "Configuration"),
                "direct_signups": {
                    "type": "array",
                    "description": "The signups that were received for the account.",
                    "items": reference("schemas", "DirectSignup"),
                },
                "signup": reference("schemas", "ConnectionSignup"),
                "submerchant_signups": {
                    "type": "array",
                    "description": "The signups that were received for the account's merchants.",
                    "items": reference("schemas", "SubmerchantSignup"),
                },
            },
        },
        "Event": {
            "description": "Something that happened to a connection.",
            "type": "object",
            "required": ["status", "event", "id", "created_at", "created_by"],
            "properties": {
                "status": status,
                "event": text("What happened, such as `signature_required`."),
                "id": text("The event's id."),
                "created_at": time("When it happened."),
                "created_by": text("The id of the user or client behind it."),
                "description": text("What happened, for people."),
                "metadata": free("What belongs to it, such as a `signature_link`; of a signup its warnings and infos."),
            },
        },
        "Configuration": {
            "description": "How payments are made. The secret token is kept and never shown.",
            "type": "object",
            "properties": {
                "payment_options": options,
                "merchant_number": text("The merchant's number at Bambora."),
                "md5_key": text("The key that signs callbacks."),
                "access_token": { "type": "number", "description": "The token that Bambora's API is called with." },
                "token_scope": text("What the tokens are good for."),
            },
        },
        "PaymentOption": {
            "description": "A way to pay.",
            "type": "object",
            "properties": {
                "type": text("Such as `bambora.creditcard`."),
                "currencies": { "type": "array", "items": reference("schemas", "currency"), "description": "ISO 4217 codes." },
            },
        },
        "DirectSignup": {
            "description": "A signup that was received for the account itself.",
            "type": "object",
            "properties": {
                "case_id": text("The case at Bambora."),
                "merchant_number": text("The merchant's number at Bambora."),
                "md5_key": text("The key that signs callbacks."),
                "payment_options": options,
                "signup_id": text("The signup's id."),
                "created_at": time("When it was received."),
                "callback_at": time("When Bambora answered."),
            },
        },
        "SubmerchantSignup": {
            "description": "A signup that was received for one of the account's merchants.",
            "type": "object",
            "properties": {
                "case_id": text("The case at Bambora."),
                "store_id": text("The merchant's store."),
                "payment_options": options,
                "created_at": time("When it was received."),
                "merchant_number": text("The merchant's number at Bambora."),
                "md5_key": text("The key that signs callbacks."),
                "mcc": { "type": "number", "description": "The merchant category code of ISO 18245." },
                "callback_at": time("When Bambora answered."),
            },
        },
        "ConnectionSignup": {
            "description": "The signup as it was sent, until it is erased.",
            "allOf": [
                reference("schemas", "Signup"),
                {
                    "type": "object",
                    "properties": { "created_at": time("When it was received."), "callback_at": time("When Bambora answered.") },
                },
            ],
        },
        "CompletionIssueCode": { "description": "A field of a completion and a reason.", "type": "string", "enum": codes },
    });
    match schemas {
        Value::Object(schemas) => schemas,
        _ => Map::new(),
    }
}
