//! The columns of a header as the document that a row becomes. What is empty in a row is not there; elements behind it move up.

use super::names::Step;
use super::rows::Cells;
use super::separator::Separator;
use super::values::{self, Kind};

/// A value of the document, or what holds values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    Value {
        column: usize,
        kind: Kind,
    },
    Object(Vec<(String, Node)>),
    /// Elements in the order of their numbers.
    List(Vec<(usize, Node)>),
}

impl Node {
    /// A document without columns.
    pub(super) const fn new() -> Self {
        Self::Object(Vec::new())
    }

    /// Puts a column in.
    ///
    /// # Errors
    ///
    /// The column that stands there, above or below.
    pub(super) fn insert(&mut self, steps: &[Step], column: usize, kind: Kind) -> Result<(), usize> {
        let Some((step, rest)) = steps.split_first() else { return Err(self.first_column()) };
        let fresh = || match rest.first() {
            Some(next) => Self::holding(next),
            None => Self::Value { column, kind },
        };
        let (child, is_new) = match (self, step) {
            (Self::Object(members), Step::Name(name)) => {
                let found = members.iter().position(|(other, _)| other == name);
                let at = found.unwrap_or(members.len());
                if found.is_none() {
                    members.push((name.clone(), fresh()));
                }
                (members.get_mut(at).map(|(_, node)| node), found.is_none())
            }
            (Self::List(elements), Step::Element(index)) => {
                let found = elements.binary_search_by_key(index, |(index, _)| *index);
                let (Ok(at) | Err(at)) = found;
                if found.is_err() {
                    elements.insert(at, (*index, fresh()));
                }
                (elements.get_mut(at).map(|(_, node)| node), found.is_err())
            }
            (node, _) => return Err(node.first_column()),
        };
        match child {
            // It is the column that has just been put there.
            Some(Self::Value { .. }) if is_new => Ok(()),
            Some(child) => child.insert(rest, column, kind),
            None => Ok(()),
        }
    }

    /// What holds a step, with nothing in it.
    const fn holding(step: &Step) -> Self {
        match step {
            Step::Name(_) => Self::Object(Vec::new()),
            Step::Element(_) => Self::List(Vec::new()),
        }
    }

    /// The first of the columns below.
    pub(super) fn first_column(&self) -> usize {
        match self {
            Self::Value { column, .. } => *column,
            Self::Object(members) => {
                members.iter().map(|(_, node)| node.first_column()).min().unwrap_or_default()
            }
            Self::List(elements) => {
                elements.iter().map(|(_, node)| node.first_column()).min().unwrap_or_default()
            }
        }
    }

    /// Whether a row says something here.
    pub(super) fn is_in(&self, cells: &Cells) -> bool {
        match self {
            Self::Value { column, kind } => !kind.is_empty(text_of(cells, *column)),
            Self::Object(members) => members.iter().any(|(_, node)| node.is_in(cells)),
            Self::List(elements) => elements.iter().any(|(_, node)| node.is_in(cells)),
        }
    }

    /// Writes what a row says here. False, and nothing, where that is nothing.
    pub(super) fn write(&self, cells: &Cells, separator: Separator, out: &mut Vec<u8>) -> bool {
        let start = out.len();
        let mut is_in = false;
        match self {
            Self::Value { column, kind } => {
                let cell = text_of(cells, *column);
                if kind.is_empty(cell) {
                    return false;
                }
                kind.write(cell, separator, out);
                return true;
            }
            Self::Object(members) => {
                out.push(b'{');
                for (name, node) in members {
                    let before = out.len();
                    out.extend_from_slice(if is_in { b"," } else { b"" });
                    values::text(name, out);
                    out.push(b':');
                    if node.write(cells, separator, out) {
                        is_in = true;
                    } else {
                        out.truncate(before);
                    }
                }
                out.push(b'}');
            }
            Self::List(elements) => {
                out.push(b'[');
                for (_, node) in elements {
                    let before = out.len();
                    out.extend_from_slice(if is_in { b"," } else { b"" });
                    if node.write(cells, separator, out) {
                        is_in = true;
                    } else {
                        out.truncate(before);
                    }
                }
                out.push(b']');
            }
        }
        if !is_in {
            out.truncate(start);
        }
        is_in
    }
}

/// The text of a cell. A row that is no UTF-8 is not read so far.
pub(super) fn text_of(cells: &Cells, column: usize) -> &str {
    std::str::from_utf8(cells.get(column)).unwrap_or_default()
}
