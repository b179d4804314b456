//! What the provider's callback says, which completes a connection.

use std::fmt;

use merchant_signup::connection::PaymentOption;
use serde_json::Number;

/// What completes a connection. `Debug` shows no key and no token.
#[derive(Clone, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Completion {
    /// The merchant's number at Bambora.
    pub merchant_number: String,
    /// The key that signs callbacks.
    pub md5_key: String,
    /// What can be paid with.
    pub payment_options: Vec<PaymentOption>,
    /// The token that Bambora's API is called with, together with the secret one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_token: Option<Number>,
    /// The secret token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret_token: Option<String>,
    /// What the tokens are good for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_scope: Option<String>,
}

impl Completion {
    /// What every completion has; the rest is set on its fields.
    #[must_use]
    pub fn new(
        merchant_number: impl Into<String>,
        md5_key: impl Into<String>,
        payment_options: Vec<PaymentOption>,
    ) -> Self {
        Self {
            merchant_number: merchant_number.into(),
            md5_key: md5_key.into(),
            payment_options,
            access_token: None,
            secret_token: None,
            token_scope: None,
        }
    }
}

impl fmt::Debug for Completion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Completion")
            .field("merchant_number", &self.merchant_number)
            .field("payment_options", &self.payment_options)
            .finish_non_exhaustive()
    }
}
