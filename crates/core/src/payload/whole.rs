//! A payload: the fields of one kind of document, and where its sections stand.

use std::fmt;

use super::{Field, FieldSet, LEVELS, Place, Section};

/// One kind of document that can be checked: which fields it has, and where the sections of the form stand in it.
///
/// It is chosen in [`Options`](crate::Options), as a profile is. A section's rules take the object that the section stands in,
/// so that a payload that has the section elsewhere, or once for each element of a list, has the same rules.
pub struct Payload {
    /// The payload's name.
    pub name: &'static str,
    /// The document as a whole.
    pub(crate) root: Field,
    /// The object that the answers stand in. Where it is missing, nothing else is said.
    pub(crate) body: Field,
    /// The root, and all fields below it.
    pub(crate) fields: FieldSet,
    /// The sections in the order of a report, each with the object that holds its fields. In a list of objects, the section
    /// stands in each of them.
    pub(crate) sections: &'static [(Section, Field)],
}

impl Payload {
    /// A merchant's signup: an object with the member `signup`.
    pub const SIGNUP: &'static Self = &Self {
        name: "signup",
        root: Field::Document,
        body: Field::Signup,
        fields: Field::Document.and_below(),
        sections: &[
            (Section::PaymentOptions, Field::Signup),
            (Section::Revenue, Field::Signup),
            (Section::BankAccount, Field::Signup),
            (Section::StoreType, Field::Signup),
            (Section::Ownership, Field::Signup),
            (Section::Verifications, Field::Signup),
            (Section::Signature, Field::Signup),
            (Section::Applicant, Field::Signup),
        ],
    };

    /// What completes a connection: the merchant's number and keys at Bambora, and the payment options that were agreed on.
    #[cfg(feature = "callback")]
    pub const CALLBACK: &'static Self = &Self {
        name: "callback",
        root: Field::Callback,
        body: Field::Callback,
        fields: Field::Callback.and_below(),
        sections: &[(Section::PaymentOptions, Field::Callback)],
    };

    /// Companies with bank accounts each: a section in a list in a list.
    #[cfg(test)]
    pub(crate) const GROUP: &'static Self = &Self {
        name: "group",
        root: Field::Group,
        body: Field::Group,
        fields: Field::Group.and_below(),
        sections: &[(Section::BankAccount, Field::GroupBankAccounts)],
    };

    /// The payloads that this build has.
    pub const ALL: &'static [&'static Self] = &[
        Self::SIGNUP,
        #[cfg(feature = "callback")]
        Self::CALLBACK,
        #[cfg(test)]
        Self::GROUP,
    ];

    /// Whether a payload has a section in a list: else nothing looks for its objects.
    pub(crate) const HAS_SECTIONS_IN_LISTS: bool = has_sections_in_lists(Self::ALL);

    /// The payload itself. Where a build has one alone, the compiler knows which, and leaves out what would look.
    pub(crate) const fn known(&'static self) -> &'static Self {
        match Self::ALL {
            [only] => only,
            _ => self,
        }
    }

    /// The payload with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<&'static Self> {
        Self::ALL.iter().copied().find(|payload| payload.name == name)
    }

    /// The fields, in the order of a report: the document itself first.
    pub fn fields(&self) -> impl Iterator<Item = Field> {
        self.fields.iter()
    }

    /// The sections, in the order of a report.
    pub fn sections(&self) -> impl Iterator<Item = Section> {
        self.sections.iter().map(|(section, _)| *section)
    }

    /// The document as a whole.
    #[must_use]
    pub const fn root(&self) -> Place {
        Place::of(self.root)
    }

    /// The field that is judged as this one and stands in no list, where the payload has it: what a rule reads of another
    /// section.
    pub(crate) fn find(&self, field: Field) -> Option<Place> {
        if self.fields.has(field) {
            return Some(Place::of(field));
        }
        let is_it = |own: &Field| own.judged_as() == field && own.list().is_none();
        self.fields.iter().find(is_it).map(Place::of)
    }
}

/// Where a section stands that is in a list: in a list of objects, or below one.
#[allow(clippy::indexing_slicing, reason = "evaluated by the compiler: a bad index would not build")]
const fn has_sections_in_lists(mut payloads: &[&Payload]) -> bool {
    while let [payload, others @ ..] = payloads {
        let mut sections = payload.sections;
        while let [(_, holder), after @ ..] = sections {
            if LEVELS > 0 && !matches!(super::LISTS_IN_TABLE[holder.index()][0], Field::Document) {
                return true;
            }
            sections = after;
        }
        payloads = others;
    }
    false
}

impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Payload").field("name", &self.name).finish_non_exhaustive()
    }
}

impl PartialEq for Payload {
    fn eq(&self, other: &Self) -> bool {
        self.root == other.root
    }
}

impl Eq for Payload {}
