//! The lines of a catalogue, read while the crate is compiled: the program has their texts, and numbers for their keys.
//!
//! A catalogue with a key that means nothing, or with other keys than the English one, does not compile.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::cast_possible_truncation,
    reason = "evaluated by the compiler: a bad index would not build, and no table has 256 lines"
)]

use super::{LABEL, WORDS, key, word_key};
use crate::code::Reason;
use crate::payload::Field;
use crate::report::params::Params;
use crate::text::{cut, cut_last, is_same};

const ENGLISH: &str = include_str!("en.txt");

const LINES: usize = {
    let mut count = 0;
    let mut rest = ENGLISH;
    while !rest.is_empty() {
        (_, rest) = cut(rest, b'\n');
        count += 1;
    }
    count
};

/// What each line is for, sorted.
pub(super) static KEYS: [u32; LINES] = {
    let mut keys = [0; LINES];
    let lines = sorted(ENGLISH);
    let mut at = 0;
    while at < LINES {
        keys[at] = lines[at].0;
        at += 1;
    }
    keys
};

/// A catalogue's texts, a line each, in the order of [`KEYS`].
macro_rules! texts {
    ($file:literal) => {{
        const BYTES: [u8; lines::length(include_str!($file))] = lines::joined(include_str!($file));
        const TEXTS: &str = match std::str::from_utf8(&BYTES) {
            Ok(texts) => texts,
            Err(_) => "",
        };
        TEXTS
    }};
}
pub(super) use texts;

pub(super) const fn length(catalogue: &'static str) -> usize {
    let lines = sorted(catalogue);
    // The ends of all lines but the last.
    let mut length = LINES - 1;
    let mut at = 0;
    while at < LINES {
        length += lines[at].1.len();
        at += 1;
    }
    length
}

pub(super) const fn joined<const LENGTH: usize>(catalogue: &'static str) -> [u8; LENGTH] {
    let mut texts = [b'\n'; LENGTH];
    let (lines, english) = (sorted(catalogue), sorted(ENGLISH));
    let mut to = 0;
    let mut at = 0;
    while at < LINES {
        assert!(lines[at].0 == english[at].0, "a catalogue has other keys than the English one");
        let mut rest = lines[at].1.as_bytes();
        while let [byte, after @ ..] = rest {
            texts[to] = *byte;
            to += 1;
            rest = after;
        }
        to += 1;
        at += 1;
    }
    texts
}

const fn sorted(catalogue: &'static str) -> [(u32, &'static str); LINES] {
    let mut lines = [(0, ""); LINES];
    let mut rest = catalogue;
    let mut count = 0;
    while count < LINES {
        let (line, after) = cut(rest, b'\n');
        let (name, text) = cut(line, b'=');
        let line = (number(name.trim_ascii()), text.trim_ascii());
        let mut at = count;
        while at > 0 && lines[at - 1].0 > line.0 {
            lines[at] = lines[at - 1];
            at -= 1;
        }
        lines[at] = line;
        count += 1;
        rest = after;
    }
    assert!(rest.is_empty(), "a catalogue has more lines than the English one");
    lines
}

/// What a line is for.
const fn number(name: &str) -> u32 {
    let (head, last) = cut_last(name, b'.');
    if is_same(head, "word") {
        return word_key(position(&WORDS, last));
    }
    if let (first, path) = cut(name, b'.')
        && is_same(first, "label")
    {
        return key(Some(field(path)), LABEL, None);
    }
    let (name, parameter) = cut(last, b'+');
    let mut reason = 0;
    while !is_same(Reason::ALL[reason].name(), name) {
        reason += 1;
    }
    let parameter = if parameter.is_empty() { None } else { Some(position(Params::NAMES, parameter) as u8) };
    let field = if is_same(head, "*") { None } else { Some(field(head)) };
    key(field, Reason::ALL[reason] as u8, parameter)
}

const fn field(path: &str) -> Field {
    let mut index = 0;
    while !Field::ALL[index].has_path(path) {
        index += 1;
    }
    Field::ALL[index]
}

const fn position(names: &[&str], name: &str) -> usize {
    let mut index = 0;
    while !is_same(names[index], name) {
        index += 1;
    }
    index
}
