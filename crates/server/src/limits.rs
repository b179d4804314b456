//! How much a client may ask for, and how long it may take.

use std::fmt;
use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use merchant_signup::axum::is_json;
use tokio::sync::Semaphore;

use crate::answer::{Refusal, RefusalCode};

/// The longest name of a step of the form, in characters.
pub(crate) const LONGEST_STEP: usize = 64;

/// How much a client may ask for, and how long it may take.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Limits {
    /// The largest body, in bytes; the check itself reads no more than [`merchant_signup::MAXIMUM_BYTES`].
    pub body_bytes: usize,
    /// How long a request's head may take. Idle connections are closed after it too.
    pub header_timeout: Duration,
    /// How long a request's body may take.
    pub body_timeout: Duration,
    /// How long a request may take from its head to its answer.
    pub request_timeout: Duration,
    /// How many requests of the API are worked on at once; more are answered with 503.
    pub concurrent_requests: usize,
    /// How many connections are open at once; more wait to be accepted.
    pub connections: usize,
    /// How many requests an account may make in a minute.
    pub requests_per_minute: NonZeroU32,
    /// How many tokens that are not good a source may send in a minute.
    pub failures_per_minute: NonZeroU32,
    /// How many links a source may open or look at in a minute.
    pub openings_per_minute: NonZeroU32,
    /// How long requests that have begun may take once the server is to stop.
    pub shutdown_timeout: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: merchant_signup::MAXIMUM_BYTES,
            header_timeout: Duration::from_secs(10),
            body_timeout: Duration::from_secs(10),
            request_timeout: Duration::from_secs(30),
            concurrent_requests: 512,
            connections: 12_000,
            requests_per_minute: NonZeroU32::MIN.saturating_add(119),
            failures_per_minute: NonZeroU32::MIN.saturating_add(59),
            openings_per_minute: NonZeroU32::MIN.saturating_add(29),
            shutdown_timeout: Duration::from_secs(30),
        }
    }
}

/// What keeps count.
pub(crate) struct Guard {
    accounts: DefaultKeyedRateLimiter<String>,
    failures: DefaultKeyedRateLimiter<IpAddr>,
    openings: DefaultKeyedRateLimiter<IpAddr>,
    pub(crate) requests: Arc<Semaphore>,
}

impl Guard {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            accounts: RateLimiter::keyed(Quota::per_minute(limits.requests_per_minute)),
            failures: RateLimiter::keyed(Quota::per_minute(limits.failures_per_minute)),
            openings: RateLimiter::keyed(Quota::per_minute(limits.openings_per_minute)),
            requests: Arc::new(Semaphore::new(limits.concurrent_requests)),
        }
    }

    /// Counts a request of an account.
    pub(crate) fn count(&self, account: &str) -> Result<(), Refusal> {
        count(&self.accounts, &account.to_owned())
    }

    /// Counts a token that is not good. What was not received over a connection has no source.
    pub(crate) fn count_failure(&self, source: Option<IpAddr>) -> Result<(), Refusal> {
        source.map_or(Ok(()), |source| count(&self.failures, &network(source)))
    }

    /// Counts a link that is opened or looked at, so that nobody can try many.
    pub(crate) fn count_opening(&self, source: Option<IpAddr>) -> Result<(), Refusal> {
        source.map_or(Ok(()), |source| count(&self.openings, &network(source)))
    }

    /// Forgets accounts that have been quiet, so that what is kept stays bounded by who is active.
    pub(crate) fn tidy(&self) {
        self.accounts.retain_recent();
        self.accounts.shrink_to_fit();
        self.failures.retain_recent();
        self.failures.shrink_to_fit();
        self.openings.retain_recent();
        self.openings.shrink_to_fit();
    }
}

fn count<K: Clone + Eq + Hash>(limiter: &DefaultKeyedRateLimiter<K>, key: &K) -> Result<(), Refusal> {
    limiter.check_key(key).map_err(|until| {
        let wait = until.wait_time_from(governor::clock::Clock::now(limiter.clock()));
        Refusal::new(RefusalCode::RateLimited).retry_after(wait.as_secs().saturating_add(1))
    })
}

/// What one client can be told apart by: an address, or the 64 bits of IPv6 that it can choose below.
fn network(source: IpAddr) -> IpAddr {
    match source {
        IpAddr::V4(_) => source,
        IpAddr::V6(address) => IpAddr::V6((address.to_bits() >> 64 << 64).into()),
    }
}

impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guard").field("accounts", &self.accounts.len()).finish_non_exhaustive()
    }
}

/// Receives a JSON body within the limits.
pub(crate) async fn receive(headers: &HeaderMap, body: Body, limits: &Limits) -> Result<Bytes, Refusal> {
    // A compressed body may be a thousand times what it seems to be: none is taken.
    let is_plain = headers
        .get_all(CONTENT_ENCODING)
        .iter()
        .all(|coding| coding.as_bytes().trim_ascii().eq_ignore_ascii_case(b"identity"));
    if !is_plain || !is_json(headers) || !is_utf8(headers) {
        return Err(Refusal::new(RefusalCode::UnsupportedMediaType));
    }
    match tokio::time::timeout(limits.body_timeout, Limited::new(body, limits.body_bytes).collect()).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if is_limit(&*error) => Err(Refusal::too_large(limits.body_bytes)),
        // The client broke the transfer off, or its chunks are none.
        Ok(Err(_)) => Err(Refusal::new(RefusalCode::BrokenBody)),
        Err(_) => Err(Refusal::new(RefusalCode::Interrupted)),
    }
}

/// Reads a JSON object into its type, which serde would read from a list too.
pub(crate) fn object<T: serde::de::DeserializeOwned>(
    body: &[u8],
    otherwise: RefusalCode,
) -> Result<T, Refusal> {
    let object: serde_json::Map<String, serde_json::Value> =
        serde_json::from_slice(body).map_err(|_| Refusal::new(otherwise))?;
    T::deserialize(serde_json::Value::Object(object)).map_err(|_| Refusal::new(otherwise))
}

/// Whether the body is not said to be in another encoding: JSON is UTF-8.
fn is_utf8(headers: &HeaderMap) -> bool {
    let Some(media_type) = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()) else {
        return false;
    };
    media_type.split(';').skip(1).all(|parameter| {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        !name.trim().eq_ignore_ascii_case("charset")
            || value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
    })
}

fn is_limit(error: &(dyn std::error::Error + 'static)) -> bool {
    error.is::<LengthLimitError>() || error.source().is_some_and(is_limit)
}
