//! `check`: reads the sources one after the other, checks what they hold and says it in the format asked for.

mod shown;
mod voice;

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use crate::args::{Check, Summary, When};
use crate::batch::{self, LineEnds};
use crate::csv::{RowEnds, Table};
use crate::input::{self, Content, Source};
use crate::output::{self, COULD_NOT_RUN, Output};
use crate::render::human::Human;
use crate::render::summary;
use crate::replacement::Replacement;
use crate::sources::{Found, Named};
use crate::tally::Tally;
use crate::wording::grouped;
use shown::{Printed, Shown, progress};
use voice::{Lines, Rows, Voice};

/// Runs the command; the exit status.
pub(crate) fn run(args: &Check, color: When) -> u8 {
    if let Some(contradiction) = args.contradiction() {
        output::complain(contradiction);
        return COULD_NOT_RUN;
    }
    let standard_input = ["-".into()];
    let is_piped = args.files.is_empty() && args.files_from.is_none();
    if is_piped && input::is_typed() {
        output::complain("name a file to check, or `-` to type a signup in");
        return COULD_NOT_RUN;
    }
    let names = if is_piped { &standard_input } else { args.files.as_slice() };
    let named = Named { names, list: args.files_from.as_deref() };
    if named.standard_inputs() > 1 {
        output::complain("`-` can be given once: standard input can be read only once");
        return COULD_NOT_RUN;
    }
    let policy = match args.policy() {
        Ok(policy) => policy,
        Err(why) => {
            output::complain(why);
            return COULD_NOT_RUN;
        }
    };
    let (output, file) = match args.write_baseline.as_deref().map(Replacement::of).transpose() {
        Ok(None) => (Output::new(), None),
        Ok(Some((file, writer))) => (Output::to(writer), Some(file)),
        Err(error) => {
            let path = args.write_baseline.as_deref().unwrap_or(Path::new("")).display();
            output::complain(format_args!("cannot write {path}: {}", output::reason(&error)));
            return COULD_NOT_RUN;
        }
    };
    let options = args.options();
    let is_coloured = output::is_coloured(color);
    let human = Human::new(is_coloured, output::width(), options.locale);
    let mut run = Run {
        args,
        voice: Voice::new(args, options, policy, human, named.may_be_several()),
        is_coloured,
        output,
        file,
        is_first: true,
        total: Tally::default(),
        read: 0,
        unreadable: 0,
        empty: 0,
    };
    run.begin();
    for found in named.find() {
        match found {
            Found::Source(source) => run.source(&source),
            Found::Failed(title, error) => run.fail(&title, &error),
            Found::Empty(title, why) => run.is_empty(&title, why),
        }
    }
    run.end()
}

/// A run over all sources.
struct Run<'a> {
    args: &'a Check,
    voice: Voice,
    is_coloured: bool,
    output: Output,
    /// What becomes the baseline, where one is written.
    file: Option<Replacement>,
    /// Whether nothing of a list has been written.
    is_first: bool,
    total: Tally,
    /// How many sources could be opened.
    read: usize,
    /// How many could not be opened, or not be read to their end.
    unreadable: usize,
    /// How many hold no signup.
    empty: usize,
}

impl Run<'_> {
    fn begin(&mut self) {
        let head = self.voice.head();
        self.output.write(head.as_bytes());
    }

    fn source(&mut self, source: &Source) {
        match source.open(self.args.input, &self.args.tables()) {
            Ok((Content::One(bytes, _), _)) => self.one(source, &bytes),
            Ok((Content::Lines(reader, length), _)) => self.several(source, None, reader, length),
            Ok((Content::Rows(table, reader, length), _)) => {
                self.several(source, Some(&table), reader, length);
            }
            Err(error) => self.fail(source.title(), &error),
        }
    }

    fn fail(&mut self, title: &str, error: &std::io::Error) {
        // What was found so far stands before what was not.
        self.output.flush();
        output::complain(format_args!("cannot read {title}: {}", output::reason(error)));
        self.unreadable += 1;
    }

    fn is_empty(&mut self, title: &str, why: &str) {
        self.output.flush();
        let why = if why.is_empty() { String::new() } else { format!(": {why}") };
        output::complain(format_args!("there is no signup in {title}{why}"));
        self.empty += 1;
    }

    /// Checks a source that holds one signup.
    fn one(&mut self, source: &Source, bytes: &[u8]) {
        let (tally, out) = self.voice.one(source, bytes);
        self.total.add(&tally);
        if self.voice.is_for_people() && self.read > 0 && !out.is_empty() {
            self.output.write(b"\n");
        }
        self.read += 1;
        self.printed().print(&out);
        self.has_nothing(source, &tally);
    }

    /// Checks a source that holds one signup on each line, or in each row of a table.
    fn several(
        &mut self,
        source: &Source,
        table: Option<&Table>,
        reader: Box<dyn Read + Send>,
        length: Option<u64>,
    ) {
        if self.voice.becomes_list() {
            self.begin();
        }
        let is_for_people = self.voice.is_for_people();
        if is_for_people && self.read > 0 && self.voice.speaks() {
            self.output.write(b"\n");
        }
        self.read += 1;
        let prints_lines = self.voice.speaks() && !is_for_people;
        let bar = if self.args.quiet { None } else { progress(prints_lines, length) };
        let enough = AtomicBool::new(is_for_people && self.args.details == 0);
        let mut shown = Shown {
            printed: Printed {
                output: &mut self.output,
                separator: self.voice.separator(),
                is_first: &mut self.is_first,
            },
            bar: bar.as_ref(),
            enough: &enough,
            most: is_for_people.then_some(self.args.details),
            shown: 0,
        };
        let lines = Lines { voice: &self.voice, source, enough: &enough };
        let (tally, read) = match table {
            None => batch::check(reader, (LineEnds, 1), &lines, is_for_people, &mut shown),
            Some(table) => {
                let cut = (RowEnds::of(table), table.next_line);
                batch::check(reader, cut, &Rows { lines, table }, is_for_people, &mut shown)
            }
        };
        let shown = u64::try_from(shown.shown).unwrap_or(u64::MAX);
        if let Some(bar) = bar {
            bar.finish_and_clear();
        }
        self.total.add(&tally);
        if self.says_text() {
            let left_out = if is_for_people { tally.failing.saturating_sub(shown) } else { 0 };
            self.summary(source.title(), &tally, left_out);
        }
        self.has_nothing(source, &tally);
        if let Err(error) = read {
            self.fail(source.title(), &error);
        } else if tally.signups() == 0 {
            self.is_empty(source.title(), "");
        }
    }

    /// Says where signups were looked for and are not.
    fn has_nothing(&mut self, source: &Source, tally: &Tally) {
        if let (Some(at), 1..) = (&self.args.signup_at, tally.nothing_at) {
            self.output.flush();
            let (title, count, at) = (source.title(), grouped(tally.nothing_at), &at.text);
            let documents = if tally.nothing_at == 1 { "document has" } else { "documents have" };
            output::complain(format_args!(
                "{title}: {count} {documents} nothing at {at}: is --signup-at right?"
            ));
        }
    }

    /// Where answers to signups go.
    fn printed(&mut self) -> Printed<'_> {
        Printed { output: &mut self.output, separator: self.voice.separator(), is_first: &mut self.is_first }
    }

    /// Whether summaries are said for people.
    fn says_text(&self) -> bool {
        self.args.summary.map_or(!self.args.quiet, |summary| summary == Summary::Text)
    }

    /// Says what many signups come to, for people.
    fn summary(&mut self, title: &str, tally: &Tally, left_out: u64) {
        let is_coloured = self.is_coloured && self.voice.is_for_people();
        let summary = summary::text(title, tally, left_out, is_coloured);
        self.say_at_the_end(&summary);
    }

    /// Says something of many signups: on standard output, or beside what programs read there.
    fn say_at_the_end(&mut self, text: &str) {
        if self.voice.is_for_people() || !self.voice.speaks() {
            self.output.write(text.as_bytes());
        } else {
            self.output.flush();
            output::note(text.trim_end());
        }
    }

    fn end(mut self) -> u8 {
        let tail = self.voice.tail(&self.total, self.unreadable);
        self.output.write(tail.as_bytes());
        let is_asked_for = self.args.summary == Some(Summary::Text);
        if self.args.summary == Some(Summary::Json) {
            let summary = summary::json(&self.total, self.read, self.unreadable, &self.voice.options);
            self.say_at_the_end(&format!("{summary}\n"));
        } else if self.says_text() && self.read > 1 && (self.voice.is_for_people() || is_asked_for) {
            let title = format!("{} files", self.read);
            let (codes, ignored, known) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
            let total = Tally { codes, ignored, known, ..self.total.clone() };
            if self.voice.is_for_people() {
                self.output.write(b"\n");
            }
            self.summary(&title, &total, 0);
        }
        self.output.flush();
        if let Some(file) = self.file {
            let path = self.args.write_baseline.as_deref().unwrap_or(Path::new(""));
            return conclude_baseline(file, path, self.unreadable, self.total.counting);
        }
        match (self.unreadable, self.empty, self.total.failing) {
            (0, 0, 0) => 0,
            (0, ..) => 1,
            _ => COULD_NOT_RUN,
        }
    }
}

/// Puts a baseline in its place, where all was read; the exit status.
fn conclude_baseline(file: Replacement, path: &Path, unreadable: usize, issues: u64) -> u8 {
    let title = path.display();
    if unreadable > 0 {
        output::complain(format_args!("{title} is not written, for not everything could be read"));
        return COULD_NOT_RUN;
    }
    if let Err(error) = file.put_in_place() {
        output::complain(format_args!("cannot write {title}: {}", output::reason(&error)));
        return COULD_NOT_RUN;
    }
    let issues =
        if issues == 1 { "1 known issue".to_owned() } else { format!("{} known issues", grouped(issues)) };
    output::note(format_args!("{title}: {issues}"));
    0
}
