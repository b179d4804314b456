//! Numbers where another crate of the build has turned on serde_json's `arbitrary_precision`.

use serde::de::value::StringDeserializer;
use serde::de::{DeserializeSeed, Error, MapAccess};

/// Whether another crate of the build has turned on serde_json's `arbitrary_precision`, which keeps a number as its text
/// and hands it over as a map with one private key.
pub(super) const NUMBERS_ARE_MAPS: bool = size_of::<serde_json::Number>() == size_of::<String>();

const NUMBER_KEY: &str = "$serde_json::private::Number";

/// What a map is where numbers are maps.
pub(super) enum NumberOrObject<A> {
    Number(f64),
    Object(Begun<A>),
}

impl<A> NumberOrObject<A> {
    pub(super) fn of<'t>(mut map: A) -> Result<Self, A::Error>
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
pub(super) struct Begun<A> {
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
