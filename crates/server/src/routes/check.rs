//! `POST /v1/check`: the report on any body; nothing is stored.

use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRef, FromRequest, Query, Request, State as FromState};
use axum::response::{IntoResponse as _, Response};
use merchant_signup::axum::ReportJson;
use merchant_signup::{Level, Locale, Options, Profile, messages};

use super::caller::may_check;
use crate::answer::{Refusal, Why};
use crate::limits::receive;
use crate::state::State;

/// How a body is to be judged, where it is not as usual.
#[derive(Debug, serde::Deserialize)]
pub(super) struct Asked {
    level: Option<String>,
    profile: Option<String>,
    locale: Option<String>,
}

/// Hands options to the extractor that judges.
pub(super) struct With(pub(super) Options);

impl FromRef<With> for Options {
    fn from_ref(with: &With) -> Self {
        with.0.clone()
    }
}

/// A request by someone who may have a body checked, with its body, received within the limits. A handler that takes it is
/// open to whom `/v1/check` is.
#[derive(Debug)]
pub struct CheckRequest(pub Request);

impl FromRequest<State> for CheckRequest {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &State) -> Result<Self, Refusal> {
        may_check(request.headers(), state)?;
        let (parts, body) = request.into_parts();
        // A body that is refused is told of in the language that the query asks for, as one that is checked.
        let in_its_language = |refusal: Refusal| {
            let asked = Query::<Asked>::try_from_uri(&parts.uri).ok();
            refusal.in_language(asked.and_then(|Query(asked)| locale(asked.locale.as_deref()?)))
        };
        let body = receive(&parts.headers, body, state.limits()).await.map_err(in_its_language)?;
        Ok(Self(Request::from_parts(parts, Body::from(body))))
    }
}

pub(super) async fn check(
    FromState(state): FromState<State>,
    query: Result<Query<Asked>, QueryRejection>,
    CheckRequest(request): CheckRequest,
) -> Result<Response, Refusal> {
    let Query(asked) = query.map_err(|_| Refusal::new(Why::BadQuery))?;
    let (options, locale) = options(&asked, state.options()).ok_or_else(|| Refusal::new(Why::BadQuery))?;
    let ReportJson(report) = ReportJson::from_request(request, &With(options)).await?;
    Ok(match locale {
        // The query says more than the header.
        Some(locale) => ReportJson(report.with_locale(locale)),
        None => ReportJson(report),
    }
    .into_response())
}

fn options(asked: &Asked, mut options: Options) -> Option<(Options, Option<Locale>)> {
    if let Some(level) = &asked.level {
        options = options.level(Level::from_name(level)?);
    }
    if let Some(profile) = &asked.profile {
        options = options.profile(Profile::from_name(profile)?);
    }
    let locale = match &asked.locale {
        Some(tag) => Some(locale(tag)?),
        None => None,
    };
    Some((options, locale))
}

/// The language of a tag, where its messages can be had.
fn locale(tag: &str) -> Option<Locale> {
    let locale = Locale::from_tag(tag);
    let is_english = tag.split(['-', '_']).next().is_some_and(|tag| tag.eq_ignore_ascii_case("en"));
    (messages::is_available(locale) && (is_english || locale != Locale::English)).then_some(locale)
}
