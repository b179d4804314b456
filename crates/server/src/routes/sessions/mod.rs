//! Signup sessions: a platform's backend makes a link, its merchant opens it, and the form has a session with a cookie.
//! The API's token never reaches a browser.

mod cookie;
mod links;
mod page;
mod session;
mod visitor;

use axum::Router;
use axum::routing::{delete, get, post, put};

use crate::paths::{DRAFT, LINK, SESSION, SESSIONS, SESSIONS_ONE, STYLESHEET, SUBMIT};
use crate::state::State;

pub(super) use self::links::new_link_of_development;
pub(super) use self::visitor::open_session;

/// What a platform's backend asks for, by its token.
pub(super) fn of_platforms() -> Router<State> {
    Router::new().route(SESSIONS, post(links::create)).route(SESSIONS_ONE, delete(links::revoke))
}

/// What a merchant's browser asks for, by its cookie.
pub(super) fn of_merchants() -> Router<State> {
    Router::new()
        .route(LINK, get(page::show).post(page::open))
        .route(STYLESHEET, get(page::stylesheet))
        .route(SESSION, get(session::read).delete(session::sign_out))
        .route(DRAFT, put(session::save))
        .route(SUBMIT, post(session::submit))
}
