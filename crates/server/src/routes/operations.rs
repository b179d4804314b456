//! For whoever operates the server.

use axum::extract::State as FromState;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};

use crate::answer::{Refusal, RefusalCode};
use crate::state::State;
use crate::telemetry::OutboxLabels;

/// The program runs.
pub(super) async fn health() -> Response {
    ok()
}

/// The store answers too.
pub(super) async fn readiness(FromState(state): FromState<State>) -> Result<Response, Refusal> {
    if state.store().is_ready().await { Ok(ok()) } else { Err(Refusal::new(RefusalCode::Unavailable)) }
}

/// The metrics, as Prometheus reads them.
pub(super) async fn metrics(FromState(state): FromState<State>) -> Response {
    // Where the database does not answer, its figures are missing and the others are not.
    if let Ok((pending, failed)) = state.store().outbox_size().await {
        for (status, count) in [("pending", pending), ("failed", failed)] {
            state.metrics().outbox.get_or_create(&OutboxLabels { status }).set(count);
        }
    }
    let media_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(CONTENT_TYPE, HeaderValue::from_static(media_type))], state.metrics().text()).into_response()
}

fn ok() -> Response {
    ([(CONTENT_TYPE, HeaderValue::from_static("application/json"))], r#"{"status":"ok"}"#).into_response()
}
