//! Whole conversations with the program, as data: `tests/cases/*.txt`. `UPDATE_EXPECTED=1 cargo test -p merchant-signup-cli --test
//! cases` writes what is said now into them; look at the difference.
//!
//! A line with `$` is what is typed; `exit`, `out|` and `err|` are what must come back, all of it. Everything happens in a copy of
//! `tests/data`; `$ cat FILE` shows what a file holds by then, `< FILE` gives it to standard input. The day is always the same.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests may fail as tests do"
)]

mod support;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use support::{DAY, copy_of_data, data, run_in};

#[test]
fn conversations_go_as_they_are_written() {
    let mut differ = Vec::new();
    let mut cases: Vec<_> =
        fs::read_dir(data("../cases")).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    assert!(!cases.is_empty());
    for case in cases {
        let folder = copy_of_data();
        let written = fs::read_to_string(&case).unwrap();
        let mut said = String::new();
        for line in written.lines() {
            if let Some(typed) = line.strip_prefix("$ ") {
                let _ = writeln!(said, "{line}");
                said.push_str(&answer(typed, folder.path()));
            } else if !["exit ", "out|", "err|"].iter().any(|start| line.starts_with(start)) {
                let _ = writeln!(said, "{line}");
            }
        }
        if said != written {
            if std::env::var_os("UPDATE_EXPECTED").is_some() {
                fs::write(&case, &said).unwrap();
            }
            differ.push(format!("{}:\n{}", case.display(), first_difference(&written, &said)));
        }
    }
    if std::env::var_os("UPDATE_EXPECTED").is_none() {
        assert!(differ.is_empty(), "{}\n\nUPDATE_EXPECTED=1 writes them anew", differ.join("\n\n"));
    }
}

/// What comes back, as it is written in a case.
fn answer(typed: &str, folder: &Path) -> String {
    let (typed, input) = match typed.split_once(" < ") {
        Some((typed, file)) => (typed, fs::read(folder.join(file)).unwrap()),
        None => (typed, Vec::new()),
    };
    let mut words = words(typed);
    if words[0] == "cat" {
        return lines("out", &fs::read_to_string(folder.join(&words[1])).unwrap());
    }
    if words[0] == "check" && !words.iter().any(|word| word == "--help") {
        words.splice(1..1, DAY.iter().map(|word| (*word).to_owned()));
    }
    let said = run_in(folder, &words, &input);
    let (out, err) = (lines("out", &said.out), lines("err", &said.err));
    format!("exit {}\n{out}{err}", said.code)
}

fn lines(stream: &str, text: &str) -> String {
    text.lines().fold(String::new(), |mut lines, line| {
        let line = if line.is_empty() { format!("{stream}|") } else { format!("{stream}| {line}") };
        let _ = writeln!(lines, "{line}");
        lines
    })
}

/// Words that are set apart by spaces; between single quotes a space is part of a word.
fn words(typed: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut is_quoted = false;
    for c in typed.trim().chars() {
        match c {
            '\'' => is_quoted = !is_quoted,
            ' ' if !is_quoted => words.push(String::new()),
            c => words.last_mut().unwrap().push(c),
        }
    }
    words
}

fn first_difference(written: &str, said: &str) -> String {
    let number = written.lines().zip(said.lines()).take_while(|(one, other)| one == other).count();
    let from = |text: &str| text.lines().skip(number).take(3).collect::<Vec<_>>().join("\n");
    format!("line {}\nwritten:\n{}\nsaid:\n{}", number + 1, from(written), from(said))
}
