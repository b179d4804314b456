//! A row, as the document that it stands for.

use std::collections::HashMap;

use merchant_signup::{Field, Issue, Options, Place, Pointer, Reason, Report, check_slice};
use serde_json::value::RawValue;

use super::header::Table;
use super::places::Places;
use super::rows::{Cells, Rows};
use super::tree::text_of;
use super::values;
use crate::lines::Span;
use crate::locate::Located;

/// A row of a table.
#[derive(Clone, Debug)]
pub(crate) struct Row<'t> {
    pub(super) table: &'t Table,
    pub(super) cells: &'t Cells,
    /// The row as it is written, without the end of its line.
    pub(crate) text: &'t [u8],
    /// Where it begins in the text that it was taken from.
    pub(crate) start: usize,
    /// The line that it begins on.
    pub(crate) line: u64,
    /// The JSON text of its document; none where it is no UTF-8.
    pub(super) json: Option<Vec<u8>>,
    /// What it is called, as JSON, where that is asked for and said.
    pub(crate) key: Option<Box<RawValue>>,
}

impl Table {
    /// Takes the rows of a text one by one, as long as they are wanted. Rows that say nothing are passed over.
    pub(crate) fn rows(
        &self,
        text: &[u8],
        first_line: u64,
        cells: &mut Cells,
        mut wants: impl FnMut(&Row<'_>) -> bool,
    ) -> bool {
        let mut rows = Rows::new(self.separator.reader(), text, first_line);
        while let Some((line, text)) = rows.next(cells) {
            if let Some(row) = self.row(line, text, cells)
                && !wants(&Row { start: rows.start, ..row })
            {
                return false;
            }
        }
        true
    }

    /// Whether a key is asked for.
    pub(crate) const fn has_key(&self) -> bool {
        self.key.is_some()
    }

    fn row<'t>(&'t self, line: u64, text: &'t [u8], cells: &'t Cells) -> Option<Row<'t>> {
        let (mut json, mut key) = (None, None);
        if std::str::from_utf8(text).is_ok() {
            json = Some(self.json(cells)?);
            key =
                self.key.map(|column| text_of(cells, column)).filter(|key| !key.is_empty()).and_then(|key| {
                    let mut quoted = Vec::new();
                    values::text(key, &mut quoted);
                    RawValue::from_string(String::from_utf8(quoted).ok()?).ok()
                });
        }
        Some(Row { table: self, cells, text, start: 0, line, json, key })
    }

    /// The document of a row; none of one that says nothing.
    fn json(&self, cells: &Cells) -> Option<Vec<u8>> {
        let mut json = Vec::new();
        if !self.tree.write(cells, self.separator, &mut json) {
            json.extend_from_slice(b"{}");
        }
        for (name, column) in self.nameless(cells) {
            json.pop();
            json.extend_from_slice(if json.len() > 1 { b"," } else { b"" });
            values::text(&name, &mut json);
            json.push(b':');
            values::text(text_of(cells, column), &mut json);
            json.push(b'}');
        }
        let is_blank =
            json == b"{}" && (0..cells.len()).all(|column| cells.get(column).trim_ascii().is_empty());
        (!is_blank).then_some(json)
    }

    /// The cells that say something and have no name above them. What was meant by them nobody knows: they may be what a
    /// separator without quotation marks has pushed aside, so they are not passed over.
    fn nameless(&self, cells: &Cells) -> impl Iterator<Item = (String, usize)> {
        let has_no_name = |column: &usize| self.names.get(*column).is_none_or(String::is_empty);
        let columns = (0..cells.len().max(self.width())).filter(has_no_name);
        let columns = columns.filter(|column| !cells.get(*column).is_empty());
        columns.map(|column| (format!("column_{}", column + 1), column))
    }
}

impl Row<'_> {
    /// The report on the row's document.
    pub(crate) fn check(&self, options: &Options) -> Report {
        check_slice(self.json.as_deref().unwrap_or(self.text), options)
    }

    /// Where the issues of the row's report are in its text, in its order; none where a place cannot be told.
    pub(crate) fn locate(&self, report: &Report) -> Vec<Option<Located>> {
        let places = self.places();
        let mut unnamed = HashMap::new();
        let locate = |issue: &Issue| self.of_issue(issue, &places, &mut unnamed);
        report.issues().iter().map(locate).collect()
    }

    /// Where the values at some places are.
    pub(crate) fn spans(&self, wanted: &[Place]) -> Vec<(Place, Span)> {
        let places = self.places();
        let span = |place: &Place| places.column(*place).map(|column| (*place, self.cells.span(column)));
        wanted.iter().filter_map(span).collect()
    }

    pub(super) fn places(&self) -> Places {
        let mut places = Places::of(&self.table.tree, self.cells);
        for (name, column) in self.table.nameless(self.cells) {
            places.add_nameless(name, column);
        }
        places
    }

    fn of_issue(
        &self,
        issue: &Issue,
        places: &Places,
        unnamed: &mut HashMap<Place, usize>,
    ) -> Option<Located> {
        let (place, reason) = (issue.path().place(), issue.code().reason());
        if place.field() == Field::AccountId || matches!(reason, Reason::TooLarge | Reason::TooDeep) {
            return None;
        }
        let column = if reason == Reason::UnknownField {
            match issue.path().key() {
                Some(key) => places.unknown(place).find(|(name, _)| *name == key),
                None => {
                    let passed = unnamed.entry(place).or_default();
                    *passed += 1;
                    places.unknown(place).filter(|(name, _)| !Pointer::may_name(name)).nth(*passed - 1)
                }
            }
            .map(|(_, column)| column)
        } else {
            places.column(place)
        };
        let Some(column) = column else {
            // Of what has no column, the row is at fault.
            let first = self.text.first().map_or(0, |_| 1);
            let belongs = (reason == Reason::Required).then(|| place.to_string());
            let belongs = belongs.map(|pointer| pointer.trim_start_matches("/signup/").replace('/', "."));
            return Some(Located { belongs, has_no_column: true, ..Located::at(0..first) });
        };
        let related = issue.related().iter().filter_map(|place| places.column(*place));
        let related = related.filter(|other| *other != column).map(|other| self.cells.span(other)).collect();
        let name = self.table.names.get(column).filter(|name| !name.is_empty()).cloned();
        let (belongs, column_name) = if reason == Reason::Required { (name, None) } else { (None, name) };
        Some(Located { belongs, column: column_name, related, ..Located::at(self.cells.span(column)) })
    }
}
