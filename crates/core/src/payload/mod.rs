//! The payloads as data: every field, one line each, in the order of a report.
//!
//! The reader, the rules, the JSON Schema, the TypeScript types, the form's metadata and the docs all walk this table,
//! so that none of them can drift from the check. A [`Payload`] is a part of it: a root, and the fields below.
//!
//! Source: the published page of Dintero's Bambora connection endpoint, and the provider's own generated client.

mod derived;
mod place;
mod section;
mod set;
mod shape;
mod whole;

pub(crate) use derived::{COUNT, HAS_ANSWERS_OUTSIDE_SECTIONS, HOLDERS_OUTSIDE_SECTIONS};
use derived::{ENDS, HAS_COPIES, LEVELS, LISTS, LISTS_IN_TABLE};
pub use place::{Index, Place, Pointer};
pub use section::Section;
pub use set::FieldSet;
pub use shape::{Format, OWNERSHIP_STRUCTURES, PAYMENT_TYPES, Required, STORE_TYPES, Shape};
pub use whole::Payload;

/// One line of the table.
#[derive(Clone, Copy, Debug)]
struct Row {
    name: &'static str,
    parent: Field,
    shape: Shape,
    required: Required,
    section: Option<Section>,
}

/// A field is judged as itself, unless its line says otherwise.
macro_rules! judged_as {
    ($field:ident) => {
        Field::$field
    };
    ($field:ident $other:ident) => {
        Field::$other
    };
}

macro_rules! payload {
    ($( $(#[$condition:meta])? $field:ident $parent:ident $name:literal $shape:expr, $required:ident, $section:expr $(, as $other:ident)?; )*) => {
        /// A field of a payload, in the table's order: depth first, as a report lists them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        #[non_exhaustive]
        pub enum Field { $(
            $(#[$condition])?
            #[doc = concat!("`", $name, "`")]
            $field,
        )* }

        impl Field {
            /// Every field of every payload, in the table's order.
            pub const ALL: &'static [Self] = &[$( $(#[$condition])? Self::$field),*];
        }

        const TABLE: [Row; Field::ALL.len()] = [$(
            $(#[$condition])?
            Row {
                name: $name,
                parent: Field::$parent,
                shape: $shape,
                required: Required::$required,
                section: $section,
            },
        )*];

        /// For every field, its key as JSON text has it where nothing in it is escaped.
        static QUOTED: [&str; COUNT] = [$( $(#[$condition])? concat!("\"", $name, "\""), )*];

        /// For every field, the one by whose rules, code and label it is judged: itself, but for a field that another payload
        /// took over.
        const JUDGED_AS: [Field; COUNT] = [$( $(#[$condition])? judged_as!($field $($other)?), )*];
    };
}

use Shape::{Boolean, Number, Object, Objects, Parameter, Text, Texts};

const PAYMENT_OPTIONS: Option<Section> = Some(Section::PaymentOptions);
const REVENUE: Option<Section> = Some(Section::Revenue);
const BANK_ACCOUNT: Option<Section> = Some(Section::BankAccount);
const STORE_TYPE: Option<Section> = Some(Section::StoreType);
const OWNERSHIP: Option<Section> = Some(Section::Ownership);
const VERIFICATIONS: Option<Section> = Some(Section::Verifications);
const SIGNATURE: Option<Section> = Some(Section::Signature);
const APPLICANT: Option<Section> = Some(Section::Applicant);

#[rustfmt::skip]
payload! {
//  field                       parent          name                              shape                                             required section
    Document                    Document        ""                                Object,                                           Never,   None;
    Signup                      Document        "signup"                          Object,                                           ByApi, None;
    PaymentOptions              Signup          "payment_options"                 Objects { maximum: 20 },                          ByApi, PAYMENT_OPTIONS;
    PaymentType                 PaymentOptions  "type"                            Text(Format::Enum(PAYMENT_TYPES)),                Always,  PAYMENT_OPTIONS;
    PaymentCurrencies           PaymentOptions  "currencies"                      Texts { format: Format::Currency, maximum: 180 }, Always,  PAYMENT_OPTIONS;
    Revenue                     Signup          "revenue"                         Object,                                           ByApiAlone, REVENUE;
    RevenueCurrency             Revenue         "currency"                        Text(Format::Currency),                           Always,  REVENUE;
    YearlyRevenue               Revenue         "yearly_revenue"                  Text(Format::AmountBand),                         Always,  REVENUE;
    HighestTransactionAmount    Revenue         "highest_transaction_amount"      Text(Format::AmountBand),                         Always,  REVENUE;
    AverageAmount               Revenue         "average_amount"                  Text(Format::AmountBand),                         Always,  REVENUE;
    AcceptPrepaid               Revenue         "accept_prepaid"                  Boolean,                                          Always,  REVENUE;
    SubscriptionsOrMemberships  Revenue         "subscriptions_or_memberships"    Boolean,                                          Always,  REVENUE;
    GiftCards                   Revenue         "gift_cards"                      Boolean,                                          Always,  REVENUE;
    BankName                    Signup          "bank_name"                       Text(Format::Name),                               ByApi, BANK_ACCOUNT;
    AccountNumber               Signup          "account_number"                  Text(Format::AccountNumber),                      ByApi, BANK_ACCOUNT;
    StoreType                   Signup          "store_type"                      Texts { format: Format::Enum(STORE_TYPES), maximum: 10 }, Always, STORE_TYPE;
    Ownership                   Signup          "ownership"                       Object,                                           Never,   OWNERSHIP;
    OwnershipStructure          Ownership       "ownership_structure"             Text(Format::Enum(OWNERSHIP_STRUCTURES)),         Always,  OWNERSHIP;
    Owners                      Ownership       "owners"                          Objects { maximum: 100 },                         Depends, OWNERSHIP;
    OwnerName                   Owners          "name"                            Text(Format::Name),                               Always,  OWNERSHIP;
    OwnerLegalName              Owners          "legal_name"                      Text(Format::Name),                               Never,   OWNERSHIP;
    OwnerDateOfBirth            Owners          "date_of_birth"                   Text(Format::Date),                               Depends, OWNERSHIP;
    OwnerPercentage             Owners          "percentage"                      Number,                                           Always,  OWNERSHIP;
    Verifications               Signup          "verifications"                   Object,                                           Never,   VERIFICATIONS;
    TermsAndConditions          Verifications   "terms_and_conditions"            Boolean,                                          Depends, VERIFICATIONS;
    TermsAndConditionsUrl       Verifications   "terms_and_conditions_url"        Text(Format::Url),                                Depends, VERIFICATIONS;
    ContactInformation          Verifications   "contact_information"             Boolean,                                          Depends, VERIFICATIONS;
    PaymentSite                 Verifications   "payment_site"                    Boolean,                                          Depends, VERIFICATIONS;
    ClearPricing                Verifications   "clear_pricing"                   Boolean,                                          Depends, VERIFICATIONS;
    PaymentProductLogos         Verifications   "payment_product_logos"           Boolean,                                          Depends, VERIFICATIONS;
    Signature                   Signup          "signature"                       Object,                                           Never,   SIGNATURE;
    Signatures                  Signature       "signatures"                      Objects { maximum: 100 },                         Always,  SIGNATURE;
    SignatoryName               Signatures      "name"                            Text(Format::Name),                               Always,  SIGNATURE;
    SignatoryEmail              Signatures      "email"                           Text(Format::Email),                              Always,  SIGNATURE;
    PoliticallyExposedPerson    Signature       "politically_exposed_person"      Boolean,                                          Always,  SIGNATURE;
    PoliticallyExposedAssociated Signature      "politically_exposed_associated"  Boolean,                                          Always,  SIGNATURE;
    Applicant                   Signup          "applicant"                       Object,                                           Never,   APPLICANT;
    PhoneNumber                 Applicant       "phone_number"                    Text(Format::Phone),                              Always,  APPLICANT;
    AccountId                   Document        "account_id"                      Parameter,                                        ByApi, None;

    // The callback that completes a connection. Its payment options are a signup's.
    #[cfg(feature = "callback")]
    Callback                    Callback        ""                                Object,                                           Never,   None, as Document;
    #[cfg(feature = "callback")]
    CallbackMerchantNumber      Callback        "merchant_number"                 Text(Format::Opaque),                             ByApi,   None;
    #[cfg(feature = "callback")]
    CallbackMd5Key              Callback        "md5_key"                         Text(Format::Opaque),                             ByApi,   None;
    #[cfg(feature = "callback")]
    CallbackAccessToken         Callback        "access_token"                    Number,                                           Never,   None;
    #[cfg(feature = "callback")]
    CallbackSecretToken         Callback        "secret_token"                    Text(Format::Opaque),                             Never,   None;
    #[cfg(feature = "callback")]
    CallbackTokenScope          Callback        "token_scope"                     Text(Format::Opaque),                             Never,   None;
    #[cfg(feature = "callback")]
    CallbackPaymentOptions      Callback        "payment_options"                 Objects { maximum: 20 },                          ByApi,   PAYMENT_OPTIONS, as PaymentOptions;
    #[cfg(feature = "callback")]
    CallbackPaymentType         CallbackPaymentOptions "type"                     Text(Format::Enum(PAYMENT_TYPES)),                Always,  PAYMENT_OPTIONS, as PaymentType;
    #[cfg(feature = "callback")]
    CallbackPaymentCurrencies   CallbackPaymentOptions "currencies"               Texts { format: Format::Currency, maximum: 180 }, Always,  PAYMENT_OPTIONS, as PaymentCurrencies;

    // Lists in lists, for tests alone: the account of a signup, where it is one of many.
    #[cfg(test)]
    Group                       Group           ""                                Object,                                           Never,   None, as Document;
    #[cfg(test)]
    GroupCompanies              Group           "companies"                       Objects { maximum: 100 },                         Always,  None;
    #[cfg(test)]
    GroupCompanyName            GroupCompanies  "name"                            Text(Format::Name),                               Always,  None;
    #[cfg(test)]
    GroupBankAccounts           GroupCompanies  "bank_accounts"                   Objects { maximum: 10 },                          Always,  None;
    #[cfg(test)]
    GroupAccountNumber          GroupBankAccounts "account_number"                Text(Format::AccountNumber),                      ByApi,   BANK_ACCOUNT, as AccountNumber;
}

static ROWS: [Row; COUNT] = TABLE;

impl Field {
    #[allow(clippy::indexing_slicing, reason = "the table has one row for every field")]
    fn row(self) -> &'static Row {
        &ROWS[self.index()]
    }

    /// The field's line in the table.
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The index behind the last field below this one; its own index and one for a field that holds no others.
    #[allow(clippy::indexing_slicing, reason = "the table has one end for every field")]
    pub(crate) fn end(self) -> usize {
        usize::from(ENDS[self.index()])
    }

    /// The lists of objects that lead to the field, the outermost first, a list of objects itself included; behind them,
    /// the document.
    #[allow(clippy::indexing_slicing, reason = "the table has lists for every field")]
    pub(crate) fn lists(self) -> &'static [Self; LEVELS] {
        &LISTS[self.index()]
    }

    /// The field by whose rules this one is judged, whose codes it has, and whose label: itself, unless a payload has taken
    /// the field over from another.
    #[must_use]
    pub fn judged_as(self) -> Self {
        static TABLE: [Field; COUNT] = JUDGED_AS;
        if HAS_COPIES { TABLE.get(self.index()).copied().unwrap_or(self) } else { self }
    }

    /// Whether this is the whole of a document.
    #[must_use]
    pub fn is_root(self) -> bool {
        self.parent() == self
    }

    /// The key in its JSON object; empty for the document itself.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The key in quotation marks, as JSON text has it.
    pub(crate) fn quoted(self) -> &'static str {
        QUOTED.get(self.index()).copied().unwrap_or_default()
    }

    /// What the field holds.
    #[must_use]
    pub fn shape(self) -> Shape {
        self.row().shape
    }

    /// Who must answer the field at level `submission`.
    #[must_use]
    pub fn required(self) -> Required {
        self.row().required
    }

    /// [`required`](Self::required), for the compiler.
    #[allow(clippy::indexing_slicing, reason = "evaluated by the compiler: a bad index would not build")]
    pub(crate) const fn required_in_table(self) -> Required {
        TABLE[self.index()].required
    }

    /// [`shape`](Self::shape), for the compiler.
    #[allow(clippy::indexing_slicing, reason = "evaluated by the compiler: a bad index would not build")]
    pub(crate) const fn shape_in_table(self) -> Shape {
        TABLE[self.index()].shape
    }

    /// Whether the field stands in this section, for the compiler.
    #[allow(clippy::indexing_slicing, reason = "evaluated by the compiler: a bad index would not build")]
    pub(crate) const fn is_of(self, section: Section) -> bool {
        matches!(TABLE[self.index()].section, Some(own) if own as u8 == section as u8)
    }

    /// Whether the field stands in a section, for the compiler.
    #[allow(clippy::indexing_slicing, reason = "evaluated by the compiler: a bad index would not build")]
    pub(crate) const fn is_of_a_section(self) -> bool {
        TABLE[self.index()].section.is_some()
    }

    /// [`parent`](Self::parent), for the compiler.
    #[allow(clippy::indexing_slicing, reason = "evaluated by the compiler: a bad index would not build")]
    pub(crate) const fn parent_in_table(self) -> Self {
        TABLE[self.index()].parent
    }

    /// [`judged_as`](Self::judged_as), for the compiler.
    #[allow(clippy::indexing_slicing, reason = "evaluated by the compiler: a bad index would not build")]
    pub(crate) const fn judged_as_in_table(self) -> Self {
        JUDGED_AS[self.index()]
    }

    /// The field itself and all fields below it, for the compiler.
    #[allow(clippy::indexing_slicing, reason = "evaluated by the compiler: a bad index would not build")]
    pub(crate) const fn and_below(self) -> FieldSet {
        let mut set = FieldSet::EMPTY.with(self);
        let mut index = 0;
        while index < COUNT {
            if set.has(TABLE[index].parent) {
                set = set.with(Field::ALL[index]);
            }
            index += 1;
        }
        set
    }

    /// The section of the form that the field stands in; none for the document, `signup` and the account.
    #[must_use]
    pub fn section(self) -> Option<Section> {
        self.row().section
    }

    /// The object or list that holds the field; the document holds itself.
    #[must_use]
    pub fn parent(self) -> Self {
        self.row().parent
    }

    /// The format of its text, or of its elements' texts.
    #[must_use]
    pub fn format(self) -> Option<Format> {
        match self.shape() {
            Text(format) | Texts { format, .. } => Some(format),
            _ => None,
        }
    }

    /// The most elements of a list that are read.
    #[must_use]
    pub fn maximum_elements(self) -> Option<u8> {
        self.shape().maximum_elements()
    }

    /// The fields right below this one, in the table's order.
    pub fn children(self) -> impl Iterator<Item = Self> {
        let end = self.end();
        let mut next = self.index() + 1;
        std::iter::from_fn(move || {
            let child = if next < end { Self::ALL.get(next).copied() } else { None }?;
            next = child.end();
            Some(child)
        })
    }

    /// All fields below this one, in the table's order.
    pub fn below(self) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().take(self.end()).skip(self.index() + 1)
    }

    /// The RFC 6901 pointers that lead to the field, with `*` for any element of a list of objects.
    #[must_use]
    pub fn pointer_pattern(self) -> String {
        if self.is_root() || self == Self::AccountId {
            return String::new();
        }
        let parent = self.parent();
        let element = if matches!(parent.shape(), Objects { .. }) { "/*" } else { "" };
        let mut pattern = parent.pointer_pattern();
        pattern.extend([element, "/", self.name()]);
        pattern
    }

    /// The field with this name right below this one.
    #[must_use]
    pub fn child(self, name: &str) -> Option<Self> {
        self.children().find(|child| child.name() == name)
    }

    /// The list of objects that the field stands in, the innermost, if any.
    #[must_use]
    pub fn list(self) -> Option<Self> {
        self.lists().iter().copied().rev().find(|list| *list != Self::Document && *list != self)
    }

    /// Writes the field's dotted path without `signup` and without indices: the head of its codes.
    pub(crate) fn push_path(self, out: &mut String) {
        let parent = self.parent();
        if !parent.is_root() && parent != Self::Signup {
            parent.push_path(out);
            out.push('.');
        }
        out.push_str(if self.is_root() { "document" } else { self.name() });
    }

    /// Whether this is the field's [`path`](Self::path); compares without building it.
    pub(crate) fn has_path(self, path: &str) -> bool {
        let parent = self.parent();
        if !parent.is_root() && parent != Self::Signup {
            let parts = path.rsplit_once('.');
            return parts.is_some_and(|(head, last)| last == self.name() && parent.has_path(head));
        }
        path == if self.is_root() { "document" } else { self.name() }
    }

    /// The field's dotted path without `signup` and without indices, `ownership.owners.name`.
    #[must_use]
    pub fn path(self) -> String {
        let mut path = String::new();
        self.push_path(&mut path);
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn children_stand_behind_their_parents_and_ends_enclose_them() {
        for &field in Field::ALL {
            if field == Field::AccountId {
                continue;
            }
            assert!(field.is_root() || field.parent() < field, "{field:?}");
            assert!(field.end() <= field.parent().end(), "{field:?}");
        }
        assert_eq!(Field::Document.children().collect::<Vec<_>>(), [Field::Signup]);
        let sections: Vec<_> = Field::Signup.children().map(Field::name).collect();
        assert_eq!(
            sections,
            [
                "payment_options",
                "revenue",
                "bank_name",
                "account_number",
                "store_type",
                "ownership",
                "verifications",
                "signature",
                "applicant",
            ]
        );
        assert_eq!(Field::Owners.children().count(), 4);
    }

    #[test]
    fn paths_leave_signup_out() {
        assert_eq!(Field::OwnerPercentage.path(), "ownership.owners.percentage");
        assert_eq!(Field::Signup.path(), "signup");
        assert_eq!(Field::Document.path(), "document");
        assert_eq!(Field::BankName.path(), "bank_name");
        assert_eq!(Field::PaymentCurrencies.list(), Some(Field::PaymentOptions));
        assert_eq!(Field::Owners.list(), None);
        assert_eq!(Field::GroupAccountNumber.list(), Some(Field::GroupBankAccounts));
        assert_eq!(Field::GroupBankAccounts.list(), Some(Field::GroupCompanies));
        assert_eq!(Field::GroupCompanyName.path(), "companies.name");
    }
}
