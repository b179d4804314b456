//! What follows from the table of fields, derived by the compiler.

use super::Shape::{Object, Objects, Parameter, Texts};
use super::{Field, FieldSet, JUDGED_AS, TABLE};

/// How many fields there are.
pub(crate) const COUNT: usize = Field::ALL.len();

/// For every field, the index behind the last field below it.
pub(super) static ENDS: [u8; COUNT] = ends();

/// How many lists of objects stand in each other at most, of all payloads: as many rows a [`Place`] has.
pub(super) const LEVELS: usize = levels();

/// For every field, the lists of objects that lead to it, the outermost first, a list of objects itself included. Behind
/// them stands the document, which is no list.
pub(super) static LISTS: [[Field; LEVELS]; COUNT] = LISTS_IN_TABLE;

/// The same for the compiler.
pub(super) const LISTS_IN_TABLE: [[Field; LEVELS]; COUNT] = lists();

/// Whether a field of no section holds anything but other fields: in a signup, `signup` alone is of no section.
pub(crate) const HAS_ANSWERS_OUTSIDE_SECTIONS: bool = has_answers_outside_sections();

#[allow(clippy::indexing_slicing, reason = "evaluated by the compiler: a bad index would not build")]
const fn has_answers_outside_sections() -> bool {
    let mut index = 0;
    while index < COUNT {
        let row = &TABLE[index];
        if row.section.is_none() && !matches!(row.shape, Object | Parameter) {
            return true;
        }
        index += 1;
    }
    false
}

/// The objects and lists that have fields of no section right below them.
pub(crate) const HOLDERS_OUTSIDE_SECTIONS: FieldSet = holders_outside_sections();

#[allow(clippy::indexing_slicing, reason = "evaluated by the compiler: a bad index would not build")]
const fn holders_outside_sections() -> FieldSet {
    let mut holders = FieldSet::EMPTY;
    let mut index = 0;
    while index < COUNT {
        if TABLE[index].section.is_none() {
            holders = holders.with(TABLE[index].parent);
        }
        index += 1;
    }
    holders
}

/// Whether a payload has taken over fields of another one.
pub(super) const HAS_COPIES: bool = has_copies();

/// Why these fit: a place counts rows from 1 in a byte, and a packed document has two bytes that are no field's.
const _: () = assert!(longest() < 255, "a list has more elements than a place can count");
const _: () = assert!(COUNT < 254, "a packed document has no byte for the last field");

#[allow(clippy::indexing_slicing, reason = "evaluated by the compiler: a bad index would not build")]
const fn levels() -> usize {
    let mut levels = [0; COUNT];
    let mut most = 0;
    let mut index = 0;
    while index < COUNT {
        // Parents stand before their children.
        let parent = TABLE[index].parent.index();
        levels[index] = levels[parent] + matches!(TABLE[index].shape, Objects { .. }) as usize;
        if levels[index] > most {
            most = levels[index];
        }
        index += 1;
    }
    most
}

#[allow(clippy::indexing_slicing, reason = "evaluated by the compiler: a bad index would not build")]
const fn lists() -> [[Field; LEVELS]; COUNT] {
    let mut lists = [[Field::Document; LEVELS]; COUNT];
    let mut index = 0;
    while index < COUNT {
        lists[index] = lists[TABLE[index].parent.index()];
        if matches!(TABLE[index].shape, Objects { .. }) {
            let mut level = 0;
            while !matches!(lists[index][level], Field::Document) {
                level += 1;
            }
            lists[index][level] = Field::ALL[index];
        }
        index += 1;
    }
    lists
}

#[allow(clippy::indexing_slicing, reason = "evaluated by the compiler: a bad index would not build")]
const fn has_copies() -> bool {
    let mut index = 0;
    while index < COUNT {
        if JUDGED_AS[index].index() != index {
            return true;
        }
        index += 1;
    }
    false
}

/// The most elements that a list of objects has.
#[allow(clippy::indexing_slicing, reason = "evaluated by the compiler: a bad index would not build")]
const fn longest() -> usize {
    let mut most = 0;
    let mut index = 0;
    while index < COUNT {
        if let Objects { maximum } | Texts { maximum, .. } = TABLE[index].shape
            && maximum as usize > most
        {
            most = maximum as usize;
        }
        index += 1;
    }
    most
}

#[allow(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "evaluated by the compiler: a bad index would not build, and the table has fewer than 256 lines"
)]
const fn ends() -> [u8; COUNT] {
    let mut ends = [0; COUNT];
    let mut index = COUNT;
    // Children stand behind their parents: from the last line to the first, each passes its end up.
    while index > 0 {
        index -= 1;
        if ends[index] == 0 {
            ends[index] = index as u8 + 1;
        }
        let parent = TABLE[index].parent as usize;
        let in_body = !matches!(TABLE[index].shape, Parameter);
        if parent != index && in_body && ends[parent] < ends[index] {
            ends[parent] = ends[index];
        }
    }
    ends
}
