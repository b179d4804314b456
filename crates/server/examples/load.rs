//! The server as `cargo xtask load` measures it: limits raised, and beside the check a handler that only reads the body
//! with serde_json and answers with as many bytes, behind the same middleware.
//!
//! Prints its address once the tokens' file is written: a line an account, the account and its token. With `webhooks` as its
//! third word an endpoint of its own is told of every signup.
#![allow(clippy::print_stdout, reason = "what the load generator needs to know goes to the terminal")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use axum::Router;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use merchant_signup::{Options, check_slice};
use merchant_signup_server::answer::{Refusal, RefusalCode};
use merchant_signup_server::auth::{Claims, issue};
use merchant_signup_server::webhooks::{Couriers, Endpoint, Secrets};
use merchant_signup_server::{CheckBody, Settings, State, router_with, serve};
use tokio::net::TcpListener;

const READY: &[u8] = include_bytes!("../../../tests/examples/ready.json");

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("say where to put the database and the tokens")?);
    let accounts: u32 = arguments.next().and_then(|count| count.to_str()?.parse().ok()).unwrap_or(20_000);
    let mut settings = Settings::development(&folder)?;
    settings.development = None;
    settings.limits.requests_per_minute = u32::MAX.try_into()?;
    settings.limits.concurrent_requests = 10_000;

    let has_webhooks = arguments.next().is_some_and(|word| word == "webhooks");
    if has_webhooks {
        settings.webhooks.endpoints = vec![endpoint(&folder).await?];
    }

    let mut lines = String::new();
    for number in 0..accounts {
        let account = format!("T{number:08}");
        let scope = "read:accounts write:accounts".to_owned();
        let claims = Claims { sub: "load".into(), account_id: account.clone(), scope };
        writeln!(lines, "{account} {}", issue(&settings.tokens, &claims, 3600)?)?;
    }
    std::fs::write(folder.join("tokens"), lines)?;

    let today = chrono::Utc::now().date_naive();
    let report = serde_json::to_string(&check_slice(READY, &Options::new(today)))?;
    // As many bytes, of which nothing is known.
    let answer: &'static str = Box::leak(" ".repeat(report.len()).into_boxed_str());
    let baseline = post(move |request| baseline(request, answer));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let state = State::open(settings).await?;
    let couriers = Couriers::start(&state)?;
    println!("listening on http://{}", listener.local_addr()?);
    let application = router_with(state.clone(), Router::new().route("/v1/baseline", baseline));
    serve::serve(listener, application, &state, async { drop(tokio::signal::ctrl_c().await) }).await;
    drop(couriers);
    Ok(())
}

/// An endpoint of webhooks that takes whatever comes.
async fn endpoint(folder: &Path) -> Result<Endpoint, Box<dyn std::error::Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/", listener.local_addr()?);
    let application = Router::new().route("/", post(async || StatusCode::NO_CONTENT));
    tokio::spawn(async move { axum::serve(listener, application).await });
    Secrets::rotate(&folder.join("webhook-secret"))?;
    let file = folder.join("webhooks.json");
    let endpoint = serde_json::json!({ "name": "load", "url": url, "secret_file": "webhook-secret" });
    std::fs::write(&file, serde_json::json!({ "endpoints": [endpoint] }).to_string())?;
    Endpoint::read_all(&file, true)?.pop().ok_or_else(|| "there is no endpoint".into())
}

async fn baseline(CheckBody(body): CheckBody, answer: &'static str) -> Result<Response, Refusal> {
    let value: serde_json::Value =
        serde_json::from_slice(&body).map_err(|_| Refusal::new(RefusalCode::Malformed))?;
    std::hint::black_box(&value);
    Ok(([(CONTENT_TYPE, "application/json")], answer).into_response())
}
