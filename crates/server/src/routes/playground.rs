//! The built playground, as static files. A signup is checked where it is typed, and links carry it in their fragment: nothing
//! of it comes here.

use std::path::Path;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, LOCATION, X_FRAME_OPTIONS};
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use tower::ServiceExt as _;
use tower_http::services::ServeDir;

use crate::answer::{Refusal, RefusalCode};
use crate::state::State;

const PLACE: &str = "/playground";

/// Its own code and WASM, and nothing from or to anywhere else. It is framed by nobody, because it knows no platform.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
                      connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The page and its files; without the folder the server does not have these routes.
pub(super) fn routes(folder: &Path) -> Router<State> {
    let files = ServeDir::new(folder).precompressed_br().precompressed_gzip();
    let serve = move |request: Request| serve(files, request);
    Router::new()
        // Relative, so that it holds behind a proxy that serves all this below a path of its own; a browser keeps the fragment.
        .route(PLACE, get(|| async { (StatusCode::PERMANENT_REDIRECT, [(LOCATION, "playground/")]) }))
        .route(&format!("{PLACE}/"), get(serve.clone()))
        .route(&format!("{PLACE}/{{*file}}"), get(serve))
}

async fn serve(files: ServeDir, mut request: Request) -> Result<Response, Refusal> {
    let not_found = Refusal::new(RefusalCode::NotFound);
    let below = request.uri().path().strip_prefix(PLACE).and_then(|path| path.parse::<Uri>().ok());
    *request.uri_mut() = below.ok_or(not_found)?;
    // Vite puts what has a hash in its name into this folder.
    let is_hashed = request.uri().path().starts_with("/assets/");
    let response = match files.oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    if response.status() == StatusCode::NOT_FOUND {
        return Err(Refusal::new(RefusalCode::NotFound));
    }
    let mut response = response.map(Body::new).into_response();
    let cache = if is_hashed { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    Ok(response)
}
