//! The response: a connection to Bambora, as the endpoint answers a signup and as it is read later.
//!
//! A response is taken as it comes. What this version does not know survives being read and written: fields are kept in
//! `other`, at every level, and a status without a name here in [`ConnectionStatus::Unknown`]. What is absent, `null` or
//! an empty list reads as absent or empty, and is not written. A date-time is written as it was read, but for more
//! zeros than it needs: `05:31:56Z` stays, `05:31:56.0+00:00` becomes that.
//!
//! A [`SecretToken`] is read and never written: not as JSON, not by `Debug`, also where one stands among what is not
//! known. `access_token` and `md5_key` are hidden from `Debug` alone: whoever stores a connection needs them.
//!
//! Source: <https://docs.dintero.com/docs/api/>, `aid_account_settings_connections_bambora_post`.
//!
//! ```
//! use merchant_signup_core::connection::{Connection, ConnectionStatus};
//!
//! let text = r#"{"created_at":"2023-11-07T05:31:56Z","status":"pending","new":{"field":1}}"#;
//! let connection: Connection = serde_json::from_str(text)?;
//!
//! assert_eq!(connection.status, Some(ConnectionStatus::Pending));
//! assert_eq!(connection.created_at.map(|at| at.timestamp()), Some(1_699_335_116));
//! assert_eq!(serde_json::to_string(&connection)?, text);
//! # Ok::<(), serde_json::Error>(())
//! ```

use std::fmt;

use chrono::{DateTime, FixedOffset};
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::{Map, Number, Value};

use crate::signup::request::{Signup, SignupRequest};

/// A connection between an account and Bambora.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Connection {
    /// When it was created.
    #[serde(with = "date_time", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<FixedOffset>>,
    /// The id of the user or client that created it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_by: Option<String>,
    /// When it was last changed.
    #[serde(with = "date_time", skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<DateTime<FixedOffset>>,
    /// Whatever the account has attached to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Other>,
    /// Where it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<ConnectionStatus>,
    /// What has happened: one each time that the status changes.
    #[serde(deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Event>,
    /// The version of the schema that it follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<Number>,
    /// How payments are made over it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub configuration: Option<Configuration>,
    /// The signups that were received for the account.
    #[serde(deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    pub direct_signups: Vec<DirectSignup>,
    /// Deprecated: the signup, where it was taken by the endpoint as it was once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signup: Option<ConnectionSignup>,
    /// The signups that were received for the account's merchants, one for each `case_id` and `store_id`.
    #[serde(deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    pub submerchant_signups: Vec<SubmerchantSignup>,
    /// What this version does not know.
    #[serde(flatten)]
    pub other: Other,
}

/// Something that happened to a connection.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Event {
    /// The connection's status from then on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<ConnectionStatus>,
    /// What happened, `signature_required`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// The event's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// When it happened.
    #[serde(with = "date_time", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<FixedOffset>>,
    /// The id of the user or client behind it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_by: Option<String>,
    /// What happened, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What belongs to it, such as a `signature_link`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Other>,
    /// What this version does not know.
    #[serde(flatten)]
    pub other: Other,
}

/// How payments are made over a connection.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Configuration {
    /// What can be paid with.
    #[serde(deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    pub payment_options: Vec<PaymentOption>,
    /// The merchant's number at Bambora.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_number: Option<String>,
    /// The key that signs callbacks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub md5_key: Option<Hidden<String>>,
    /// The token that Bambora's API is called with, together with the secret one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_token: Option<Hidden<Number>>,
    /// The secret token: read, never written.
    #[serde(skip_serializing)]
    pub secret_token: Option<SecretToken>,
    /// What the tokens are good for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_scope: Option<String>,
    /// What this version does not know.
    #[serde(flatten)]
    pub other: Other,
}

/// A way to pay.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct PaymentOption {
    /// ISO 4217 codes.
    #[serde(deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    pub currencies: Vec<String>,
    /// `bambora.creditcard` and its like; `type` on the wire.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub payment_type: Option<String>,
    /// What this version does not know.
    #[serde(flatten)]
    pub other: Other,
}

impl PaymentOption {
    /// A way to pay, `bambora.creditcard` and its like, and the ISO 4217 codes of its currencies.
    #[must_use]
    pub fn new<C: Into<String>>(
        payment_type: impl Into<String>,
        currencies: impl IntoIterator<Item = C>,
    ) -> Self {
        Self {
            payment_type: Some(payment_type.into()),
            currencies: currencies.into_iter().map(Into::into).collect(),
            other: Other::default(),
        }
    }
}

/// A signup that was received for the account itself.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct DirectSignup {
    /// The case at Bambora.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_id: Option<String>,
    /// The merchant's number at Bambora.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_number: Option<String>,
    /// The key that signs callbacks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub md5_key: Option<Hidden<String>>,
    /// What can be paid with.
    #[serde(deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    pub payment_options: Vec<PaymentOption>,
    /// The signup's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signup_id: Option<String>,
    /// When it was received.
    #[serde(with = "date_time", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<FixedOffset>>,
    /// When Bambora answered.
    #[serde(with = "date_time", skip_serializing_if = "Option::is_none")]
    pub callback_at: Option<DateTime<FixedOffset>>,
    /// What this version does not know.
    #[serde(flatten)]
    pub other: Other,
}

/// A signup that was received for one of the account's merchants.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct SubmerchantSignup {
    /// The case at Bambora.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_id: Option<String>,
    /// The merchant's store.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub store_id: Option<String>,
    /// What can be paid with.
    #[serde(deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    pub payment_options: Vec<PaymentOption>,
    /// When it was received.
    #[serde(with = "date_time", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<FixedOffset>>,
    /// The merchant's number at Bambora.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_number: Option<String>,
    /// The key that signs callbacks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub md5_key: Option<Hidden<String>>,
    /// The merchant category code of ISO 18245.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mcc: Option<Number>,
    /// When Bambora answered.
    #[serde(with = "date_time", skip_serializing_if = "Option::is_none")]
    pub callback_at: Option<DateTime<FixedOffset>>,
    /// What this version does not know.
    #[serde(flatten)]
    pub other: Other,
}

/// The signup in a connection of the endpoint as it was once. [`signup`](Self::signup) reads its answers.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ConnectionSignup {
    /// When it was received.
    #[serde(with = "date_time", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<FixedOffset>>,
    /// When Bambora answered.
    #[serde(with = "date_time", skip_serializing_if = "Option::is_none")]
    pub callback_at: Option<DateTime<FixedOffset>>,
    /// The answers, and whatever else is there, as they came.
    #[serde(flatten)]
    pub answers: Other,
}

impl ConnectionSignup {
    /// The answers as a request holds them; what a request does not know is left out.
    ///
    /// # Errors
    ///
    /// Where an answer has another JSON type than the one due.
    pub fn signup(&self) -> Result<Signup, serde_json::Error> {
        Signup::deserialize(Value::Object(self.answers.0.clone()))
    }

    /// The answers as a request, to be checked or sent again.
    ///
    /// # Errors
    ///
    /// Where an answer has another JSON type than the one due.
    pub fn request(&self) -> Result<SignupRequest, serde_json::Error> {
        self.signup().map(SignupRequest::from)
    }
}

/// Where a connection stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ConnectionStatus {
    /// Something is still to be done.
    Pending,
    /// Payments can be made.
    Enabled,
    /// Something went wrong.
    Failed,
    /// Bambora has said no.
    Declined,
    /// A status that this version has no name for.
    Unknown(String),
}

impl ConnectionStatus {
    /// The word on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Pending => "pending",
            Self::Enabled => "enabled",
            Self::Failed => "failed",
            Self::Declined => "declined",
            Self::Unknown(word) => word,
        }
    }
}

impl From<String> for ConnectionStatus {
    fn from(word: String) -> Self {
        [Self::Pending, Self::Enabled, Self::Failed, Self::Declined]
            .into_iter()
            .find(|known| known.as_str() == word)
            .unwrap_or(Self::Unknown(word))
    }
}

impl fmt::Display for ConnectionStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for ConnectionStatus {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ConnectionStatus {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

/// A value that is written as JSON and not shown by `Debug`.
#[derive(Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Hidden<T>(pub T);

impl<T> fmt::Debug for Hidden<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// A secret: it can be read, and by name be exposed. It has no `Serialize`, and its `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(transparent)]
pub struct SecretToken(String);

impl SecretToken {
    /// The secret itself, for the call that needs it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretToken(…)")
    }
}

/// Fields that have no place of their own, as they came.
///
/// A `secret_token` among them, at any depth, can be read and is not written. `Debug` counts them.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Other(pub Map<String, Value>);

/// The key of what is never written.
const SECRET: &str = "secret_token";

/// What is written of a map.
fn written(map: &Map<String, Value>) -> impl Iterator<Item = (&String, &Value)> {
    map.iter().filter(|(key, _)| *key != SECRET)
}

/// A value of [`Other`], without its secrets.
struct Written<'a>(&'a Value);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Object(map) => {
                serializer.collect_map(written(map).map(|(key, value)| (key, Written(value))))
            }
            Value::Array(list) => {
                let mut seq = serializer.serialize_seq(Some(list.len()))?;
                for value in list {
                    seq.serialize_element(&Written(value))?;
                }
                seq.end()
            }
            scalar => scalar.serialize(serializer),
        }
    }
}

impl Serialize for Other {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (key, value) in written(&self.0) {
            map.serialize_entry(key, &Written(value))?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Other {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Map::deserialize(deserializer).map(Self)
    }
}

impl fmt::Debug for Other {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{…; {}}}", self.0.len())
    }
}

/// Reads a list, `null` as an empty one.
fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// Date-times of RFC 3339, with `Z` where they are in UTC.
mod date_time {
    use chrono::{DateTime, FixedOffset, SecondsFormat};
    use serde::de::{Deserialize, Deserializer, Error};
    use serde::ser::Serializer;

    #[allow(clippy::ref_option, reason = "the signature that serde asks for")]
    pub(super) fn serialize<S: Serializer>(
        date_time: &Option<DateTime<FixedOffset>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match date_time {
            Some(at) => serializer.serialize_str(&at.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
            None => serializer.serialize_none(),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<DateTime<FixedOffset>>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| {
            DateTime::parse_from_rfc3339(&text).map_err(|_| D::Error::custom("no date-time of RFC 3339"))
        })
        .transpose()
    }
}
