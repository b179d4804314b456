//! A server of a test's own, a client, and a database of either kind.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::{HeaderMap, Request, StatusCode};
use hyper_util::rt::TokioIo;
use merchant_signup_server::auth::{Claims, issue};
use merchant_signup_server::store::{Act, Known};
use merchant_signup_server::{Settings, State, metrics_router, router, serve};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tower::ServiceExt as _;

pub(crate) const ACCOUNT: &str = "T12345678";
pub(crate) const READY: &str = include_str!("../../../../tests/examples/ready.json");
pub(crate) const PUBLISHED: &str = include_str!("../../../../tests/examples/published.json");

pub(crate) fn connection(account: &str) -> String {
    format!("/v1/accounts/{account}/management/settings/connections/bambora")
}

/// The ready example, on one line.
pub(crate) fn ready() -> Value {
    serde_json::from_str(READY).unwrap()
}

/// A database of a test's own.
pub(crate) struct Database {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) url: String,
}

impl Database {
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = folder.path().join("signups.sqlite").display().to_string();
        Self { folder, url }
    }

    /// A schema of the test's own in the database that the environment names.
    pub(crate) async fn postgres() -> Option<Self> {
        use sqlx::{Connection as _, Executor as _};
        let url = std::env::var("DATABASE_URL_POSTGRES").ok()?;
        sqlx::any::install_default_drivers();
        let schema = format!("test_{}", uuid::Uuid::new_v4().simple());
        let mut database = sqlx::AnyConnection::connect(&url).await.unwrap();
        database.execute(format!("CREATE SCHEMA {schema}").as_str()).await.unwrap();
        database.close().await.unwrap();
        let separator = if url.contains('?') { '&' } else { '?' };
        let url = format!("{url}{separator}options[search_path]={schema}");
        Some(Self { folder: tempfile::tempdir().unwrap(), url })
    }

    pub(crate) fn is_sqlite(&self) -> bool {
        !self.url.starts_with("postgres")
    }

    /// Settings with the limit of requests out of the way.
    pub(crate) fn settings(&self) -> Settings {
        let mut settings = Settings::development(self.folder.path()).unwrap();
        settings.address = SocketAddr::from(([127, 0, 0, 1], 0));
        settings.database.clone_from(&self.url);
        settings.development = None;
        settings.limits.requests_per_minute = NonZeroU32::MAX;
        settings.limits.failures_per_minute = NonZeroU32::MAX;
        settings.limits.openings_per_minute = NonZeroU32::MAX;
        settings
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// All bytes of SQLite's files.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let files = ["signups.sqlite", "signups.sqlite-wal", "signups.sqlite-shm"];
        files.iter().flat_map(|name| std::fs::read(self.file(name)).unwrap_or_default()).collect()
    }
}

/// A running server. It stops when it is dropped.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) state: State,
    stop: Option<oneshot::Sender<()>>,
    running: JoinHandle<bool>,
}

impl Server {
    pub(crate) async fn start(settings: Settings) -> Self {
        let listener = TcpListener::bind(settings.address).await.unwrap();
        let address = listener.local_addr().unwrap();
        let state = State::open(settings).await.unwrap();
        let (stop, stopped) = oneshot::channel();
        let (shared, application) = (state.clone(), router(state.clone()));
        let running = tokio::spawn(async move {
            serve::serve(listener, application, &shared, async { drop(stopped.await) }).await
        });
        Self { address, state, stop: Some(stop), running }
    }

    /// Stops it as a signal would, and says whether all that was begun was finished.
    pub(crate) async fn stop(mut self) -> bool {
        self.stop.take().unwrap().send(()).unwrap();
        let finished = (&mut self.running).await.unwrap();
        self.state.store().close().await;
        finished
    }

    pub(crate) fn token(&self, account: &str, scope: &str) -> String {
        self.token_of(account, scope, "client-1")
    }

    pub(crate) fn token_of(&self, account: &str, scope: &str, subject: &str) -> String {
        let claims = Claims { sub: subject.into(), account_id: account.into(), scope: scope.into() };
        issue(&self.state.settings().tokens, &claims, 60).unwrap()
    }

    /// A request as whoever may do everything with the account.
    pub(crate) fn request(&self, method: &str, path: &str) -> Call {
        let account = path.split('/').nth(3).unwrap_or(ACCOUNT);
        let account = if account.len() == 9 { account } else { ACCOUNT };
        self.anonymous(method, path).token(&self.token(account, "read:accounts write:accounts"))
    }

    pub(crate) fn anonymous(&self, method: &str, path: &str) -> Call {
        Call {
            address: self.address,
            method: method.into(),
            path: path.into(),
            headers: vec![("Host".into(), self.address.to_string())],
            body: Bytes::new(),
        }
    }

    pub(crate) async fn post(&self, account: &str) -> Answer {
        self.request("POST", &connection(account)).json(&ready()).send().await
    }

    pub(crate) async fn get(&self, account: &str) -> Answer {
        self.request("GET", &connection(account)).send().await
    }

    /// The metrics, as their own address has them.
    pub(crate) async fn metrics(&self) -> String {
        let request = Request::get("/metrics").body(axum::body::Body::empty()).unwrap();
        let answer = metrics_router(self.state.clone()).oneshot(request).await.unwrap();
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        String::from_utf8(body.to_vec()).unwrap()
    }

    /// The provider's callback, to a connection whose reference has been told to the server.
    pub(crate) async fn call_back(&self, account: &str, reference: &str, body: &Value) -> Answer {
        self.refer(account, reference).await;
        self.call_back_as(account, reference, reference, body).await
    }

    /// The provider's callback to a path, with a token of a subject.
    pub(crate) async fn call_back_as(
        &self,
        account: &str,
        reference: &str,
        subject: &str,
        body: &Value,
    ) -> Answer {
        let token = self.token_of(account, "callback:accounts", subject);
        let path = format!("{}/{reference}", connection(account));
        self.anonymous("POST", &path).token(&token).json(body).send().await
    }

    /// Tells what the callback of the account's pending connection will name, as an operator does.
    pub(crate) async fn refer(&self, account: &str, reference: &str) {
        let known = Known { callback_reference: Some(reference.into()), ..Known::default() };
        let account = account.parse().unwrap();
        let act = Act { account, by: "operator", at: chrono::Utc::now(), key: None };
        self.state.store().note(&act, &known).await.unwrap();
    }
}

pub(crate) fn callback() -> Value {
    json!({
        "merchant_number": "T7777777",
        "md5_key": "md5-key-of-the-merchant",
        "payment_options": [{ "type": "bambora.creditcard", "currencies": ["NOK", "SEK"] }],
        "access_token": 987_654_321,
        "secret_token": "the-most-secret-token",
        "token_scope": "payments",
    })
}

#[derive(Clone)]
pub(crate) struct Call {
    address: SocketAddr,
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Bytes,
}

impl Call {
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self.headers.push((name.into(), value.into()));
        self
    }

    pub(crate) fn token(self, token: &str) -> Self {
        self.header("Authorization", &format!("Bearer {token}"))
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.body(body.to_string())
    }

    pub(crate) fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self.header("Content-Type", "application/json")
    }

    /// Sends it to another server.
    pub(crate) fn at(mut self, address: SocketAddr) -> Self {
        self.address = address;
        self
    }

    pub(crate) async fn send(self) -> Answer {
        self.try_send().await.unwrap()
    }

    pub(crate) async fn try_send(self) -> Result<Answer, Box<dyn std::error::Error + Send + Sync>> {
        let stream = TcpStream::connect(self.address).await?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        let mut request = Request::builder().method(self.method.as_str()).uri(&self.path);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let response = sender.send_request(request.body(Full::new(self.body)).unwrap()).await?;
        let (parts, body) = response.into_parts();
        let body = body.collect().await?.to_bytes();
        Ok(Answer { status: parts.status, headers: parts.headers, body })
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {:?}", self.body))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The status and the code of a refusal.
    pub(crate) fn refusal(&self) -> (u16, String) {
        let code = self.json()["error"]["code"].as_str().unwrap_or_default().to_owned();
        (self.status.as_u16(), code)
    }

    /// The codes of a refusal's issues.
    pub(crate) fn codes(&self) -> Vec<String> {
        let errors = self.json()["error"]["errors"].as_array().cloned().unwrap_or_default();
        errors.iter().map(|error| error["code"].as_str().unwrap_or_default().to_owned()).collect()
    }
}

/// Puts a word in the place of every time and id, so that the rest can be compared strictly.
pub(crate) fn normalised(mut value: Value) -> Value {
    normalise(&mut value);
    value
}

fn normalise(value: &mut Value) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                match key.as_str() {
                    "created_at" | "updated_at" | "callback_at" => {
                        let text = value.as_str().expect("a time is text");
                        let age = chrono::Utc::now().signed_duration_since(
                            chrono::DateTime::parse_from_rfc3339(text).expect("a time is RFC 3339"),
                        );
                        assert!((0..600).contains(&age.num_seconds()), "{text} is not now");
                        *value = "TIME".into();
                    }
                    "id" | "signup_id" => {
                        uuid::Uuid::parse_str(value.as_str().expect("an id is text"))
                            .expect("an id is a UUID");
                        *value = "ID".into();
                    }
                    _ => normalise(value),
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(normalise),
        _ => {}
    }
}

/// Waits until something holds, at most a minute: a machine that does other work too needs longer than an idle one.
pub(crate) async fn until(holds: impl AsyncFnMut() -> bool) {
    until_at_most(Duration::from_secs(60), holds).await;
}

/// Waits until something holds, but no longer than this.
pub(crate) async fn until_at_most(limit: Duration, mut holds: impl AsyncFnMut() -> bool) {
    let begun = Instant::now();
    while !holds().await {
        assert!(begun.elapsed() < limit, "it does not come to hold");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
