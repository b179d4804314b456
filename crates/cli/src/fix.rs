//! `fix`: applies the core's safe fixes to the text itself. Only the values, and in a table the cells, that it corrects change; layout,
//! order and everything else stay as they are, byte for byte.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;

use merchant_signup::{Draft, FixKind, MAXIMUM_BYTES, ReadError, Spans};

use crate::args::Fix;
use crate::batch::Blocks;
use crate::correction::{Correction, corrected};
use crate::csv::{Asked, Cells, RowEnds, Table};
use crate::diff;
use crate::input::{self, Content, Source};
use crate::lines::Lines;
use crate::output::{self, COULD_NOT_RUN, Output};
use crate::replacement::Replacement;
use crate::sources::{Found, Named};
use crate::wording::{describe, plural};

/// Runs the command; the exit status.
pub(crate) fn run(args: &Fix) -> u8 {
    let standard_input = ["-".into()];
    let is_piped = args.files.is_empty() && args.files_from.is_none();
    let names = if is_piped { &standard_input } else { args.files.as_slice() };
    let named = Named { names, list: args.files_from.as_deref() };
    if let Some(contradiction) = contradiction(args, &named) {
        output::complain(contradiction);
        return COULD_NOT_RUN;
    }
    if is_piped && input::is_typed() {
        output::complain("name a file to correct, or `-` to type a signup in");
        return COULD_NOT_RUN;
    }
    let mut run = Run { args, out: Output::new(), status: 0 };
    for found in named.find() {
        let status = match found {
            Found::Source(source) => run.source(&source),
            Found::Failed(title, error) => unreadable(&title, &error),
            Found::Empty(title, why) => {
                output::complain(format_args!("there is no signup in {title}: {why}"));
                NOT_IN_ORDER
            }
        };
        run.status = run.status.max(status);
    }
    run.out.flush();
    run.status
}

/// A text cannot be read as JSON, or there is something to correct and that is asked for.
const NOT_IN_ORDER: u8 = 1;

/// What cannot be had together; none where all is well.
fn contradiction(args: &Fix, named: &Named<'_>) -> Option<&'static str> {
    if named.standard_inputs() > 1 {
        return Some("`-` can be given once: standard input can be read only once");
    }
    if args.write && args.files.iter().all(|name| name == "-") && args.files_from.is_none() {
        return Some("--write needs a file: standard input cannot be written back");
    }
    let says_what = args.write || args.check || args.diff;
    (named.may_be_several() && !says_what)
        .then_some("of several files, say what to do: --write, --check or --diff")
}

/// A run over all files.
struct Run<'a> {
    args: &'a Fix,
    out: Output,
    status: u8,
}

impl Run<'_> {
    /// Corrects one source; the exit status that it asks for.
    fn source(&mut self, source: &Source) -> u8 {
        let tables = Asked { separator: self.args.separator, ..Asked::default() };
        let (content, was_packed) = match source.open(self.args.input, &tables) {
            Ok(opened) => opened,
            Err(error) => return unreadable(source.title(), &error),
        };
        let diff = self.args.diff.then(String::new);
        let mut done = Done { source, changes: 0, unreadable: 0, lines_less: 0, diff };
        let out = &mut self.out;
        let outcome = match (&source.path, self.args.write) {
            (Some(_), true) if was_packed => {
                Err(Failure::Write(io::Error::other("it is compressed: unpack it first")))
            }
            (Some(path), true) => rewrite(path, source.title(), |out| done.pass_on(content, out)),
            (None, true) => Err(Failure::Write(io::Error::other("standard input cannot be written back"))),
            _ if self.args.check || self.args.diff => done.pass_on(content, &mut |_| Ok(())),
            _ => done
                .pass_on(content, &mut |bytes| {
                    out.write(bytes);
                    Ok(())
                })
                .map(|()| out.flush()),
        };
        match outcome {
            Ok(()) => {
                if let Some(diff) = done.diff.as_ref().filter(|diff| !diff.is_empty()) {
                    self.out.write(diff::head(source.title()).as_bytes());
                    self.out.write(diff.as_bytes());
                    self.out.flush();
                }
                done.conclude(self.args)
            }
            Err(Failure::Read(error)) => unreadable(source.title(), &error),
            Err(Failure::Write(error)) => {
                output::complain(format_args!("cannot write {}: {}", source.title(), output::reason(&error)));
                COULD_NOT_RUN
            }
        }
    }
}

fn unreadable(title: &str, error: &io::Error) -> u8 {
    output::complain(format_args!("cannot read {title}: {}", output::reason(error)));
    COULD_NOT_RUN
}

enum Failure {
    Read(io::Error),
    Write(io::Error),
}

/// Takes text as it is to be.
type Out<'o> = dyn FnMut(&[u8]) -> io::Result<()> + 'o;

/// What has been done.
struct Done<'s> {
    source: &'s Source,
    changes: usize,
    /// Documents that cannot be read.
    unreadable: usize,
    /// How many lines fewer there are than before.
    lines_less: usize,
    /// What changes, where that is asked for.
    diff: Option<String>,
}

impl Done<'_> {
    fn pass_on(&mut self, content: Content, out: &mut Out<'_>) -> Result<(), Failure> {
        match content {
            Content::One(text, mut rest) => {
                out(&self.correct(&text, b"", None, corrections(&text))).map_err(Failure::Write)?;
                let mut piece = vec![0; 64 * 1024];
                loop {
                    let count = rest.read(&mut piece).map_err(Failure::Read)?;
                    if count == 0 {
                        return Ok(());
                    }
                    out(piece.get(..count).unwrap_or_default()).map_err(Failure::Write)?;
                }
            }
            Content::Lines(reader, _) => {
                let mut reader = BufReader::with_capacity(256 * 1024, reader);
                for number in 1.. {
                    let mut line = Vec::new();
                    let limit = u64::try_from(MAXIMUM_BYTES + 2).unwrap_or(u64::MAX);
                    reader.by_ref().take(limit).read_until(b'\n', &mut line).map_err(Failure::Read)?;
                    if line.is_empty() {
                        break;
                    }
                    let text = line.strip_suffix(b"\n").unwrap_or(&line);
                    if text.iter().all(u8::is_ascii_whitespace) {
                        out(&line).map_err(Failure::Write)?;
                        continue;
                    }
                    let tail = line.get(text.len()..).unwrap_or_default();
                    let corrected = self.correct(text, tail, Some(number), corrections(text));
                    out(&corrected).and_then(|()| out(tail)).map_err(Failure::Write)?;
                    // A line that is too long goes on in pieces.
                    while !line.ends_with(b"\n") && !line.is_empty() {
                        line.clear();
                        reader.by_ref().take(limit).read_until(b'\n', &mut line).map_err(Failure::Read)?;
                        out(&line).map_err(Failure::Write)?;
                    }
                }
                Ok(())
            }
            Content::Rows(table, reader, _) => self.rows(&table, reader, out),
        }
    }

    /// Corrects a table: its header and what is between the cells that change stay as they are.
    fn rows(&mut self, table: &Table, mut reader: impl Read, out: &mut Out<'_>) -> Result<(), Failure> {
        out(&table.head).map_err(Failure::Write)?;
        let mut blocks = Blocks::new(RowEnds::of(table), table.next_line);
        let mut cells = Cells::default();
        loop {
            let (block, is_last) = blocks.read(&mut reader).map_err(Failure::Read)?;
            if let Some(block) = block {
                let (mut after, mut written) = (0, Ok(()));
                table.rows(&block.text, block.first_line, &mut cells, |row| {
                    let end = row.start + row.text.len();
                    let line = usize::try_from(row.line).unwrap_or(usize::MAX);
                    let tail = tail(block.text.get(end..).unwrap_or_default());
                    let corrected = match row.corrections() {
                        Some(found) => self.correct(row.text, tail, Some(line), found),
                        None => self.pass_over(Some(line), "is not UTF-8; nothing was changed", row.text),
                    };
                    let between = block.text.get(after..row.start).unwrap_or_default();
                    after = end;
                    written = out(between).and_then(|()| out(&corrected));
                    written.is_ok()
                });
                let rest = block.text.get(after..).unwrap_or_default();
                written.and_then(|()| out(rest)).map_err(Failure::Write)?;
            }
            if is_last {
                return Ok(());
            }
        }
    }

    /// Says why a text stays as it is.
    fn pass_over(&mut self, line: Option<usize>, why: &str, text: &[u8]) -> Vec<u8> {
        self.unreadable += 1;
        let line = line.map(|line| format!(":{line}")).unwrap_or_default();
        output::note(format_args!("{}{line}: {why}", self.source.title()));
        text.to_vec()
    }

    /// The text with its fixes, which are told as they are made. In its file the tail follows it on its line.
    fn correct(
        &mut self,
        text: &[u8],
        tail: &[u8],
        line: Option<usize>,
        found: Result<Vec<Correction>, ReadError>,
    ) -> Vec<u8> {
        let title = self.source.title();
        let corrections = match found {
            Ok(corrections) => corrections,
            Err(error) => {
                self.unreadable += 1;
                output::note(format_args!("{title}{}: {}", at(line, &error), why(&error)));
                return text.to_vec();
            }
        };
        let first = line.unwrap_or(1);
        // A text that could be read is UTF-8.
        let lines = Lines::of(std::str::from_utf8(text).unwrap_or_default());
        for Correction { name, span, kind, .. } in &corrections {
            let position = lines.position(span.start);
            let (line, column, how) = (position.line + first - 1, position.column, describe(*kind));
            output::note(format_args!("{title}:{line}:{column}: {name}: {}: {how}", kind.name()));
        }
        self.changes += corrections.len();
        let corrected = corrected(text, corrections);
        if let Some(diff) = &mut self.diff {
            let whole = |text: &[u8]| String::from_utf8_lossy(&[text, tail].concat()).into_owned();
            let (old, new) = (whole(text), whole(&corrected));
            diff.push_str(&diff::changes((&old, first), (&new, first - self.lines_less)));
            self.lines_less += old.lines().count().saturating_sub(new.lines().count());
        }
        corrected
    }

    /// Says what was done; the exit status.
    fn conclude(&self, args: &Fix) -> u8 {
        // Of what could not be read it has been said that nothing was changed.
        if self.changes == 0 && self.unreadable > 0 {
            return NOT_IN_ORDER;
        }
        let (title, values) = (self.source.title(), plural(self.changes, "value"));
        let is_passed_on = self.source.path.is_none() && !args.check && !args.diff;
        let fixes = if self.changes == 0 {
            "nothing to correct".to_owned()
        } else if args.write || is_passed_on {
            format!("{values} corrected")
        } else {
            let it = if self.changes == 1 { "it" } else { "them" };
            format!("{values} to correct; --write puts {it} into the file")
        };
        output::note(format_args!("{title}: {fixes}"));
        let is_in_order = self.unreadable == 0 && (self.changes == 0 || !args.check);
        if is_in_order { 0 } else { NOT_IN_ORDER }
    }
}

/// What can be corrected in a JSON text.
fn corrections(text: &[u8]) -> Result<Vec<Correction>, ReadError> {
    let draft = Draft::from_slice(text)?;
    // A text that could be read is UTF-8.
    let spans = Spans::of(std::str::from_utf8(text).unwrap_or_default());
    let corrections = merchant_signup::fixes(&draft).into_iter().filter_map(|fix| {
        let new = match fix.kind() {
            FixKind::NumberFromText => fix.text().to_owned(),
            _ => serde_json::Value::from(fix.text()).to_string(),
        };
        let (name, span) = (fix.place().to_string(), spans.value(fix.place())?);
        Some(Correction { name, span, kind: fix.kind(), new })
    });
    Ok(corrections.collect())
}

/// The line break that follows a row. Of one that is read in two pieces, the first half is here.
fn tail(behind: &[u8]) -> &'static [u8] {
    match behind.first() {
        Some(b'\r') => b"\r\n",
        Some(b'\n') => b"\n",
        _ => b"",
    }
}

fn at(line: Option<usize>, error: &ReadError) -> String {
    match (error, line) {
        (ReadError::Malformed { position: Some((row, column)), .. }, line) => {
            format!(":{}:{column}", usize::try_from(*row).unwrap_or(1) + line.unwrap_or(1) - 1)
        }
        (_, Some(line)) => format!(":{line}"),
        (_, None) => String::new(),
    }
}

const fn why(error: &ReadError) -> &'static str {
    match error {
        ReadError::TooLarge => "too large to be read; nothing was changed",
        ReadError::TooDeep => "nested too deep to be read; nothing was changed",
        _ => "cannot be read as a JSON object; nothing was changed",
    }
}

/// Puts what is written in place of a file, and says what of the file could not be kept.
fn rewrite(
    path: &Path,
    title: &str,
    write: impl FnOnce(&mut Out<'_>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let (file, mut new) = Replacement::of(path).map_err(Failure::Write)?;
    write(&mut |bytes| new.write_all(bytes))?;
    if is_same(&file.path, file.new_path()).map_err(Failure::Read)? {
        return Ok(());
    }
    for lost in file.put_in_place().map_err(Failure::Write)? {
        output::note(format_args!("{title}: {lost}"));
    }
    Ok(())
}

/// Whether two files hold the same.
fn is_same(one: &Path, other: &Path) -> io::Result<bool> {
    let (mut one, mut other) = (BufReader::new(File::open(one)?), BufReader::new(File::open(other)?));
    loop {
        let (left, right) = (one.fill_buf()?, other.fill_buf()?);
        let count = left.len().min(right.len());
        if count == 0 {
            return Ok(left.len() == right.len());
        }
        if left.get(..count) != right.get(..count) {
            return Ok(false);
        }
        one.consume(count);
        other.consume(count);
    }
}
