//! How a client is made: where it sends, what it is let in with, how long it waits.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use merchant_signup::{Locale, Profile};
use rustls_platform_verifier::BuilderVerifierExt as _;

use crate::attempts::Policy;
use crate::endpoint::endpoint;
use crate::error::BuildError;
use crate::token::{Access, Credentials, Secret, Tokens};
use crate::{Client, Inner};
/// How a client is to be. Made by [`Client::builder`].
#[must_use]
pub struct ClientBuilder {
    base_url: String,
    access: Option<Given>,
    timeout: Duration,
    policy: Policy,
    profile: &'static Profile,
    locale: Locale,
}

enum Given {
    Token(Secret),
    Credentials(Credentials),
}

impl ClientBuilder {
    pub(crate) fn new(base_url: String) -> Self {
        Self {
            base_url,
            access: None,
            timeout: Duration::from_secs(30),
            policy: Policy::default(),
            profile: Profile::NO_2018,
            locale: Locale::English,
        }
    }

    /// Has tokens fetched, and renewed, with client credentials.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.access = Some(Given::Credentials(credentials));
        self
    }

    /// Takes a bearer token that was got elsewhere. It is not renewed.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.access = Some(Given::Token(Secret::new(token)));
        self
    }

    /// How long one attempt may take, from connecting to the answer's last byte: 30 seconds unless told.
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How often is tried again after the first attempt: 3 times unless told.
    pub const fn retries(mut self, retries: u32) -> Self {
        self.policy.retries = retries;
        self
    }

    /// The pause before the first attempt that is not the first: 250 milliseconds unless told. It doubles each time.
    pub const fn first_pause(mut self, pause: Duration) -> Self {
        self.policy.first_pause = pause;
        self
    }

    /// The longest pause between attempts, also where the endpoint asks for one: 30 seconds unless told.
    pub const fn longest_pause(mut self, pause: Duration) -> Self {
        self.policy.longest_pause = pause;
        self
    }

    /// The regime that a signup is checked by before it is sent: `no-2018` unless told.
    pub const fn profile(mut self, profile: &'static Profile) -> Self {
        self.profile = profile;
        self
    }

    /// The language of reports, and the one that the endpoint is asked for: English unless told.
    pub const fn locale(mut self, locale: Locale) -> Self {
        self.locale = locale;
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// A URL that is none or that a token must not go to, no token and no credentials, or none of the machine's
    /// certificates could be read.
    pub fn build(self) -> Result<Client, BuildError> {
        let base = endpoint(&self.base_url).map_err(|fault| fault.unwrap_or(BuildError::BaseUrl))?;
        let access = match self.access {
            Some(Given::Token(token)) => Access::token_from_elsewhere(&token)?,
            Some(Given::Credentials(credentials)) => {
                Access::Credentials(Box::new(Tokens::new(credentials, &base)?))
            }
            None => return Err(BuildError::NoAccess),
        };
        let needs_tls = base.scheme() == "https" || access.needs_tls();
        let http = reqwest::Client::builder()
            .user_agent(concat!("merchant-signup/", env!("CARGO_PKG_VERSION")))
            // Neither a token nor a signup goes where somebody else points to.
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .timeout(self.timeout)
            .tls_backend_preconfigured(tls(needs_tls).map_err(|error| BuildError::Tls(Box::new(error)))?);
        // A proxy for this machine itself is a mistake that would carry a token away.
        let http = if needs_tls { http } else { http.no_proxy() };
        let http = http.build().map_err(|error| BuildError::Tls(Box::new(error.without_url())))?;
        let Self { policy, profile, locale, .. } = self;
        Ok(Client(Arc::new(Inner { http, base, access, policy, profile, locale })))
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("timeout", &self.timeout)
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}

/// TLS by the certificates that the machine trusts, which are not read where nothing needs them.
fn tls(is_needed: bool) -> Result<rustls::ClientConfig, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config =
        rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    let config = if is_needed {
        config.with_platform_verifier()?
    } else {
        config.with_root_certificates(rustls::RootCertStore::empty())
    };
    Ok(config.with_no_client_auth())
}
