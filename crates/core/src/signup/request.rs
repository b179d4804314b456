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

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use super::ReadySignup;
use crate::options::Options;
use crate::report::Report;
use crate::{check_slice, parse_slice};

/// The document that the endpoint takes: `{"signup": {…}}`.
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
    /// Checks what would be sent. Never fails.
    #[must_use]
    pub fn check(&self, options: &Options) -> Report {
        check_slice(&self.text(), options)
    }

    /// Checks what would be sent, and reads it as a signup that is ready to send.
    ///
    /// # Errors
    ///
    /// The report, where it has an error at level `submission`.
    pub fn parse(&self, options: &Options) -> Result<ReadySignup, Box<Report>> {
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

/// Declares the objects of the wire: for each field its key, and how it is read, written and shown.
macro_rules! wire {
    ($(
        $(#[$doc:meta])*
        $name:ident { $( $(#[$field_doc:meta])* $field:ident: $type:ty = $key:literal, )* }
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
            pub $field: $type,
        )* }

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

/// A value of the wire: how it is read, written and shown.
trait Wire: Default {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;

    fn is_absent(&self) -> bool;

    /// What may be seen of it: nothing that a person typed.
    fn outline(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

struct Outline<'a, T>(&'a T);

impl<T: Wire> fmt::Debug for Outline<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.outline(f)
    }
}

/// A text, number or answer: how its type is read, where it is not blank.
trait Scalar: Sized + Serialize {
    const DUE: &'static str;

    fn of_text(_: &str) -> Option<Self> {
        None
    }

    fn of_number(_: f64) -> Option<Self> {
        None
    }

    fn of_answer(_: bool) -> Option<Self> {
        None
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }
}

impl Scalar for String {
    const DUE: &'static str = "a string";

    fn of_text(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
}

impl Scalar for bool {
    const DUE: &'static str = "true or false";

    fn of_answer(answer: bool) -> Option<Self> {
        Some(answer)
    }
}

impl Scalar for f64 {
    const DUE: &'static str = "a number";

    fn of_number(number: f64) -> Option<Self> {
        Some(number)
    }

    /// A whole number as such: `25`, not `25.0`.
    #[allow(clippy::cast_possible_truncation, reason = "the number is whole and small")]
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let is_small_and_whole = self.fract().abs() < f64::MIN_POSITIVE && self.abs() < 1e15;
        if is_small_and_whole {
            serializer.serialize_i64(*self as i64)
        } else {
            serializer.serialize_f64(*self)
        }
    }
}

struct ScalarVisitor<T>(PhantomData<T>);

impl<'de, T: Scalar> Visitor<'de> for ScalarVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::DUE)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Option<T>, E> {
        if text.trim_start().is_empty() {
            return Ok(None);
        }
        // An error does not repeat the text.
        T::of_text(text)
            .map(Some)
            .ok_or_else(|| E::invalid_type(serde::de::Unexpected::Other("a string"), &self))
    }

    fn visit_bool<E: Error>(self, answer: bool) -> Result<Option<T>, E> {
        T::of_answer(answer)
            .map(Some)
            .ok_or_else(|| E::invalid_type(serde::de::Unexpected::Other("true or false"), &self))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Option<T>, E> {
        T::of_number(number)
            .map(Some)
            .ok_or_else(|| E::invalid_type(serde::de::Unexpected::Other("a number"), &self))
    }

    #[allow(clippy::cast_precision_loss, reason = "a number of JSON is the double nearest to its text")]
    fn visit_u64<E: Error>(self, number: u64) -> Result<Option<T>, E> {
        self.visit_f64(number as f64)
    }

    #[allow(clippy::cast_precision_loss, reason = "a number of JSON is the double nearest to its text")]
    fn visit_i64<E: Error>(self, number: i64) -> Result<Option<T>, E> {
        self.visit_f64(number as f64)
    }

    /// A number, where another crate has turned on serde_json's `arbitrary_precision`; else no map is one.
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Option<T>, A::Error> {
        let number = serde_json::Number::deserialize(MapAccessDeserializer::new(map))
            .map_err(|_| A::Error::invalid_type(serde::de::Unexpected::Map, &self))?;
        self.visit_f64(number.as_f64().unwrap_or(f64::INFINITY))
    }

    fn visit_unit<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_none<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }
}

macro_rules! scalars {
    ($($type:ty),*) => { $(
        impl Wire for Option<$type> {
            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(ScalarVisitor(PhantomData))
            }

            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    Some(value) => value.write(serializer),
                    None => serializer.serialize_none(),
                }
            }

            fn is_absent(&self) -> bool {
                self.is_none()
            }

            fn outline(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("…")
            }
        }
    )* };
}

scalars!(String, bool, f64);

macro_rules! objects {
    ($($type:ty),*) => { $(
        impl Wire for Option<$type> {
            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::read_object(deserializer)
            }

            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.serialize(serializer)
            }

            fn is_absent(&self) -> bool {
                self.is_none()
            }

            fn outline(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.as_ref().map_or(Ok(()), |object| fmt::Debug::fmt(object, f))
            }
        }
    )* };
}

objects!(Signup, PaymentOption, Revenue, Ownership, Owner, Verifications, Signature, Signatory, Applicant);

/// Reads an object or `null`, and nothing else: a derived `Deserialize` takes lists too.
trait ReadObject: Sized {
    fn read_object<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

impl<T: for<'t> Deserialize<'t>> ReadObject for Option<T> {
    fn read_object<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ObjectVisitor(PhantomData))
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Option<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Some)
    }

    fn visit_unit<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_none<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }
}

/// An element of a list: read as the value that may be absent, and empty where it is.
struct Element<T>(T);

impl<'de, T: Default> Deserialize<'de> for Element<T>
where
    Option<T>: Wire,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::<T>::read(deserializer).map(|value| Self(value.unwrap_or_default()))
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Default> Visitor<'de> for ListVisitor<T>
where
    Option<T>: Wire,
{
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Vec<T>, A::Error> {
        let mut list = Vec::new();
        while let Some(Element(element)) = elements.next_element()? {
            list.push(element);
        }
        Ok(list)
    }

    fn visit_unit<E>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }

    fn visit_none<E>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }
}

impl<T: Default + Serialize> Wire for Vec<T>
where
    Option<T>: Wire,
{
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ListVisitor(PhantomData))
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }

    fn outline(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[…; {}]", self.len())
    }
}
