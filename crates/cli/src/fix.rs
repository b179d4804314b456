//! `fix`: applies the core's safe fixes to the text itself. Only the values that it corrects change; layout, order and
//! everything else stay as they are, byte for byte.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::ops::Range;
use std::path::Path;

use merchant_signup::{Draft, FixKind, MAXIMUM_BYTES, ReadError, Spans};

use crate::args::Fix;
use crate::input::{self, Content, Source};
use crate::lines::Lines;
use crate::output::{self, COULD_NOT_RUN, Output};
use crate::wording::{describe, plural};

/// Runs the command; the exit status.
pub(crate) fn run(args: &Fix) -> u8 {
    let source = Source::new(args.file.as_deref().unwrap_or(OsStr::new("-")));
    if args.write && source.path.is_none() {
        output::complain("--write needs a file: standard input cannot be written back");
        return COULD_NOT_RUN;
    }
    if args.file.is_none() && input::is_typed() {
        output::complain("name a file to correct, or `-` to type a signup in");
        return COULD_NOT_RUN;
    }
    let content = match source.open(args.input) {
        Ok(content) => content,
        Err(error) => return unreadable(&source, &error),
    };
    let mut done = Done { source: &source, changes: 0, unreadable: 0 };
    let outcome = match (&source.path, args.write) {
        (Some(path), true) => rewrite(path, |out| done.pass_on(content, out)),
        _ => {
            let mut out = Output::new();
            done.pass_on(content, &mut |bytes| {
                out.write(bytes);
                Ok(())
            })
            .map(|()| out.flush())
        }
    };
    match outcome {
        Ok(()) => done.conclude(args.write),
        Err(Failure::Read(error)) => unreadable(&source, &error),
        Err(Failure::Write(error)) => {
            output::complain(format_args!("cannot write {}: {}", source.title(), output::reason(&error)));
            COULD_NOT_RUN
        }
    }
}

fn unreadable(source: &Source, error: &io::Error) -> u8 {
    output::complain(format_args!("cannot read {}: {}", source.title(), output::reason(error)));
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
}

impl Done<'_> {
    fn pass_on(&mut self, content: Content, out: &mut Out<'_>) -> Result<(), Failure> {
        match content {
            Content::One(text, mut rest) => {
                out(&self.correct(&text, None)).map_err(Failure::Write)?;
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
                    let (corrected, tail) = (self.correct(text, Some(number)), line.get(text.len()..));
                    out(&corrected).and_then(|()| out(tail.unwrap_or_default())).map_err(Failure::Write)?;
                    // A line that is too long goes on in pieces.
                    while !line.ends_with(b"\n") && !line.is_empty() {
                        line.clear();
                        reader.by_ref().take(limit).read_until(b'\n', &mut line).map_err(Failure::Read)?;
                        out(&line).map_err(Failure::Write)?;
                    }
                }
                Ok(())
            }
        }
    }

    /// The text with its fixes, which are told as they are made.
    fn correct(&mut self, text: &[u8], line: Option<usize>) -> Vec<u8> {
        let title = self.source.title();
        let draft = match Draft::from_slice(text) {
            Ok(draft) => draft,
            Err(error) => {
                self.unreadable += 1;
                output::note(format_args!("{title}{}: {}", at(line, &error), why(&error)));
                return text.to_vec();
            }
        };
        // A text that could be read is UTF-8.
        let body = std::str::from_utf8(text).unwrap_or_default();
        let (spans, lines) = (Spans::of(body), Lines::of(body));
        let mut changes: Vec<(Range<usize>, String)> = Vec::new();
        for fix in merchant_signup::fixes(&draft) {
            let Some(span) = spans.value(fix.place()) else { continue };
            let position = lines.position(span.start);
            let line = position.line + line.unwrap_or(1) - 1;
            let (path, name, how) = (fix.place(), fix.kind().name(), describe(fix.kind()));
            output::note(format_args!("{title}:{line}:{}: {path}: {name}: {how}", position.column));
            let value = match fix.kind() {
                FixKind::NumberFromText => fix.text().to_owned(),
                _ => serde_json::Value::from(fix.text()).to_string(),
            };
            changes.push((span, value));
        }
        self.changes += changes.len();
        changes.sort_by_key(|(span, _)| span.start);
        let mut corrected = Vec::with_capacity(text.len());
        let mut after = 0;
        for (span, value) in changes {
            corrected.extend_from_slice(text.get(after..span.start).unwrap_or_default());
            corrected.extend_from_slice(value.as_bytes());
            after = span.end;
        }
        corrected.extend_from_slice(text.get(after..).unwrap_or_default());
        corrected
    }

    fn conclude(&self, written: bool) -> u8 {
        let title = self.source.title();
        let fixes = match (self.changes, written) {
            // Of what could not be read it has been said that nothing was changed.
            (0, _) if self.unreadable > 0 => return 1,
            (0, _) => "nothing to correct".to_owned(),
            (1, true) => "1 value corrected".to_owned(),
            (count, true) => format!("{count} values corrected"),
            (count, false) if self.source.path.is_some() => {
                format!("{} to correct; --write puts them into the file", plural(count, "value"))
                    .replace("1 value to correct; --write puts them", "1 value to correct; --write puts it")
            }
            (count, false) => format!("{} corrected", plural(count, "value")),
        };
        output::note(format_args!("{title}: {fixes}"));
        u8::from(self.unreadable > 0)
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

/// Puts what is written in place of a file, all at once: who reads it sees the old text or the new one.
fn rewrite(path: &Path, write: impl FnOnce(&mut Out<'_>) -> Result<(), Failure>) -> Result<(), Failure> {
    // A link stays a link: what it points to is written.
    let path = fs::canonicalize(path).map_err(Failure::Read)?;
    let permissions = fs::metadata(&path).map_err(Failure::Read)?.permissions();
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut new =
        tempfile::Builder::new().prefix(".merchant-signup-").tempfile_in(folder).map_err(Failure::Write)?;
    write(&mut |bytes| new.write_all(bytes))?;
    if is_same(&path, new.path()).map_err(Failure::Read)? {
        return Ok(());
    }
    new.as_file().set_permissions(permissions).map_err(Failure::Write)?;
    new.as_file().sync_all().map_err(Failure::Write)?;
    new.persist(&path).map_err(|error| Failure::Write(error.error))?;
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
