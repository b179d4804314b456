//! Who calls, for which account, and whether they may: 401, then 400 for an account that is none, then 403, then 429.

use std::net::{IpAddr, SocketAddr};

use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::HeaderName;
use axum::http::request::Parts;
use merchant_signup::formats::account_id::AccountId;

use crate::answer::{Refusal, RefusalCode};
use crate::auth::Claims;
use crate::serve::Peer;
use crate::state::State;

/// A caller who may read an account.
#[derive(Clone, Debug)]
pub(super) struct Reader(pub(super) Caller);

/// A caller who may write to an account.
#[derive(Clone, Debug)]
pub(super) struct Writer(pub(super) Caller);

/// A caller who may list an account's connections.
#[derive(Clone, Debug)]
pub(super) struct Lister(pub(super) Caller);

/// The provider, who may complete an account's connection.
#[derive(Clone, Debug)]
pub(super) struct Provider(pub(super) Caller);

/// A caller whose token is for the account in the path.
#[derive(Clone, Debug)]
pub(super) struct Caller {
    pub(super) account: AccountId,
    /// The token's `sub`.
    pub(super) subject: String,
    /// The callback reference, where the path has one.
    pub(super) reference: Option<String>,
    /// The id of a signup session, where the path has one.
    pub(super) session: Option<String>,
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

impl FromRequestParts<State> for Lister {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Refusal> {
        caller(parts, state, Claims::may_list).await.map(Self)
    }
}

impl FromRequestParts<State> for Provider {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Refusal> {
        caller(parts, state, Claims::may_complete).await.map(Self)
    }
}

/// What the token says. Tokens that are not good are counted by where they come from, so that nobody can try many.
fn claims(parts: &Parts, state: &State) -> Result<Claims, Refusal> {
    state.tokens().check(&parts.headers).map_err(|refusal| {
        if refusal.code() != RefusalCode::BadToken {
            return refusal;
        }
        match state.guard().count_failure(source(parts, state)) {
            Ok(()) => refusal,
            Err(limited) => limited,
        }
    })
}

async fn caller(parts: &mut Parts, state: &State, may: fn(&Claims) -> bool) -> Result<Caller, Refusal> {
    let claims = claims(parts, state)?;
    let path = RawPathParams::from_request_parts(parts, state).await;
    let account = parameter(&path, "aid").unwrap_or("%");
    let account = AccountId::parse(account).map_err(|_| Refusal::bad_account(account))?;
    if claims.account_id != account.as_str() {
        return Err(Refusal::new(RefusalCode::OtherAccount));
    }
    if !may(&claims) {
        return Err(Refusal::new(RefusalCode::MissingScope));
    }
    state.guard().count(account.as_str())?;
    let reference = parameter(&path, "callback_reference").map(ToOwned::to_owned);
    let session = parameter(&path, "session").map(ToOwned::to_owned);
    Ok(Caller { account, subject: claims.sub, reference, session })
}

fn parameter<'a>(path: &'a Result<RawPathParams, RawPathParamsRejection>, name: &str) -> Option<&'a str> {
    // A path that is no UTF-8 has no account.
    path.as_ref().ok()?.iter().find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// Whoever may have a body checked: anyone with a token that is good for something, and in development mode anyone.
pub(super) fn may_check(parts: &Parts, state: &State) -> Result<(), Refusal> {
    match claims(parts, state) {
        Ok(claims) if claims.may_read() || claims.may_write() => state.guard().count(&claims.account_id),
        Ok(_) => Err(Refusal::new(RefusalCode::MissingScope)),
        Err(refusal) if refusal.code() == RefusalCode::NoToken && state.settings().development.is_some() => {
            Ok(())
        }
        Err(refusal) => Err(refusal),
    }
}

/// Where a request comes from: the peer, or what the peer says in `X-Forwarded-For`, where it is a trusted proxy.
pub(super) fn source(parts: &Parts, state: &State) -> Option<IpAddr> {
    let Peer(peer) = parts.extensions.get::<Peer>().copied()?;
    let trusted = &state.settings().trusted_proxies;
    let told = parts.headers.get_all(FORWARDED_FOR).iter().filter_map(|value| value.to_str().ok());
    let told: Vec<&str> = told.flat_map(|value| value.split(',')).map(str::trim).collect();
    let mut source = peer.to_canonical();
    // From the nearest to the farthest, as long as the one who says it is trusted.
    for address in told.iter().rev() {
        if !trusted.contains(&source) {
            break;
        }
        match address_in(address) {
            Some(address) => source = address,
            None => break,
        }
    }
    Some(source)
}

/// The address of an entry of `X-Forwarded-For`: some proxies write the port behind it, and brackets around version 6.
fn address_in(entry: &str) -> Option<IpAddr> {
    let bare = entry.strip_prefix('[').and_then(|entry| entry.strip_suffix(']')).unwrap_or(entry);
    let address = bare.parse().or_else(|_| entry.parse().map(|address: SocketAddr| address.ip()));
    // A version 4 address is the same one, however it is written.
    address.ok().map(|address: IpAddr| address.to_canonical())
}

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
