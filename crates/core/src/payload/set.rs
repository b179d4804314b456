//! Sets of fields.

use super::{COUNT, Field};

/// A set of fields, in the order of the table.
///
/// It can be made and asked while the compiler runs, so that what follows from the table costs nothing later.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FieldSet(u64);

/// A set has a bit for each field. Where the table outgrows them, this line is where the build stops: make the bits a
/// `u128`.
const _: () = assert!(COUNT <= u64::BITS as usize, "a FieldSet has too few bits for the table");

impl FieldSet {
    /// No field.
    pub const EMPTY: Self = Self(0);

    /// These fields.
    #[must_use]
    pub const fn of(fields: &[Field]) -> Self {
        let mut set = Self::EMPTY;
        let mut rest = fields;
        while let [field, after @ ..] = rest {
            set = set.with(*field);
            rest = after;
        }
        set
    }

    /// The set with one more field.
    #[must_use]
    pub const fn with(self, field: Field) -> Self {
        Self(self.0 | 1 << field.index())
    }

    /// The fields that are in either set.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The fields that are in both sets.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The fields of this set that are not in the other.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether the field is in the set.
    #[must_use]
    pub const fn has(self, field: Field) -> bool {
        self.0 & 1 << field.index() != 0
    }

    /// Whether no field is in the set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The fields in the set, in the order of the table.
    pub fn iter(self) -> impl Iterator<Item = Field> {
        Field::ALL.iter().copied().filter(move |field| self.has(*field))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_hold_what_was_put_in() {
        let set = FieldSet::of(&[Field::StoreType, Field::Document]);
        assert_eq!(set.iter().collect::<Vec<_>>(), [Field::Document, Field::StoreType]);
        assert!(set.has(Field::StoreType) && !set.has(Field::Signup) && !set.is_empty());
        let other = FieldSet::EMPTY.with(Field::StoreType).with(Field::Signup);
        assert_eq!(set.and(other), FieldSet::of(&[Field::StoreType]));
        assert_eq!(set.without(other), FieldSet::of(&[Field::Document]));
        assert_eq!(set.or(other).iter().count(), 3);
        let last = *Field::ALL.last().unwrap();
        assert!(FieldSet::EMPTY.with(last).has(last) && FieldSet::EMPTY.is_empty());
    }
}
