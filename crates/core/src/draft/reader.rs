//! What a reading under way holds, and how it passes over a value that the payload does not have.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::content::Draft;
use super::error::MAXIMUM_DEPTH;
use super::number::{NUMBERS_ARE_MAPS, NumberOrObject};

/// A reading under way, of texts that live for `'t` into a draft that keeps texts for `'a`.
pub(super) struct Reader<'d, 'a, 't> {
    pub(super) draft: &'d mut Draft<'a>,
    /// Borrows a text, or copies it.
    pub(super) keep: fn(&'t str) -> Cow<'a, str>,
    pub(super) is_too_deep: bool,
}

impl Reader<'_, '_, '_> {
    /// Goes one level down.
    pub(super) fn enter<E: Error>(&mut self, depth: u8) -> Result<u8, E> {
        if depth == MAXIMUM_DEPTH {
            self.is_too_deep = true;
            return Err(E::custom("too deep"));
        }
        Ok(depth + 1)
    }
}

/// Passes over a value, counting levels.
pub(super) struct Skip<'r, 'd, 'a, 't> {
    pub(super) reader: &'r mut Reader<'d, 'a, 't>,
    pub(super) depth: u8,
}

pub(super) fn skip_entries<'t, A: MapAccess<'t>>(
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
