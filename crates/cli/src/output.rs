//! The one place that prints: standard output and standard error.
//!
//! A reader that has seen enough closes the pipe; then the program ends at once, quietly, with the status that a shell
//! gives to whatever a closed pipe ended.

use std::fmt::Display;
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::process;

use crate::args::When;

/// 128 and SIGPIPE's number.
const CLOSED_PIPE: i32 = 141;

/// The command could not do what was asked.
pub(crate) const COULD_NOT_RUN: u8 = 2;

/// Standard output, or a file in its place.
pub(crate) struct Output {
    out: BufWriter<Box<dyn Write>>,
}

impl Output {
    pub(crate) fn new() -> Self {
        Self::of(Box::new(io::stdout().lock()))
    }

    /// A file in place of standard output.
    pub(crate) fn to(file: File) -> Self {
        Self::of(Box::new(file))
    }

    fn of(out: Box<dyn Write>) -> Self {
        Self { out: BufWriter::with_capacity(64 * 1024, out) }
    }

    /// Writes; ends the program where nothing can be written any more.
    pub(crate) fn write(&mut self, bytes: &[u8]) {
        let written = self.out.write_all(bytes);
        end_on_failure(written);
    }

    /// Writes a line.
    pub(crate) fn line(&mut self, line: impl Display) {
        let written = writeln!(self.out, "{line}");
        end_on_failure(written);
    }

    /// Hands over what was written.
    pub(crate) fn flush(&mut self) {
        let flushed = self.out.flush();
        end_on_failure(flushed);
    }
}

fn end_on_failure(written: io::Result<()>) {
    if let Err(error) = written {
        if error.kind() != io::ErrorKind::BrokenPipe {
            complain(format_args!("cannot write: {}", reason(&error)));
            process::exit(COULD_NOT_RUN.into());
        }
        process::exit(CLOSED_PIPE);
    }
}

/// Says on standard error, in one line, what could not be done.
pub(crate) fn complain(what: impl Display) {
    note(format_args!("merchant-signup: {what}"));
}

/// Says something on standard error. Where nobody can hear it, that is all the same.
pub(crate) fn note(what: impl Display) {
    let _ = writeln!(io::stderr(), "{what}");
}

/// What an error of the system says, without its number.
pub(crate) fn reason(error: &io::Error) -> String {
    let text = match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::IsADirectory => "it is a directory".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    };
    match text.split_once(" (os error") {
        Some((text, _)) => text.to_owned(),
        None => text,
    }
}

/// Whether standard output takes colours.
pub(crate) fn is_coloured(when: When) -> bool {
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto => anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never,
    }
}

/// Whether somebody watches: a progress bar is drawn on standard error, and must not cut lines on standard output.
pub(crate) fn is_watched() -> bool {
    io::stderr().is_terminal()
}

/// Whether standard output is a terminal.
pub(crate) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// How many columns the terminal has; where there is none, as many as are easy to read.
pub(crate) fn width() -> usize {
    let width = terminal_size::terminal_size().map_or(110, |(width, _)| usize::from(width.0));
    width.clamp(60, 140)
}

/// Keeps what a panic would print, which may hold what people typed, off the terminal.
pub(crate) fn hush_panics() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(|at| format!(" ({}:{})", at.file(), at.line())).unwrap_or_default();
        complain(format_args!("this should not have happened: please report it{place}"));
        process::exit(COULD_NOT_RUN.into());
    }));
}
