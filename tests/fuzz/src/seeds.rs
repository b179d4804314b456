//! What fuzzing begins with: the vectors.

#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "what stands in the repository can be read"
)]

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::cases;
use crate::targets::Input;

/// Seeds up to this many bytes: short ones are tried and changed more often.
const LONGEST: usize = 4096;

/// The seeds of a target with such inputs, each once.
pub fn seeds(input: Input) -> Vec<Vec<u8>> {
    let texts = documents();
    let seeds: BTreeSet<Vec<u8>> = match input {
        Input::Document => texts.into_iter().collect(),
        Input::Edits => texts.iter().filter_map(|text| edits(&serde_json::from_slice(text).ok()?)).collect(),
        Input::Text => pieces().iter().filter_map(|piece| Some(piece.as_str()?.into())).collect(),
    };
    seeds.into_iter().filter(|seed| seed.len() <= LONGEST).collect()
}

/// The texts of the examples, and of what the vectors check.
fn documents() -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> = ["ready", "published", "twenty-faults", "empty"]
        .map(|name| cases::read(&format!("examples/{name}.json")).into_bytes())
        .into();
    for (_, list) in cases::files() {
        for case in &list {
            all.extend(cases::input(&cases::expand(case)).map(|input| match input {
                cases::Input::Value(value) => value.to_string().into_bytes(),
                cases::Input::Text(text) => text,
            }));
        }
    }
    all
}

/// What the vectors put somewhere: texts, numbers, small objects and lists, each once.
pub fn pieces() -> Vec<Value> {
    let mut pieces = BTreeSet::new();
    for text in documents() {
        if let Ok(value) = serde_json::from_slice(&text) {
            collect(&value, &mut pieces);
        }
    }
    pieces.iter().map(|text| serde_json::from_str(text).unwrap()).collect()
}

fn collect(value: &Value, pieces: &mut BTreeSet<String>) {
    let text = value.to_string();
    if text.len() <= 300 {
        pieces.insert(text);
    }
    match value {
        Value::Array(elements) => elements.iter().for_each(|element| collect(element, pieces)),
        Value::Object(fields) => fields.values().for_each(|value| collect(value, pieces)),
        _ => {}
    }
}

/// A document filled in from its beginning, one leaf after the other, and then as a whole.
fn edits(document: &Value) -> Option<Vec<u8>> {
    fn below(value: &Value, pointer: &str, edits: &mut Vec<Value>) {
        match value {
            Value::Object(fields) if !fields.is_empty() => {
                for (key, value) in fields {
                    below(value, &format!("{pointer}/{key}"), edits);
                }
            }
            _ => edits.push(json!([pointer, value])),
        }
    }
    document.as_object()?;
    let mut all = Vec::new();
    below(document, "", &mut all);
    all.push(json!(["", document]));
    Some(Value::from(all).to_string().into_bytes())
}
