//! The endpoints that are told of events, as a file names them.

use std::path::{Path, PathBuf};
use std::time::Duration;

use merchant_signup::formats::account_id::AccountId;
use url::Url;

use super::secret::Secrets;
use crate::config::is_loopback;
use crate::{Error, Result};

/// An endpoint that is told of events.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// What it is known by in the outbox, in logs and in commands. With another name it is another endpoint.
    pub name: String,
    /// Where events are posted.
    pub url: Url,
    /// The file with its secrets, which is read again for every batch.
    pub secrets: PathBuf,
    /// The accounts whose events it is told; all, where there are none.
    pub accounts: Vec<AccountId>,
}

/// How endpoints are told.
#[derive(Clone, Debug)]
pub struct WebhookSettings {
    /// The endpoints.
    pub endpoints: Vec<Endpoint>,
    /// How long one may take to answer.
    pub timeout: Duration,
    /// How long to wait before the second attempt; then four times as long each time.
    pub first_retry: Duration,
    /// The longest that is waited.
    pub longest_retry: Duration,
    /// After how many attempts it has failed for good.
    pub attempts: u32,
}

impl Default for WebhookSettings {
    fn default() -> Self {
        Self {
            endpoints: Vec::new(),
            timeout: Duration::from_secs(15),
            first_retry: Duration::from_secs(5),
            longest_retry: Duration::from_secs(12 * 3600),
            attempts: 12,
        }
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    endpoints: Vec<Written>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    url: String,
    secret_file: PathBuf,
    accounts: Option<Vec<String>>,
}

impl Endpoint {
    /// Reads the endpoints of a file: `{"endpoints": [{"name", "url", "secret_file", "accounts"}]}`. A secret's file that
    /// is not an absolute path is looked for beside this file.
    ///
    /// # Errors
    ///
    /// When the file or a secret cannot be read, or an endpoint is none that may be called.
    pub fn read_all(file: &Path, may_use_loopback: bool) -> Result<Vec<Self>> {
        let text = std::fs::read(file)
            .map_err(|error| Error::of(format!("{} cannot be read", file.display()), error))?;
        let written: File = serde_json::from_slice(&text)
            .map_err(|error| Error::of(format!("{} names no endpoints", file.display()), error))?;
        let folder = file.parent().unwrap_or(Path::new(""));
        let mut endpoints: Vec<Self> = Vec::new();
        for one in written.endpoints {
            let endpoint = one.read(folder, may_use_loopback)?;
            if endpoints.iter().any(|known| known.name == endpoint.name) {
                return Err(Error::new(format!("{} has two endpoints {}", file.display(), endpoint.name)));
            }
            endpoints.push(endpoint);
        }
        Ok(endpoints)
    }
}

/// The longest name of an endpoint.
const NAME: usize = 64;

impl Written {
    fn read(self, folder: &Path, may_use_loopback: bool) -> Result<Endpoint> {
        let wrong = |why: String| Error::new(format!("the endpoint {:?}: {why}", self.name));
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        if !(1..=NAME).contains(&self.name.len()) || !self.name.bytes().all(is_plain) {
            return Err(wrong(format!("a name has 1 to {NAME} letters, digits, dots, - and _")));
        }
        let url = Url::parse(&self.url).map_err(|error| wrong(format!("its URL is none: {error}")))?;
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&url) && may_use_loopback => {}
            "http" if is_loopback(&url) => {
                return Err(wrong("http to this machine itself needs --webhooks-to-loopback".to_owned()));
            }
            _ => return Err(wrong("its URL must begin with https://".to_owned())),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(wrong("its URL must not have a user: webhooks are signed".to_owned()));
        }
        let secrets = folder.join(&self.secret_file);
        Secrets::read(&secrets)?;
        let account = |text: &String| {
            AccountId::parse(text).map_err(|_| wrong(format!("{text:?} is no account, such as P12345678")))
        };
        // Nobody who writes an empty list means all.
        if self.accounts.as_ref().is_some_and(Vec::is_empty) {
            return Err(wrong("its accounts are none: leave them out to tell it of all".to_owned()));
        }
        let accounts = self.accounts.iter().flatten().map(account).collect::<Result<_>>()?;
        Ok(Endpoint { url, secrets, accounts, name: self.name })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(one: &serde_json::Value, may_use_loopback: bool) -> Result<Vec<Endpoint>> {
        let folder = tempfile::tempdir().unwrap();
        Secrets::rotate(&folder.path().join("secret")).unwrap();
        let file = folder.path().join("webhooks.json");
        std::fs::write(&file, serde_json::json!({ "endpoints": [one] }).to_string()).unwrap();
        Endpoint::read_all(&file, may_use_loopback)
    }

    fn at(url: &str) -> serde_json::Value {
        serde_json::json!({ "name": "platform", "url": url, "secret_file": "secret" })
    }

    #[test]
    fn endpoints_have_tls_or_are_on_this_machine() {
        for good in ["https://platform.example/hooks?a=b", "https://localhost:1/"] {
            assert_eq!(read(&at(good), false).unwrap().len(), 1, "{good}");
        }
        for local in ["http://127.0.0.1:1/", "http://localhost/", "http://[::1]/"] {
            assert!(read(&at(local), false).unwrap_err().to_string().contains("--webhooks-to-loopback"));
            assert!(read(&at(local), true).is_ok(), "{local}");
        }
        for bad in [
            "http://platform.example/",
            "http://10.0.0.1/",
            "http://169.254.169.254/",
            "http://localhost.evil.example/",
            "ftp://platform.example/",
            "file:///etc/passwd",
            "https://user:password@platform.example/",
            "platform.example",
        ] {
            assert!(read(&at(bad), true).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_file_is_read_strictly() {
        let with = |field: &str, value: serde_json::Value| {
            let mut one = at("https://platform.example/");
            one[field] = value;
            read(&one, false)
        };
        assert_eq!(with("accounts", ["P12345678"].into()).unwrap()[0].accounts.len(), 1);
        assert!(with("accounts", ["P1"].into()).is_err());
        let none = with("accounts", serde_json::json!([])).unwrap_err().to_string();
        assert_eq!(
            none,
            "the endpoint \"platform\": its accounts are none: leave them out to tell it of all"
        );
        assert!(with("account", "P12345678".into()).is_err());
        assert!(with("name", "a b".into()).is_err());
        assert!(with("secret_file", "other".into()).is_err());
    }
}
