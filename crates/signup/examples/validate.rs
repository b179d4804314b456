//! Whether a JSON Schema lets each document on standard input through, for comparing it with the check.
//!
//! A line holds a document, `{"text": "…"}` or `{"bytes": "7b7d"}` (hexadecimal). A line of output is `true`, `false`, or
//! `null` where the text is no JSON and there is nothing to judge.
//!
//! `cargo run --package merchant-signup --example validate schema.json < documents.ndjson`

#![allow(clippy::indexing_slicing, reason = "a `Value` without a key answers with null")]

use std::error::Error;
use std::io::{BufRead, BufWriter, Write, stdin, stdout};

use jsonschema::Draft;
use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    let schema = std::env::args_os().nth(1).ok_or("name the file of a schema")?;
    let schema = serde_json::from_slice(&std::fs::read(schema)?)?;
    let validator = jsonschema::options().with_draft(Draft::Draft202012).build(&schema)?;
    let mut out = BufWriter::new(stdout().lock());
    for line in stdin().lock().lines() {
        let document = document(&serde_json::from_str(&line?)?).ok_or("a line without a document")?;
        // A parser of values knows no byte order mark.
        let text = document.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&document);
        match serde_json::from_slice(text) {
            Ok(value) => writeln!(out, "{}", validator.is_valid(&value))?,
            Err(_) => writeln!(out, "null")?,
        }
    }
    Ok(out.flush()?)
}

fn document(line: &Value) -> Option<Vec<u8>> {
    if let Some(text) = line["text"].as_str() {
        return Some(text.into());
    }
    let hex = line["bytes"].as_str()?;
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok()).collect()
}
