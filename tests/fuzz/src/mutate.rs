//! Changes to JSON as such: values, keys and elements put in, taken out, exchanged.

use std::sync::LazyLock;

use merchant_signup_core::{Field, Place};
use serde_json::{Value, json};

use crate::seeds;
use crate::targets::Input;

static PIECES: LazyLock<Vec<Value>> = LazyLock::new(seeds::pieces);

/// The pointers of all fields, with the first elements of lists.
static POINTERS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let fields = Field::ALL.iter().flat_map(|&field| {
        [Place::of(field), Place::of(field).element(0), Place::in_row(field, 0), Place::in_row(field, 1)]
    });
    let mut all: Vec<String> = fields.map(|place| place.to_string()).collect();
    all.retain(|pointer| Place::from_pointer(pointer).is_some());
    all.sort();
    all.dedup();
    all
});

/// Chance: xorshift.
struct Chance(u64);

impl Chance {
    fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % count.max(1)
    }

    fn one<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        &list[self.below(list.len())]
    }
}

/// A JSON text after one to three changes; none where it is none.
pub fn mutated(text: &[u8], seed: u32, input: Input) -> Option<Vec<u8>> {
    let mut document: Value = serde_json::from_slice(text).ok()?;
    let mut chance = Chance(u64::from(seed) << 20 | 0x9E37_79B9);
    for _ in 0..=chance.below(3) {
        if input == Input::Edits && chance.below(2) == 0 {
            edit(&mut document, &mut chance);
        } else {
            change(&mut document, &mut chance);
        }
    }
    Some(document.to_string().into_bytes())
}

/// One edit more, one less, or another order.
fn edit(document: &mut Value, chance: &mut Chance) {
    let Value::Array(edits) = document else { return };
    let at = chance.below(edits.len() + 1);
    match chance.below(6) {
        0 if !edits.is_empty() => drop(edits.remove(at.min(edits.len() - 1))),
        1 if !edits.is_empty() => {
            let other = chance.below(edits.len());
            edits.swap(at.min(other), other);
        }
        2 => edits.insert(at, json!([chance.below(100)])),
        _ => edits.insert(at, json!([chance.one(&POINTERS), chance.one(&PIECES)])),
    }
}

fn change(document: &mut Value, chance: &mut Chance) {
    let mut all = Vec::new();
    pointers(document, String::new(), &mut all);
    let pointer = chance.one(&all).clone();
    let other = document.pointer(chance.one(&all)).cloned().unwrap_or_default();
    match chance.below(8) {
        0 => {
            if let Some((holder, key)) = pointer.rsplit_once('/') {
                match document.pointer_mut(holder) {
                    Some(Value::Object(fields)) => {
                        drop(fields.remove(&key.replace("~1", "/").replace("~0", "~")))
                    }
                    Some(Value::Array(elements)) => drop(elements.remove(key.parse().unwrap_or_default())),
                    _ => {}
                }
            }
        }
        1 => {
            let key = chance.one(Field::ALL).name();
            if let Some(Value::Object(fields)) = document.pointer_mut(&pointer) {
                fields.insert(key.to_owned(), chance.one(&PIECES).clone());
            }
        }
        2 => {
            if let Some(Value::Array(elements)) = document.pointer_mut(&pointer) {
                let element = elements.last().unwrap_or(chance.one(&PIECES)).clone();
                let times = if chance.below(20) == 0 { 101 } else { 1 };
                elements.extend(std::iter::repeat_n(element, times));
            }
        }
        3 => {
            if let Some(slot) = document.pointer_mut(&pointer) {
                *slot = other;
            }
        }
        4 => {
            if let Some(Value::String(text)) = document.pointer_mut(&pointer) {
                const BITS: &[&str] =
                    &[" ", "\u{A0}", "0", "9", "-", ".", "@", "+", "\u{202E}", "é", "😀", "\n", "A", "a"];
                let mut at = chance.below(text.len() + 1);
                while !text.is_char_boundary(at) {
                    at -= 1;
                }
                text.insert_str(at, chance.one(BITS));
            }
        }
        _ => {
            if let Some(slot) = document.pointer_mut(&pointer) {
                *slot = chance.one(&PIECES).clone();
            }
        }
    }
}

fn pointers(value: &Value, pointer: String, all: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                pointers(value, format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")), all);
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                pointers(element, format!("{pointer}/{index}"), all);
            }
        }
        _ => {}
    }
    all.push(pointer);
}
