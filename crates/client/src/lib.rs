//! An HTTP client for the endpoint that takes merchants' signups. It checks a signup before it sends it, fetches and renews
//! tokens, and repeats a call that may be repeated.
//!
//! It runs on tokio; HTTP is [reqwest](https://docs.rs/reqwest), TLS is rustls with the certificates that the machine trusts.
//! What a signup is, and what makes it ready, is [`merchant_signup`]'s.
//!
//! The base URL says whose endpoint: this project's server, or the provider's own at `https://api.dintero.com`.
//!
//! ```no_run
//! use merchant_signup_client::{Client, ClientError, Credentials};
//! use merchant_signup::formats::account_id::AccountId;
//! use merchant_signup::SignupRequest;
//!
//! # async fn example(id: String, secret: String, request: SignupRequest) -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder("https://api.dintero.com").credentials(Credentials::new(id, secret)).build()?;
//! let account = AccountId::parse("T12345678").map_err(|_| "no account id")?;
//!
//! match client.submit(&account, &request).idempotency_key("order-1701").await {
//!     Ok(connection) => println!("{:?}", connection.status),
//!     Err(ClientError::NotReady(report)) => println!("nothing was sent: {report}"),
//!     Err(ClientError::Conflict(_)) => println!("{:?}", client.connection(&account).await?.status),
//!     Err(error) => return Err(error.into()),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Tokens
//!
//! [`Credentials`] are exchanged for a token when one is needed. It is kept until shortly before it expires, and a new
//! one is fetched, once, when the endpoint refuses it sooner. [`ClientBuilder::token`] takes a token that comes from
//! elsewhere, as the one that a callback is answered with does.
//!
//! # Trying again
//!
//! What got no answer (no connection, no answer in time), a 429 and a 5xx are tried again, three times unless
//! [`ClientBuilder::retries`] says otherwise, with the same `Idempotency-Key`: an endpoint that honours it stores one
//! signup. Pauses double, each shortened at random by up to half, so that clients do not come back all at once. A
//! `Retry-After` is waited for; where it asks for more than [`ClientBuilder::longest_pause`], the answer is returned.
//!
//! An endpoint that does not honour the key may answer 409 to a second attempt because the first one got there:
//! [`Client::connection`] tells.
//!
//! # Secrets and personal data
//!
//! Neither is in an error or a `Debug`. A bearer token goes over `https` alone, or to this machine; redirects are not
//! followed.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::Arc;

use merchant_signup::connection::Connection;
use merchant_signup::formats::account_id::AccountId;
use merchant_signup::{Locale, Options, Profile, ReadySignup, Report, SignupRequest};
use reqwest::header::{ACCEPT, ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::{Method, RequestBuilder, StatusCode, Url};

mod attempts;
mod builder;
mod completion;
mod endpoint;
mod error;
mod token;

pub use builder::ClientBuilder;
pub use completion::Completion;
pub use error::{BuildError, ClientError, Refusal, RefusedIssue, TransportError};
pub use token::Credentials;

use attempts::{Answer, Policy, random};
use token::Access;

/// A client for the endpoint. Clones share their connections and tokens.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    http: reqwest::Client,
    base: Url,
    access: Access,
    policy: Policy,
    profile: &'static Profile,
    locale: Locale,
}

impl Client {
    /// A client for the endpoint at this URL, to which `/v1/accounts/…` is added.
    pub fn builder(base_url: impl Into<String>) -> ClientBuilder {
        ClientBuilder::new(base_url.into())
    }

    /// Sends a signup: a [`ReadySignup`] as it is, a [`SignupRequest`] where it is ready.
    ///
    /// What comes back is awaited, and gives the connection:
    ///
    /// ```no_run
    /// # use merchant_signup::{ReadySignup, formats::account_id::AccountId};
    /// # use merchant_signup_client::{Client, ClientError};
    /// # async fn example(client: Client, account: AccountId, signup: ReadySignup) -> Result<(), ClientError> {
    /// let connection = client.submit(&account, &signup).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn submit<'a>(&'a self, account: &'a AccountId, signup: &'a impl Submission) -> Submit<'a> {
        Submit { client: self, account, signup, key: None }
    }

    /// The account's connection.
    ///
    /// # Errors
    ///
    /// [`ClientError::Refused`] with status 404 where there is none, and all else that a call can come to.
    pub async fn connection(&self, account: &AccountId) -> Result<Connection, ClientError> {
        let url = self.0.url(account, None)?;
        let answer = self.0.call(account, || self.0.http.request(Method::GET, url.clone())).await?;
        answer.json()
    }

    /// Completes a pending connection, as the provider's callback does. The reference is the `sub` of the callback's
    /// token, which the client is built with.
    ///
    /// The connection, where the endpoint answers with it.
    ///
    /// # Errors
    ///
    /// [`ClientError::InvalidReference`] before anything is sent, and all else that a call can come to.
    pub async fn complete(
        &self,
        account: &AccountId,
        callback_reference: &str,
        completion: &Completion,
    ) -> Result<Option<Connection>, ClientError> {
        let url = self.0.url(account, Some(callback_reference))?;
        let body = serde_json::to_vec(completion).unwrap_or_default();
        let answer = self.0.post(account, &url, &body, &random_key()).await?;
        if answer.body.is_empty() { Ok(None) } else { answer.json().map(Some) }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base", &self.0.base.as_str())
            .field("access", &self.0.access)
            .finish_non_exhaustive()
    }
}

impl Inner {
    fn url(&self, account: &AccountId, reference: Option<&str>) -> Result<Url, ClientError> {
        // A URL takes these for a way up: the request would go elsewhere.
        if reference.is_some_and(|reference| matches!(reference, "" | "." | "..")) {
            return Err(ClientError::InvalidReference);
        }
        let path = ["v1", "accounts", account.as_str(), "management", "settings", "connections", "bambora"];
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path.into_iter().chain(reference));
        }
        Ok(url)
    }

    async fn post(
        &self,
        account: &AccountId,
        url: &Url,
        body: &[u8],
        key: &HeaderValue,
    ) -> Result<Answer, ClientError> {
        let request = || {
            let request = self.http.request(Method::POST, url.clone());
            let request = request.header(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            request.header("idempotency-key", key.clone()).body(body.to_vec())
        };
        self.call(account, request).await
    }

    /// Sends a request, again where that may help, with a token.
    async fn call(
        &self,
        account: &AccountId,
        request: impl Fn() -> RequestBuilder,
    ) -> Result<Answer, ClientError> {
        let mut is_renewed = false;
        loop {
            let token = self.access.token(account, &self.http, &self.policy).await?;
            let answer = attempts::retried(&self.policy, || {
                request()
                    .header(ACCEPT, HeaderValue::from_static("application/json"))
                    .header(ACCEPT_LANGUAGE, HeaderValue::from_static(self.locale.tag()))
                    .header(AUTHORIZATION, token.header())
            })
            .await?;
            let may_renew = answer.status == StatusCode::UNAUTHORIZED && !is_renewed;
            if may_renew && self.access.renew(account, &token).await {
                is_renewed = true;
                continue;
            }
            return answer.accepted();
        }
    }
}

/// What can be submitted: a [`ReadySignup`] or a [`SignupRequest`].
pub trait Submission: private::Sealed + Send + Sync {
    /// What is sent, or why nothing is.
    #[doc(hidden)]
    fn prepare(&self, options: &Options) -> Result<Vec<u8>, Box<Report>>;
}

mod private {
    pub trait Sealed {}
    impl Sealed for super::ReadySignup {}
    impl Sealed for super::SignupRequest {}
}

impl Submission for ReadySignup {
    fn prepare(&self, _: &Options) -> Result<Vec<u8>, Box<Report>> {
        // Texts, numbers and answers can always be written.
        Ok(serde_json::to_vec(self).unwrap_or_default())
    }
}

impl Submission for SignupRequest {
    fn prepare(&self, options: &Options) -> Result<Vec<u8>, Box<Report>> {
        let report = self.check(options);
        if report.is_ready() {
            Ok(serde_json::to_vec(self).unwrap_or_default())
        } else {
            Err(Box::new(report))
        }
    }
}

/// A signup that is about to be sent: awaited, it is. Made by [`Client::submit`].
#[must_use = "nothing is sent before it is awaited"]
pub struct Submit<'a> {
    client: &'a Client,
    account: &'a AccountId,
    signup: &'a dyn Submission,
    key: Option<String>,
}

impl Submit<'_> {
    /// The `Idempotency-Key` to send, instead of a random one. The same key for the same signup, also after a restart,
    /// has it stored once.
    pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }
}

impl fmt::Debug for Submit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Submit").field("client", self.client).finish_non_exhaustive()
    }
}

impl<'a> IntoFuture for Submit<'a> {
    type Output = Result<Connection, ClientError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let Inner { profile, locale, .. } = &*self.client.0;
            let today = chrono::Utc::now().date_naive();
            let options = Options::new(today).profile(profile).locale(*locale);
            let body = self.signup.prepare(&options).map_err(ClientError::NotReady)?;
            let key = match &self.key {
                Some(key) => HeaderValue::try_from(key).map_err(|_| ClientError::InvalidKey)?,
                None => random_key(),
            };
            let url = self.client.0.url(self.account, None)?;
            self.client.0.post(self.account, &url, &body, &key).await?.json()
        })
    }
}

/// A key that no other request has.
fn random_key() -> HeaderValue {
    let key = format!("{:016x}{:016x}", random(), random());
    HeaderValue::try_from(key).unwrap_or_else(|_| HeaderValue::from_static(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_differ() {
        let (one, other) = (random_key(), random_key());
        assert_eq!(one.len(), 32);
        assert_ne!(one, other);
    }

    #[test]
    fn nothing_secret_is_shown() {
        let builder = || Client::builder("http://localhost:1");
        let credentials = Credentials::new("the-id", "hush").scope("write:accounts");
        let mut completion = Completion::new("123", "hush", Vec::new());
        completion.secret_token = Some("hush".to_owned());
        let shown = format!(
            "{:?} {:?} {:?} {:?} {:?}",
            credentials,
            completion,
            builder().token("hush"),
            builder().token("hush").build().unwrap(),
            builder().credentials(credentials.clone()).build().unwrap(),
        );
        assert!(!shown.contains("hush"), "{shown}");
        let error = builder().token("hush\n").build().unwrap_err();
        assert!(!format!("{error:?} {error}").contains("hush"));
    }
}

/// The README's example is compiled too.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
