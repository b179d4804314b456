//! Who calls, for which account, and whether they may: 401, then 400 for an account that is none, then 403, then 429.

use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use merchant_signup::formats::account_id::AccountId;

use crate::answer::{Refusal, Why};
use crate::auth::Claims;
use crate::state::State;

/// A caller who may read an account.
#[derive(Clone, Debug)]
pub(super) struct Reader(pub(super) Caller);

/// A caller who may write to an account.
#[derive(Clone, Debug)]
pub(super) struct Writer(pub(super) Caller);

/// A caller whose token is for the account in the path.
#[derive(Clone, Debug)]
pub(super) struct Caller {
    pub(super) account: AccountId,
    /// The token's `sub`.
    pub(super) subject: String,
    /// The callback reference, where the path has one.
    pub(super) reference: Option<String>,
}

impl FromRequestParts<State> for Reader {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Refusal> {
        caller(parts, state, Claims::may_read).await.map(Self)
    }
}

impl FromRequestParts<State> for Writer {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Refusal> {
        caller(parts, state, Claims::may_write).await.map(Self)
    }
}

async fn caller(parts: &mut Parts, state: &State, may: fn(&Claims) -> bool) -> Result<Caller, Refusal> {
    let claims = state.tokens().check(&parts.headers)?;
    let path = RawPathParams::from_request_parts(parts, state).await;
    let account = parameter(&path, "aid").unwrap_or("%");
    let account = AccountId::parse(account).map_err(|_| Refusal::bad_account(account))?;
    if claims.account_id != account.as_str() {
        return Err(Refusal::new(Why::OtherAccount));
    }
    if !may(&claims) {
        return Err(Refusal::new(Why::MissingScope));
    }
    state.guard().count(account.as_str())?;
    let reference = parameter(&path, "callback_reference").map(ToOwned::to_owned);
    Ok(Caller { account, subject: claims.sub, reference })
}

fn parameter<'a>(path: &'a Result<RawPathParams, RawPathParamsRejection>, name: &str) -> Option<&'a str> {
    // A path that is no UTF-8 has no account.
    path.as_ref().ok()?.iter().find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// Whoever may have a body checked: anyone with a token that is good for something, and in development mode anyone.
pub(super) fn may_check(headers: &HeaderMap, state: &State) -> Result<(), Refusal> {
    match state.tokens().check(headers) {
        Ok(claims) if claims.may_read() || claims.may_write() => state.guard().count(&claims.account_id),
        Ok(_) => Err(Refusal::new(Why::MissingScope)),
        Err(refusal) if refusal.why() == Why::NoToken && state.settings().development.is_some() => Ok(()),
        Err(refusal) => Err(refusal),
    }
}
