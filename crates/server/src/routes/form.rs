//! The built form, as static files: compressed, cached by the hash in their names, and kept from loading anything foreign.

use std::path::Path;

use axum::body::Body;
use axum::extract::{Request, State as FromState};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_FRAME_OPTIONS};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;
use tower::ServiceExt as _;
use tower_http::compression::{Compression, CompressionLayer};
use tower_http::services::ServeDir;

use super::CONNECTION;
use crate::answer::{Refusal, Why};
use crate::auth::{Claims, issue};
use crate::state::State;

/// The files of the built form.
#[derive(Clone)]
pub(super) struct Form(Compression<ServeDir>);

impl Form {
    pub(super) fn new(folder: &Path) -> Self {
        let files = ServeDir::new(folder).precompressed_br().precompressed_gzip();
        Self(tower::Layer::layer(&CompressionLayer::new(), files))
    }
}

/// Its own code and WASM, and nothing from or to anywhere else.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; font-src 'self'; \
                      img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";

pub(super) async fn serve(form: Option<Form>, request: Request) -> Result<Response, Refusal> {
    let not_found = Refusal::new(Why::NotFound);
    let path = request.uri().path();
    if path.starts_with("/v1/") || !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(not_found);
    }
    let Some(Form(files)) = form else { return Err(not_found) };
    // Vite puts what has a hash in its name into this folder.
    let is_hashed = path.starts_with("/assets/");
    let response = match files.oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    if response.status() == StatusCode::NOT_FOUND {
        return Err(not_found);
    }
    let mut response = response.map(Body::new);
    let headers = response.headers_mut();
    let cache = if is_hashed { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    Ok(response)
}

/// How long the form's token is good for in development mode: a day's work.
const TOKEN_SECONDS: u64 = 12 * 3600;

/// What the form is configured with in development mode: a token that takes its signups.
pub(super) async fn config(FromState(state): FromState<State>) -> Result<Response, Refusal> {
    let account = state.settings().development.ok_or(Refusal::new(Why::NotFound))?;
    let claims = Claims {
        sub: "development".to_owned(),
        account_id: account.to_string(),
        scope: "read:accounts write:accounts".to_owned(),
    };
    let token =
        issue(&state.settings().tokens, &claims, TOKEN_SECONDS).map_err(|_| Refusal::new(Why::Internal))?;
    let config = json!({
        "account": account.as_str(),
        "endpoint": CONNECTION,
        "allowed_origins": [],
        "token": token,
    });
    Ok(([(CONTENT_TYPE, HeaderValue::from_static("application/json"))], config.to_string()).into_response())
}
