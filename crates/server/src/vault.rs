//! What keeps the stored signups and secrets unreadable: XChaCha20-Poly1305 with keys from a file.
//!
//! A sealed text is `<key id>.<nonce and ciphertext in base64url>`. It is bound to the place that it was sealed for, so
//! that nothing sealed can be moved to another row. The nonce of 24 bytes is random, which is safe for any number of
//! texts that one key will ever seal.
//!
//! The key file has a line a key, the newest first: `<key id> <32 bytes in base64url>`. The first seals; all open. A
//! running server reads the file again when it has changed, before it seals anything.
//!
//! A key that is retired goes to a second file, `<key file>.retired`, with the time in seconds since 1970 at the end of
//! its line. It opens what is still sealed with it, and seals nothing.
//!
//! Source: <https://datatracker.ietf.org/doc/html/draft-irtf-cfrg-xchacha-03>.

use std::collections::HashSet;
use std::fmt;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chacha20poly1305::aead::{Aead as _, Generate as _, Key, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

use crate::{Error, Result};

const NONCE_BYTES: usize = 24;

/// Seals and opens texts. `Debug` shows the ids of its keys and nothing else.
pub struct Vault {
    file: PathBuf,
    keys: RwLock<Keys>,
}

#[derive(Clone)]
struct NamedKey {
    id: String,
    secret: Key<XChaCha20Poly1305>,
    /// When it was retired, in seconds since 1970.
    retired_at: Option<u64>,
}

/// The keys, and the state of the files that they were read from.
struct Keys {
    /// The newest first.
    sealing: Vec<NamedKey>,
    retired: Vec<NamedKey>,
    stamp: Stamp,
}

/// What changes about the files when they are written: they are replaced as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp([Option<(SystemTime, u64, u64)>; 2]);

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
        Ok(Self { file: file.to_owned(), keys: RwLock::new(Keys::read(file)?) })
    }

    /// Makes a key file with one new key where there is no file, and says whether it did.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn create(file: &Path) -> Result<bool> {
        if file.exists() {
            return Ok(false);
        }
        write(file, &[NamedKey::generate()])?;
        Ok(true)
    }

    /// Seals a text for a place.
    ///
    /// # Errors
    ///
    /// When there is no key, which an opened vault rules out, or the text is beyond all measure.
    pub fn seal(&self, place: &str, text: &[u8]) -> Result<String, VaultError> {
        self.refresh();
        let key = self.keys().sealing.first().cloned().ok_or(VaultError::UnknownKey)?;
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
        self.keys().sealing.first().is_some_and(|key| key_of(sealed) == Some(&key.id))
    }

    /// Puts a new key first, in the file and here.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or written.
    pub fn rotate(&self) -> Result<()> {
        let mut keys = Keys::read(&self.file)?;
        keys.sealing.insert(0, NamedKey::generate());
        write(&self.file, &keys.sealing)?;
        self.replace(Keys::read(&self.file)?);
        Ok(())
    }

    /// Puts every key but the newest aside, and drops those that were aside for `age` and are not in use. What is sealed
    /// with a dropped key, as in a backup, cannot be opened again. Returns how many were dropped.
    ///
    /// # Errors
    ///
    /// When the files cannot be read or written.
    pub fn retire(&self, in_use: &HashSet<String>, age: Duration) -> Result<usize> {
        let mut keys = Keys::read(&self.file)?;
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
        let before = keys.retired.len();
        keys.retired.retain(|key| {
            let is_young = key.retired_at.is_none_or(|at| at.saturating_add(age.as_secs()) > now);
            is_young || in_use.contains(&key.id)
        });
        let dropped = before - keys.retired.len();
        let old = keys.sealing.split_off(keys.sealing.len().min(1));
        keys.retired.extend(old.into_iter().map(|key| NamedKey { retired_at: Some(now), ..key }));
        // First the file that keeps them: a program that ends in between has them twice.
        write(&retired_file(&self.file), &keys.retired)?;
        write(&self.file, &keys.sealing)?;
        self.replace(Keys::read(&self.file)?);
        Ok(dropped)
    }

    /// Copies the files as they are to another place, and opens them there.
    ///
    /// # Errors
    ///
    /// When they cannot be read or written.
    pub(crate) fn copy_to(&self, file: &Path) -> Result<Self> {
        // The file that keys are put aside to comes last: one that is put aside in between is in both.
        let retired = retired_file(&self.file);
        let copy = |from: &Path, to: &Path| {
            let text = fs::read(from).map_err(|error| {
                Error::of(format!("the key file {} cannot be read", from.display()), error)
            })?;
            write_secret(to, &text)
        };
        copy(&self.file, file)?;
        if retired.exists() {
            copy(&retired, &retired_file(file))?;
        }
        Self::open(file)
    }

    /// How many keys there are that have not been retired.
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys().sealing.len()
    }

    /// Whether there is no key.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys().sealing.is_empty()
    }

    fn key(&self, id: &str) -> Option<NamedKey> {
        if let Some(key) = self.keys().find(id) {
            return Some(key);
        }
        // Somebody may have rotated the keys while this program runs.
        self.refresh();
        self.keys().find(id)
    }

    /// Reads the files again where they have changed. Where they cannot be read, the keys stay as they are.
    fn refresh(&self) {
        if Stamp::of(&self.file) == self.keys().stamp {
            return;
        }
        match Keys::read(&self.file) {
            Ok(keys) => self.replace(keys),
            Err(error) => tracing::error!(%error, "the keys have changed and cannot be read"),
        }
    }

    fn keys(&self) -> std::sync::RwLockReadGuard<'_, Keys> {
        self.keys.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn replace(&self, keys: Keys) {
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = keys;
    }
}

/// The id of the key that a text is sealed with.
pub(crate) fn key_of(sealed: &str) -> Option<&str> {
    sealed.split_once('.').map(|(id, _)| id)
}

impl Keys {
    fn read(file: &Path) -> Result<Self> {
        // The stamp first: what is written after it is noticed the next time.
        let stamp = Stamp::of(file);
        let sealing = read(file)?;
        if sealing.is_empty() {
            return Err(Error::new(format!("the key file {} has no key", file.display())));
        }
        let retired = retired_file(file);
        let retired = if retired.exists() { read(&retired)? } else { Vec::new() };
        Ok(Self { sealing, retired, stamp })
    }

    fn find(&self, id: &str) -> Option<NamedKey> {
        self.sealing.iter().chain(&self.retired).find(|key| key.id == id).cloned()
    }
}

impl Stamp {
    fn of(file: &Path) -> Self {
        Self([file, &retired_file(file)].map(|file| {
            let found = file.metadata().ok()?;
            #[cfg(unix)]
            let number = std::os::unix::fs::MetadataExt::ino(&found);
            #[cfg(not(unix))]
            let number = 0;
            Some((found.modified().ok()?, found.len(), number))
        }))
    }
}

fn retired_file(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".retired");
    PathBuf::from(name)
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids: Vec<String> = self.keys().sealing.iter().map(|key| key.id.clone()).collect();
        f.debug_struct("Vault").field("keys", &ids).finish_non_exhaustive()
    }
}

impl NamedKey {
    fn generate() -> Self {
        let id: String = uuid::Uuid::new_v4().simple().to_string().chars().take(8).collect();
        Self { id, secret: Key::<XChaCha20Poly1305>::generate(), retired_at: None }
    }

    fn parse(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        let (id, secret, retired_at) = (words.next()?, words.next()?, words.next());
        let is_id = !id.is_empty() && id.len() <= 32 && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let secret = BASE64.decode(secret).ok()?;
        let secret = Key::<XChaCha20Poly1305>::try_from(secret.as_slice()).ok()?;
        let retired_at = match retired_at {
            Some(seconds) => Some(seconds.parse().ok()?),
            None => None,
        };
        (is_id && words.next().is_none()).then(|| Self { id: id.to_owned(), secret, retired_at })
    }
}

fn read(file: &Path) -> Result<Vec<NamedKey>> {
    let text = fs::read_to_string(file)
        .map_err(|error| Error::of(format!("the key file {} cannot be read", file.display()), error))?;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let keys: Option<Vec<NamedKey>> = lines.map(NamedKey::parse).collect();
    keys.ok_or_else(|| {
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
        if let Some(at) = key.retired_at {
            text.push_str(&format!(" {at}"));
        }
        text.push('\n');
    }
    write_secret(file, text.as_bytes())
}

/// 32 random bytes.
pub(crate) fn random_bytes() -> [u8; 32] {
    Key::<XChaCha20Poly1305>::generate().into()
}

/// 32 random bytes as text.
pub(crate) fn random_secret() -> String {
    BASE64.encode(random_bytes())
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
        // A vault that was open before seals with the new key too, and so loses nothing when the old one goes.
        assert!(vault.is_current(&other.seal("", b"text").unwrap()));
        assert_eq!(other.unseal("", &new).unwrap(), b"text");

        let (none, no_time) = (HashSet::new(), Duration::ZERO);
        assert_eq!(vault.retire(&none, no_time).unwrap(), 0);
        assert_eq!(vault.len(), 1);
        assert_eq!(vault.unseal("", &old).unwrap(), b"text", "it is kept aside");
        assert_eq!(other.unseal("", &old).unwrap(), b"text");
        // Neither what is young nor what is in use is dropped.
        let in_use = HashSet::from([key_of(&old).unwrap().to_owned()]);
        assert_eq!(vault.retire(&none, Duration::from_secs(60)).unwrap(), 0);
        assert_eq!(vault.retire(&in_use, no_time).unwrap(), 0);
        assert_eq!(vault.unseal("", &old).unwrap(), b"text");
        assert_eq!(vault.retire(&none, no_time).unwrap(), 1);
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
