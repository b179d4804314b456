//! The form as static files.

use std::io::Read as _;

use crate::support::*;

#[tokio::test]
async fn files_are_served_safely() {
    let database = Database::sqlite();
    let folder = database.file("form");
    std::fs::create_dir_all(folder.join("assets")).unwrap();
    let script = "console.log('a');".repeat(1000);
    for (name, text) in [
        ("index.html", "<!doctype html><title>Form</title>"),
        ("config.json", "{\"account\":\"\"}"),
        ("assets/index-B4kQ.js", &script),
        ("assets/rules-C1.wasm", &script),
    ] {
        std::fs::write(folder.join(name), text).unwrap();
    }
    std::fs::write(database.file("outside.txt"), "outside").unwrap();
    let mut settings = database.settings();
    settings.form = Some(folder);
    let server = Server::start(settings).await;
    let get = |path: &str| server.anonymous("GET", path);

    let page = get("/").send().await;
    assert_eq!((page.status.as_u16(), page.header("content-type")), (200, "text/html"));
    assert_eq!(page.header("cache-control"), "no-cache");
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    assert_eq!(page.header("x-frame-options"), "DENY");
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    let policy = page.header("content-security-policy");
    for part in [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "connect-src 'self'",
        "frame-ancestors 'none'",
    ] {
        assert!(policy.split("; ").any(|known| known == part), "{policy}");
    }
    assert!(!policy.contains("unsafe-inline") && !policy.contains("http"), "{policy}");

    let plain = get("/assets/index-B4kQ.js").send().await;
    assert_eq!(plain.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(plain.body, script);
    for coding in ["br", "gzip"] {
        let answer = get("/assets/index-B4kQ.js").header("Accept-Encoding", coding).send().await;
        assert_eq!(answer.header("content-encoding"), coding);
        assert_eq!(answer.header("vary"), "accept-encoding");
        assert!(answer.body.len() < 500, "{}", answer.body.len());
        if coding == "gzip" {
            let mut text = String::new();
            flate2::read::GzDecoder::new(&answer.body[..]).read_to_string(&mut text).unwrap();
            assert_eq!(text, script);
        }
    }
    assert_eq!(get("/assets/rules-C1.wasm").send().await.header("content-type"), "application/wasm");
    assert_eq!(get("/config.json").send().await.body, "{\"account\":\"\"}");

    for path in [
        "/nothing",
        "/assets/nothing.js",
        "/../outside.txt",
        "/%2e%2e/outside.txt",
        "/assets/..%2f..%2foutside.txt",
        "/v1/nothing",
    ] {
        let answer = get(path).send().await;
        assert_eq!(answer.refusal(), (404, "not_found".into()), "{path}");
        assert_eq!(answer.header("cache-control"), "no-store");
    }
    assert_eq!(server.anonymous("POST", "/").send().await.refusal().0, 404);
}

#[tokio::test]
async fn the_form_is_configured_by_a_file_without_secrets() {
    let database = Database::sqlite();
    let mut settings = database.settings();
    let file = database.file("form.json");
    std::fs::write(&file, "{\"platform\":\"Shop\"}").unwrap();
    settings.form_config = Some(file.clone());
    let server = Server::start(settings).await;
    let config = server.anonymous("GET", "/config.json").send().await;
    assert_eq!((config.status.as_u16(), config.json()["platform"].as_str()), (200, Some("Shop")));
    assert_eq!(config.header("cache-control"), "no-cache");
    // It is read again each time.
    std::fs::write(&file, "{\"platform\":\"Other\"}").unwrap();
    assert_eq!(server.anonymous("GET", "/config.json").send().await.json()["platform"], "Other");
}
