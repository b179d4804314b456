//! Who does something, and what comes of it.

use std::fmt;

use chrono::{DateTime, Utc};
use merchant_signup::connection::ConnectionStatus;
use merchant_signup::formats::account_id::AccountId;
use merchant_signup::request::PaymentOption;
use sha2::{Digest as _, Sha256};

use super::{hash, hex};

/// Who does something to which account, and when.
#[derive(Clone, Debug)]
pub struct Act<'a> {
    /// The account.
    pub account: AccountId,
    /// The id of the user or client.
    pub by: &'a str,
    /// When.
    pub at: DateTime<Utc>,
    /// The key under which the answer is kept, where the client sent one.
    pub key: Option<IdempotencyKey>,
}

/// An `Idempotency-Key` and what was asked with it, as hashes.
#[derive(Clone, PartialEq, Eq)]
pub struct IdempotencyKey {
    pub(super) key: String,
    pub(super) request: String,
}

impl IdempotencyKey {
    /// The key that a client sent, with the path and the body that it sent it for.
    #[must_use]
    pub fn new(key: &str, path: &str, body: &[u8]) -> Self {
        let mut request = Sha256::new();
        request.update(path);
        request.update([0]);
        request.update(body);
        Self { key: hash(key.as_bytes()), request: hex(&request.finalize()) }
    }
}

impl fmt::Debug for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdempotencyKey(…)")
    }
}

/// What came of a signup or a callback.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was stored; the connection as JSON.
    Stored(String),
    /// 409: a connection is pending or enabled.
    Exists,
    /// 409: the connection is not pending.
    NotPending,
    /// 404: the account has no connection.
    NotFound,
    /// 403: the connection's callback reference is another.
    OtherReference,
    /// 422: the key was used with another request.
    KeyReused,
}

impl fmt::Debug for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Stored(_) => "Stored(…)",
            Self::Exists => "Exists",
            Self::NotPending => "NotPending",
            Self::NotFound => "NotFound",
            Self::OtherReference => "OtherReference",
            Self::KeyReused => "KeyReused",
        })
    }
}

/// What came of it, and whether it came of it now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// What came of it.
    pub outcome: Outcome,
    /// Whether it is the first answer to a key, given again.
    pub is_replay: bool,
}

impl From<Outcome> for Done {
    fn from(outcome: Outcome) -> Self {
        Self { outcome, is_replay: false }
    }
}

/// What a callback completes a connection with: the fields of `Payload::CALLBACK`.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
pub struct Completion {
    /// The merchant's number at Bambora.
    pub merchant_number: String,
    /// The key that signs callbacks.
    pub md5_key: String,
    /// What can be paid with.
    pub payment_options: Vec<PaymentOption>,
    /// The token that Bambora's API is called with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_token: Option<serde_json::Number>,
    /// The secret token: stored, and never shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret_token: Option<String>,
    /// What the tokens are good for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_scope: Option<String>,
}

impl fmt::Debug for Completion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Completion").field("payment_options", &self.payment_options).finish_non_exhaustive()
    }
}

/// How a pending connection can end without being enabled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Ending {
    /// Something went wrong.
    Failed,
    /// Bambora has said no.
    Declined,
}

impl Ending {
    pub(super) const fn status(self) -> ConnectionStatus {
        match self {
            Self::Failed => ConnectionStatus::Failed,
            Self::Declined => ConnectionStatus::Declined,
        }
    }

    pub(super) const fn told_as(self) -> EventType {
        match self {
            Self::Failed => EventType::Failed,
            Self::Declined => EventType::Declined,
        }
    }
}

/// What webhooks call an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EventType {
    /// A signup was stored; its connection is pending.
    Created,
    /// The provider has said more of a pending connection.
    Updated,
    Enabled,
    Failed,
    Declined,
}

impl EventType {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Created => "connection.created",
            Self::Updated => "connection.updated",
            Self::Enabled => "connection.enabled",
            Self::Failed => "connection.failed",
            Self::Declined => "connection.declined",
        }
    }
}
