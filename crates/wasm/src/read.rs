//! Reading the buffer that the page's walker packs: one value, tag by tag, through serde like any other source.
//!
//! | tag | then |
//! |---|---|
//! | `Null`, `False`, `True`, `Other` (what JSON cannot say) | |
//! | `Number` | an f64 |
//! | `Text` | its length as a u32, UTF-8 |
//! | `List` | elements, `End`, and 1 where more elements were not packed, else 0 |
//! | `Object` | keys, `End` |
//!
//! `End` in a value's place stands for a document that threw when it was read, or that refers to itself.
//! A key is the field's line in the payload table and a value, or `Unknown` and a text: its value is not packed.
//! Numbers are little-endian.

use std::fmt;

use serde::de::value::{BorrowedStrDeserializer, U64Deserializer, UnitDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Expected, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::forward_to_deserialize_any;

use crate::wire::Tag;

/// [`Tag::End`] as it is written.
const END: u8 = Tag::End as u8;
/// [`Tag::Unknown`] as it is written.
const UNKNOWN: u8 = Tag::Unknown as u8;

/// A packed value, and how far it has been read.
pub(crate) struct Packed<'de>(&'de [u8]);

impl<'de> Packed<'de> {
    /// The value that the buffer begins with.
    pub(crate) const fn new(buffer: &'de [u8]) -> Self {
        Self(buffer)
    }

    fn take(&mut self, count: usize) -> Result<&'de [u8], Broken> {
        let (head, rest) = self.0.split_at_checked(count).ok_or(Broken)?;
        self.0 = rest;
        Ok(head)
    }

    /// The three bytes of a place, where there are any.
    pub(crate) fn place(&mut self) -> Option<u32> {
        let [field, row, element] = self.take(3).ok()?.try_into().ok()?;
        Some(u32::from_le_bytes([field, row, element, 0]))
    }

    fn byte(&mut self) -> Result<u8, Broken> {
        Ok(self.take(1)?.first().copied().unwrap_or(END))
    }

    fn text(&mut self) -> Result<&'de str, Broken> {
        let length = self.take(4)?.try_into().map_or(0, u32::from_le_bytes);
        let bytes = self.take(usize::try_from(length).unwrap_or(usize::MAX))?;
        std::str::from_utf8(bytes).map_err(|_| Broken)
    }
}

/// The buffer is not as the walker packs it. It says nothing more: what would write it out costs a browser kilobytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Broken;

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a packed value")
    }
}

impl std::error::Error for Broken {}

impl serde::de::Error for Broken {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }

    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }
}

impl<'de> Deserializer<'de> for &mut Packed<'de> {
    type Error = Broken;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Broken> {
        match Tag::of(self.byte()?).ok_or(Broken)? {
            Tag::Null => visitor.visit_unit(),
            Tag::False => visitor.visit_bool(false),
            Tag::True => visitor.visit_bool(true),
            Tag::Number => visitor.visit_f64(self.take(8)?.try_into().map_or(0.0, f64::from_le_bytes)),
            Tag::Text => visitor.visit_borrowed_str(self.text()?),
            Tag::List => visitor.visit_seq(Elements { packed: self, ended: false }),
            Tag::Object => visitor.visit_map(Entries { packed: self, is_known: false }),
            Tag::Other => visitor.visit_borrowed_bytes(&[]),
            Tag::Unknown | Tag::End => Err(Broken),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct Elements<'d, 'de> {
    packed: &'d mut Packed<'de>,
    /// Behind the end there is nothing.
    ended: bool,
}

impl<'de> SeqAccess<'de> for Elements<'_, 'de> {
    type Error = Broken;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Broken> {
        match self.packed.0.first() {
            _ if self.ended => Ok(None),
            Some(&END) => {
                self.ended = true;
                self.packed.byte()?;
                // One element stands for all that were not packed.
                let more = self.packed.byte()? != 0;
                if more { seed.deserialize(UnitDeserializer::new()).map(Some) } else { Ok(None) }
            }
            _ => seed.deserialize(&mut *self.packed).map(Some),
        }
    }
}

struct Entries<'d, 'de> {
    packed: &'d mut Packed<'de>,
    is_known: bool,
}

impl<'de> MapAccess<'de> for Entries<'_, 'de> {
    type Error = Broken;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Broken> {
        let key = self.packed.byte()?;
        self.is_known = key != UNKNOWN;
        match key {
            END => Ok(None),
            UNKNOWN => seed.deserialize(BorrowedStrDeserializer::new(self.packed.text()?)).map(Some),
            field => seed.deserialize(U64Deserializer::new(u64::from(field))).map(Some),
        }
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Broken> {
        if self.is_known {
            seed.deserialize(&mut *self.packed)
        } else {
            seed.deserialize(UnitDeserializer::new())
        }
    }
}

impl fmt::Debug for Packed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Packed").finish_non_exhaustive()
    }
}
