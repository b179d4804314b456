//! The rows of a text, and their cells: what is in them, and where they stand.

use std::ops::Range;

use memchr::memchr_iter;

/// The cells of one row, to be used again for the next.
#[derive(Debug, Default)]
pub(crate) struct Cells {
    /// What is in the cells, one behind the other, without quotation marks; behind them there is room.
    text: Vec<u8>,
    /// Where each cell ends in `text`.
    ends: Vec<usize>,
    /// Where each cell stands in the row as it is written, quotation marks included.
    spans: Vec<Range<usize>>,
    /// Whether the text ends within a quoted cell.
    is_open: bool,
}

impl Cells {
    /// What is in a cell; nothing, where the row ends before.
    pub(super) fn get(&self, column: usize) -> &[u8] {
        let start =
            column.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        self.ends.get(column).and_then(|end| self.text.get(start..*end)).unwrap_or_default()
    }

    /// Where a cell stands in the row; behind the last, where the row ends before.
    pub(super) fn span(&self, column: usize) -> Range<usize> {
        let end = self.spans.last().map_or(0, |span| span.end);
        self.spans.get(column).cloned().unwrap_or(end..end)
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether the text ends within a quoted cell.
    pub(super) const fn is_open(&self) -> bool {
        self.is_open
    }
}

/// The rows of a text that begins with one.
#[derive(Debug)]
pub(super) struct Rows<'t> {
    reader: csv_core::Reader,
    text: &'t [u8],
    at: usize,
    line: u64,
    /// Where the last row begins.
    pub(super) start: usize,
}

impl<'t> Rows<'t> {
    pub(super) fn new(reader: csv_core::Reader, text: &'t [u8], first_line: u64) -> Self {
        Self { reader, text, at: 0, line: first_line, start: 0 }
    }

    /// The next row that is not blank, without the end of its line, and the line that it begins on.
    pub(super) fn next(&mut self, cells: &mut Cells) -> Option<(u64, &'t [u8])> {
        let is_end = |byte: &&u8| matches!(byte, b'\r' | b'\n');
        let blank = self.text.get(self.at..)?.iter().take_while(is_end).count();
        self.pass(blank);
        if self.at == self.text.len() {
            return None;
        }
        let (start, line) = (self.at, self.line);
        self.start = start;
        self.reader.reset();
        cells.ends.clear();
        cells.spans.clear();
        while !self.cell(start, cells) {}
        let end = start + cells.spans.last().map_or(0, |span| span.end);
        Some((line, self.text.get(start..end).unwrap_or_default()))
    }

    /// Goes on by some bytes.
    fn pass(&mut self, count: usize) {
        let passed = self.text.get(self.at..self.at + count).unwrap_or_default();
        self.line += u64::try_from(memchr_iter(b'\n', passed).count()).unwrap_or_default();
        self.at += count;
    }

    /// Reads a cell of the row that begins at `start`. True behind the last one.
    fn cell(&mut self, start: usize, cells: &mut Cells) -> bool {
        let from = self.at;
        let mut filled = cells.ends.last().copied().unwrap_or_default();
        loop {
            if cells.text.len() == filled {
                cells.text.resize(filled + ROOM, 0);
            }
            let rest = self.text.get(self.at..).unwrap_or_default();
            let room = cells.text.get_mut(filled..).unwrap_or_default();
            let (result, read, written) = self.reader.read_field(rest, room);
            self.pass(read);
            filled += written;
            let is_last = match result {
                // What comes next is the end of the text.
                csv_core::ReadFieldResult::InputEmpty | csv_core::ReadFieldResult::OutputFull => continue,
                csv_core::ReadFieldResult::Field { record_end } => record_end,
                csv_core::ReadFieldResult::End => true,
            };
            // What ends a cell is read with it, but for the end of the text.
            let end = self.at - usize::from(read > 0);
            let written = self.text.get(from..end).unwrap_or_default();
            cells.is_open = read == 0
                && written.starts_with(b"\"")
                && !memchr_iter(b'"', written).count().is_multiple_of(2);
            cells.ends.push(filled);
            cells.spans.push(from - start..end - start);
            return is_last;
        }
    }
}

/// How much room for the text of cells is made at once.
const ROOM: usize = 1024;

#[cfg(test)]
mod tests {
    use super::super::Separator;
    use super::*;

    fn rows(text: &str) -> Vec<(u64, String, Vec<String>, Vec<String>)> {
        let mut rows = Rows::new(Separator::COMMA.reader(), text.as_bytes(), 1);
        let (mut cells, mut found) = (Cells::default(), Vec::new());
        while let Some((line, row)) = rows.next(&mut cells) {
            let row = String::from_utf8(row.to_vec()).unwrap();
            let columns = 0..cells.len();
            let inside =
                columns.clone().map(|at| String::from_utf8(cells.get(at).to_vec()).unwrap()).collect();
            let written = columns.map(|at| row[cells.span(at)].to_owned()).collect();
            found.push((line, row, inside, written));
        }
        found
    }

    fn row(
        line: u64,
        row: &str,
        inside: &[&str],
        written: &[&str],
    ) -> (u64, String, Vec<String>, Vec<String>) {
        let owned = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
        (line, row.to_owned(), owned(inside), owned(written))
    }

    #[test]
    fn rows_have_cells_and_know_where_they_stand() {
        assert_eq!(
            rows("a,b\r\n\r\n\"x, \"\"y\"\"\n\",2,\nlast"),
            [
                row(1, "a,b", &["a", "b"], &["a", "b"]),
                row(3, "\"x, \"\"y\"\"\n\",2,", &["x, \"y\"\n", "2", ""], &["\"x, \"\"y\"\"\n\"", "2", ""]),
                row(5, "last", &["last"], &["last"]),
            ]
        );
        assert_eq!(rows("\n\r\n"), []);
        assert_eq!(rows("a,"), [row(1, "a,", &["a", ""], &["a", ""])]);
        assert_eq!(rows("\"\"\n"), [row(1, "\"\"", &[""], &["\"\""])]);
    }

    #[test]
    fn a_quotation_mark_that_is_not_closed_is_noticed() {
        let is_open = |text: &str| {
            let mut cells = Cells::default();
            let mut rows = Rows::new(Separator::COMMA.reader(), text.as_bytes(), 1);
            while rows.next(&mut cells).is_some() {}
            cells.is_open()
        };
        for open in ["a,\"b", "a,\"b\n\n", "\"", "a,\"b\"\"", "a,b\n\"c\nd,e"] {
            assert!(is_open(open), "{open:?}");
        }
        for closed in ["a,\"b\"", "a,b\"", "a,\"\"", "a,\"b\"\"\"", "a\"b,c\n", "a,\"b\"\n"] {
            assert!(!is_open(closed), "{closed:?}");
        }
    }

    #[test]
    fn long_cells_are_whole() {
        let long = "x".repeat(5 * ROOM + 1);
        assert_eq!(
            rows(&format!("{long},{long}")),
            [row(1, &format!("{long},{long}"), &[&long, &long], &[&long, &long])]
        );
    }
}
