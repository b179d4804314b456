//! The header of a table.

use std::io::{self, Read};

use merchant_signup::MAXIMUM_BYTES;

use super::Separator;
use super::names::{Named, Step, named};
use super::rows::{Cells, Rows};
use super::tree::Node;
use crate::envelope::JsonPointer;

/// What was asked for of tables.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    /// What stands between cells; none where the header is to show it.
    pub(crate) separator: Option<Separator>,
    /// The column that says what a row is called.
    pub(crate) key: Option<JsonPointer>,
    /// Whether the signup is to be looked for within a document, which a row has not.
    pub(crate) is_enveloped: bool,
}

/// What a header says.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// What stands in front of the line break behind the header, as it is written.
    pub(crate) head: Vec<u8>,
    pub(super) separator: Separator,
    /// The columns' names, as they are written.
    pub(super) names: Vec<String>,
    pub(super) tree: Node,
    /// The column of the key.
    pub(super) key: Option<usize>,
    /// The line that the rows begin on.
    pub(crate) next_line: u64,
}

impl Table {
    /// How many columns the header names, or leaves without a name.
    pub(super) fn width(&self) -> usize {
        self.names.len()
    }
}

/// Reads a header, and gives what follows.
///
/// # Errors
///
/// In words, when it cannot be read or does not name fields.
pub(crate) fn read_header(
    mut reader: Box<dyn Read + Send>,
    asked: &Asked,
) -> io::Result<(Table, Box<dyn Read + Send>)> {
    let wrong = |what: String| Err(io::Error::new(io::ErrorKind::InvalidData, what));
    if asked.is_enveloped {
        return wrong("--signup-at is for JSON; in CSV, the header says where each value belongs".to_owned());
    }
    let mut text = Vec::new();
    let (mut line_ends, mut has_ended) = (0, false);
    // A name has no line break in it, so that the header is the first line that is not blank.
    while !has_ended && line_ends == 0 {
        let before = text.len();
        has_ended = reader.by_ref().take(64 * 1024).read_to_end(&mut text)? == 0;
        let start = text.iter().position(|byte| !is_blank(*byte)).unwrap_or(text.len());
        let new = text.get(start.max(before)..).unwrap_or_default();
        if let Some(at) = new.iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
            line_ends = start.max(before) + at;
        } else if text.len() > MAXIMUM_BYTES {
            return wrong("its first line has more than a mebibyte, and cannot be a header".to_owned());
        }
    }
    let header_ends = if line_ends == 0 { text.len() } else { line_ends };
    let rest = text.split_off(header_ends);
    if text.starts_with(&[0xFF, 0xFE]) || text.starts_with(&[0xFE, 0xFF]) || text.contains(&0) {
        return wrong("it is UTF-16 text, or no text: save it as CSV in UTF-8".to_owned());
    }
    let head = text.clone();
    let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&text);
    let line = 1 + text.iter().filter(|byte| **byte == b'\n').count();
    let Ok(text) = std::str::from_utf8(text) else {
        return wrong(format!("line {line}: the header is not UTF-8: save the file as CSV in UTF-8"));
    };
    match table(text.trim_matches(['\r', '\n']), u64::try_from(line).unwrap_or(u64::MAX), asked) {
        Ok(table) => Ok((Table { head, ..table }, Box::new(io::Cursor::new(rest).chain(reader)))),
        Err(what) => wrong(format!("line {line}: {what}")),
    }
}

const fn is_blank(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n' | 0xEF | 0xBB | 0xBF)
}

/// What a header says; `next_line` is its own, which what follows goes on with: its line break is still to be read.
fn table(text: &str, next_line: u64, asked: &Asked) -> Result<Table, String> {
    let separator = asked.separator.unwrap_or_else(|| Separator::seen_in(text.as_bytes()));
    let mut cells = Cells::default();
    let _ = Rows::new(separator.reader(), text.as_bytes(), 1).next(&mut cells);
    let name = |column| String::from_utf8_lossy(cells.get(column)).trim().to_owned();
    let names: Vec<_> = (0..cells.len()).map(name).collect();
    let key = asked.key.as_ref();
    let is_key = |name: &str| key.is_some_and(|key| is_called(name, key));
    let key_column = names.iter().position(|name| is_key(name));
    let read: Vec<_> =
        names.iter().map(|name| if name.is_empty() { None } else { Some(named(name)) }).collect();
    let is_known = |read: &&Option<Result<Named, String>>| matches!(read, Some(Ok(named)) if named.is_known);
    if !names.is_empty() && !read.iter().any(|read| is_known(&read)) {
        // The line may be no header; what stands in it is not repeated.
        let more = read.iter().flatten().find_map(|read| read.as_ref().err());
        return Err(match (more, names.len()) {
            (Some(why), 1) => format!("column 1 {why}"),
            _ => "the first line names no field of a signup: `merchant-signup schema --csv` prints a header"
                .to_owned(),
        });
    }
    if let (Some(key), None, false) = (key, key_column, names.is_empty()) {
        return Err(format!("no column is called {}, which --key asks for", key.text));
    }
    let mut tree = Node::new();
    for (column, (name, read)) in names.iter().zip(read).enumerate() {
        let number = column + 1;
        let named = match read {
            None => continue,
            Some(Ok(named)) => named,
            Some(Err(_)) if key_column == Some(column) => continue,
            Some(Err(why)) => return Err(format!("column {number}, {}, {why}", shown(name))),
        };
        if key_column == Some(column) && !named.is_known {
            continue;
        }
        if named.steps.len() > MOST_STEPS {
            return Err(format!("column {number} stands in more than {MOST_STEPS} others"));
        }
        tree.insert(&named.steps, column, named.kind).map_err(|other| {
            let (name, other_name) = (shown(name), shown(names.get(other).map_or("", String::as_str)));
            format!("column {number}, {name}, and column {}, {other_name}, are one and the same, or one holds the other", other + 1)
        })?;
    }
    Ok(Table { head: Vec::new(), separator, names, tree, key: key_column, next_line })
}

/// Fewer than the levels that a document may have.
const MOST_STEPS: usize = 24;

/// Whether a column is called as a pointer says: `merchant_id`, `/merchant_id`, or where it leads.
fn is_called(name: &str, key: &JsonPointer) -> bool {
    let plain = key.text.strip_prefix('/').unwrap_or(&key.text);
    if name.strip_prefix('/').unwrap_or(name) == plain {
        return true;
    }
    let Ok(named) = named(name) else { return false };
    let way: Vec<_> = named
        .steps
        .iter()
        .map(|step| match step {
            Step::Name(name) => name.replace('~', "~0").replace('/', "~1"),
            Step::Element(index) => index.to_string(),
        })
        .collect();
    let way = way.join("/");
    way == plain || !named.is_known && way.strip_prefix("signup/") == Some(plain)
}

/// A name for a message: short, and on one line.
fn shown(name: &str) -> String {
    let mut short: String =
        name.chars().take(60).map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect();
    if short.len() < name.len() {
        short.push('…');
    }
    short
}
