//! The paths of the application, which routes and the OpenAPI document share.

/// An account's connection.
pub(crate) const CONNECTION: &str = "/v1/accounts/{aid}/management/settings/connections/bambora";
/// All that an account has had.
pub(crate) const CONNECTIONS: &str = "/v1/accounts/{aid}/management/settings/connections";
/// What completes it.
pub(crate) const CALLBACK: &str =
    "/v1/accounts/{aid}/management/settings/connections/bambora/{callback_reference}";
/// The check that stores nothing.
pub(crate) const CHECK: &str = "/v1/check";

/// Where a platform's backend makes signup sessions.
pub(crate) const SESSIONS: &str = "/v1/accounts/{aid}/signup-sessions";
/// One of them, to be revoked.
pub(crate) const SESSIONS_ONE: &str = "/v1/accounts/{aid}/signup-sessions/{session}";
/// What a merchant opens.
pub(crate) const LINK: &str = "/signup/{link}";
/// The stylesheet of the page there.
pub(crate) const STYLESHEET: &str = "/signup.css";
/// The session of a browser's cookie.
pub(crate) const SESSION: &str = "/v1/session";
/// What its merchant has filled in so far.
pub(crate) const DRAFT: &str = "/v1/session/draft";
/// Where its signup is submitted.
pub(crate) const SUBMIT: &str = "/v1/session/submit";

/// The OpenAPI document.
pub(crate) const DOCUMENT: &str = "/openapi.json";
/// The document as a page to read.
pub(crate) const PAGE: &str = "/docs";
/// The page's stylesheet.
pub(crate) const PAGE_STYLESHEET: &str = "/docs.css";
