//! What is said at the end, of many signups.

use std::collections::BTreeMap;
use std::fmt::Write;

use merchant_signup::{Code, Options, RULES_VERSION, Severity, Status};
use serde::Serialize;

use super::paint::{BAD, FAINT, OPEN, Paint, STRONG, marked};
use crate::tally::Tally;
use crate::wording::grouped;

/// For people: how often each code was found, then how many signups there are of each status. Signups that are not ready and were
/// not shown are left out.
pub(crate) fn text(title: &str, tally: &Tally, left_out: u64, coloured: bool) -> String {
    let paint = Paint { coloured };
    let mut page = String::new();
    if left_out > 0 {
        let fail = if tally.failing == tally.not_ready() { "are not ready" } else { "fail" };
        let more = format!(
            "{} more that {fail} are counted only: --details shows more of them, --format ndjson all.",
            grouped(left_out)
        );
        let _ = writeln!(page, "{}\n", paint.text(FAINT, &more));
    }
    if !tally.codes.is_empty() || !tally.ignored.is_empty() || !tally.known.is_empty() {
        let mut codes: Vec<_> = tally.codes.iter().collect();
        codes.sort_by_key(|(code, count)| (code.severity(), std::cmp::Reverse(**count)));
        let counts = tally.codes.values().chain(tally.ignored.values()).chain(tally.known.values());
        let width = counts.map(|count| grouped(*count).len()).max().unwrap_or_default();
        for (code, count) in codes {
            let (style, severity) = match code.severity() {
                Severity::Error => (BAD, "error"),
                Severity::Warning => (OPEN, "warning"),
                _ => (FAINT, "info"),
            };
            let severity = paint.text(style, &format!("{severity:<7}"));
            let _ = writeln!(page, "  {:>width$}  {severity}  {code}", grouped(*count));
        }
        for (codes, why) in [(&tally.ignored, "ignored"), (&tally.known, "known  ")] {
            let mut codes: Vec<_> = codes.iter().collect();
            codes.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
            for (code, count) in codes {
                let _ = writeln!(page, "  {:>width$}  {}  {code}", grouped(*count), paint.text(FAINT, why));
            }
        }
        page.push('\n');
    }
    let is_well = tally.signups() > 0 && tally.failing == 0;
    let (style, mark) = marked(if is_well { Status::Ready } else { Status::Invalid });
    let parts = [
        (tally.ready, "ready"),
        (tally.incomplete, "incomplete"),
        (tally.invalid, "invalid"),
        (tally.malformed, "malformed"),
    ];
    let parts: Vec<_> = parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, status)| format!("{} {status}", grouped(*count)))
        .collect();
    let signups = match tally.signups() {
        0 => "no signup".to_owned(),
        1 => "1 signup".to_owned(),
        many => format!("{} signups", grouped(many)),
    };
    let total = paint.text(STRONG, &format!("{title}: {signups}"));
    let separator = if parts.is_empty() { "" } else { ": " };
    let failing = if tally.failing == tally.not_ready() {
        String::new()
    } else {
        format!("; {} failing", grouped(tally.failing))
    };
    let _ = writeln!(page, "{} {total}{separator}{}{failing}", paint.text(style, mark), parts.join(", "));
    page
}

/// For programs: one object on one line.
#[derive(Serialize)]
struct Summary<'a> {
    /// Sources that were read: files, and standard input.
    sources: usize,
    /// Sources that could not be read, or not to their end.
    unreadable: usize,
    signups: u64,
    ready: u64,
    incomplete: u64,
    invalid: u64,
    malformed: u64,
    /// How many signups make the exit status 1.
    failing: u64,
    /// How many issues there are of each code.
    codes: &'a BTreeMap<Code, u64>,
    /// How many issues are ignored, of each code; neither they nor those in the baseline are among `codes`.
    ignored: &'a BTreeMap<Code, u64>,
    /// How many are in the baseline, of each code.
    known: &'a BTreeMap<Code, u64>,
    level: &'static str,
    profile: &'static str,
    today: String,
    rules: &'static str,
}

/// The summary as a line of JSON.
pub(crate) fn json(tally: &Tally, sources: usize, unreadable: usize, options: &Options) -> String {
    let summary = Summary {
        sources,
        unreadable,
        signups: tally.signups(),
        ready: tally.ready,
        incomplete: tally.incomplete,
        invalid: tally.invalid,
        malformed: tally.malformed,
        failing: tally.failing,
        codes: &tally.codes,
        ignored: &tally.ignored,
        known: &tally.known,
        level: options.level.name(),
        profile: options.profile.name,
        today: options.today.to_string(),
        rules: RULES_VERSION,
    };
    // An object of numbers and texts can always be written.
    serde_json::to_string(&summary).unwrap_or_default()
}
