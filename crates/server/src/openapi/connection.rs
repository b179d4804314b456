//! The schemas of the connection.

use serde_json::{Map, Value, json};

use super::parts::reference;

pub(super) fn schemas() -> Map<String, Value> {
    let text = |description: &str| json!({ "type": "string", "description": description });
    let time = |description: &str| json!({ "type": "string", "format": "date-time", "description": description, "readOnly": true });
    // Said in so many words: without it, some generators make a type of it that has no members.
    let free = |description: &str| json!({ "type": "object", "additionalProperties": true, "description": description });
    let status =
        json!({ "enum": ["pending", "enabled", "failed", "declined"], "description": "Where it stands." });
    let options = json!({ "type": "array", "items": reference("schemas", "ConnectionPaymentOption"), "description": "What can be paid with." });
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
        "ConnectionPaymentOption": {
            "description": "A way to pay.",
            "type": "object",
            "properties": {
                "type": text("Such as `bambora.creditcard`."),
                "currencies": { "type": "array", "items": reference("schemas", "Currency"), "description": "ISO 4217 codes." },
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
                reference("schemas", "StoredSignup"),
                {
                    "type": "object",
                    "properties": { "created_at": time("When it was received."), "callback_at": time("When Bambora answered.") },
                },
            ],
        },
    });
    match schemas {
        Value::Object(schemas) => schemas,
        _ => Map::new(),
    }
}
