//! What every request shares.

use std::sync::Arc;

use chrono::Utc;
use merchant_signup::Options;

use crate::auth::Tokens;
use crate::limits::{Guard, Limits};
use crate::store::Store;
use crate::telemetry::Metrics;
use crate::vault::Vault;
use crate::{Error, Result, Settings};

/// The open store, the keys, the limits: what every request shares. Cloning it is cheap.
#[derive(Clone, Debug)]
pub struct State(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    settings: Settings,
    store: Store,
    tokens: Tokens,
    guard: Guard,
    metrics: Metrics,
}

impl State {
    /// Reads the keys, opens the store, brings it to the newest version and writes down the endpoints of webhooks.
    ///
    /// # Errors
    ///
    /// When one of them cannot be had.
    pub async fn open(settings: Settings) -> Result<Self> {
        settings.warn_of_open_secrets();
        let tokens = Tokens::open(settings.tokens.clone())?;
        let vault = Vault::open(&settings.encryption_keys)?;
        let store = Store::open(&settings.database, vault).await?;
        let configured = &settings.webhooks.endpoints;
        let cannot = |error| Error::of("the endpoints of webhooks cannot be written down", error);
        for endpoint in configured {
            store.add_endpoint(&endpoint.name, &endpoint.accounts).await.map_err(cannot)?;
        }
        for name in store.endpoints().await.map_err(cannot)? {
            if configured.iter().all(|endpoint| endpoint.name != name) {
                tracing::warn!(
                    endpoint = name,
                    "is told of events and not configured here: they wait, or `webhooks remove` removes it"
                );
            }
        }
        let guard = Guard::new(&settings.limits);
        Ok(Self(Arc::new(Inner { settings, store, tokens, guard, metrics: Metrics::new() })))
    }

    /// The settings that it was opened with.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// The limits that it was opened with.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.0.settings.limits
    }

    /// The store.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    pub(crate) fn tokens(&self) -> &Tokens {
        &self.0.tokens
    }

    pub(crate) fn guard(&self) -> &Guard {
        &self.0.guard
    }

    pub(crate) fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    /// Counts an open connection, until what is returned is dropped.
    #[must_use]
    pub fn count_connection(&self) -> impl Drop + Send + 'static {
        struct Counted(State);
        impl Drop for Counted {
            fn drop(&mut self) {
                self.0.metrics().connections.dec();
            }
        }
        self.metrics().connections.inc();
        Counted(self.clone())
    }

    /// How a signup is judged today.
    pub(crate) fn options(&self) -> Options {
        Options::new(Utc::now().date_naive()).profile(self.0.settings.profile)
    }

    /// Does what time brings: erases what is older than the retention, forgets old answers and quiet accounts.
    pub async fn tidy(&self) {
        self.guard().tidy();
        let settings = self.settings();
        match self.store().tidy(Utc::now(), settings.retention_days, settings.idempotency_hours).await {
            Ok(0) => {}
            Ok(erased) => tracing::info!(erased, "signups were erased, as old as the retention allows"),
            Err(error) => tracing::error!(%error, "what is too old cannot be erased"),
        }
    }
}
