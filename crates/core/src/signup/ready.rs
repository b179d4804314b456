//! A signup that is ready to send: what a document without errors becomes, its fields types.
//!
//! Nothing here is optional but what the rules let be absent. Nobody can make one by hand, or change one: a [`ReadySignup`]
//! comes of a check, [`parse_slice`](crate::parse_slice) or its sisters, and its fields are private, each read by the method of
//! its name. So what takes one knows that it is still what was checked.
//!
//! Free texts are without their outer white space, an account number without what set its digits apart; the rest is as
//! it was typed. Written as JSON, a ready signup is a request again, and ready; read back, it is the same signup.
//!
//! `Debug` shows nothing that a person typed.

mod read;
mod words;
mod write;

use chrono::NaiveDate;

pub use words::{Email, OwnershipStructure, PaymentType, StoreType, Url};

use crate::formats::account_number::AccountNumber;
use crate::formats::amount_band::AmountBand;
use crate::formats::currency::Currency;
use crate::formats::percentage::Percentage;
use crate::formats::phone::E164;

/// Declares a part of a ready signup: its fields are private, and each is read by a method of its name. `copied` gives the value,
/// `borrowed … as T` a `&T`, `optional` an `Option<&T>`.
macro_rules! parts {
    ($(
        $(#[$attribute:meta])*
        $name:ident { $(
            $(#[doc = $doc:literal])*
            $(#[serde($($serde:tt)*)])?
            $how:ident $field:ident: $type:ty $(as $shown:ty)?,
        )* }
    )*) => { $(
        $(#[$attribute])*
        pub struct $name { $(
            $(#[serde($($serde)*)])?
            $field: $type,
        )* }

        impl $name { $(
            parts!(@ $(#[doc = $doc])* $how $field: $type $(as $shown)?);
        )* }
    )* };
    (@ $(#[$doc:meta])* copied $field:ident: $type:ty) => {
        $(#[$doc])*
        #[must_use]
        pub const fn $field(&self) -> $type {
            self.$field
        }
    };
    (@ $(#[$doc:meta])* borrowed $field:ident: $type:ty as $shown:ty) => {
        $(#[$doc])*
        #[must_use]
        pub fn $field(&self) -> &$shown {
            &self.$field
        }
    };
    (@ $(#[$doc:meta])* optional $field:ident: $type:ty as $shown:ty) => {
        $(#[$doc])*
        #[must_use]
        pub const fn $field(&self) -> Option<&$shown> {
            self.$field.as_ref()
        }
    };
}

parts! {
    /// A signup that is ready to send.
    ///
    /// ```
    /// use merchant_signup_core::ready::{OwnerKind, PaymentType, ReadySignup};
    ///
    /// fn describe(signup: &ReadySignup) -> String {
    ///     let cards = signup.payment_options().iter().any(|option| option.payment_type() == PaymentType::CreditCard);
    ///     let persons = signup.ownership().owners().iter().filter(|owner| matches!(owner.kind(), OwnerKind::Person { .. }));
    ///     format!("{} per year, cards: {cards}, {} persons", signup.revenue().yearly_revenue().text(), persons.count())
    /// }
    /// ```
    ///
    /// It stays what was checked, so a field cannot be changed:
    ///
    /// ```compile_fail,E0616
    /// fn clear(mut signup: merchant_signup_core::ReadySignup) {
    ///     signup.bank_name.clear();
    /// }
    /// ```
    #[derive(Clone, PartialEq)]
    ReadySignup {
        /// What can be paid with: at least one.
        borrowed payment_options: Vec<PaymentOption> as [PaymentOption],
        /// What is earned, and how.
        borrowed revenue: Revenue as Revenue,
        /// The bank of the company's account.
        borrowed bank_name: String as str,
        /// The company's account, its check digits right where it has any.
        copied account_number: AccountNumber,
        /// Where is sold: at least one.
        borrowed store_type: Vec<StoreType> as [StoreType],
        /// Who owns the company.
        borrowed ownership: Ownership as Ownership,
        /// What the shop's site shows.
        borrowed verifications: Verifications as Verifications,
        /// Who signs, and whether anyone is politically exposed.
        borrowed signature: Signature as Signature,
        /// Who applies.
        borrowed applicant: Applicant as Applicant,
    }

    /// One way to pay.
    #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
    PaymentOption {
        /// What is paid with; `type` on the wire.
        #[serde(rename = "type")]
        copied payment_type: PaymentType,
        /// In which currencies: at least one.
        borrowed currencies: Vec<Currency> as [Currency],
    }

    /// What is earned, and how.
    #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
    Revenue {
        /// The currency of the amounts below.
        copied currency: Currency,
        /// What is earned in a year.
        borrowed yearly_revenue: Amount as Amount,
        /// The highest single transaction that is expected.
        borrowed highest_transaction_amount: Amount as Amount,
        /// The average transaction.
        borrowed average_amount: Amount as Amount,
        /// Whether payment is taken before delivery.
        copied accept_prepaid: bool,
        /// Whether subscriptions or memberships are sold.
        copied subscriptions_or_memberships: bool,
        /// Whether gift cards are sold.
        copied gift_cards: bool,
    }

    /// About how much money. The API takes any text: a band of amounts where it is one.
    #[derive(Clone, PartialEq, Eq)]
    Amount {
        /// As it was typed, without outer white space.
        borrowed text: String as str,
        /// What it says, where it is recognized.
        copied band: Option<AmountBand>,
    }

    /// Who owns the company.
    #[derive(Clone, PartialEq, serde::Serialize)]
    Ownership {
        /// Whether there are owners to list.
        copied ownership_structure: OwnershipStructure,
        /// The owners: at least one with [`OwnershipStructure::OwnersWithMoreThan25`].
        #[serde(skip_serializing_if = "Vec::is_empty")]
        borrowed owners: Vec<Owner> as [Owner],
    }

    /// A person or company that owns a share.
    #[derive(Clone, PartialEq)]
    Owner {
        /// The owner, or who represents the company that owns.
        borrowed name: String as str,
        /// The share.
        copied percentage: Percentage,
        /// Whether it is a person or a company.
        borrowed kind: OwnerKind as OwnerKind,
    }

    /// What the shop's site shows. Which answers are required, and required to be yes, follows from the store types: the others
    /// may be absent, or no.
    #[derive(Clone, PartialEq, Eq, serde::Serialize)]
    Verifications {
        /// Its terms: returns, delivery, privacy.
        #[serde(skip_serializing_if = "Option::is_none")]
        copied terms_and_conditions: Option<bool>,
        /// Where the terms can be read.
        #[serde(skip_serializing_if = "Option::is_none")]
        optional terms_and_conditions_url: Option<Url> as Url,
        /// Organisation number, phone and address.
        #[serde(skip_serializing_if = "Option::is_none")]
        copied contact_information: Option<bool>,
        /// A payment page that customers can reach.
        #[serde(skip_serializing_if = "Option::is_none")]
        copied payment_site: Option<bool>,
        /// A price for every product.
        #[serde(skip_serializing_if = "Option::is_none")]
        copied clear_pricing: Option<bool>,
        /// Card logos on the payment page.
        #[serde(skip_serializing_if = "Option::is_none")]
        copied payment_product_logos: Option<bool>,
    }

    /// Who signs, and whether anyone is politically exposed.
    #[derive(Clone, PartialEq, Eq, serde::Serialize)]
    Signature {
        /// General manager, or whoever has signature authority: at least one.
        borrowed signatures: Vec<Signatory> as [Signatory],
        /// Whether the applicant or an owner is a politically exposed person.
        copied politically_exposed_person: bool,
        /// Whether one of them is closely associated with one.
        copied politically_exposed_associated: bool,
    }

    /// Somebody who signs.
    #[derive(Clone, PartialEq, Eq, serde::Serialize)]
    Signatory {
        /// The signatory's name.
        borrowed name: String as str,
        /// Where the document to sign is sent.
        borrowed email: Email as Email,
    }

    /// Who applies.
    #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
    Applicant {
        /// Where the applicant is called.
        copied phone_number: E164,
    }
}

/// Whether an owner is a person or a company.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum OwnerKind {
    /// A person.
    Person {
        /// When the person was born.
        date_of_birth: NaiveDate,
    },
    /// A company.
    Company {
        /// Its name.
        legal_name: String,
        /// Of the person who represents it, where it was given.
        date_of_birth: Option<NaiveDate>,
    },
}

impl Owner {
    /// The date of birth of the person, or of who represents the company, where it was given.
    #[must_use]
    pub const fn date_of_birth(&self) -> Option<NaiveDate> {
        match self.kind {
            OwnerKind::Person { date_of_birth } => Some(date_of_birth),
            OwnerKind::Company { date_of_birth, .. } => date_of_birth,
        }
    }

    /// The company's name, where the owner is one.
    #[must_use]
    pub fn legal_name(&self) -> Option<&str> {
        match &self.kind {
            OwnerKind::Person { .. } => None,
            OwnerKind::Company { legal_name, .. } => Some(legal_name),
        }
    }
}

impl Verifications {
    fn is_empty(&self) -> bool {
        let answers = [
            self.terms_and_conditions,
            self.contact_information,
            self.payment_site,
            self.clear_pricing,
            self.payment_product_logos,
        ];
        self.terms_and_conditions_url.is_none() && answers.iter().all(Option::is_none)
    }
}
