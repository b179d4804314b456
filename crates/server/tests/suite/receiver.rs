//! An endpoint of webhooks, which may fail or hang.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State as FromState;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use merchant_signup_server::webhooks::{Endpoint, Secrets, WebhookSettings};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::support::Database;

/// What it does with a webhook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mood {
    Takes,
    Answers(u16),
    Hangs,
    /// Takes every third.
    TakesSome,
    /// Answers where something else is.
    Redirects,
}

/// An endpoint of webhooks that remembers what it was told. It checks signatures with the specification's own library.
#[derive(Clone)]
pub(crate) struct Receiver(Arc<Inner>);

struct Inner {
    address: SocketAddr,
    secrets: PathBuf,
    mood: Mutex<Mood>,
    asked: AtomicU32,
    /// The last that it has taken, as it came.
    last: Mutex<Option<(HeaderMap, Bytes)>>,
    /// What it has taken, by `webhook-id`, and how many times.
    taken: Mutex<BTreeMap<String, (Value, u32)>>,
}

impl Receiver {
    /// One whose secrets and configuration are in the folder of a database.
    pub(crate) async fn start(database: &Database) -> Self {
        let secrets = database.file("webhook-secret");
        Secrets::rotate(&secrets).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let inner = Inner {
            address: listener.local_addr().unwrap(),
            secrets,
            mood: Mutex::new(Mood::Takes),
            asked: AtomicU32::new(0),
            last: Mutex::default(),
            taken: Mutex::default(),
        };
        let receiver = Self(Arc::new(inner));
        let application = Router::new().route("/hooks", post(take)).with_state(receiver.clone());
        tokio::spawn(async move { axum::serve(listener, application).await });
        let endpoint = json!({ "name": "platform", "url": receiver.url(), "secret_file": "webhook-secret" });
        let file = json!({ "endpoints": [endpoint] });
        std::fs::write(database.file("webhooks.json"), file.to_string()).unwrap();
        receiver
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/hooks", self.0.address)
    }

    /// Settings that tell this endpoint and try again quickly. An answer is waited for as long as the slowest machine may
    /// need, since tests count the attempts.
    pub(crate) fn settings(&self, database: &Database) -> WebhookSettings {
        WebhookSettings {
            endpoints: Endpoint::read_all(&database.file("webhooks.json"), true).unwrap(),
            timeout: Duration::from_secs(60),
            first_retry: Duration::from_millis(10),
            longest_retry: Duration::from_millis(50),
            attempts: 3,
        }
    }

    pub(crate) fn be(&self, mood: Mood) {
        *self.0.mood.lock().unwrap() = mood;
    }

    /// How many times it was asked, whatever it answered.
    pub(crate) fn asked(&self) -> u32 {
        self.0.asked.load(Ordering::SeqCst)
    }

    /// What it has taken, in the order of ids, each once.
    pub(crate) fn taken(&self) -> Vec<Value> {
        self.0.taken.lock().unwrap().values().map(|(body, _)| body.clone()).collect()
    }

    /// A header of the last that it has taken, and its body.
    pub(crate) fn last(&self, header: &str) -> (String, String) {
        let (headers, body) = self.0.last.lock().unwrap().clone().unwrap();
        (headers[header].to_str().unwrap().to_owned(), String::from_utf8(body.to_vec()).unwrap())
    }

    /// How many it has taken more than once.
    pub(crate) fn repeated(&self) -> usize {
        self.0.taken.lock().unwrap().values().filter(|(_, times)| *times > 1).count()
    }
}

async fn take(FromState(receiver): FromState<Receiver>, headers: HeaderMap, body: Bytes) -> Response {
    let number = receiver.0.asked.fetch_add(1, Ordering::SeqCst);
    let mood = *receiver.0.mood.lock().unwrap();
    match mood {
        Mood::Takes => {}
        Mood::TakesSome if number % 3 == 0 => {}
        Mood::TakesSome => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Mood::Answers(status) => return StatusCode::from_u16(status).unwrap().into_response(),
        Mood::Hangs => std::future::pending().await,
        Mood::Redirects => return (StatusCode::FOUND, [("location", receiver.url())]).into_response(),
    }
    // Every secret of the file has signed.
    let secrets = std::fs::read_to_string(&receiver.0.secrets).unwrap();
    for secret in secrets.lines().filter(|line| line.starts_with("whsec_")) {
        standardwebhooks::Webhook::new(secret).unwrap().verify(&body, &headers).unwrap();
    }
    *receiver.0.last.lock().unwrap() = Some((headers.clone(), body.clone()));
    let body: Value = serde_json::from_slice(&body).unwrap();
    let id = headers["webhook-id"].to_str().unwrap().to_owned();
    let mut taken = receiver.0.taken.lock().unwrap();
    let (known, times) = taken.entry(id).or_insert_with(|| (body.clone(), 0));
    assert_eq!(*known, body, "it is the same at every attempt");
    *times += 1;
    StatusCode::NO_CONTENT.into_response()
}
