//! What keeps the stored signups and secrets unreadable: XChaCha20-Poly1305 with keys from a file.
//!
//! A sealed text is `<key id>.<nonce and ciphertext in base64url>`. It is bound to the place that it was sealed for, so
//! that nothing sealed can be moved to another row. The nonce of 24 bytes is random, which is safe for any number of
//! texts that one key will ever seal.
//!
//! The key file has a line a key, the newest first: `<key id> <32 bytes in base64url>`. The first seals; all open. A
//! running server reads the file anew when it meets a key id that it does not know.
//!
//! Source: <https://datatracker.ietf.org/doc/html/draft-irtf-cfrg-xchacha-03>.

use std::fmt;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chacha20poly1305::aead::{Aead as _, Generate as _, Key, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

use crate::{Error, Result};

const NONCE_BYTES: usize = 24;

/// Seals and opens texts. `Debug` shows the ids of its keys and nothing else.
pub struct Vault {
    file: PathBuf,
    keys: RwLock<Vec<NamedKey>>,
}

#[derive(Clone)]
struct NamedKey {
    id: String,
    secret: Key<XChaCha20Poly1305>,
}

/// Why a sealed text cannot be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VaultError {
    /// The key that it was sealed with is not in the file.
    UnknownKey,
    /// It is no sealed text, was changed, or was sealed for another place.
    Broken,
}

impl fmt::Display for VaultError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnknownKey => "sealed with a key that the key file does not have",
            Self::Broken => "not what was sealed here",
        })
    }
}

impl std::error::Error for VaultError {}

impl Vault {
    /// Reads the keys.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or holds anything but keys, or none.
    pub fn open(file: &Path) -> Result<Self> {
        Ok(Self { file: file.to_owned(), keys: RwLock::new(read(file)?) })
    }

    /// Makes a key file with one new key where there is no file.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn create(file: &Path) -> Result<()> {
        if file.exists() { Ok(()) } else { write(file, &[NamedKey::generate()]) }
    }

    /// Seals a text for a place.
    ///
    /// # Errors
    ///
    /// When there is no key, which an opened vault rules out, or the text is beyond all measure.
    pub fn seal(&self, place: &str, text: &[u8]) -> Result<String, VaultError> {
        let key = self.keys().first().cloned().ok_or(VaultError::UnknownKey)?;
        let nonce = XNonce::generate();
        let sealed = XChaCha20Poly1305::new(&key.secret)
            .encrypt(&nonce, Payload { msg: text, aad: place.as_bytes() })
            .map_err(|_| VaultError::Broken)?;
        Ok(format!("{}.{}", key.id, BASE64.encode([nonce.as_slice(), &sealed].concat())))
    }

    /// Opens what was sealed for a place.
    ///
    /// # Errors
    ///
    /// When its key is not known, or it is not what was sealed for that place.
    pub fn unseal(&self, place: &str, sealed: &str) -> Result<Vec<u8>, VaultError> {
        let (id, text) = sealed.split_once('.').ok_or(VaultError::Broken)?;
        let bytes = BASE64.decode(text).map_err(|_| VaultError::Broken)?;
        let (nonce, text) = bytes.split_at_checked(NONCE_BYTES).ok_or(VaultError::Broken)?;
        let nonce = XNonce::try_from(nonce).map_err(|_| VaultError::Broken)?;
        let key = self.key(id).ok_or(VaultError::UnknownKey)?;
        XChaCha20Poly1305::new(&key.secret)
            .decrypt(&nonce, Payload { msg: text, aad: place.as_bytes() })
            .map_err(|_| VaultError::Broken)
    }

    /// Whether a text is sealed with the newest key.
    #[must_use]
    pub fn is_current(&self, sealed: &str) -> bool {
        let keys = self.keys();
        keys.first().is_some_and(|key| sealed.split_once('.').is_some_and(|(id, _)| id == key.id))
    }

    /// Puts a new key first, in the file and here.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or written.
    pub fn rotate(&self) -> Result<()> {
        let mut keys = read(&self.file)?;
        keys.insert(0, NamedKey::generate());
        write(&self.file, &keys)?;
        self.replace(keys);
        Ok(())
    }

    /// Drops every key but the newest. What is sealed with another cannot be opened again.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or written.
    pub fn retire(&self) -> Result<()> {
        let mut keys = read(&self.file)?;
        keys.truncate(1);
        write(&self.file, &keys)?;
        self.replace(keys);
        Ok(())
    }

    /// How many keys there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys().len()
    }

    /// Whether there is no key.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys().is_empty()
    }

    fn key(&self, id: &str) -> Option<NamedKey> {
        let known = |keys: &[NamedKey]| keys.iter().find(|key| key.id == id).cloned();
        if let Some(key) = known(&self.keys()) {
            return Some(key);
        }
        // Somebody may have rotated the keys while this program runs.
        let keys = read(&self.file).ok()?;
        let key = known(&keys)?;
        self.replace(keys);
        Some(key)
    }

    fn keys(&self) -> std::sync::RwLockReadGuard<'_, Vec<NamedKey>> {
        self.keys.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn replace(&self, keys: Vec<NamedKey>) {
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = keys;
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids: Vec<String> = self.keys().iter().map(|key| key.id.clone()).collect();
        f.debug_struct("Vault").field("keys", &ids).finish_non_exhaustive()
    }
}

impl NamedKey {
    fn generate() -> Self {
        let id: String = uuid::Uuid::new_v4().simple().to_string().chars().take(8).collect();
        Self { id, secret: Key::<XChaCha20Poly1305>::generate() }
    }

    fn parse(line: &str) -> Option<Self> {
        let (id, secret) = line.split_once(' ')?;
        let is_id = !id.is_empty() && id.len() <= 32 && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let secret = BASE64.decode(secret.trim()).ok()?;
        let secret = Key::<XChaCha20Poly1305>::try_from(secret.as_slice()).ok()?;
        is_id.then(|| Self { id: id.to_owned(), secret })
    }
}

fn read(file: &Path) -> Result<Vec<NamedKey>> {
    let text = fs::read_to_string(file)
        .map_err(|error| Error::of(format!("the key file {} cannot be read", file.display()), error))?;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let keys: Option<Vec<NamedKey>> = lines.map(NamedKey::parse).collect();
    keys.filter(|keys| !keys.is_empty()).ok_or_else(|| {
        Error::new(format!(
            "the key file {} must have a line a key: an id, a space, 32 bytes in base64url",
            file.display()
        ))
    })
}

fn write(file: &Path, keys: &[NamedKey]) -> Result<()> {
    let mut text = String::from(
        "# The keys of merchant-signup-server, the newest first. Without them nothing stored can be read.\n",
    );
    for key in keys {
        text.push_str(&key.id);
        text.push(' ');
        text.push_str(&BASE64.encode(key.secret));
        text.push('\n');
    }
    write_secret(file, text.as_bytes())
}

/// 32 random bytes as text.
pub(crate) fn random_secret() -> String {
    BASE64.encode(Key::<XChaCha20Poly1305>::generate())
}

/// Writes a file for this user's eyes only, all of it or nothing, and on the disk when this returns.
pub(crate) fn write_secret(file: &Path, bytes: &[u8]) -> Result<()> {
    let cannot = |error| Error::of(format!("{} cannot be written", file.display()), error);
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}", uuid::Uuid::new_v4().simple()));
    let new = folder.join(name);
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&new).and_then(|mut out| {
        out.write_all(bytes)?;
        out.sync_all()
    });
    written.and_then(|()| fs::rename(&new, file)).map_err(cannot)?;
    // The new name is on the disk only when its folder is.
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(cannot)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vault() -> (tempfile::TempDir, Vault) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("keys");
        Vault::create(&file).unwrap();
        let vault = Vault::open(&file).unwrap();
        (folder, vault)
    }

    #[test]
    fn what_is_sealed_is_opened_in_its_place_only() {
        let (_folder, vault) = vault();
        let sealed = vault.seal("signup:1", b"Kari Nordmann").unwrap();
        assert!(!sealed.contains("Kari"));
        assert_ne!(vault.seal("signup:1", b"Kari Nordmann").unwrap(), sealed);
        assert_eq!(vault.unseal("signup:1", &sealed).unwrap(), b"Kari Nordmann");
        assert_eq!(vault.unseal("signup:2", &sealed), Err(VaultError::Broken));

        for (at, _) in sealed.char_indices() {
            let mut changed = sealed.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            assert!(vault.unseal("signup:1", &String::from_utf8(changed).unwrap()).is_err(), "at {at}");
        }
        for text in ["", ".", "a", "a.b", "a.====", &format!("{sealed}A")] {
            assert!(vault.unseal("signup:1", text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_new_key_seals_and_old_ones_open() {
        let (folder, vault) = vault();
        let old = vault.seal("", b"text").unwrap();
        let other = Vault::open(&folder.path().join("keys")).unwrap();
        vault.rotate().unwrap();
        let new = vault.seal("", b"text").unwrap();
        assert!(vault.is_current(&new) && !vault.is_current(&old));
        assert_eq!(vault.unseal("", &old).unwrap(), b"text");
        // A vault that was open before reads the file anew.
        assert_eq!(other.unseal("", &new).unwrap(), b"text");

        vault.retire().unwrap();
        assert_eq!(vault.len(), 1);
        assert_eq!(vault.unseal("", &old), Err(VaultError::UnknownKey));
        assert_eq!(vault.unseal("", &new).unwrap(), b"text");
    }

    #[test]
    fn keys_are_not_shown() {
        let (folder, vault) = vault();
        let file = fs::read_to_string(folder.path().join("keys")).unwrap();
        let secret = file.lines().last().unwrap().split_once(' ').unwrap().1;
        assert_eq!(secret.len(), 43);
        assert!(!format!("{vault:?}").contains(secret));
    }

    #[cfg(unix)]
    #[test]
    fn the_file_is_for_its_owner() {
        use std::os::unix::fs::PermissionsExt as _;
        let (folder, _vault) = vault();
        let mode = folder.path().join("keys").metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_file_without_keys_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("keys");
        for text in ["", "# nothing\n", "one\n", "one AAAA\n", "one two three\n"] {
            fs::write(&file, text).unwrap();
            assert!(Vault::open(&file).is_err(), "{text:?}");
        }
    }
}
