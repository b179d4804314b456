//! Whether a JSON Schema lets each document on standard input through, for comparing it with the check.
//!
//! A line holds a document, `{"text": "…"}` or `{"bytes": "7b7d"}` (hexadecimal). A line of output is `true`, `false`, or
//! `null` where the text is no JSON and there is nothing to judge.
//!
//! `cargo run --package merchant-signup --example validate schema.json < documents.ndjson`

mod documents;

use std::error::Error;
use std::io::{BufRead, BufWriter, Write, stdin, stdout};

use jsonschema::Draft;

fn main() -> Result<(), Box<dyn Error>> {
    let schema = std::env::args_os().nth(1).ok_or("name the file of a schema")?;
    let schema = serde_json::from_slice(&std::fs::read(schema)?)?;
    let validator = jsonschema::options().with_draft(Draft::Draft202012).build(&schema)?;
    let mut out = BufWriter::new(stdout().lock());
    for line in stdin().lock().lines() {
        let document =
            documents::document(&serde_json::from_str(&line?)?).ok_or("a line without a document")?;
        // A parser of values knows no byte order mark.
        let text = document.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&document);
        match serde_json::from_slice(text) {
            Ok(value) => writeln!(out, "{}", validator.is_valid(&value))?,
            Err(_) => writeln!(out, "null")?,
        }
    }
    Ok(out.flush()?)
}
