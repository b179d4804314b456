//! Reading: one pass over a serde deserializer, by the payload table.

use std::borrow::Cow;
use std::fmt;

use serde::de::value::StringDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::json::{Json, Syntax};
use super::{Cell, Draft, JsonType, Key, List, Note};
use crate::payload::{Field, Place, Shape};
use crate::text;

/// The most bytes of a document's text.
pub const MAXIMUM_BYTES: usize = 1 << 20;

/// The most levels of objects and lists, the document's own included.
pub const MAXIMUM_DEPTH: u8 = 32;

/// Why a document could not be read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Halt {
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

/// Reads a JSON text.
pub(super) fn from_slice(text: &[u8]) -> Result<Draft<'_>, Halt> {
    if text.len() > MAXIMUM_BYTES {
        return Err(Halt::TooLarge);
    }
    let body = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
    let body = std::str::from_utf8(body).map_err(|error| malformed(body, error.valid_up_to() + 1))?;
    let mut json = Json::new(body);
    let mut draft = Draft::default();
    let error = match read(&mut draft, &mut json) {
        Err(Halted::TooDeep) => return Err(Halt::TooDeep),
        Err(Halted::Error(error)) => Some(error),
        Ok(()) => json.end().err(),
    };
    match error {
        Some(Syntax(read)) => Err(malformed(body.as_bytes(), read)),
        None if draft.is_object() => Ok(draft),
        None => Err(malformed(body.as_bytes(), body.len() - body.trim_start().len() + 1)),
    }
}

/// Reads whatever serde reads.
pub(super) fn from_deserializer<'t, D: Deserializer<'t>>(deserializer: D) -> Result<Draft<'t>, Halt> {
    let mut draft = Draft::default();
    match read(&mut draft, deserializer) {
        Ok(()) if draft.is_object() => Ok(draft),
        Err(Halted::TooDeep) => Err(Halt::TooDeep),
        _ => Err(Halt::Malformed { position: None }),
    }
}

/// Reads one value into its place in a draft that holds its texts itself, in place of what stands there and below it.
pub(super) fn set<'t, D: Deserializer<'t>>(
    draft: &mut Draft<'static>,
    place: Place,
    deserializer: D,
) -> Result<(), Halt> {
    draft.clear(place, 0);
    let mut reader = Reader { draft, keep: |text| Cow::Owned(text.to_owned()), is_too_deep: false };
    let outcome = Value { reader: &mut reader, place, depth: depth(place) }.deserialize(deserializer);
    outcome.map_err(|_| if reader.is_too_deep { Halt::TooDeep } else { Halt::Malformed { position: None } })
}

fn count(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// The last of the bytes that were read is where it went wrong; behind the end of a line, the line's begin.
fn malformed(text: &[u8], read: usize) -> Halt {
    let read = text.get(..read).unwrap_or(text);
    let line = read.iter().filter(|byte| **byte == b'\n').count();
    let column = read.iter().rev().take_while(|byte| **byte != b'\n').count();
    Halt::Malformed { position: Some((count(line + 1), count(column).max(1))) }
}

enum Halted<E> {
    TooDeep,
    Error(E),
}

fn read<'t, D: Deserializer<'t>>(draft: &mut Draft<'t>, deserializer: D) -> Result<(), Halted<D::Error>> {
    let mut reader = Reader { draft, keep: Cow::Borrowed, is_too_deep: false };
    let place = Place::of(Field::Document);
    let outcome = Value { reader: &mut reader, place, depth: 0 }.deserialize(deserializer);
    outcome.map_err(|error| if reader.is_too_deep { Halted::TooDeep } else { Halted::Error(error) })
}

/// How many objects and lists enclose a place.
fn depth(place: Place) -> u8 {
    let mut depth = u8::from(place.is_element());
    let mut field = place.field();
    while field != Field::Document {
        field = field.parent();
        depth += if matches!(field.shape(), Shape::Objects { .. }) { 2 } else { 1 };
    }
    depth
}

/// A reading under way, of texts that live for `'t` into a draft that keeps texts for `'a`.
struct Reader<'d, 'a, 't> {
    draft: &'d mut Draft<'a>,
    /// Borrows a text, or copies it.
    keep: fn(&'t str) -> Cow<'a, str>,
    is_too_deep: bool,
}

impl Reader<'_, '_, '_> {
    /// Goes one level down.
    fn enter<E: Error>(&mut self, depth: u8) -> Result<u8, E> {
        if depth == MAXIMUM_DEPTH {
            self.is_too_deep = true;
            return Err(E::custom("too deep"));
        }
        Ok(depth + 1)
    }
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
        self.set(if due == found { cell } else { Cell::Wrong(found) });
    }

    fn set_text(self, text: Cow<'a, str>) {
        let cell = match JsonType::due_at(self.place) {
            // A number in a text is of the wrong type, but kept: a safe fix takes it out.
            JsonType::String | JsonType::Number if !text::is_blank(&text) => Cell::Text(text),
            JsonType::String | JsonType::Number => Cell::Missing,
            JsonType::Boolean if text::is_blank(&text) => Cell::Missing,
            _ => Cell::Wrong(JsonType::String),
        };
        self.set(cell);
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
        let mut unread = 0;
        while list.next_element_seed(Skip { reader, depth })?.is_some() {
            unread += 1;
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
        let mut seen = 0_u64;
        let mut repeated = Repeated { first: reader.draft.notes.len(), since: Vec::new() };
        // Mostly the keys stand in the table's order.
        let mut next = place.field().index() + 1;
        while let Some(key) =
            object.next_key_seed(KeyOf { object: place.field(), next, keep: reader.keep })?
        {
            match key {
                Key::Known(field) => {
                    next = field.end();
                    let bit = 1 << field.index();
                    let child = place.child(field);
                    if seen & bit != 0 {
                        repeated.clear(reader.draft, child);
                        reader.draft.notes.push(Note { object: place, key });
                    }
                    seen |= bit;
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

/// Where in the notes those of an object's repeated fields can begin, so that a field that stands again and again does not
/// have all of them searched each time.
struct Repeated {
    /// Where the object's own notes begin.
    first: usize,
    since: Vec<(Field, usize)>,
}

impl Repeated {
    /// Forgets what was read of a field that stands again.
    fn clear(&mut self, draft: &mut Draft<'_>, child: Place) {
        let field = child.field();
        let known = self.since.iter().find(|(other, _)| *other == field);
        let since = known.map_or(self.first, |(_, since)| *since);
        let gone = draft.clear(child, since);
        // What stood behind moves up; too early a place to look from does no harm.
        for (_, other) in self.since.iter_mut().filter(|(_, other)| *other > since) {
            *other = other.saturating_sub(gone).max(since);
        }
        self.since.retain(|(other, _)| *other != field);
        self.since.push((field, draft.notes.len()));
    }
}

/// Reads a key of an object: the field that it names, if it names one.
struct KeyOf<'a, 't> {
    object: Field,
    /// The line of the table that is looked at first.
    next: usize,
    keep: fn(&'t str) -> Cow<'a, str>,
}

impl KeyOf<'_, '_> {
    fn field(&self, name: &str) -> Option<Field> {
        let next = Field::ALL.get(self.next).copied().filter(|next| next.index() < self.object.end());
        let next = next.filter(|next| next.parent() == self.object && next.name() == name);
        next.or_else(|| self.object.child(name))
    }
}

impl<'a, 't> DeserializeSeed<'t> for KeyOf<'a, 't> {
    type Value = Key<'a>;

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<Key<'a>, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<'a, 't> Visitor<'t> for KeyOf<'a, 't> {
    type Value = Key<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, name: &'t str) -> Result<Key<'a>, E> {
        Ok(self.field(name).map_or_else(|| Key::Unknown((self.keep)(name)), Key::Known))
    }

    fn visit_str<E>(self, name: &str) -> Result<Key<'a>, E> {
        Ok(self.field(name).map_or_else(|| Key::Unknown(Cow::Owned(name.to_owned())), Key::Known))
    }

    /// The field's line in the table: how a packed document names a field.
    fn visit_u64<E: Error>(self, index: u64) -> Result<Key<'a>, E> {
        let field = usize::try_from(index).ok().and_then(|index| Field::ALL.get(index).copied());
        field.map(Key::Known).ok_or_else(|| E::custom("no field"))
    }
}

/// Passes over a value, counting levels.
struct Skip<'r, 'd, 'a, 't> {
    reader: &'r mut Reader<'d, 'a, 't>,
    depth: u8,
}

fn skip_entries<'t, A: MapAccess<'t>>(
    mut object: A,
    reader: &mut Reader<'_, '_, 't>,
    depth: u8,
) -> Result<(), A::Error> {
    while object.next_key::<serde::de::IgnoredAny>()?.is_some() {
        object.next_value_seed(Skip { reader, depth })?;
    }
    Ok(())
}

impl<'t> DeserializeSeed<'t> for Skip<'_, '_, '_, 't> {
    type Value = ();

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'t> Visitor<'t> for Skip<'_, '_, '_, 't> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_none<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bytes<E>(self, _: &[u8]) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut list: A) -> Result<(), A::Error> {
        let Self { reader, depth } = self;
        let depth = reader.enter(depth)?;
        while list.next_element_seed(Skip { reader, depth })?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'t>>(self, object: A) -> Result<(), A::Error> {
        if !NUMBERS_ARE_MAPS {
            return self.pass_over(object);
        }
        match NumberOrObject::of(object)? {
            NumberOrObject::Number(_) => Ok(()),
            NumberOrObject::Object(object) => self.pass_over(object),
        }
    }
}

impl<'t> Skip<'_, '_, '_, 't> {
    fn pass_over<A: MapAccess<'t>>(self, object: A) -> Result<(), A::Error> {
        let Self { reader, depth } = self;
        let depth = reader.enter(depth)?;
        skip_entries(object, reader, depth)
    }
}

/// Whether another crate of the build has turned on serde_json's `arbitrary_precision`, which keeps a number as its text
/// and hands it over as a map with one private key.
const NUMBERS_ARE_MAPS: bool = size_of::<serde_json::Number>() == size_of::<String>();

const NUMBER_KEY: &str = "$serde_json::private::Number";

/// What a map is where numbers are maps.
enum NumberOrObject<A> {
    Number(f64),
    Object(Begun<A>),
}

impl<A> NumberOrObject<A> {
    fn of<'t>(mut map: A) -> Result<Self, A::Error>
    where
        A: MapAccess<'t>,
    {
        let first = map.next_key::<String>()?;
        if first.as_deref() != Some(NUMBER_KEY) {
            return Ok(Self::Object(Begun { first, rest: map }));
        }
        let number: f64 = map.next_value::<String>()?.parse().map_err(A::Error::custom)?;
        if number.is_finite() {
            Ok(Self::Number(number))
        } else {
            Err(A::Error::custom("number out of range"))
        }
    }
}

/// An object whose first key has been read.
struct Begun<A> {
    first: Option<String>,
    rest: A,
}

impl<'t, A: MapAccess<'t>> MapAccess<'t> for Begun<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'t>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        match self.first.take() {
            Some(key) => seed.deserialize(StringDeserializer::new(key)).map(Some),
            None => self.rest.next_key_seed(seed),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'t>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.rest.next_value_seed(seed)
    }
}
