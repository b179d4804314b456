//! `check`: reads the sources one after the other, checks what they hold and says it in the format asked for.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{ProgressBar, ProgressStyle};
use merchant_signup::{Options, Report, check_slice};

use crate::args::{Check, Format, When};
use crate::batch::{self, Answer, Sink};
use crate::input::{self, Content, Source};
use crate::output::{self, COULD_NOT_RUN, Output};
use crate::render::human::Human;
use crate::render::sarif::Sarif;
use crate::render::{Document, github, json, junit, sarif};
use crate::tally::Tally;

/// Runs the command; the exit status.
pub(crate) fn run(args: &Check, color: When) -> u8 {
    let sources: Vec<_> = if args.files.is_empty() {
        if input::is_typed() {
            output::complain("name a file to check, or `-` to type a signup in");
            return COULD_NOT_RUN;
        }
        vec![Source::new("-".as_ref())]
    } else {
        args.files.iter().map(|name| Source::new(name)).collect()
    };
    if sources.iter().filter(|source| source.path.is_none()).count() > 1 {
        output::complain("`-` can be given once: standard input can be read only once");
        return COULD_NOT_RUN;
    }
    let options = args.options();
    let coloured = args.format == Format::Human && output::is_coloured(color);
    let mut run = Run {
        args,
        voice: Voice {
            format: args.format,
            human: Human::new(coloured, output::width(), options.locale),
            sarif: Sarif::new(options.locale),
            options,
        },
        output: Output::new(),
        is_first: true,
        total: Tally::default(),
        sources: 0,
        failed: false,
    };
    run.begin(&sources);
    for source in &sources {
        run.source(source, sources.len());
    }
    run.end(sources.len())
}

/// A run over all sources.
struct Run<'a> {
    args: &'a Check,
    voice: Voice,
    output: Output,
    /// Whether nothing of a list has been written.
    is_first: bool,
    total: Tally,
    /// How many sources could be read.
    sources: usize,
    /// Whether one could not.
    failed: bool,
}

impl Run<'_> {
    fn begin(&mut self, sources: &[Source]) {
        match self.args.format {
            Format::Json if sources.len() > 1 => self.output.write(b"[\n"),
            Format::Sarif => self.output.write(Sarif::head(&self.voice.options).as_bytes()),
            Format::Junit => self.output.write(junit::HEAD.as_bytes()),
            _ => {}
        }
    }

    fn source(&mut self, source: &Source, sources: usize) {
        match source.open(self.args.input) {
            Ok(Content::One(bytes, _)) => self.one(source, &bytes, sources),
            Ok(Content::Lines(reader, length)) => self.lines(source, reader, length, sources),
            Err(error) => self.fail(source, &error),
        }
    }

    fn fail(&mut self, source: &Source, error: &std::io::Error) {
        // What was found so far stands before what was not.
        self.output.flush();
        output::complain(format_args!("cannot read {}: {}", source.title(), output::reason(error)));
        self.failed = true;
    }

    /// Checks a source that holds one signup.
    fn one(&mut self, source: &Source, bytes: &[u8], sources: usize) {
        let report = check_slice(bytes, &self.voice.options);
        let document = Document { source, line: None, bytes, report: &report };
        if self.args.format == Format::Human && self.sources > 0 {
            self.output.write(b"\n");
        }
        self.sources += 1;
        self.total.count(&report);
        let mut out = Vec::new();
        match self.args.format {
            Format::Human => self.voice.human.document(&document, &mut out),
            Format::Json if sources == 1 => json::report(&document, &mut out),
            _ => self.voice.answer_to(&document, &mut out),
        }
        Printed {
            output: &mut self.output,
            separator: separator(self.args.format),
            is_first: &mut self.is_first,
        }
        .print(&out);
    }

    /// Checks a source that holds one signup on each line.
    fn lines(&mut self, source: &Source, reader: Box<dyn Read + Send>, length: Option<u64>, sources: usize) {
        let format = self.args.format;
        if format == Format::Json && sources == 1 {
            self.output.write(b"[\n");
        }
        if format == Format::Human && self.sources > 0 {
            self.output.write(b"\n");
        }
        self.sources += 1;
        let bar = progress(format, length);
        let enough = AtomicBool::new(self.args.details == 0);
        let answers = Lines { voice: &self.voice, source, enough: &enough };
        let mut shown = Shown {
            printed: Printed {
                output: &mut self.output,
                separator: separator(format),
                is_first: &mut self.is_first,
            },
            bar: bar.as_ref(),
            enough: &enough,
            most: (format == Format::Human).then_some(self.args.details),
            shown: 0,
        };
        let (tally, read) =
            batch::check(reader, &self.voice.options, &answers, format == Format::Human, &mut shown);
        let shown = u64::try_from(shown.shown).unwrap_or(u64::MAX);
        if let Some(bar) = bar {
            bar.finish_and_clear();
        }
        self.total.add(&tally);
        let left_out = tally.not_ready().saturating_sub(shown);
        if format == Format::Human {
            let summary = self.voice.human.summary(source.title(), &tally, left_out);
            self.output.write(summary.as_bytes());
        } else {
            self.output.flush();
            let summary = Human::new(false, output::width(), self.voice.options.locale);
            output::note(summary.summary(source.title(), &tally, 0).trim_end());
        }
        if format == Format::Json && sources == 1 {
            self.output.write(b"\n]\n");
        }
        if let Err(error) = read {
            self.fail(source, &error);
        }
    }

    fn end(mut self, sources: usize) -> u8 {
        match self.args.format {
            Format::Json if sources > 1 => self.output.write(b"\n]\n"),
            Format::Sarif => self.output.write(Sarif::tail(!self.failed).as_bytes()),
            Format::Junit => self.output.write(junit::TAIL.as_bytes()),
            Format::Human if self.sources > 1 => {
                let title = format!("{} files", self.sources);
                let total = Tally { codes: BTreeMap::new(), ..self.total.clone() };
                self.output.write(b"\n");
                self.output.write(self.voice.human.summary(&title, &total, 0).as_bytes());
            }
            _ => {}
        }
        self.output.flush();
        match (self.failed, self.total.not_ready()) {
            (true, _) => COULD_NOT_RUN,
            (false, 0) => 0,
            (false, _) => 1,
        }
    }
}

/// What stands between two answers, which the first must not have.
const fn separator(format: Format) -> &'static [u8] {
    match format {
        Format::Json => json::SEPARATOR,
        Format::Sarif => sarif::SEPARATOR,
        _ => b"",
    }
}

/// Says what there is to say of one of several signups.
struct Voice {
    format: Format,
    options: Options,
    human: Human,
    sarif: Sarif,
}

impl Voice {
    fn answer_to(&self, document: &Document<'_>, out: &mut Vec<u8>) {
        let locale = self.options.locale;
        match self.format {
            Format::Human if document.report.is_ready() => {}
            Format::Human => self.human.line(document, out),
            Format::Json => json::element(document, out),
            Format::Ndjson => json::line(document, out),
            Format::Sarif => self.sarif.document(document, out),
            Format::Junit => junit::document(document, locale, out),
            Format::Github => github::document(document, locale, out),
        }
    }
}

/// The answers to the lines of a batch.
struct Lines<'a> {
    voice: &'a Voice,
    source: &'a Source,
    /// Whether no more need to be made.
    enough: &'a AtomicBool,
}

impl Answer for Lines<'_> {
    fn answer(&self, line: u64, text: &[u8], report: &Report, out: &mut Vec<u8>) {
        if !self.enough.load(Ordering::Relaxed) {
            let document = Document { source: self.source, line: Some(line), bytes: text, report };
            self.voice.answer_to(&document, out);
        }
    }
}

/// Standard output, and what stands between two answers.
struct Printed<'a> {
    output: &'a mut Output,
    separator: &'static [u8],
    is_first: &'a mut bool,
}

impl Printed<'_> {
    fn print(&mut self, answers: &[u8]) {
        let answers =
            if *self.is_first { answers.strip_prefix(self.separator) } else { None }.unwrap_or(answers);
        if !answers.is_empty() {
            *self.is_first = false;
            self.output.write(answers);
        }
    }
}

/// Takes the answers of a batch, and shows how far it is.
struct Shown<'a> {
    printed: Printed<'a>,
    bar: Option<&'a ProgressBar>,
    enough: &'a AtomicBool,
    /// How many answers to show; all, where there is no limit.
    most: Option<usize>,
    shown: usize,
}

impl Sink for Shown<'_> {
    fn take(&mut self, answers: &[u8]) {
        if self.most.is_some_and(|most| self.shown >= most) {
            return;
        }
        self.shown += 1;
        match self.bar {
            Some(bar) => bar.suspend(|| {
                self.printed.print(answers);
                self.printed.output.flush();
            }),
            None => self.printed.print(answers),
        }
        if self.most.is_some_and(|most| self.shown >= most) {
            self.enough.store(true, Ordering::Relaxed);
        }
    }

    fn advance(&mut self, bytes: u64) {
        if let Some(bar) = self.bar {
            bar.inc(bytes);
        }
    }
}

/// A progress bar, where somebody watches and it is not in the way of what is printed.
fn progress(format: Format, length: Option<u64>) -> Option<ProgressBar> {
    if !output::is_watched() || (output::is_terminal() && format != Format::Human) {
        return None;
    }
    let (bar, template) = match length {
        Some(length) => (
            ProgressBar::new(length),
            "  checking {bar:32.green} {percent:>3} %  {bytes} of {total_bytes}  {bytes_per_sec}  {eta} left",
        ),
        None => (ProgressBar::new_spinner(), "  checking {spinner}  {bytes}  {bytes_per_sec}"),
    };
    let style = ProgressStyle::with_template(template).ok()?.progress_chars("━━─");
    Some(bar.with_style(style))
}
