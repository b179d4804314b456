//! Options from a file, which is named on the command line and never looked for: a file that nobody sees must not change a verdict.
//!
//! Each line is an option as on the command line; blank lines, and those that begin with `#`, are passed over. What the command line
//! says itself comes behind them, and so prevails.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::Path;

use crate::output::reason;

/// The options in a file.
///
/// # Errors
///
/// In words, when the file cannot be read or a line is no option.
pub(crate) fn read(path: &Path) -> Result<Vec<OsString>, String> {
    let title = path.display();
    let text =
        fs::read_to_string(path).map_err(|error| format!("cannot read {title}: {}", reason(&error)))?;
    let mut words = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if !line.starts_with("--") || line == "--" {
            return Err(format!("{title}:{number}: a line is one option, such as --deny=warnings"));
        }
        let name = line.split(['=', ' ']).next().unwrap_or(line);
        if name == "--config" {
            return Err(format!("{title}:{number}: a file of options cannot name another"));
        }
        match line.split_once(' ') {
            // A blank behind the `=` is a part of the value.
            Some((option, value)) if !option.contains('=') => {
                words.extend([option.into(), value.trim().into()]);
            }
            _ => words.push(line.into()),
        }
    }
    Ok(words)
}

/// The command line with the options of a file put in front of its own.
pub(crate) fn joined(words: &[OsString], options: &[OsString]) -> Vec<OsString> {
    let behind = words.iter().position(|word| word == OsStr::new("check")).map_or(words.len(), |at| at + 1);
    let (front, rest) = words.split_at(behind);
    [front, options, rest].concat()
}
