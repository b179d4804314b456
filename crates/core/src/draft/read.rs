//! Reading: one pass over a serde deserializer, by the payload table.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::cell::{Cell, JsonType, List, Typed};
use super::content::{Draft, Key, Note};
use super::error::{Cause, MAXIMUM_BYTES, ReadError, is_latin_1, known_bytes};
use super::json::{Json, Syntax};
use super::key::{KeyOf, Repeated, clear_notes};
use super::number::{NUMBERS_ARE_MAPS, NumberOrObject};
use super::pull::{Base, Pull, Stop};
use super::reader::{Reader, Skip, skip_entries};
use crate::payload::{FieldSet, Payload, Place, Shape};

impl<'t> Draft<'t> {
    /// Reads the JSON text of a signup. A byte order mark is skipped.
    ///
    /// # Errors
    ///
    /// Only what is no JSON object within the limits.
    pub fn from_slice(text: &'t [u8]) -> Result<Self, ReadError> {
        Self::from_slice_of(Payload::SIGNUP, text)
    }

    /// Reads the JSON text of such a document. A byte order mark is skipped.
    ///
    /// # Errors
    ///
    /// Only what is no JSON object within the limits.
    pub fn from_slice_of(payload: &'static Payload, text: &'t [u8]) -> Result<Self, ReadError> {
        if text.len() > MAXIMUM_BYTES {
            return Err(ReadError::TooLarge);
        }
        let body = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
        let body = std::str::from_utf8(body).map_err(|error| {
            let cause = if is_latin_1(body) { Cause::Latin1 } else { Cause::Encoding };
            malformed(body, error.valid_up_to() + 1, known_bytes(text).unwrap_or(cause))
        })?;
        let mut json = Json::new(body);
        let mut draft = Self::of(payload);
        let is_whole = match pull(&mut draft, &mut json) {
            Err(Stop::TooDeep) => return Err(ReadError::TooDeep),
            outcome => outcome.is_ok(),
        };
        let error = (!is_whole || json.end().is_err()).then(|| json.wrong());
        let (read, cause) = match error {
            None if draft.is_object() => return Ok(draft),
            None => (body.len() - body.trim_start().len() + 1, draft.root()),
            Some(Syntax { read, is_number: true }) => (read, Cause::Number),
            Some(Syntax { read, .. }) => {
                let offending = read.checked_sub(1).and_then(|at| body.as_bytes().get(at));
                let cause = match offending {
                    _ if body.trim().is_empty() => Cause::Empty,
                    // An object was read to its end, or what fails stands in the second one.
                    Some(b'{') if draft.is_object() && is_whole => Cause::Several,
                    _ => known_bytes(text).unwrap_or(Cause::Syntax),
                };
                (read, cause)
            }
        };
        Err(malformed(body.as_bytes(), read, cause))
    }

    /// Reads a signup from whatever serde reads: the same draft as from the JSON text of it.
    ///
    /// # Errors
    ///
    /// Where the deserializer fails, the document is too deep or is no object.
    pub fn from_deserializer(deserializer: impl Deserializer<'t>) -> Result<Self, ReadError> {
        Self::from_deserializer_of(Payload::SIGNUP, deserializer)
    }

    /// Reads such a document from whatever serde reads: the same draft as from the JSON text of it.
    ///
    /// # Errors
    ///
    /// Where the deserializer fails, the document is too deep or is no object.
    pub fn from_deserializer_of(
        payload: &'static Payload,
        deserializer: impl Deserializer<'t>,
    ) -> Result<Self, ReadError> {
        let mut draft = Self::of(payload);
        match read(&mut draft, deserializer) {
            Ok(()) if draft.is_object() => Ok(draft),
            Ok(()) => Err(ReadError::Malformed { cause: draft.root(), position: None }),
            Err(Failure::TooDeep) => Err(ReadError::TooDeep),
            Err(Failure::Error(_)) => Err(NOT_SERIALIZABLE),
        }
    }

    /// What the document is, which is no object.
    fn root(&self) -> Cause {
        match self.cell(self.payload().root()) {
            Cell::Wrong(JsonType::Array) => Cause::List,
            _ => Cause::NotAnObject,
        }
    }
}

const NOT_SERIALIZABLE: ReadError = ReadError::Malformed { cause: Cause::NotSerializable, position: None };

impl Draft<'static> {
    /// Reads one value into its place, instead of what stands there and below it. Objects on the way are made.
    ///
    /// # Errors
    ///
    /// Where the deserializer fails or the value is too deep; what stood at the place is then lost.
    pub fn set<'t>(&mut self, place: Place, value: impl Deserializer<'t>) -> Result<(), ReadError> {
        self.make_room(place);
        let mut reader = Reader { draft: self, keep: |text| Cow::Owned(text.to_owned()), is_too_deep: false };
        let outcome = Value { reader: &mut reader, place, depth: depth(place) }.deserialize(value);
        outcome.map_err(|_| if reader.is_too_deep { ReadError::TooDeep } else { NOT_SERIALIZABLE })?;
        self.as_object()
    }

    /// Forgets what stands at a place and below it, and makes the objects on the way.
    pub(crate) fn make_room(&mut self, place: Place) {
        let mut holder = place.holder();
        while let Some(object) = holder {
            let is_object = matches!(object.field().shape(), Shape::Object) || object.is_element();
            if is_object && matches!(self.cell(object), Cell::Missing) {
                self.put(object, Cell::Object);
            }
            holder = object.holder();
        }
        self.clear(place);
        clear_notes(&mut self.notes, place, 0);
    }

    /// Makes sure that the document is an object.
    fn as_object(&self) -> Result<(), ReadError> {
        if self.is_object() {
            Ok(())
        } else {
            Err(ReadError::Malformed { cause: self.root(), position: None })
        }
    }
}

fn count(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// The last of the bytes that were read is where it went wrong; behind the end of a line, the line's begin.
fn malformed(text: &[u8], read: usize, cause: Cause) -> ReadError {
    let read = text.get(..read).unwrap_or(text);
    let line = read.iter().filter(|byte| **byte == b'\n').count();
    let column = read.iter().rev().take_while(|byte| **byte != b'\n').count();
    ReadError::Malformed { cause, position: Some((count(line + 1), count(column).max(1))) }
}

/// Reads a whole JSON text.
fn pull<'t>(draft: &mut Draft<'t>, json: &mut Json<'t>) -> Result<(), Stop> {
    let place = draft.payload().root();
    Pull { json, notes: &mut draft.notes }.value(place, &mut draft.cells, Base(0), 0)
}

enum Failure<E> {
    TooDeep,
    Error(E),
}

fn read<'t, D: Deserializer<'t>>(draft: &mut Draft<'t>, deserializer: D) -> Result<(), Failure<D::Error>> {
    let place = draft.payload().root();
    let mut reader = Reader { draft, keep: Cow::Borrowed, is_too_deep: false };
    let outcome = Value { reader: &mut reader, place, depth: 0 }.deserialize(deserializer);
    outcome.map_err(|error| if reader.is_too_deep { Failure::TooDeep } else { Failure::Error(error) })
}

/// How many objects and lists enclose a place.
fn depth(place: Place) -> u8 {
    let mut depth = u8::from(place.is_element());
    let mut field = place.field();
    while !field.is_root() {
        field = field.parent();
        depth += if matches!(field.shape(), Shape::Objects { .. }) { 2 } else { 1 };
    }
    depth
}

/// Reads the value due at a place.
struct Value<'r, 'd, 'a, 't> {
    reader: &'r mut Reader<'d, 'a, 't>,
    place: Place,
    /// The levels that enclose it.
    depth: u8,
}

impl<'a> Value<'_, '_, 'a, '_> {
    fn set(self, cell: Cell<'a>) {
        self.reader.draft.put(self.place, cell);
    }

    fn set_scalar(self, found: JsonType, cell: Cell<'a>) {
        let due = JsonType::due_at(self.place);
        self.set(cell.of_scalar(found, due));
    }

    fn set_text(self, text: Cow<'a, str>) {
        let due = JsonType::due_at(self.place);
        self.set(Cell::of_text(Typed::new(text), due));
    }
}

impl<'t> DeserializeSeed<'t> for Value<'_, '_, '_, 't> {
    type Value = ();

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// The same for an element that its list does not have yet.
struct Element<'r, 'd, 'a, 't> {
    list: Place,
    value: Value<'r, 'd, 'a, 't>,
}

impl<'t> DeserializeSeed<'t> for Element<'_, '_, '_, 't> {
    type Value = ();

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<(), D::Error> {
        self.value.reader.draft.push(self.list);
        self.value.deserialize(deserializer)
    }
}

impl<'t> Visitor<'t> for Value<'_, '_, '_, 't> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of JSON")
    }

    fn visit_bool<E>(self, answer: bool) -> Result<(), E> {
        self.set_scalar(JsonType::Boolean, Cell::Boolean(answer));
        Ok(())
    }

    fn visit_f64<E>(self, number: f64) -> Result<(), E> {
        self.set_scalar(JsonType::Number, Cell::Number(number));
        Ok(())
    }

    #[allow(clippy::cast_precision_loss, reason = "a number of JSON is the double nearest to its text")]
    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        self.visit_f64(number as f64)
    }

    #[allow(clippy::cast_precision_loss, reason = "a number of JSON is the double nearest to its text")]
    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.visit_f64(number as f64)
    }

    fn visit_borrowed_str<E>(self, text: &'t str) -> Result<(), E> {
        let text = (self.reader.keep)(text);
        self.set_text(text);
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.set_text(Cow::Owned(text.to_owned()));
        Ok(())
    }

    fn visit_string<E>(self, text: String) -> Result<(), E> {
        self.set_text(Cow::Owned(text));
        Ok(())
    }

    fn visit_bytes<E>(self, _: &[u8]) -> Result<(), E> {
        self.set(Cell::Wrong(JsonType::Other));
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        // A missing value's cell is the one that it starts with.
        Ok(())
    }

    fn visit_none<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut list: A) -> Result<(), A::Error> {
        let Self { reader, place, depth } = self;
        let depth = reader.enter(depth)?;
        if JsonType::due_at(place) != JsonType::Array {
            reader.draft.put(place, Cell::Wrong(JsonType::Array));
            while list.next_element_seed(Skip { reader, depth })?.is_some() {}
            return Ok(());
        }
        reader.draft.put(place, Cell::List(List::of(place.field())));
        let maximum = place.field().maximum_elements().unwrap_or_default();
        for index in 0..maximum {
            let value = Value { reader, place: place.element(index), depth };
            if list.next_element_seed(Element { list: place, value })?.is_none() {
                return Ok(());
            }
        }
        let mut unread = 0_u32;
        while list.next_element_seed(Skip { reader, depth })?.is_some() {
            unread = unread.saturating_add(1);
        }
        reader.draft.set_unread(place, unread);
        Ok(())
    }

    fn visit_map<A: MapAccess<'t>>(self, object: A) -> Result<(), A::Error> {
        if !NUMBERS_ARE_MAPS {
            return self.read_object(object);
        }
        match NumberOrObject::of(object)? {
            NumberOrObject::Number(number) => self.visit_f64(number),
            NumberOrObject::Object(object) => self.read_object(object),
        }
    }
}

impl<'t> Value<'_, '_, '_, 't> {
    fn read_object<A: MapAccess<'t>>(self, mut object: A) -> Result<(), A::Error> {
        let Self { reader, place, depth } = self;
        let depth = reader.enter(depth)?;
        if JsonType::due_at(place) != JsonType::Object {
            reader.draft.put(place, Cell::Wrong(JsonType::Object));
            return skip_entries(object, reader, depth);
        }
        reader.draft.put(place, Cell::Object);
        let mut seen = FieldSet::EMPTY;
        let mut repeated = Repeated { first: reader.draft.notes.len(), since: Vec::new() };
        // Mostly the keys stand in the table's order.
        let mut next = place.field().index() + 1;
        while let Some(key) =
            object.next_key_seed(KeyOf { object: place.field(), next, keep: reader.keep })?
        {
            match key {
                Key::Known(field) => {
                    next = field.end();
                    let child = place.own_child(field);
                    if seen.has(field) {
                        reader.draft.clear(child);
                        repeated.clear(&mut reader.draft.notes, child);
                        reader.draft.notes.push(Note { object: place, key });
                    }
                    seen = seen.with(field);
                    object.next_value_seed(Value { reader, place: child, depth })?;
                }
                Key::Unknown(_) => {
                    reader.draft.notes.push(Note { object: place, key });
                    object.next_value_seed(Skip { reader, depth })?;
                }
            }
        }
        Ok(())
    }
}
