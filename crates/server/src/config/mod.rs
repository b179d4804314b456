//! How the server is set up: from the command line or the environment, with secrets in files only.

mod arguments;
mod sessions;
mod webhooks;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use merchant_signup::Profile;
use merchant_signup::formats::account_id::AccountId;

use crate::auth::{KeyFile, TokenSettings};
use crate::limits::Limits;
use crate::vault::{Vault, random_secret, write_secret};
use crate::webhooks::WebhookSettings;
use crate::{Error, Result};

pub use self::arguments::{Cli, Command, Place, Serve, Token, TokenArgs};
pub use self::sessions::SessionSettings;
pub(crate) use self::sessions::is_loopback;
pub use self::webhooks::{DeliveryFilter, WebhookCommand};

/// All that a server needs to know.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// Where it listens.
    pub address: SocketAddr,
    /// Where metrics are had; nowhere, where there is none.
    pub metrics_address: Option<SocketAddr>,
    /// The database: a URL, or the path of an SQLite file.
    pub database: String,
    /// The file with the keys that what is stored is sealed with.
    pub encryption_keys: PathBuf,
    /// What tokens are checked with.
    pub tokens: TokenSettings,
    /// The regime that signups are judged by.
    pub profile: &'static Profile,
    /// What a client may ask for.
    pub limits: Limits,
    /// After how many days what a person typed is erased; never, where there is none.
    pub retention_days: Option<u32>,
    /// For how many hours the first answer to an `Idempotency-Key` is kept.
    pub idempotency_hours: u32,
    /// The folder of the built form, where it is to be served.
    pub form: Option<PathBuf>,
    /// The folder of the built playground, where it is to be served as `/playground`.
    pub playground: Option<PathBuf>,
    /// A file that configures the form, served as `/config.json`.
    pub form_config: Option<PathBuf>,
    /// Signup sessions.
    pub sessions: SessionSettings,
    /// The endpoints that are told of events.
    pub webhooks: WebhookSettings,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// The account of the form in development mode; none in production.
    pub development: Option<AccountId>,
}

impl Settings {
    /// Logs a warning for each file with secrets that everybody on the machine can read.
    pub fn warn_of_open_secrets(&self) {
        let tokens = match &self.tokens.keys {
            KeyFile::Secret(file) => Some(file),
            KeyFile::Jwks(_) => None,
        };
        let endpoints = self.webhooks.endpoints.iter().map(|endpoint| &endpoint.secrets);
        for file in tokens.into_iter().chain([&self.encryption_keys]).chain(endpoints) {
            #[cfg(unix)]
            if let Ok(found) = file.metadata()
                && std::os::unix::fs::PermissionsExt::mode(&found.permissions()) & 0o007 != 0
            {
                tracing::warn!(file = %file.display(), "everybody on this machine can use this file, which has secrets");
            }
            #[cfg(not(unix))]
            let _ = file;
        }
    }

    /// Settings for production, with the defaults of the program.
    #[must_use]
    pub fn new(database: impl Into<String>, encryption_keys: PathBuf, tokens: TokenSettings) -> Self {
        Self {
            address: ADDRESS,
            metrics_address: None,
            database: database.into(),
            encryption_keys,
            tokens,
            profile: Profile::NO_2018,
            limits: Limits::default(),
            retention_days: None,
            idempotency_hours: 24,
            form: None,
            playground: None,
            form_config: None,
            sessions: SessionSettings::default(),
            webhooks: WebhookSettings::default(),
            trusted_proxies: Vec::new(),
            development: None,
        }
    }

    /// Settings for development: everything in one folder, which is made, with a secret and a key.
    ///
    /// # Errors
    ///
    /// When the folder or its files cannot be written.
    pub fn development(data: &Path) -> Result<Self> {
        let mut folder = std::fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
        folder
            .recursive(true)
            .create(data)
            .map_err(|error| Error::of(format!("{} cannot be made", data.display()), error))?;
        let secret = data.join(SECRET);
        if !secret.exists() {
            write_secret(&secret, random_secret().as_bytes())?;
        }
        let keys = data.join("encryption-keys");
        Vault::create(&keys)?;
        let tokens = TokenSettings {
            keys: KeyFile::Secret(secret),
            issuer: DEVELOPMENT.to_owned(),
            audience: DEVELOPMENT.to_owned(),
            leeway: LEEWAY,
        };
        let database = data.join("signups.sqlite").display().to_string();
        let account =
            AccountId::parse("T00000000").map_err(|_| Error::new("the account of the form is none"))?;
        // A platform on this machine may be returned to.
        let sessions = SessionSettings { may_return_to_loopback: true, ..SessionSettings::default() };
        Ok(Self { development: Some(account), sessions, ..Self::new(database, keys, tokens) })
    }
}

const ADDRESS: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);
const LEEWAY: u64 = 30;
/// The secret of development mode, in its folder.
const SECRET: &str = "token-secret";
const DEVELOPMENT: &str = "merchant-signup-development";
