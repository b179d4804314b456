//! What is read: a file or standard input, compressed or not, holding one signup or one on each line.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

use merchant_signup::MAXIMUM_BYTES;
use serde::de::IgnoredAny;

use crate::args::Input;
use crate::csv::{Asked, Table, read_header};
use crate::packed::unpacked;

/// Where signups come from.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// As it was named on the command line.
    pub(crate) name: String,
    /// None for standard input.
    pub(crate) path: Option<PathBuf>,
}

/// What a source holds, opened.
pub(crate) enum Content {
    /// The text of one signup; of one over the limit, as much as shows that, and the rest unread.
    One(Vec<u8>, Box<dyn Read + Send>),
    /// Lines, and how many bytes they are, where that is known.
    Lines(Box<dyn Read + Send>, Option<u64>),
    /// The rows of a table behind its header, and how many bytes they are, where that is known.
    Rows(Box<Table>, Box<dyn Read + Send>, Option<u64>),
}

impl Source {
    pub(crate) fn new(name: &OsStr) -> Self {
        let path = (name != "-").then(|| PathBuf::from(name));
        Self { name: name.to_string_lossy().into_owned(), path }
    }

    /// The name to show to people.
    pub(crate) fn title(&self) -> &str {
        if self.path.is_some() { &self.name } else { "<stdin>" }
    }

    /// Opens the source, and sees what it holds, and whether that is compressed. Tables are read as they are asked for.
    pub(crate) fn open(&self, input: Input, tables: &Asked) -> io::Result<(Content, bool)> {
        let (reader, length): (Box<dyn Read + Send>, _) = match &self.path {
            None => (Box::new(io::stdin()), None),
            Some(path) => {
                let file = File::open(path)?;
                let metadata = file.metadata()?;
                if metadata.is_dir() {
                    return Err(io::ErrorKind::IsADirectory.into());
                }
                (Box::new(file), Some(metadata.len()).filter(|_| metadata.is_file()))
            }
        };
        let (mut reader, was_packed) = unpacked(reader)?;
        // How long the text of a compressed file is turns out at its end.
        let length = length.filter(|_| !was_packed);
        let content = match self.kind(input) {
            Input::Json => {
                let mut text = Vec::new();
                reader.by_ref().take(OVER_THE_LIMIT).read_to_end(&mut text)?;
                Content::One(text, reader)
            }
            Input::Ndjson => Content::Lines(reader, length),
            Input::Csv => {
                let (table, rows) = read_header(reader, tables)?;
                Content::Rows(Box::new(table), rows, length)
            }
            Input::Auto => sniff(reader, length)?,
        };
        Ok((content, was_packed))
    }

    /// What the source holds, by what was said and by its name.
    fn kind(&self, input: Input) -> Input {
        let extension =
            self.path.as_deref().map(unpacked_name).and_then(Path::extension).and_then(OsStr::to_str);
        match (input, extension.map(str::to_ascii_lowercase).as_deref()) {
            (Input::Auto, Some("ndjson" | "jsonl")) => Input::Ndjson,
            (Input::Auto, Some("json")) => Input::Json,
            (Input::Auto, Some("csv")) => Input::Csv,
            (input, _) => input,
        }
    }
}

/// A file's name without the ending that says that it is compressed.
pub(crate) fn unpacked_name(path: &Path) -> &Path {
    let ending = path.extension().and_then(OsStr::to_str).map(str::to_ascii_lowercase);
    match ending.as_deref() {
        Some("gz" | "zst" | "zstd") => path.file_stem().map_or(path, Path::new),
        _ => path,
    }
}

/// Whether standard input is a terminal, where nobody may know that something is waited for.
pub(crate) fn is_typed() -> bool {
    io::stdin().is_terminal()
}

/// One byte more than a document may have.
const OVER_THE_LIMIT: u64 = MAXIMUM_BYTES as u64 + 1;

/// Sees whether a text is one signup or has one on each line: where its first line is a JSON value of its own and
/// something follows, it has lines.
fn sniff(mut reader: Box<dyn Read + Send>, length: Option<u64>) -> io::Result<Content> {
    let mut head = Vec::new();
    let mut ended = false;
    while !ended && head.len() <= MAXIMUM_BYTES {
        if let Some((line, rest)) = first_line(&head)
            && !is_blank(rest)
        {
            if is_value(line) {
                return Ok(lines(head, reader, length));
            }
            break;
        }
        ended = read_some(&mut reader, &mut head)?;
    }
    while !ended && head.len() <= MAXIMUM_BYTES {
        ended = read_some(&mut reader, &mut head)?;
    }
    // A first line that is broken, with whole ones further down; or one that is too long by itself.
    let has_lines = !is_value(&head)
        && (head.split(|byte| *byte == b'\n').any(|line| line.starts_with(b"{") && is_value(line))
            && head.split(|byte| *byte == b'\n').filter(|line| !is_blank(line)).nth(1).is_some()
            || !ended && !head.contains(&b'\n'));
    Ok(if has_lines { lines(head, reader, length) } else { Content::One(head, reader) })
}

fn lines(head: Vec<u8>, reader: Box<dyn Read + Send>, length: Option<u64>) -> Content {
    Content::Lines(Box::new(io::Cursor::new(head).chain(reader)), length)
}

/// The first line that is not blank, where it has ended, and what follows.
fn first_line(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let start = text.iter().position(|byte| !byte.is_ascii_whitespace())?;
    let length = text.get(start..)?.iter().position(|byte| *byte == b'\n')?;
    text.get(start..)?.split_at_checked(length)
}

fn is_blank(text: &[u8]) -> bool {
    text.iter().all(u8::is_ascii_whitespace)
}

fn is_value(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
    serde_json::from_slice::<IgnoredAny>(text).is_ok()
}

/// Reads on, at most to one byte more than a document may have. True at the end.
fn read_some(reader: &mut impl Read, text: &mut Vec<u8>) -> io::Result<bool> {
    let before = text.len();
    let room = OVER_THE_LIMIT.saturating_sub(u64::try_from(before).unwrap_or(u64::MAX));
    let mut piece = [0; 64 * 1024];
    loop {
        match reader.by_ref().take(room).read(&mut piece) {
            Ok(0) => return Ok(true),
            Ok(count) => {
                text.extend_from_slice(piece.get(..count).unwrap_or_default());
                return Ok(false);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has_lines(text: &[u8]) -> bool {
        matches!(sniff(Box::new(io::Cursor::new(text.to_vec())), None).unwrap(), Content::Lines(..))
    }

    #[test]
    fn more_than_one_value_on_lines_is_a_batch() {
        for batch in ["{}\n{}", "\n{}\n\n{\"a\":1}\n", "{}\nbroken", "broken\n{}\n{}\n", "\u{feff}{}\r\n{}"] {
            assert!(has_lines(batch.as_bytes()), "{batch:?}");
        }
    }

    #[test]
    fn one_value_is_one_signup_on_however_many_lines() {
        for one in [
            "",
            "\n",
            "{}",
            "{}\n\n",
            "{\n  \"a\": [\n{}\n]}\n",
            "broken",
            "{\n  \"a\": {},\n  {}\n",
            "[\n{},\n{}\n]",
        ] {
            assert!(!has_lines(one.as_bytes()), "{one:?}");
        }
    }

    #[test]
    fn over_the_limit_a_line_alone_is_a_batch() {
        let long = "x".repeat(MAXIMUM_BYTES + 10);
        assert!(has_lines(format!("{long}\n{{}}\n").as_bytes()));
        assert!(!has_lines(format!("{{\n{long}").as_bytes()));
    }
}
