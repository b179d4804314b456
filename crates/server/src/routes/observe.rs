//! Every request is counted and logged, and has an id.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State as FromState};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use prometheus_client::metrics::gauge::Gauge;

use crate::answer::Code;
use crate::state::State;
use crate::telemetry::{RefusalLabels, RequestLabels};

/// The header with a request's id: taken from the client or a proxy where it is one, else made here.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Counts and logs a request, and gives it its id.
pub(super) async fn observe(FromState(state): FromState<State>, request: Request, next: Next) -> Response {
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
