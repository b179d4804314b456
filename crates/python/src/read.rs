//! Reading Python's values: what `json.dumps` would write of them, and what it would not.

use std::fmt;

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDate, PyDateTime, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use serde::de::value::StringDeserializer;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

/// A value of Python's.
///
/// `None`, truth values, numbers, texts, lists, tuples and dictionaries are what they are in JSON. Further, as Pydantic's JSON
/// has them: a `date` is its text, a `Decimal` is a number, an enum's member is its value. A float that is no number is `None`,
/// which is how data frames write a missing value. Everything else, an infinity too, is a value that JSON has no word for.
pub(crate) struct PyValue<'v, 'py>(pub(crate) &'v Bound<'py, PyAny>);

/// Code of the caller's, which reading may run, has raised something.
#[derive(Debug)]
pub(crate) struct Unreadable;

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value could not be read")
    }
}

impl std::error::Error for Unreadable {}

impl serde::de::Error for Unreadable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

impl From<PyErr> for Unreadable {
    fn from(_: PyErr) -> Self {
        Self
    }
}

impl<'de> Deserializer<'de> for PyValue<'_, '_> {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        let value = self.0;
        if value.is_none() {
            return visitor.visit_unit();
        }
        if let Ok(text) = value.cast::<PyString>() {
            return visitor.visit_str(&text.to_string_lossy());
        }
        // A truth value is an integer too.
        if let Ok(answer) = value.cast::<PyBool>() {
            return visitor.visit_bool(answer.is_true());
        }
        if let Ok(number) = value.cast::<PyFloat>() {
            return visit_float(number.value(), visitor);
        }
        if value.is_instance_of::<PyInt>() {
            return match value.extract::<i64>() {
                Ok(number) => visitor.visit_i64(number),
                Err(_) => visit_float(value.extract().unwrap_or(f64::INFINITY), visitor),
            };
        }
        if let Ok(object) = value.cast::<PyDict>() {
            return visitor.visit_map(Entries { entries: object.iter(), value: None });
        }
        if let Ok(list) = value.cast::<PyList>() {
            return visitor.visit_seq(Elements(list.iter()));
        }
        if let Ok(list) = value.cast::<PyTuple>() {
            return visitor.visit_seq(Elements(list.iter()));
        }
        if value.is_instance_of::<PyDate>() && !value.is_instance_of::<PyDateTime>() {
            return visitor.visit_str(&value.str()?.to_string_lossy());
        }
        if is_a(value, "decimal", "Decimal") {
            return visit_float(value.extract().unwrap_or(f64::INFINITY), visitor);
        }
        if is_a(value, "enum", "Enum") {
            return PyValue(&value.getattr("value")?).deserialize_any(visitor);
        }
        visitor.visit_bytes(&[])
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

fn visit_float<'de, V: Visitor<'de>>(number: f64, visitor: V) -> Result<V::Value, Unreadable> {
    if number.is_nan() {
        visitor.visit_unit()
    } else if number.is_finite() {
        visitor.visit_f64(number)
    } else {
        visitor.visit_bytes(&[])
    }
}

/// Whether a value is an instance of a class of the standard library.
fn is_a(value: &Bound<'_, PyAny>, module: &str, class: &str) -> bool {
    let class = value.py().import(module).and_then(|module| module.getattr(class));
    class.is_ok_and(|class| value.is_instance(&class).unwrap_or(false))
}

struct Elements<I>(I);

impl<'de, 'py, I: Iterator<Item = Bound<'py, PyAny>>> SeqAccess<'de> for Elements<I> {
    type Error = Unreadable;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Unreadable> {
        self.0.next().map(|element| seed.deserialize(PyValue(&element))).transpose()
    }
}

struct Entries<'py, I> {
    entries: I,
    value: Option<Bound<'py, PyAny>>,
}

impl<'de, 'py, I: Iterator<Item = (Bound<'py, PyAny>, Bound<'py, PyAny>)>> MapAccess<'de>
    for Entries<'py, I>
{
    type Error = Unreadable;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Unreadable> {
        let Some((key, value)) = self.entries.next() else { return Ok(None) };
        self.value = Some(value);
        let key = key.str()?.to_string_lossy().into_owned();
        seed.deserialize(StringDeserializer::new(key)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Unreadable> {
        let value = self.value.take().ok_or(Unreadable)?;
        seed.deserialize(PyValue(&value))
    }
}
