//! The routes, and what every request passes through.

mod caller;
mod check;
mod connections;
mod form;
mod list;
mod observe;
mod operations;
mod playground;
mod sessions;

use std::any::Any;

use axum::Router;
use axum::extract::{Request, State as FromState};
use axum::http::header::{CACHE_CONTROL, HOST, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderValue, uri::Authority};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;

pub use check::CheckBody;

use crate::answer::{self, Refusal, RefusalCode};
use crate::paths::{CALLBACK, CHECK, CONNECTION, CONNECTIONS};
use crate::state::State;

/// The whole application.
pub fn router(state: State) -> Router {
    router_with(state, Router::new())
}

/// The whole application and more routes, which are guarded and answered as its own are.
pub fn router_with(state: State, more: Router<State>) -> Router {
    let api = Router::new()
        .route(CONNECTION, get(connections::read).post(connections::create))
        .route(CONNECTIONS, get(list::list))
        .route(CALLBACK, post(connections::complete))
        .route(CHECK, post(check::check))
        .merge(sessions::of_platforms())
        .merge(sessions::of_merchants())
        .merge(more)
        .layer(from_fn_with_state(state.clone(), room));
    let operations =
        Router::new().route("/healthz", get(operations::health)).route("/readyz", get(operations::readiness));
    let documents = crate::openapi::routes(state.settings().development.is_some());
    let mut application = Router::new().merge(api).merge(operations).merge(documents);
    if state.settings().form_config.is_some() {
        application = application.route("/config.json", get(form::config));
    }
    if let Some(folder) = state.settings().playground.as_deref() {
        application = application.merge(playground::routes(folder));
    }
    let form = state.settings().form.as_deref().map(form::Form::new);
    let serve = move |state: FromState<State>, request: Request| form::serve(state, form.clone(), request);
    application = application.fallback(serve);
    application
        .layer(from_fn_with_state(state.clone(), this_host))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(state.clone(), in_time))
        .layer(from_fn(answer::write))
        .layer(from_fn(headers))
        .layer(from_fn_with_state(state.clone(), observe::observe))
        .with_state(state)
}

/// What is served at the address of the metrics, and nowhere else.
pub fn metrics_router(state: State) -> Router {
    Router::new().route("/metrics", get(operations::metrics)).with_state(state)
}

/// Headers that every answer has, unless it says otherwise.
async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.entry(REFERRER_POLICY).or_insert(HeaderValue::from_static("no-referrer"));
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Ends a request that takes too long.
async fn in_time(
    FromState(state): FromState<State>,
    request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    let limit = state.limits().request_timeout;
    tokio::time::timeout(limit, next.run(request)).await.map_err(|_| Refusal::new(RefusalCode::TimedOut))
}

/// Turns away what there is no room for.
async fn room(FromState(state): FromState<State>, request: Request, next: Next) -> Result<Response, Refusal> {
    let _permit = state.guard().requests.try_acquire().map_err(|_| Refusal::new(RefusalCode::Busy))?;
    Ok(next.run(request).await)
}

/// In development mode, answers only those who ask for this machine by its own name: a page on the web cannot have its
/// name point here and read the token.
async fn this_host(
    FromState(state): FromState<State>,
    request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    if state.settings().development.is_some() {
        let host = request.headers().get(HOST).and_then(|host| host.to_str().ok());
        let host = host.and_then(|host| host.parse::<Authority>().ok());
        let is_this = |host: &str| {
            let address = host.trim_start_matches('[').trim_end_matches(']').parse::<std::net::IpAddr>();
            host == "localhost" || address.is_ok_and(|address| address.is_loopback())
        };
        if !host.is_some_and(|host| is_this(host.host())) {
            return Err(Refusal::new(RefusalCode::OtherHost));
        }
    }
    Ok(next.run(request).await)
}

#[allow(clippy::needless_pass_by_value, reason = "the signature that the layer asks for")]
fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    Refusal::new(RefusalCode::Internal).into_response()
}
