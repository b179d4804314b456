//! The report of each document on standard input, for comparing other doors with this one.
//!
//! A line holds a document, `{"text": "…"}` or `{"bytes": "7b7d"}` (hexadecimal), and `options`: `today`, and where they
//! differ from the defaults `level`, `profile`, `locale`, `account`. A line of output is its report.
//!
//! `cargo run --package merchant-signup-core --all-features --example reports < documents.ndjson`

#![allow(clippy::indexing_slicing, reason = "a `Value` without a key answers with null")]

use std::error::Error;
use std::io::{BufRead, BufWriter, Write, stdin, stdout};

use merchant_signup_core::{Date, Level, Locale, Options, Profile, check_slice};
use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = BufWriter::new(stdout().lock());
    for line in stdin().lock().lines() {
        let line: Value = serde_json::from_str(&line?)?;
        let document = document(&line).ok_or("a line without a document")?;
        serde_json::to_writer(&mut out, &check_slice(&document, &options(&line["options"])?))?;
        writeln!(out)?;
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

fn options(given: &Value) -> Result<Options, Box<dyn Error>> {
    let today = given["today"].as_str().ok_or("options without a day")?;
    let mut options = Options::new(Date::parse(today).map_err(|_| "no such day")?);
    if let Some(level) = given["level"].as_str() {
        options.level = Level::from_name(level).ok_or("no such level")?;
    }
    if let Some(profile) = given["profile"].as_str() {
        options.profile = Profile::from_name(profile).ok_or("no such profile")?;
    }
    if let Some(locale) = given["locale"].as_str() {
        options.locale = Locale::from_tag(locale);
    }
    options.account = given["account"].as_str().map(str::to_owned);
    Ok(options)
}
