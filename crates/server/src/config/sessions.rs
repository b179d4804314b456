//! How signup sessions are set up.

use chrono::TimeDelta;
use clap::Args;
use url::{Origin, Url};

use crate::{Error, Result};

/// How signup sessions are set up.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SessionSettings {
    /// Where browsers find this server, `https://signup.example.com`. Without it there are sessions in development mode
    /// alone.
    pub public_origin: Option<String>,
    /// The origins that `return_url` and `refresh_url` may be on.
    pub return_origins: Vec<String>,
    /// The origins of pages that may have the form in a frame.
    pub embedding_origins: Vec<String>,
    /// How long a link can be opened.
    pub link_lifetime: TimeDelta,
    /// How long a session lasts, from the moment that its link is opened.
    pub lifetime: TimeDelta,
    /// Whether every origin on loopback may be returned to, as in development.
    pub(super) may_return_to_loopback: bool,
}

impl Default for SessionSettings {
    fn default() -> Self {
        Self {
            public_origin: None,
            return_origins: Vec::new(),
            embedding_origins: Vec::new(),
            link_lifetime: TimeDelta::minutes(LINK_MINUTES.into()),
            lifetime: TimeDelta::minutes(SESSION_MINUTES.into()),
            may_return_to_loopback: false,
        }
    }
}

impl SessionSettings {
    /// Whether the form may lead to this URL.
    #[must_use]
    pub fn may_return_to(&self, url: &str) -> bool {
        let Ok(url) = Url::parse(url) else { return false };
        let is_plain =
            matches!(url.scheme(), "https" | "http") && url.username().is_empty() && url.password().is_none();
        let origin = url.origin().ascii_serialization();
        is_plain
            && (self.return_origins.contains(&origin) || self.may_return_to_loopback && is_loopback(&url))
    }

    /// The origin of a URL.
    pub(crate) fn origin_of(url: &str) -> Option<String> {
        Url::parse(url).ok().map(|url| url.origin().ascii_serialization())
    }

    /// Who may have pages in a frame, as a policy says it.
    pub(crate) fn frame_ancestors(&self) -> String {
        if self.embedding_origins.is_empty() { "'none'".to_owned() } else { self.embedding_origins.join(" ") }
    }
}

/// A day.
const LINK_MINUTES: u32 = 24 * 60;
/// A working day.
const SESSION_MINUTES: u32 = 8 * 60;

#[derive(Clone, Debug, Args)]
pub(super) struct SessionArgs {
    /// Where browsers find this server: turns signup sessions on
    #[arg(long, env = "MERCHANT_SIGNUP_PUBLIC_URL", value_name = "URL")]
    public_url: Option<String>,
    /// An origin that return_url and refresh_url may be on (may be given several times)
    #[arg(long, env = "MERCHANT_SIGNUP_RETURN_ORIGINS", value_name = "ORIGIN", value_delimiter = ',')]
    return_origin: Vec<String>,
    /// The origin of a page that may have the form in a frame (may be given several times)
    #[arg(long, env = "MERCHANT_SIGNUP_EMBEDDING_ORIGINS", value_name = "ORIGIN", value_delimiter = ',')]
    embedding_origin: Vec<String>,
    /// How long a signup link can be opened, in minutes
    #[arg(long, env = "MERCHANT_SIGNUP_LINK_MINUTES", value_name = "MINUTES", default_value_t = LINK_MINUTES, value_parser = clap::value_parser!(u32).range(1..))]
    link_minutes: u32,
    /// How long a signup session lasts once its link is opened, in minutes
    #[arg(long, env = "MERCHANT_SIGNUP_SESSION_MINUTES", value_name = "MINUTES", default_value_t = SESSION_MINUTES, value_parser = clap::value_parser!(u32).range(1..))]
    session_minutes: u32,
}

impl SessionArgs {
    pub(super) fn settings(&self) -> Result<SessionSettings> {
        let origins = |origins: &[String], name| {
            origins.iter().map(|one| origin(one, name)).collect::<Result<Vec<_>>>()
        };
        let public_origin = self.public_url.as_deref().map(|url| origin(url, "--public-url")).transpose()?;
        Ok(SessionSettings {
            public_origin,
            return_origins: origins(&self.return_origin, "--return-origin")?,
            embedding_origins: origins(&self.embedding_origin, "--embedding-origin")?,
            link_lifetime: TimeDelta::minutes(self.link_minutes.into()),
            lifetime: TimeDelta::minutes(self.session_minutes.into()),
            may_return_to_loopback: false,
        })
    }
}

/// An origin and nothing more, with TLS or on loopback.
fn origin(text: &str, option: &str) -> Result<String> {
    let wrong = |why: &str| Error::new(format!("{option} {text}: {why}"));
    let url = Url::parse(text).map_err(|error| Error::of(format!("{option} {text} is no URL"), error))?;
    let Origin::Tuple(..) = url.origin() else {
        return Err(wrong("it must begin with https://"));
    };
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() {
        return Err(wrong("it must be an origin, such as https://example.com, without a path"));
    }
    match url.scheme() {
        "https" => {}
        "http" if is_loopback(&url) => {}
        _ => return Err(wrong("it must begin with https://, except on loopback")),
    }
    Ok(url.origin().ascii_serialization())
}

pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_compared_whole() {
        let settings = SessionSettings {
            return_origins: vec![origin("https://platform.example", "").unwrap()],
            ..SessionSettings::default()
        };
        for good in
            ["https://platform.example", "https://platform.example/a?b#c", "https://PLATFORM.example:443/"]
        {
            assert!(settings.may_return_to(good), "{good}");
        }
        for bad in [
            "http://platform.example/",
            "https://platform.example.evil.example/",
            "https://platform.example@evil.example/",
            "https://user@platform.example/",
            "https://platform.example:444/",
            "//platform.example/",
            "javascript:alert(1)",
            "http://localhost/",
            "",
        ] {
            assert!(!settings.may_return_to(bad), "{bad}");
        }
    }

    #[test]
    fn what_is_configured_is_an_origin() {
        for good in [
            "https://a.example",
            "https://a.example/",
            "http://localhost:80",
            "http://127.0.0.1:8080",
            "http://[::1]:1",
        ] {
            assert!(origin(good, "").is_ok(), "{good}");
        }
        for bad in [
            "a.example",
            "http://a.example",
            "https://a.example/path",
            "https://a.example?x",
            "data:,x",
            "https://u@a.example",
        ] {
            assert!(origin(bad, "").is_err(), "{bad}");
        }
    }
}
