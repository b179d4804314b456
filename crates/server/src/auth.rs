//! Who may do what: bearer tokens, as JSON Web Tokens.
//!
//! A token must be signed with the configured secret (HS256) or with a key of the configured JWKS (EdDSA, RS256), be in
//! its time (`exp`, `nbf`), be for this server (`aud`) and from the configured issuer (`iss`), and name its subject
//! (`sub`), its account (`account_id`) and its scopes (`scope`, separated by spaces).
//!
//! Source: <https://www.rfc-editor.org/rfc/rfc7519>, <https://www.rfc-editor.org/rfc/rfc8725>.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, JwkSet};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode};

use crate::answer::{Refusal, RefusalCode};
use crate::{Error, Result};

/// What tokens are checked with.
#[derive(Clone, Debug)]
pub struct TokenSettings {
    /// Where the keys are.
    pub keys: KeyFile,
    /// The issuer (`iss`) whose tokens are taken.
    pub issuer: String,
    /// The audience (`aud`) that a token must be for.
    pub audience: String,
    /// How far the clocks of issuer and server may be apart, in seconds.
    pub leeway: u64,
}

/// A file with the keys of tokens.
#[derive(Clone, Debug)]
pub enum KeyFile {
    /// A secret that issuer and server share, for HS256: 32 bytes or more.
    Secret(PathBuf),
    /// A JSON Web Key Set with public keys, for EdDSA (Ed25519) and RS256.
    Jwks(PathBuf),
}

/// What a token says, of what is asked here.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Claims {
    /// Who calls.
    pub sub: String,
    /// The account that the token is for.
    pub account_id: String,
    /// What it is good for, separated by spaces.
    #[serde(default)]
    pub scope: String,
}

impl Claims {
    /// Whether the token may read.
    #[must_use]
    pub fn may_read(&self) -> bool {
        self.has(&["read:accounts"])
    }

    /// Whether the token may write.
    #[must_use]
    pub fn may_write(&self) -> bool {
        self.has(&["admin:accounts", "write:accounts"])
    }

    /// Whether the token may complete a connection, as the provider does. No other scope has that in it: who may sign up
    /// may not approve.
    #[must_use]
    pub fn may_complete(&self) -> bool {
        self.has(&["callback:accounts"])
    }

    /// Whether the token may list connections.
    #[must_use]
    pub fn may_list(&self) -> bool {
        self.has(&["list:accounts"])
    }

    /// Whether its subject can be stored and shown: 1 to 255 characters, none of which controls anything.
    fn is_sound(&self) -> bool {
        let length = self.sub.chars().take(SUBJECT + 1).count();
        (1..=SUBJECT).contains(&length) && !self.sub.chars().any(char::is_control)
    }

    fn has(&self, scopes: &[&str]) -> bool {
        self.scope.split(' ').any(|scope| scopes.contains(&scope))
    }
}

/// The scopes that are known.
pub const SCOPES: &[&str] =
    &["admin:accounts", "write:accounts", "read:accounts", "list:accounts", "callback:accounts"];

/// The longest subject, in characters.
const SUBJECT: usize = 255;

/// Checks tokens. `Debug` shows no key.
pub struct Tokens {
    keys: RwLock<Arc<Vec<Key>>>,
    settings: TokenSettings,
    /// When the file was last read again for the sake of an unknown key.
    read_at: Mutex<Option<Instant>>,
}

/// How long an unknown key is not looked for again: tokens with made-up keys cost no reading.
const READ_AGAIN: Duration = Duration::from_secs(5);

struct Key {
    id: Option<String>,
    key: DecodingKey,
    validation: Validation,
}

impl Tokens {
    /// Reads the keys.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, a secret is too short, or a key is none that can be used.
    pub fn open(settings: TokenSettings) -> Result<Self> {
        let keys = RwLock::new(Arc::new(read_keys(&settings)?));
        Ok(Self { keys, settings, read_at: Mutex::new(None) })
    }

    /// Checks the token of a request.
    pub(crate) fn check(&self, headers: &HeaderMap) -> Result<Claims, Refusal> {
        let mut sent = headers.get_all(AUTHORIZATION).iter();
        let (Some(value), None) = (sent.next(), sent.next()) else {
            return Err(Refusal::new(RefusalCode::NoToken));
        };
        let token = value.to_str().ok().and_then(|value| {
            let (scheme, token) = value.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
        });
        let token = token.ok_or_else(|| Refusal::new(RefusalCode::NoToken))?;
        self.claims(token).ok_or_else(|| Refusal::new(RefusalCode::BadToken))
    }

    /// What a token says, where all is well with it.
    fn claims(&self, token: &str) -> Option<Claims> {
        if has_critical(token) {
            return None;
        }
        let header = decode_header(token).ok()?;
        let mut keys = self.keys();
        if find(&keys, header.kid.as_deref()).is_none() && self.may_read_again() {
            // The issuer may have a new key.
            match read_keys(&self.settings) {
                Ok(read) => {
                    keys = Arc::new(read);
                    *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&keys);
                }
                Err(error) => tracing::error!(%error, "the keys of tokens cannot be read again"),
            }
        }
        // The algorithm is the key's own, never what the token says it is.
        let key = find(&keys, header.kid.as_deref())?;
        let claims = decode::<Claims>(token, &key.key, &key.validation).ok()?.claims;
        claims.is_sound().then_some(claims)
    }

    fn keys(&self) -> Arc<Vec<Key>> {
        Arc::clone(&self.keys.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn may_read_again(&self) -> bool {
        let mut read_at = self.read_at.lock().unwrap_or_else(PoisonError::into_inner);
        let may = read_at.is_none_or(|at| at.elapsed() >= READ_AGAIN);
        if may {
            *read_at = Some(Instant::now());
        }
        may
    }
}

/// The key that a token names.
fn find<'a>(keys: &'a [Key], id: Option<&str>) -> Option<&'a Key> {
    match id {
        Some(id) if keys.iter().any(|key| key.id.is_some()) => {
            keys.iter().find(|key| key.id.as_deref() == Some(id))
        }
        // Without an id it can only be meant for the one key that there is.
        _ => match keys {
            [key] => Some(key),
            _ => None,
        },
    }
}

/// Whether a token's header has `crit`: extensions that must be understood, and none is here. RFC 7515, 4.1.11.
fn has_critical(token: &str) -> bool {
    #[derive(serde::Deserialize)]
    struct Critical {
        crit: Option<serde::de::IgnoredAny>,
    }
    let header = token.split('.').next().and_then(|header| BASE64.decode(header).ok());
    let header = header.and_then(|header| serde_json::from_slice::<Critical>(&header).ok());
    header.is_some_and(|header| header.crit.is_some())
}

fn read_keys(settings: &TokenSettings) -> Result<Vec<Key>> {
    let keys = match &settings.keys {
        KeyFile::Secret(file) => {
            let secret = secret(file)?;
            vec![Key {
                id: None,
                key: DecodingKey::from_secret(&secret),
                validation: validation(settings, Algorithm::HS256),
            }]
        }
        KeyFile::Jwks(file) => {
            let set: JwkSet = serde_json::from_slice(&read(file)?)
                .map_err(|error| Error::of(format!("{} is no JSON Web Key Set", file.display()), error))?;
            set.keys.iter().map(|key| public_key(key, settings, file)).collect::<Result<_>>()?
        }
    };
    if keys.is_empty() {
        return Err(Error::new("the JSON Web Key Set has no key"));
    }
    Ok(keys)
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// A token as the `token` command makes it: HS256, good from now on.
///
/// # Errors
///
/// When the keys are no secret, or it cannot be read.
pub fn issue(settings: &TokenSettings, claims: &Claims, seconds: u64) -> Result<String> {
    #[derive(serde::Serialize)]
    struct All<'a> {
        #[serde(flatten)]
        claims: &'a Claims,
        iss: &'a str,
        aud: &'a str,
        iat: i64,
        nbf: i64,
        exp: i64,
        jti: String,
    }
    let KeyFile::Secret(file) = &settings.keys else {
        return Err(Error::new(
            "only the issuer can make tokens for a JSON Web Key Set: this needs a secret",
        ));
    };
    let now = chrono::Utc::now().timestamp();
    let all = All {
        claims,
        iss: &settings.issuer,
        aud: &settings.audience,
        iat: now,
        nbf: now,
        exp: now.saturating_add_unsigned(seconds),
        jti: uuid::Uuid::new_v4().to_string(),
    };
    encode(&Header::new(Algorithm::HS256), &all, &EncodingKey::from_secret(&secret(file)?))
        .map_err(|error| Error::of("the token cannot be signed", error))
}

fn validation(settings: &TokenSettings, algorithm: Algorithm) -> Validation {
    let mut validation = Validation::new(algorithm);
    validation.set_required_spec_claims(&["exp", "nbf", "aud", "iss", "sub"]);
    validation.set_audience(&[&settings.audience]);
    validation.set_issuer(&[&settings.issuer]);
    validation.validate_nbf = true;
    validation.leeway = settings.leeway;
    validation
}

fn public_key(jwk: &Jwk, settings: &TokenSettings, file: &Path) -> Result<Key> {
    let algorithm = match &jwk.algorithm {
        AlgorithmParameters::RSA(_) => Algorithm::RS256,
        AlgorithmParameters::OctetKeyPair(pair) if pair.curve == EllipticCurve::Ed25519 => Algorithm::EdDSA,
        _ => {
            return Err(Error::new(format!(
                "{} has a key that is neither RSA nor Ed25519: only EdDSA and RS256 are taken",
                file.display()
            )));
        }
    };
    let key = DecodingKey::from_jwk(jwk)
        .map_err(|error| Error::of(format!("{} has a key that cannot be used", file.display()), error))?;
    Ok(Key { id: jwk.common.key_id.clone(), key, validation: validation(settings, algorithm) })
}

const SECRET_BYTES: usize = 32;

fn secret(file: &Path) -> Result<Vec<u8>> {
    let secret = read(file)?.trim_ascii().to_vec();
    if secret.len() < SECRET_BYTES {
        return Err(Error::new(format!(
            "the secret in {} has {} bytes; HS256 needs {SECRET_BYTES} or more",
            file.display(),
            secret.len()
        )));
    }
    Ok(secret)
}

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).map_err(|error| Error::of(format!("{} cannot be read", file.display()), error))
}
