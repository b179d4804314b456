//! What an operator sees: structured logs, each request with an id, and metrics for Prometheus.
//!
//! Neither holds anything that a person typed: a request is logged by its route, not its path, and never with a body, a
//! query, a header or a token.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State as FromState};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};
use tracing::Level;

use crate::state::State;

/// The header with a request's id: taken from the client or a proxy where it is one, else made here.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What is counted.
#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    seconds: Histogram,
    in_flight: Gauge,
    refusals: Family<RefusalLabels, Counter>,
    pub(crate) signups: Counter,
    /// Open connections, counted where they are accepted.
    pub(crate) connections: Gauge,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RefusalLabels {
    code: &'static str,
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

/// Counts and logs a request, and gives it its id.
pub(crate) async fn observe(FromState(state): FromState<State>, request: Request, next: Next) -> Response {
    let metrics = state.metrics();
    let begun = Instant::now();
    let method = method(request.method());
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "other".to_owned(), |path| path.as_str().to_owned());
    let id = request_id(&request);
    let counted = InFlight::new(metrics.in_flight.clone());
    let mut response = next.run(request).await;
    drop(counted);
    let (taken, status) = (begun.elapsed(), response.status().as_u16());
    metrics.seconds.observe(taken.as_secs_f64());
    metrics.requests.get_or_create(&RequestLabels { method, route: route.clone(), status }).inc();
    let code = response.extensions().get::<Code>().map(|code| code.0);
    if let Some(code) = code {
        metrics.refusals.get_or_create(&RefusalLabels { code }).inc();
    }
    let shown = id.to_str().unwrap_or_default();
    let microseconds = u64::try_from(taken.as_micros()).unwrap_or(u64::MAX);
    let code = code.unwrap_or_default();
    if status >= 500 {
        tracing::warn!(request_id = shown, method, route, status, code, microseconds, "request");
    } else {
        tracing::info!(request_id = shown, method, route, status, code, microseconds, "request");
    }
    response.headers_mut().insert(REQUEST_ID, id);
    response
}

/// The code of a refusal, left in the response for the log.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Code(pub(crate) &'static str);

/// Counts down also where a client has gone and the request is dropped.
struct InFlight(Gauge);

impl InFlight {
    fn new(gauge: Gauge) -> Self {
        gauge.inc();
        Self(gauge)
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.dec();
    }
}

fn request_id(request: &Request) -> HeaderValue {
    let sent = request.headers().get(REQUEST_ID).filter(|id| {
        let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        (1..=64).contains(&id.len()) && id.as_bytes().iter().all(plain)
    });
    sent.cloned().unwrap_or_else(|| {
        HeaderValue::from_str(&uuid::Uuid::new_v4().to_string()).unwrap_or(HeaderValue::from_static("none"))
    })
}

/// A method's name from a known list, so that nobody can make the metrics grow.
fn method(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}
