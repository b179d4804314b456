//! Colours and marks for people.

use annotate_snippets::renderer::{AnsiColor, Effects, Style};
use merchant_signup::Status;

pub(super) const GOOD: Style = AnsiColor::BrightGreen.on_default().effects(Effects::BOLD);
pub(super) const BAD: Style = AnsiColor::BrightRed.on_default().effects(Effects::BOLD);
pub(super) const OPEN: Style = AnsiColor::Yellow.on_default().effects(Effects::BOLD);
pub(super) const STRONG: Style = Style::new().effects(Effects::BOLD);
pub(super) const FAINT: Style = Style::new().effects(Effects::DIMMED);

/// Puts text in colours, or leaves it as it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paint {
    pub(super) coloured: bool,
}

impl Paint {
    pub(super) fn text(self, style: Style, text: &str) -> String {
        if self.coloured { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}

/// How a status looks.
pub(super) const fn marked(status: Status) -> (Style, &'static str) {
    match status {
        Status::Ready => (GOOD, "✔"),
        Status::Incomplete => (OPEN, "○"),
        _ => (BAD, "✘"),
    }
}
