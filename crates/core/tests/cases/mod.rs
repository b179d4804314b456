//! The shared vectors, written out. Their format: `tests/vectors/README.md`.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "several tests read the vectors, each what it needs, and one that cannot go on fails"
)]

use std::fs;
use std::path::{Path, PathBuf};

use merchant_signup_core::{Date, Level, Locale, Options, Payload, Profile};
use serde_json::{Map, Value};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

pub fn read(path: &str) -> String {
    let path = repository().join("tests").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub fn read_json(path: &str) -> Value {
    serde_json::from_str(&read(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every file of cases: its path below `tests/vectors`, and its cases.
pub fn files() -> Vec<(String, Vec<Value>)> {
    let mut files = Vec::new();
    let vectors = repository().join("tests/vectors");
    for section in fs::read_dir(&vectors).unwrap().map(|entry| entry.unwrap().path()) {
        if !section.is_dir() {
            continue;
        }
        for file in fs::read_dir(section).unwrap().map(|entry| entry.unwrap().path()) {
            let name = file.strip_prefix(&vectors).unwrap().display().to_string();
            let Value::Array(cases) = read_json(&format!("vectors/{name}")) else {
                panic!("{name} is no list of cases");
            };
            files.push((name, cases));
        }
    }
    files.sort_by(|one, other| one.0.cmp(&other.0));
    files
}

/// Writes out `$text`, `$join` and `$each`.
pub fn expand(value: &Value) -> Value {
    match value {
        Value::Array(elements) => {
            let mut expanded = Vec::new();
            for element in elements {
                let Some(repeated) = element.get("$each") else {
                    expanded.push(expand(element));
                    continue;
                };
                let bound = |name| element[name].as_u64().unwrap_or_else(|| panic!("$each without {name}"));
                for index in bound("from")..=bound("to") {
                    match with_index(&expand(repeated), index) {
                        Value::Array(several) => expanded.extend(several),
                        one => expanded.push(one),
                    }
                }
            }
            Value::Array(expanded)
        }
        Value::Object(fields) => {
            if let Some(piece) = fields.get("$text") {
                let times = fields["times"].as_u64().unwrap();
                return Value::String(piece.as_str().unwrap().repeat(usize::try_from(times).unwrap()));
            }
            if let Some(pieces) = fields.get("$join") {
                return Value::String(joined(&expand(pieces)));
            }
            fields.iter().map(|(key, value)| (key.clone(), expand(value))).collect::<Map<_, _>>().into()
        }
        _ => value.clone(),
    }
}

fn joined(pieces: &Value) -> String {
    match pieces {
        Value::Array(pieces) => pieces.iter().map(|piece| piece.as_str().expect("a text")).collect(),
        text => text.as_str().expect("a text").to_owned(),
    }
}

fn with_index(value: &Value, index: u64) -> Value {
    let text = |text: &str| text.replace("{i}", &index.to_string());
    match value {
        Value::String(own) => Value::String(text(own)),
        Value::Array(elements) => elements.iter().map(|element| with_index(element, index)).collect(),
        Value::Object(fields) => fields
            .iter()
            .map(|(key, value)| (text(key), with_index(value, index)))
            .collect::<Map<_, _>>()
            .into(),
        _ => value.clone(),
    }
}

/// Applies the operations `add`, `replace` and `remove` of RFC 6902.
fn patched(mut document: Value, operations: &Value) -> Value {
    for operation in operations.as_array().expect("a patch is a list") {
        let path = operation["path"].as_str().unwrap();
        let (parent, last) = path.rsplit_once('/').unwrap();
        let last = last.replace("~1", "/").replace("~0", "~");
        let parent = document.pointer_mut(parent).unwrap_or_else(|| panic!("nothing at {parent}"));
        let value = operation.get("value").cloned();
        match (operation["op"].as_str().unwrap(), parent) {
            ("add", Value::Object(fields)) => drop(fields.insert(last, value.unwrap())),
            ("add", Value::Array(elements)) => elements.insert(last.parse().unwrap(), value.unwrap()),
            ("replace", parent) => {
                let slot = match parent {
                    Value::Object(fields) => fields.get_mut(&last),
                    Value::Array(elements) => elements.get_mut(last.parse::<usize>().unwrap()),
                    _ => None,
                };
                *slot.unwrap_or_else(|| panic!("nothing at {path}")) = value.unwrap();
            }
            ("remove", Value::Object(fields)) => drop(fields.remove(&last).expect("nothing to remove")),
            ("remove", Value::Array(elements)) => drop(elements.remove(last.parse().unwrap())),
            (other, _) => panic!("{other} at {path}"),
        }
    }
    document
}

/// What a case is about: a value, or the text of a document.
pub enum Input {
    Value(Value),
    Text(Vec<u8>),
}

/// Whether this build has the payload of a case.
pub fn is_built_in(case: &Value) -> bool {
    case["options"]["payload"].as_str().is_none_or(|name| Payload::from_name(name).is_some())
}

pub fn input(case: &Value) -> Option<Input> {
    if case.get("javascript").is_some() || !is_built_in(case) {
        return None;
    }
    Some(if let Some(value) = case.get("input") {
        Input::Value(value.clone())
    } else if let Some(patch) = case.get("patch") {
        Input::Value(patched(read_json("examples/ready.json"), patch))
    } else if let Some(text) = case.get("text") {
        Input::Text(joined(text).into_bytes())
    } else {
        let hex = case["bytes"].as_str().expect("a case without an input");
        let byte = |at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
        Input::Text((0..hex.len()).step_by(2).map(byte).collect())
    })
}

pub fn options(case: &Value) -> Options {
    let Some(given) = case.get("options") else { return Options::new(date("2026-11-22")) };
    let mut options = Options::new(date("2026-11-22"));
    for (name, value) in given.as_object().unwrap() {
        let value = value.as_str().unwrap();
        match name.as_str() {
            "today" => options.today = date(value),
            "payload" => options.payload = Payload::from_name(value).unwrap_or(options.payload),
            "level" => options.level = Level::from_name(value).unwrap(),
            "profile" => options.profile = Profile::from_name(value).unwrap(),
            "locale" => options.locale = Locale::from_tag(value),
            "account" => options.account = Some(value.to_owned()),
            _ => panic!("option {name}"),
        }
    }
    options
}

pub fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// The text of a value, the keys of its objects from the last to the first.
pub fn reversed(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let fields: Vec<String> = fields
                .iter()
                .rev()
                .map(|(key, value)| format!("{}:{}", Value::from(key.as_str()), reversed(value)))
                .collect();
            format!("{{{}}}", fields.join(","))
        }
        Value::Array(elements) => {
            format!("[{}]", elements.iter().map(reversed).collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}
