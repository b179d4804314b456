//! What can be corrected in a row, as new cells.

use merchant_signup::{Draft, FixKind, ReadError, fixes};

use super::row::Row;
use crate::correction::Correction;

impl Row<'_> {
    /// What can be corrected without guessing; none of a row that is not UTF-8.
    ///
    /// # Errors
    ///
    /// When its document cannot be read.
    pub(crate) fn corrections(&self) -> Option<Result<Vec<Correction>, ReadError>> {
        let draft = match Draft::from_slice(self.json.as_deref()?) {
            Ok(draft) => draft,
            Err(error) => return Some(Err(error)),
        };
        let places = self.places();
        let corrections = fixes(&draft).into_iter().filter_map(|fix| {
            let column = places.column(fix.place())?;
            let span = self.cells.span(column);
            let written = self.text.get(span.clone())?;
            let number = (fix.kind() == FixKind::NumberFromText).then(|| self.number(fix.text(), written));
            let new = self.cell(number.as_deref().unwrap_or(fix.text()), written.starts_with(b"\""));
            let name = self.table.names.get(column).cloned().unwrap_or_default();
            Some(Correction { name, span, kind: fix.kind(), new })
        });
        Some(Ok(corrections.collect()))
    }

    /// A number with the decimal mark that it had.
    fn number(&self, number: &str, written: &[u8]) -> String {
        let has_comma = self.table.separator.leaves_comma() && written.contains(&b',');
        if has_comma { number.replace('.', ",") } else { number.to_owned() }
    }

    /// A cell that says something, in quotation marks where it was in them or needs them.
    fn cell(&self, text: &str, is_quoted: bool) -> String {
        let needs_them = text.contains(['"', '\r', '\n']) || self.table.separator.stands_in(text);
        if is_quoted || needs_them { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
    }
}
