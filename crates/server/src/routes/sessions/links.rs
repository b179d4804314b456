//! A platform's backend makes links and revokes them.

use axum::extract::{Request, State as FromState};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use chrono::{SecondsFormat, Utc};
use merchant_signup::Locale;
use merchant_signup::formats::account_id::AccountId;
use serde_json::{Map, Value, json};

use super::visitor::own_origin;
use crate::answer::{Refusal, RefusalCode};
use crate::limits::{object, receive};
use crate::paths::LINK;
use crate::routes::caller::Writer;
use crate::routes::connections::json_response;
use crate::state::State;
use crate::store::{Act, Draft, NewSession};
use crate::vault::random_secret;

/// What a platform asks for.
#[derive(Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Asked {
    return_url: Option<String>,
    refresh_url: Option<String>,
    locale: Option<String>,
    /// Values that the form begins with, unless the account has a draft already.
    signup: Option<Map<String, Value>>,
}

pub(super) async fn create(
    Writer(caller): Writer,
    FromState(state): FromState<State>,
    request: Request,
) -> Result<Response, Refusal> {
    let (parts, body) = request.into_parts();
    let body = receive(&parts.headers, body, state.limits()).await?;
    let asked: Asked = object(&body, RefusalCode::BadSessionRequest)?;
    for url in [&asked.return_url, &asked.refresh_url].into_iter().flatten() {
        if !state.settings().sessions.may_return_to(url) {
            return Err(Refusal::new(RefusalCode::ReturnUrlForbidden));
        }
    }
    let locale = match &asked.locale {
        Some(tag) => Some(known(tag).ok_or_else(|| Refusal::new(RefusalCode::BadSessionRequest))?),
        None => None,
    };
    let made = new_link(&state, &parts.headers, caller.account, &caller.subject, &asked, locale).await?;
    if let Some(signup) = asked.signup {
        // What the merchant has filled in already is worth more than what the platform knows.
        let draft = Draft { draft: json!({ "signup": signup }), ..Draft::default() };
        state.store().save_draft(caller.account, &draft, Utc::now()).await?;
    }
    Ok(json_response(StatusCode::CREATED, made.to_string()))
}

pub(super) async fn revoke(
    Writer(caller): Writer,
    FromState(state): FromState<State>,
) -> Result<Response, Refusal> {
    let id = caller.session.as_deref().unwrap_or_default();
    if state.store().end_session(caller.account, id, Utc::now()).await? {
        Ok(StatusCode::NO_CONTENT.into_response())
    } else {
        Err(Refusal::new(RefusalCode::NotFound))
    }
}

/// A new link for the account of the development mode.
pub(in crate::routes) async fn new_link_of_development(
    state: &State,
    headers: &HeaderMap,
    account: AccountId,
    locale: Option<&str>,
) -> Result<String, Refusal> {
    let locale = locale.and_then(known);
    let made = new_link(state, headers, account, "development", &Asked::default(), locale).await?;
    let url = made.get("url").and_then(Value::as_str).unwrap_or_default();
    Ok(url.to_owned())
}

async fn new_link(
    state: &State,
    headers: &HeaderMap,
    account: AccountId,
    by: &str,
    asked: &Asked,
    locale: Option<Locale>,
) -> Result<Value, Refusal> {
    let origin = own_origin(state, headers).ok_or_else(|| Refusal::new(RefusalCode::SessionsOff))?;
    let now = Utc::now();
    let expires_at = now + state.settings().sessions.link_lifetime;
    let link = random_secret();
    let new = NewSession {
        link: &link,
        link_expires_at: expires_at,
        return_url: asked.return_url.as_deref(),
        refresh_url: asked.refresh_url.as_deref(),
        locale: locale.map(Locale::tag),
    };
    let id = state.store().create_session(&Act { account, by, at: now, key: None }, &new).await?;
    Ok(json!({
        "id": id,
        "url": format!("{origin}{}", LINK.replace("{link}", &link)),
        "expires_at": expires_at.to_rfc3339_opts(SecondsFormat::Secs, true),
    }))
}

/// The language of a tag that the form has.
fn known(tag: &str) -> Option<Locale> {
    let locale = Locale::from_tag(tag);
    let is_english = tag.split(['-', '_']).next().is_some_and(|tag| tag.eq_ignore_ascii_case("en"));
    (is_english || locale != Locale::English).then_some(locale)
}
