//! What can come of a call instead of an answer.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use merchant_signup::Report;
use serde_json::{Map, Value};

/// Why there is no connection.
///
/// `Display` and `Debug` show no secret and nothing that a person typed; what the endpoint said for people is in a
/// [`Refusal`], by name.
#[derive(Debug)]
#[non_exhaustive]
pub enum ClientError {
    /// The signup is not ready: nothing was sent.
    NotReady(Box<Report>),
    /// The idempotency key cannot stand in a header: nothing was sent.
    InvalidKey,
    /// The callback's reference is empty or leads elsewhere: nothing was sent.
    InvalidReference,
    /// There is no token: the token endpoint refused.
    NoToken(Box<Refusal>),
    /// 401: the token was refused, and the one that was fetched in its place.
    Unauthorized(Box<Refusal>),
    /// 409: a signup is pending, or the connection enabled.
    Conflict(Box<Refusal>),
    /// 429: too many calls, still after the last attempt.
    RateLimited {
        /// How long the endpoint asks to wait.
        retry_after: Option<Duration>,
        /// What it said.
        refusal: Box<Refusal>,
    },
    /// Any other 4xx: the endpoint has read the call and says no.
    Refused(Box<Refusal>),
    /// A 5xx, still after the last attempt.
    Unavailable(Box<Refusal>),
    /// There was no answer, still after the last attempt. Whether the call arrived is not known.
    Transport(TransportError),
    /// The answer is none that the endpoint gives: a redirect, no JSON, or too much of it.
    UnexpectedAnswer {
        /// Its status.
        status: u16,
    },
}

impl ClientError {
    /// What the endpoint said, where it refused.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::NoToken(refusal)
            | Self::Unauthorized(refusal)
            | Self::Conflict(refusal)
            | Self::RateLimited { refusal, .. }
            | Self::Refused(refusal)
            | Self::Unavailable(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// The status of the answer, where there was one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::UnexpectedAnswer { status } => Some(*status),
            _ => self.refusal().map(|refusal| refusal.status),
        }
    }
}

impl fmt::Display for ClientError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotReady(report) => {
                write!(f, "the signup is not ready to send, {} errors", report.errors().count())
            }
            Self::InvalidKey => f.write_str("the idempotency key cannot stand in a header"),
            Self::InvalidReference => f.write_str("the callback's reference is empty or a path"),
            Self::NoToken(refusal) => write!(f, "the token endpoint gives no token: {refusal}"),
            Self::Unauthorized(refusal) => write!(f, "the token was refused: {refusal}"),
            Self::Conflict(refusal) => write!(f, "there is a connection already: {refusal}"),
            Self::RateLimited { retry_after: Some(pause), refusal } => {
                write!(f, "too many calls, the next in {} seconds: {refusal}", pause.as_secs())
            }
            Self::RateLimited { refusal, .. } => write!(f, "too many calls: {refusal}"),
            Self::Refused(refusal) => write!(f, "the endpoint refused: {refusal}"),
            Self::Unavailable(refusal) => write!(f, "the endpoint is not available: {refusal}"),
            Self::Transport(error) => error.fmt(f),
            Self::UnexpectedAnswer { status } => {
                write!(f, "the answer, status {status}, is none of this endpoint's")
            }
        }
    }
}

impl Error for ClientError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::NotReady(report) => Some(&**report),
            Self::Transport(error) => error.source(),
            _ => None,
        }
    }
}

impl From<TransportError> for ClientError {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

/// Why there was no answer.
pub struct TransportError(reqwest::Error);

impl TransportError {
    pub(crate) fn new(error: reqwest::Error) -> Self {
        // The URL names the account; its log is the caller's.
        Self(error.without_url())
    }

    /// Whether there was no answer in time.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.0.is_timeout()
    }

    /// Whether there was no connection: the call has not arrived.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.0.is_connect()
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match () {
            () if self.is_connect() => "the endpoint could not be reached",
            () if self.is_timeout() => "the endpoint did not answer in time",
            () => "the connection broke before there was an answer",
        })
    }
}

impl fmt::Debug for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TransportError({self})")
    }
}

impl Error for TransportError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source()
    }
}

/// What the endpoint said when it refused, as far as it could be read: in its own format
/// (`{"error": {"code", "message", "errors"}}`), as problem details (RFC 9457) or in OAuth's.
///
/// `Display` and `Debug` leave the texts out: not every endpoint keeps what a person typed out of them.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Refusal {
    /// The status.
    pub status: u16,
    /// What is the matter, for programs.
    pub code: Option<String>,
    /// What is the matter, for people.
    pub message: Option<String>,
    /// What is wrong with what was sent.
    pub issues: Vec<RefusedIssue>,
}

impl Refusal {
    pub(crate) fn read(status: u16, body: &[u8]) -> Self {
        let document: Value = serde_json::from_slice(body).unwrap_or_default();
        let error = document.get("error");
        // OAuth's `error` is a code; the endpoint's own is an object; problem details have none.
        let body = error.filter(|error| error.is_object()).unwrap_or(&document);
        let code = text(body, "code")
            .or_else(|| error.and_then(Value::as_str).map(str::to_owned))
            .or_else(|| Some(text(body, "type")?.strip_prefix("urn:")?.rsplit(':').next()?.to_owned()));
        let message = ["message", "detail", "title", "error_description"];
        let message = message.into_iter().find_map(|name| text(body, name));
        let issues = ["errors", "issues"].into_iter().find_map(|name| body.get(name)?.as_array());
        Self {
            status,
            code: code.filter(|code| is_code(code)),
            message,
            issues: issues.into_iter().flatten().filter_map(RefusedIssue::read).collect(),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "status {}", self.status)?;
        if let Some(code) = &self.code {
            write!(f, ", {code}")?;
        }
        match self.issues.len() {
            0 => Ok(()),
            1 => f.write_str(", 1 issue"),
            count => write!(f, ", {count} issues"),
        }
    }
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refusal")
            .field("status", &self.status)
            .field("code", &self.code)
            .field("issues", &self.issues)
            .finish_non_exhaustive()
    }
}

/// One thing that the endpoint found wrong. `Debug` shows its code.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct RefusedIssue {
    /// What it says, for programs: one of the [catalogue](merchant_signup::catalogue)'s where the endpoint is this project's.
    pub code: Option<String>,
    /// An RFC 6901 pointer to the field at fault.
    pub path: Option<String>,
    /// `error`, `warning` or `info`.
    pub severity: Option<String>,
    /// What it says, for people.
    pub message: Option<String>,
    /// Everything that the issue has, as it came.
    pub members: Map<String, Value>,
}

impl RefusedIssue {
    fn read(issue: &Value) -> Option<Self> {
        let members = issue.as_object()?.clone();
        Some(Self {
            code: text(issue, "code").filter(|code| is_code(code)),
            path: text(issue, "path"),
            severity: text(issue, "severity"),
            message: text(issue, "message"),
            members,
        })
    }
}

impl fmt::Debug for RefusedIssue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RefusedIssue").field("code", &self.code).finish_non_exhaustive()
    }
}

fn text(object: &Value, name: &str) -> Option<String> {
    object.get(name).and_then(Value::as_str).map(str::to_owned)
}

/// Whether it reads as a code, and not as what a person typed.
fn is_code(code: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    (1..=128).contains(&code.len()) && code.bytes().all(is_part)
}

/// Why a client cannot be built.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// The base URL is no absolute `https` URL without user, password, query and fragment.
    BaseUrl,
    /// The same of the token endpoint's.
    TokenUrl,
    /// A token or a secret would go over `http` to another machine.
    Insecure,
    /// There are neither credentials nor a token.
    NoAccess,
    /// The token cannot stand in a header.
    Token,
    /// The machine's certificates cannot be read.
    Tls(Box<dyn Error + Send + Sync>),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BaseUrl => "the base URL must be an https URL such as https://api.dintero.com",
            Self::TokenUrl => "the token endpoint's URL must be an https URL",
            Self::Insecure => "plain http is for this machine alone: use https",
            Self::NoAccess => "give credentials or a token",
            Self::Token => "the token has characters that a header cannot have",
            Self::Tls(_) => "the machine's certificates cannot be read",
        })
    }
}

impl Error for BuildError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Tls(error) => Some(&**error),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_endpoints_own_format() {
        let body = br#"{"error":{"code":"not_ready","message":"Two things","errors":[
            {"code":"bank_name.required","path":"/signup/bank_name","severity":"error","message":"Enter it","new":1}, 7, {}
        ]}}"#;
        let refusal = Refusal::read(422, body);
        assert_eq!(
            (refusal.code.as_deref(), refusal.message.as_deref()),
            (Some("not_ready"), Some("Two things"))
        );
        assert_eq!(refusal.issues.len(), 2);
        assert_eq!(refusal.issues[0].code.as_deref(), Some("bank_name.required"));
        assert_eq!(refusal.issues[0].path.as_deref(), Some("/signup/bank_name"));
        assert_eq!(refusal.issues[0].members["new"], 1);
        assert_eq!(refusal.to_string(), "status 422, not_ready, 2 issues");
    }

    #[test]
    fn problem_details_and_oauth() {
        let problem =
            Refusal::read(422, br#"{"title":"T","detail":"D","status":422,"errors":[{"code":"a.b"}]}"#);
        assert_eq!((problem.message.as_deref(), problem.issues.len()), (Some("D"), 1));
        assert_eq!(problem.code, None);
        let problem = Refusal::read(409, br#"{"type":"urn:merchant-signup:connection_exists","title":"T"}"#);
        assert_eq!(problem.code.as_deref(), Some("connection_exists"));
        let oauth = Refusal::read(401, br#"{"error":"invalid_client","error_description":"No"}"#);
        assert_eq!((oauth.code.as_deref(), oauth.message.as_deref()), (Some("invalid_client"), Some("No")));
    }

    #[test]
    fn anything_else_is_a_refusal_too() {
        for body in [
            "",
            "<html>",
            "[]",
            "null",
            "7",
            r#"{"error":7}"#,
            r#"{"error":{"errors":{}}}"#,
            r#"{"code":{}}"#,
        ] {
            assert_eq!(
                Refusal::read(500, body.as_bytes()),
                Refusal { status: 500, ..Refusal::default() },
                "{body}"
            );
        }
    }

    #[test]
    fn texts_are_not_shown() {
        let body = br#"{"error":{"code":"Ola Nordmann","message":"Ola","errors":[{"message":"Ola","path":"/Ola"}]}}"#;
        let error = ClientError::Refused(Box::new(Refusal::read(400, body)));
        assert!(!format!("{error} {error:?}").contains("Ola"), "{error:?}");
    }
}
