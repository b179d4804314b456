//! What is known to be wrong: issues that were there when a baseline was written, and do not count any more.
//!
//! A baseline is a file of lines of JSON, one an issue: where the signup is (its key, where `--key` says one, else its source and
//! line), the code and the path. It holds nothing that people typed, but for the keys.

use std::collections::HashSet;
use std::fs::File;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::io::{BufRead, BufReader};
use std::path::Path;

use merchant_signup::{Code, Issue};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::output::reason;

/// Known issues, each as a number of 64 bits, so that a million of them takes a few megabytes.
#[derive(Clone, Debug)]
pub(crate) struct Baseline(HashSet<u64>);

/// Where a signup is, for a baseline.
#[derive(Clone, Copy, Debug, Hash, Serialize, PartialEq, Eq)]
#[serde(untagged)]
pub(crate) enum Whose<'a> {
    Key { key: &'a str },
    Line { source: &'a str, line: u64 },
}

impl<'a> Whose<'a> {
    /// The signup with a key, or else at a line of a source.
    pub(crate) fn of(key: Option<&'a RawValue>, source: &'a str, line: Option<u64>) -> Self {
        match key {
            Some(key) => Self::Key { key: key.get() },
            None => Self::Line { source, line: line.unwrap_or(1) },
        }
    }
}

/// A line of the file.
#[derive(Serialize)]
struct Known<'a> {
    #[serde(flatten)]
    whose: Whose<'a>,
    code: Code,
    path: String,
}

/// A line of the file, read back.
#[derive(Deserialize)]
struct Line {
    key: Option<String>,
    source: Option<String>,
    line: Option<u64>,
    code: String,
    path: String,
}

impl Baseline {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// In words, when it cannot be read or is no baseline.
    pub(crate) fn read(path: &Path) -> Result<Self, String> {
        let title = path.display();
        let unreadable = |error| format!("cannot read {title}: {}", reason(&error));
        let mut known = HashSet::new();
        for (number, line) in (1..).zip(BufReader::new(File::open(path).map_err(unreadable)?).lines()) {
            let line = line.map_err(unreadable)?;
            let read = serde_json::from_str::<Line>(&line).ok().and_then(|read| {
                let whose = match (&read.key, &read.source, read.line) {
                    (Some(key), None, None) => Whose::Key { key },
                    (None, Some(source), Some(line)) => Whose::Line { source, line },
                    _ => return None,
                };
                Some(print(whose, &read.code, &read.path))
            });
            let why =
                || format!("{title}:{number}: that is no known issue; --write-baseline writes the file anew");
            known.insert(read.ok_or_else(why)?);
        }
        Ok(Self(known))
    }

    /// Whether an issue is known.
    pub(crate) fn knows(&self, whose: Whose<'_>, issue: &Issue) -> bool {
        self.0.contains(&print(whose, &issue.code().name(), &issue.path().to_string()))
    }
}

/// An issue as a line of a baseline.
pub(crate) fn write(whose: Whose<'_>, issue: &Issue, out: &mut Vec<u8>) {
    let known = Known { whose, code: issue.code(), path: issue.path().to_string() };
    // Writing to memory does not fail.
    let _ = serde_json::to_writer(&mut *out, &known);
    out.push(b'\n');
}

fn print(whose: Whose<'_>, code: &str, path: &str) -> u64 {
    BuildHasherDefault::<DefaultHasher>::default().hash_one((whose, code, path))
}
