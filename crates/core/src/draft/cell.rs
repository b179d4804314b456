//! What stands at one place of a draft.

use std::borrow::Cow;
use std::ops::Deref;

use crate::payload::{COUNT, Field, Index, Place, Shape};
use crate::text;

/// The types of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum JsonType {
    /// `true` or `false`.
    Boolean,
    /// A number.
    Number,
    /// A string.
    String,
    /// A list.
    Array,
    /// An object.
    Object,
    /// What JSON cannot say, and a JavaScript object can hold: an infinity, a `BigInt`.
    Other,
}

impl JsonType {
    /// Every type.
    pub const ALL: [Self; 6] =
        [Self::Boolean, Self::Number, Self::String, Self::Array, Self::Object, Self::Other];

    /// The type's name in a report.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Boolean => "boolean",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
            Self::Other => "other",
        }
    }

    /// The type that is due where this shape stands.
    pub(super) const fn due(shape: Shape) -> Self {
        match shape {
            Shape::Object => Self::Object,
            Shape::Objects { .. } | Shape::Texts { .. } => Self::Array,
            Shape::Text(_) | Shape::Parameter => Self::String,
            Shape::Number => Self::Number,
            Shape::Boolean => Self::Boolean,
        }
    }

    /// The type that is due of a field, outside any list that it is.
    #[inline]
    pub(super) fn due_of(field: Field) -> Self {
        DUE.get(field.index()).copied().unwrap_or(Self::Object)
    }

    /// The type that is due at a place, an element of a list included.
    #[must_use]
    pub fn due_at(place: Place) -> Self {
        match place.field().shape() {
            Shape::Objects { .. } if place.is_element() => Self::Object,
            Shape::Texts { .. } if place.is_element() => Self::String,
            shape => Self::due(shape),
        }
    }
}

/// For each field, the type that is due.
static DUE: [JsonType; COUNT] = due();

#[allow(clippy::indexing_slicing, reason = "evaluated by the compiler: a bad index would not build")]
const fn due() -> [JsonType; COUNT] {
    let mut table = [JsonType::Object; COUNT];
    let mut index = 0;
    while index < COUNT {
        table[index] = JsonType::due(Field::ALL[index].shape_in_table());
        index += 1;
    }
    table
}

/// A text, as somebody wrote it, and what was seen of it when it was read.
#[derive(Clone, Debug)]
pub(crate) struct Typed<'t> {
    text: Cow<'t, str>,
    /// It is nothing but printable ASCII, so that nothing in it hides.
    is_printable_ascii: bool,
}

impl<'t> Typed<'t> {
    /// A text of which nothing is known yet.
    pub(super) fn new(text: Cow<'t, str>) -> Self {
        let is_printable_ascii = text::is_printable_ascii(&text);
        Self { text, is_printable_ascii }
    }

    /// A text that has been looked at, whether it is printable ASCII.
    pub(super) const fn seen(text: Cow<'t, str>, is_printable_ascii: bool) -> Self {
        Self { text, is_printable_ascii }
    }

    /// The same text, kept otherwise.
    pub(super) fn map<'a>(self, keep: impl FnOnce(Cow<'t, str>) -> Cow<'a, str>) -> Typed<'a> {
        Typed { text: keep(self.text), is_printable_ascii: self.is_printable_ascii }
    }

    pub(super) fn into_text(self) -> Cow<'t, str> {
        self.text
    }

    /// Whether it is nothing but printable ASCII.
    pub(crate) const fn is_printable_ascii(&self) -> bool {
        self.is_printable_ascii
    }
}

impl Deref for Typed<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

/// What stands at one place.
#[derive(Clone, Debug, Default)]
pub(crate) enum Cell<'t> {
    /// Absent, null, or blank where a string, number or boolean is due.
    #[default]
    Missing,
    /// Of another type than the one due.
    Wrong(JsonType),
    /// A text, as it was typed.
    Text(Typed<'t>),
    Number(f64),
    Boolean(bool),
    /// An object: its fields have cells of their own.
    Object,
    List(List<'t>),
}

/// The elements of a list: for each, a block of its own cell and, in a list of objects, those of its fields.
#[derive(Clone, Debug)]
pub(crate) struct List<'t> {
    pub(super) cells: Vec<Cell<'t>>,
    /// How many cells an element has.
    width: u8,
    /// Elements past the limit, which were not read.
    pub(crate) unread: u32,
}

impl<'t> List<'t> {
    pub(super) fn of(field: Field) -> Self {
        // A list's fields stand right behind it in the table: an element's own cell takes the list's place.
        let width = u8::try_from(field.end() - field.index()).unwrap_or(u8::MAX);
        Self { cells: Vec::with_capacity(2 * usize::from(width)), width, unread: 0 }
    }

    /// Adds an empty element, and gives its cells.
    pub(super) fn push(&mut self) -> &mut [Cell<'t>] {
        let start = self.cells.len();
        self.cells.resize_with(start + usize::from(self.width), Cell::default);
        self.cells.get_mut(start..).unwrap_or_default()
    }

    /// How many elements were read.
    pub(crate) fn len(&self) -> Index {
        Index::try_from(self.cells.len() / usize::from(self.width)).unwrap_or(Index::MAX)
    }

    /// Where the cells of an element begin: its own, then those of its fields in the order of the table.
    pub(super) fn start(&self, element: Index) -> usize {
        usize::from(element) * usize::from(self.width)
    }
}

impl<'t> Cell<'t> {
    /// What a text is where this type is due.
    pub(super) fn of_text(text: Typed<'t>, due: JsonType) -> Self {
        match due {
            // A number in a text is of the wrong type, but kept: a safe fix takes it out.
            JsonType::String | JsonType::Number if !text::is_blank(&text) => Self::Text(text),
            JsonType::String | JsonType::Number => Self::Missing,
            JsonType::Boolean if text::is_blank(&text) => Self::Missing,
            _ => Self::Wrong(JsonType::String),
        }
    }

    /// What a number or an answer is where a type is due.
    pub(super) fn of_scalar(self, found: JsonType, due: JsonType) -> Self {
        if due == found { self } else { Self::Wrong(found) }
    }

    pub(super) fn into_owned(self) -> Cell<'static> {
        match self {
            Self::Missing => Cell::Missing,
            Self::Wrong(found) => Cell::Wrong(found),
            Self::Text(text) => Cell::Text(text.map(|text| Cow::Owned(text.into_owned()))),
            Self::Number(number) => Cell::Number(number),
            Self::Boolean(answer) => Cell::Boolean(answer),
            Self::Object => Cell::Object,
            Self::List(list) => Cell::List(List {
                cells: list.cells.into_iter().map(Cell::into_owned).collect(),
                width: list.width,
                unread: list.unread,
            }),
        }
    }
}

crate::names::from_str!(
    JsonType,
    "a type of JSON",
    [Self::Boolean, Self::Number, Self::String, Self::Array, Self::Object, Self::Other],
    Self::name
);
