//! The cookie of a session.

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use cookie::{Cookie, SameSite};

use crate::config::SessionSettings;
use crate::store::hash;

/// Bound to this host, to `/` and to TLS by the browser itself.
const SECURE: &str = "__Host-merchant-signup";
/// The name where there is no TLS: on loopback.
const PLAIN: &str = "merchant-signup";

/// What a cookie is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A page of its own, with TLS.
    Secure,
    /// A page of its own without TLS, on loopback.
    Plain,
    /// A frame in another site's page, which has cookies of its own for each such site.
    Embedded,
}

/// Sets the cookie until the browser is closed: the server knows when the session ends.
pub(super) fn set(kind: Kind, value: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(&cookie(kind, value).build().to_string()).ok()
}

/// Takes the cookies of every kind away that this server may have set.
pub(super) fn remove(settings: &SessionSettings, is_secure: bool) -> Vec<HeaderValue> {
    let own = if is_secure { Kind::Secure } else { Kind::Plain };
    let embedded = (!settings.embedding_origins.is_empty()).then_some(Kind::Embedded);
    [Some(own), embedded]
        .into_iter()
        .flatten()
        .filter_map(|kind| {
            let removal = cookie(kind, "").max_age(cookie::time::Duration::ZERO).build().to_string();
            HeaderValue::from_str(&removal).ok()
        })
        .collect()
}

fn cookie(kind: Kind, value: &str) -> cookie::CookieBuilder<'_> {
    let name = if kind == Kind::Plain { PLAIN } else { SECURE };
    let same_site = if kind == Kind::Embedded { SameSite::None } else { SameSite::Lax };
    Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .secure(kind != Kind::Plain)
        .same_site(same_site)
        .partitioned(kind == Kind::Embedded)
}

/// The values that a browser sends: one, or two where it has a cookie of its own beside one of a frame.
pub(super) fn values(headers: &HeaderMap) -> Vec<String> {
    let sent = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let cookies = sent.flat_map(|value| Cookie::split_parse(value).filter_map(Result::ok));
    let ours = cookies.filter(|cookie| matches!(cookie.name(), SECURE | PLAIN) && !cookie.value().is_empty());
    // Nobody needs more, and each is looked up.
    ours.take(4).map(|cookie| cookie.value().to_owned()).collect()
}

/// What a page must send with what it changes. Another site can have the cookie sent, and cannot read this.
pub(super) fn csrf(cookie: &str) -> String {
    hash(format!("csrf:{cookie}").as_bytes())
}
