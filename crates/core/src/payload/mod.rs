//! The payload as data: every field of a signup, one line each, in the order of a report.
//!
//! The reader, the rules, the JSON Schema, the TypeScript types, the form's metadata and the docs all walk this table,
//! so that none of them can drift from the check.
//!
//! Source: the published page of Dintero's Bambora connection endpoint, and the provider's own generated client.

mod place;

use crate::text::{cut_last, is_same};

pub use place::{Index, Place, Pointer};

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Shape {
    /// An object with fields of its own.
    Object,
    /// A list of objects, each with the fields below this one.
    Objects {
        /// The most elements that are read.
        maximum: u8,
    },
    /// A list of texts of one format.
    Texts {
        /// The format of each element.
        format: Format,
        /// The most elements that are read.
        maximum: u8,
    },
    /// A text.
    Text(Format),
    /// A JSON number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// Not a field of the body: the account in the endpoint's path.
    Parameter,
}

/// What a text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// A person's, company's or bank's name, as free text.
    Name,
    /// A bank account: IBAN, Norwegian kontonummer or another country's domestic number.
    AccountNumber,
    /// A band of amounts, `500-1000 NOK`.
    AmountBand,
    /// One of a closed set of words; case matters.
    Enum(&'static [&'static str]),
    /// An ISO 4217 code, upper case.
    Currency,
    /// `YYYY-MM-DD`.
    Date,
    /// An e-mail address.
    Email,
    /// An absolute http or https URL.
    Url,
    /// A phone number, E.164 with its `+`.
    Phone,
}

impl Format {
    /// The most Unicode scalar values that a text of this format may have, where there is a limit of its own.
    #[must_use]
    pub const fn maximum(self) -> Option<u16> {
        match self {
            Self::Name => Some(200),
            Self::AccountNumber | Self::AmountBand => Some(64),
            Self::Phone => Some(32),
            Self::Email => Some(254),
            Self::Url => Some(2048),
            Self::Enum(_) | Self::Currency | Self::Date => None,
        }
    }

    /// The format's name in metadata.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::AccountNumber => "account_number",
            Self::AmountBand => "amount_band",
            Self::Enum(_) => "enum",
            Self::Currency => "currency",
            Self::Date => "date",
            Self::Email => "email",
            Self::Url => "url",
            Self::Phone => "phone",
        }
    }

    /// Whether outer white space is ignored and control characters are refused: the texts that people read.
    #[must_use]
    pub const fn is_free_text(self) -> bool {
        matches!(self, Self::Name | Self::AccountNumber | Self::AmountBand)
    }
}

/// Who must answer a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Required {
    /// Nobody: an object or list that only holds others, or an answer that may be left out.
    Never,
    /// Every merchant.
    Always,
    /// It depends on other answers, or on the profile: the section's rules decide.
    Depends,
}

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
}

crate::names::from_str!(Section, "a section", Self::ALL, Self::name);

/// The values of `payment_options[].type`.
pub const PAYMENT_TYPES: &[&str] = &["bambora.creditcard", "bambora.mobilepay", "bambora.vipps"];
/// The values of `store_type[]`.
pub const STORE_TYPES: &[&str] = &["online", "instore", "remote"];
/// The values of `ownership.ownership_structure`.
pub const OWNERSHIP_STRUCTURES: &[&str] =
    &["owners_with_more_than_25", "no_owners_with_more_than_25", "complex"];

/// One line of the table.
#[derive(Clone, Copy, Debug)]
struct Row {
    name: &'static str,
    parent: Field,
    shape: Shape,
    required: Required,
    section: Option<Section>,
}

macro_rules! payload {
    ($( $field:ident $parent:ident $name:literal $shape:expr, $required:ident, $section:expr; )*) => {
        /// A field of the payload, in the table's order: depth first, as a report lists them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        #[non_exhaustive]
        pub enum Field { $(
            #[doc = concat!("`", $name, "`")]
            $field,
        )* }

        impl Field {
            /// Every field, in the table's order.
            pub const ALL: &'static [Self] = &[$(Self::$field),*];
        }

        const TABLE: [Row; Field::ALL.len()] = [$(
            Row { name: $name, parent: Field::$parent, shape: $shape, required: Required::$required, section: $section },
        )*];
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
    Signup                      Document        "signup"                          Object,                                           Always,  None;
    PaymentOptions              Signup          "payment_options"                 Objects { maximum: 20 },                          Always,  PAYMENT_OPTIONS;
    PaymentType                 PaymentOptions  "type"                            Text(Format::Enum(PAYMENT_TYPES)),                Always,  PAYMENT_OPTIONS;
    PaymentCurrencies           PaymentOptions  "currencies"                      Texts { format: Format::Currency, maximum: 180 }, Always,  PAYMENT_OPTIONS;
    Revenue                     Signup          "revenue"                         Object,                                           Depends, REVENUE;
    RevenueCurrency             Revenue         "currency"                        Text(Format::Currency),                           Always,  REVENUE;
    YearlyRevenue               Revenue         "yearly_revenue"                  Text(Format::AmountBand),                         Always,  REVENUE;
    HighestTransactionAmount    Revenue         "highest_transaction_amount"      Text(Format::AmountBand),                         Always,  REVENUE;
    AverageAmount               Revenue         "average_amount"                  Text(Format::AmountBand),                         Always,  REVENUE;
    AcceptPrepaid               Revenue         "accept_prepaid"                  Boolean,                                          Always,  REVENUE;
    SubscriptionsOrMemberships  Revenue         "subscriptions_or_memberships"    Boolean,                                          Always,  REVENUE;
    GiftCards                   Revenue         "gift_cards"                      Boolean,                                          Always,  REVENUE;
    BankName                    Signup          "bank_name"                       Text(Format::Name),                               Always,  BANK_ACCOUNT;
    AccountNumber               Signup          "account_number"                  Text(Format::AccountNumber),                      Always,  BANK_ACCOUNT;
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
    AccountId                   Document        "account_id"                      Parameter,                                        Depends, None;
}

/// How many fields there are.
pub(crate) const COUNT: usize = Field::ALL.len();

static ROWS: [Row; COUNT] = TABLE;

/// For every field, the index behind the last field below it.
static ENDS: [u8; COUNT] = ends();

/// For every field below an element, the list of objects that the element stands in; for any other field, itself.
static LISTS: [Field; COUNT] = lists();

#[allow(clippy::indexing_slicing, reason = "evaluated by the compiler: a bad index would not build")]
const fn lists() -> [Field; COUNT] {
    let mut lists = [Field::Document; COUNT];
    let mut index = 0;
    while index < COUNT {
        // Parents stand before their children.
        let parent = TABLE[index].parent;
        let of_parent = lists[parent.index()];
        let is_in_list =
            matches!(TABLE[parent.index()].shape, Objects { .. }) || of_parent.index() != parent.index();
        lists[index] = if is_in_list { of_parent } else { Field::ALL[index] };
        index += 1;
    }
    lists
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

    /// The list of objects that this is, or that holds it; any other field is itself.
    #[allow(clippy::indexing_slicing, reason = "the table has one list for every field")]
    pub(crate) fn own_list(self) -> Self {
        LISTS[self.index()]
    }

    /// The key in its JSON object; empty for the document itself.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().name
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

    /// The same for the compiler.
    #[allow(clippy::indexing_slicing, reason = "the table has one row for every field")]
    pub(crate) const fn required_in_table(self) -> Required {
        TABLE[self.index()].required
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
        match self.shape() {
            Objects { maximum } | Texts { maximum, .. } => Some(maximum),
            _ => None,
        }
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
        if self == Self::Document || self == Self::AccountId {
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

    /// The list of objects that the field stands in, if any.
    #[must_use]
    pub fn list(self) -> Option<Self> {
        Some(self.own_list()).filter(|list| *list != self)
    }

    /// Writes the field's dotted path without `signup` and without indices: the head of its codes.
    pub(crate) fn push_path(self, out: &mut String) {
        if self > Self::Signup && self.parent() > Self::Signup {
            self.parent().push_path(out);
            out.push('.');
        }
        out.push_str(if self == Self::Document { "document" } else { self.name() });
    }

    /// Whether [`path`](Self::path) is this one, for the compiler.
    #[allow(clippy::indexing_slicing, reason = "the table has one row for every field")]
    pub(crate) const fn has_path(self, path: &str) -> bool {
        let Row { name, parent, .. } = TABLE[self.index()];
        if self.index() > Self::Signup.index() && parent.index() > Self::Signup.index() {
            let (head, last) = cut_last(path, b'.');
            return is_same(last, name) && parent.has_path(head);
        }
        is_same(path, if self.index() == Self::Document.index() { "document" } else { name })
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
            assert!(field == Field::Document || field.parent() < field, "{field:?}");
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
    }
}
