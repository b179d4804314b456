//! How values of the wire are read, written and shown: what is absent, `null` or blank reads as absent, another JSON type is an
//! error, and `Debug` shows nothing that a person typed.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use super::{
    Applicant, Owner, Ownership, PaymentOption, Revenue, Signatory, Signature, Signup, Verifications,
};
use crate::text::is_blank;

/// A value of the wire: how it is read, written and shown.
pub(super) trait Wire: Default {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;

    fn is_absent(&self) -> bool;

    /// What may be seen of it: nothing that a person typed.
    fn outline(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

pub(super) struct Outline<'a, T>(pub(super) &'a T);

impl<T: Wire> fmt::Debug for Outline<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.outline(f)
    }
}

/// A text, number or answer: how its type is read, where it is not blank.
trait Scalar: Sized + Serialize {
    const DUE: &'static str;

    fn of_text(_: &str) -> Option<Self> {
        None
    }

    fn of_number(_: f64) -> Option<Self> {
        None
    }

    fn of_answer(_: bool) -> Option<Self> {
        None
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }
}

impl Scalar for String {
    const DUE: &'static str = "a string";

    fn of_text(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
}

impl Scalar for bool {
    const DUE: &'static str = "true or false";

    fn of_answer(answer: bool) -> Option<Self> {
        Some(answer)
    }
}

impl Scalar for f64 {
    const DUE: &'static str = "a number";

    fn of_number(number: f64) -> Option<Self> {
        Some(number)
    }

    /// A whole number as such: `25`, not `25.0`.
    #[allow(clippy::cast_possible_truncation, reason = "the number is whole and small")]
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let is_small_and_whole = self.fract().abs() < f64::MIN_POSITIVE && self.abs() < 1e15;
        if is_small_and_whole {
            serializer.serialize_i64(*self as i64)
        } else {
            serializer.serialize_f64(*self)
        }
    }
}

struct ScalarVisitor<T>(PhantomData<T>);

impl<'de, T: Scalar> Visitor<'de> for ScalarVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::DUE)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Option<T>, E> {
        if is_blank(text) {
            return Ok(None);
        }
        // An error does not repeat the text.
        T::of_text(text)
            .map(Some)
            .ok_or_else(|| E::invalid_type(serde::de::Unexpected::Other("a string"), &self))
    }

    fn visit_bool<E: Error>(self, answer: bool) -> Result<Option<T>, E> {
        T::of_answer(answer)
            .map(Some)
            .ok_or_else(|| E::invalid_type(serde::de::Unexpected::Other("true or false"), &self))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Option<T>, E> {
        T::of_number(number)
            .map(Some)
            .ok_or_else(|| E::invalid_type(serde::de::Unexpected::Other("a number"), &self))
    }

    #[allow(clippy::cast_precision_loss, reason = "a number of JSON is the double nearest to its text")]
    fn visit_u64<E: Error>(self, number: u64) -> Result<Option<T>, E> {
        self.visit_f64(number as f64)
    }

    #[allow(clippy::cast_precision_loss, reason = "a number of JSON is the double nearest to its text")]
    fn visit_i64<E: Error>(self, number: i64) -> Result<Option<T>, E> {
        self.visit_f64(number as f64)
    }

    /// A number, where another crate has turned on serde_json's `arbitrary_precision`; else no map is one.
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Option<T>, A::Error> {
        let number = serde_json::Number::deserialize(MapAccessDeserializer::new(map))
            .map_err(|_| A::Error::invalid_type(serde::de::Unexpected::Map, &self))?;
        self.visit_f64(number.as_f64().unwrap_or(f64::INFINITY))
    }

    fn visit_unit<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_none<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }
}

macro_rules! scalars {
    ($($type:ty),*) => { $(
        impl Wire for Option<$type> {
            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(ScalarVisitor(PhantomData))
            }

            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    Some(value) => value.write(serializer),
                    None => serializer.serialize_none(),
                }
            }

            fn is_absent(&self) -> bool {
                self.is_none()
            }

            fn outline(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("…")
            }
        }
    )* };
}

scalars!(String, bool, f64);

macro_rules! objects {
    ($($type:ty),*) => { $(
        impl Wire for Option<$type> {
            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::read_object(deserializer)
            }

            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.serialize(serializer)
            }

            fn is_absent(&self) -> bool {
                self.is_none()
            }

            fn outline(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.as_ref().map_or(Ok(()), |object| fmt::Debug::fmt(object, f))
            }
        }
    )* };
}

objects!(Signup, PaymentOption, Revenue, Ownership, Owner, Verifications, Signature, Signatory, Applicant);

/// Reads an object or `null`, and nothing else: a derived `Deserialize` takes lists too.
pub(super) trait ReadObject: Sized {
    fn read_object<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

impl<T: for<'t> Deserialize<'t>> ReadObject for Option<T> {
    fn read_object<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ObjectVisitor(PhantomData))
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Option<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Some)
    }

    fn visit_unit<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_none<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }
}

/// An element of a list: read as the value that may be absent, and empty where it is.
struct Element<T>(T);

impl<'de, T: Default> Deserialize<'de> for Element<T>
where
    Option<T>: Wire,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::<T>::read(deserializer).map(|value| Self(value.unwrap_or_default()))
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Default> Visitor<'de> for ListVisitor<T>
where
    Option<T>: Wire,
{
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Vec<T>, A::Error> {
        let mut list = Vec::new();
        while let Some(Element(element)) = elements.next_element()? {
            list.push(element);
        }
        Ok(list)
    }

    fn visit_unit<E>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }

    fn visit_none<E>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }
}

impl<T: Default + Serialize> Wire for Vec<T>
where
    Option<T>: Wire,
{
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ListVisitor(PhantomData))
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }

    fn outline(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[…; {}]", self.len())
    }
}
