//! A signup that is ready to send: what a document without errors becomes, its fields types.
//!
//! Nothing here is optional but what the rules let be absent. The types cannot be made by hand: a
//! [`ReadySignup`] comes of a check, [`parse_slice`](crate::parse_slice) or its sisters, and so does its promise.
//!
//! Free texts are without their outer white space, an account number without what set its digits apart; the rest is as
//! it was typed. Written as JSON, a ready signup is a request again, and ready.
//!
//! `Debug` shows nothing that a person typed.

use std::fmt;

use chrono::NaiveDate;
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::draft::Draft;
use crate::formats::account_number::AccountNumber;
use crate::formats::amount_band::AmountBand;
use crate::formats::currency::Currency;
use crate::formats::date::Date;
use crate::formats::percentage::Percentage;
use crate::formats::phone::E164;
use crate::payload::{Field, Place};

/// A signup that is ready to send.
///
/// ```
/// use merchant_signup_core::ready::{OwnerKind, PaymentType, ReadySignup};
///
/// fn describe(signup: &ReadySignup) -> String {
///     let cards = signup.payment_options.iter().any(|option| option.payment_type == PaymentType::CreditCard);
///     let persons = signup.ownership.owners.iter().filter(|owner| matches!(owner.kind, OwnerKind::Person { .. }));
///     format!("{} per year, cards: {cards}, {} persons", signup.revenue.yearly_revenue.text, persons.count())
/// }
/// ```
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct ReadySignup {
    /// What can be paid with: at least one.
    pub payment_options: Vec<PaymentOption>,
    /// What is earned, and how.
    pub revenue: Revenue,
    /// The bank of the company's account.
    pub bank_name: String,
    /// The company's account, its check digits right where it has any.
    pub account_number: AccountNumber,
    /// Where is sold: at least one.
    pub store_type: Vec<StoreType>,
    /// Who owns the company.
    pub ownership: Ownership,
    /// What the shop's site shows.
    pub verifications: Verifications,
    /// Who signs, and whether anyone is politically exposed.
    pub signature: Signature,
    /// Who applies.
    pub applicant: Applicant,
}

/// One way to pay.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct PaymentOption {
    /// What is paid with; `type` on the wire.
    #[serde(rename = "type")]
    pub payment_type: PaymentType,
    /// In which currencies: at least one.
    pub currencies: Vec<Currency>,
}

/// What is earned, and how.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Revenue {
    /// The currency of the amounts below.
    pub currency: Currency,
    /// What is earned in a year.
    pub yearly_revenue: Amount,
    /// The highest single transaction that is expected.
    pub highest_transaction_amount: Amount,
    /// The average transaction.
    pub average_amount: Amount,
    /// Whether payment is taken before delivery.
    pub accept_prepaid: bool,
    /// Whether subscriptions or memberships are sold.
    pub subscriptions_or_memberships: bool,
    /// Whether gift cards are sold.
    pub gift_cards: bool,
}

/// About how much money. The API takes any text: a band of amounts where it is one.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Amount {
    /// As it was typed, without outer white space.
    pub text: String,
    /// What it says, where it is recognized.
    pub band: Option<AmountBand>,
}

/// What was recognized, without the text.
impl fmt::Debug for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Amount").field("band", &self.band).finish_non_exhaustive()
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

/// Who owns the company.
#[derive(Clone, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Ownership {
    /// Whether there are owners to list.
    pub ownership_structure: OwnershipStructure,
    /// The owners: at least one with [`OwnershipStructure::OwnersWithMoreThan25`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub owners: Vec<Owner>,
}

/// A person or company that owns a share.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Owner {
    /// The owner, or who represents the company that owns.
    pub name: String,
    /// The share.
    pub percentage: Percentage,
    /// Whether it is a person or a company.
    pub kind: OwnerKind,
}

/// Whether an owner is a person or a company.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum OwnerKind {
    /// A person.
    Person {
        /// Of age, by the profile.
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

impl Serialize for Owner {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", &self.name)?;
        if let Some(legal_name) = self.legal_name() {
            map.serialize_entry("legal_name", legal_name)?;
        }
        if let Some(date_of_birth) = self.date_of_birth() {
            map.serialize_entry("date_of_birth", &Date::from(date_of_birth))?;
        }
        map.serialize_entry("percentage", &self.percentage)?;
        map.end()
    }
}

/// What the shop's site shows. Which answers are owed, and owed to be yes, follows from the store types: the others may
/// be absent, or no.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Verifications {
    /// Its terms: returns, delivery, privacy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms_and_conditions: Option<bool>,
    /// Where the terms can be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms_and_conditions_url: Option<Url>,
    /// Organisation number, phone and address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_information: Option<bool>,
    /// A payment page that customers can reach.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_site: Option<bool>,
    /// A price for every product.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clear_pricing: Option<bool>,
    /// Card logos on the payment page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_product_logos: Option<bool>,
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

/// Who signs, and whether anyone is politically exposed.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Signature {
    /// General manager, or whoever has signature authority: at least one.
    pub signatures: Vec<Signatory>,
    /// Whether the applicant or an owner is a politically exposed person.
    pub politically_exposed_person: bool,
    /// Whether one of them is closely associated with one.
    pub politically_exposed_associated: bool,
}

/// Somebody who signs.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Signatory {
    /// The signatory's name.
    pub name: String,
    /// Where the document to sign is sent.
    pub email: Email,
}

/// Who applies.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Applicant {
    /// Where the applicant is called.
    pub phone_number: E164,
}

/// Declares a text that a format has accepted.
macro_rules! texts {
    ($( $(#[$doc:meta])* $name:ident; )*) => { $(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash)]
        pub struct $name(String);

        impl $name {
            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        /// Without what it says.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }
    )* };
}

texts! {
    /// An e-mail address, as [`formats::email`](crate::formats::email) accepts it.
    Email;
    /// An absolute http or https URL, as [`formats::url`](crate::formats::url) accepts it.
    Url;
}

/// Declares one of the payload's closed sets of words.
macro_rules! words {
    ($(
        $(#[$doc:meta])*
        $name:ident { $( $(#[$word_doc:meta])* $variant:ident = $word:literal, )* }
    )*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name { $( $(#[$word_doc])* $variant, )* }

        impl $name {
            /// All of them, in the payload's order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $word, )* }
            }

            /// What a word on the wire means; letter case matters.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.as_str() == word)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    )* };
}

words! {
    /// What is paid with.
    PaymentType {
        /// Cards, `bambora.creditcard`.
        CreditCard = "bambora.creditcard",
        /// MobilePay, `bambora.mobilepay`.
        MobilePay = "bambora.mobilepay",
        /// Vipps, `bambora.vipps`.
        Vipps = "bambora.vipps",
    }

    /// Where is sold.
    StoreType {
        /// On the web, `online`.
        Online = "online",
        /// In a shop, `instore`.
        Instore = "instore",
        /// By phone or mail, `remote`.
        Remote = "remote",
    }

    /// Whether there are owners to list.
    OwnershipStructure {
        /// At least one owner with more than 25 %, `owners_with_more_than_25`.
        OwnersWithMoreThan25 = "owners_with_more_than_25",
        /// None, `no_owners_with_more_than_25`.
        NoOwnersWithMoreThan25 = "no_owners_with_more_than_25",
        /// Neither says it, `complex`.
        Complex = "complex",
    }
}

/// As the endpoint takes it: `{"signup": {…}}`.
impl Serialize for ReadySignup {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Body<'a>(&'a ReadySignup);

        impl Serialize for Body<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let Self(signup) = self;
                let mut map = serializer.serialize_map(None)?;
                map.serialize_entry("payment_options", &signup.payment_options)?;
                map.serialize_entry("revenue", &signup.revenue)?;
                map.serialize_entry("bank_name", &signup.bank_name)?;
                map.serialize_entry("account_number", &signup.account_number)?;
                map.serialize_entry("store_type", &signup.store_type)?;
                map.serialize_entry("ownership", &signup.ownership)?;
                if !signup.verifications.is_empty() {
                    map.serialize_entry("verifications", &signup.verifications)?;
                }
                map.serialize_entry("signature", &signup.signature)?;
                map.serialize_entry("applicant", &signup.applicant)?;
                map.end()
            }
        }

        serializer.collect_map([("signup", Body(self))])
    }
}

/// How much there is of what may be many.
impl fmt::Debug for ReadySignup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadySignup")
            .field("payment_options", &self.payment_options)
            .field("store_type", &self.store_type)
            .field("ownership", &self.ownership)
            .field("signature", &self.signature)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Ownership {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ownership")
            .field("ownership_structure", &self.ownership_structure)
            .field("owners", &self.owners.len())
            .finish()
    }
}

impl fmt::Debug for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Owner").field("kind", &self.kind).finish_non_exhaustive()
    }
}

impl fmt::Debug for OwnerKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Person { .. } => "Person",
            Self::Company { .. } => "Company",
        })
    }
}

impl fmt::Debug for Verifications {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifications").finish_non_exhaustive()
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signature").field("signatures", &self.signatures.len()).finish_non_exhaustive()
    }
}

impl fmt::Debug for Signatory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signatory").finish_non_exhaustive()
    }
}

impl ReadySignup {
    /// Reads a draft whose report has no error; none of another.
    pub(super) fn read(draft: &Draft<'_>) -> Option<Self> {
        Reader { draft }.signup()
    }
}

/// Reads values that the rules have accepted, as their types.
struct Reader<'d> {
    draft: &'d Draft<'d>,
}

impl Reader<'_> {
    fn signup(&self) -> Option<ReadySignup> {
        let revenue = self.revenue()?;
        let account_number = self.typed(Place::of(Field::AccountNumber), |text| {
            AccountNumber::parse(text, Some(revenue.currency)).ok()
        })?;
        Some(ReadySignup {
            payment_options: self.list(Field::PaymentOptions, |option| self.payment_option(option))?,
            revenue,
            bank_name: self.text(Place::of(Field::BankName))?,
            account_number,
            store_type: self.texts(Place::of(Field::StoreType), StoreType::from_word)?,
            ownership: Ownership {
                ownership_structure: self
                    .typed(Place::of(Field::OwnershipStructure), OwnershipStructure::from_word)?,
                owners: self.list(Field::Owners, |owner| self.owner(owner))?,
            },
            verifications: self.verifications(),
            signature: Signature {
                signatures: self.list(Field::Signatures, |signatory| self.signatory(signatory))?,
                politically_exposed_person: self.answer(Field::PoliticallyExposedPerson)?,
                politically_exposed_associated: self.answer(Field::PoliticallyExposedAssociated)?,
            },
            applicant: Applicant {
                phone_number: self.typed(Place::of(Field::PhoneNumber), |text| E164::parse(text).ok())?,
            },
        })
    }

    fn payment_option(&self, option: Place) -> Option<PaymentOption> {
        Some(PaymentOption {
            payment_type: self.typed(option.child(Field::PaymentType), PaymentType::from_word)?,
            currencies: self
                .texts(option.child(Field::PaymentCurrencies), |text| Currency::parse(text).ok())?,
        })
    }

    fn revenue(&self) -> Option<Revenue> {
        Some(Revenue {
            currency: self.typed(Place::of(Field::RevenueCurrency), |text| Currency::parse(text).ok())?,
            yearly_revenue: self.amount(Field::YearlyRevenue)?,
            highest_transaction_amount: self.amount(Field::HighestTransactionAmount)?,
            average_amount: self.amount(Field::AverageAmount)?,
            accept_prepaid: self.answer(Field::AcceptPrepaid)?,
            subscriptions_or_memberships: self.answer(Field::SubscriptionsOrMemberships)?,
            gift_cards: self.answer(Field::GiftCards)?,
        })
    }

    fn amount(&self, field: Field) -> Option<Amount> {
        let text = self.text(Place::of(field))?;
        let band = AmountBand::parse(&text).ok();
        Some(Amount { text, band })
    }

    fn owner(&self, owner: Place) -> Option<Owner> {
        let date_of_birth = self
            .typed(owner.child(Field::OwnerDateOfBirth), |text| Date::parse(text).ok())
            .map(NaiveDate::from);
        let kind = match self.text(owner.child(Field::OwnerLegalName)) {
            Some(legal_name) => OwnerKind::Company { legal_name, date_of_birth },
            None => OwnerKind::Person { date_of_birth: date_of_birth? },
        };
        Some(Owner {
            name: self.text(owner.child(Field::OwnerName))?,
            percentage: Percentage::from_f64(self.draft.number(owner.child(Field::OwnerPercentage))?)?,
            kind,
        })
    }

    /// Which of them are owed, the rules have seen to.
    fn verifications(&self) -> Verifications {
        Verifications {
            terms_and_conditions: self.answer(Field::TermsAndConditions),
            terms_and_conditions_url: self.text(Place::of(Field::TermsAndConditionsUrl)).map(Url),
            contact_information: self.answer(Field::ContactInformation),
            payment_site: self.answer(Field::PaymentSite),
            clear_pricing: self.answer(Field::ClearPricing),
            payment_product_logos: self.answer(Field::PaymentProductLogos),
        }
    }

    fn signatory(&self, signatory: Place) -> Option<Signatory> {
        Some(Signatory {
            name: self.text(signatory.child(Field::SignatoryName))?,
            email: self.text(signatory.child(Field::SignatoryEmail)).map(Email)?,
        })
    }

    fn answer(&self, field: Field) -> Option<bool> {
        self.draft.boolean(Place::of(field))
    }

    /// A text; a free one without its outer white space, which other formats do not have.
    fn text(&self, place: Place) -> Option<String> {
        self.draft.text(place).map(|text| text.trim().to_owned())
    }

    fn typed<T>(&self, place: Place, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        parse(self.draft.text(place)?)
    }

    fn texts<T>(&self, list: Place, parse: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
        self.draft.elements(list).map(|element| self.typed(element, &parse)).collect()
    }

    fn list<T>(&self, list: Field, read: impl Fn(Place) -> Option<T>) -> Option<Vec<T>> {
        self.draft.elements(Place::of(list)).map(read).collect()
    }
}
