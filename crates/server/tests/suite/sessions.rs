//! Signup sessions: a link, a cookie, a draft, one signup; and whoever tries to have one without.

use chrono::{TimeDelta, Utc};
use merchant_signup_server::Settings;
use merchant_signup_server::config::SessionSettings;
use merchant_signup_server::store::Erased;
use serde_json::{Value, json};

use crate::support::*;

on_each_database!(
    from_a_link_to_a_signup,
    a_link_works_once_and_for_a_while,
    drafts_are_found_again,
    a_lost_answer_is_given_again,
    forged_requests_are_refused,
    nothing_is_stored_in_the_clear,
    sessions_end,
);

const SESSIONS: &str = "/v1/accounts/T12345678/signup-sessions";
const ORIGIN: &str = "https://signup.example.com";

fn settings(database: &Database) -> Settings {
    let mut settings = database.settings();
    settings.sessions = SessionSettings::default();
    settings.sessions.public_origin = Some(ORIGIN.into());
    settings.sessions.return_origins = vec!["https://platform.example".into()];
    settings
}

async fn link(server: &Server, body: &Value) -> (String, String) {
    let answer = server.request("POST", SESSIONS).json(body).send().await;
    assert_eq!(answer.status, 201, "{:?}", answer.body);
    let made = answer.json();
    let path = made["url"].as_str().unwrap().strip_prefix(ORIGIN).unwrap().to_owned();
    (path, made["id"].as_str().unwrap().to_owned())
}

/// A browser with a session: its cookie, and the token that goes with it.
struct Browser<'a> {
    server: &'a Server,
    cookie: String,
    csrf: String,
}

impl<'a> Browser<'a> {
    async fn open(server: &'a Server, link: &str) -> Self {
        let answer = server.anonymous("POST", link).header("Origin", ORIGIN).send().await;
        assert_eq!(answer.status, 303, "{:?}", answer.body);
        let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
        let mut browser = Self { server, cookie, csrf: String::new() };
        browser.csrf = browser.session().await["csrf"].as_str().unwrap().to_owned();
        browser
    }

    fn get(&self) -> Call {
        self.server.anonymous("GET", "/v1/session").header("Cookie", &self.cookie)
    }

    async fn session(&self) -> Value {
        let answer = self.get().send().await;
        assert_eq!(answer.status, 200, "{:?}", answer.body);
        answer.json()
    }

    fn call(&self, method: &str, path: &str) -> Call {
        let call = self.server.anonymous(method, path).header("Cookie", &self.cookie);
        call.header("Origin", ORIGIN).header("X-Signup-Csrf", &self.csrf)
    }

    async fn save(&self, draft: &Value, version: i64) -> Answer {
        let body = json!({ "draft": draft, "step": "owners", "version": version });
        self.call("PUT", "/v1/session/draft").json(&body).send().await
    }

    async fn submit(&self, signup: &Value) -> Answer {
        self.call("POST", "/v1/session/submit").json(signup).send().await
    }
}

async fn from_a_link_to_a_signup(database: Database) {
    let server = Server::start(settings(&database)).await;
    let body = json!({
        "return_url": "https://platform.example/done?shop=1", "refresh_url": "https://platform.example/again",
        "locale": "nb", "signup": { "bank_name": "DNB" },
    });
    let (path, _) = link(&server, &body).await;

    // Looking at it changes nothing, however often.
    for _ in 0..3 {
        let page = server.anonymous("GET", &path).send().await;
        assert_eq!((page.status.as_u16(), page.header("content-type")), (200, "text/html; charset=utf-8"));
        let text = String::from_utf8(page.body.to_vec()).unwrap();
        assert!(text.contains("Gå til skjemaet") && text.contains("<form method=\"post\">"), "{text}");
        assert!(page.headers.get("set-cookie").is_none());
        assert_eq!(
            (page.header("cache-control"), page.header("referrer-policy")),
            ("no-store", "same-origin")
        );
        let policy = page.header("content-security-policy");
        assert!(
            policy.contains("frame-ancestors 'none'") && policy.contains("form-action 'self'"),
            "{policy}"
        );
    }
    assert_eq!(server.anonymous("HEAD", &path).send().await.status, 200);

    let answer = server.anonymous("POST", &path).header("Origin", ORIGIN).send().await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/?lang=nb"));
    let cookie = answer.header("set-cookie").to_owned();
    for part in ["__Host-merchant-signup=", "HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let mut browser =
        Browser { server: &server, cookie: cookie.split(';').next().unwrap().into(), csrf: String::new() };
    let session = browser.session().await;
    assert_eq!(session["account"], ACCOUNT);
    assert_eq!((&session["locale"], &session["status"]), (&json!("nb"), &json!("open")));
    assert_eq!(session["draft"], json!({ "signup": { "bank_name": "DNB" } }));
    assert_eq!((&session["version"], &session["connection"]), (&json!(1), &json!(null)));
    assert_eq!(session["return_url"], "https://platform.example/done?shop=1");
    browser.csrf = session["csrf"].as_str().unwrap().into();

    let saved = browser.save(&json!({ "signup": { "bank_name": "Nordea" } }), 1).await;
    assert_eq!((saved.status.as_u16(), saved.json()["version"].clone()), (200, json!(2)));
    let refused = browser.submit(&json!({ "signup": {} })).await;
    assert_eq!(refused.refusal(), (422, "not_ready".into()));
    assert!(refused.codes().contains(&"bank_name.required".into()));
    let answer = browser.submit(&ready()).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (201, &*connection(ACCOUNT)));
    assert_eq!(server.get(ACCOUNT).await.json(), answer.json());
    let session = browser.session().await;
    assert_eq!((&session["status"], &session["connection"]), (&json!("submitted"), &answer.json()));
    assert_eq!((&session["draft"], &session["version"]), (&json!(null), &json!(0)), "the draft is done with");
    assert_eq!(browser.save(&json!({}), 0).await.refusal(), (409, "connection_exists".into()));

    // Another session of the account sees the connection, and cannot make a second.
    let (path, _) = link(&server, &json!({})).await;
    let other = Browser::open(&server, &path).await;
    assert_eq!(other.session().await["connection"]["status"], "pending");
    assert_eq!(other.submit(&ready()).await.refusal(), (409, "connection_exists".into()));

    let gone = browser.call("DELETE", "/v1/session").send().await;
    assert_eq!(gone.status, 204);
    assert!(gone.header("set-cookie").contains("Max-Age=0"), "{:?}", gone.headers);
    assert_eq!(browser.get().send().await.refusal(), (401, "session_expired".into()));
}

async fn a_link_works_once_and_for_a_while(database: Database) {
    let server = Server::start(settings(&database)).await;
    let (path, _) = link(&server, &json!({ "refresh_url": "https://platform.example/again" })).await;
    let browser = Browser::open(&server, &path).await;
    for method in ["GET", "POST"] {
        let again = server.anonymous(method, &path).header("Origin", ORIGIN).send().await;
        assert_eq!(
            (again.status.as_u16(), again.header("location")),
            (303, "https://platform.example/again")
        );
        assert!(again.headers.get("set-cookie").is_none());
        // The browser that is in already stays in.
        let own = server.anonymous(method, &path).header("Origin", ORIGIN).header("Cookie", &browser.cookie);
        assert_eq!(own.send().await.header("location"), "/");
    }
    // Without anywhere to go, a page says what to do.
    let (path, _) = link(&server, &json!({})).await;
    Browser::open(&server, &path).await;
    let page = server.anonymous("GET", &path).header("Accept-Language", "sv").send().await;
    assert_eq!((page.status.as_u16(), page.header("content-language")), (410, "sv"));
    let page = server.anonymous("GET", "/signup/nothing-of-ours").send().await;
    assert_eq!(page.status, 410, "what was never a link is told as one that is no more");
    let page = server.anonymous("GET", "/signup/%ff").send().await;
    let kind = (page.status.as_u16(), page.header("content-type"));
    assert_eq!(kind, (410, "text/html; charset=utf-8"), "nor what is no UTF-8");

    // Many at once: one is in.
    let (path, _) = link(&server, &json!({})).await;
    let call = server.anonymous("POST", &path).header("Origin", ORIGIN);
    let calls: Vec<_> = (0..20).map(|_| tokio::spawn(call.clone().send())).collect();
    let mut opened = 0;
    for call in calls {
        opened += usize::from(call.await.unwrap().status == 303);
    }
    assert_eq!(opened, 1);

    // Revoked before it is used, and after.
    let (path, id) = link(&server, &json!({})).await;
    let one = format!("{SESSIONS}/{id}");
    let stranger = server.token("P12345678", "write:accounts");
    assert_eq!(server.anonymous("DELETE", &one).token(&stranger).send().await.status, 403);
    assert_eq!(server.request("DELETE", &one).send().await.status, 204);
    assert_eq!(server.request("DELETE", &one).send().await.status, 204);
    assert_eq!(server.anonymous("POST", &path).header("Origin", ORIGIN).send().await.status, 410);
    let (path, id) = link(&server, &json!({})).await;
    let browser = Browser::open(&server, &path).await;
    assert_eq!(server.request("DELETE", &format!("{SESSIONS}/{id}")).send().await.status, 204);
    assert_eq!(browser.get().send().await.refusal(), (401, "session_expired".into()));
    assert_eq!(browser.submit(&ready()).await.status, 401);
    assert_eq!(server.request("DELETE", &format!("{SESSIONS}/nothing")).send().await.status, 404);

    // Too old.
    let mut settings = settings(&database);
    settings.sessions.link_lifetime = TimeDelta::zero();
    let server = Server::start(settings).await;
    let (path, _) = link(&server, &json!({})).await;
    assert_eq!(server.anonymous("GET", &path).send().await.status, 410);
    assert_eq!(server.anonymous("POST", &path).header("Origin", ORIGIN).send().await.status, 410);
}

async fn drafts_are_found_again(database: Database) {
    let server = Server::start(settings(&database)).await;
    let (path, _) = link(&server, &json!({})).await;
    let phone = Browser::open(&server, &path).await;
    assert_eq!(phone.session().await["draft"], json!(null));
    assert_eq!(phone.save(&json!({ "signup": { "bank_name": "DNB" } }), 0).await.json()["version"], 1);

    // On another device, by a new link, whatever values the platform begins with.
    let (path, _) = link(&server, &json!({ "signup": { "bank_name": "from the platform" } })).await;
    let laptop = Browser::open(&server, &path).await;
    let session = laptop.session().await;
    assert_eq!(session["draft"]["signup"]["bank_name"], "DNB");
    assert_eq!((&session["step"], &session["version"]), (&json!("owners"), &json!(1)));
    assert_eq!(laptop.save(&json!({ "signup": { "bank_name": "Nordea" } }), 1).await.json()["version"], 2);
    let late = phone.save(&json!({ "signup": { "bank_name": "SpareBank" } }), 1).await;
    assert_eq!(late.refusal(), (409, "draft_changed".into()));
    assert_eq!(
        (late.json()["version"].clone(), late.json()["draft"]["signup"]["bank_name"].clone()),
        (json!(2), json!("Nordea"))
    );
    assert_eq!(phone.save(&json!({ "signup": { "bank_name": "SpareBank" } }), 2).await.status, 200);
    assert_eq!(phone.save(&json!({}), 0).await.status, 409, "a first save over a draft that is there");
    for body in
        ["[]", "{\"draft\":1,\"version\":3}", "{\"draft\":{}}", "{\"draft\":{},\"version\":3,\"step\":1}"]
    {
        let answer = phone.call("PUT", "/v1/session/draft").body(body).send().await;
        assert_eq!(answer.refusal(), (400, "invalid_draft".into()), "{body}");
    }
    // To JSON Schema 3.0 is the integer 3.
    for (version, due) in [("3.5", 400), ("1e300", 400), ("\"3\"", 400), ("2.0", 409), ("3.0", 200)] {
        let body =
            format!("{{\"draft\":{{\"signup\":{{\"bank_name\":\"SpareBank\"}}}},\"version\":{version}}}");
        let answer = phone.call("PUT", "/v1/session/draft").body(body).send().await;
        assert_eq!(answer.status.as_u16(), due, "{version}");
    }
    // It is there after a restart, and with a new key; an erased account has none.
    let (cookie, csrf) = (phone.cookie, phone.csrf);
    assert!(server.stop().await);
    let server = Server::start(settings(&database)).await;
    assert_eq!(server.state.store().rotate().await.unwrap().skipped, 0);
    let phone = Browser { server: &server, cookie, csrf };
    assert_eq!(phone.session().await["draft"]["signup"]["bank_name"], "SpareBank");
    let erased = server.state.store().erase(ACCOUNT.parse().unwrap()).await.unwrap();
    assert_eq!(erased, Erased { signups: 0, drafts: 1 });
    assert_eq!(phone.session().await["draft"], json!(null));
}

async fn a_lost_answer_is_given_again(database: Database) {
    let server = Server::start(settings(&database)).await;
    let (path, _) = link(&server, &json!({})).await;
    let browser = Browser::open(&server, &path).await;
    let call = browser.call("POST", "/v1/session/submit").json(&ready());
    let calls: Vec<_> = (0..20).map(|_| tokio::spawn(call.clone().send())).collect();
    let mut bodies = Vec::new();
    for call in calls {
        let answer = call.await.unwrap();
        assert_eq!(answer.status, 201);
        bodies.push(answer.body);
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1);
    // Whatever has happened since, and whatever is sent.
    server.call_back(ACCOUNT, "reference-1", &callback()).await;
    assert_eq!(browser.submit(&json!({ "signup": {} })).await.body, bodies[0]);
    assert_eq!(server.state.store().count(None).await.unwrap(), 1);
    // Once what the person typed is erased, it is not in the answer either.
    server.state.store().erase(ACCOUNT.parse().unwrap()).await.unwrap();
    assert_eq!(browser.submit(&ready()).await.refusal(), (409, "connection_exists".into()));
    assert!(browser.session().await["connection"].get("signup").is_none());
}

async fn forged_requests_are_refused(database: Database) {
    let server = Server::start(settings(&database)).await;
    let (path, _) = link(&server, &json!({})).await;
    for origin in [
        "https://evil.example",
        "null",
        "https://signup.example.com.evil.example",
        "http://signup.example.com",
    ] {
        let answer = server.anonymous("POST", &path).header("Origin", origin).send().await;
        assert_eq!(answer.refusal(), (403, "forged".into()), "{origin}");
    }
    let answer = server.anonymous("POST", &path).header("Sec-Fetch-Site", "cross-site").send().await;
    assert_eq!(answer.refusal(), (403, "forged".into()));

    // Fixation: a cookie that was put there before is not taken over.
    let planted = "__Host-merchant-signup=planted-by-somebody";
    let answer =
        server.anonymous("POST", &path).header("Origin", ORIGIN).header("Cookie", planted).send().await;
    assert_eq!(answer.status, 303);
    assert!(!answer.header("set-cookie").contains("planted"));
    let call = server.anonymous("GET", "/v1/session").header("Cookie", planted);
    assert_eq!(call.send().await.refusal(), (401, "session_missing".into()));

    let (path, _) = link(&server, &json!({})).await;
    let browser = Browser::open(&server, &path).await;
    let (other_path, _) = link(&server, &json!({})).await;
    let other = Browser::open(&server, &other_path).await;
    for (method, path) in
        [("PUT", "/v1/session/draft"), ("POST", "/v1/session/submit"), ("DELETE", "/v1/session")]
    {
        let whole = browser.call(method, path).json(&ready());
        for (header, value) in [
            ("X-Signup-Csrf", ""),
            ("X-Signup-Csrf", "0"),
            ("X-Signup-Csrf", &other.csrf),
            ("Origin", "https://evil.example"),
            ("Origin", "null"),
        ] {
            let answer = whole.clone().header(header, value).send().await;
            assert_eq!(answer.refusal(), (403, "forged".into()), "{method} {header}: {value}");
        }
        let answer = whole.header("Cookie", "a=b").send().await;
        assert_eq!(answer.refusal(), (401, "session_missing".into()), "{method}");
    }
    assert_eq!(server.state.store().count(None).await.unwrap(), 0);
    assert_eq!(browser.session().await["version"], 0);
    // A cookie is no token, and a token no cookie.
    assert_eq!(
        server.anonymous("GET", &connection(ACCOUNT)).header("Cookie", &browser.cookie).send().await.status,
        401
    );
    assert_eq!(server.request("GET", "/v1/session").send().await.refusal(), (401, "session_missing".into()));

    // Where the form leads to is the platform's.
    for url in [
        "https://evil.example/",
        "javascript:alert(1)",
        "https://platform.example@evil.example",
        "/",
        "http://127.0.0.1/",
    ] {
        for name in ["return_url", "refresh_url"] {
            let answer = server.request("POST", SESSIONS).json(&json!({ name: url })).send().await;
            assert_eq!(answer.refusal(), (403, "return_url_forbidden".into()), "{url}");
        }
    }
    for body in ["[]", "{\"locale\":\"xx\"}", "{\"locale\":1}", "{\"signup\":[]}", "{\"returnurl\":\"\"}"] {
        let answer = server.request("POST", SESSIONS).body(body).send().await;
        assert_eq!(answer.refusal(), (400, "invalid_session".into()), "{body}");
    }
    let reader = server.token(ACCOUNT, "read:accounts");
    assert_eq!(server.anonymous("POST", SESSIONS).token(&reader).body("{}").send().await.status, 403);
}

async fn nothing_is_stored_in_the_clear(database: Database) {
    let server = Server::start(settings(&database)).await;
    let (path, _) = link(&server, &json!({})).await;
    let browser = Browser::open(&server, &path).await;
    browser.save(&ready(), 0).await;
    browser.submit(&ready()).await;
    let secret = path.rsplit('/').next().unwrap().to_owned();
    let cookie = browser.cookie.split_once('=').unwrap().1.to_owned();
    let bytes = database.bytes();
    for text in [&secret, &cookie, "Nordmann", "86011117947", &browser.csrf] {
        assert!(!bytes.windows(text.len()).any(|window| window == text.as_bytes()), "{text} is stored");
    }
    assert!(!format!("{:?}", server.state).contains("Nordmann"));
}

async fn sessions_end(database: Database) {
    let mut settings = settings(&database);
    settings.sessions.lifetime = TimeDelta::zero();
    let server = Server::start(settings).await;
    let (path, _) = link(&server, &json!({ "refresh_url": "https://platform.example/again" })).await;
    let answer = server.anonymous("POST", &path).header("Origin", ORIGIN).send().await;
    let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
    let answer = server.anonymous("GET", "/v1/session").header("Cookie", &cookie).send().await;
    assert_eq!(answer.refusal(), (401, "session_expired".into()));
    assert_eq!(answer.json()["error"]["refresh_url"], "https://platform.example/again");

    // What is long over is removed.
    let store = server.state.store();
    let months = |count: i64| Utc::now() + TimeDelta::days(31 * count);
    store.tidy(Utc::now(), None, 24).await.unwrap();
    assert_eq!(server.anonymous("GET", &path).send().await.status, 303);
    store.tidy(months(2), None, 24).await.unwrap();
    assert_eq!(server.anonymous("GET", &path).send().await.status, 410);
}

#[tokio::test]
async fn frames_of_configured_pages_have_cookies_of_their_own() {
    let database = Database::sqlite();
    let mut settings = settings(&database);
    settings.sessions.embedding_origins = vec!["https://shop.example".into()];
    let server = Server::start(settings).await;
    let (path, _) = link(&server, &json!({})).await;
    let page = server.anonymous("GET", &path).send().await;
    assert!(page.header("content-security-policy").contains("frame-ancestors https://shop.example"));
    let call = server.anonymous("POST", &path).header("Origin", ORIGIN).header("Sec-Fetch-Dest", "iframe");
    let answer = call.send().await;
    let cookie = answer.header("set-cookie");
    for part in ["SameSite=None", "Secure", "Partitioned", "HttpOnly"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    // On a page of its own it is as ever.
    let (path, _) = link(&server, &json!({})).await;
    let call = server.anonymous("POST", &path).header("Origin", ORIGIN).header("Sec-Fetch-Dest", "document");
    let answer = call.send().await;
    assert!(
        answer.header("set-cookie").contains("SameSite=Lax")
            && !answer.header("set-cookie").contains("Partitioned")
    );
}

#[tokio::test]
async fn opening_is_limited_by_source() {
    let database = Database::sqlite();
    let mut settings = settings(&database);
    settings.limits.openings_per_minute = 3.try_into().unwrap();
    let server = Server::start(settings).await;
    for _ in 0..3 {
        assert_eq!(server.anonymous("GET", "/signup/guess").send().await.status, 410);
    }
    assert_eq!(
        server.anonymous("POST", "/signup/guess").send().await.refusal(),
        (429, "rate_limited".into())
    );
    assert_eq!(server.post(ACCOUNT).await.status, 201);
}

#[tokio::test]
async fn without_a_public_url_there_are_none() {
    let database = Database::sqlite();
    let server = Server::start(database.settings()).await;
    let answer = server.request("POST", SESSIONS).body("{}").send().await;
    assert_eq!(answer.refusal(), (404, "sessions_off".into()));
}

#[tokio::test]
async fn development_mode_goes_the_same_way() {
    let database = Database::sqlite();
    let mut settings = database.settings();
    settings.development = Some("T00000000".parse().unwrap());
    let folder = database.file("form");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("index.html"), "<!doctype html><title>Form</title>").unwrap();
    settings.form = Some(folder);
    let server = Server::start(settings).await;
    let own = format!("http://{}", server.address);
    let sent = server.anonymous("GET", "/?lang=da").send().await;
    assert_eq!(sent.status, 303);
    let path = sent.header("location").strip_prefix(&own).unwrap().to_owned();
    let answer = server.anonymous("POST", &path).header("Origin", &own).send().await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/?lang=da"));
    let cookie = answer.header("set-cookie").to_owned();
    assert!(cookie.starts_with("merchant-signup=") && !cookie.contains("Secure"), "{cookie}");
    let cookie = cookie.split(';').next().unwrap();
    let page = server.anonymous("GET", "/?lang=da").header("Cookie", cookie).send().await;
    assert_eq!(page.body, "<!doctype html><title>Form</title>");
    let session = server.anonymous("GET", "/v1/session").header("Cookie", cookie).send().await.json();
    assert_eq!((&session["account"], &session["locale"]), (&json!("T00000000"), &json!("da")));
    let stranger = server.anonymous("GET", "/").header("Host", "attacker.example:80").send().await;
    assert_eq!(stranger.refusal(), (403, "host_forbidden".into()));
}
