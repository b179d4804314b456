//! The codes of refusals: what each is on the wire, its status, and its sentence for people.

use axum::http::StatusCode;
use merchant_signup::{Locale, messages};

/// Why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RefusalCode {
    /// 400: the path's account is none.
    BadAccount,
    /// 400: a parameter of the query has a value that is not known.
    BadQuery,
    /// 400: the `Idempotency-Key` is empty, too long or stands twice.
    BadIdempotencyKey,
    /// 400: the body is no JSON object, or too deep.
    Malformed,
    /// 400: the body did not come to its end in time.
    Interrupted,
    /// 400: the body ended before its end, or its chunks are none.
    BrokenBody,
    /// 400: the draft is none.
    BadDraft,
    /// 400: what a signup session is made from is not right.
    BadSessionRequest,
    /// 401: there is no bearer token.
    NoToken,
    /// 401: the token is not good, or not good any more.
    BadToken,
    /// 401: the signup session is over.
    SessionExpired,
    /// 401: the browser has no signup session.
    SessionMissing,
    /// 403: the token is for another account.
    OtherAccount,
    /// 403: the token's scopes do not suffice.
    MissingScope,
    /// 403: the callback reference is not the token's subject, or not the one that is stored for the connection.
    OtherReference,
    /// 403: in development mode, the request is for another host than this machine.
    OtherHost,
    /// 403: a URL to return to is not on the server's list.
    ReturnUrlForbidden,
    /// 403: the request does not come from the server's own page.
    Forged,
    /// 404: nothing is there.
    NotFound,
    /// 404: the server is not set up for signup sessions.
    SessionsOff,
    /// 405: the method is not for this route.
    MethodNotAllowed,
    /// 409: the account has a connection that is pending or enabled.
    Exists,
    /// 409: the account's connection is not pending.
    NotPending,
    /// 409: another device has saved the draft.
    DraftChanged,
    /// 413: the body is too large.
    TooLarge,
    /// 415: the body is not plain JSON.
    UnsupportedMediaType,
    /// 422: the signup, or the callback, is not ready.
    NotReady,
    /// 422: the `Idempotency-Key` was used with another request.
    KeyReused,
    /// 429: too many requests of the account, the session or the address.
    RateLimited,
    /// 500: something is wrong here.
    Internal,
    /// 503: too much is going on.
    Busy,
    /// 503: the request took too long.
    TimedOut,
    /// 503: the store does not answer.
    Unavailable,
}

impl RefusalCode {
    /// The code on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::BadAccount => "invalid_account",
            Self::BadQuery => "invalid_query",
            Self::BadIdempotencyKey => "invalid_idempotency_key",
            Self::Malformed => "malformed",
            Self::Interrupted => "interrupted",
            Self::BadSessionRequest => "invalid_session",
            Self::BadDraft => "invalid_draft",
            Self::BrokenBody => "broken_body",
            Self::NoToken => "token_missing",
            Self::SessionMissing => "session_missing",
            Self::SessionExpired => "session_expired",
            Self::BadToken => "token_invalid",
            Self::OtherAccount => "account_forbidden",
            Self::MissingScope => "scope_missing",
            Self::OtherReference => "reference_forbidden",
            Self::Forged => "forged",
            Self::ReturnUrlForbidden => "return_url_forbidden",
            Self::OtherHost => "host_forbidden",
            Self::SessionsOff => "sessions_off",
            Self::NotFound => "not_found",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::Exists => "connection_exists",
            Self::DraftChanged => "draft_changed",
            Self::NotPending => "connection_not_pending",
            Self::TooLarge => "too_large",
            Self::UnsupportedMediaType => "unsupported_media_type",
            Self::NotReady => "not_ready",
            Self::KeyReused => "idempotency_key_reused",
            Self::RateLimited => "rate_limited",
            Self::Internal => "internal",
            Self::Busy => "busy",
            Self::TimedOut => "timed_out",
            Self::Unavailable => "unavailable",
        }
    }

    /// The status of the answer.
    #[must_use]
    pub const fn status(self) -> StatusCode {
        match self {
            Self::BadAccount
            | Self::BadQuery
            | Self::BadIdempotencyKey
            | Self::Malformed
            | Self::Interrupted
            | Self::BrokenBody
            | Self::BadSessionRequest
            | Self::BadDraft => StatusCode::BAD_REQUEST,
            Self::NoToken | Self::BadToken | Self::SessionMissing | Self::SessionExpired => {
                StatusCode::UNAUTHORIZED
            }
            Self::OtherAccount
            | Self::MissingScope
            | Self::OtherReference
            | Self::OtherHost
            | Self::Forged
            | Self::ReturnUrlForbidden => StatusCode::FORBIDDEN,
            Self::NotFound | Self::SessionsOff => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::Exists | Self::NotPending | Self::DraftChanged => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::NotReady | Self::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
            Self::RateLimited => StatusCode::TOO_MANY_REQUESTS,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Busy | Self::TimedOut | Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::BadAccount,
        Self::BadQuery,
        Self::BadIdempotencyKey,
        Self::Malformed,
        Self::Interrupted,
        Self::BrokenBody,
        Self::BadDraft,
        Self::BadSessionRequest,
        Self::NoToken,
        Self::BadToken,
        Self::SessionExpired,
        Self::SessionMissing,
        Self::OtherAccount,
        Self::MissingScope,
        Self::OtherReference,
        Self::OtherHost,
        Self::ReturnUrlForbidden,
        Self::Forged,
        Self::NotFound,
        Self::SessionsOff,
        Self::MethodNotAllowed,
        Self::Exists,
        Self::NotPending,
        Self::DraftChanged,
        Self::TooLarge,
        Self::UnsupportedMediaType,
        Self::NotReady,
        Self::KeyReused,
        Self::RateLimited,
        Self::Internal,
        Self::Busy,
        Self::TimedOut,
        Self::Unavailable,
    ];

    /// The sentence for people, in their language. It stands in the languages' files, by [`code`](Self::code).
    #[must_use]
    pub fn message(self, locale: Locale) -> &'static str {
        // A test holds that every code has its sentence.
        messages::refusal(self.code(), locale).unwrap_or(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_every_message_is_there() {
        let mut codes: Vec<_> = RefusalCode::ALL.iter().map(|why| why.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), RefusalCode::ALL.len());
        for why in RefusalCode::ALL {
            for locale in Locale::ALL {
                assert!(messages::refusal(why.code(), locale).is_some(), "{why:?} in {}", locale.tag());
            }
        }
    }
}
