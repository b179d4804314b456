//! A draft's content: a cell for every field, and the keys that were not as they should be.

use std::borrow::Cow;

use super::cell::{Cell, List};
use crate::payload::{COUNT, Field, Payload, Place, Shape};
use crate::text;

/// Which key of an object was not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key<'t> {
    Known(Field),
    Unknown(Cow<'t, str>),
}

impl Key<'_> {
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Known(field) => field.name(),
            Self::Unknown(key) => key,
        }
    }
}

/// A duplicate or unknown key, and the object that has it.
#[derive(Clone, Debug)]
pub(crate) struct Note<'t> {
    pub(crate) object: Place,
    pub(crate) key: Key<'t>,
}

/// What somebody filled in.
///
/// It borrows texts from what it was read from, where they stand there without escapes. It has no `Debug`: it holds
/// what people typed.
#[derive(Clone)]
pub struct Draft<'t> {
    payload: &'static Payload,
    pub(super) cells: [Cell<'t>; COUNT],
    /// In the order of the input; a known key once more for each time that it stands again.
    pub(crate) notes: Vec<Note<'t>>,
}

#[allow(clippy::missing_fields_in_debug, reason = "it holds what people typed")]
impl std::fmt::Debug for Draft<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Draft").finish_non_exhaustive()
    }
}

impl Default for Draft<'_> {
    fn default() -> Self {
        Self::of(Payload::SIGNUP)
    }
}

impl<'t> Draft<'t> {
    /// A draft of such a document, with nothing filled in.
    #[must_use]
    pub const fn of(payload: &'static Payload) -> Self {
        Self { payload, cells: [const { Cell::Missing }; COUNT], notes: Vec::new() }
    }

    /// The kind of document.
    #[must_use]
    pub const fn payload(&self) -> &'static Payload {
        self.payload.known()
    }

    #[inline]
    pub(crate) fn cell(&self, place: Place) -> &Cell<'t> {
        #[cfg(test)]
        READ.with(|read| read.set(read.get().with(place.field())));
        if place.is_outside_lists() {
            return self.cells.get(place.field().index()).unwrap_or(&Cell::Missing);
        }
        self.cell_in_list(place)
    }

    fn cell_in_list(&self, place: Place) -> &Cell<'t> {
        // An element's cells begin with its own, where in the table the list stands: `start` is how far a field's cell is
        // from its line in the table.
        let (mut cells, mut start) = (self.cells.as_slice(), 0_usize);
        for (list, row) in place.rows() {
            let Some(Cell::List(rows)) = cells.get(start.wrapping_add(list.index())) else {
                return &Cell::Missing;
            };
            start = rows.start(row).wrapping_sub(list.index());
            cells = &rows.cells;
        }
        let cell = cells.get(start.wrapping_add(place.field().index())).unwrap_or(&Cell::Missing);
        match (place.text_element(), cell) {
            (None, cell) => cell,
            (Some(element), Cell::List(texts)) => {
                texts.cells.get(texts.start(element)).unwrap_or(&Cell::Missing)
            }
            (Some(_), _) => &Cell::Missing,
        }
    }

    /// The cell at a place that has been entered: its list is there.
    #[inline]
    fn cell_mut(&mut self, place: Place) -> Option<&mut Cell<'t>> {
        if place.is_outside_lists() {
            return self.cells.get_mut(place.field().index());
        }
        self.cell_in_list_mut(place)
    }

    fn cell_in_list_mut(&mut self, place: Place) -> Option<&mut Cell<'t>> {
        let (mut cells, mut start) = (self.cells.as_mut_slice(), 0_usize);
        for (list, row) in place.rows() {
            let Cell::List(rows) = cells.get_mut(start.wrapping_add(list.index()))? else { return None };
            start = rows.start(row).wrapping_sub(list.index());
            cells = &mut rows.cells;
        }
        let cell = cells.get_mut(start.wrapping_add(place.field().index()))?;
        match (place.text_element(), cell) {
            (None, cell) => Some(cell),
            (Some(element), Cell::List(texts)) => {
                let start = texts.start(element);
                texts.cells.get_mut(start)
            }
            (Some(_), _) => None,
        }
    }

    pub(super) fn put(&mut self, place: Place, cell: Cell<'t>) {
        if let Some(slot) = self.cell_mut(place) {
            *slot = cell;
        }
    }

    /// Adds an empty element to the list at a place.
    pub(super) fn push(&mut self, list: Place) {
        if let Some(Cell::List(list)) = self.cell_mut(list) {
            list.push();
        }
    }

    pub(super) fn set_unread(&mut self, list: Place, unread: u32) {
        if let Some(Cell::List(list)) = self.cell_mut(list) {
            list.unread = unread;
        }
    }

    /// Forgets what stands at a place and below it, but for notes.
    pub(super) fn clear(&mut self, place: Place) {
        self.put(place, Cell::Missing);
        if matches!(place.field().shape(), Shape::Object) || place.is_element() {
            for child in place.field().children() {
                self.clear(place.own_child(child));
            }
        }
    }

    /// The list at a place, if there is one.
    pub(crate) fn list(&self, place: Place) -> Option<&List<'t>> {
        match self.cell(place) {
            Cell::List(list) => Some(list),
            _ => None,
        }
    }

    /// The places of the elements that were read of the list at `place`; none where there is no list.
    pub(crate) fn elements(&self, place: Place) -> impl Iterator<Item = Place> + use<'t> {
        let length = self.list(place).map_or(0, List::len);
        (0..length).map(move |index| place.element(index))
    }

    /// Whether a name stands at a place, readable or not: more than the punctuation that says nothing.
    pub(crate) fn has_name(&self, place: Place) -> bool {
        match self.cell(place) {
            Cell::Missing => false,
            Cell::Text(text) => !text::is_blank_name(text),
            _ => true,
        }
    }

    /// The text at a place, as it was typed.
    #[must_use]
    pub fn text(&self, place: Place) -> Option<&str> {
        match self.cell(place) {
            Cell::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Visits every place at which something was read, in the order of the table.
    pub(crate) fn visit(&self, mut visit: impl FnMut(Place)) {
        fn below(draft: &Draft<'_>, place: Place, visit: &mut dyn FnMut(Place)) {
            match draft.cell(place) {
                Cell::Missing => {}
                Cell::Object => {
                    for child in place.field().children() {
                        below(draft, place.own_child(child), visit);
                    }
                }
                Cell::List(_) => draft.elements(place).for_each(|element| below(draft, element, visit)),
                _ => visit(place),
            }
        }
        below(self, self.payload().root(), &mut visit);
    }

    /// The number at a place.
    #[must_use]
    pub fn number(&self, place: Place) -> Option<f64> {
        match self.cell(place) {
            Cell::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The answer at a place.
    #[must_use]
    pub fn boolean(&self, place: Place) -> Option<bool> {
        match self.cell(place) {
            Cell::Boolean(answer) => Some(*answer),
            _ => None,
        }
    }

    /// Whether the document is an object.
    pub(crate) fn is_object(&self) -> bool {
        matches!(self.cell(self.payload().root()), Cell::Object)
    }

    /// Whether there is the object that the answers stand in: in a signup, `signup`.
    pub(crate) fn has_body(&self) -> bool {
        matches!(self.cell(Place::of(self.payload().body)), Cell::Object)
    }

    /// Where this field's objects stand: in lists, those that could be read.
    pub(crate) fn objects(&self, field: Field) -> Vec<Place> {
        if field.is_root() {
            return vec![Place::of(field)];
        }
        let mut objects = Vec::new();
        for holder in self.objects(field.parent()) {
            let place = holder.own_child(field);
            if matches!(field.shape(), Shape::Objects { .. }) {
                let elements = self.elements(place);
                objects.extend(elements.filter(|element| matches!(self.cell(*element), Cell::Object)));
            } else {
                objects.push(place);
            }
        }
        objects
    }

    /// The same draft, holding its texts itself.
    #[must_use]
    pub fn into_owned(self) -> Draft<'static> {
        Draft {
            payload: self.payload,
            cells: self.cells.map(Cell::into_owned),
            notes: self
                .notes
                .into_iter()
                .map(|note| Note {
                    object: note.object,
                    key: match note.key {
                        Key::Known(field) => Key::Known(field),
                        Key::Unknown(key) => Key::Unknown(Cow::Owned(key.into_owned())),
                    },
                })
                .collect(),
        }
    }
}

#[cfg(test)]
thread_local! {
    /// The fields that were read since it was emptied.
    static READ: std::cell::Cell<crate::payload::FieldSet> = const { std::cell::Cell::new(crate::payload::FieldSet::EMPTY) };
}

/// What something answers, and the fields that it reads of any draft.
#[cfg(test)]
pub(crate) fn recorded<T>(act: impl FnOnce() -> T) -> (T, crate::payload::FieldSet) {
    READ.set(crate::payload::FieldSet::EMPTY);
    (act(), READ.get())
}
