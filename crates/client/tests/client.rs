//! The client against an endpoint that answers by a script.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use merchant_signup::connection::ConnectionStatus;
use merchant_signup::formats::account_id::AccountId;
use merchant_signup::{Date, Options, SignupRequest, parse_str};
use merchant_signup_client::{BuildError, Client, ClientBuilder, ClientError, Completion, Credentials};
use serde_json::{Value, json};

const READY: &str = include_str!("../../../tests/examples/ready.json");
const PATH: &str = "/v1/accounts/T12345678/management/settings/connections/bambora";
const TOKEN: &str = "/v1/accounts/T12345678/auth/token";

fn account() -> AccountId {
    AccountId::parse("T12345678").unwrap()
}

fn ready() -> SignupRequest {
    serde_json::from_str(READY).unwrap()
}

/// What the endpoint does with a call.
enum Act {
    Answer(u16, &'static [(&'static str, &'static str)], Value),
    /// Answers with this text.
    Text(u16, String),
    /// Never answers.
    Hang,
}

use Act::{Answer, Hang, Text};

fn pending() -> Act {
    Answer(201, &[("location", PATH)], json!({ "status": "pending" }))
}

fn token(token: &str, expires_in: u32) -> Act {
    Answer(200, &[], json!({ "access_token": token, "token_type": "Bearer", "expires_in": expires_in }))
}

fn refused(status: u16) -> Act {
    Answer(status, &[], json!({ "error": { "code": "a_code", "message": "In words", "errors": [] } }))
}

#[derive(Clone)]
struct Call {
    line: String,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Call {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// An endpoint on this machine: acts by the script, and keeps what it was asked.
#[derive(Clone)]
struct Endpoint {
    url: String,
    script: Arc<Mutex<VecDeque<Act>>>,
    calls: Arc<Mutex<Vec<Call>>>,
}

impl Endpoint {
    async fn new(script: impl IntoIterator<Item = Act>) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = Self {
            url: format!("http://{}", listener.local_addr().unwrap()),
            script: Arc::new(Mutex::new(script.into_iter().collect())),
            calls: Arc::default(),
        };
        let app = Router::new().fallback(act).with_state(endpoint.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        endpoint
    }

    fn calls(&self) -> Vec<Call> {
        self.calls.lock().unwrap().clone()
    }

    fn lines(&self) -> Vec<String> {
        self.calls().into_iter().map(|call| call.line).collect()
    }

    fn builder(&self) -> ClientBuilder {
        Client::builder(&self.url).first_pause(Duration::ZERO)
    }

    fn client(&self) -> Client {
        self.builder().token("a-token").build().unwrap()
    }

    fn client_with_credentials(&self) -> Client {
        self.builder().credentials(Credentials::new("id", "secret")).build().unwrap()
    }
}

async fn act(State(endpoint): State<Endpoint>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let line = format!("{} {}", parts.method, parts.uri.path());
    let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
    endpoint.calls.lock().unwrap().push(Call { line, headers: parts.headers, body });
    let act = endpoint.script.lock().unwrap().pop_front();
    let (status, headers, body) = match act.unwrap_or(Answer(500, &[], "the script is at its end".into())) {
        Answer(status, headers, body) => (status, headers, body.to_string()),
        Text(status, body) => (status, &[][..], body),
        Hang => std::future::pending().await,
    };
    let mut response = Response::builder().status(StatusCode::from_u16(status).unwrap());
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(Body::from(body)).unwrap()
}

#[tokio::test]
async fn a_request_that_is_ready_is_sent() {
    let endpoint = Endpoint::new([pending()]).await;
    let connection = endpoint.client().submit(&account(), &ready()).await.unwrap();
    assert_eq!(connection.status, Some(ConnectionStatus::Pending));

    let call = &endpoint.calls()[0];
    assert_eq!(call.line, format!("POST {PATH}"));
    assert_eq!(call.header("authorization"), "Bearer a-token");
    assert_eq!(call.header("content-type"), "application/json");
    assert_eq!(call.header("accept-language"), "en");
    assert!(call.header("user-agent").starts_with("merchant-signup/"));
    assert_eq!(call.header("idempotency-key").len(), 32);
    assert_eq!(call.json(), serde_json::to_value(ready()).unwrap());
}

#[tokio::test]
async fn a_ready_signup_is_sent_as_it_is() {
    let endpoint = Endpoint::new([pending()]).await;
    let signup = parse_str(READY, &Options::new(Date::new(2026, 11, 22).unwrap())).unwrap();
    endpoint.client().submit(&account(), &signup).idempotency_key("order-17").await.unwrap();

    let call = &endpoint.calls()[0];
    assert_eq!(call.header("idempotency-key"), "order-17");
    assert_eq!(call.json(), serde_json::to_value(&signup).unwrap());
}

#[tokio::test]
async fn what_is_not_ready_is_not_sent() {
    let endpoint = Endpoint::new([]).await;
    let mut request = ready();
    request.signup.bank_name = None;
    let error = endpoint.client().submit(&account(), &request).await.unwrap_err();
    let ClientError::NotReady(report) = error else { panic!("{error:?}") };
    assert_eq!(
        report.errors().map(|issue| issue.code().to_string()).collect::<Vec<_>>(),
        ["bank_name.required"]
    );
    assert!(endpoint.calls().is_empty());
}

#[tokio::test]
async fn a_key_that_is_none_is_not_sent() {
    let endpoint = Endpoint::new([]).await;
    let error = endpoint.client().submit(&account(), &ready()).idempotency_key("a\nb").await.unwrap_err();
    assert!(matches!(error, ClientError::InvalidKey));
    assert!(endpoint.calls().is_empty());
}

#[tokio::test]
async fn the_connection_is_read() {
    let endpoint = Endpoint::new([Answer(200, &[], json!({ "status": "enabled" })), refused(404)]).await;
    let client = endpoint.client();
    assert_eq!(client.connection(&account()).await.unwrap().status, Some(ConnectionStatus::Enabled));
    let error = client.connection(&account()).await.unwrap_err();
    assert!(matches!(error, ClientError::Refused(_)));
    assert_eq!(error.status(), Some(404));
    assert_eq!(endpoint.lines(), [format!("GET {PATH}"), format!("GET {PATH}")]);
}

#[tokio::test]
async fn a_connection_is_completed() {
    let enabled = Answer(200, &[], json!({ "status": "enabled" }));
    let endpoint = Endpoint::new([enabled, Text(204, String::new())]).await;
    let client = endpoint.client();
    let mut completion = Completion::new("T1", "key", Vec::new());
    completion.secret_token = Some("hush".to_owned());
    let connection = client.complete(&account(), "a/b c", &completion).await.unwrap().unwrap();
    assert_eq!(connection.status, Some(ConnectionStatus::Enabled));
    assert!(client.complete(&account(), "ref", &completion).await.unwrap().is_none());

    let call = &endpoint.calls()[0];
    assert_eq!(call.line, format!("POST {PATH}/a%2Fb%20c"));
    assert_eq!(
        call.json(),
        json!({ "merchant_number": "T1", "md5_key": "key", "payment_options": [], "secret_token": "hush" })
    );
    for reference in ["", ".", ".."] {
        let error = client.complete(&account(), reference, &completion).await.unwrap_err();
        assert!(matches!(error, ClientError::InvalidReference), "{reference}");
    }
    assert_eq!(endpoint.calls().len(), 2);
}

#[tokio::test]
async fn what_may_pass_is_tried_again_with_the_same_key() {
    let busy = Answer(429, &[("retry-after", "0")], json!({}));
    let endpoint = Endpoint::new([refused(503), busy, refused(500), pending()]).await;
    endpoint.client().submit(&account(), &ready()).await.unwrap();
    let calls = endpoint.calls();
    assert_eq!(calls.len(), 4);
    for call in &calls {
        assert_eq!(call.header("idempotency-key"), calls[0].header("idempotency-key"));
        assert_eq!(call.body, calls[0].body);
    }
}

#[tokio::test]
async fn the_last_answer_is_returned() {
    let endpoint = Endpoint::new([refused(503), refused(503), refused(502)]).await;
    let client = endpoint.builder().token("a-token").retries(2).build().unwrap();
    let error = client.submit(&account(), &ready()).await.unwrap_err();
    assert!(matches!(error, ClientError::Unavailable(_)), "{error:?}");
    assert_eq!(error.status(), Some(502));
    assert_eq!(endpoint.calls().len(), 3);
}

#[tokio::test]
async fn nobody_waits_longer_than_allowed() {
    let busy = Answer(429, &[("retry-after", "3600")], json!({}));
    let endpoint = Endpoint::new([busy]).await;
    let error = endpoint.client().submit(&account(), &ready()).await.unwrap_err();
    let ClientError::RateLimited { retry_after, .. } = error else { panic!("{error:?}") };
    assert_eq!(retry_after, Some(Duration::from_secs(3600)));
    assert_eq!(endpoint.calls().len(), 1);
}

#[tokio::test]
async fn an_answer_that_does_not_come_is_asked_for_again() {
    let endpoint = Endpoint::new([Hang, pending()]).await;
    let builder = endpoint.builder().token("a-token").timeout(Duration::from_millis(200));
    builder.build().unwrap().submit(&account(), &ready()).await.unwrap();
    let calls = endpoint.calls();
    assert_eq!(calls.len(), 2);
    assert_eq!(calls[0].header("idempotency-key"), calls[1].header("idempotency-key"));
}

#[tokio::test]
async fn no_answer_at_all() {
    let endpoint = Endpoint::new([Hang]).await;
    let client =
        endpoint.builder().token("a-token").timeout(Duration::from_millis(50)).retries(0).build().unwrap();
    let error = client.submit(&account(), &ready()).await.unwrap_err();
    let ClientError::Transport(error) = error else { panic!("{error:?}") };
    assert!(error.is_timeout());
    assert_eq!(error.to_string(), "the endpoint did not answer in time");

    // A port where nobody listens any more.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = Client::builder(url).first_pause(Duration::ZERO).token("hush").build().unwrap();
    let error = client.submit(&account(), &ready()).await.unwrap_err();
    assert!(matches!(&error, ClientError::Transport(error) if error.is_connect()), "{error:?}");
    assert!(!format!("{error:?} {error}").contains("hush"));
}

#[tokio::test]
async fn refusals_have_types() {
    let issue = json!({ "code": "bank_name.too_long", "path": "/signup/bank_name", "message": "Shorter" });
    let own = json!({ "error": { "code": "not_ready", "message": "M", "errors": [issue] } });
    let problem = json!({ "type": "about:blank", "title": "T", "status": 422, "errors": [issue] });
    for body in [own, problem] {
        let endpoint = Endpoint::new([Answer(422, &[], body)]).await;
        let error = endpoint.client().submit(&account(), &ready()).await.unwrap_err();
        let ClientError::Refused(refusal) = error else { panic!("{error:?}") };
        assert_eq!(refusal.status, 422);
        assert_eq!(refusal.issues[0].code.as_deref(), Some("bank_name.too_long"));
        assert_eq!(refusal.issues[0].path.as_deref(), Some("/signup/bank_name"));
        assert_eq!(endpoint.calls().len(), 1);
    }

    let endpoint = Endpoint::new([refused(409), refused(401), refused(403), refused(501)]).await;
    let client = endpoint.client();
    let conflict = client.submit(&account(), &ready()).await.unwrap_err();
    assert!(matches!(&conflict, ClientError::Conflict(refusal) if refusal.code.as_deref() == Some("a_code")));
    assert!(matches!(client.submit(&account(), &ready()).await, Err(ClientError::Unauthorized(_))));
    assert!(matches!(client.submit(&account(), &ready()).await, Err(ClientError::Refused(_))));
    assert!(matches!(client.submit(&account(), &ready()).await, Err(ClientError::Unavailable(_))));
    assert_eq!(endpoint.calls().len(), 4);
}

#[tokio::test]
async fn answers_that_are_none() {
    let elsewhere = Answer(307, &[("location", "http://127.0.0.1:9/")], json!({}));
    let endless = Text(200, " ".repeat(9 * 1024 * 1024));
    let endpoint =
        Endpoint::new([elsewhere, Text(200, "<html>".to_owned()), Answer(201, &[], json!(7)), endless]).await;
    let client = endpoint.client();
    for status in [307, 200, 201, 200] {
        let error = client.submit(&account(), &ready()).await.unwrap_err();
        assert!(
            matches!(error, ClientError::UnexpectedAnswer { status: found } if found == status),
            "{error:?}"
        );
    }
    assert_eq!(endpoint.calls().len(), 4);
}

#[tokio::test]
async fn a_token_is_fetched_once_and_kept() {
    let endpoint = Endpoint::new([token("one", 3600), pending(), pending()]).await;
    let client = endpoint.client_with_credentials();
    client.submit(&account(), &ready()).await.unwrap();
    client.clone().submit(&account(), &ready()).await.unwrap();

    let calls = endpoint.calls();
    assert_eq!(endpoint.lines(), [format!("POST {TOKEN}"), format!("POST {PATH}"), format!("POST {PATH}")]);
    assert_eq!(calls[0].header("authorization"), "Basic aWQ6c2VjcmV0");
    assert_eq!(
        calls[0].json(),
        json!({
            "grant_type": "client_credentials",
            "audience": format!("{}/v1/accounts/T12345678", endpoint.url),
        })
    );
    assert_eq!(calls[2].header("authorization"), "Bearer one");
}

#[tokio::test]
async fn a_token_that_is_about_to_expire_is_not_used_again() {
    let endpoint = Endpoint::new([token("one", 20), pending(), token("two", 3600), pending()]).await;
    let client = endpoint.client_with_credentials();
    client.submit(&account(), &ready()).await.unwrap();
    client.submit(&account(), &ready()).await.unwrap();
    assert_eq!(endpoint.calls()[3].header("authorization"), "Bearer two");
}

#[tokio::test]
async fn a_token_that_is_refused_is_renewed_once() {
    let script = [token("one", 3600), refused(401), token("two", 3600), pending()];
    let endpoint = Endpoint::new(script).await;
    endpoint.client_with_credentials().submit(&account(), &ready()).await.unwrap();
    let calls = endpoint.calls();
    assert_eq!(calls[3].header("authorization"), "Bearer two");
    assert_eq!(calls[1].header("idempotency-key"), calls[3].header("idempotency-key"));

    let script = [token("one", 3600), refused(401), token("two", 3600), refused(401)];
    let endpoint = Endpoint::new(script).await;
    let error = endpoint.client_with_credentials().submit(&account(), &ready()).await.unwrap_err();
    assert!(matches!(error, ClientError::Unauthorized(_)));
    assert_eq!(endpoint.calls().len(), 4);
}

#[tokio::test]
async fn many_at_once_share_a_token() {
    let script = [token("one", 3600)].into_iter().chain((0..8).map(|_| pending()));
    let endpoint = Endpoint::new(script).await;
    let client = endpoint.client_with_credentials();
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.submit(&account(), &ready()).await })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    assert_eq!(endpoint.lines().iter().filter(|line| line.contains("auth/token")).count(), 1);
}

#[tokio::test]
async fn a_token_endpoint_elsewhere_is_asked_by_a_form() {
    let endpoint = Endpoint::new([refused(503), token("one", 3600), pending(), pending()]).await;
    let credentials =
        Credentials::new("id", "secret").token_url(format!("{}/oauth", endpoint.url)).scope("write:accounts");
    let client = endpoint.builder().credentials(credentials).build().unwrap();
    client.submit(&account(), &ready()).await.unwrap();
    // It is nobody's in particular.
    client.submit(&AccountId::parse("P12345678").unwrap(), &ready()).await.unwrap();
    let calls = endpoint.calls();
    assert_eq!(calls.len(), 4);
    assert_eq!(calls[1].line, "POST /oauth");
    assert_eq!(calls[1].header("content-type"), "application/x-www-form-urlencoded");
    assert_eq!(calls[1].body, b"grant_type=client_credentials&scope=write%3Aaccounts");
}

#[tokio::test]
async fn no_token_no_call() {
    let denied =
        Answer(401, &[], json!({ "error": "invalid_client", "error_description": "secret is hush" }));
    let endpoint = Endpoint::new([denied, Answer(200, &[], json!({ "access_token": 7 }))]).await;
    let client = endpoint.client_with_credentials();
    let error = client.submit(&account(), &ready()).await.unwrap_err();
    assert!(matches!(error, ClientError::NoToken(_)));
    assert_eq!(error.to_string(), "the token endpoint gives no token: status 401, invalid_client");
    assert!(!format!("{error:?}").contains("hush"));
    let error = client.submit(&account(), &ready()).await.unwrap_err();
    assert!(matches!(error, ClientError::UnexpectedAnswer { status: 200 }));
    assert_eq!(endpoint.calls().len(), 2);
}

#[test]
fn clients_that_cannot_be() {
    let build = |url: &str| Client::builder(url).token("a-token").build().map(|_| ());
    assert!(matches!(build("api.dintero.com"), Err(BuildError::BaseUrl)));
    assert!(matches!(build("http://api.dintero.com"), Err(BuildError::Insecure)));
    assert!(matches!(Client::builder("https://api.dintero.com").build(), Err(BuildError::NoAccess)));
}

#[test]
fn calls_can_be_spawned() {
    fn is_send<T: Send>(_: T) {}
    let client = Client::builder("http://localhost:1").token("a-token").build().unwrap();
    is_send(client.connection(&account()));
    is_send(client.submit(&account(), &ready()));
}
