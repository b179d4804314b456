//! Documents as lines of text, for programs that are compared with others.

#![allow(clippy::indexing_slicing, reason = "a `Value` without a key answers with null")]

use serde_json::Value;

/// The document of a line: `{"text": "…"}` or `{"bytes": "7b7d"}` (hexadecimal).
pub(crate) fn document(line: &Value) -> Option<Vec<u8>> {
    if let Some(text) = line["text"].as_str() {
        return Some(text.into());
    }
    let hex = line["bytes"].as_str()?;
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok()).collect()
}
