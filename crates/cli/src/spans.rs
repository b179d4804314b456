//! Where things stand in a text: the second pass, for documents that have issues.
//!
//! The core knows pointers only. This walk follows the payload table as the core's reader does: the last of a repeated
//! key stands, elements past a list's limit and what is below a value of the wrong type are passed over. It is made for
//! texts that the core could read; in any other it stops where it no longer understands, and what it has found so far
//! remains.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use merchant_signup::{Field, JsonType, Place};

/// Bytes of the text, from the first to behind the last.
pub(crate) type Span = Range<usize>;

/// A value, and the key in front of it.
#[derive(Clone, Debug)]
pub(crate) struct Spot {
    pub(crate) key: Option<Span>,
    pub(crate) value: Span,
}

/// A key that the payload does not know, or that is repeated.
#[derive(Clone, Debug)]
pub(crate) struct OddKey<'t> {
    pub(crate) object: Place,
    pub(crate) name: Cow<'t, str>,
    pub(crate) known: bool,
    pub(crate) span: Span,
}

/// Where everything of the payload stands in a text.
#[derive(Debug, Default)]
pub(crate) struct Spans<'t> {
    values: HashMap<Place, Spot>,
    /// In the order of the text.
    keys: Vec<OddKey<'t>>,
}

impl<'t> Spans<'t> {
    /// Walks a text without a byte order mark.
    pub(crate) fn of(text: &'t str) -> Self {
        let mut walk = Walk { text, at: 0, spans: Self::default() };
        let _ = walk.value(Place::of(Field::Document), None);
        walk.spans
    }

    pub(crate) fn get(&self, place: Place) -> Option<&Spot> {
        self.values.get(&place)
    }

    pub(crate) fn keys_of(&self, object: Place) -> impl Iterator<Item = &OddKey<'t>> {
        self.keys.iter().filter(move |key| key.object == object)
    }
}

struct Walk<'t> {
    text: &'t str,
    at: usize,
    spans: Spans<'t>,
}

/// The text is not what the core read: the walk ends.
#[derive(Debug)]
struct Lost;

impl<'t> Walk<'t> {
    /// Walks the value that is due at a place.
    fn value(&mut self, place: Place, key: Option<Span>) -> Result<(), Lost> {
        self.space();
        let start = self.at;
        match (self.peek(), JsonType::due_at(place)) {
            (Some(b'{'), JsonType::Object) => self.object(place)?,
            (Some(b'['), JsonType::Array) => self.list(place)?,
            _ => self.skip()?,
        }
        self.spans.values.insert(place, Spot { key, value: start..self.at });
        Ok(())
    }

    fn object(&mut self, place: Place) -> Result<(), Lost> {
        // A document that breaks off has its opening brace all the same.
        self.spans.values.entry(place).or_insert(Spot { key: None, value: self.at..self.at + 1 });
        self.expect(b'{')?;
        if self.next_is(b'}') {
            return Ok(());
        }
        loop {
            let (name, span) = self.key()?;
            self.expect(b':')?;
            match place.field().child(&name) {
                Some(field) => {
                    let child = place.child(field);
                    if let Some(earlier) = self.spans.values.get(&child).and_then(|spot| spot.key.clone()) {
                        self.forget(child);
                        self.odd(place, name.clone(), true, earlier);
                        self.odd(place, name, true, span.clone());
                    }
                    self.value(child, Some(span))?;
                }
                None => {
                    self.odd(place, name, false, span);
                    self.skip()?;
                }
            }
            if self.next_is(b'}') {
                return Ok(());
            }
            self.expect(b',')?;
        }
    }

    fn odd(&mut self, object: Place, name: Cow<'t, str>, known: bool, span: Span) {
        self.spans.keys.push(OddKey { object, name, known, span });
    }

    /// A repeated key: what stood there before does not count.
    fn forget(&mut self, place: Place) {
        self.spans.values.retain(|other, _| !other.is_within(place));
        self.spans.keys.retain(|key| !key.object.is_within(place));
    }

    fn list(&mut self, place: Place) -> Result<(), Lost> {
        self.expect(b'[')?;
        if self.next_is(b']') {
            return Ok(());
        }
        let maximum = place.field().maximum_elements().unwrap_or_default();
        for index in 0_usize.. {
            match u8::try_from(index) {
                Ok(index) if index < maximum => self.value(place.element(index), None)?,
                _ => self.skip()?,
            }
            if self.next_is(b']') {
                break;
            }
            self.expect(b',')?;
        }
        Ok(())
    }

    fn key(&mut self) -> Result<(Cow<'t, str>, Span), Lost> {
        self.space();
        let span = self.string()?;
        let text = self.text.get(span.clone()).ok_or(Lost)?;
        let inner = text.get(1..text.len() - 1).ok_or(Lost)?;
        let name = if inner.contains('\\') {
            Cow::Owned(serde_json::from_str(text).map_err(|_| Lost)?)
        } else {
            Cow::Borrowed(inner)
        };
        Ok((name, span))
    }

    /// Passes over a value of any kind, however deep.
    fn skip(&mut self) -> Result<(), Lost> {
        let mut depth = 0_usize;
        loop {
            self.space();
            match self.peek().ok_or(Lost)? {
                b'"' => {
                    self.string()?;
                }
                b'{' | b'[' => {
                    self.at += 1;
                    depth += 1;
                    continue;
                }
                b'}' | b']' => {
                    self.at += 1;
                    depth = depth.checked_sub(1).ok_or(Lost)?;
                }
                b',' | b':' if depth > 0 => {
                    self.at += 1;
                    continue;
                }
                _ => {
                    let start = self.at;
                    while self.peek().is_some_and(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b)) {
                        self.at += 1;
                    }
                    if self.at == start {
                        return Err(Lost);
                    }
                }
            }
            if depth == 0 {
                return Ok(());
            }
        }
    }

    fn string(&mut self) -> Result<Span, Lost> {
        let start = self.at;
        if self.peek() != Some(b'"') {
            return Err(Lost);
        }
        self.at += 1;
        loop {
            match self.peek().ok_or(Lost)? {
                b'"' => {
                    self.at += 1;
                    return Ok(start..self.at);
                }
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    fn next_is(&mut self, byte: u8) -> bool {
        self.space();
        let is = self.peek() == Some(byte);
        self.at += usize::from(is);
        is
    }

    fn expect(&mut self, byte: u8) -> Result<(), Lost> {
        if self.next_is(byte) { Ok(()) } else { Err(Lost) }
    }
}

/// Where objects and lists first stand deeper in each other than `levels`.
pub(crate) fn too_deep(text: &str, levels: usize) -> Option<usize> {
    let mut walk = Walk { text, at: 0, spans: Spans::default() };
    let mut depth = 0_usize;
    while let Some(byte) = walk.peek() {
        match byte {
            b'"' => {
                walk.string().ok()?;
                continue;
            }
            b'{' | b'[' if depth == levels => return Some(walk.at),
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        walk.at += 1;
    }
    None
}

/// The lines of a text.
#[derive(Debug)]
pub(crate) struct Lines<'t> {
    text: &'t str,
    /// Where each line begins.
    starts: Vec<usize>,
}

/// A line and a column, both from 1; the column counts characters (Unicode scalar values).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl<'t> Lines<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self { text, starts: std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect() }
    }

    /// Line and column of a byte.
    pub(crate) fn position(&self, at: usize) -> Position {
        let line = self.starts.partition_point(|start| *start <= at);
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let before = self.text.get(start..at).unwrap_or_default();
        Position { line, column: before.chars().count() + 1 }
    }

    /// The character at a line and a column in bytes, both from 1; behind the text, its last one.
    pub(crate) fn character(&self, line: usize, column: usize) -> Span {
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len());
        let mut at = (start + column.saturating_sub(1)).min(self.text.len());
        if at == self.text.len() {
            at = self.text.trim_end().len().saturating_sub(1);
        }
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let length = self.text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        at..at + length
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(pointer: &str) -> Place {
        Place::from_pointer(pointer).unwrap()
    }

    fn value<'t>(text: &'t str, pointer: &str) -> &'t str {
        let spans = Spans::of(text);
        &text[spans.get(place(pointer)).unwrap().value.clone()]
    }

    #[test]
    fn values_and_their_keys() {
        let text =
            r#"{"signup": {"bank_name" : " D\"NB", "ownership":{"owners":[{"name":"Å"}, {"name": null}]}}}"#;
        assert_eq!(value(text, "/signup/bank_name"), r#"" D\"NB""#);
        assert_eq!(value(text, "/signup/ownership/owners/0/name"), r#""Å""#);
        assert_eq!(value(text, "/signup/ownership/owners/1/name"), "null");
        assert_eq!(value(text, "/signup/ownership/owners/1"), r#"{"name": null}"#);
        assert_eq!(value(text, ""), text);
        let spans = Spans::of(text);
        let key = spans.get(place("/signup/bank_name")).unwrap().key.clone().unwrap();
        assert_eq!(&text[key], r#""bank_name""#);
    }

    #[test]
    fn the_last_of_a_repeated_key_stands() {
        let text = r#"{"signup": {"bank_name": "a", "x": [{}], "bank\u005fname": "b", "x": 2}}"#;
        assert_eq!(value(text, "/signup/bank_name"), r#""b""#);
        let spans = Spans::of(text);
        let keys: Vec<_> = spans.keys_of(place("/signup")).map(|key| (&*key.name, key.known)).collect();
        assert_eq!(keys, [("x", false), ("bank_name", true), ("bank_name", true), ("x", false)]);
    }

    #[test]
    fn what_was_under_the_first_of_a_repeated_key_is_forgotten() {
        let text = r#"{"signup": {"applicant": {"x": 1, "phone_number": "1"}, "applicant": {}}}"#;
        let spans = Spans::of(text);
        assert!(spans.get(place("/signup/applicant/phone_number")).is_none());
        assert_eq!(spans.keys_of(place("/signup/applicant")).count(), 0);
    }

    #[test]
    fn any_text_is_walked_to_where_it_makes_sense() {
        let whole =
            r#"{"signup": {"bank_name": "a", "store_type": ["online", {"a": [1, "\\"]}], "x": 1.5e3}}"#;
        for end in 0..whole.len() {
            Spans::of(&whole[..end]);
        }
        for other in
            ["", "]", "{]", "{\"a\"}", "{\"signup\": }", "\"\\", "[[[[", "{\"signup\":{\"bank_name\":,}}"]
        {
            Spans::of(other);
        }
        let deep = "[".repeat(1 << 20);
        Spans::of(&deep);
        assert_eq!(too_deep(&deep, 32), Some(32));
        assert_eq!(too_deep(r#"{"[[[[": [[]]}"#, 3), None);
    }

    #[test]
    fn lines_and_columns_count_characters() {
        let text = "{\r\n \"æ\": 1,\n}";
        let lines = Lines::of(text);
        let at = text.find(':').unwrap();
        assert_eq!(lines.position(at), Position { line: 2, column: 5 });
        assert_eq!(lines.position(0), Position { line: 1, column: 1 });
        assert_eq!(lines.character(2, 3), 5..7);
        assert_eq!(lines.character(2, 4), 5..7);
        assert_eq!(lines.character(9, 9), 13..14);
    }
}
