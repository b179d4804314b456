//! Tokens: fetched with client credentials, kept until shortly before they expire, renewed when they are refused.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use merchant_signup::formats::account_id::AccountId;
use reqwest::header::{ACCEPT, HeaderValue};
use reqwest::{Method, StatusCode, Url};
use serde_json::{Map, Value};
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::attempts::{Policy, retried};
use crate::error::{BuildError, ClientError, Refusal};

/// Where the account stands in a URL or an audience.
const ACCOUNT: &str = "{account}";

/// A token is renewed so long before it expires: what is under way must still arrive with it.
const MARGIN: Duration = Duration::from_secs(30);

/// How long a token is kept that does not say.
const UNSAID: Duration = Duration::from_secs(300);

/// From so many accounts on, those whose tokens have expired are forgotten.
const MANY: usize = 1024;

/// A text that `Debug` does not show.
#[derive(Clone)]
pub(crate) struct Secret(String);

impl Secret {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// A client's id and secret (OAuth 2.0 client credentials), and where they are exchanged for a token.
///
/// Unless told otherwise, that is the provider's "get token" endpoint: `/v1/accounts/{account}/auth/token` at the
/// client's base URL, with `{base}/v1/accounts/{account}` as the audience. `Debug` does not show the secret.
#[derive(Clone, Debug)]
pub struct Credentials {
    id: String,
    secret: Secret,
    token_url: Option<String>,
    audience: Option<String>,
    scope: Option<String>,
}

impl Credentials {
    /// An id and its secret.
    #[must_use]
    pub fn new(client_id: impl Into<String>, client_secret: impl Into<String>) -> Self {
        Self {
            id: client_id.into(),
            secret: Secret::new(client_secret),
            token_url: None,
            audience: None,
            scope: None,
        }
    }

    /// A token endpoint elsewhere, which is asked as RFC 6749 § 4.4 has it, by a form. `{account}` in it stands for the
    /// account; where it stands nowhere, all accounts share a token.
    #[must_use]
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = Some(url.into());
        self
    }

    /// The audience to ask for. `{account}` in it stands for the account.
    #[must_use]
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audience = Some(audience.into());
        self
    }

    /// The scopes to ask for, with spaces between them. `{account}` in it stands for the account.
    #[must_use]
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }
}

/// A token, ready to be sent.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Token(HeaderValue);

impl Token {
    /// Nothing where it cannot stand in a header.
    fn new(token: &str) -> Option<Self> {
        let is_plain = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
        let mut header = HeaderValue::try_from(format!("Bearer {token}")).ok().filter(|_| is_plain)?;
        header.set_sensitive(true);
        Some(Self(header))
    }

    pub(crate) fn header(&self) -> HeaderValue {
        self.0.clone()
    }
}

/// What the client has its token from.
pub(crate) enum Access {
    Token(Token),
    Credentials(Box<Tokens>),
}

impl fmt::Debug for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(_) => f.write_str("Token(…)"),
            Self::Credentials(tokens) => f.debug_tuple("Credentials").field(&tokens.credentials.id).finish(),
        }
    }
}

impl Access {
    pub(crate) fn token_from_elsewhere(token: &Secret) -> Result<Self, BuildError> {
        Token::new(&token.0).map(Self::Token).ok_or(BuildError::Token)
    }

    pub(crate) fn needs_tls(&self) -> bool {
        matches!(self, Self::Credentials(tokens) if tokens.url.starts_with("https:"))
    }

    /// The token for an account.
    pub(crate) async fn token(
        &self,
        account: &AccountId,
        http: &reqwest::Client,
        policy: &Policy,
    ) -> Result<Token, ClientError> {
        match self {
            Self::Token(token) => Ok(token.clone()),
            Self::Credentials(tokens) => tokens.get(account, http, policy).await,
        }
    }

    /// Has another token fetched next time, where one can be, in place of one that was refused.
    pub(crate) async fn renew(&self, account: &AccountId, refused: &Token) -> bool {
        match self {
            Self::Token(_) => false,
            Self::Credentials(tokens) => {
                tokens.forget(account, refused).await;
                true
            }
        }
    }
}

/// A token and when to ask for the next.
type Kept = Option<(Token, Instant)>;

/// Tokens by account; where all share one, by none.
pub(crate) struct Tokens {
    credentials: Credentials,
    url: String,
    audience: Option<String>,
    is_own_endpoint: bool,
    kept: Mutex<HashMap<Option<AccountId>, Arc<Mutex<Kept>>>>,
}

impl Tokens {
    pub(crate) fn new(credentials: Credentials, base: &Url) -> Result<Self, BuildError> {
        let base = base.as_str().trim_end_matches('/');
        let is_own_endpoint = credentials.token_url.is_none();
        let url = match &credentials.token_url {
            Some(url) => url.clone(),
            None => format!("{base}/v1/accounts/{ACCOUNT}/auth/token"),
        };
        let audience = match &credentials.audience {
            None if is_own_endpoint => Some(format!("{base}/v1/accounts/{ACCOUNT}")),
            audience => audience.clone(),
        };
        crate::endpoint::endpoint(&url.replace(ACCOUNT, "T00000000"))
            .map_err(|fault| fault.unwrap_or(BuildError::TokenUrl))?;
        Ok(Self { credentials, url, audience, is_own_endpoint, kept: Mutex::default() })
    }

    async fn get(
        &self,
        account: &AccountId,
        http: &reqwest::Client,
        policy: &Policy,
    ) -> Result<Token, ClientError> {
        let kept = self.slot(account).await;
        // Held while the token is fetched: whoever else needs one waits for this one.
        let mut kept = kept.lock().await;
        if let Some((token, until)) = &*kept
            && Instant::now() < *until
        {
            return Ok(token.clone());
        }
        *kept = None;
        let (token, life) = self.fetch(account, http, policy).await?;
        let until = Instant::now() + life.saturating_sub(MARGIN);
        *kept = Some((token.clone(), until));
        Ok(token)
    }

    async fn forget(&self, account: &AccountId, refused: &Token) {
        let kept = self.slot(account).await;
        let mut kept = kept.lock().await;
        // Another call may have fetched a new one meanwhile.
        kept.take_if(|(token, _)| token == refused);
    }

    async fn slot(&self, account: &AccountId) -> Arc<Mutex<Kept>> {
        let audience = self.audience.as_deref();
        let scope = self.credentials.scope.as_deref();
        let is_by_account =
            [Some(&*self.url), audience, scope].into_iter().flatten().any(|text| text.contains(ACCOUNT));
        let mut slots = self.kept.lock().await;
        if slots.len() >= MANY {
            let now = Instant::now();
            slots.retain(|_, kept| {
                kept.try_lock().map_or(true, |kept| kept.as_ref().is_some_and(|(_, until)| now < *until))
            });
        }
        slots.entry(is_by_account.then_some(*account)).or_default().clone()
    }

    async fn fetch(
        &self,
        account: &AccountId,
        http: &reqwest::Client,
        policy: &Policy,
    ) -> Result<(Token, Duration), ClientError> {
        let of_account = |text: &str| text.replace(ACCOUNT, account.as_str());
        let parameters = [
            ("grant_type", Some("client_credentials".to_owned())),
            ("audience", self.audience.as_deref().map(of_account)),
            ("scope", self.credentials.scope.as_deref().map(of_account)),
        ];
        let parameters: Vec<(&str, String)> =
            parameters.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
        let url = of_account(&self.url);
        let answer = retried(policy, || {
            let request = http
                .request(Method::POST, &url)
                .header(ACCEPT, HeaderValue::from_static("application/json"))
                .basic_auth(&self.credentials.id, Some(&self.credentials.secret.0));
            if self.is_own_endpoint {
                // The provider's takes JSON.
                let members: Map<String, Value> = parameters
                    .iter()
                    .map(|(name, value)| ((*name).to_owned(), value.as_str().into()))
                    .collect();
                request.header("content-type", "application/json").body(Value::Object(members).to_string())
            } else {
                request.form(&parameters)
            }
        })
        .await?;
        let unexpected = || ClientError::UnexpectedAnswer { status: answer.status.as_u16() };
        match answer.status {
            StatusCode::OK => token(&answer.body).ok_or_else(unexpected),
            status if status.is_client_error() || status.is_server_error() => {
                Err(ClientError::NoToken(Box::new(Refusal::read(status.as_u16(), &answer.body))))
            }
            _ => Err(unexpected()),
        }
    }
}

/// The token in an answer, and how long it is good for.
fn token(body: &[u8]) -> Option<(Token, Duration)> {
    let answer: Value = serde_json::from_slice(body).ok()?;
    let is_bearer = |kind: &str| kind.eq_ignore_ascii_case("bearer");
    if answer.get("token_type").and_then(Value::as_str).is_some_and(|kind| !is_bearer(kind)) {
        return None;
    }
    let token = Token::new(answer.get("access_token")?.as_str()?)?;
    let life = match answer.get("expires_in") {
        Some(Value::String(seconds)) => seconds.parse().ok(),
        Some(seconds) => seconds.as_u64(),
        None => None,
    };
    // A day is as long as the provider's own are good for; no sum with an instant is too large then.
    let life = life.map_or(UNSAID, |seconds: u64| Duration::from_secs(seconds.min(86_400)));
    Some((token, life))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_with_a_token() {
        let read = |text: &str| token(text.as_bytes()).map(|(token, life)| (token.header(), life.as_secs()));
        let header = || HeaderValue::from_static("Bearer abc");
        assert_eq!(
            read(r#"{"access_token":"abc","token_type":"Bearer","expires_in":3600}"#),
            Some((header(), 3600))
        );
        assert_eq!(
            read(r#"{"access_token":"abc","token_type":"bearer","expires_in":"60"}"#),
            Some((header(), 60))
        );
        assert_eq!(read(r#"{"access_token":"abc"}"#), Some((header(), 300)));
        assert_eq!(
            read(r#"{"access_token":"abc","expires_in":18446744073709551615}"#),
            Some((header(), 86_400))
        );
        for text in [
            "",
            "[]",
            "{}",
            r#"{"access_token":""}"#,
            r#"{"access_token":"a\nb"}"#,
            r#"{"access_token":"a","token_type":"mac"}"#,
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_token_url_is_held_to_what_the_base_url_is() {
        let base = Url::parse("https://api.dintero.com/").unwrap();
        let new = |url: &str| Tokens::new(Credentials::new("id", "secret").token_url(url), &base);
        assert!(new("https://login.example/{account}/token").is_ok());
        assert!(matches!(new("http://login.example/token"), Err(BuildError::Insecure)));
        assert!(matches!(new("login"), Err(BuildError::TokenUrl)));
        let own = Tokens::new(Credentials::new("id", "secret"), &base).unwrap();
        assert_eq!(own.url, "https://api.dintero.com/v1/accounts/{account}/auth/token");
        assert_eq!(own.audience.as_deref(), Some("https://api.dintero.com/v1/accounts/{account}"));
    }
}
