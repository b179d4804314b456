//! Where rows end in what is read piece by piece.

use std::fmt;
use std::io;

use super::rows::{Cells, Rows};
use super::{Separator, Table};
use crate::batch::Cut;

/// Finds the ends of rows: a line that ends within quotation marks ends no row.
pub(crate) struct RowEnds {
    separator: Separator,
    /// As behind what was read.
    reader: csv_core::Reader,
    /// What is in the cells, which nobody reads here.
    unread: [u8; 4096],
    ends: [usize; 256],
}

impl RowEnds {
    pub(crate) fn of(table: &Table) -> Self {
        Self {
            separator: table.separator,
            reader: table.separator.reader(),
            unread: [0; 4096],
            ends: [0; 256],
        }
    }
}

impl fmt::Debug for RowEnds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RowEnds")
    }
}

impl Cut for RowEnds {
    fn ends(&mut self, text: &[u8]) -> Option<(usize, usize)> {
        let (mut at, mut found) = (0, None);
        while at < text.len() {
            let rest = text.get(at..).unwrap_or_default();
            let (result, read, ..) = self.reader.read_record(rest, &mut self.unread, &mut self.ends);
            at += read;
            if matches!(result, csv_core::ReadRecordResult::Record) {
                found = Some((found.map_or(at, |(first, _)| first), at));
            }
        }
        found
    }

    fn cut_at(&self, line: u64) -> io::Result<()> {
        Err(unclosed(line, "a row has more than a mebibyte: is there a quotation mark that is not closed?"))
    }

    fn end(&mut self, rest: &[u8], first_line: u64) -> io::Result<()> {
        let mut cells = Cells::default();
        let mut rows = Rows::new(self.separator.reader(), rest, first_line);
        let mut line = first_line;
        while let Some((begins, _)) = rows.next(&mut cells) {
            line = begins;
        }
        if cells.is_open() {
            return Err(unclosed(line, "a quotation mark is not closed in the row that begins here"));
        }
        Ok(())
    }
}

fn unclosed(line: u64, what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("line {line}: {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::csv::header::Asked;

    fn ends(pieces: &[&str]) -> Vec<Option<(usize, usize)>> {
        let header = io::Cursor::new(b"bank_name\n".to_vec());
        let (table, _) = crate::csv::read_header(
            Box::new(header),
            &Asked { separator: Some(Separator::COMMA), ..Asked::default() },
        )
        .unwrap();
        let mut ends = RowEnds::of(&table);
        pieces.iter().map(|piece| ends.ends(piece.as_bytes())).collect()
    }

    #[test]
    fn a_line_break_within_quotation_marks_ends_no_row() {
        assert_eq!(ends(&["a\nb\n\"c\nd", "\ne\"", "\nf"]), [Some((2, 4)), None, Some((1, 1))]);
        assert_eq!(ends(&["a\r", "\nb", "\r\n\"c\n"]), [Some((2, 2)), None, Some((1, 1))]);
        assert_eq!(ends(&["\na,b\n\"c\nd\n"]), [Some((5, 5))]);
    }
}
