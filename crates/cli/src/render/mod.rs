//! How a report is said: one file for each format.
//!
//! What is read by machines repeats nothing that people typed; what a person reads on a terminal shows the lines of
//! their own file.

pub(crate) mod github;
pub(crate) mod html;
pub(crate) mod human;
pub(crate) mod json;
pub(crate) mod junit;
mod paint;
pub(crate) mod sarif;
pub(crate) mod summary;

use merchant_signup::{MAXIMUM_BYTES, Param, Place, Report, Section, Severity, Spans};

use crate::csv::Row;
use crate::envelope::key_text;
use crate::input::Source;
use crate::lines::{Lines, Position, Span};
use crate::locate::{Located, locate};
use serde_json::value::RawValue;

/// A signup that was checked.
#[derive(Clone, Debug)]
pub(crate) struct Document<'a> {
    pub(crate) source: &'a Source,
    /// Its line, in a batch.
    pub(crate) line: Option<u64>,
    /// The whole document.
    pub(crate) bytes: &'a [u8],
    /// Where the signup stands in it, byte order mark left out; the whole, where there is none.
    pub(crate) part: Option<Span>,
    /// The row that it is, in a table; what is checked of that is another text.
    pub(crate) row: Option<&'a Row<'a>>,
    /// What the document is called, where that is asked for, and where it says so.
    pub(crate) key: Option<Option<&'a RawValue>>,
    pub(crate) report: &'a Report,
    /// Whether it makes the exit status 1; none where that follows from the report's status.
    pub(crate) fails: Option<bool>,
    /// How many issues are passed over: ignored, or in the baseline.
    pub(crate) passed_over: usize,
}

/// Where an issue is, for tools: from the first character to behind the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Region {
    pub(crate) start: Position,
    pub(crate) end: Position,
}

impl<'a> Document<'a> {
    /// The text that positions count in, without a byte order mark; none where there is no text to show.
    pub(crate) fn text(&self) -> Option<&'a str> {
        if self.bytes.len() > MAXIMUM_BYTES {
            return None;
        }
        std::str::from_utf8(self.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(self.bytes)).ok()
    }

    /// The signup alone, and where it begins in the text.
    pub(crate) fn signup(&self) -> (&'a [u8], usize) {
        let text = self.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(self.bytes);
        let whole = (text, 0);
        self.part.clone().map_or(whole, |part| (text.get(part.clone()).unwrap_or(text), part.start))
    }

    /// Whether it makes the exit status 1.
    pub(crate) fn fails(&self) -> bool {
        self.fails.unwrap_or(!self.report.is_ready())
    }

    /// The line of its source that it begins on.
    pub(crate) fn first_line(&self) -> usize {
        self.line.and_then(|line| usize::try_from(line).ok()).unwrap_or(1)
    }

    /// What to call it.
    pub(crate) fn title(&self) -> String {
        let place = match self.line {
            Some(line) => format!("{}:{line}", self.source.title()),
            None => self.source.title().to_owned(),
        };
        match self.key {
            Some(Some(key)) => format!("{place} ({})", key_text(key)),
            _ => place,
        }
    }

    /// Where reading ended, in a text that cannot be read; the column counts bytes.
    pub(crate) fn position_of_malformed(&self) -> Option<(usize, usize)> {
        let issue = self.report.issues().first()?;
        let number = |name| match issue.params().get(name) {
            Some(Param::Number(number)) => usize::try_from(number).ok(),
            _ => None,
        };
        Some((number("line")?, number("column")?))
    }

    /// Where each issue is, and what it was read with.
    pub(crate) fn regions(&self) -> Vec<Option<Region>> {
        let issues = self.report.issues();
        let Some(text) = self.text().filter(|_| !issues.is_empty()) else {
            let malformed = self.position_of_malformed().map(|(line, column)| {
                let start = Position { line, column };
                Region { start, end: Position { line, column: column + 1 } }
            });
            return vec![malformed; issues.len()];
        };
        let lines = Lines::of(text);
        let located = self.locate(text, &lines);
        located.into_iter().map(|located| Some(self.region(&lines, &located?.span))).collect()
    }

    /// Where the issues are in the text, in the order of the report; none where a place cannot be told.
    pub(crate) fn locate(&self, text: &str, lines: &Lines<'_>) -> Vec<Option<Located>> {
        match self.row {
            Some(row) => row.locate(self.report),
            None => locate(self.report, text, self.part.as_ref(), lines, self.first_line()),
        }
    }

    /// Where the values at some places are.
    pub(crate) fn regions_of(&self, places: &[Place]) -> Vec<(Place, Region)> {
        let Some(text) = self.text().filter(|_| !places.is_empty()) else { return Vec::new() };
        if let Some(row) = self.row {
            let lines = Lines::of(text);
            let spans = row.spans(places).into_iter();
            return spans.map(|(place, span)| (place, self.region(&lines, &span))).collect();
        }
        let (signup, start) = self.signup();
        let Ok(signup) = std::str::from_utf8(signup) else { return Vec::new() };
        let (lines, spans) = (Lines::of(text), Spans::of(signup));
        let region = |place: &Place| {
            let span = spans.value(*place)?;
            Some((*place, self.region(&lines, &(span.start + start..span.end + start))))
        };
        places.iter().filter_map(region).collect()
    }

    fn region(&self, lines: &Lines<'_>, span: &Span) -> Region {
        let position = |at| {
            let Position { line, column } = lines.position(at);
            Position { line: line + self.first_line() - 1, column }
        };
        let (start, end) = (position(span.start), position(span.end));
        // An empty region at the end of a text is hard to see.
        if start == end {
            Region { start, end: Position { column: end.column + 1, ..end } }
        } else {
            Region { start, end }
        }
    }
}

/// The section of the form that an issue belongs to.
pub(crate) fn section(issue: &merchant_signup::Issue) -> Option<Section> {
    let field = issue.path().place().field();
    field.section().or_else(|| field.child(issue.path().key()?)?.section())
}

/// The name of a level as SARIF says it.
pub(crate) const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        _ => "note",
    }
}
