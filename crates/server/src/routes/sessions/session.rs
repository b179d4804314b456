//! What the form asks for: its session, its draft, and that its signup is taken.

use axum::extract::{Request, State as FromState};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, SecondsFormat, Utc};
use merchant_signup::Locale;
use merchant_signup::axum::locale;
use merchant_signup::connection::ConnectionStatus;
use serde_json::{Value, json};

use super::cookie;
use super::visitor::{Acting, Visitor, own_origin};
use crate::answer::{Refusal, RefusalCode};
use crate::limits::{LONGEST_STEP, object, receive};
use crate::routes::connections::{answer, json_response, ready_signup};
use crate::state::State;
use crate::store::{Act, Done, Draft, Outcome, Saved, Session};

pub(super) async fn read(visitor: Visitor, FromState(state): FromState<State>) -> Result<Response, Refusal> {
    let Visitor { session, csrf } = visitor;
    let draft = state.store().draft(session.account).await?;
    let connection = match &session.answer {
        Some(answer) => serde_json::from_str(answer).map_err(|_| Refusal::new(RefusalCode::Internal))?,
        None => open_connection(&state, &session).await?,
    };
    let body = json!({
        "account": session.account.as_str(),
        "locale": session.locale,
        "status": if session.is_submitted { "submitted" } else { "open" },
        "draft": draft.draft,
        "step": draft.step,
        "version": draft.version,
        "saved_at": draft.saved_at.map(written),
        "csrf": csrf,
        "return_url": session.return_url,
        "expires_at": session.expires_at.map(written),
        "connection": connection,
    });
    Ok(json_response(StatusCode::OK, body.to_string()))
}

/// The account's connection, where it is pending or enabled: another signup would be refused.
async fn open_connection(state: &State, session: &Session) -> Result<Value, Refusal> {
    let connection = state.store().connection(session.account).await?.filter(|connection| {
        matches!(connection.status, Some(ConnectionStatus::Pending | ConnectionStatus::Enabled))
    });
    serde_json::to_value(connection).map_err(|_| Refusal::new(RefusalCode::Internal))
}

/// A draft as the form saves it.
#[derive(serde::Deserialize)]
struct Sent {
    draft: Value,
    #[serde(default)]
    step: Option<String>,
    #[serde(deserialize_with = "whole")]
    version: i64,
}

/// A whole number, which JSON may write as `3` or as `3.0`: to JSON Schema both are integers.
fn whole<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    let number = <serde_json::Number as serde::Deserialize>::deserialize(deserializer)?;
    // A float is written with as few digits as tell it apart: without a dot where it is whole.
    let float = || number.as_f64().and_then(|float| float.to_string().parse().ok());
    number.as_i64().or_else(float).ok_or_else(|| serde::de::Error::custom("not a whole number"))
}

pub(super) async fn save(
    Acting(visitor): Acting,
    FromState(state): FromState<State>,
    request: Request,
) -> Result<Response, Refusal> {
    let (parts, body) = request.into_parts();
    let body = receive(&parts.headers, body, state.limits()).await?;
    let sent: Sent = object(&body, RefusalCode::BadDraft)?;
    if !(sent.draft.is_object() || sent.draft.is_null())
        || sent.step.as_ref().is_some_and(|step| step.chars().count() > LONGEST_STEP)
    {
        return Err(Refusal::new(RefusalCode::BadDraft));
    }
    if visitor.session.is_submitted {
        return Err(Refusal::new(RefusalCode::Exists));
    }
    let now = Utc::now();
    let draft = Draft { draft: sent.draft, step: sent.step, version: sent.version, saved_at: None };
    match state.store().save_draft(visitor.session.account, &draft, now).await? {
        Saved::As(version) => {
            let body = json!({ "version": version, "saved_at": written(now) });
            Ok(json_response(StatusCode::OK, body.to_string()))
        }
        Saved::Changed(stored) => Err(Refusal::new(RefusalCode::DraftChanged)
            .with("draft", stored.draft)
            .with("step", stored.step.into())
            .with("version", stored.version.into())
            .with("saved_at", stored.saved_at.map(written).into())),
    }
}

pub(super) async fn submit(
    Acting(visitor): Acting,
    FromState(state): FromState<State>,
    request: Request,
) -> Result<Response, Refusal> {
    let session = visitor.session;
    let (parts, body) = request.into_parts();
    let body = receive(&parts.headers, body, state.limits()).await?;
    // An answer that was lost on its way is given again.
    if let Some(body) = session.answer {
        return answer(Outcome::Stored(body), session.account);
    }
    let locale = locale(&parts.headers).unwrap_or(Locale::English);
    let (signup, notices) = ready_signup(&body, &state.options().locale(locale))?;
    let act = Act { account: session.account, by: &session.id, at: Utc::now(), key: None };
    let done = state.store().submit(&session.id, &act, &signup, &notices).await?;
    if matches!(done, Done { outcome: Outcome::Stored(_), is_replay: false }) {
        state.metrics().signups.inc();
    }
    answer(done.outcome, session.account)
}

pub(super) async fn sign_out(
    Acting(visitor): Acting,
    FromState(state): FromState<State>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let session = visitor.session;
    state.store().end_session(session.account, &session.id, Utc::now()).await?;
    let is_secure = own_origin(&state, &headers).is_some_and(|origin| origin.starts_with("https:"));
    let mut response = StatusCode::NO_CONTENT.into_response();
    for removal in cookie::remove(&state.settings().sessions, is_secure) {
        response.headers_mut().append(SET_COOKIE, removal);
    }
    Ok(response)
}

fn written(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}
