//! The form as static files.

use crate::support::*;

const IMMUTABLE: &str = "public, max-age=31536000, immutable";

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
    assert_eq!(plain.header("cache-control"), IMMUTABLE);
    assert_eq!(plain.body, script);
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

/// What the build has compressed is sent as it lies there, under the type of what it is; the server compresses nothing itself.
#[tokio::test]
async fn files_are_sent_as_the_build_has_compressed_them() {
    let database = Database::sqlite();
    let folder = database.file("form");
    std::fs::create_dir_all(folder.join("assets")).unwrap();
    let page = "<!doctype html><title>Form</title>".repeat(100);
    let both = [
        ("index.html", "/", "text/html", "no-cache"),
        ("assets/index-B4kQ.js", "/assets/index-B4kQ.js", "text/javascript", IMMUTABLE),
        ("assets/rules-C1.wasm", "/assets/rules-C1.wasm", "application/wasm", IMMUTABLE),
    ];
    for (name, ..) in both {
        for (ending, text) in [("", &*page), (".br", "as brotli"), (".gz", "as gzip")] {
            std::fs::write(folder.join(format!("{name}{ending}")), text).unwrap();
        }
    }
    std::fs::write(folder.join("config.json"), &page).unwrap();
    let mut settings = database.settings();
    settings.form = Some(folder);
    let server = Server::start(settings).await;
    let get =
        |path: &str, accepts: &str| server.anonymous("GET", path).header("Accept-Encoding", accepts).send();

    for (_, path, kind, cache) in both {
        for (accepts, coding, body) in [
            ("gzip, deflate, br, zstd", "br", "as brotli"),
            ("br", "br", "as brotli"),
            ("gzip, deflate", "gzip", "as gzip"),
            ("br;q=0, gzip", "gzip", "as gzip"),
            ("zstd", "", &*page),
            ("identity", "", &*page),
        ] {
            let answer = get(path, accepts).await;
            let case = format!("{path} for {accepts}");
            assert_eq!(answer.header("content-encoding"), coding, "{case}");
            assert_eq!(answer.body, body, "{case}");
            assert_eq!(answer.header("content-type"), kind, "{case}");
            assert_eq!(answer.header("vary"), "accept-encoding", "{case}");
            assert_eq!(answer.header("cache-control"), cache, "{case}");
        }
    }
    // It is there to be changed after the build, so that the build leaves it alone.
    let config = get("/config.json", "br, gzip").await;
    assert_eq!((config.header("content-encoding"), &config.body[..]), ("", page.as_bytes()));
}

/// Whoever sets a `<meta>` of a built page by hand is served what they wrote, and not what was compressed before.
#[tokio::test]
async fn a_page_that_was_changed_after_the_build_is_sent_as_it_is() {
    let database = Database::sqlite();
    let folder = database.file("form");
    std::fs::create_dir_all(&folder).unwrap();
    for name in ["index.html", "script.js"] {
        std::fs::write(folder.join(name), "as it is").unwrap();
        std::fs::write(folder.join(format!("{name}.br")), "as brotli").unwrap();
    }
    let body_of = async |path: &str| {
        let mut settings = database.settings();
        settings.form = Some(folder.clone());
        let server = Server::start(settings).await;
        server.anonymous("GET", path).header("Accept-Encoding", "br").send().await.body
    };
    assert_eq!(body_of("/").await, "as brotli");
    let page = std::fs::File::options().write(true).open(folder.join("index.html")).unwrap();
    page.set_modified(std::time::SystemTime::now() + std::time::Duration::from_secs(60)).unwrap();
    assert_eq!(body_of("/").await, "as it is");
    assert_eq!(body_of("/index.html").await, "as it is");
    assert_eq!(body_of("/script.js").await, "as brotli");
}

/// The build has drawn the first step in each language; the address says which is wanted, as the links do, or else the browser.
#[tokio::test]
async fn the_page_comes_in_the_language_that_is_asked_for() {
    let database = Database::sqlite();
    let folder = database.file("form");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("index.html"), "in English").unwrap();
    for (tag, text) in [("nb", "på norsk"), ("fi", "suomeksi")] {
        std::fs::write(folder.join(format!("index.{tag}.html")), text).unwrap();
        std::fs::write(folder.join(format!("index.{tag}.html.br")), format!("{text}, br")).unwrap();
    }
    let mut settings = database.settings();
    settings.form = Some(folder);
    let server = Server::start(settings).await;
    for (path, accepts, tag, body) in [
        ("/", "", "en", "in English"),
        ("/", "fi", "fi", "suomeksi"),
        ("/", "de, no;q=0.9, en;q=0.8", "nb", "på norsk"),
        ("/?lang=fi", "nb", "fi", "suomeksi"),
        ("/?account=P1&lang=nb", "fi", "nb", "på norsk"),
        ("/?lang=en", "nb", "en", "in English"),
        ("/?lang=xx", "nb", "nb", "på norsk"),
        // Nothing is drawn in Swedish: the page finds its language by itself.
        ("/?lang=sv", "nb", "en", "in English"),
    ] {
        let case = format!("{path} for {accepts}");
        let answer = server.anonymous("GET", path).header("Accept-Language", accepts).send().await;
        assert_eq!((answer.status.as_u16(), answer.body.as_ref()), (200, body.as_bytes()), "{case}");
        assert_eq!(answer.header("content-language"), tag, "{case}");
        assert_eq!(answer.header("content-type"), "text/html", "{case}");
        assert_eq!(answer.header("cache-control"), "no-cache", "{case}");
        assert_eq!(answer.header("vary"), "accept-encoding, accept-language", "{case}");
    }
    let compressed = server.anonymous("GET", "/?lang=nb").header("Accept-Encoding", "br").send().await;
    assert_eq!(compressed.body.as_ref(), "på norsk, br".as_bytes());
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

/// The playground is there where it was asked for, and nowhere else; of its files only those of its folder.
#[tokio::test]
async fn the_playground_is_served_where_it_is_asked_for() {
    let database = Database::sqlite();
    let folder = database.file("playground");
    std::fs::create_dir_all(folder.join("assets")).unwrap();
    std::fs::write(folder.join("index.html"), "<!doctype html><title>Playground</title>").unwrap();
    std::fs::write(folder.join("assets/index-B4kQ.js"), "1;".repeat(1000)).unwrap();
    std::fs::write(folder.join("assets/index-B4kQ.js.br"), "as brotli").unwrap();
    std::fs::write(database.file("outside.txt"), "outside").unwrap();

    let without = Server::start(database.settings()).await;
    for path in ["/playground", "/playground/", "/playground/assets/index-B4kQ.js"] {
        assert_eq!(
            without.anonymous("GET", path).send().await.refusal(),
            (404, "not_found".into()),
            "{path}"
        );
    }

    let mut settings = database.settings();
    settings.playground = Some(folder);
    let server = Server::start(settings).await;
    let get = |path: &str| server.anonymous("GET", path).header("Accept-Encoding", "br");
    let page = get("/playground/").send().await;
    assert_eq!((page.status.as_u16(), page.header("content-type")), (200, "text/html"));
    for (name, value) in [
        ("cache-control", "no-cache"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
    ] {
        assert_eq!(page.header(name), value, "{name}");
    }
    let policy = page.header("content-security-policy");
    assert!(
        policy.starts_with("default-src 'none'; ") && policy.ends_with("frame-ancestors 'none'"),
        "{policy}"
    );
    assert!(!policy.contains("unsafe-inline") && !policy.contains("http"), "{policy}");

    let script = get("/playground/assets/index-B4kQ.js").send().await;
    assert_eq!((script.body.as_ref(), script.header("content-encoding")), ("as brotli".as_bytes(), "br"));
    assert_eq!(script.header("cache-control"), IMMUTABLE);
    for path in [
        "/playground/nothing",
        "/playground/../outside.txt",
        "/playground/%2e%2e/outside.txt",
        "/playgrounds",
    ] {
        assert_eq!(get(path).send().await.refusal(), (404, "not_found".into()), "{path}");
    }
}
