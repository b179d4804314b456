//! `POST /v1/check`: the report on any body; nothing is stored.

use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequest, Query, Request, State as FromState};
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};
use merchant_signup::axum::{ReportJson, locale};
use merchant_signup::{Level, Locale, Options, Profile, check_slice, messages};

use super::caller::may_check;
use crate::answer::{Refusal, RefusalCode};
use crate::limits::receive;
use crate::state::State;

/// How a body is to be judged, where it is not as usual.
#[derive(Debug, serde::Deserialize)]
pub(super) struct Asked {
    level: Option<String>,
    profile: Option<String>,
    locale: Option<String>,
}

/// The body of a request by someone who may have a body checked, received within the limits. A handler that takes it is
/// open to whom `/v1/check` is.
#[derive(Debug)]
pub struct CheckBody(pub Bytes);

impl FromRequest<State> for CheckBody {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &State) -> Result<Self, Refusal> {
        let (parts, body) = request.into_parts();
        may_check(&parts, state)?;
        // A body that is refused is told of in the language that the query asks for, as one that is checked.
        let in_its_language = |refusal: Refusal| {
            let asked = Query::<Asked>::try_from_uri(&parts.uri).ok();
            refusal.in_language(asked.and_then(|Query(asked)| language(asked.locale.as_deref()?)))
        };
        receive(&parts.headers, body, state.limits()).await.map(Self).map_err(in_its_language)
    }
}

pub(super) async fn check(
    FromState(state): FromState<State>,
    query: Result<Query<Asked>, QueryRejection>,
    headers: HeaderMap,
    CheckBody(body): CheckBody,
) -> Result<Response, Refusal> {
    let Query(asked) = query.map_err(|_| Refusal::new(RefusalCode::BadQuery))?;
    let (options, asked) =
        options(&asked, state.options()).ok_or_else(|| Refusal::new(RefusalCode::BadQuery))?;
    // The query says more than the header.
    let locale = asked.or_else(|| locale(&headers)).unwrap_or(Locale::English);
    Ok(ReportJson(check_slice(&body, &options.locale(locale))).into_response())
}

fn options(asked: &Asked, mut options: Options) -> Option<(Options, Option<Locale>)> {
    if let Some(level) = &asked.level {
        options = options.level(Level::from_name(level)?);
    }
    if let Some(profile) = &asked.profile {
        options = options.profile(Profile::from_name(profile)?);
    }
    let locale = match &asked.locale {
        Some(tag) => Some(language(tag)?),
        None => None,
    };
    Some((options, locale))
}

/// The language of a tag, where its messages can be had.
pub(super) fn language(tag: &str) -> Option<Locale> {
    let locale = Locale::from_tag(tag);
    let is_english = tag.split(['-', '_']).next().is_some_and(|tag| tag.eq_ignore_ascii_case("en"));
    (messages::is_available(locale) && (is_english || locale != Locale::English)).then_some(locale)
}
