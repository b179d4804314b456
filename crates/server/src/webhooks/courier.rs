//! Posts what is due to an endpoint, and writes down what became of it.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::header::{CONTENT_TYPE, HeaderMap, RETRY_AFTER};
use reqwest::{Client, StatusCode, redirect};
use rustls_platform_verifier::BuilderVerifierExt;
use serde_json::json;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::endpoint::{Endpoint, WebhookSettings};
use super::secret::Secrets;
use crate::state::State;
use crate::store::{Attempt, Delivery};
use crate::telemetry::WebhookLabels;
use crate::{Error, Result};

/// How many are posted at once.
const AT_ONCE: u32 = 64;
/// How long what comes after the first event is waited for: taking and settling cost the database two commits, for
/// one event as for many, and signups wait for them.
const GATHER: Duration = Duration::from_millis(50);
/// How often to look for what other programs have added.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// What a batch may take beyond its slowest attempt until its rows are due again.
const SLACK: Duration = Duration::from_secs(10);
/// How much of an answer is read, so that its connection can be used again.
const ANSWER_BYTES: usize = 64 * 1024;

/// What posts events to one endpoint.
#[derive(Debug)]
pub struct Courier {
    state: State,
    endpoint: Endpoint,
    http: Client,
}

/// A courier for each endpoint that is configured. They end when this is dropped.
#[derive(Debug)]
pub struct Couriers {
    stop: watch::Sender<bool>,
    running: JoinSet<()>,
}

impl Couriers {
    /// Starts them.
    ///
    /// # Errors
    ///
    /// When the certificates that the machine trusts cannot be read.
    pub fn start(state: &State) -> Result<Self> {
        let (stop, stopped) = watch::channel(false);
        let mut running = JoinSet::new();
        for endpoint in &state.settings().webhooks.endpoints {
            running.spawn(Courier::new(state.clone(), endpoint.clone())?.run(stopped.clone()));
        }
        Ok(Self { stop, running })
    }

    /// Has them finish what they have begun, as far as the limit allows.
    pub async fn stop(mut self, limit: Duration) {
        // Where nobody listens, nobody runs.
        let _ = self.stop.send(true);
        let all = async { while self.running.join_next().await.is_some() {} };
        if tokio::time::timeout(limit, all).await.is_err() {
            tracing::warn!("some webhooks were not finished in time: they are sent again later");
        }
    }
}

impl Courier {
    /// A courier for an endpoint.
    ///
    /// # Errors
    ///
    /// When the certificates that the machine trusts cannot be read.
    pub fn new(state: State, endpoint: Endpoint) -> Result<Self> {
        let cannot = |error: &dyn std::error::Error| {
            Error::new(format!("the endpoint {} cannot be called: {error}", endpoint.name))
        };
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(BuilderVerifierExt::with_platform_verifier)
            .map_err(|error| cannot(&error))?
            .with_no_client_auth();
        let http = Client::builder()
            .user_agent(concat!("merchant-signup-server/", env!("CARGO_PKG_VERSION")))
            // Only what is configured is called, and not what it points to.
            .redirect(redirect::Policy::none())
            .referer(false)
            .timeout(state.settings().webhooks.timeout)
            .tls_backend_preconfigured(tls);
        // This machine itself is not behind a proxy.
        let http = if endpoint.url.scheme() == "http" { http.no_proxy() } else { http };
        let http = http.build().map_err(|error| cannot(&error.without_url()))?;
        Ok(Self { state, endpoint, http })
    }

    /// Tells the endpoint what is due, until it is to stop.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        let store = self.state.store();
        loop {
            // From here on: what is added while the database is asked is not missed.
            let news = store.news();
            let gathered = async {
                news.await;
                tokio::time::sleep(GATHER).await;
            };
            let pause = match self.batch().await {
                // There may be more.
                Ok(count) if count >= AT_ONCE as usize => Duration::ZERO,
                Ok(_) => match store.next_due(&self.endpoint.name).await {
                    Ok(Some(due)) => {
                        due.signed_duration_since(Utc::now()).to_std().unwrap_or_default().max(GATHER)
                    }
                    _ => LOOK_AGAIN,
                },
                Err(error) => {
                    tracing::error!(endpoint = self.endpoint.name, %error, "webhooks cannot be sent");
                    LOOK_AGAIN
                }
            };
            tokio::select! {
                biased;
                _ = stop.wait_for(|stop| *stop) => return,
                () = tokio::time::sleep(pause.min(LOOK_AGAIN)) => {}
                () = gathered => {}
            }
        }
    }

    /// Posts what is due, at most so many as are posted at once. Returns how many.
    async fn batch(&self) -> Result<usize> {
        let failed = |error| Error::of("the outbox cannot be had", error);
        let (store, name) = (self.state.store(), self.endpoint.name.as_str());
        let now = Utc::now();
        // Asking costs no lock, taking does.
        if store.next_due(name).await.map_err(failed)?.is_none_or(|due| due > now) {
            return Ok(0);
        }
        let secrets = Secrets::read(&self.endpoint.secrets)?;
        let until = after(now, self.settings().timeout.saturating_add(SLACK));
        let due = store.take_due(name, now, until, AT_ONCE).await.map_err(failed)?;
        let attempts = due.into_iter().map(|delivery| self.tell(delivery, &secrets));
        let attempts = futures_util::future::join_all(attempts).await;
        if !attempts.is_empty() {
            store.settle(name, Utc::now(), &attempts).await.map_err(failed)?;
        }
        Ok(attempts.len())
    }

    fn settings(&self) -> &WebhookSettings {
        &self.state.settings().webhooks
    }

    /// Posts an event, and says what became of it.
    async fn tell(&self, delivery: Delivery, secrets: &Secrets) -> (Delivery, Attempt) {
        let attempt = match self.post(&delivery, secrets).await {
            Ok(()) => Attempt::Delivered,
            Err(failure) => self.failed(&delivery, failure),
        };
        let (endpoint, event) = (self.endpoint.name.as_str(), delivery.event.as_str());
        let outcome = match &attempt {
            Attempt::Delivered => "delivered",
            Attempt::Again(why, _) => {
                tracing::warn!(endpoint, event, why, attempt = delivery.attempt, "a webhook was not taken");
                "again"
            }
            Attempt::Failed(why) => {
                tracing::error!(endpoint, event, why, attempt = delivery.attempt, "a webhook has failed");
                "failed"
            }
        };
        let labels = WebhookLabels { endpoint: endpoint.to_owned(), outcome };
        self.state.metrics().webhooks.get_or_create(&labels).inc();
        (delivery, attempt)
    }

    async fn post(&self, delivery: &Delivery, secrets: &Secrets) -> Result<(), Failure> {
        let body = body(delivery);
        let timestamp = Utc::now().timestamp();
        let request = self
            .http
            .post(self.endpoint.url.clone())
            .header(CONTENT_TYPE, "application/json")
            .header("webhook-id", &delivery.event)
            .header("webhook-timestamp", timestamp)
            .header("webhook-signature", secrets.sign(&delivery.event, timestamp, body.as_bytes()))
            .body(body);
        let mut response = request.send().await.map_err(|error| Failure::of(&error))?;
        let status = response.status();
        if !status.is_success() {
            return Err(Failure {
                why: format!("it answered {}", status.as_u16()),
                pause: retry_after(response.headers()),
                is_final: status == StatusCode::GONE,
            });
        }
        let mut read = 0;
        while read < ANSWER_BYTES
            && let Ok(Some(chunk)) = response.chunk().await
        {
            read = read.saturating_add(chunk.len());
        }
        Ok(())
    }

    fn failed(&self, delivery: &Delivery, failure: Failure) -> Attempt {
        let settings = self.settings();
        if failure.is_final || delivery.attempt >= i64::from(settings.attempts) {
            return Attempt::Failed(failure.why);
        }
        let pause = pause(settings, delivery.attempt).mul_f64(0.8 + 0.4 * fastrand::f64());
        let asked = failure.pause.unwrap_or_default().min(settings.longest_retry);
        Attempt::Again(failure.why, after(Utc::now(), pause.max(asked)))
    }
}

/// Why an endpoint was not told.
struct Failure {
    why: String,
    /// How long it asks to be left alone.
    pause: Option<Duration>,
    /// Whether it says that it is there no more.
    is_final: bool,
}

impl Failure {
    fn of(error: &reqwest::Error) -> Self {
        let why = if error.is_timeout() {
            "it did not answer in time"
        } else if error.is_connect() {
            "there is no connection to it"
        } else {
            "the connection broke off"
        };
        Self { why: why.to_owned(), pause: None, is_final: false }
    }
}

/// How long to wait after an attempt: four times as long after each, up to the longest pause.
fn pause(settings: &WebhookSettings, attempt: i64) -> Duration {
    let exponent = u32::try_from(attempt.saturating_sub(1)).unwrap_or(u32::MAX);
    settings.first_retry.saturating_mul(4_u32.saturating_pow(exponent)).min(settings.longest_retry)
}

/// `Retry-After` in seconds.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}

fn after(now: DateTime<Utc>, pause: Duration) -> DateTime<Utc> {
    let pause = TimeDelta::from_std(pause).unwrap_or(TimeDelta::MAX);
    now.checked_add_signed(pause).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

/// What is posted, the same at every attempt.
fn body(delivery: &Delivery) -> String {
    json!({
        "type": delivery.event_type,
        "timestamp": delivery.at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
        "data": {
            "account_id": delivery.account,
            "connection": "bambora",
            "signup_id": delivery.connection,
            "status": delivery.status,
            "sequence": delivery.sequence,
        },
    })
    .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_attempts_take_more_than_two_days() {
        let settings = WebhookSettings::default();
        assert_eq!(pause(&settings, 1), Duration::from_secs(5));
        assert_eq!(pause(&settings, 2), Duration::from_secs(20));
        assert_eq!(pause(&settings, i64::MAX), Duration::from_secs(12 * 3600));
        let all: Duration = (1..i64::from(settings.attempts)).map(|attempt| pause(&settings, attempt)).sum();
        assert_eq!(all.as_secs() / 3600, 55);
    }
}
