//! What two commits are compared by: the same program, built against the core crate of each.
//!
//! - `probe reports`: standard input has a line for each document, `{"text": "…"}` or `{"bytes": "7b7d"}` (hexadecimal) and
//!   `options`; standard output has a line for each report.
//! - `probe check FILE TIMES`: checks a document again and again, for an instruction counter to watch.

use std::error::Error;
use std::hint::black_box;
use std::io::{BufRead, BufWriter, Write, stdin, stdout};

use merchant_signup_core::{Date, Level, Locale, Options, Profile, check_slice};
use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["reports"] => reports(),
        ["check", file, times] => check(&std::fs::read(file)?, times.parse()?),
        _ => Err("probe reports | probe check FILE TIMES".into()),
    }
}

fn reports() -> Result<(), Box<dyn Error>> {
    let mut out = BufWriter::new(stdout().lock());
    for line in stdin().lock().lines() {
        let line: Value = serde_json::from_str(&line?)?;
        let report = check_slice(&document(&line).ok_or("a line without a document")?, &options(&line["options"])?);
        serde_json::to_writer(&mut out, &report)?;
        writeln!(out)?;
    }
    Ok(out.flush()?)
}

fn check(document: &[u8], times: u32) -> Result<(), Box<dyn Error>> {
    let options = Options::new(Date::new(2026, 11, 22).ok_or("no such day")?);
    for _ in 0..times {
        black_box(check_slice(black_box(document), black_box(&options)));
    }
    Ok(())
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
