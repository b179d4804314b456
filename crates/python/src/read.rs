//! Reading Python's values: what `json.dumps` would write of them, and what it would not.

use std::cell::Cell;
use std::fmt;

use merchant_signup::{Draft, MAXIMUM_BYTES, ReadError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDate, PyDict, PyFloat, PyInt, PyList, PyMapping, PyString, PyTuple};
use serde::de::value::StringDeserializer;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

/// Reads a signup that is given as Python's values.
///
/// # Errors
///
/// Where there is no signup in it. As in a text, there is none in more than [`MAXIMUM_BYTES`]; they are counted as the shortest JSON
/// text of the values would have them, without what escapes add.
pub(crate) fn draft(signup: &Bound<'_, PyAny>) -> Result<Draft<'static>, ReadError> {
    let room = Room(Cell::new(Some(MAXIMUM_BYTES)));
    let draft = Draft::from_deserializer(PyValue { value: signup, room: &room });
    if room.0.get().is_none() { Err(ReadError::TooLarge) } else { draft }
}

/// How many bytes a document may still have; none where it had more.
struct Room(Cell<Option<usize>>);

impl Room {
    /// # Errors
    ///
    /// Where there is no room for so many: what follows need not be read.
    fn take(&self, bytes: usize) -> Result<(), Unreadable> {
        self.0.set(self.0.get().and_then(|room| room.checked_sub(bytes)));
        self.0.get().map(drop).ok_or(Unreadable)
    }
}

/// A value of Python's.
///
/// `None`, truth values, numbers, texts, lists, tuples and mappings are what they are in JSON. Further, as Pydantic's JSON
/// has them: a `date` is its text, a `Decimal` is a number, an enum's member is its value. As data frames have them: a float that
/// is no number, `NaT` and `NA` are `None`, a point in time at midnight is its date, and what has a `tolist`, as numpy's
/// scalars and arrays do, is what that gives. Everything else, an infinity too, is a value that JSON has no word for.
struct PyValue<'v, 'py> {
    value: &'v Bound<'py, PyAny>,
    room: &'v Room,
}

/// Code of the caller's, which reading may run, has raised something, or a text has no UTF-8.
#[derive(Debug)]
struct Unreadable;

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

/// What a value is in JSON.
enum Plain<'py> {
    Null,
    Bool(bool),
    Number(f64),
    Text(Bound<'py, PyString>),
    List(Bound<'py, PyList>),
    Tuple(Bound<'py, PyTuple>),
    Dict(Bound<'py, PyDict>),
    /// The entries of another mapping, as pairs.
    Entries(Bound<'py, PyList>),
    /// Nothing that JSON has a word for.
    Other,
}

impl<'de> Deserializer<'de> for PyValue<'_, '_> {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        let room = self.room;
        match plain(self.value)? {
            Plain::Null => {
                room.take("null".len())?;
                visitor.visit_unit()
            }
            Plain::Bool(answer) => {
                room.take("true".len())?;
                visitor.visit_bool(answer)
            }
            Plain::Number(number) => {
                room.take(1)?;
                visitor.visit_f64(number)
            }
            Plain::Text(text) => {
                // Half a surrogate pair has no UTF-8, in a text neither.
                let text = text.to_str()?;
                room.take(text.len() + 2)?;
                visitor.visit_str(text)
            }
            Plain::List(list) => {
                room.take(1)?;
                visitor.visit_seq(Elements { elements: list.iter(), room })
            }
            Plain::Tuple(list) => {
                room.take(1)?;
                visitor.visit_seq(Elements { elements: list.iter(), room })
            }
            Plain::Dict(object) => {
                room.take(1)?;
                visitor.visit_map(Entries { entries: object.iter(), value: None, room })
            }
            Plain::Entries(entries) => {
                room.take(1)?;
                let pairs: Vec<(Bound<'_, PyAny>, Bound<'_, PyAny>)> = entries.extract()?;
                visitor.visit_map(Entries { entries: pairs.into_iter(), value: None, room })
            }
            Plain::Other => visitor.visit_bytes(&[]),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// What a value is, with enums and numpy's values unwrapped: few times, for code of the caller's may wrap without an end.
fn plain<'py>(value: &Bound<'py, PyAny>) -> Result<Plain<'py>, Unreadable> {
    let mut inner = None;
    for _ in 0..3 {
        let value = inner.as_ref().unwrap_or(value);
        if let Some(known) = of_json(value).map_or_else(|| of_python(value), |known| Ok(Some(known)))? {
            return Ok(known);
        }
        let Some(unwrapped) = unwrapped(value)? else { break };
        inner = Some(unwrapped);
    }
    Ok(Plain::Other)
}

/// What `json.loads` makes.
fn of_json<'py>(value: &Bound<'py, PyAny>) -> Option<Plain<'py>> {
    if value.is_none() {
        return Some(Plain::Null);
    }
    if let Ok(text) = value.cast::<PyString>() {
        return Some(Plain::Text(text.clone()));
    }
    // A truth value is an integer too.
    if let Ok(answer) = value.cast::<PyBool>() {
        return Some(Plain::Bool(answer.is_true()));
    }
    if let Ok(number) = value.cast::<PyFloat>() {
        return Some(number_of(number.value()));
    }
    if value.is_instance_of::<PyInt>() {
        return Some(number_of(value.extract().unwrap_or(f64::INFINITY)));
    }
    if let Ok(object) = value.cast::<PyDict>() {
        return Some(Plain::Dict(object.clone()));
    }
    if let Ok(list) = value.cast::<PyList>() {
        return Some(Plain::List(list.clone()));
    }
    value.cast::<PyTuple>().ok().map(|list| Plain::Tuple(list.clone()))
}

/// What else has one meaning.
fn of_python<'py>(value: &Bound<'py, PyAny>) -> Result<Option<Plain<'py>>, Unreadable> {
    // Before dates, for `NaT` is one.
    if is_missing(value) {
        return Ok(Some(Plain::Null));
    }
    if value.is_instance_of::<PyDate>() {
        let text = value.call_method0("isoformat")?.str()?;
        let day = match text.to_str()?.split_once('T') {
            None => Plain::Text(text),
            Some((day, "00:00:00")) => Plain::Text(PyString::new(value.py(), day)),
            Some((day, time)) if time.starts_with("00:00:00+") || time.starts_with("00:00:00-") => {
                Plain::Text(PyString::new(value.py(), day))
            }
            Some(_) => Plain::Other,
        };
        return Ok(Some(day));
    }
    if is_a(value, "decimal", "Decimal") {
        return Ok(Some(number_of(value.extract().unwrap_or(f64::INFINITY))));
    }
    if let Ok(object) = value.cast::<PyMapping>() {
        return Ok(Some(Plain::Entries(object.items()?)));
    }
    Ok(None)
}

/// What a value stands for, where it stands for another.
fn unwrapped<'py>(value: &Bound<'py, PyAny>) -> Result<Option<Bound<'py, PyAny>>, Unreadable> {
    if is_a(value, "enum", "Enum") {
        return Ok(Some(value.getattr("value")?));
    }
    // Its `tolist` gives nanoseconds for what pandas makes.
    if value.get_type().name()? == "datetime64" {
        let microseconds = value.call_method1("astype", ("datetime64[us]",))?;
        return Ok(Some(microseconds.call_method0("tolist")?));
    }
    if value.hasattr("tolist")? {
        return Ok(Some(value.call_method0("tolist")?));
    }
    if value.hasattr("__index__")? {
        return Ok(Some(value.py().import("operator")?.call_method1("index", (value,))?));
    }
    Ok(None)
}

/// Whether a value is what pandas writes where there is none.
pub(crate) fn is_missing(value: &Bound<'_, PyAny>) -> bool {
    let kind = value.get_type();
    let is_of_pandas = || kind.module().is_ok_and(|module| module.to_string().starts_with("pandas."));
    kind.name().is_ok_and(|name| name == "NAType" || name == "NaTType") && is_of_pandas()
}

fn number_of<'py>(number: f64) -> Plain<'py> {
    if number.is_nan() {
        Plain::Null
    } else if number.is_finite() {
        Plain::Number(number)
    } else {
        Plain::Other
    }
}

/// Whether a value is an instance of a class of the standard library.
fn is_a(value: &Bound<'_, PyAny>, module: &str, class: &str) -> bool {
    let class = value.py().import(module).and_then(|module| module.getattr(class));
    class.is_ok_and(|class| value.is_instance(&class).unwrap_or(false))
}

struct Elements<'v, I> {
    elements: I,
    room: &'v Room,
}

impl<'de, 'py, I: Iterator<Item = Bound<'py, PyAny>>> SeqAccess<'de> for Elements<'_, I> {
    type Error = Unreadable;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Unreadable> {
        let Some(element) = self.elements.next() else { return Ok(None) };
        self.room.take(1)?;
        seed.deserialize(PyValue { value: &element, room: self.room }).map(Some)
    }
}

struct Entries<'v, 'py, I> {
    entries: I,
    value: Option<Bound<'py, PyAny>>,
    room: &'v Room,
}

impl<'de, 'py, I: Iterator<Item = (Bound<'py, PyAny>, Bound<'py, PyAny>)>> MapAccess<'de>
    for Entries<'_, 'py, I>
{
    type Error = Unreadable;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Unreadable> {
        let Some((key, value)) = self.entries.next() else { return Ok(None) };
        self.value = Some(value);
        // As `json.dumps` writes keys.
        let key = if key.is_none() {
            "null".to_owned()
        } else if let Ok(answer) = key.cast::<PyBool>() {
            answer.is_true().to_string()
        } else {
            key.str()?.to_str()?.to_owned()
        };
        // With its quotation marks, the colon, and what stands behind the value.
        self.room.take(key.len() + 4)?;
        seed.deserialize(StringDeserializer::new(key)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Unreadable> {
        let value = self.value.take().ok_or(Unreadable)?;
        seed.deserialize(PyValue { value: &value, room: self.room })
    }
}
