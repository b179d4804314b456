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
    /// No JSON object.
    Malformed {
        /// What it is instead.
        cause: Cause,
        /// Line and column, both from 1, the column in bytes; none where there is no text.
        position: Option<(u32, u32)>,
    },
}

/// What a document is that is no JSON object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cause {
    /// No JSON.
    Syntax,
    /// A number that no double holds.
    Number,
    /// No UTF-8.
    Encoding,
    /// UTF-16, as programs of Windows write it.
    Utf16,
    /// Latin-1, or Windows-1252.
    Latin1,
    /// A zip archive; files of spreadsheets are some.
    Zip,
    /// A list, of signups perhaps.
    List,
    /// An object, and another one behind it.
    Several,
    /// Nothing, or white space.
    Empty,
    /// A text, a number, `true`, `false` or `null`.
    NotAnObject,
    /// A value that could not be read: in JavaScript, one that is cyclic or throws.
    NotSerializable,
}

impl Cause {
    /// All causes.
    pub const ALL: &'static [Self] = &[
        Self::Syntax,
        Self::Number,
        Self::Encoding,
        Self::Utf16,
        Self::Latin1,
        Self::Zip,
        Self::List,
        Self::Several,
        Self::Empty,
        Self::NotAnObject,
        Self::NotSerializable,
    ];

    /// The parameter `reason` of an issue.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Number => "number",
            Self::Encoding | Self::Utf16 | Self::Latin1 | Self::Zip => "encoding",
            Self::List => "list",
            Self::Several => "several",
            Self::Empty => "empty",
            Self::NotAnObject => "not_an_object",
            Self::NotSerializable => "not_serializable",
        }
    }

    /// The parameter `found` of an issue: what it surely is that is no UTF-8.
    #[must_use]
    pub const fn found(self) -> Option<&'static str> {
        match self {
            Self::Utf16 => Some("utf-16"),
            Self::Latin1 => Some("latin-1"),
            Self::Zip => Some("zip"),
            _ => None,
        }
    }
}

/// What bytes are that are no UTF-8, or no JSON, as far as that is sure.
pub(super) fn known_bytes(text: &[u8]) -> Option<Cause> {
    match text {
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Some(Cause::Zip),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Some(Cause::Utf16),
        // JSON begins with ASCII, of which one byte of two is nothing.
        [0, 1..=0x7F, 0, ..] | [1..=0x7F, 0, _, 0, ..] => Some(Cause::Utf16),
        _ => None,
    }
}

/// Whether bytes that are no UTF-8 are surely Latin-1: a whole object or list, with letters beyond ASCII of which none is UTF-8.
pub(super) fn is_latin_1(text: &[u8]) -> bool {
    let is_whole = matches!(text.trim_ascii(), [b'{' | b'[', .., b'}' | b']']);
    let is_character = |byte: &u8| !matches!(byte, 0x81..=0x8F | 0x90 | 0x98..=0x9F);
    let is_latin =
        |part: std::str::Utf8Chunk<'_>| part.valid().is_ascii() && part.invalid().iter().all(is_character);
    is_whole && text.utf8_chunks().all(is_latin)
}

/// In English, for a developer's eyes; what a merchant reads comes from the report on it.
impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => write!(f, "the document has more than {MAXIMUM_BYTES} bytes"),
            Self::TooDeep => {
                write!(f, "the document nests objects and lists more than {MAXIMUM_DEPTH} levels deep")
            }
            Self::Malformed { cause, position: None } => {
                write!(f, "the document is not a JSON object ({})", cause.found().unwrap_or(cause.reason()))
            }
            Self::Malformed { cause, position: Some((line, column)) } => {
                let cause = cause.found().unwrap_or(cause.reason());
                write!(f, "the document is not a JSON object ({cause}): see line {line}, column {column}")
            }
        }
    }
}

impl std::error::Error for ReadError {}
