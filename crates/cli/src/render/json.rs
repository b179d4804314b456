//! Reports as JSON: alone, in an array, or one on each line.

use merchant_signup::Report;
use serde::Serialize;

use super::Document;

#[derive(Serialize)]
struct Sourced<'a> {
    source: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
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
    let Document { source, line, report, .. } = *document;
    let _ = serde_json::to_writer(out, &Sourced { source: &source.name, line, report });
}

/// What stands between two elements; the first has it taken away.
pub(crate) const SEPARATOR: &[u8] = b",\n";

/// A line of its own.
pub(crate) fn line(document: &Document<'_>, out: &mut Vec<u8>) {
    let Document { source, line, report, .. } = *document;
    let line = Some(line.unwrap_or(1));
    let _ = serde_json::to_writer(&mut *out, &Sourced { source: &source.name, line, report });
    out.push(b'\n');
}
