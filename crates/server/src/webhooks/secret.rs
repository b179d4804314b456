//! What webhooks are signed with: HMAC-SHA256 over `{id}.{timestamp}.{body}`.

use std::fmt;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::vault::{random_bytes, write_secret};
use crate::{Error, Result};

const PREFIX: &str = "whsec_";
/// The bytes that a secret may have.
const BYTES: std::ops::RangeInclusive<usize> = 24..=64;

/// A secret that an endpoint shares with the server. `Debug` does not show it.
#[derive(Clone)]
pub struct Secret(Vec<u8>);

/// The secrets of an endpoint, the newest first. Each of them signs, so that the endpoint can change from one to the next.
#[derive(Clone)]
pub struct Secrets(Vec<Secret>);

impl Secret {
    /// A new one, of 32 random bytes.
    #[must_use]
    pub fn generate() -> Self {
        Self(random_bytes().to_vec())
    }

    /// Reads `whsec_` and 24 to 64 bytes in base64.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = BASE64.decode(text.strip_prefix(PREFIX)?).ok()?;
        BYTES.contains(&bytes.len()).then_some(Self(bytes))
    }

    /// The secret as text, as the endpoint needs it.
    #[must_use]
    pub fn expose(&self) -> String {
        format!("{PREFIX}{}", BASE64.encode(&self.0))
    }

    fn sign(&self, id: &str, timestamp: i64, body: &[u8]) -> Option<String> {
        let mut code = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        code.update(format!("{id}.{timestamp}.").as_bytes());
        code.update(body);
        Some(format!("v1,{}", BASE64.encode(code.finalize().into_bytes())))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secrets {
    /// Reads the secrets of a file: one a line, the newest first. Lines that begin with `#` are comments.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or holds anything but secrets, or none.
    pub fn read(file: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(file)
            .map_err(|error| Error::of(format!("{} cannot be read", file.display()), error))?;
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let secrets: Option<Vec<Secret>> = lines.map(Secret::parse).collect();
        secrets.filter(|secrets| !secrets.is_empty()).map(Self).ok_or_else(|| {
            Error::new(format!(
                "{} must have a line a secret: whsec_ and 24 to 64 bytes in base64",
                file.display()
            ))
        })
    }

    /// Puts a new secret first in a file, which is made where it is not there. The others go on signing.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or written.
    pub fn rotate(file: &Path) -> Result<Self> {
        let old = if file.exists() { Self::read(file)?.0 } else { Vec::new() };
        let secrets = Self(std::iter::once(Secret::generate()).chain(old).collect());
        secrets.write(file)?;
        Ok(secrets)
    }

    /// Leaves only the newest secret in a file.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or written.
    pub fn retire(file: &Path) -> Result<Self> {
        let mut secrets = Self::read(file)?;
        secrets.0.truncate(1);
        secrets.write(file)?;
        Ok(secrets)
    }

    fn write(&self, file: &Path) -> Result<()> {
        let mut text = String::from("# What webhooks are signed with, the newest first.\n");
        for secret in &self.0 {
            text.push_str(&secret.expose());
            text.push('\n');
        }
        write_secret(file, text.as_bytes())
    }

    /// The newest.
    #[must_use]
    pub fn newest(&self) -> Option<&Secret> {
        self.0.first()
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The header `webhook-signature`: a signature of each, separated by spaces. `timestamp` is in seconds since 1970.
    pub(crate) fn sign(&self, id: &str, timestamp: i64, body: &[u8]) -> String {
        let signatures: Vec<String> =
            self.0.iter().filter_map(|secret| secret.sign(id, timestamp, body)).collect();
        signatures.join(" ")
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secrets({})", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification's own libraries.
    #[test]
    fn a_known_signature() {
        let secret = Secret::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let body = br#"{"test": 2432232314}"#;
        let due = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        assert_eq!(secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body).unwrap(), due);
    }

    #[test]
    fn a_secret_is_read_back_and_not_shown() {
        let secret = Secret::generate();
        let text = secret.expose();
        assert_eq!(Secret::parse(&text).unwrap().expose(), text);
        assert!(!format!("{secret:?}").contains(&text[6..]));
        for bad in ["", "whsec_", "whsec_AAAA", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_%"] {
            assert!(Secret::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_file_keeps_old_secrets_until_they_are_retired() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secret");
        let first = Secrets::rotate(&file).unwrap().newest().unwrap().expose();
        let both = Secrets::rotate(&file).unwrap();
        assert_eq!(both.count(), 2);
        assert_ne!(both.newest().unwrap().expose(), first);
        assert_eq!(both.sign("id", 1, b"{}").split(' ').count(), 2);
        assert_eq!(Secrets::retire(&file).unwrap().count(), 1);
        assert_eq!(Secrets::read(&file).unwrap().newest().unwrap().expose(), both.newest().unwrap().expose());
        std::fs::write(&file, "# nothing\n").unwrap();
        assert!(Secrets::read(&file).is_err());
    }
}
