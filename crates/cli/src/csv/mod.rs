//! CSV (RFC 4180): a header whose cells name fields, and behind it a signup in each row.
//!
//! A row becomes the JSON text that it stands for, and that is checked like any other: so a table has no rules of its own. Where an
//! issue is, is told by the cell that its value came from.

mod corrections;
mod cut;
mod header;
mod names;
mod places;
mod row;
mod rows;
mod separator;
mod template;
mod tree;
mod values;

pub(crate) use cut::RowEnds;
pub(crate) use header::{Asked, Table, read_header};
pub(crate) use row::Row;
pub(crate) use rows::Cells;
pub(crate) use separator::Separator;
pub(crate) use template::template;
