//! Where a value stands: a field, and the elements of the lists that lead to it.

use std::fmt::{self, Write};

use super::{Field, Shape};

/// An element's position in its list, from 0.
pub type Index = u8;

/// Where a value stands in a document: a field and at most two list positions, in three bytes.
///
/// A list and one of its elements are the same field at different places. Its `Display` is the RFC 6901 pointer.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Place {
    field: Field,
    /// One more than the element of the list of objects that the field stands in or is; 0 without one.
    row: u8,
    /// One more than the element of the list of texts that the field is; 0 for the list itself.
    element: u8,
}

impl Place {
    /// The field outside every list, or the list itself.
    #[must_use]
    pub const fn of(field: Field) -> Self {
        Self { field, row: 0, element: 0 }
    }

    /// The field in row `row` of the list of objects that it stands in; for such a list, the row itself.
    #[must_use]
    pub const fn in_row(field: Field, row: Index) -> Self {
        Self { field, row: row.saturating_add(1), element: 0 }
    }

    /// The element of this list: of texts, or of objects.
    #[must_use]
    pub fn element(self, index: Index) -> Self {
        let index = index.saturating_add(1);
        if matches!(self.field.shape(), Shape::Objects { .. }) {
            Self { row: index, ..self }
        } else {
            Self { element: index, ..self }
        }
    }

    /// A field right below this place.
    #[must_use]
    pub const fn child(self, field: Field) -> Self {
        Self { field, row: self.row, element: 0 }
    }

    /// Whether no list leads here: the field's own cell holds the value.
    pub(crate) const fn is_outside_lists(self) -> bool {
        self.row == 0 && self.element == 0
    }

    /// The field.
    #[must_use]
    pub const fn field(self) -> Field {
        self.field
    }

    /// The element of the list of objects that leads here.
    #[must_use]
    pub fn row(self) -> Option<Index> {
        self.row.checked_sub(1)
    }

    /// The element of the list of texts that this is.
    #[must_use]
    pub fn text_element(self) -> Option<Index> {
        self.element.checked_sub(1)
    }

    /// The object or list that holds this place; none holds the document.
    #[must_use]
    pub fn holder(self) -> Option<Self> {
        if self.field == Field::Document {
            return None;
        }
        if self.element != 0 {
            return Some(Self { element: 0, ..self });
        }
        if self.is_element() {
            return Some(Self::of(self.field));
        }
        Some(Self { field: self.field.parent(), ..self })
    }

    /// Whether this is an element of a list rather than a field.
    #[must_use]
    pub fn is_element(self) -> bool {
        self.element != 0 || (self.row != 0 && matches!(self.field.shape(), Shape::Objects { .. }))
    }

    /// Whether this place is `other` or below it.
    #[must_use]
    pub fn is_within(self, other: Self) -> bool {
        if self.field == other.field {
            return (other.row == 0 || other.row == self.row)
                && (other.element == 0 || other.element == self.element);
        }
        let below = other.field.index() < self.field.index() && self.field.index() < other.field.end();
        below && (other.row == 0 || other.row == self.row)
    }

    /// Sorts places as a report does: depth first through the table, a list before its elements.
    pub(crate) fn order(self) -> u32 {
        let index = |field: Field| u8::try_from(field.index()).unwrap_or(u8::MAX);
        let parts = match (self.field, self.row) {
            // The account is not in the body; it follows the document's own issues.
            (Field::AccountId, _) => [0, 1, 0, 0],
            (field, 0) => [index(field), 0, 0, self.element],
            (field, row) => match field.list() {
                Some(list) => [index(list), row, index(field), self.element],
                None => [index(field), row, 0, self.element],
            },
        };
        u32::from_be_bytes(parts)
    }

    /// Sorts what is said of an object's duplicate and unknown keys: behind all of its fields, inner objects first.
    pub(crate) fn order_of_keys(self) -> u32 {
        let last = u8::try_from(self.field.end() - 1).unwrap_or(u8::MAX);
        let inner_first = u8::MAX - u8::try_from(self.field.index()).unwrap_or(u8::MAX);
        match self.row {
            0 => u32::from_be_bytes([last, u8::MAX, inner_first, 0]),
            row => u32::from_be_bytes([u8::try_from(self.field.index()).unwrap_or(u8::MAX), row, u8::MAX, 0]),
        }
    }

    /// The place that an RFC 6901 pointer names, where the payload has it.
    #[must_use]
    pub fn from_pointer(pointer: &str) -> Option<Self> {
        let mut place = Self::of(Field::Document);
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
                Shape::Object | Shape::Objects { .. } => place.child(place.field.child(token)?),
                _ => return None,
            };
        }
        Some(place)
    }

    fn write_pointer(self, out: &mut impl Write) -> fmt::Result {
        if matches!(self.field, Field::Document | Field::AccountId) {
            return Ok(());
        }
        let parent = self.field.parent();
        let holder_row = if matches!(parent.shape(), Shape::Objects { .. }) || parent.list().is_some() {
            self.row
        } else {
            0
        };
        Self { field: parent, row: holder_row, element: 0 }.write_pointer(out)?;
        write!(out, "/{}", self.field.name())?;
        if matches!(self.field.shape(), Shape::Objects { .. }) {
            if let Some(row) = self.row() {
                write!(out, "/{row}")?;
            }
        } else if let Some(element) = self.text_element() {
            write!(out, "/{element}")?;
        }
        Ok(())
    }
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
            None if place.field == Field::Document => {
                matches!(self.place.field, Field::Document | Field::AccountId)
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
