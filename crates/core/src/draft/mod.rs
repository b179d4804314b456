//! What somebody filled in: every field present, missing or of the wrong type. Reading never fails.
//!
//! One pass, driven by the payload table: over JSON text (`pull.rs`), or over anything else that serde can read, such as a
//! `serde_json::Value` or the buffer that a browser packs (`read.rs`). What is wrong is remembered with its place, and reading
//! goes on; it stops only where the document as a whole is no JSON object within the limits ([`ReadError`]).

mod cell;
mod content;
mod error;
mod json;
mod key;
mod number;
mod pull;
mod read;
mod reader;
mod spans;

pub use cell::JsonType;
pub(crate) use cell::{Cell, List, Typed};
pub use content::Draft;
#[cfg(test)]
pub(crate) use content::recorded;
pub(crate) use content::{Key, Note};
pub use error::{Cause, MAXIMUM_BYTES, MAXIMUM_DEPTH, ReadError};
pub use spans::{OddKey, Spans};
