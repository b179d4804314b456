//! Reports as JSON: alone, in an array, or one on each line, whole or in short.

use merchant_signup::{Code, Report};
use serde::Serialize;
use serde_json::value::RawValue;

use super::Document;

#[derive(Serialize)]
struct Sourced<'a> {
    source: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<Option<&'a RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failing: Option<bool>,
    report: &'a Report,
}

/// The report alone, on lines that people can read too.
pub(crate) fn report(document: &Document<'_>, out: &mut Vec<u8>) {
    // Writing to memory does not fail, nor has a report keys that are no strings.
    let _ = serde_json::to_writer_pretty(&mut *out, document.report);
    out.push(b'\n');
}

/// An element of an array, with what comes before it.
pub(crate) fn element(document: &Document<'_>, out: &mut Vec<u8>) {
    out.extend_from_slice(SEPARATOR);
    let Document { source, line, key, report, fails: failing, .. } = *document;
    let _ = serde_json::to_writer(out, &Sourced { source: &source.name, line, key, failing, report });
}

/// What stands between two elements; the first has it taken away.
pub(crate) const SEPARATOR: &[u8] = b",\n";

/// A line of its own.
pub(crate) fn line(document: &Document<'_>, out: &mut Vec<u8>) {
    let Document { source, line, key, report, fails: failing, .. } = *document;
    let line = Some(line.unwrap_or(1));
    let _ = serde_json::to_writer(&mut *out, &Sourced { source: &source.name, line, key, failing, report });
    out.push(b'\n');
}

/// What is left of a report that is asked for in short.
#[derive(Serialize)]
struct Short<'a> {
    source: &'a str,
    line: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<Option<&'a RawValue>>,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    failing: Option<bool>,
    codes: Vec<Code>,
}

/// A short line of its own: where the signup is, its key where one is asked for, its status, and its codes, each once, in the order of the report.
pub(crate) fn short(document: &Document<'_>, out: &mut Vec<u8>) {
    let Document { source, line, key, report, fails: failing, .. } = *document;
    let mut codes = Vec::new();
    for issue in report.issues() {
        if !codes.contains(&issue.code()) {
            codes.push(issue.code());
        }
    }
    let (line, status) = (line.unwrap_or(1), report.status().name());
    let _ =
        serde_json::to_writer(&mut *out, &Short { source: &source.name, line, key, status, failing, codes });
    out.push(b'\n');
}
