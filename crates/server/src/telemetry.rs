//! What an operator sees: structured logs, each request with an id, and metrics for Prometheus.
//!
//! Neither holds anything that a person typed: a request is logged by its route, not its path, and never with a body, a
//! query, a header or a token.

use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};
use tracing::Level;

/// What is counted.
#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    pub(crate) requests: Family<RequestLabels, Counter>,
    pub(crate) seconds: Histogram,
    pub(crate) in_flight: Gauge,
    pub(crate) refusals: Family<RefusalLabels, Counter>,
    pub(crate) signups: Counter,
    /// Attempts to tell an endpoint.
    pub(crate) webhooks: Family<WebhookLabels, Counter>,
    /// Webhooks that are to be sent, and that failed for good.
    pub(crate) outbox: Family<OutboxLabels, Gauge>,
    /// Open connections, counted where they are accepted.
    pub(crate) connections: Gauge,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct RequestLabels {
    pub(crate) method: &'static str,
    pub(crate) route: String,
    pub(crate) status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct RefusalLabels {
    pub(crate) code: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct WebhookLabels {
    pub(crate) endpoint: String,
    pub(crate) outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct OutboxLabels {
    pub(crate) status: &'static str,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let mut metrics = Self {
            registry: Registry::with_prefix("merchant_signup"),
            requests: Family::default(),
            seconds: Histogram::new(exponential_buckets(0.0001, 4.0, 9)),
            in_flight: Gauge::default(),
            refusals: Family::default(),
            signups: Counter::default(),
            webhooks: Family::default(),
            outbox: Family::default(),
            connections: Gauge::default(),
        };
        let registry = &mut metrics.registry;
        registry.register("requests", "Requests answered, by route", metrics.requests.clone());
        registry.register_with_unit(
            "request_duration",
            "Time to an answer",
            Unit::Seconds,
            metrics.seconds.clone(),
        );
        registry.register("requests_in_flight", "Requests being worked on", metrics.in_flight.clone());
        registry.register(
            "refusals",
            "Requests refused, by the code of the answer",
            metrics.refusals.clone(),
        );
        registry.register("signups_stored", "Signups stored", metrics.signups.clone());
        registry.register(
            "webhook_attempts",
            "Attempts to tell an endpoint, by what became of them",
            metrics.webhooks.clone(),
        );
        registry.register(
            "webhooks_in_outbox",
            "Webhooks that are to be sent, and that failed for good",
            metrics.outbox.clone(),
        );
        registry.register("connections_open", "Open connections", metrics.connections.clone());
        metrics
    }

    /// The metrics in the OpenMetrics text format.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = text::encode(&mut text, &self.registry);
        text
    }
}

/// Where logs go, and in which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// A JSON object a line, for machines.
    Json,
    /// For a person at a terminal.
    Plain,
}

/// Begins to log to standard error. A second call changes nothing.
///
/// A panic is logged by its place alone: its message could hold anything.
pub fn log(format: LogFormat, level: Level) {
    let builder =
        tracing_subscriber::fmt().with_max_level(level).with_writer(std::io::stderr).with_target(false);
    let _ = match format {
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
        LogFormat::Plain => builder.compact().with_ansi(false).try_init(),
    };
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panicked");
    }));
}
