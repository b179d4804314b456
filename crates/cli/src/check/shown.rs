//! Standard output of a check: answers in their order, what stands between them, and how far a batch is.

use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{ProgressBar, ProgressStyle};

use crate::batch::Sink;
use crate::output::{self, Output};

/// Standard output, and what stands between two answers.
pub(super) struct Printed<'a> {
    pub(super) output: &'a mut Output,
    pub(super) separator: &'static [u8],
    pub(super) is_first: &'a mut bool,
}

impl Printed<'_> {
    pub(super) fn print(&mut self, answers: &[u8]) {
        let answers =
            if *self.is_first { answers.strip_prefix(self.separator) } else { None }.unwrap_or(answers);
        if !answers.is_empty() {
            *self.is_first = false;
            self.output.write(answers);
        }
    }
}

/// Takes the answers of a batch, and shows how far it is.
pub(super) struct Shown<'a> {
    pub(super) printed: Printed<'a>,
    pub(super) bar: Option<&'a ProgressBar>,
    pub(super) enough: &'a AtomicBool,
    /// How many answers to show; all, where there is no limit.
    pub(super) most: Option<usize>,
    pub(super) shown: usize,
}

impl Sink for Shown<'_> {
    fn take(&mut self, answers: &[u8]) {
        if self.most.is_some_and(|most| self.shown >= most) {
            return;
        }
        self.shown += 1;
        match self.bar {
            Some(bar) => bar.suspend(|| {
                self.printed.print(answers);
                self.printed.output.flush();
            }),
            None => self.printed.print(answers),
        }
        if self.most.is_some_and(|most| self.shown >= most) {
            self.enough.store(true, Ordering::Relaxed);
        }
    }

    fn advance(&mut self, bytes: u64) {
        if let Some(bar) = self.bar {
            bar.inc(bytes);
        }
    }
}

/// A progress bar, where somebody watches and it is not in the way of what is printed.
pub(super) fn progress(prints_lines: bool, length: Option<u64>) -> Option<ProgressBar> {
    if !output::is_watched() || (output::is_terminal() && prints_lines) {
        return None;
    }
    let (bar, template) = match length {
        Some(length) => (
            ProgressBar::new(length),
            "  checking {bar:32.green} {percent:>3} %  {bytes} of {total_bytes}  {bytes_per_sec}  {eta} left",
        ),
        None => (ProgressBar::new_spinner(), "  checking {spinner}  {bytes}  {bytes_per_sec}"),
    };
    let style = ProgressStyle::with_template(template).ok()?.progress_chars("━━─");
    Some(bar.with_style(style))
}
