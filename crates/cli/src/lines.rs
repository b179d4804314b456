//! Lines and columns of a text.

use std::ops::Range;

/// Bytes of a text: where something begins, and where what follows it begins.
pub(crate) type Span = Range<usize>;

/// The lines of a text.
#[derive(Debug)]
pub(crate) struct Lines<'t> {
    text: &'t str,
    /// Where each line begins.
    starts: Vec<usize>,
}

/// A line and a column, both from 1; the column counts characters (Unicode scalar values).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl<'t> Lines<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self { text, starts: std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect() }
    }

    /// Line and column of a byte.
    pub(crate) fn position(&self, at: usize) -> Position {
        let line = self.starts.partition_point(|start| *start <= at);
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let before = self.text.get(start..at).unwrap_or_default();
        Position { line, column: before.chars().count() + 1 }
    }

    /// The character at a line and a column in bytes, both from 1; behind the text, its last one.
    pub(crate) fn character(&self, line: usize, column: usize) -> Span {
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len());
        let mut at = (start + column.saturating_sub(1)).min(self.text.len());
        if at == self.text.len() {
            at = self.text.trim_end().len().saturating_sub(1);
        }
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let length = self.text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        at..at + length
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_characters() {
        let text = "{\r\n \"æ\": 1,\n}";
        let lines = Lines::of(text);
        let at = text.find(':').unwrap();
        assert_eq!(lines.position(at), Position { line: 2, column: 5 });
        assert_eq!(lines.position(0), Position { line: 1, column: 1 });
        assert_eq!(lines.character(2, 3), 5..7);
        assert_eq!(lines.character(2, 4), 5..7);
        assert_eq!(lines.character(9, 9), 13..14);
    }
}
