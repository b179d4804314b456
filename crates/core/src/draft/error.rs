//! Why a document could not be read at all, and the limits of reading.

use std::fmt;

/// The most bytes of a document's text.
pub const MAXIMUM_BYTES: usize = 1 << 20;

/// The most levels of objects and lists, the document's own included.
pub const MAXIMUM_DEPTH: u8 = 32;

/// Why a document could not be read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadError {
    /// Over [`MAXIMUM_BYTES`].
    TooLarge,
    /// Over [`MAXIMUM_DEPTH`].
    TooDeep,
    /// Not JSON, not UTF-8, a number out of range, or no object at the root.
    Malformed {
        /// Line and column, both from 1, the column in bytes; none where there is no text.
        position: Option<(u32, u32)>,
    },
}

/// In English, for a developer's eyes; what a merchant reads comes from the report on it.
impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => write!(f, "the document has more than {MAXIMUM_BYTES} bytes"),
            Self::TooDeep => {
                write!(f, "the document nests objects and lists more than {MAXIMUM_DEPTH} levels deep")
            }
            Self::Malformed { position: None } => f.write_str("the document is not a JSON object"),
            Self::Malformed { position: Some((line, column)) } => {
                write!(f, "the document is not a JSON object: see line {line}, column {column}")
            }
        }
    }
}

impl std::error::Error for ReadError {}
