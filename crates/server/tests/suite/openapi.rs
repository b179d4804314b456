//! The OpenAPI document says what there is: every route and method, and nothing that leads nowhere.

use std::collections::BTreeSet;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use merchant_signup_server::{Settings, State, openapi, router};
use serde_json::Value;
use tempfile::TempDir;
use tower::ServiceExt as _;

async fn application() -> (Router, TempDir) {
    let data = tempfile::tempdir().unwrap();
    let settings = Settings::development(data.path()).unwrap();
    (router(State::open(settings).await.unwrap()), data)
}

async fn ask(application: &Router, method: &str, path: &str) -> axum::response::Response {
    let path = path.replace("{aid}", "T00000000").replace("{callback_reference}", "reference");
    let request = Request::builder().method(method).uri(path).header(header::HOST, "127.0.0.1");
    application.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
}

#[tokio::test]
async fn every_route_is_in_the_document() {
    let (application, _data) = application().await;
    let document = openapi::document(true);
    let paths: BTreeSet<&str> = document["paths"].as_object().unwrap().keys().map(String::as_str).collect();
    // axum shows its routes to people alone. Its fallback, the form, stands among them as two.
    let shown = format!("{application:?}");
    let routes: BTreeSet<&str> = shown
        .split('"')
        .filter(|text| text.starts_with('/') && *text != "/" && !text.contains("__private"))
        .collect();
    assert_eq!(routes, paths);
}

#[tokio::test]
async fn every_method_is_in_the_document() {
    let (application, _data) = application().await;
    let document = openapi::document(true);
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in ["get", "post", "put", "patch", "delete"] {
            let status = ask(&application, &method.to_uppercase(), path).await.status();
            let is_there = status != StatusCode::METHOD_NOT_ALLOWED;
            assert_eq!(is_there, item.get(method).is_some(), "{method} {path} answers {status}");
        }
    }
}

#[tokio::test]
async fn the_document_and_the_page_are_served() {
    let (application, _data) = application().await;
    for (path, media_type) in [
        ("/openapi.json", "application/json"),
        ("/docs", "text/html; charset=utf-8"),
        ("/docs.css", "text/css; charset=utf-8"),
    ] {
        let answer = ask(&application, "GET", path).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        assert_eq!(answer.headers()[header::CONTENT_TYPE], media_type, "{path}");
        assert!(answer.headers().contains_key(header::CONTENT_SECURITY_POLICY), "{path}");
        let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        assert!(!body.is_empty(), "{path}");
        if path == "/openapi.json" {
            assert_eq!(serde_json::from_slice::<Value>(&body).unwrap(), openapi::document(true));
        }
    }
}

#[test]
fn every_reference_leads_somewhere() {
    for document in [openapi::document(true), openapi::document(false)] {
        let mut waiting = vec![&document];
        let mut count = 0;
        while let Some(value) = waiting.pop() {
            if let Some(to) = value.get("$ref").and_then(Value::as_str) {
                let pointer =
                    to.strip_prefix('#').unwrap_or_else(|| panic!("{to} leads out of the document"));
                assert!(document.pointer(pointer).is_some(), "{to} leads nowhere");
                count += 1;
            }
            match value {
                Value::Object(members) => waiting.extend(members.values()),
                Value::Array(elements) => waiting.extend(elements),
                _ => {}
            }
        }
        assert!(count > 50, "only {count} references were found");
    }
}

#[test]
fn every_code_is_in_the_document() {
    let document = openapi::document(false);
    let codes = document.pointer("/components/schemas/IssueCode/enum").unwrap().as_array().unwrap();
    let catalogue: Vec<String> = merchant_signup::catalogue().map(|rule| rule.code.to_string()).collect();
    assert_eq!(codes, &catalogue);
}

#[test]
fn without_development_mode_a_check_needs_a_token() {
    let document = openapi::document(false);
    assert_eq!(document["paths"]["/v1/check"]["post"]["security"].as_array().unwrap().len(), 1);
}
