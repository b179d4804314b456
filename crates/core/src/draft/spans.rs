//! Where the fields of a document stand in its text.
//!
//! A check knows places and no positions, so that a document without faults pays nothing for them. Whoever shows the text to a
//! person, or edits it, reads it once more for its spans: with the same JSON reader, by the same payload table.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::json::{Json, Unread};
use super::{JsonType, MAXIMUM_DEPTH};
use crate::payload::{Field, Index, Place};

/// Bytes of a text: where something begins, and where what follows it begins.
type Span = Range<usize>;

/// Where the values and keys of a document stand in its text, in bytes from the text's beginning.
///
/// Reading it never fails. The last of a repeated key stands, and elements past a list's limit are passed over, as when a
/// [`Draft`](crate::Draft) is read. Where the text stops being JSON the reading ends, and what was found until then remains.
///
/// ```
/// use merchant_signup_core::{Place, Spans};
///
/// let text = r#"{"signup": {"bank_name": " DNB "}}"#;
/// let spans = Spans::of(text);
/// let place = Place::from_pointer("/signup/bank_name").ok_or("no such field")?;
/// assert_eq!(spans.value(place).and_then(|span| text.get(span)), Some("\" DNB \""));
/// assert_eq!(spans.key(place), Some(12..23));
/// # Ok::<(), &str>(())
/// ```
#[derive(Debug, Default)]
pub struct Spans<'t> {
    values: HashMap<Place, Spot>,
    /// By object, and by name.
    odd_keys: HashMap<Place, BTreeMap<Cow<'t, str>, OddKey>>,
    too_deep: Option<usize>,
}

/// A value, and the key in front of it.
#[derive(Clone, Debug)]
struct Spot {
    key: Option<Span>,
    value: Span,
}

/// A key that stands twice in its object, or that the payload does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OddKey {
    /// Where it stands first, its quotation marks included.
    pub first: Range<usize>,
    /// Where it stands last: the same where it stands once.
    pub last: Range<usize>,
    /// Whether the payload has it.
    pub is_known: bool,
}

impl<'t> Spans<'t> {
    /// Reads a JSON text. A byte order mark in front is passed over, and counted.
    #[must_use]
    pub fn of(text: &'t str) -> Self {
        let body = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let mut walk =
            Walk { json: Json::new(body), before: text.len() - body.len(), spans: Self::default() };
        // Where the reading ends early, what was found is what there is.
        let _ = walk.value(Some(Place::of(Field::Document)), None, 0);
        walk.spans
    }

    /// The value at a place: all of its text.
    #[must_use]
    pub fn value(&self, place: Place) -> Option<Range<usize>> {
        self.values.get(&place).map(|spot| spot.value.clone())
    }

    /// The key in front of the value at a place, its quotation marks included. An element of a list has none.
    #[must_use]
    pub fn key(&self, place: Place) -> Option<Range<usize>> {
        self.values.get(&place)?.key.clone()
    }

    /// The keys of an object that are repeated or that the payload does not have: by name, in the order of its bytes.
    pub fn odd_keys(&self, object: Place) -> impl Iterator<Item = (&str, &OddKey)> {
        self.odd_keys.get(&object).into_iter().flatten().map(|(name, key)| (&**name, key))
    }

    /// The bracket that leads deeper than [`MAXIMUM_DEPTH`].
    #[must_use]
    pub const fn too_deep(&self) -> Option<usize> {
        self.too_deep
    }
}

struct Walk<'t> {
    json: Json<'t>,
    /// Bytes of the text that stand in front of what is read as JSON.
    before: usize,
    spans: Spans<'t>,
}

/// The text is no JSON from here on, or too deep.
struct Stop;

impl From<Unread> for Stop {
    fn from(_: Unread) -> Self {
        Self
    }
}

impl<'t> Walk<'t> {
    fn position(&self) -> usize {
        self.before + self.json.position()
    }

    /// Reads the value that stands next: at a place of the payload, or where it has none.
    fn value(&mut self, place: Option<Place>, key: Option<Span>, depth: u8) -> Result<(), Stop> {
        let first = self.json.token();
        let start = self.position();
        let is_due = |due| place.filter(|place| JsonType::due_at(*place) == due);
        match first {
            Some(b'{' | b'[') if depth == MAXIMUM_DEPTH => {
                self.spans.too_deep = Some(start);
                return Err(Stop);
            }
            Some(bracket @ (b'{' | b'[')) => {
                self.json.pass(1);
                // A document that breaks off has its opening bracket all the same.
                self.found(place, key.as_ref(), start..start + 1);
                if bracket == b'{' {
                    self.object(is_due(JsonType::Object), depth + 1)?;
                } else {
                    self.list(is_due(JsonType::Array), depth + 1)?;
                }
            }
            _ => {
                self.json.scalar()?;
            }
        }
        let end = self.position();
        self.found(place, key.as_ref(), start..end);
        Ok(())
    }

    fn found(&mut self, place: Option<Place>, key: Option<&Span>, value: Span) {
        if let Some(place) = place {
            self.spans.values.insert(place, Spot { key: key.cloned(), value });
        }
    }

    fn object(&mut self, object: Option<Place>, depth: u8) -> Result<(), Stop> {
        let mut is_first = true;
        while self.json.has_entry(is_first, b'}')? {
            is_first = false;
            let start = self.position();
            let name = self.json.key()?;
            let key = start..self.position();
            self.json.colon()?;
            let child = object.and_then(|object| self.child(object, name, &key));
            self.value(child, Some(key), depth)?;
        }
        Ok(())
    }

    /// The place of an object's key, where the payload has it.
    fn child(&mut self, object: Place, name: Cow<'t, str>, key: &Span) -> Option<Place> {
        let Some(field) = object.field().child(&name) else {
            self.odd(object, name, false, key.clone(), key.clone());
            return None;
        };
        let child = object.child(field);
        if let Some(earlier) = self.spans.key(child) {
            self.forget(child);
            self.odd(object, name, true, earlier, key.clone());
        }
        Some(child)
    }

    fn odd(&mut self, object: Place, name: Cow<'t, str>, is_known: bool, first: Span, last: Span) {
        let keys = self.spans.odd_keys.entry(object).or_default();
        let key = keys.entry(name).or_insert(OddKey { first, last: last.clone(), is_known });
        key.last = last;
    }

    /// Forgets what stood at a key that is repeated, and below it.
    fn forget(&mut self, place: Place) {
        if matches!(JsonType::due_at(place), JsonType::Object | JsonType::Array) {
            self.spans.values.retain(|other, _| !other.is_within(place));
            self.spans.odd_keys.retain(|object, _| !object.is_within(place));
        }
    }

    fn list(&mut self, list: Option<Place>, depth: u8) -> Result<(), Stop> {
        let maximum = list.and_then(|list| list.field().maximum_elements()).unwrap_or_default();
        let mut is_first = true;
        let mut next: Index = 0;
        while self.json.has_entry(is_first, b']')? {
            is_first = false;
            let element = list.filter(|_| next < maximum).map(|list| list.element(next));
            self.value(element, None, depth)?;
            next = next.saturating_add(1);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::draft::Draft;

    const READY: &str = include_str!("../../../../tests/examples/ready.json");
    const FAULTS: &str = include_str!("../../../../tests/examples/twenty-faults.json");

    fn place(pointer: &str) -> Place {
        Place::from_pointer(pointer).unwrap()
    }

    fn value<'t>(text: &'t str, pointer: &str) -> &'t str {
        &text[Spans::of(text).value(place(pointer)).unwrap()]
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
        assert_eq!(&text[spans.key(place("/signup/bank_name")).unwrap()], r#""bank_name""#);
        assert_eq!(spans.key(place("/signup/ownership/owners/1")), None);
        assert_eq!(spans.key(place("")), None);
    }

    #[test]
    fn whatever_a_draft_has_stands_where_it_says() {
        let repeated = r#"{"signup":{"bank_name":1,"ownership":{"owners":[{"name":"a"}]},"\u0062ank_name":"b","ownership":{}}}"#;
        for text in [READY, FAULTS, repeated] {
            let marked = format!("\u{FEFF}{text}");
            for text in [text, &marked] {
                let (draft, spans) = (Draft::from_slice(text.as_bytes()).unwrap(), Spans::of(text));
                let mut count = 0;
                draft.visit(|place| {
                    let found: Value = serde_json::from_str(&text[spans.value(place).unwrap()]).unwrap();
                    let due = match (draft.text(place), draft.number(place), draft.boolean(place)) {
                        (Some(text), _, _) => Value::from(text),
                        (_, Some(_), _) => {
                            Value::from(found.as_f64().filter(|it| draft.number(place) == Some(*it)))
                        }
                        (_, _, Some(answer)) => Value::from(answer),
                        _ => found.clone(),
                    };
                    assert!(found == due || found.as_f64() == due.as_f64(), "{place}: {found}");
                    count += 1;
                });
                assert!(count > 0);
            }
        }
    }

    #[test]
    fn the_last_of_a_repeated_key_stands() {
        let text = r#"{"signup": {"bank_name": "a", "x": [{}], "bank\u005fname": "b", "x": 2, "y": 0}}"#;
        assert_eq!(value(text, "/signup/bank_name"), r#""b""#);
        let spans = Spans::of(text);
        let keys: Vec<_> = spans
            .odd_keys(place("/signup"))
            .map(|(name, key)| (name, key.is_known, &text[key.first.clone()], &text[key.last.clone()]))
            .collect();
        let due = [
            ("bank_name", true, r#""bank_name""#, r#""bank\u005fname""#),
            ("x", false, r#""x""#, r#""x""#),
            ("y", false, r#""y""#, r#""y""#),
        ];
        assert_eq!(keys, due);
        let stands_once =
            |name| spans.odd_keys(place("/signup")).any(|(n, key)| n == name && key.first == key.last);
        assert!(stands_once("y") && !stands_once("x"));
    }

    #[test]
    fn what_was_under_the_first_of_a_repeated_key_is_forgotten() {
        let text = r#"{"signup": {"applicant": {"x": 1, "phone_number": "1"}, "applicant": {}}}"#;
        let spans = Spans::of(text);
        assert!(spans.value(place("/signup/applicant/phone_number")).is_none());
        assert_eq!(spans.odd_keys(place("/signup/applicant")).count(), 0);
    }

    #[test]
    fn any_text_is_read_to_where_it_makes_sense() {
        let whole =
            r#"{"signup": {"bank_name": "a", "store_type": ["online", {"a": [1, "\\"]}], "x": 1.5e3}}"#;
        for end in 0..whole.len() {
            let _ = Spans::of(&whole[..end]);
        }
        assert_eq!(value(&whole[..40], "/signup"), "{");
        for other in ["", "]", "{]", "{\"a\"}", "{\"signup\": }", "\"\\", "{\"signup\":{\"bank_name\":,}}"] {
            let _ = Spans::of(other);
        }
        let deep = "[".repeat(1 << 20);
        assert_eq!(Spans::of(&deep).too_deep(), Some(32));
        let unknown = format!("{{\"a\": {deep}");
        assert_eq!(Spans::of(&unknown).too_deep(), Some(6 + 31));
        assert_eq!(Spans::of(r#"{"[[[[": [[]]}"#).too_deep(), None);
    }
}
