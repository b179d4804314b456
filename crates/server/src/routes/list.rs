//! An account's connections, in pages.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State as FromState};
use axum::http::StatusCode;
use axum::response::Response;
use merchant_signup::connection::ConnectionStatus;
use uuid::Uuid;

use super::caller::Lister;
use super::connections::json_response;
use crate::answer::{Refusal, RefusalCode};
use crate::state::State;
use crate::store::Page;

/// Which connections are asked for.
#[derive(Debug, serde::Deserialize)]
pub(super) struct Asked {
    status: Option<String>,
    limit: Option<u16>,
    starting_after: Option<String>,
}

pub(super) async fn list(
    Lister(caller): Lister,
    FromState(state): FromState<State>,
    query: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Refusal> {
    let wrong = || Refusal::new(RefusalCode::BadQuery);
    let Query(asked) = query.map_err(|_| wrong())?;
    let status = asked.status.map(ConnectionStatus::from);
    let limit = asked.limit.unwrap_or(Page::USUAL);
    if matches!(status, Some(ConnectionStatus::Unknown(_))) || !(1..=Page::MOST).contains(&limit) {
        return Err(wrong());
    }
    let after = asked.starting_after.map(|after| after.parse::<Uuid>()).transpose().map_err(|_| wrong())?;
    let after = after.map(|after| after.to_string());
    let page = state.store().connections(caller.account, status.as_ref(), after.as_deref(), limit).await?;
    let page = serde_json::to_string(&page.ok_or(Refusal::new(RefusalCode::NotFound))?);
    Ok(json_response(StatusCode::OK, page.map_err(|_| Refusal::new(RefusalCode::Internal))?))
}
