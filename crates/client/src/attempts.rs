//! One attempt, and when there is another.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::{RequestBuilder, StatusCode};
use serde::de::DeserializeOwned;

use crate::error::{ClientError, Refusal, TransportError};

/// The most that is read of an answer. A connection with a signup of the largest size, and its history, is below it.
const MAXIMUM_ANSWER: usize = 8 * 1024 * 1024;

/// How often is tried again, and how long is waited.
#[derive(Clone, Debug)]
pub(crate) struct Policy {
    pub(crate) retries: u32,
    pub(crate) first_pause: Duration,
    pub(crate) longest_pause: Duration,
}

impl Default for Policy {
    fn default() -> Self {
        Self { retries: 3, first_pause: Duration::from_millis(250), longest_pause: Duration::from_secs(30) }
    }
}

impl Policy {
    /// How long to wait after so many attempts, by a random number; nothing where it is of no use to try again.
    fn pause(&self, attempts: u32, asked: Option<Duration>, random: u64) -> Option<Duration> {
        if attempts > self.retries {
            return None;
        }
        if asked.is_some_and(|asked| asked > self.longest_pause) {
            return None;
        }
        let doubled = 2_u32.saturating_pow(attempts.saturating_sub(1));
        let whole = self.first_pause.saturating_mul(doubled).min(self.longest_pause);
        let share = u32::try_from(random % 1024).unwrap_or_default();
        let pause = whole / 2 + whole / 2 * share / 1024;
        Some(asked.map_or(pause, |asked| asked.max(pause).min(self.longest_pause)))
    }
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) body: Vec<u8>,
    retry_after: Option<Duration>,
}

impl Answer {
    /// The answer, where it says yes.
    pub(crate) fn accepted(self) -> Result<Self, ClientError> {
        let refusal = |answer: &Self| Box::new(Refusal::read(answer.status.as_u16(), &answer.body));
        match self.status.as_u16() {
            200..=299 => Ok(self),
            401 => Err(ClientError::Unauthorized(refusal(&self))),
            409 => Err(ClientError::Conflict(refusal(&self))),
            429 => Err(ClientError::RateLimited { retry_after: self.retry_after, refusal: refusal(&self) }),
            400..=499 => Err(ClientError::Refused(refusal(&self))),
            500..=599 => Err(ClientError::Unavailable(refusal(&self))),
            status => Err(ClientError::UnexpectedAnswer { status }),
        }
    }

    /// The answer's JSON.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, ClientError> {
        // The parser's own words could repeat what it read.
        serde_json::from_slice(&self.body)
            .map_err(|_| ClientError::UnexpectedAnswer { status: self.status.as_u16() })
    }

    /// Whether the same request may be answered otherwise later.
    fn may_change(&self) -> bool {
        let never = [StatusCode::NOT_IMPLEMENTED, StatusCode::HTTP_VERSION_NOT_SUPPORTED];
        self.status == StatusCode::TOO_MANY_REQUESTS
            || (self.status.is_server_error() && !never.contains(&self.status))
    }
}

/// Sends what `request` builds, until there is an answer that another attempt would not change.
///
/// # Errors
///
/// When the last attempt got no answer.
pub(crate) async fn retried(
    policy: &Policy,
    request: impl Fn() -> RequestBuilder,
) -> Result<Answer, ClientError> {
    let mut attempts = 0;
    loop {
        let outcome = receive(request()).await;
        attempts += 1;
        let asked = match &outcome {
            Ok(answer) if answer.may_change() => answer.retry_after,
            Err(ClientError::Transport(_)) => None,
            _ => return outcome,
        };
        let Some(pause) = policy.pause(attempts, asked, random()) else { return outcome };
        tokio::time::sleep(pause).await;
    }
}

async fn receive(request: RequestBuilder) -> Result<Answer, ClientError> {
    let mut response = request.send().await.map_err(TransportError::new)?;
    let (status, retry_after) = (response.status(), retry_after(response.headers()));
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(TransportError::new)? {
        if body.len().saturating_add(chunk.len()) > MAXIMUM_ANSWER {
            return Err(ClientError::UnexpectedAnswer { status: status.as_u16() });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Answer { status, body, retry_after })
}

/// `Retry-After`: seconds, or a date.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let then = DateTime::parse_from_rfc2822(text).ok()?;
    Some(then.with_timezone(&Utc).signed_duration_since(Utc::now()).to_std().unwrap_or_default())
}

/// A number that nobody can foresee: the standard library's maps hash with keys from the system's randomness.
pub(crate) fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    fn policy() -> Policy {
        Policy {
            retries: 4,
            first_pause: Duration::from_millis(100),
            longest_pause: Duration::from_millis(500),
        }
    }

    #[test]
    fn pauses_double_up_to_the_longest_and_are_shortened_by_up_to_half() {
        let milliseconds =
            |attempts, random| policy().pause(attempts, None, random).map(|pause| pause.as_millis());
        assert_eq!(
            (1..=5).map(|attempts| milliseconds(attempts, 0)).collect::<Vec<_>>(),
            [Some(50), Some(100), Some(200), Some(250), None]
        );
        assert_eq!(
            (1..=5).map(|attempts| milliseconds(attempts, 1023)).collect::<Vec<_>>(),
            [Some(99), Some(199), Some(399), Some(499), None]
        );
        let long = Policy { retries: u32::MAX, ..policy() };
        assert_eq!(long.pause(u32::MAX, None, 0), Some(Duration::from_millis(250)));
    }

    #[test]
    fn no_attempt_comes_sooner_than_was_asked_for() {
        let asked = |milliseconds| policy().pause(1, Some(Duration::from_millis(milliseconds)), 0);
        assert_eq!(asked(0), Some(Duration::from_millis(50)));
        assert_eq!(asked(400), Some(Duration::from_millis(400)));
        assert_eq!(asked(501), None);
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let read = |text| retry_after(&HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_static(text))]));
        assert_eq!(read("120"), Some(Duration::from_secs(120)));
        assert_eq!(read("Fri, 31 Dec 1999 23:59:59 GMT"), Some(Duration::ZERO));
        assert!(read("Tue, 31 Dec 2999 23:59:59 GMT").is_some_and(|pause| pause > Duration::from_secs(1)));
        assert_eq!(read("soon"), None);
        assert_eq!(read("-1"), None);
    }
}
