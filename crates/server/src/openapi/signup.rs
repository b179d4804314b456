//! The schemas of what is sent: a signup, and what completes a connection.
//!
//! They are the check's own JSON Schemas, arranged for programs that generate clients: each object has a name of its own, no
//! schema is named by the form's label, and conditions stand where generators do not take them for types.

use merchant_signup::{Level, Payload, catalogue_of, json_schema, json_schema_of};
use serde_json::{Map, Value, json};

use super::parts::{merge, reference};

/// The objects of a signup: where each stands in the schema of the body, and its name. An object comes before the one that it
/// stands in.
const OBJECTS: &[(&str, &str)] = &[
    ("/properties/payment_options/items", "PaymentOption"),
    ("/properties/revenue", "Revenue"),
    ("/properties/ownership/properties/owners/items", "Owner"),
    ("/properties/ownership", "Ownership"),
    ("/properties/verifications", "Verifications"),
    ("/properties/signature/properties/signatures/items", "Signatory"),
    ("/properties/signature", "Signature"),
    ("/properties/applicant", "Applicant"),
];

pub(super) fn schemas() -> Map<String, Value> {
    let mut schemas = Map::new();
    let mut request = json_schema(Level::Submission);
    if let Some(Value::Object(shared)) = request.get_mut("$defs").map(Value::take) {
        schemas.extend(shared.into_iter().map(|(name, schema)| (component(&name).to_owned(), schema)));
    }
    let signup = take(&mut request, "/properties/signup", "Signup");
    name_objects(signup, "", &mut schemas);
    // What a stored signup looks like: at level `contract` nothing depends on profile and day.
    let stored = take(&mut json_schema(Level::Contract), "/properties/signup", "");
    name_objects(stored, "Stored", &mut schemas);
    schemas.insert("SignupRequest".to_owned(), document(request));

    let mut completion = json_schema_of(Payload::CALLBACK, Level::Submission);
    take(&mut completion, "/properties/payment_options/items", "PaymentOption");
    if let Some(secret) = completion.pointer_mut("/properties/secret_token") {
        merge(secret, json!({ "writeOnly": true }));
    }
    schemas.insert("Completion".to_owned(), document(completion));
    let codes: Vec<String> = catalogue_of(Payload::CALLBACK).map(|rule| rule.code.to_string()).collect();
    let codes =
        json!({ "description": "A field of a completion and a reason.", "type": "string", "enum": codes });
    schemas.insert("CompletionIssueCode".to_owned(), codes);

    for schema in schemas.values_mut() {
        arrange(schema);
    }
    schemas
}

/// Inserts the signup and its objects by name.
fn name_objects(mut signup: Value, prefix: &str, schemas: &mut Map<String, Value>) {
    for (place, name) in OBJECTS {
        let name = format!("{prefix}{name}");
        let schema = take(&mut signup, place, &name);
        schemas.insert(name, schema);
    }
    schemas.insert(format!("{prefix}Signup"), signup);
}

/// Takes the schema at a place, and leaves a reference to its name. Where it may be null, the reference may be too.
fn take(within: &mut Value, place: &str, name: &str) -> Value {
    let Some(found) = within.pointer_mut(place) else { return Value::Null };
    let mut schema = found.take();
    let reference = reference("schemas", name);
    let may_be_null = schema.get("type") == Some(&json!(["object", "null"]));
    *found = if may_be_null { json!({ "anyOf": [reference, { "type": "null" }] }) } else { reference };
    if let (true, Some(kind)) = (may_be_null, schema.get_mut("type")) {
        *kind = "object".into();
    }
    schema
}

/// A schema that stood by itself, as one of a document's.
fn document(mut schema: Value) -> Value {
    if let Value::Object(members) = &mut schema {
        for key in ["$defs", "$schema", "$comment", "title"] {
            members.remove(key);
        }
    }
    schema
}

/// The name in the document of a schema that the check's own schemas share.
fn component(name: &str) -> &str {
    match name {
        "absent" => "Absent",
        "currency" => "Currency",
        other => other,
    }
}

/// Has references lead to the document's schemas, makes labels descriptions, and puts conditions where they belong.
fn arrange(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if let Some(Value::String(to)) = members.get_mut("$ref")
                && let Some(name) = to.strip_prefix("#/$defs/")
            {
                *to = format!("#/components/schemas/{}", component(name));
            }
            // A property may be called `title` too, and is a schema then.
            if members.get("title").is_some_and(Value::is_string)
                && let Some(label) = members.remove("title")
            {
                members.entry("description").or_insert(label);
            }
            hide_conditions(members);
            members.values_mut().for_each(arrange);
        }
        Value::Array(elements) => elements.iter_mut().for_each(arrange),
        _ => {}
    }
}

/// Puts what a typed value must fulfil besides its type below a condition that always holds. It means the same, and a
/// generator does not make types of it.
fn hide_conditions(members: &mut Map<String, Value>) {
    if !members.contains_key("type") || members.contains_key("if") {
        return;
    }
    let conditions: Map<String, Value> =
        ["allOf", "anyOf"].iter().filter_map(|key| members.remove_entry(*key)).collect();
    if !conditions.is_empty() {
        members.insert("if".to_owned(), true.into());
        members.insert("then".to_owned(), conditions.into());
    }
}
