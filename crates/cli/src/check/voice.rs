//! What is said of each signup.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use merchant_signup::{Options, Report};

use crate::args::{Check, Format, Only, Summary};
use crate::baseline::{self, Whose};
use crate::batch::{self, Answers, Work};
use crate::csv::{Cells, Row, Table};
use crate::envelope::Envelope;
use crate::input::Source;
use crate::policy::{Policy, Weight};
use crate::render::human::Human;
use crate::render::sarif::Sarif;
use crate::render::{Document, github, html, json, junit, sarif};
use crate::tally::Tally;
use serde_json::value::RawValue;

/// Says what there is to say of a signup, in the format asked for.
pub(super) struct Voice {
    pub(super) format: Format,
    pub(super) options: Options,
    /// Whether several answers follow each other in a list; else there is one signup, and its report stands alone.
    is_list: bool,
    /// Whether nothing is said of a signup.
    is_silent: bool,
    is_compact: bool,
    /// Whether a baseline is written.
    is_baseline: bool,
    only: Option<Only>,
    envelope: Envelope,
    policy: Policy,
    human: Human,
    sarif: Sarif,
}

impl Voice {
    pub(super) fn new(args: &Check, options: Options, policy: Policy, human: Human, is_list: bool) -> Self {
        let format = args.format();
        // The summary takes the place of what people read.
        let is_summary_alone = format == Format::Human && args.summary == Some(Summary::Json);
        Self {
            format,
            is_list: is_list || args.only.is_some(),
            is_silent: args.quiet && args.write_baseline.is_none() || is_summary_alone,
            is_compact: args.compact,
            is_baseline: args.write_baseline.is_some(),
            only: args.only,
            envelope: args.envelope(),
            policy,
            human,
            sarif: Sarif::new(options.locale),
            options,
        }
    }

    /// What was taken for one signup has several. True where the list is still to be begun.
    pub(super) fn becomes_list(&mut self) -> bool {
        let is_new = !std::mem::replace(&mut self.is_list, true);
        is_new && self.format == Format::Json
    }

    /// Whether people read standard output.
    pub(super) fn is_for_people(&self) -> bool {
        self.format == Format::Human
    }

    /// Whether reports are written to standard output.
    pub(super) const fn speaks(&self) -> bool {
        !self.is_silent
    }

    /// Whether reports are written as they are.
    fn writes_whole_reports(&self) -> bool {
        matches!(self.format, Format::Json | Format::Ndjson) && !self.is_compact
    }

    /// What stands between two answers, which the first must not have.
    pub(super) const fn separator(&self) -> &'static [u8] {
        match self.format {
            Format::Json => json::SEPARATOR,
            Format::Sarif => sarif::SEPARATOR,
            _ => b"",
        }
    }

    /// What stands before all answers.
    pub(super) fn head(&self) -> String {
        match self.format {
            _ if self.is_silent => String::new(),
            Format::Json if self.is_list => "[\n".to_owned(),
            Format::Sarif => Sarif::head(&self.options),
            Format::Junit => junit::HEAD.to_owned(),
            Format::Html => html::head(&self.options),
            _ => String::new(),
        }
    }

    /// What stands behind all answers.
    pub(super) fn tail(&self, tally: &Tally, unreadable: usize) -> String {
        match self.format {
            _ if self.is_silent => String::new(),
            Format::Json if self.is_list => "\n]\n".to_owned(),
            Format::Sarif => Sarif::tail(unreadable == 0),
            Format::Junit => junit::TAIL.to_owned(),
            Format::Html => html::tail(tally, unreadable),
            _ => String::new(),
        }
    }

    /// Checks a document, counts it, and has something said of it.
    fn check(
        &self,
        source: &Source,
        line: Option<u64>,
        bytes: &[u8],
        tally: &mut Tally,
        says: impl FnOnce(&Document<'_>),
    ) {
        let (report, opened) = self.envelope.check(bytes, &self.options);
        let (part, key) = (opened.part, opened.key);
        tally.nothing_at += u64::from(opened.has_nothing);
        self.judge(source, report, Read { line, bytes, part, key, row: None }, tally, says);
    }

    /// Checks a row, counts it, and has something said of it.
    fn check_row(
        &self,
        source: &Source,
        table: &Table,
        row: &Row<'_>,
        tally: &mut Tally,
        says: impl FnOnce(&Document<'_>),
    ) {
        let key = table.has_key().then_some(row.key.as_deref());
        let read = Read { line: Some(row.line), bytes: row.text, part: None, key, row: Some(row) };
        self.judge(source, row.check(&self.options), read, tally, says);
    }

    fn judge(
        &self,
        source: &Source,
        report: Report,
        read: Read<'_>,
        tally: &mut Tally,
        says: impl FnOnce(&Document<'_>),
    ) {
        let Read { line, bytes, part, key, row } = read;
        let mut report = report.at_line(line.unwrap_or(1));
        let whose = Whose::of(key.flatten(), &source.name, line);
        let weights = self.policy.weigh(&report, whose);
        tally.count(&report, &weights);
        let fails = (!self.policy.is_usual()).then(|| weights.contains(&Weight::Counts));
        let passed_over = weights.iter().filter(|weight| weight.is_passed_over()).count();
        let mut weights = weights.iter();
        if self.is_baseline {
            report = report.keeping(|_| weights.next() == Some(&Weight::Counts));
        } else if passed_over > 0 && !self.writes_whole_reports() {
            report = report.keeping(|_| weights.next().is_some_and(|weight| !weight.is_passed_over()));
        }
        says(&Document { source, line, bytes, part, row, key, report: &report, fails, passed_over });
    }

    /// Checks a signup that a source holds alone: its count, and what is said of it.
    pub(super) fn one(&self, source: &Source, bytes: &[u8]) -> (Tally, Vec<u8>) {
        let (mut tally, mut out) = (Tally::default(), Vec::new());
        self.check(source, None, bytes, &mut tally, |document| self.of_one(document, &mut out));
        (tally, out)
    }

    fn of_one(&self, document: &Document<'_>, out: &mut Vec<u8>) {
        if self.passes_over(document) {
            return;
        }
        match self.format {
            Format::Human => self.human.document(document, out),
            Format::Json if !self.is_list => json::report(document, out),
            _ => self.of_several(document, out),
        }
    }

    /// What is said of one of several signups.
    fn of_several(&self, document: &Document<'_>, out: &mut Vec<u8>) {
        if self.passes_over(document) {
            return;
        }
        let locale = self.options.locale;
        match self.format {
            Format::Human if !document.fails() => {}
            Format::Human => self.human.line(document, out),
            Format::Json => json::element(document, out),
            Format::Ndjson if self.is_baseline => {
                let whose = Whose::of(document.key.flatten(), &document.source.name, document.line);
                document.report.issues().iter().for_each(|issue| baseline::write(whose, issue, out));
            }
            Format::Ndjson if self.is_compact => json::short(document, out),
            Format::Ndjson => json::line(document, out),
            Format::Sarif => self.sarif.document(document, out),
            Format::Junit => junit::document(document, locale, out),
            Format::Github => github::document(document, locale, out),
            Format::Html => html::document(document, locale, out),
        }
    }

    fn passes_over(&self, document: &Document<'_>) -> bool {
        self.is_silent || self.only == Some(Only::Failing) && !document.fails()
    }
}

/// Checks the lines of a batch.
pub(super) struct Lines<'a> {
    pub(super) voice: &'a Voice,
    pub(super) source: &'a Source,
    /// Whether no more answers need to be made.
    pub(super) enough: &'a AtomicBool,
}

impl Work for Lines<'_> {
    fn block(&self, first_line: u64, text: &[u8], tally: &mut Tally, answers: &mut Answers<'_>) -> bool {
        for (number, line) in (first_line..).zip(batch::lines(text)) {
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let says = |document: &Document<'_>| {
                if !self.enough.load(Ordering::Relaxed) {
                    self.voice.of_several(document, &mut answers.out);
                }
            };
            self.voice.check(self.source, Some(number), line, tally, says);
            if !answers.pass_on() {
                return false;
            }
        }
        true
    }
}

/// Checks the rows of a table.
pub(super) struct Rows<'a> {
    pub(super) lines: Lines<'a>,
    pub(super) table: &'a Table,
}

impl Work for Rows<'_> {
    fn block(&self, first_line: u64, text: &[u8], tally: &mut Tally, answers: &mut Answers<'_>) -> bool {
        let Lines { voice, source, enough } = self.lines;
        self.table.rows(text, first_line, &mut Cells::default(), |row| {
            let says = |document: &Document<'_>| {
                if !enough.load(Ordering::Relaxed) {
                    voice.of_several(document, &mut answers.out);
                }
            };
            voice.check_row(source, self.table, row, tally, says);
            answers.pass_on()
        })
    }
}

/// What was read of a document.
struct Read<'a> {
    line: Option<u64>,
    bytes: &'a [u8],
    part: Option<Range<usize>>,
    key: Option<Option<&'a RawValue>>,
    row: Option<&'a Row<'a>>,
}
