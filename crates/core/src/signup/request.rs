//! The wire: a signup as a document holds it, every field optional, every text as it was typed.
//!
//! What is absent, `null` or blank reads as absent; so does a blank or `null` element of a list, which keeps its place
//! as an empty one. A field that the payload does not have is ignored, a value of another JSON type refused. What is
//! absent is not written.
//!
//! Every document that level `contract` lets through can be read. The reverse does not hold: reading asks for types,
//! [`SignupRequest::check`] for the rest.
//!
//! `Debug` shows which fields are there, and nothing that a person typed.

mod wire;

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};
use wire::{Outline, ReadObject, Wire};

use super::ReadySignup;
use crate::options::Options;
use crate::report::Report;
use crate::{check_slice, parse_slice};

/// The document that the endpoint takes: `{"signup": {…}}`.
///
/// Each of its objects has `new`, and a method for each field that sets it; fields can also be set as they are.
///
/// ```
/// use merchant_signup_core::SignupRequest;
/// use merchant_signup_core::request::{Owner, Ownership, Signup};
///
/// let owners = [Owner::new().name("Kari Nordmann").date_of_birth("1990-09-20").percentage(100)];
/// let ownership = Ownership::new().ownership_structure("owners_with_more_than_25").owners(owners);
/// let request = SignupRequest::new(Signup::new().bank_name("DNB").store_type(["online"]).ownership(ownership));
/// assert_eq!(request.signup.store_type, ["online"]);
/// ```
///
/// ```
/// use merchant_signup_core::{Date, Options, SignupRequest};
///
/// let mut request: SignupRequest = serde_json::from_str(r#"{"signup": {"bank_name": " ", "store_type": null}}"#)?;
/// assert_eq!(request, SignupRequest::default());
///
/// request.signup.bank_name = Some("DNB".to_owned());
/// assert_eq!(serde_json::to_string(&request)?, r#"{"signup":{"bank_name":"DNB"}}"#);
///
/// let today = Date::new(2026, 11, 22).ok_or("no such day")?;
/// assert!(!request.check(&Options::new(today)).is_ready());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct SignupRequest {
    /// The signup itself.
    pub signup: Signup,
}

impl SignupRequest {
    /// The document of a signup.
    #[must_use]
    pub const fn new(signup: Signup) -> Self {
        Self { signup }
    }

    /// Checks what would be sent. Never fails.
    #[must_use]
    pub fn check(&self, options: &Options) -> Report {
        check_slice(&self.text(), options)
    }

    /// Checks what would be sent, and makes it a signup that is ready to send.
    ///
    /// # Errors
    ///
    /// The report, where it has an error at level `submission`.
    pub fn into_ready(self, options: &Options) -> Result<ReadySignup, Box<Report>> {
        parse_slice(&self.text(), options)
    }

    fn text(&self) -> Vec<u8> {
        // Texts, numbers and answers can always be written.
        serde_json::to_vec(self).unwrap_or_default()
    }
}

impl From<Signup> for SignupRequest {
    fn from(signup: Signup) -> Self {
        Self { signup }
    }
}

impl fmt::Debug for SignupRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignupRequest").field("signup", &self.signup).finish()
    }
}

impl Serialize for SignupRequest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map([("signup", &self.signup)])
    }
}

impl<'de> Deserialize<'de> for SignupRequest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(serde::Deserialize)]
        struct Document {
            #[serde(default, deserialize_with = "Wire::read")]
            signup: Option<Signup>,
        }

        let document = Option::<Document>::read_object(deserializer)?;
        let signup = document.and_then(|document| document.signup);
        signup.map(Self::from).ok_or_else(|| D::Error::missing_field("signup"))
    }
}

/// The method that sets a field.
macro_rules! set {
    ($(#[$doc:meta])* $field:ident: Option<$type:ty>) => {
        $(#[$doc])*
        #[must_use]
        pub fn $field(mut self, value: impl Into<$type>) -> Self {
            self.$field = Some(value.into());
            self
        }
    };
    ($(#[$doc:meta])* $field:ident: Vec<$type:ty>) => {
        $(#[$doc])*
        #[must_use]
        pub fn $field(mut self, values: impl IntoIterator<Item: Into<$type>>) -> Self {
            self.$field = values.into_iter().map(Into::into).collect();
            self
        }
    };
}

/// Declares the objects of the wire: for each field its key, how it is read, written and shown, and the method that sets it.
macro_rules! wire {
    ($(
        $(#[$doc:meta])*
        $name:ident { $( $(#[$field_doc:meta])* $field:ident: $many:ident<$type:ty> = $key:literal, )* }
    )*) => { $(
        $(#[$doc])*
        #[derive(Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[non_exhaustive]
        pub struct $name { $(
            $(#[$field_doc])*
            #[serde(
                rename = $key,
                default,
                deserialize_with = "Wire::read",
                serialize_with = "Wire::write",
                skip_serializing_if = "Wire::is_absent"
            )]
            pub $field: $many<$type>,
        )* }

        impl $name {
            /// One without any field.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }

            $( set!($(#[$field_doc])* $field: $many<$type>); )*
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let mut shown = f.debug_struct(stringify!($name));
                $( if !self.$field.is_absent() {
                    shown.field($key, &Outline(&self.$field));
                } )*
                shown.finish_non_exhaustive()
            }
        }
    )* };
}

wire! {
    /// What a merchant answers.
    Signup {
        /// What can be paid with.
        payment_options: Vec<PaymentOption> = "payment_options",
        /// What is earned, and how.
        revenue: Option<Revenue> = "revenue",
        /// The bank of the company's account.
        bank_name: Option<String> = "bank_name",
        /// The company's account: an IBAN, or as its country writes it.
        account_number: Option<String> = "account_number",
        /// Where is sold: `online`, `instore`, `remote`.
        store_type: Vec<String> = "store_type",
        /// Who owns the company.
        ownership: Option<Ownership> = "ownership",
        /// What the shop's site shows.
        verifications: Option<Verifications> = "verifications",
        /// Who signs, and whether anyone is politically exposed.
        signature: Option<Signature> = "signature",
        /// Who applies.
        applicant: Option<Applicant> = "applicant",
    }

    /// One way to pay.
    PaymentOption {
        /// `bambora.creditcard`, `bambora.mobilepay` or `bambora.vipps`; `type` on the wire.
        payment_type: Option<String> = "type",
        /// ISO 4217 codes.
        currencies: Vec<String> = "currencies",
    }

    /// What is earned, and how.
    Revenue {
        /// The ISO 4217 code of the amounts below.
        currency: Option<String> = "currency",
        /// A band, `100.000-250.000 NOK`.
        yearly_revenue: Option<String> = "yearly_revenue",
        /// A band: the highest single transaction that is expected.
        highest_transaction_amount: Option<String> = "highest_transaction_amount",
        /// A band: the average transaction.
        average_amount: Option<String> = "average_amount",
        /// Whether payment is taken before delivery.
        accept_prepaid: Option<bool> = "accept_prepaid",
        /// Whether subscriptions or memberships are sold.
        subscriptions_or_memberships: Option<bool> = "subscriptions_or_memberships",
        /// Whether gift cards are sold.
        gift_cards: Option<bool> = "gift_cards",
    }

    /// Who owns the company.
    Ownership {
        /// `owners_with_more_than_25`, `no_owners_with_more_than_25` or `complex`.
        ownership_structure: Option<String> = "ownership_structure",
        /// The owners.
        owners: Vec<Owner> = "owners",
    }

    /// A person or company that owns a share.
    Owner {
        /// The owner, or who represents the company that owns.
        name: Option<String> = "name",
        /// The company's name: present exactly when the owner is a company.
        legal_name: Option<String> = "legal_name",
        /// `YYYY-MM-DD`.
        date_of_birth: Option<String> = "date_of_birth",
        /// The share, in per cent. What is not finite is written as `null`, as JSON has no such number.
        percentage: Option<f64> = "percentage",
    }

    /// What the shop's site shows.
    Verifications {
        /// Its terms: returns, delivery, privacy.
        terms_and_conditions: Option<bool> = "terms_and_conditions",
        /// Where the terms can be read.
        terms_and_conditions_url: Option<String> = "terms_and_conditions_url",
        /// Organisation number, phone and address.
        contact_information: Option<bool> = "contact_information",
        /// A payment page that customers can reach.
        payment_site: Option<bool> = "payment_site",
        /// A price for every product.
        clear_pricing: Option<bool> = "clear_pricing",
        /// Card logos on the payment page.
        payment_product_logos: Option<bool> = "payment_product_logos",
    }

    /// Who signs, and whether anyone is politically exposed.
    Signature {
        /// General manager, or whoever has signature authority.
        signatures: Vec<Signatory> = "signatures",
        /// Whether the applicant or an owner is a politically exposed person.
        politically_exposed_person: Option<bool> = "politically_exposed_person",
        /// Whether one of them is closely associated with one.
        politically_exposed_associated: Option<bool> = "politically_exposed_associated",
    }

    /// Somebody who signs.
    Signatory {
        /// The signatory's name.
        name: Option<String> = "name",
        /// Where the document to sign is sent.
        email: Option<String> = "email",
    }

    /// Who applies.
    Applicant {
        /// E.164, `+4799999999`.
        phone_number: Option<String> = "phone_number",
    }
}
