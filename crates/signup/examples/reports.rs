//! The report of each document on standard input, for comparing other doors with this one.
//!
//! A line holds a document, `{"text": "…"}` or `{"bytes": "7b7d"}` (hexadecimal), and `options`: `today`, and where they
//! differ from the defaults `level`, `profile`, `locale`, `account`. A line of output is its report.
//!
//! `cargo run --package merchant-signup --all-features --example reports < documents.ndjson`

#![allow(clippy::indexing_slicing, reason = "a `Value` without a key answers with null")]

mod documents;

use std::error::Error;
use std::io::{BufRead, BufWriter, Write, stdin, stdout};

use merchant_signup::{Date, Level, Locale, Options, Profile, check_slice};
use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = BufWriter::new(stdout().lock());
    for line in stdin().lock().lines() {
        let line: Value = serde_json::from_str(&line?)?;
        let document = documents::document(&line).ok_or("a line without a document")?;
        serde_json::to_writer(&mut out, &check_slice(&document, &options(&line["options"])?))?;
        writeln!(out)?;
    }
    Ok(out.flush()?)
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
