//! The command line.

use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::builder::RangedU64ValueParser;
use clap::{Args, Parser, Subcommand};
use merchant_signup::Profile;
use merchant_signup::formats::account_id::AccountId;

use super::sessions::SessionArgs;
use super::webhooks::{WebhookArgs, WebhookCommand};
use super::{ADDRESS, LEEWAY, SECRET, SessionSettings, Settings};
use crate::auth::{KeyFile, TokenSettings};
use crate::limits::Limits;
use crate::store::Ending;
use crate::{Error, Result};

/// The endpoint that takes merchant signups.
#[derive(Debug, Parser)]
#[command(name = "merchant-signup-server", version, args_conflicts_with_subcommands = true)]
pub struct Cli {
    /// What is to be done; serves when nothing is said.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// For serving without saying so.
    #[command(flatten)]
    pub serve: Serve,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Takes signups and serves the form (what happens when no command is given)
    Serve(Box<Serve>),
    /// Makes a token, signed with the secret
    Token(Token),
    /// Makes a new encryption key and seals everything stored with it; servers may go on meanwhile
    RotateKey {
        /// Where everything is.
        #[command(flatten)]
        place: Place,
        /// Makes no new key but drops the old ones: only after every server was started anew
        #[arg(long)]
        retire: bool,
    },
    /// Removes what persons typed for an account; its history stays
    Erase {
        /// Where everything is.
        #[command(flatten)]
        place: Place,
        /// The account
        #[arg(long, value_name = "AID", value_parser = account)]
        account: AccountId,
    },
    /// Copies an SQLite database and its keys into a folder, while servers go on
    Backup {
        /// Where everything is.
        #[command(flatten)]
        place: Place,
        /// The folder, which is made
        #[arg(long, value_name = "FOLDER")]
        to: PathBuf,
    },
    /// Opens everything that is sealed, and changes nothing: after a restore, and from time to time
    Verify {
        /// Where everything is.
        #[command(flatten)]
        place: Place,
    },
    /// Writes all that is stored for an account to standard output, as JSON; the secret token is not among it
    Export {
        /// Where everything is.
        #[command(flatten)]
        place: Place,
        /// The account
        #[arg(long, value_name = "AID", value_parser = account)]
        account: AccountId,
    },
    /// Writes down what the provider has told of a pending connection
    Note {
        /// Where everything is.
        #[command(flatten)]
        place: Place,
        /// The account
        #[arg(long, value_name = "AID", value_parser = account)]
        account: AccountId,
        /// The case at Bambora
        #[arg(long, value_name = "ID", value_parser = id)]
        case_id: Option<String>,
        /// The store that it was set up for: it is then among `submerchant_signups`
        #[arg(long, value_name = "ID", value_parser = id)]
        store_id: Option<String>,
        /// The merchant category code of ISO 18245: it is then among `submerchant_signups`
        #[arg(long, value_name = "CODE", value_parser = clap::value_parser!(u16).range(..10_000))]
        mcc: Option<u16>,
        /// Something to attach to the connection, without personal data (may be given several times)
        #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
        metadata: Vec<(String, String)>,
        /// What the callback that completes it will name; without it, the signup's id
        #[arg(long, value_name = "ID", value_parser = id)]
        callback_reference: Option<String>,
        /// Where the signatories sign: becomes an event
        #[arg(long, value_name = "URL", value_parser = link)]
        signature_link: Option<String>,
        /// What the event says, without personal data: the account can read it
        #[arg(long, requires = "signature_link")]
        description: Option<String>,
    },
    /// What endpoints are told, and have been told
    #[command(subcommand)]
    Webhooks(WebhookCommand),
    /// Ends a connection, pending or enabled, so that the account may sign up anew
    End {
        /// Where everything is.
        #[command(flatten)]
        place: Place,
        /// The account
        #[arg(long, value_name = "AID", value_parser = account)]
        account: AccountId,
        /// How it ends
        #[arg(long)]
        status: Ending,
        /// Why it ends, without personal data: the account can read it
        #[arg(long, default_value = "Ended by the operator")]
        description: String,
    },
}

/// Where everything is, and in which mode.
#[derive(Clone, Debug, Args)]
pub struct Place {
    /// For a developer's machine only: makes its own secrets and hands out tokens; answers on loopback only
    #[arg(long)]
    pub development: bool,
    /// The folder for everything, in development mode
    #[arg(long, value_name = "FOLDER", default_value = "merchant-signup-data", requires = "development")]
    pub data: PathBuf,
    /// The database: postgres://…, or the path of an SQLite file
    #[arg(long, env = "MERCHANT_SIGNUP_DATABASE", hide_env_values = true, value_name = "URL")]
    pub database: Option<String>,
    /// A file that holds the database's URL, for one with a password
    #[arg(long, env = "MERCHANT_SIGNUP_DATABASE_FILE", value_name = "FILE", conflicts_with = "database")]
    pub database_file: Option<PathBuf>,
    /// The file with the encryption keys; rotate-key makes it where it is not there
    #[arg(long, env = "MERCHANT_SIGNUP_ENCRYPTION_KEYS", value_name = "FILE")]
    pub encryption_keys: Option<PathBuf>,
}

/// What tokens are checked with.
#[derive(Clone, Debug, Args)]
pub struct TokenArgs {
    /// The secret that tokens are signed with (HS256, 32 bytes or more)
    #[arg(long, env = "MERCHANT_SIGNUP_TOKEN_SECRET", value_name = "FILE")]
    pub token_secret: Option<PathBuf>,
    /// The issuer of tokens (`iss`)
    #[arg(long, env = "MERCHANT_SIGNUP_ISSUER", value_name = "NAME")]
    pub issuer: Option<String>,
    /// The audience of tokens (`aud`)
    #[arg(long, env = "MERCHANT_SIGNUP_AUDIENCE", value_name = "NAME")]
    pub audience: Option<String>,
}

/// How to serve.
#[derive(Clone, Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    tokens: TokenArgs,
    /// Public keys that tokens are checked with (EdDSA, RS256), instead of a secret
    #[arg(long, env = "MERCHANT_SIGNUP_TOKEN_JWKS", value_name = "FILE", conflicts_with = "token_secret")]
    token_jwks: Option<PathBuf>,
    /// How far clocks may be apart when tokens are checked, in seconds
    #[arg(long, env = "MERCHANT_SIGNUP_LEEWAY", value_name = "SECONDS", default_value_t = LEEWAY, value_parser = clap::value_parser!(u64).range(..=3600))]
    leeway: u64,
    /// Where to listen
    #[arg(long, env = "MERCHANT_SIGNUP_ADDRESS", value_name = "IP:PORT", default_value_t = ADDRESS)]
    address: SocketAddr,
    /// Says whether it could start with these settings, and does not
    #[arg(long)]
    pub check_config: bool,
    /// Where to listen for whoever asks for metrics, which are nowhere else
    #[arg(long, env = "MERCHANT_SIGNUP_METRICS_ADDRESS", value_name = "IP:PORT")]
    metrics_address: Option<SocketAddr>,
    /// The folder of the built form, to serve it too
    #[arg(long, env = "MERCHANT_SIGNUP_FORM", value_name = "FOLDER")]
    form: Option<PathBuf>,
    /// The folder of the built playground, to serve it too as /playground: a page where developers try signups
    #[arg(long, env = "MERCHANT_SIGNUP_PLAYGROUND", value_name = "FOLDER")]
    playground: Option<PathBuf>,
    /// The account of the form, in development mode
    #[arg(long, value_name = "AID", value_parser = account, requires = "development")]
    account: Option<AccountId>,
    /// The regime that signups are judged by
    #[arg(long, env = "MERCHANT_SIGNUP_PROFILE", value_name = "NAME", default_value = Profile::NO_2018.name, value_parser = profile)]
    profile: &'static Profile,
    /// Erases what persons typed after so many days
    #[arg(long, env = "MERCHANT_SIGNUP_RETENTION_DAYS", value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..))]
    retention_days: Option<u32>,
    /// Keeps the first answer to an Idempotency-Key for so many hours
    #[arg(long, env = "MERCHANT_SIGNUP_IDEMPOTENCY_HOURS", value_name = "HOURS", default_value_t = 24)]
    idempotency_hours: u32,
    /// The level from which on is logged
    #[arg(long, env = "MERCHANT_SIGNUP_LOG", value_name = "LEVEL", default_value = "info")]
    log: tracing::Level,
    /// The largest body, in bytes
    #[arg(long, env = "MERCHANT_SIGNUP_BODY_BYTES", value_name = "BYTES", default_value_t = merchant_signup::MAXIMUM_BYTES, value_parser = RangedU64ValueParser::<usize>::new().range(1..))]
    body_bytes: usize,
    /// How long a request's head may take, in milliseconds
    #[arg(long, env = "MERCHANT_SIGNUP_HEADER_TIMEOUT", value_name = "MS", default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(1..))]
    header_timeout: u64,
    /// How long a request's body may take, in milliseconds
    #[arg(long, env = "MERCHANT_SIGNUP_BODY_TIMEOUT", value_name = "MS", default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(1..))]
    body_timeout: u64,
    /// How long a request may take, in milliseconds
    #[arg(long, env = "MERCHANT_SIGNUP_REQUEST_TIMEOUT", value_name = "MS", default_value_t = 30_000, value_parser = clap::value_parser!(u64).range(1..))]
    request_timeout: u64,
    /// How long to wait for requests under way when the server stops, in milliseconds
    #[arg(long, env = "MERCHANT_SIGNUP_SHUTDOWN_TIMEOUT", value_name = "MS", default_value_t = 30_000)]
    shutdown_timeout: u64,
    /// How many requests of the API are worked on at once
    #[arg(long, env = "MERCHANT_SIGNUP_CONCURRENT_REQUESTS", value_name = "COUNT", default_value_t = 512, value_parser = RangedU64ValueParser::<usize>::new().range(1..=MOST))]
    concurrent_requests: usize,
    /// How many connections are open at once
    #[arg(long, env = "MERCHANT_SIGNUP_CONNECTIONS", value_name = "COUNT", default_value_t = 12_000, value_parser = RangedU64ValueParser::<usize>::new().range(1..=MOST))]
    connections: usize,
    /// How many requests an account may make in a minute
    #[arg(long, env = "MERCHANT_SIGNUP_REQUESTS_PER_MINUTE", value_name = "COUNT", default_value = "120")]
    requests_per_minute: NonZeroU32,
    /// How many tokens that are not good an address may send in a minute
    #[arg(long, env = "MERCHANT_SIGNUP_FAILURES_PER_MINUTE", value_name = "COUNT", default_value = "60")]
    failures_per_minute: NonZeroU32,
    /// How many signup links an address may open or look at in a minute
    #[arg(long, env = "MERCHANT_SIGNUP_OPENINGS_PER_MINUTE", value_name = "COUNT", default_value = "30")]
    openings_per_minute: NonZeroU32,
    /// A file that configures the form: who asks, privacy notice, help, texts; served as /config.json
    #[arg(long, env = "MERCHANT_SIGNUP_FORM_CONFIG", value_name = "FILE")]
    form_config: Option<PathBuf>,
    #[command(flatten)]
    sessions: SessionArgs,
    #[command(flatten)]
    webhooks: WebhookArgs,
    /// A proxy whose X-Forwarded-For is believed (may be given several times)
    #[arg(long, env = "MERCHANT_SIGNUP_TRUSTED_PROXIES", value_name = "IP", value_delimiter = ',')]
    trusted_proxy: Vec<IpAddr>,
}

/// What a token is to say.
#[derive(Clone, Debug, Args)]
pub struct Token {
    /// Signs with the secret of the development mode
    #[arg(long)]
    pub development: bool,
    /// The folder for everything, in development mode
    #[arg(long, value_name = "FOLDER", default_value = "merchant-signup-data", requires = "development")]
    pub data: PathBuf,
    /// What it is signed with.
    #[command(flatten)]
    pub tokens: TokenArgs,
    /// The account
    #[arg(long, value_name = "AID", value_parser = account)]
    pub account: AccountId,
    /// Who uses it (`sub`); for a callback, the callback reference
    #[arg(long, value_name = "ID")]
    pub subject: String,
    /// What it is good for
    #[arg(long, value_name = "SCOPE", value_parser = crate::auth::SCOPES.to_vec(), default_values = ["read:accounts", "write:accounts"])]
    pub scope: Vec<String>,
    /// For how long, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 3600)]
    pub seconds: u64,
}

impl Place {
    /// The database and the encryption keys of a server that has been started before.
    ///
    /// # Errors
    ///
    /// When one is not given, or a file cannot be read; in development mode, when there is no such folder.
    pub fn resolve(&self) -> Result<(String, PathBuf)> {
        self.resolve_in(self.development.then(|| started_in(&self.data)).transpose()?)
    }

    /// The same where development mode has given its settings, or is not on.
    fn resolve_in(&self, development: Option<Settings>) -> Result<(String, PathBuf)> {
        let database = match (&self.database, &self.database_file) {
            (Some(database), _) => Some(database.clone()),
            (None, Some(file)) => Some(
                std::fs::read_to_string(file)
                    .map_err(|error| Error::of(format!("{} cannot be read", file.display()), error))?
                    .trim()
                    .to_owned(),
            ),
            (None, None) => development.as_ref().map(|settings| settings.database.clone()),
        };
        let keys =
            self.encryption_keys.clone().or_else(|| development.map(|settings| settings.encryption_keys));
        Ok((given(database, "--database")?, given(keys, "--encryption-keys")?))
    }
}

impl Serve {
    /// The level from which on is logged.
    #[must_use]
    pub const fn log_level(&self) -> tracing::Level {
        self.log
    }

    /// The settings.
    ///
    /// # Errors
    ///
    /// When something is missing, or the development mode would be open to other machines.
    pub fn settings(&self) -> Result<Settings> {
        let development = self.place.development.then(|| Settings::development(&self.place.data));
        let (database, encryption_keys) = self.place.resolve_in(development.transpose()?)?;
        let mut settings = if self.place.development {
            if !self.address.ip().is_loopback() {
                return Err(Error::new(format!(
                    "development mode hands out tokens, so it answers on loopback only, not on {}",
                    self.address.ip()
                )));
            }
            let mut settings = Settings::development(&self.place.data)?;
            settings.development = self.account.or(settings.development);
            settings
        } else {
            let keys = match (&self.tokens.token_secret, &self.token_jwks) {
                (_, Some(file)) => KeyFile::Jwks(file.clone()),
                (file, None) => KeyFile::Secret(given(file.clone(), "--token-secret or --token-jwks")?),
            };
            Settings::new("", PathBuf::new(), self.tokens.settings(keys)?)
        };
        settings.database = database;
        settings.encryption_keys = encryption_keys;
        settings.tokens.leeway = self.leeway;
        settings.address = self.address;
        settings.metrics_address = self.metrics_address;
        settings.form.clone_from(&self.form);
        settings.playground.clone_from(&self.playground);
        settings.profile = self.profile;
        settings.form_config.clone_from(&self.form_config);
        if let Some(file) = &self.form_config {
            check_form_config(file)?;
        }
        let may_return_to_loopback = settings.sessions.may_return_to_loopback;
        settings.sessions = SessionSettings { may_return_to_loopback, ..self.sessions.settings()? };
        settings.webhooks = self.webhooks.settings(self.place.development)?;
        settings.trusted_proxies.clone_from(&self.trusted_proxy);
        settings.retention_days = self.retention_days;
        settings.idempotency_hours = self.idempotency_hours;
        settings.limits = Limits {
            body_bytes: self.body_bytes.min(merchant_signup::MAXIMUM_BYTES),
            header_timeout: Duration::from_millis(self.header_timeout),
            body_timeout: Duration::from_millis(self.body_timeout),
            request_timeout: Duration::from_millis(self.request_timeout),
            concurrent_requests: self.concurrent_requests,
            connections: self.connections,
            requests_per_minute: self.requests_per_minute,
            failures_per_minute: self.failures_per_minute,
            openings_per_minute: self.openings_per_minute,
            shutdown_timeout: Duration::from_millis(self.shutdown_timeout),
        };
        Ok(settings)
    }
}

impl TokenArgs {
    fn settings(&self, keys: KeyFile) -> Result<TokenSettings> {
        let issuer = given(self.issuer.clone(), "--issuer")?;
        let audience = given(self.audience.clone(), "--audience")?;
        Ok(TokenSettings { keys, issuer, audience, leeway: LEEWAY })
    }
}

impl Token {
    /// What it is signed with.
    ///
    /// # Errors
    ///
    /// When something is missing.
    pub fn settings(&self) -> Result<TokenSettings> {
        if self.development {
            return Ok(started_in(&self.data)?.tokens);
        }
        let secret = given(self.tokens.token_secret.clone(), "--token-secret")?;
        self.tokens.settings(KeyFile::Secret(secret))
    }
}

/// The settings of a development server that has been started before: in another folder its secret would be another, and
/// its tokens good for nothing.
fn started_in(data: &Path) -> Result<Settings> {
    if !data.join(SECRET).is_file() {
        return Err(Error::new(format!(
            "no server was started in development mode with {}: start one, or name its folder with --data",
            data.display()
        )));
    }
    Settings::development(data)
}

/// What everybody can read must hold no token.
fn check_form_config(file: &Path) -> Result<()> {
    let text = std::fs::read(file)
        .map_err(|error| Error::of(format!("{} cannot be read", file.display()), error))?;
    let config: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(&text)
        .map_err(|error| Error::of(format!("{} is no JSON object", file.display()), error))?;
    if config.contains_key("token") {
        return Err(Error::new(format!(
            "{} has a token, and everybody can read it: the form gets its session by a link",
            file.display()
        )));
    }
    Ok(())
}

fn given<T>(value: Option<T>, name: &str) -> Result<T> {
    value.ok_or_else(|| Error::new(format!("{name} is missing (or --development, on a developer's machine)")))
}

/// How many connections or requests at once can be asked for: more than any machine has, and what can be counted.
const MOST: u64 = 1_000_000;

/// An account, or what one looks like.
pub(super) fn account(text: &str) -> Result<AccountId, String> {
    AccountId::parse(text).map_err(|_| "an account is P or T and eight digits, such as P12345678".to_owned())
}

/// An id of the provider's.
fn id(text: &str) -> Result<String, String> {
    let is_id = (1..=LONGEST_ID).contains(&text.len()) && !text.chars().any(char::is_control);
    is_id.then(|| text.to_owned()).ok_or_else(|| format!("an id has 1 to {LONGEST_ID} bytes, on one line"))
}

/// Longer than any id that the provider is known to give.
const LONGEST_ID: usize = 255;

/// A link that merchants are shown: mistyped it leads nowhere, and with another scheme it could run a script.
fn link(text: &str) -> Result<String, String> {
    let url = url::Url::parse(text).ok().filter(|url| url.scheme() == "https");
    url.map(|_| text.to_owned()).ok_or_else(|| "a link begins with https://".to_owned())
}

fn pair(text: &str) -> Result<(String, String), String> {
    let pair = text.split_once('=').filter(|(name, _)| !name.is_empty());
    pair.map(|(name, value)| (name.to_owned(), value.to_owned()))
        .ok_or_else(|| "NAME=VALUE is due".to_owned())
}

fn profile(name: &str) -> Result<&'static Profile, String> {
    Profile::from_name(name).ok_or_else(|| {
        let known: Vec<&str> = Profile::ALL.iter().map(|profile| profile.name).collect();
        format!("there are {}", known.join(", "))
    })
}
