//! The built form, as static files: compressed when it was built, cached by the hash in their names, and kept from loading
//! anything foreign.

use std::path::Path;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State as FromState};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, VARY, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use merchant_signup::Locale;
use merchant_signup::axum::locale;
use tower::ServiceExt as _;
use tower_http::services::ServeDir;

use super::check::language;
use super::sessions::{new_link_of_development, open_session};
use crate::answer::{Refusal, RefusalCode};
use crate::config::SessionSettings;
use crate::state::State;

/// The files of the built form. Its build leaves a `.br` and a `.gz` beside each file that gets smaller by it: what never
/// changes is compressed once, as well as it can be, and not for each browser that asks.
#[derive(Clone)]
pub(super) struct Form {
    files: ServeDir,
    /// The pages, where they are not those that the build has compressed.
    changed_pages: Option<ServeDir>,
    /// The languages that the build has drawn the first step in, besides that of `index.html`.
    drawn: Vec<Locale>,
}

impl Form {
    pub(super) fn new(folder: &Path) -> Self {
        let is_drawn = |locale: &Locale| folder.join(page_in(*locale)).is_file();
        let is_changed = |page: String| is_younger(folder, &page, "br") || is_younger(folder, &page, "gz");
        let mut pages = Locale::ALL.into_iter().map(page_in).chain(["index.html".to_owned()]);
        let are_changed = pages.any(is_changed);
        if are_changed {
            tracing::warn!(
                folder = %folder.display(),
                "the form's pages were changed after they were built: they are sent as they are, without compression"
            );
        }
        Self {
            changed_pages: are_changed.then(|| ServeDir::new(folder)),
            files: ServeDir::new(folder).precompressed_br().precompressed_gzip(),
            drawn: Locale::ALL.into_iter().filter(is_drawn).collect(),
        }
    }
}

/// Whether a page was written after what the build has compressed of it: somebody has set its `<meta>`. A copy of the
/// folder writes the one soon after the other.
fn is_younger(folder: &Path, page: &str, compressed: &str) -> bool {
    let written = |name: &str| folder.join(name).metadata().and_then(|file| file.modified()).ok();
    let (page, built) = (written(page), written(&format!("{page}.{compressed}")));
    page.zip(built).and_then(|(page, built)| page.duration_since(built).ok()).is_some_and(|by| by > SOON)
}

const SOON: Duration = Duration::from_secs(5);

fn page_in(locale: Locale) -> String {
    format!("index.{}.html", locale.tag())
}

pub(super) async fn serve(
    FromState(state): FromState<State>,
    form: Option<Form>,
    mut request: Request,
) -> Result<Response, Refusal> {
    let not_found = Refusal::new(RefusalCode::NotFound);
    let path = request.uri().path();
    if path.starts_with("/v1/") || !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(not_found);
    }
    let Some(Form { files, changed_pages, drawn }) = form else { return Err(not_found) };
    let is_page = path.ends_with('/') || path.ends_with(".html");
    let files = changed_pages.filter(|_| is_page).unwrap_or(files);
    // Vite puts what has a hash in its name into this folder.
    let is_hashed = path.starts_with("/assets/");
    let mut is_drawn_in = None;
    if path == "/" {
        let (headers, uri) = (request.headers().clone(), request.uri().clone());
        if let Some(link) = link_of_development(&state, &headers, &uri).await? {
            return Ok(link);
        }
        if !drawn.is_empty() {
            // `index.html` is in English.
            let wanted = asked_for(&headers, &uri);
            let locale = if drawn.contains(&wanted) { wanted } else { Locale::English };
            if locale != Locale::English {
                *request.uri_mut() = format!("/{}", page_in(locale)).parse().unwrap_or(uri);
            }
            is_drawn_in = Some(locale);
        }
    }
    let response = match files.oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    if response.status() == StatusCode::NOT_FOUND {
        return Err(not_found);
    }
    let mut response = response.map(Body::new);
    let sessions = &state.settings().sessions;
    let headers = response.headers_mut();
    let cache = if is_hashed { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    if let Some(locale) = is_drawn_in {
        headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(locale.tag()));
        headers.insert(VARY, HeaderValue::from_static("accept-encoding, accept-language"));
    }
    if let Ok(policy) = HeaderValue::from_str(&policy(sessions)) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    if sessions.embedding_origins.is_empty() {
        headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    }
    Ok(response)
}

/// The form's own code and WASM, and nothing from or to anywhere else.
fn policy(sessions: &SessionSettings) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; font-src 'self'; \
         img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors {}",
        sessions.frame_ancestors()
    )
}

/// In development mode, whoever opens the form without a session gets a link for the mode's account, as a platform would
/// send one.
async fn link_of_development(
    state: &State,
    headers: &HeaderMap,
    uri: &Uri,
) -> Result<Option<Response>, Refusal> {
    let Some(account) = state.settings().development else { return Ok(None) };
    if open_session(headers, state).await?.is_some() {
        return Ok(None);
    }
    let link = new_link_of_development(state, headers, account, language_in(uri)).await?;
    let link = HeaderValue::from_str(&link).map_err(|_| Refusal::new(RefusalCode::Internal))?;
    Ok(Some((StatusCode::SEE_OTHER, [(LOCATION, link)]).into_response()))
}

/// The language of the address, as a link to the form has it; else that of the browser.
fn asked_for(headers: &HeaderMap, uri: &Uri) -> Locale {
    language_in(uri).and_then(language).or_else(|| locale(headers)).unwrap_or(Locale::English)
}

fn language_in(uri: &Uri) -> Option<&str> {
    uri.query()?.split('&').find_map(|parameter| parameter.strip_prefix("lang="))
}

/// What the platform has configured the form with. It is read again each time, so that it can be changed.
pub(super) async fn config(FromState(state): FromState<State>) -> Result<Response, Refusal> {
    let file = state.settings().form_config.as_deref().ok_or(Refusal::new(RefusalCode::NotFound))?;
    let text = tokio::fs::read(file).await.map_err(|error| {
        tracing::error!(%error, "the form's configuration cannot be read");
        Refusal::new(RefusalCode::Internal)
    })?;
    let headers = [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-cache")];
    Ok((headers, text).into_response())
}
