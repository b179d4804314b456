//! Where signups come from: the names on the command line and in a list, made into files, one after the other. Nothing is
//! collected, so that memory does not grow with the number of files.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::input::{Source, unpacked_name};

/// How the names of the files end that are taken from a folder, behind what says that they are compressed.
const ENDINGS: [&str; 4] = ["json", "ndjson", "jsonl", "csv"];

/// What is said of a folder without such files.
const NOTHING_IN_FOLDER: &str =
    "no file in it ends in .json, .ndjson, .jsonl or .csv, or in one of these and .gz or .zst";

/// What a name leads to.
#[derive(Debug)]
pub(crate) enum Found {
    Source(Source),
    /// What cannot be looked into.
    Failed(String, io::Error),
    /// What names no file, and why.
    Empty(String, &'static str),
}

/// What was named: files, folders, patterns, and a list of more of them.
#[derive(Debug)]
pub(crate) struct Named<'a> {
    pub(crate) names: &'a [OsString],
    /// A file with names, or `-` for standard input.
    pub(crate) list: Option<&'a OsStr>,
}

impl Named<'_> {
    /// How often standard input is to be read.
    pub(crate) fn standard_inputs(&self) -> usize {
        self.names.iter().map(OsString::as_os_str).chain(self.list).filter(|name| *name == "-").count()
    }

    /// Whether there may be several files, however many there turn out to be.
    pub(crate) fn may_be_several(&self) -> bool {
        match self.names {
            [name] if self.list.is_none() => Path::new(name).is_dir() || is_pattern(name),
            _ => true,
        }
    }

    /// What the names lead to, in their order. The files of a folder are sorted by name.
    pub(crate) fn find(&self) -> impl Iterator<Item = Found> {
        let named = self.names.iter().flat_map(|name| of_name(name));
        named.chain(self.list.into_iter().flat_map(of_list))
    }
}

type Several = Box<dyn Iterator<Item = Found>>;

fn of_name(name: &OsStr) -> Several {
    match name.to_str() {
        Some(pattern) if is_pattern(name) => of_pattern(pattern),
        _ => of_path(name),
    }
}

/// A file, or the files of a folder.
fn of_path(name: &OsStr) -> Several {
    if name != "-" && Path::new(name).is_dir() {
        return Box::new(Folder {
            name: name.to_string_lossy().into_owned(),
            walk: WalkDir::new(name).follow_links(true).sort_by_file_name().into_iter(),
            is_empty: true,
        });
    }
    Box::new(std::iter::once(Found::Source(Source::new(name))))
}

/// Whether a name is a pattern: a file of that name would be the file.
fn is_pattern(name: &OsStr) -> bool {
    name.to_str().is_some_and(|name| name.contains(['*', '?', '['])) && !Path::new(name).exists()
}

fn of_pattern(pattern: &str) -> Several {
    let options = glob::MatchOptions { require_literal_leading_dot: true, ..glob::MatchOptions::new() };
    let failed =
        |error: String| Box::new(std::iter::once(Found::Failed(pattern.to_owned(), io::Error::other(error))));
    match glob::glob_with(pattern, options) {
        Ok(paths) => {
            let mut paths = paths.peekable();
            if paths.peek().is_none() {
                return failed("no file matches".to_owned());
            }
            Box::new(paths.flat_map(move |path| match path {
                Ok(path) => of_path(path.as_os_str()),
                Err(error) => {
                    let title = error.path().to_string_lossy().into_owned();
                    Box::new(std::iter::once(Found::Failed(title, error.into())))
                }
            }))
        }
        Err(error) => failed(format!("it is no pattern: {}", error.msg)),
    }
}

/// The signups of a folder and the folders in it.
struct Folder {
    name: String,
    walk: walkdir::IntoIter,
    /// Whether nothing has been found yet, nor that been said.
    is_empty: bool,
}

impl Iterator for Folder {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            let Some(entry) = self.walk.next() else {
                let is_empty = std::mem::take(&mut self.is_empty);
                return is_empty.then(|| Found::Empty(self.name.clone(), NOTHING_IN_FOLDER));
            };
            match entry {
                Err(error) => {
                    self.is_empty = false;
                    let title =
                        error.path().map_or_else(|| self.name.clone(), |path| path.display().to_string());
                    let error = match error.loop_ancestor() {
                        Some(_) => io::Error::other("it is a link to a folder that it is in"),
                        None => {
                            error.into_io_error().unwrap_or_else(|| io::Error::other("it cannot be read"))
                        }
                    };
                    return Some(Found::Failed(title, error));
                }
                Ok(entry) if entry.depth() > 0 && is_hidden(entry.file_name()) => {
                    if entry.file_type().is_dir() {
                        self.walk.skip_current_dir();
                    }
                }
                Ok(entry) if !entry.file_type().is_dir() && is_signup(entry.path()) => {
                    self.is_empty = false;
                    return Some(Found::Source(Source::new(entry.path().as_os_str())));
                }
                Ok(_) => {}
            }
        }
    }
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// Whether a file holds signups, by its name.
fn is_signup(path: &Path) -> bool {
    let extension = unpacked_name(path).extension().and_then(OsStr::to_str).map(str::to_ascii_lowercase);
    extension.is_some_and(|extension| ENDINGS.contains(&&*extension))
}

/// The names in a list: one on each line, or with a NUL behind each. They are taken as they are, and are no patterns.
fn of_list(list: &OsStr) -> Several {
    let title = if list == "-" { "<stdin>".to_owned() } else { list.to_string_lossy().into_owned() };
    let reader: Box<dyn BufRead> = if list == "-" {
        Box::new(BufReader::new(io::stdin()))
    } else {
        match File::open(list) {
            Ok(file) => Box::new(BufReader::new(file)),
            Err(error) => return Box::new(std::iter::once(Found::Failed(title, error))),
        }
    };
    Box::new(List { title, reader, separator: None, is_empty: true }.flatten())
}

struct List {
    title: String,
    reader: Box<dyn BufRead>,
    /// What stands behind each name, once that is known.
    separator: Option<u8>,
    is_empty: bool,
}

impl List {
    fn read(&mut self) -> io::Result<Option<PathBuf>> {
        let separator = match self.separator {
            Some(separator) => separator,
            None => {
                let start = self.reader.fill_buf()?;
                *self.separator.insert(if start.contains(&0) { 0 } else { b'\n' })
            }
        };
        loop {
            let mut name = Vec::new();
            if self.reader.read_until(separator, &mut name)? == 0 {
                return Ok(None);
            }
            if name.last() == Some(&separator) {
                name.pop();
            }
            if separator == b'\n' && name.last() == Some(&b'\r') {
                name.pop();
            }
            if !name.is_empty() {
                return Ok(Some(path(name)));
            }
        }
    }
}

impl Iterator for List {
    type Item = Several;

    fn next(&mut self) -> Option<Several> {
        match self.read() {
            Ok(Some(path)) => {
                self.is_empty = false;
                // In a list, `-` is a file of that name.
                if path.as_os_str() == "-" {
                    return Some(of_path(Path::new("./-").as_os_str()));
                }
                Some(of_path(path.as_os_str()))
            }
            Ok(None) => {
                let is_empty = std::mem::take(&mut self.is_empty);
                is_empty.then(|| {
                    let empty = Found::Empty(self.title.clone(), "it names no file");
                    Box::new(std::iter::once(empty)) as Several
                })
            }
            Err(error) => {
                self.is_empty = false;
                self.reader = Box::new(io::empty());
                Some(Box::new(std::iter::once(Found::Failed(self.title.clone(), error))))
            }
        }
    }
}

#[cfg(unix)]
fn path(name: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    OsString::from_vec(name).into()
}

#[cfg(not(unix))]
fn path(name: Vec<u8>) -> PathBuf {
    String::from_utf8_lossy(&name).into_owned().into()
}
