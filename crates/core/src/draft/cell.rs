//! What stands at one place of a draft.

use std::borrow::Cow;

use crate::payload::{Field, Index, Place, Shape};

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

/// What stands at one place.
#[derive(Clone, Debug, Default)]
pub(crate) enum Cell<'t> {
    /// Absent, null, or blank where a string, number or boolean is due.
    #[default]
    Missing,
    /// Of another type than the one due.
    Wrong(JsonType),
    /// A text, as it was typed.
    Text(Cow<'t, str>),
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
    pub(super) width: usize,
    /// Elements past the limit, which were not read.
    pub(crate) unread: usize,
}

impl<'t> List<'t> {
    pub(super) fn of(field: Field) -> Self {
        // A list's fields stand right behind it in the table: an element's own cell takes the list's place.
        let width = field.end() - field.index();
        Self { cells: Vec::with_capacity(2 * width), width, unread: 0 }
    }

    /// How many elements were read.
    pub(crate) fn len(&self) -> Index {
        Index::try_from(self.cells.len() / self.width).unwrap_or(Index::MAX)
    }

    /// Where the cells of an element begin: its own, then those of its fields in the order of the table.
    pub(super) fn start(&self, element: Index) -> usize {
        usize::from(element) * self.width
    }
}

impl Cell<'_> {
    pub(super) fn into_owned(self) -> Cell<'static> {
        match self {
            Self::Missing => Cell::Missing,
            Self::Wrong(found) => Cell::Wrong(found),
            Self::Text(text) => Cell::Text(Cow::Owned(text.into_owned())),
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
