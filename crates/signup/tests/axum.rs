//! The extractors: what a client gets, whatever it sends.
#![cfg(feature = "axum")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{DefaultBodyLimit, FromRef};
use axum::http::{Request, Response, header};
use axum::routing::post;
use merchant_signup::axum::{ReadySignupJson, ReportJson};
use merchant_signup::{Date, Options, check_value};
use serde_json::{Value, json};
use tower::ServiceExt as _;

const READY: &str = include_str!("../../../tests/examples/ready.json");

#[derive(Clone)]
struct AppState;

impl FromRef<AppState> for Options {
    fn from_ref(_: &AppState) -> Self {
        Self::new(Date::new(2026, 11, 22).unwrap())
    }
}

fn app() -> Router {
    let take = async |ReadySignupJson(signup): ReadySignupJson| signup.bank_name().to_owned();
    let check = async |report: ReportJson| report;
    Router::new()
        .route("/signups", post(take))
        .route("/small", post(take).layer(DefaultBodyLimit::max(10)))
        .route("/check", post(check))
        .with_state(AppState)
}

async fn send(path: &str, headers: &[(header::HeaderName, &str)], body: impl Into<Body>) -> Response<Body> {
    let mut request = Request::post(path);
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    app().oneshot(request.body(body.into()).unwrap()).await.unwrap()
}

async fn read(response: Response<Body>) -> (u16, Option<String>, Value) {
    let status = response.status().as_u16();
    let media_type =
        response.headers().get(header::CONTENT_TYPE).map(|value| value.to_str().unwrap().to_owned());
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (
        status,
        media_type,
        serde_json::from_slice(&body).unwrap_or_else(|_| String::from_utf8_lossy(&body).into()),
    )
}

const JSON: (header::HeaderName, &str) = (header::CONTENT_TYPE, "application/json");

#[tokio::test]
async fn a_ready_signup_reaches_the_handler() {
    for media_type in ["application/json", "Application/JSON; charset=utf-8", "application/vnd.signup+json"] {
        let response = send("/signups", &[(header::CONTENT_TYPE, media_type)], READY).await;
        let (status, _, body) = read(response).await;
        assert_eq!((status, body), (200, json!("DNB")), "{media_type}");
    }
}

#[tokio::test]
async fn what_is_not_ready_is_a_problem() {
    let mut document: Value = serde_json::from_str(READY).unwrap();
    document["signup"]["applicant"] = json!({});
    document["signup"]["store_type"] = json!(["online", "online"]);
    let report = check_value(&document, &Options::from_ref(&AppState));
    let message = report.errors().next().unwrap().message(report.locale());
    let (status, media_type, problem) = read(send("/signups", &[JSON], document.to_string()).await).await;
    assert_eq!((status, media_type.as_deref()), (422, Some("application/problem+json")));
    assert_eq!(
        problem,
        json!({
            "type": "https://docs.rs/merchant-signup/latest/merchant_signup/axum/enum.SignupRejection.html#variant.NotReady",
            "title": "The signup is not ready to send",
            "status": 422,
            "detail": "1 error is to be put right",
            "errors": [{
                "code": "applicant.phone_number.required",
                "path": "/signup/applicant/phone_number",
                "severity": "error",
                "kind": "missing",
                "params": {},
                "message": message,
                "related": []
            }]
        })
    );
}

#[tokio::test]
async fn what_cannot_be_read_is_a_problem() {
    let large = " ".repeat((1 << 20) + 1);
    let deep = format!("{{\"x\": {}{}}}", "[".repeat(40), "]".repeat(40));
    let text = (header::CONTENT_TYPE, "text/plain");
    for (path, headers, body, status, code) in [
        ("/signups", vec![JSON], "{", 400, Some("document.malformed")),
        ("/signups", vec![JSON], "", 400, Some("document.malformed")),
        ("/signups", vec![JSON], "[]", 400, Some("document.malformed")),
        ("/signups", vec![JSON], deep.as_str(), 400, Some("document.too_deep")),
        ("/signups", vec![JSON], large.as_str(), 413, Some("document.too_large")),
        ("/small", vec![JSON], READY, 413, Some("document.too_large")),
        ("/signups", vec![], READY, 415, None),
        ("/signups", vec![text], READY, 415, None),
    ] {
        let (actual, media_type, problem) = read(send(path, &headers, body.to_owned()).await).await;
        assert_eq!((actual, media_type.as_deref()), (status, Some("application/problem+json")), "{problem}");
        assert_eq!(problem["status"], status);
        assert_eq!(problem.pointer("/errors/0/code").and_then(Value::as_str), code);
    }
}

#[tokio::test]
async fn a_report_is_an_answer_whatever_it_says() {
    for (body, said) in [(READY, "ready"), ("{\"signup\": {}}", "incomplete"), ("{", "malformed")] {
        let (status, media_type, report) = read(send("/check", &[JSON], body).await).await;
        assert_eq!((status, media_type.as_deref()), (200, Some("application/json")));
        assert_eq!(report["status"], said);
    }
    let large = " ".repeat((1 << 20) + 1);
    assert_eq!(read(send("/check", &[JSON], large).await).await.2["issues"][0]["code"], "document.too_large");
}

#[tokio::test]
async fn messages_are_in_the_language_that_is_asked_for() {
    let norwegian = if cfg!(feature = "messages-nb") { "nb" } else { "en" };
    for (asked, tag) in [
        ("en", "en"),
        ("nb-NO", norwegian),
        ("no, en;q=0.5", norwegian),
        ("en;q=0.4, nn;q=0.8, de", norwegian),
        ("nb;q=0, en", "en"),
        ("de, fr;q=0.9, *", "en"),
        ("", "en"),
        (";;q=,,,", "en"),
    ] {
        let response = send("/signups", &[JSON, (header::ACCEPT_LANGUAGE, asked)], "{}").await;
        assert_eq!(response.headers()[header::CONTENT_LANGUAGE], tag, "{asked}");
    }
}
