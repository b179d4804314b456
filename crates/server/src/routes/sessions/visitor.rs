//! Who visits: the session of a cookie, and whether the request is one that our own page makes.

use axum::extract::FromRequestParts;
use axum::http::header::{HOST, ORIGIN};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName};
use chrono::Utc;
use subtle::ConstantTimeEq as _;

use super::cookie;
use crate::answer::{REFRESH_URL, Refusal, RefusalCode};
use crate::state::State;
use crate::store::Session;

/// The token against forged requests.
const CSRF: HeaderName = HeaderName::from_static("x-signup-csrf");
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// A merchant's browser with a cookie that is good.
#[derive(Debug)]
pub(super) struct Visitor {
    pub(super) session: Session,
    /// The token that goes with the cookie.
    pub(super) csrf: String,
}

/// One whose request is ours: with the token, and not from another site.
#[derive(Debug)]
pub(super) struct Acting(pub(super) Visitor);

impl FromRequestParts<State> for Visitor {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Refusal> {
        let visitor = visitor(&parts.headers, state).await?;
        state.guard().count(&format!("session:{}", visitor.session.id))?;
        Ok(visitor)
    }
}

impl FromRequestParts<State> for Acting {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Refusal> {
        let visitor = Visitor::from_request_parts(parts, state).await?;
        let sent = parts.headers.get(CSRF).map(axum::http::HeaderValue::as_bytes).unwrap_or_default();
        let is_ours = bool::from(sent.ct_eq(visitor.csrf.as_bytes()));
        if !is_ours || !is_own_site(state, &parts.headers) {
            return Err(Refusal::new(RefusalCode::Forged));
        }
        Ok(Self(visitor))
    }
}

async fn visitor(headers: &HeaderMap, state: &State) -> Result<Visitor, Refusal> {
    let now = Utc::now();
    let mut over = None;
    for value in cookie::values(headers) {
        match state.store().session_of_cookie(&value).await? {
            Some(session) if session.is_open(now) => {
                return Ok(Visitor { session, csrf: cookie::csrf(&value) });
            }
            found => over = over.or(found),
        }
    }
    Err(match over {
        Some(session) => {
            Refusal::new(RefusalCode::SessionExpired).with(REFRESH_URL, session.refresh_url.into())
        }
        None => Refusal::new(RefusalCode::SessionMissing),
    })
}

/// The session of a browser that has one that is good.
pub(in crate::routes) async fn open_session(
    headers: &HeaderMap,
    state: &State,
) -> Result<Option<Session>, Refusal> {
    match visitor(headers, state).await {
        Ok(visitor) => Ok(Some(visitor.session)),
        Err(refusal)
            if matches!(refusal.code(), RefusalCode::SessionExpired | RefusalCode::SessionMissing) =>
        {
            Ok(None)
        }
        Err(refusal) => Err(refusal),
    }
}

/// Where browsers find this server: as it is configured; in development mode as the request says, which is loopback.
pub(super) fn own_origin(state: &State, headers: &HeaderMap) -> Option<String> {
    let settings = state.settings();
    if let Some(origin) = &settings.sessions.public_origin {
        return Some(origin.clone());
    }
    settings.development?;
    let host = headers.get(HOST)?.to_str().ok()?;
    Some(format!("http://{host}"))
}

/// Whether a request comes from this server's own pages, or from no page at all.
pub(super) fn is_own_site(state: &State, headers: &HeaderMap) -> bool {
    let mut origins = headers.get_all(ORIGIN).iter();
    match (origins.next(), origins.next()) {
        (Some(origin), None) => {
            own_origin(state, headers).is_some_and(|own| origin.as_bytes() == own.as_bytes())
        }
        // Browsers send Origin with whatever changes something: this is none, or an old one that tells the site apart.
        (None, _) => {
            headers.get(SEC_FETCH_SITE).is_none_or(|site| matches!(site.as_bytes(), b"same-origin" | b"none"))
        }
        (Some(_), Some(_)) => false,
    }
}
