//! Keys: which field a key names, and what is forgotten where a key stands again.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, Visitor};

use super::content::{Key, Note};
use crate::payload::{Field, Place};

/// Where in the notes those of an object's repeated fields can begin, so that a field that stands again and again does not
/// have all of them searched each time.
pub(super) struct Repeated {
    /// Where the object's own notes begin.
    pub(super) first: usize,
    pub(super) since: Vec<(Field, usize)>,
}

impl Repeated {
    /// Forgets what was noted below a field that stands again.
    pub(super) fn clear(&mut self, notes: &mut Vec<Note<'_>>, child: Place) {
        let field = child.field();
        let known = self.since.iter().find(|(other, _)| *other == field);
        let since = known.map_or(self.first, |(_, since)| *since);
        let gone = clear_notes(notes, child, since);
        // What stood behind moves up; too early a place to look from does no harm.
        for (_, other) in self.since.iter_mut().filter(|(_, other)| *other > since) {
            *other = other.saturating_sub(gone).max(since);
        }
        self.since.retain(|(other, _)| *other != field);
        self.since.push((field, notes.len()));
    }
}

/// Forgets what was noted at a place and below it, from the `since`th note on. Returns how many notes those were.
pub(super) fn clear_notes(notes: &mut Vec<Note<'_>>, place: Place, since: usize) -> usize {
    let before = notes.len();
    let tail = notes.split_off(since.min(before));
    notes.extend(tail.into_iter().filter(|note| !note.object.is_within(place)));
    before - notes.len()
}

/// Reads a key of an object: the field that it names, if it names one.
pub(super) struct KeyOf<'a, 't> {
    pub(super) object: Field,
    /// The line of the table that is looked at first.
    pub(super) next: usize,
    pub(super) keep: fn(&'t str) -> Cow<'a, str>,
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
