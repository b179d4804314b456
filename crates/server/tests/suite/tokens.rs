//! Every token that is not good is refused, and says why no more than it has to.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use merchant_signup_server::State;
use merchant_signup_server::auth::KeyFile;
use serde_json::{Value, json};

use crate::support::*;

on_each_database!(table, public_keys);

fn claims() -> Value {
    let now = chrono::Utc::now().timestamp();
    json!({
        "sub": "client-1", "account_id": ACCOUNT, "scope": "read:accounts write:accounts",
        "iss": "issuer", "aud": "audience", "nbf": now - 5, "exp": now + 60,
    })
}

fn with(key: &str, value: impl Into<Value>) -> Value {
    let mut claims = claims();
    claims[key] = value.into();
    claims
}

fn without(key: &str) -> Value {
    let mut claims = claims();
    claims.as_object_mut().unwrap().remove(key);
    claims
}

fn unsigned(header: &Value, claims: &Value) -> String {
    format!("{}.{}.", BASE64.encode(header.to_string()), BASE64.encode(claims.to_string()))
}

async fn table(database: Database) {
    let mut settings = database.settings();
    let file = database.file("secret");
    std::fs::write(&file, "a secret that is long enough for HS256\n").unwrap();
    settings.tokens.keys = KeyFile::Secret(file);
    settings.tokens.issuer = "issuer".into();
    settings.tokens.audience = "audience".into();
    let server = Server::start(settings).await;
    let secret = EncodingKey::from_secret(b"a secret that is long enough for HS256");
    let sign = |claims: &Value| encode(&Header::new(Algorithm::HS256), claims, &secret).unwrap();
    let now = chrono::Utc::now().timestamp();
    let good = sign(&claims());
    let tampered = {
        let mut parts: Vec<String> = good.split('.').map(ToOwned::to_owned).collect();
        parts[1] = BASE64.encode(with("account_id", "P12345678").to_string());
        parts.join(".")
    };
    let other_key = EncodingKey::from_secret(b"another secret that is long enough!!");

    let invalid: &[(&str, String)] = &[
        ("expired", sign(&with("exp", now - 60))),
        ("not yet valid", sign(&with("nbf", now + 60))),
        ("alg none", unsigned(&json!({ "alg": "none", "typ": "JWT" }), &claims())),
        ("alg none, in capitals", unsigned(&json!({ "alg": "NONE" }), &claims())),
        ("alg HS256 without a signature", unsigned(&json!({ "alg": "HS256" }), &claims())),
        ("wrong key", encode(&Header::new(Algorithm::HS256), &claims(), &other_key).unwrap()),
        (
            "another algorithm, the same key",
            encode(&Header::new(Algorithm::HS512), &claims(), &secret).unwrap(),
        ),
        ("wrong audience", sign(&with("aud", "other"))),
        ("wrong issuer", sign(&with("iss", "other"))),
        ("tampered", tampered),
        ("no exp", sign(&without("exp"))),
        ("no nbf", sign(&without("nbf"))),
        ("no aud", sign(&without("aud"))),
        ("no iss", sign(&without("iss"))),
        ("no sub", sign(&without("sub"))),
        ("no account", sign(&without("account_id"))),
        ("an empty subject", sign(&with("sub", ""))),
        ("a subject with U+0000", sign(&with("sub", "a\u{0}b"))),
        ("a subject of 10,000 characters", sign(&with("sub", "a".repeat(10_000)))),
        ("an extension that must be understood", {
            let mut parts: Vec<String> = good.split('.').map(ToOwned::to_owned).collect();
            parts[0] = BASE64.encode(json!({ "alg": "HS256", "crit": ["b64"], "b64": true }).to_string());
            let signed = jsonwebtoken::crypto::sign(
                format!("{}.{}", parts[0], parts[1]).as_bytes(),
                &secret,
                Algorithm::HS256,
            );
            format!("{}.{}.{}", parts[0], parts[1], signed.unwrap())
        }),
        ("exp a text", sign(&with("exp", "tomorrow"))),
        ("exp out of range", sign(&with("exp", 1e300))),
        ("account no text", sign(&with("account_id", 1))),
        ("no JWT", "token".into()),
        ("empty parts", "..".into()),
        ("more parts", format!("{good}.{good}")),
        ("long", "a".repeat(10_000)),
    ];
    for (name, token) in invalid {
        for method in ["GET", "POST"] {
            let answer = server.anonymous(method, &connection(ACCOUNT)).token(token).send().await;
            assert_eq!(answer.refusal(), (401, "token_invalid".into()), "{name}");
            assert_eq!(answer.header("www-authenticate"), "Bearer error=\"invalid_token\"", "{name}");
        }
    }
    for value in ["", "Basic YTpi", "Bearer", &good, &format!("Basic {good}")] {
        let answer =
            server.anonymous("GET", &connection(ACCOUNT)).header("Authorization", value).send().await;
        assert_eq!(answer.refusal(), (401, "token_missing".into()), "{value}");
        assert_eq!(answer.header("www-authenticate"), "Bearer");
    }

    let forbidden: &[(&str, &str, &str, Value)] = &[
        ("another account's", "GET", "account_forbidden", with("account_id", "P12345678")),
        ("no scope", "GET", "scope_missing", without("scope")),
        ("write to read", "GET", "scope_missing", with("scope", "write:accounts")),
        ("read to write", "POST", "scope_missing", with("scope", "read:accounts")),
        ("nearly a scope", "POST", "scope_missing", with("scope", "write:accounts2 xwrite:accounts")),
    ];
    for (name, method, code, claims) in forbidden {
        let answer = server.anonymous(method, &connection(ACCOUNT)).token(&sign(claims)).send().await;
        assert_eq!(answer.refusal(), (403, (*code).into()), "{name}");
    }
    // What is good, is.
    for claims in [
        claims(),
        with("aud", json!(["other", "audience"])),
        with("scope", "openid admin:accounts read:accounts"),
    ] {
        let answer = server.anonymous("GET", &connection(ACCOUNT)).token(&sign(&claims)).send().await;
        assert_eq!(answer.refusal().0, 404);
        let answer =
            server.anonymous("POST", &connection(ACCOUNT)).token(&sign(&claims)).body("{}").send().await;
        assert_eq!(answer.refusal().0, 422);
    }
    let bearer = format!("bearer {good}");
    assert_eq!(
        server.anonymous("GET", &connection(ACCOUNT)).header("Authorization", &bearer).send().await.status,
        404
    );
}

/// RFC 8037, appendix A: the pair that everyone may know.
const ED25519_PRIVATE: &str = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";
const ED25519_PUBLIC: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

async fn public_keys(database: Database) {
    let mut settings = database.settings();
    settings.tokens.issuer = "issuer".into();
    settings.tokens.audience = "audience".into();
    let file = database.file("jwks.json");
    settings.tokens.keys = KeyFile::Jwks(file.clone());
    let ed25519 = json!({ "kty": "OKP", "crv": "Ed25519", "kid": "ed-1", "use": "sig", "x": ED25519_PUBLIC });
    // A 2048 bit modulus; whose, does not matter: nothing is signed with it here.
    let rsa = json!({ "kty": "RSA", "kid": "rsa-1", "n": BASE64.encode([0xC5; 256]), "e": "AQAB" });

    // PKCS #8 is the raw key behind a fixed head.
    let head =
        [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
    let private = EncodingKey::from_ed_der(&[&head[..], &BASE64.decode(ED25519_PRIVATE).unwrap()].concat());
    let sign = |id: Option<&str>| {
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = id.map(Into::into);
        encode(&header, &claims(), &private).unwrap()
    };
    std::fs::write(&file, json!({ "keys": [ed25519.clone(), rsa] }).to_string()).unwrap();
    let server = Server::start(settings.clone()).await;
    let get = |token: String| server.anonymous("GET", &connection(ACCOUNT)).token(&token).send();
    assert_eq!(get(sign(Some("ed-1"))).await.status, 404);
    assert_eq!(get(sign(Some("rsa-1"))).await.status, 401, "the key of another algorithm");
    assert_eq!(get(sign(Some("ed-2"))).await.status, 401, "a key that is not there");
    assert_eq!(get(sign(None)).await.status, 401, "one of two keys");
    // The public key as if it were a secret: the classic confusion.
    let mut header = Header::new(Algorithm::HS256);
    header.kid = Some("ed-1".into());
    let public = EncodingKey::from_secret(&BASE64.decode(ED25519_PUBLIC).unwrap());
    assert_eq!(get(encode(&header, &claims(), &public).unwrap()).await.status, 401);

    // A key that the issuer has added since is found when a token names it.
    let mut added = ed25519.clone();
    added["kid"] = "ed-3".into();
    std::fs::write(&file, json!({ "keys": [ed25519.clone(), added] }).to_string()).unwrap();
    assert_eq!(
        get(sign(Some("ed-3"))).await.status,
        401,
        "not again at once: an unknown key was looked for just now"
    );
    let server = Server::start(settings.clone()).await;
    let get = |token: String| server.anonymous("GET", &connection(ACCOUNT)).token(&token).send();
    let mut added = ed25519.clone();
    added["kid"] = "ed-4".into();
    std::fs::write(&file, json!({ "keys": [ed25519.clone(), added] }).to_string()).unwrap();
    assert_eq!(get(sign(Some("ed-4"))).await.status, 404);

    std::fs::write(&file, json!({ "keys": [ed25519] }).to_string()).unwrap();
    let server = Server::start(settings.clone()).await;
    let get = |token: String| server.anonymous("GET", &connection(ACCOUNT)).token(&token).send();
    assert_eq!(get(sign(None)).await.status, 404, "the only key");

    // A secret in a set of public keys is a mistake that is caught at the start.
    for set in [
        json!({ "keys": [{ "kty": "oct", "k": "c2VjcmV0" }] }),
        json!({ "keys": [{ "kty": "EC", "crv": "P-256", "x": "AA", "y": "AA" }] }),
        json!({ "keys": [] }),
        json!([]),
    ] {
        std::fs::write(&file, set.to_string()).unwrap();
        assert!(State::open(settings.clone()).await.is_err(), "{set}");
    }
    std::fs::write(database.file("short"), "short").unwrap();
    settings.tokens.keys = KeyFile::Secret(database.file("short"));
    assert!(State::open(settings).await.unwrap_err().to_string().contains("32 or more"));
}
