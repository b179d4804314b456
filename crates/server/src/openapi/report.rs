//! The schemas of reports and refusals.

use merchant_signup::{Level, ParamType, Params, Profile, Section, Severity, catalogue};
use serde_json::{Map, Value, json};

use super::parts::reference;
use crate::answer::RefusalCode;

pub(super) fn schemas() -> Map<String, Value> {
    let codes: Vec<String> = catalogue().map(|rule| rule.code.to_string()).collect();
    let refusals: Vec<&str> = RefusalCode::ALL.iter().map(|why| why.code()).collect();
    let types: Vec<String> = refusals.iter().map(|code| format!("urn:merchant-signup:{code}")).collect();
    let levels: Vec<&str> = Level::ALL.iter().map(|level| level.name()).collect();
    let profiles: Vec<&str> = Profile::ALL.iter().map(|profile| profile.name).collect();
    let sections: Vec<&str> = Section::ALL.iter().map(|section| section.name()).collect();
    let severities = [Severity::Error, Severity::Warning, Severity::Info].map(Severity::name);
    let issues = json!({ "type": "array", "items": reference("schemas", "Issue") });
    let schemas = json!({
        "Report": {
            "description": "What stands between a signup and its submission, said all at once.",
            "type": "object",
            "required": ["status", "level", "profile", "today", "rules", "issues", "sections"],
            "properties": {
                "status": { "enum": ["ready", "incomplete", "invalid", "malformed"] },
                "level": { "enum": levels },
                "profile": { "enum": profiles },
                "today": { "type": "string", "format": "date", "description": "The day that ages were counted to." },
                "rules": { "type": "string", "description": "The version of the rule set." },
                "issues": issues,
                "sections": { "type": "array", "items": reference("schemas", "SectionSummary") },
            },
        },
        "Issue": {
            "description": "One thing that is to be put right, or to be known. It never repeats what a person typed.",
            "type": "object",
            "required": ["code", "path", "severity", "kind", "params", "message", "related"],
            "properties": {
                "code": {
                    "description": "What it says, for programs. A code keeps its meaning; new ones are added.",
                    "anyOf": [reference("schemas", "IssueCode"), reference("schemas", "CompletionIssueCode")],
                },
                "path": reference("schemas", "Pointer"),
                "severity": { "enum": severities, "description": "An `error` blocks; a `warning` and an `info` do not." },
                "kind": { "enum": ["missing", "invalid", "inconsistent", "notice"] },
                "params": reference("schemas", "Params"),
                "message": { "type": "string", "description": "What it says, for people." },
                "related": {
                    "description": "The other fields that a rule read.",
                    "type": "array",
                    "items": reference("schemas", "Pointer"),
                },
            },
        },
        "IssueCode": { "description": "A field and a reason.", "type": "string", "enum": codes },
        "Pointer": {
            "description": "An RFC 6901 pointer to the field at fault; for something missing, to where it belongs.",
            "type": "string",
            "pattern": "^(?:/(?:[^/~]|~[01])*)*$",
        },
        "Params": params(),
        "SectionSummary": {
            "description": "Where one section of the form stands.",
            "type": "object",
            "required": ["section", "status", "required", "fulfilled"],
            "properties": {
                "section": { "enum": sections },
                "status": { "enum": ["ready", "incomplete", "invalid"] },
                "required": { "type": "integer", "minimum": 0, "description": "How many answers are owed today." },
                "fulfilled": { "type": "integer", "minimum": 0, "description": "How many of them are there." },
            },
        },
        "Refusal": {
            "description": "A refusal.",
            "type": "object",
            "required": ["error"],
            "properties": {
                "error": {
                    "type": "object",
                    "required": ["code", "message", "errors"],
                    "properties": {
                        "code": { "enum": refusals },
                        "message": { "type": "string", "description": "Why it is refused, for people." },
                        "errors": issues,
                        "refresh_url": { "type": "string", "description": "Of `session_expired`: where a new link can be had." },
                    },
                },
                "draft": { "type": ["object", "null"], "additionalProperties": true, "description": "Of `draft_changed`: the draft that is there." },
                "step": { "type": "string", "description": "Of `draft_changed`: the form's step." },
                "version": { "type": "integer", "description": "Of `draft_changed`: the version of the draft that is there." },
                "saved_at": { "type": "string", "format": "date-time", "description": "Of `draft_changed`: when it was saved." },
            },
        },
        "Problem": {
            "description": "A refusal as problem details (RFC 9457).",
            "type": "object",
            "required": ["type", "title", "status", "errors"],
            "properties": {
                "type": { "enum": types },
                "title": { "type": "string", "description": "Why it is refused, for people." },
                "status": { "type": "integer" },
                "errors": issues,
            },
        },
    });
    match schemas {
        Value::Object(schemas) => schemas,
        _ => Map::new(),
    }
}

/// What a message needs to know besides the field.
fn params() -> Value {
    let text = || json!({ "type": "string" });
    let number = || json!({ "type": "integer", "minimum": 0 });
    let list = |items: Value| json!({ "type": "array", "items": items });
    let properties: Map<String, Value> = Params::NAMES
        .iter()
        .map(|name| {
            let schema = match ParamType::of(name) {
                ParamType::Number => number(),
                ParamType::Text => text(),
                ParamType::Texts => list(text()),
                ParamType::Numbers => list(number()),
                ParamType::NumberOrText => json!({ "type": ["integer", "string"] }),
            };
            ((*name).to_owned(), schema)
        })
        .collect();
    json!({
        "description": "What a message needs besides the field: limits, allowed values, a country.",
        "type": "object",
        "properties": properties,
    })
}
