//! JSON text: RFC 8259, in one pass, borrowing every string that stands there without escapes.
//!
//! serde_json reads into whatever there is; a draft needs less, which takes less time. What is JSON, and where it stops
//! being JSON, is as serde_json says: `tests/json.rs` and the fuzzer's `reader` hold the two against each other.

use std::borrow::Cow;

use super::cell::Typed;
use crate::payload::Field;

/// A text, and what of it has not been read.
///
/// Who reads it reads each object and list to its end, and says how deep is too deep.
pub(super) struct Json<'t> {
    text: &'t str,
    rest: &'t [u8],
    /// Where it stopped being JSON, if it did.
    wrong: Syntax,
}

/// The text is not JSON.
#[derive(Clone, Copy, Debug)]
pub(super) struct Syntax {
    /// How many bytes had been read, the offending one included.
    pub(super) read: usize,
    /// They end with a number that no double holds.
    pub(super) is_number: bool,
}

/// The text cannot be read on. Why, its reader knows ([`Json::wrong`]): what is given back fits into a register.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unread;

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Null,
    False,
    True,
    /// A number, which is to be read next.
    Number,
    /// A string whose first quotation mark has been read.
    Text,
    /// A list whose bracket has been read.
    List,
    /// An object whose brace has been read.
    Object,
}

/// What stands next in an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// Its end, which has been read.
    End,
    /// The entry of the field that was expected: its key has been read.
    Expected,
    /// An entry whose key is to be read next.
    Other,
}

impl<'t> Json<'t> {
    pub(super) const fn new(text: &'t str) -> Self {
        Self { text, rest: text.as_bytes(), wrong: Syntax { read: 0, is_number: false } }
    }

    /// Where it stopped being JSON.
    pub(super) const fn wrong(&self) -> Syntax {
        self.wrong
    }

    /// Makes sure that nothing but white space is left.
    pub(super) fn end(&mut self) -> Result<(), Unread> {
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
        match self.rest {
            [byte, ..] if *byte > b' ' => Some(*byte),
            // Between what stands on one line there is mostly one space.
            [b' ', byte, ..] if *byte > b' ' => {
                self.pass(1);
                Some(*byte)
            }
            _ => self.behind_white_space(),
        }
    }

    fn behind_white_space(&mut self) -> Option<u8> {
        const SPACES: u64 = ONES * b' ' as u64;
        let mut rest = self.rest;
        while let [b' ' | b'\n' | b'\t' | b'\r', after @ ..] = rest {
            rest = after;
            // What is indented is mostly indented by more than one.
            while let Some((word, after)) = rest.split_first_chunk() {
                let spaces = (u64::from_le_bytes(*word) ^ SPACES).trailing_zeros() as usize / 8;
                if spaces < 8 {
                    rest = rest.get(spaces..).unwrap_or_default();
                    break;
                }
                rest = after;
            }
        }
        self.rest = rest;
        rest.first().copied()
    }

    /// The byte that is next should not be there.
    #[cold]
    const fn here(&mut self) -> Unread {
        self.wrong = Syntax { read: self.text.len() - self.rest.len().saturating_sub(1), is_number: false };
        Unread
    }

    /// The byte that was read last should not have been there.
    #[cold]
    const fn behind(&mut self) -> Unread {
        self.wrong = Syntax { read: self.text.len() - self.rest.len(), is_number: false };
        Unread
    }

    /// Makes sure that a word is next, and gives its length.
    #[inline]
    fn word(&mut self, word: &[u8]) -> Result<usize, Unread> {
        if self.rest.starts_with(word) {
            return Ok(word.len());
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
    pub(super) fn has_entry(&mut self, is_first: bool, end: u8) -> Result<bool, Unread> {
        match self.token() {
            Some(b',') if !is_first => {
                self.pass(1);
                match self.token() {
                    Some(byte) if byte != end => Ok(true),
                    _ => Err(self.here()),
                }
            }
            Some(byte) if byte == end => {
                self.pass(1);
                Ok(false)
            }
            Some(_) if is_first => Ok(true),
            _ => Err(self.here()),
        }
    }

    /// Reads what a value is; the text of a string and the number are then to be read.
    #[allow(clippy::inline_always, reason = "measured: a call costs four in a hundred of all reading")]
    #[inline(always)]
    pub(super) fn value(&mut self) -> Result<Kind, Unread> {
        let (kind, begin) = match self.token() {
            Some(b'"') => (Kind::Text, 1),
            Some(b'{') => (Kind::Object, 1),
            Some(b'[') => (Kind::List, 1),
            Some(b'-' | b'0'..=b'9') => (Kind::Number, 0),
            Some(b't') => (Kind::True, self.word(b"true")?),
            Some(b'f') => (Kind::False, self.word(b"false")?),
            Some(b'n') => (Kind::Null, self.word(b"null")?),
            _ => return Err(self.here()),
        };
        self.pass(begin);
        Ok(kind)
    }

    /// Whether a list has another element, which is then next.
    #[inline]
    pub(super) fn element(&mut self, is_first: bool) -> Result<bool, Unread> {
        self.has_entry(is_first, b']')
    }

    /// Begins the next entry of an object. Of a field that is expected the key is compared as it stands, and not looked for first.
    #[inline]
    pub(super) fn entry(&mut self, is_first: bool, expected: Option<Field>) -> Result<Entry, Unread> {
        if !self.has_entry(is_first, b'}')? {
            return Ok(Entry::End);
        }
        let quoted = expected.map_or("", Field::quoted);
        match self.rest.strip_prefix(quoted.as_bytes()) {
            Some(rest) if !quoted.is_empty() => {
                self.rest = rest;
                self.colon()?;
                Ok(Entry::Expected)
            }
            _ => Ok(Entry::Other),
        }
    }

    /// Reads the key of an entry that has begun, and up to its value.
    pub(super) fn name(&mut self) -> Result<Cow<'t, str>, Unread> {
        let key = self.key()?;
        self.colon()?;
        Ok(key)
    }

    /// Reads a value that is no list and no object.
    pub(super) fn scalar(&mut self) -> Result<(), Unread> {
        match self.value()? {
            Kind::Text => self.string().map(drop),
            Kind::Number => self.double().map(drop),
            _ => Ok(()),
        }
    }

    /// Reads the key of an entry that is next.
    pub(super) fn key(&mut self) -> Result<Cow<'t, str>, Unread> {
        if self.has(b'"') { Ok(self.string()?.into_text()) } else { Err(self.here()) }
    }

    /// Reads what stands between a key and its value.
    #[inline]
    pub(super) fn colon(&mut self) -> Result<(), Unread> {
        match self.token() {
            Some(b':') => {
                self.pass(1);
                Ok(())
            }
            _ => Err(self.here()),
        }
    }

    /// Reads a string whose first quotation mark has been read.
    #[allow(clippy::inline_always, reason = "measured: a call costs four in a hundred of all reading")]
    #[inline(always)]
    pub(super) fn string(&mut self) -> Result<Typed<'t>, Unread> {
        let start = self.rest;
        let (length, is_printable_ascii) = plain(start);
        self.pass(length);
        if let [b'"', rest @ ..] = self.rest {
            self.rest = rest;
            return Ok(Typed::seen(Cow::Borrowed(self.since(start, 1)), is_printable_ascii));
        }
        self.string_with_escapes(start).map(|text| Typed::new(Cow::Owned(text)))
    }

    /// Reads on a string that has plain text from `start` up to here.
    #[cold]
    fn string_with_escapes(&mut self, mut start: &'t [u8]) -> Result<String, Unread> {
        let mut text = String::new();
        loop {
            text.push_str(self.since(start, 0));
            match self.next() {
                Some(b'"') => return Ok(text),
                Some(b'\\') => text.push(self.escaped()?),
                _ => return Err(self.behind()),
            }
            start = self.rest;
            self.pass(plain(start).0);
        }
    }

    /// Reads what stands behind a backslash.
    fn escaped(&mut self) -> Result<char, Unread> {
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
    fn code_point(&mut self) -> Result<char, Unread> {
        let first = self.code_unit()?;
        if !(0xD800..=0xDBFF).contains(&first) {
            return char::from_u32(first).ok_or_else(|| self.behind());
        }
        let escape = self.word(b"\\u")?;
        self.pass(escape);
        let second = self.code_unit()?;
        let low = second.checked_sub(0xDC00).filter(|low| *low < 0x400).ok_or_else(|| self.behind())?;
        char::from_u32(0x1_0000 + ((first - 0xD800) << 10 | low)).ok_or_else(|| self.behind())
    }

    /// Reads four hexadecimal digits.
    fn code_unit(&mut self) -> Result<u32, Unread> {
        let (digits, rest) = self.rest.split_at_checked(4).unwrap_or((&[], &[]));
        self.rest = rest;
        let digit = |value: u32, byte: &u8| Some(value << 4 | char::from(*byte).to_digit(16)?);
        digits.first().and_then(|_| digits.iter().try_fold(0, digit)).ok_or_else(|| self.behind())
    }

    /// Reads a number: the double that is nearest to it.
    #[allow(clippy::cast_precision_loss, reason = "a double holds fifteen digits")]
    pub(super) fn double(&mut self) -> Result<f64, Unread> {
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
        number.filter(|number: &f64| number.is_finite()).ok_or_else(|| {
            let unread = self.behind();
            self.wrong.is_number = true;
            unread
        })
    }

    fn fraction_and_exponent(&mut self) -> Result<(), Unread> {
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
    fn digits(&mut self) -> Result<(u64, usize), Unread> {
        let (mut value, mut count) = (0_u64, 0);
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            value = value.wrapping_mul(10).wrapping_add(u64::from(digit & 0x0F));
            count += 1;
            self.pass(1);
        }
        if count == 0 { Err(self.here()) } else { Ok((value, count)) }
    }
}

/// How many bytes stand in front of the first that ends a string or means more than itself (a quotation mark, a backslash,
/// a control character), and whether they are printable ASCII. Eight at a time.
#[inline]
fn plain(bytes: &[u8]) -> (usize, bool) {
    let (words, rest) = bytes.as_chunks();
    let mut odd = 0;
    for (index, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        // The lowest top bit that is set is right; those above it may be set by what it borrowed.
        let below = |word: u64, limit: u64| word.wrapping_sub(ONES * limit) & !word;
        let quote = below(word ^ (ONES * u64::from(b'"')), 1);
        let backslash = below(word ^ (ONES * u64::from(b'\\')), 1);
        let found = (below(word, 0x20) | quote | backslash) & TOPS;
        // One more than the last of ASCII, DEL, has its top bit set, too.
        let above = (word | word.wrapping_add(ONES)) & TOPS;
        if found != 0 {
            let before = found.wrapping_sub(1) & !found;
            return (8 * index + found.trailing_zeros() as usize / 8, odd | (above & before) == 0);
        }
        odd |= above;
    }
    let is_special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..=0x1F);
    let last = rest.iter().position(is_special).unwrap_or(rest.len());
    let is_printable = rest.iter().take(last).all(|byte| *byte < 0x7F);
    (8 * words.len() + last, odd == 0 && is_printable)
}

/// A one in each of eight bytes.
const ONES: u64 = u64::from_ne_bytes([1; 8]);
/// The highest bit of each of eight bytes.
const TOPS: u64 = ONES << 7;
