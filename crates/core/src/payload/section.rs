//! The sections of the form.

use super::{Field, FieldSet};

/// A section of the form, in form order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Section {
    /// What can be paid with.
    PaymentOptions,
    /// What is earned, and how.
    Revenue,
    /// The company's bank and account.
    BankAccount,
    /// Where is sold.
    StoreType,
    /// Who owns the company.
    Ownership,
    /// What the shop's site shows.
    Verifications,
    /// Who signs, and whether anyone is politically exposed.
    Signature,
    /// Who applies.
    Applicant,
}

impl Section {
    /// All sections, in form order.
    pub const ALL: [Self; 8] = [
        Self::PaymentOptions,
        Self::Revenue,
        Self::BankAccount,
        Self::StoreType,
        Self::Ownership,
        Self::Verifications,
        Self::Signature,
        Self::Applicant,
    ];

    /// The section's name in a report.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::PaymentOptions => "payment_options",
            Self::Revenue => "revenue",
            Self::BankAccount => "bank_account",
            Self::StoreType => "store_type",
            Self::Ownership => "ownership",
            Self::Verifications => "verifications",
            Self::Signature => "signature",
            Self::Applicant => "applicant",
        }
    }

    /// The fields of the section, of every payload that has it.
    #[must_use]
    pub const fn fields(self) -> FieldSet {
        let mut set = FieldSet::EMPTY;
        let mut rest = Field::ALL;
        while let [field, after @ ..] = rest {
            if field.is_of(self) {
                set = set.with(*field);
            }
            rest = after;
        }
        set
    }
}

crate::names::from_str!(Section, "a section", Self::ALL, Self::name);
