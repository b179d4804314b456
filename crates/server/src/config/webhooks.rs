//! How webhooks are set up, and the commands about them.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand};
use merchant_signup::formats::account_id::AccountId;

use super::Place;
use super::arguments::account;
use crate::Result;
use crate::store::DeliveryStatus;
use crate::webhooks::{Endpoint, WebhookSettings};

#[derive(Clone, Debug, Args)]
pub(super) struct WebhookArgs {
    /// A file that names the endpoints that are told of events
    #[arg(long, env = "MERCHANT_SIGNUP_WEBHOOKS", value_name = "FILE")]
    webhooks: Option<PathBuf>,
    /// Lets endpoints on this machine itself be called without TLS
    #[arg(long, env = "MERCHANT_SIGNUP_WEBHOOKS_TO_LOOPBACK")]
    webhooks_to_loopback: bool,
    /// How long an endpoint may take to answer, in milliseconds
    #[arg(long, env = "MERCHANT_SIGNUP_WEBHOOK_TIMEOUT", value_name = "MS", default_value_t = 15_000, value_parser = clap::value_parser!(u64).range(1..))]
    webhook_timeout: u64,
    /// How long to wait before the second attempt, in milliseconds; then four times as long, and so on
    #[arg(long, env = "MERCHANT_SIGNUP_WEBHOOK_FIRST_RETRY", value_name = "MS", default_value_t = 5_000)]
    webhook_first_retry: u64,
    /// The longest that is waited between attempts, in milliseconds
    #[arg(
        long,
        env = "MERCHANT_SIGNUP_WEBHOOK_LONGEST_RETRY",
        value_name = "MS",
        default_value_t = 43_200_000
    )]
    webhook_longest_retry: u64,
    /// After how many attempts a webhook has failed; twelve take more than two days
    #[arg(long, env = "MERCHANT_SIGNUP_WEBHOOK_ATTEMPTS", value_name = "COUNT", default_value_t = 12,
          value_parser = clap::value_parser!(u32).range(1..))]
    webhook_attempts: u32,
}

impl WebhookArgs {
    pub(super) fn settings(&self, is_development: bool) -> Result<WebhookSettings> {
        let may_use_loopback = self.webhooks_to_loopback || is_development;
        let endpoints = match &self.webhooks {
            Some(file) => Endpoint::read_all(file, may_use_loopback)?,
            None => Vec::new(),
        };
        Ok(WebhookSettings {
            endpoints,
            timeout: Duration::from_millis(self.webhook_timeout),
            first_retry: Duration::from_millis(self.webhook_first_retry),
            longest_retry: Duration::from_millis(self.webhook_longest_retry),
            attempts: self.webhook_attempts,
        })
    }
}

/// What can be done about webhooks.
#[derive(Clone, Debug, Subcommand)]
pub enum WebhookCommand {
    /// Lists what endpoints are to be told, those that failed for good unless another status is asked for
    List {
        /// Where everything is.
        #[command(flatten)]
        place: Place,
        /// Which of them.
        #[command(flatten)]
        filter: DeliveryFilter,
    },
    /// Tries what failed for good again
    Retry {
        /// Where everything is.
        #[command(flatten)]
        place: Place,
        /// Only those for this endpoint
        #[arg(long, value_name = "NAME")]
        endpoint: Option<String>,
        /// Only this event
        #[arg(long, value_name = "ID")]
        event: Option<String>,
    },
    /// Removes an endpoint that is no longer configured, and what it was to be told
    Remove {
        /// Where everything is.
        #[command(flatten)]
        place: Place,
        /// The endpoint
        #[arg(long, value_name = "NAME")]
        endpoint: String,
    },
    /// Makes a secret, or puts a new one before the old ones, which go on signing
    Secret {
        /// The file with the secrets of an endpoint
        #[arg(long, value_name = "FILE")]
        file: PathBuf,
        /// Makes no new secret but drops the old ones: once the endpoint has the new one
        #[arg(long)]
        retire: bool,
    },
}

/// Which deliveries are listed.
#[derive(Clone, Debug, Args)]
pub struct DeliveryFilter {
    /// In this status
    #[arg(long, default_value = "failed")]
    pub status: DeliveryStatus,
    /// Only those of this account
    #[arg(long, value_name = "AID", value_parser = account)]
    pub account: Option<AccountId>,
    /// Only those for this endpoint
    #[arg(long, value_name = "NAME")]
    pub endpoint: Option<String>,
    /// At most so many
    #[arg(long, value_name = "COUNT", default_value_t = 1000)]
    pub most: u32,
}
