//! JSON text as serde reads it: RFC 8259, in one pass, borrowing every string that stands there without escapes.
//!
//! serde_json reads into whatever there is; a draft needs less, which takes less time. What is JSON, and where it stops
//! being JSON, is as serde_json says: `tests/json.rs` and the fuzzer's `reader` hold the two against each other.

use std::borrow::Cow;
use std::fmt;

use serde::de::value::{BorrowedStrDeserializer, StringDeserializer};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

/// A text, and what of it has not been read.
///
/// Visitors read each object and list to its end, and say how deep is too deep.
pub(super) struct Json<'t> {
    text: &'t str,
    rest: &'t [u8],
}

/// The text is not JSON.
#[derive(Clone, Copy, Debug)]
pub(super) struct Syntax {
    /// How many bytes had been read, the offending one included.
    pub(super) read: usize,
    /// They end with a number that no double holds.
    pub(super) is_number: bool,
}

impl fmt::Display for Syntax {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not JSON at byte {}", self.read)
    }
}

impl std::error::Error for Syntax {}

impl serde::de::Error for Syntax {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self { read: 0, is_number: false }
    }
}

impl<'t> Json<'t> {
    pub(super) const fn new(text: &'t str) -> Self {
        Self { text, rest: text.as_bytes() }
    }

    /// Makes sure that nothing but white space is left.
    pub(super) fn end(&mut self) -> Result<(), Syntax> {
        self.token().map_or(Ok(()), |_| Err(self.here()))
    }

    /// The byte that is read next.
    fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// Reads a byte.
    fn next(&mut self) -> Option<u8> {
        let (byte, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*byte)
    }

    /// How many bytes have been read.
    pub(super) const fn position(&self) -> usize {
        self.text.len() - self.rest.len()
    }

    /// Passes over bytes that are there.
    pub(super) fn pass(&mut self, count: usize) {
        self.rest = self.rest.get(count..).unwrap_or_default();
    }

    /// Reads a byte, if it is next.
    fn has(&mut self, due: u8) -> bool {
        let is_next = self.peek() == Some(due);
        self.pass(usize::from(is_next));
        is_next
    }

    /// The byte that is read next, white space passed over.
    #[inline]
    pub(super) fn token(&mut self) -> Option<u8> {
        let mut rest = self.rest;
        while let [b' ' | b'\n' | b'\t' | b'\r', after @ ..] = rest {
            // What is indented is mostly indented by more than one.
            rest = match after {
                [b' ', b' ', b' ', b' ', deeper @ ..] => deeper,
                _ => after,
            };
        }
        self.rest = rest;
        rest.first().copied()
    }

    /// The byte that is next should not be there.
    #[cold]
    const fn here(&self) -> Syntax {
        Syntax { read: self.text.len() - self.rest.len().saturating_sub(1), is_number: false }
    }

    /// The byte that was read last should not have been there.
    #[cold]
    const fn behind(&self) -> Syntax {
        Syntax { read: self.text.len() - self.rest.len(), is_number: false }
    }

    /// Reads `null`, `true` or `false`.
    fn word(&mut self, word: &[u8]) -> Result<(), Syntax> {
        if let Some(rest) = self.rest.strip_prefix(word) {
            self.rest = rest;
            return Ok(());
        }
        let right = self.rest.iter().zip(word).take_while(|(byte, due)| byte == due).count();
        self.pass(right);
        Err(self.here())
    }

    /// The text that was read since `start` was left, but for its last `without` bytes.
    #[inline]
    fn since(&self, start: &'t [u8], without: usize) -> &'t str {
        let (from, to) = (self.text.len() - start.len(), self.text.len() - self.rest.len() - without);
        self.text.get(from..to).unwrap_or_default()
    }

    /// Whether an object or a list has another entry, which is then next; reads up to it, or the bracket that ends it all.
    #[inline]
    pub(super) fn has_entry(&mut self, is_first: &mut bool, end: u8) -> Result<bool, Syntax> {
        match self.token() {
            Some(byte) if byte == end => {
                self.pass(1);
                return Ok(false);
            }
            Some(_) if *is_first => {
                *is_first = false;
                return Ok(true);
            }
            Some(b',') => self.pass(1),
            _ => return Err(self.here()),
        }
        match self.token() {
            Some(byte) if byte != end => Ok(true),
            _ => Err(self.here()),
        }
    }

    /// Reads the key of an entry that is next.
    #[allow(
        clippy::inline_always,
        reason = "measured: a call costs four in a hundred of a check's instructions"
    )]
    #[inline(always)]
    pub(super) fn key(&mut self) -> Result<Cow<'t, str>, Syntax> {
        if self.peek() == Some(b'"') { self.string() } else { Err(self.here()) }
    }

    /// Reads what stands between a key and its value.
    #[inline]
    pub(super) fn colon(&mut self) -> Result<(), Syntax> {
        match self.token() {
            Some(b':') => {
                self.pass(1);
                Ok(())
            }
            _ => Err(self.here()),
        }
    }

    /// Reads a string; a quotation mark is next.
    #[allow(clippy::inline_always, reason = "measured: a tenth of all reading")]
    #[inline(always)]
    fn string(&mut self) -> Result<Cow<'t, str>, Syntax> {
        self.pass(1);
        let start = self.rest;
        self.pass(plain(start));
        if let [b'"', rest @ ..] = self.rest {
            self.rest = rest;
            return Ok(Cow::Borrowed(self.since(start, 1)));
        }
        self.string_with_escapes(start).map(Cow::Owned)
    }

    /// Reads on a string that has plain text from `start` up to here.
    #[cold]
    fn string_with_escapes(&mut self, mut start: &'t [u8]) -> Result<String, Syntax> {
        let mut text = String::new();
        loop {
            text.push_str(self.since(start, 0));
            match self.next() {
                Some(b'"') => return Ok(text),
                Some(b'\\') => text.push(self.escaped()?),
                _ => return Err(self.behind()),
            }
            start = self.rest;
            self.pass(plain(start));
        }
    }

    /// Reads what stands behind a backslash.
    fn escaped(&mut self) -> Result<char, Syntax> {
        let c = match self.next() {
            Some(c @ (b'"' | b'\\' | b'/')) => char::from(c),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{C}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.code_point(),
            _ => return Err(self.behind()),
        };
        Ok(c)
    }

    /// Reads the digits of `\u`, and where they are the first half of a character the second half too.
    fn code_point(&mut self) -> Result<char, Syntax> {
        let first = self.code_unit()?;
        if !(0xD800..=0xDBFF).contains(&first) {
            return char::from_u32(first).ok_or(self.behind());
        }
        self.word(b"\\u")?;
        let second = self.code_unit()?;
        let low = second.checked_sub(0xDC00).filter(|low| *low < 0x400).ok_or(self.behind())?;
        char::from_u32(0x1_0000 + ((first - 0xD800) << 10 | low)).ok_or(self.behind())
    }

    /// Reads four hexadecimal digits.
    fn code_unit(&mut self) -> Result<u32, Syntax> {
        let (digits, rest) = self.rest.split_at_checked(4).unwrap_or((&[], &[]));
        self.rest = rest;
        let digit = |value: u32, byte: &u8| Some(value << 4 | char::from(*byte).to_digit(16)?);
        digits.first().and_then(|_| digits.iter().try_fold(0, digit)).ok_or(self.behind())
    }

    /// Reads a number: the double that is nearest to it.
    #[allow(clippy::cast_precision_loss, reason = "a double holds fifteen digits")]
    fn number(&mut self) -> Result<f64, Syntax> {
        let start = self.rest;
        let is_negative = self.has(b'-');
        let (value, digits) = match self.peek() {
            Some(b'0') => {
                self.pass(1);
                if self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
                    return Err(self.here());
                }
                (0, 1)
            }
            _ => self.digits()?,
        };
        if let Some(b'.' | b'e' | b'E') = self.peek() {
            self.fraction_and_exponent()?;
        } else if digits <= 15 {
            return Ok(if is_negative { -(value as f64) } else { value as f64 });
        }
        let number = self.since(start, 0).parse().ok();
        number
            .filter(|number: &f64| number.is_finite())
            .ok_or_else(|| Syntax { is_number: true, ..self.behind() })
    }

    fn fraction_and_exponent(&mut self) -> Result<(), Syntax> {
        if self.has(b'.') {
            self.digits()?;
        }
        if self.has(b'e') || self.has(b'E') {
            let _ = self.has(b'+') || self.has(b'-');
            self.digits()?;
        }
        Ok(())
    }

    /// Reads digits, at least one: their value, of use where they are few, and how many they are.
    fn digits(&mut self) -> Result<(u64, usize), Syntax> {
        let (mut value, mut count) = (0_u64, 0);
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            value = value.wrapping_mul(10).wrapping_add(u64::from(digit & 0x0F));
            count += 1;
            self.pass(1);
        }
        if count == 0 { Err(self.here()) } else { Ok((value, count)) }
    }
}

/// How many bytes stand in front of the first that ends a string or means more than itself: a quotation mark, a backslash,
/// a control character. Eight at a time.
#[inline]
fn plain(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const TOPS: u64 = ONES << 7;
    let (words, rest) = bytes.as_chunks();
    for (index, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        // The lowest top bit that is set is right; those above it may be set by what it borrowed.
        let below = |word: u64, limit: u64| word.wrapping_sub(ONES * limit) & !word;
        let quote = below(word ^ (ONES * u64::from(b'"')), 1);
        let backslash = below(word ^ (ONES * u64::from(b'\\')), 1);
        let found = (below(word, 0x20) | quote | backslash) & TOPS;
        if found != 0 {
            return 8 * index + found.trailing_zeros() as usize / 8;
        }
    }
    let is_special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..=0x1F);
    8 * words.len() + rest.iter().position(is_special).unwrap_or(rest.len())
}

impl<'de> Deserializer<'de> for &mut Json<'de> {
    type Error = Syntax;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Syntax> {
        match self.token() {
            Some(b'"') => match self.string()? {
                Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
                Cow::Owned(text) => visitor.visit_string(text),
            },
            Some(b'{') => {
                self.pass(1);
                visitor.visit_map(Rest { json: self, is_first: true })
            }
            Some(b'[') => {
                self.pass(1);
                visitor.visit_seq(Rest { json: self, is_first: true })
            }
            Some(b'-' | b'0'..=b'9') => visitor.visit_f64(self.number()?),
            Some(b't') => self.word(b"true").and_then(|()| visitor.visit_bool(true)),
            Some(b'f') => self.word(b"false").and_then(|()| visitor.visit_bool(false)),
            Some(b'n') => self.word(b"null").and_then(|()| visitor.visit_unit()),
            _ => Err(self.here()),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// What is left of an object or a list.
struct Rest<'j, 't> {
    json: &'j mut Json<'t>,
    is_first: bool,
}

impl<'t> SeqAccess<'t> for Rest<'_, 't> {
    type Error = Syntax;

    fn next_element_seed<S: DeserializeSeed<'t>>(&mut self, seed: S) -> Result<Option<S::Value>, Syntax> {
        if self.json.has_entry(&mut self.is_first, b']')? {
            seed.deserialize(&mut *self.json).map(Some)
        } else {
            Ok(None)
        }
    }
}

impl<'t> MapAccess<'t> for Rest<'_, 't> {
    type Error = Syntax;

    fn next_key_seed<S: DeserializeSeed<'t>>(&mut self, seed: S) -> Result<Option<S::Value>, Syntax> {
        if !self.json.has_entry(&mut self.is_first, b'}')? {
            return Ok(None);
        }
        let key = match self.json.key()? {
            Cow::Borrowed(text) => seed.deserialize(BorrowedStrDeserializer::new(text)),
            Cow::Owned(text) => seed.deserialize(StringDeserializer::new(text)),
        };
        key.map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'t>>(&mut self, seed: S) -> Result<S::Value, Syntax> {
        self.json.colon()?;
        seed.deserialize(&mut *self.json)
    }
}
