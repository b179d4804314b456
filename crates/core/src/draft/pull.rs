//! Reading JSON text by the payload table: it is asked for one value after another.
//!
//! Cells are written where they stand: an object's fields lie in one stretch of the table, and in a list of objects each
//! element has such a stretch of its own.

use super::cell::{Cell, JsonType, List};
use super::content::{Key, Note};
use super::error::MAXIMUM_DEPTH;
use super::json::{Entry, Json, Kind, Unread};
use super::key::Repeated;
use crate::payload::{Field, FieldSet, Place, Shape};

/// Why a reading ended early.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    TooDeep,
    Unread,
}

impl From<Unread> for Stop {
    fn from(_: Unread) -> Self {
        Self::Unread
    }
}

/// A reading under way.
pub(super) struct Pull<'r, 't> {
    pub(super) json: &'r mut Json<'t>,
    pub(super) notes: &'r mut Vec<Note<'t>>,
}

/// Where in a stretch of cells the fields stand: a field's cell is as far from its begin as its line in the table from this one.
#[derive(Clone, Copy)]
pub(super) struct Base(pub(super) usize);

impl Base {
    const fn index(self, field: Field) -> usize {
        field.index().wrapping_sub(self.0)
    }
}

impl<'t> Pull<'_, 't> {
    /// Reads the value that stands next into the cell of a place, which is empty.
    pub(super) fn value(
        &mut self,
        place: Place,
        cells: &mut [Cell<'t>],
        base: Base,
        depth: u8,
    ) -> Result<(), Stop> {
        let field = place.field();
        let Some(cell) = cells.get_mut(base.index(field)) else { return self.skip(depth) };
        match JsonType::due_of(field) {
            JsonType::Object => {
                if self.begins(cell, Kind::Object, JsonType::Object, depth)? {
                    *cell = Cell::Object;
                    self.object(place, cells, base, enter(depth)?)?;
                }
            }
            JsonType::Array => {
                if self.begins(cell, Kind::List, JsonType::Array, depth)? {
                    *cell = Cell::List(List::of(field));
                    if let Cell::List(list) = cell {
                        self.list(place, list, enter(depth)?)?;
                    }
                }
            }
            due => self.leaf(cell, due, depth)?,
        }
        Ok(())
    }

    /// Whether the list or object begins that is due; else what stands there is read.
    #[inline]
    fn begins(&mut self, cell: &mut Cell<'t>, kind: Kind, due: JsonType, depth: u8) -> Result<bool, Stop> {
        let found = self.json.value()?;
        if found == kind {
            return Ok(true);
        }
        self.other(found, cell, due, depth)?;
        Ok(false)
    }

    /// Reads the value of a leaf, whose type is due.
    #[inline]
    fn leaf(&mut self, cell: &mut Cell<'t>, due: JsonType, depth: u8) -> Result<(), Stop> {
        match (self.json.value()?, due) {
            (Kind::Text, JsonType::String) => *cell = Cell::of_text(self.json.string()?, due),
            (Kind::True, JsonType::Boolean) => *cell = Cell::Boolean(true),
            (Kind::False, JsonType::Boolean) => *cell = Cell::Boolean(false),
            (Kind::Number, JsonType::Number) => *cell = Cell::Number(self.json.double()?),
            (kind, due) => self.other(kind, cell, due, depth)?,
        }
        Ok(())
    }

    /// Reads a value that has begun and is mostly another one than is due: the rest of lists and objects is passed over.
    #[cold]
    fn other(&mut self, kind: Kind, cell: &mut Cell<'t>, due: JsonType, depth: u8) -> Result<(), Stop> {
        *cell = match kind {
            Kind::Null => Cell::Missing,
            Kind::Text => Cell::of_text(self.json.string()?, due),
            Kind::True | Kind::False => Cell::Wrong(JsonType::Boolean),
            Kind::Number => {
                self.json.double()?;
                Cell::Wrong(JsonType::Number)
            }
            Kind::List => {
                self.skip_elements(enter(depth)?, true)?;
                Cell::Wrong(JsonType::Array)
            }
            Kind::Object => {
                self.skip_entries(enter(depth)?)?;
                Cell::Wrong(JsonType::Object)
            }
        };
        Ok(())
    }

    fn object(&mut self, object: Place, cells: &mut [Cell<'t>], base: Base, depth: u8) -> Result<(), Stop> {
        let holder = object.field();
        let (first, end) = (holder.index() + 1, holder.end());
        let mut seen = FieldSet::EMPTY;
        let mut repeated = Repeated { first: self.notes.len(), since: Vec::new() };
        // Mostly the keys stand in the table's order.
        let mut next = first;
        let mut is_first = true;
        loop {
            let expected = Field::ALL.get(next).copied();
            let field = match self.json.entry(is_first, expected)? {
                Entry::End => return Ok(()),
                Entry::Expected => expected,
                Entry::Other => self.named(object, depth)?,
            };
            is_first = false;
            // A key that names no field has been passed over with its value.
            let Some(field) = field else { continue };
            next = if field.end() < end { field.end() } else { first };
            let child = object.own_child(field);
            if seen.has(field) {
                forget(cells, base, field);
                repeated.clear(self.notes, child);
                self.notes.push(Note { object, key: Key::Known(field) });
            }
            seen = seen.with(field);
            self.value(child, cells, base, depth)?;
        }
    }

    /// Reads a key that was not expected: the field that it names. Where it names none, it is noted, and its value passed over.
    #[cold]
    fn named(&mut self, object: Place, depth: u8) -> Result<Option<Field>, Stop> {
        let name = self.json.name()?;
        let field = object.field().child(&name);
        if field.is_none() {
            self.notes.push(Note { object, key: Key::Unknown(name) });
            self.skip(depth)?;
        }
        Ok(field)
    }

    /// Reads the elements of a list up to its limit, and counts the rest.
    fn list(&mut self, place: Place, list: &mut List<'t>, depth: u8) -> Result<(), Stop> {
        let (maximum, is_of_objects) = match place.field().shape() {
            Shape::Objects { maximum } => (maximum, true),
            shape => (shape.maximum_elements().unwrap_or_default(), false),
        };
        for index in 0..maximum {
            if !self.json.element(index == 0)? {
                return Ok(());
            }
            let cells = list.push();
            if is_of_objects {
                self.row(place.element(index), cells, depth)?;
            } else if let Some(cell) = cells.first_mut() {
                self.leaf(cell, JsonType::String, depth)?;
            }
        }
        list.unread = self.skip_elements(depth, maximum == 0)?;
        Ok(())
    }

    /// Reads an element of a list of objects: the first cell is its own.
    fn row(&mut self, row: Place, cells: &mut [Cell<'t>], depth: u8) -> Result<(), Stop> {
        let Some(cell) = cells.first_mut() else { return self.skip(depth) };
        if self.begins(cell, Kind::Object, JsonType::Object, depth)? {
            *cell = Cell::Object;
            self.object(row, cells, Base(row.field().index()), enter(depth)?)?;
        }
        Ok(())
    }

    /// Passes over a value, counting levels.
    fn skip(&mut self, depth: u8) -> Result<(), Stop> {
        let kind = self.json.value()?;
        self.other(kind, &mut Cell::Missing, JsonType::Other, depth)
    }

    fn skip_entries(&mut self, depth: u8) -> Result<(), Stop> {
        let mut is_first = true;
        while self.json.entry(is_first, None)? != Entry::End {
            is_first = false;
            self.json.name()?;
            self.skip(depth)?;
        }
        Ok(())
    }

    /// Passes over the elements that a list has left, and says how many they are.
    fn skip_elements(&mut self, depth: u8, mut is_first: bool) -> Result<u32, Stop> {
        let mut count = 0_u32;
        while self.json.element(is_first)? {
            is_first = false;
            self.skip(depth)?;
            count = count.saturating_add(1);
        }
        Ok(count)
    }
}

/// Forgets what was read of a field and below it.
fn forget(cells: &mut [Cell<'_>], base: Base, field: Field) {
    let (start, end) = (base.index(field), field.end().wrapping_sub(base.0));
    if let Some(stretch) = cells.get_mut(start..end) {
        stretch.fill_with(Cell::default);
    }
}

/// Goes one level down.
const fn enter(depth: u8) -> Result<u8, Stop> {
    if depth == MAXIMUM_DEPTH { Err(Stop::TooDeep) } else { Ok(depth + 1) }
}
