//! Where a value stands: a field, and the elements of the lists that lead to it.

use std::fmt::{self, Write};

use super::{Field, HAS_COPIES, LEVELS, Shape};

/// An element's position in its list, from 0.
pub type Index = u8;

/// Where a value stands in a document: a field, and a position in each list that leads to it. It has a few bytes.
///
/// A list and one of its elements are the same field at different places. Its `Display` is the RFC 6901 pointer.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Place {
    field: Field,
    /// For each list of objects that leads to the field or is it, the outermost first: one more than the element; 0 without
    /// one.
    rows: [u8; LEVELS],
    /// One more than the element of the list of texts that the field is; 0 for the list itself.
    element: u8,
}

/// The bytes that sort a place: a list and a row for each level of lists, a field, an element.
const ORDER: usize = 2 * LEVELS + 2;

/// Issues are sorted by one number of 64 bits, which has a byte for the reason, too.
const _: () =
    assert!(ORDER < size_of::<u64>(), "lists stand too deep in each other to be sorted by one number");

impl Place {
    /// The field outside every list, or the list itself.
    #[must_use]
    pub const fn of(field: Field) -> Self {
        Self { field, rows: [0; LEVELS], element: 0 }
    }

    /// The field in row `row` of the outermost list of objects that it stands in; for such a list, the row itself.
    #[must_use]
    pub const fn in_row(field: Field, row: Index) -> Self {
        let mut place = Self::of(field);
        let [first, ..] = &mut place.rows;
        *first = row.saturating_add(1);
        place
    }

    /// The element of this list: of texts, or of objects.
    #[must_use]
    pub fn element(mut self, index: Index) -> Self {
        let index = index.saturating_add(1);
        match self.own_row() {
            Some(row) => *row = index,
            None => self.element = index,
        }
        self
    }

    /// The position in the list of objects that the field itself is.
    fn own_row(&mut self) -> Option<&mut u8> {
        if !matches!(self.field.shape(), Shape::Objects { .. }) {
            return None;
        }
        // Where no list stands in another, there is but one row.
        if LEVELS == 1 {
            return self.rows.first_mut();
        }
        let lists = self.field.lists();
        self.rows.iter_mut().zip(lists).find_map(|(row, list)| (*list == self.field).then_some(row))
    }

    /// A field right below this place; of fields that another payload has too, either name will do.
    #[must_use]
    pub fn child(self, field: Field) -> Self {
        if !HAS_COPIES || field.parent() == self.field {
            return self.own_child(field);
        }
        self.child_judged_as(field)
    }

    /// A field that stands beside this one in the same object.
    pub(crate) fn beside(self, field: Field) -> Self {
        if !HAS_COPIES || field.parent() == self.field.parent() {
            return self.own_child(field);
        }
        self.own_child(self.field.parent()).child_judged_as(field)
    }

    /// A field that stands right below this one in the table.
    pub(crate) const fn own_child(self, field: Field) -> Self {
        Self { field, rows: self.rows, element: 0 }
    }

    /// Where a payload does not have the field, the place is one at which nothing ever stands.
    fn child_judged_as(self, field: Field) -> Self {
        let own = self.field.children().find(|child| child.judged_as() == field);
        self.own_child(own.unwrap_or(field))
    }

    /// Whether no list leads here: the field's own cell holds the value.
    pub(crate) fn is_outside_lists(self) -> bool {
        self.rows == [0; LEVELS] && self.element == 0
    }

    /// The field.
    #[must_use]
    pub const fn field(self) -> Field {
        self.field
    }

    /// The element of the list of objects that leads here, the innermost.
    #[must_use]
    pub fn row(self) -> Option<Index> {
        self.rows.into_iter().rev().find_map(|row| row.checked_sub(1))
    }

    /// The lists of objects that lead here, the outermost first, each with the element.
    pub(crate) fn rows(self) -> impl Iterator<Item = (Field, Index)> {
        (0..LEVELS).map_while(move |level| {
            let row = self.rows.get(level)?.checked_sub(1)?;
            Some((*self.field.lists().get(level)?, row))
        })
    }

    /// The element of the list of texts that this is.
    #[must_use]
    pub fn text_element(self) -> Option<Index> {
        self.element.checked_sub(1)
    }

    /// The object or list that holds this place; none holds the document.
    #[must_use]
    pub fn holder(mut self) -> Option<Self> {
        if self.element != 0 {
            self.element = 0;
            return Some(self);
        }
        if let Some(row) = self.own_row()
            && *row != 0
        {
            *row = 0;
            return Some(self);
        }
        if self.field.is_root() { None } else { Some(self.own_child(self.field.parent())) }
    }

    /// Whether this is an element of a list rather than a field.
    #[must_use]
    pub fn is_element(mut self) -> bool {
        self.element != 0 || (self.rows != [0; LEVELS] && self.own_row().is_some_and(|row| *row != 0))
    }

    /// Whether this place is `other` or below it.
    #[must_use]
    pub fn is_within(self, other: Self) -> bool {
        let is_there = |own: u8, other: u8| other == 0 || other == own;
        let is_in_row = self.rows.into_iter().zip(other.rows).all(|(own, other)| is_there(own, other));
        if self.field == other.field {
            return is_in_row && is_there(self.element, other.element);
        }
        let below = other.field.index() < self.field.index() && self.field.index() < other.field.end();
        below && is_in_row
    }

    /// Sorts places as a report does: depth first through the table, a list before its elements.
    pub(crate) fn order(self) -> u64 {
        // The account is not in the body; it follows the document's own issues.
        if self.field == Field::AccountId {
            return self.sorted([0, 1, 0], 0);
        }
        let field = if self.is_element() && self.element == 0 { 0 } else { byte(self.field.index()) };
        self.sorted([field, 0, 0], self.element)
    }

    /// Sorts what is said of an object's duplicate and unknown keys: behind all of its fields, inner objects first.
    pub(crate) fn order_of_keys(self) -> u64 {
        if self.is_element() {
            return self.sorted([u8::MAX, 0, 0], 0);
        }
        let inner_first = u8::MAX - byte(self.field.index());
        self.sorted([byte(self.field.end() - 1), u8::MAX, inner_first], 0)
    }

    /// A number that sorts by the lists and rows that lead here, then by what follows, then by an element.
    fn sorted(self, [first, second, third]: [u8; 3], element: u8) -> u64 {
        let mut order = u64::from(u32::from_be_bytes([0, first, second, third])) << (16 * (LEVELS - 1));
        // From the innermost row outwards, each goes in front of what is inside it. What falls off the end is 0.
        for level in (0..LEVELS).rev() {
            if let (Some(list), Some(row)) = (self.field.lists().get(level), self.rows.get(level))
                && *row != 0
            {
                let bytes = u64::from(u16::from_be_bytes([byte(list.index()), *row]));
                order = order >> 16 | bytes << (16 * LEVELS - 8);
            }
        }
        order << 8 | u64::from(element)
    }

    /// The place that an RFC 6901 pointer names in a signup, where the payload has it.
    #[must_use]
    pub fn from_pointer(pointer: &str) -> Option<Self> {
        Self::of(Field::Document).below(pointer)
    }

    /// The place that an RFC 6901 pointer names that begins at this one, where the payload has it.
    #[must_use]
    pub fn below(self, pointer: &str) -> Option<Self> {
        let mut place = self;
        if pointer.is_empty() {
            return Some(place);
        }
        for token in pointer.strip_prefix('/')?.split('/') {
            place = match place.field.shape() {
                Shape::Objects { maximum } | Shape::Texts { maximum, .. } if !place.is_element() => {
                    let canonical = token == "0" || !token.starts_with(['0', '+']);
                    let index: Index = token.parse().ok().filter(|index| canonical && *index < maximum)?;
                    place.element(index)
                }
                Shape::Object | Shape::Objects { .. } => place.own_child(place.field.child(token)?),
                _ => return None,
            };
        }
        Some(place)
    }

    fn write_pointer(self, out: &mut impl Write) -> fmt::Result {
        let Some(holder) = self.holder().filter(|_| self.field != Field::AccountId) else { return Ok(()) };
        holder.write_pointer(out)?;
        match self.text_element().or(self.row()) {
            Some(index) if self.is_element() => write!(out, "/{index}"),
            _ => write!(out, "/{}", self.field.name()),
        }
    }
}

fn byte(index: usize) -> u8 {
    u8::try_from(index).unwrap_or(u8::MAX)
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_pointer(f)
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{self}\"")
    }
}

/// The pointer of an issue: a place of the payload, and below it a key that the payload does not know.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pointer {
    pub(crate) place: Place,
    /// Only a key that is safe to repeat, `[A-Za-z0-9_.-]{1,64}`.
    pub(crate) key: Option<Box<str>>,
}

impl Pointer {
    /// The place of the payload: for an unknown key, the object that has it.
    #[must_use]
    pub const fn place(&self) -> Place {
        self.place
    }

    /// The unknown or duplicate key below the place, where it is safe to repeat.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// Whether a pointer may name a key that the payload does not know: `[A-Za-z0-9_.-]{1,64}`. A report repeats no other,
    /// which may be personal data.
    #[must_use]
    pub fn may_name(key: &str) -> bool {
        let is_safe = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
        (1..=64).contains(&key.len()) && key.bytes().all(is_safe)
    }
}

impl Pointer {
    /// Whether it points to exactly this place. What is said of the account stands at the root; a key of its name does not.
    pub(crate) fn is(&self, place: Place) -> bool {
        match &self.key {
            None if place.field.is_root() => {
                self.place.field == place.field || self.place.field == Field::AccountId
            }
            None => self.place == place,
            Some(key) => {
                place.holder() == Some(self.place)
                    && place.field() != Field::AccountId
                    && place.field().name() == &**key
                    && !place.is_element()
            }
        }
    }
}

impl From<Place> for Pointer {
    fn from(place: Place) -> Self {
        Self { place, key: None }
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The keys that may be repeated need no escape.
        match &self.key {
            Some(key) => write!(f, "{}/{key}", self.place),
            None => self.place.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(pointer: &str) -> Place {
        Place::from_pointer(pointer).unwrap_or_else(|| panic!("no place: {pointer}"))
    }

    #[test]
    fn pointers_round_trip() {
        for pointer in [
            "",
            "/signup",
            "/signup/revenue/currency",
            "/signup/payment_options",
            "/signup/payment_options/0",
            "/signup/payment_options/19/type",
            "/signup/payment_options/0/currencies",
            "/signup/payment_options/3/currencies/179",
            "/signup/store_type/9",
            "/signup/ownership/owners/99/percentage",
        ] {
            assert_eq!(place(pointer).to_string(), pointer);
        }
        for unknown in [
            "signup",
            "/",
            "/signup/",
            "/signup/x",
            "/signup/store_type/10",
            "/signup/store_type/01",
            "/signup/bank_name/0",
        ] {
            assert_eq!(Place::from_pointer(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn a_pointer_to_a_key_is_no_pointer_to_the_account() {
        let [root, account] = [Field::Document, Field::AccountId].map(Place::of);
        let to_the_account = Pointer::from(account);
        assert!(to_the_account.is(account) && to_the_account.is(root), "both are written as \"\"");
        assert!(Pointer::from(root).is(root) && !Pointer::from(root).is(account));
        let to_a_key = Pointer { place: root, key: Some("account_id".into()) };
        assert!(!to_a_key.is(account) && !to_a_key.is(root));
        let to_a_field = Pointer { place: root, key: Some("signup".into()) };
        assert!(to_a_field.is(place("/signup")) && !to_a_field.is(root));
    }

    #[test]
    fn places_sort_depth_first() {
        let sorted = [
            "",
            "/signup",
            "/signup/payment_options",
            "/signup/payment_options/0",
            "/signup/payment_options/0/type",
            "/signup/payment_options/0/currencies",
            "/signup/payment_options/0/currencies/0",
            "/signup/payment_options/0/currencies/1",
            "/signup/payment_options/1",
            "/signup/revenue",
            "/signup/revenue/currency",
            "/signup/ownership/owners/2/name",
            "/signup/ownership/owners/10/name",
            "/signup/applicant/phone_number",
        ];
        for pair in sorted.windows(2) {
            assert!(place(pair[0]).order() < place(pair[1]).order(), "{pair:?}");
        }
        assert!(Place::of(Field::AccountId).order() < place("/signup").order());
    }

    #[test]
    fn keys_sort_behind_the_fields_of_their_object() {
        let keys = |pointer: &str| place(pointer).order_of_keys();
        assert!(place("/signup/applicant/phone_number").order() < keys("/signup/applicant"));
        assert!(keys("/signup/applicant") < keys("/signup"));
        assert!(keys("/signup") < keys(""));
        assert!(place("/signup/ownership/owners/4/percentage").order() < keys("/signup/ownership"));
        assert!(keys("/signup/ownership") < place("/signup/verifications").order());
        assert!(place("/signup/ownership/owners/0/percentage").order() < keys("/signup/ownership/owners/0"));
        assert!(keys("/signup/ownership/owners/0") < place("/signup/ownership/owners/1").order());
        assert!(keys("/signup/payment_options/0") > place("/signup/payment_options/0/currencies/3").order());
    }

    #[test]
    fn places_know_what_they_are_within() {
        assert!(place("/signup/ownership/owners/1/name").is_within(place("/signup/ownership/owners/1")));
        assert!(place("/signup/ownership/owners/1/name").is_within(place("/signup/ownership")));
        assert!(!place("/signup/ownership/owners/1/name").is_within(place("/signup/ownership/owners/2")));
        assert!(
            place("/signup/payment_options/0/currencies/2")
                .is_within(place("/signup/payment_options/0/currencies"))
        );
        assert!(
            !place("/signup/payment_options/0/currencies")
                .is_within(place("/signup/payment_options/0/currencies/2"))
        );
    }
}
