//! Which URLs a token or a signup may be sent to.

use reqwest::Url;

use crate::error::BuildError;

/// A URL that a secret may be sent to: `https`, or `http` to this machine. `None` where it is no such URL at all.
pub(crate) fn endpoint(text: &str) -> Result<Url, Option<BuildError>> {
    let url = Url::parse(text).map_err(|_| None)?;
    let has_more = !url.username().is_empty()
        || url.password().is_some()
        || url.query().is_some()
        || url.fragment().is_some();
    if has_more || url.cannot_be_a_base() {
        return Err(None);
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_this_machine(&url) => Ok(url),
        "http" => Err(Some(BuildError::Insecure)),
        _ => Err(None),
    }
}

fn is_this_machine(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse();
    host == "localhost" || address.is_ok_and(|address: std::net::IpAddr| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_goes_over_https_or_to_this_machine() {
        for url in
            ["https://api.dintero.com", "http://127.0.0.1:8080", "http://[::1]:1/x/", "http://localhost"]
        {
            assert!(endpoint(url).is_ok(), "{url}");
        }
        for url in ["http://api.dintero.com", "http://10.0.0.1", "http://localhost.example"] {
            assert!(matches!(endpoint(url), Err(Some(BuildError::Insecure))), "{url}");
        }
        for url in [
            "",
            "api.dintero.com",
            "ftp://localhost",
            "https://user:pass@example.com",
            "https://a.example/?x",
        ] {
            assert!(matches!(endpoint(url), Err(None)), "{url}");
        }
    }
}
