//! The whole life of a connection, and every answer on its way.

use merchant_signup_server::store::{Act, Ending, Outcome};
use serde_json::{Value, json};

use crate::support::*;

on_each_database!(
    from_signup_to_enabled,
    a_failed_one_starts_anew,
    notices_go_into_the_first_event,
    idempotency,
    refusals,
    callbacks_are_checked,
    messages_are_in_the_language_asked_for,
    the_check_stores_nothing,
    operations,
    rate_limit,
);

async fn from_signup_to_enabled(database: Database) {
    let server = Server::start(database.settings()).await;
    assert_eq!(server.get(ACCOUNT).await.refusal(), (404, "not_found".into()));

    let answer = server.post(ACCOUNT).await;
    assert_eq!(answer.status, 201);
    assert_eq!(answer.header("location"), connection(ACCOUNT));
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("cache-control"), "no-store");
    let event = json!({
        "status": "pending", "event": "signature_required", "id": "ID", "created_at": "TIME",
        "created_by": "client-1", "description": "Awaiting signature", "metadata": { "infos": [{
            "code": "ownership.owners.legal_name.company_owner", "kind": "notice", "severity": "info", "params": {},
            "path": "/signup/ownership/owners/1/legal_name", "related": ["/signup/ownership/ownership_structure"],
            "message": "Company's legal name: beneficial owners are persons. List those behind the company, or choose a \
                        complex ownership structure",
        }] },
    });
    let mut signup = ready()["signup"].clone();
    signup["created_at"] = "TIME".into();
    let options = json!([{ "currencies": ["NOK"], "type": "bambora.creditcard" }]);
    let pending = json!({
        "created_at": "TIME", "created_by": "client-1", "updated_at": "TIME", "metadata": {}, "status": "pending",
        "events": [event], "schema": 1,
        "direct_signups": [{ "payment_options": options, "signup_id": "ID", "created_at": "TIME" }],
        "signup": signup,
    });
    assert_eq!(normalised(answer.json()), pending);
    assert_eq!(server.get(ACCOUNT).await.json(), answer.json());

    // A second one is refused, and changes nothing.
    assert_eq!(server.post(ACCOUNT).await.refusal(), (409, "connection_exists".into()));
    assert_eq!(server.get(ACCOUNT).await.json(), answer.json());

    let completed = server.call_back(ACCOUNT, "reference-1", &callback()).await;
    assert_eq!(completed.status, 201);
    assert_eq!(completed.header("location"), connection(ACCOUNT));
    let options = callback()["payment_options"].clone();
    let mut enabled = pending;
    enabled["status"] = "enabled".into();
    enabled["events"].as_array_mut().unwrap().push(json!({
        "status": "enabled", "event": "enabled", "id": "ID", "created_at": "TIME",
        "created_by": "reference-1", "description": "Payments can be made", "metadata": {},
    }));
    enabled["configuration"] = json!({
        "payment_options": options, "merchant_number": "T7777777", "md5_key": "md5-key-of-the-merchant",
        "access_token": 987_654_321, "token_scope": "payments",
    });
    enabled["signup"]["callback_at"] = "TIME".into();
    enabled["direct_signups"] = json!([{
        "payment_options": options, "signup_id": "ID", "created_at": "TIME", "callback_at": "TIME",
        "merchant_number": "T7777777", "md5_key": "md5-key-of-the-merchant",
    }]);
    assert_eq!(normalised(completed.json()), enabled);

    // Neither again.
    assert_eq!(
        server.call_back(ACCOUNT, "reference-1", &callback()).await.refusal(),
        (409, "connection_not_pending".into())
    );
    assert_eq!(server.post(ACCOUNT).await.refusal(), (409, "connection_exists".into()));
    // Others are not concerned.
    assert_eq!(server.get("P12345678").await.status, 404);

    // It is all there after a restart.
    assert!(server.stop().await);
    let server = Server::start(database.settings()).await;
    assert_eq!(server.get(ACCOUNT).await.json(), completed.json());
}

async fn end(server: &Server, ending: Ending) -> Outcome {
    let act = Act { account: ACCOUNT.parse().unwrap(), by: "operator", at: chrono::Utc::now(), key: None };
    server.state.store().end(&act, ending, "No agreement").await.unwrap()
}

async fn a_failed_one_starts_anew(database: Database) {
    let server = Server::start(database.settings()).await;
    assert_eq!(end(&server, Ending::Failed).await, Outcome::NotFound);
    for (round, ending) in [Ending::Failed, Ending::Declined].into_iter().enumerate() {
        assert_eq!(server.post(ACCOUNT).await.status, 201);
        assert!(matches!(end(&server, ending).await, Outcome::Stored(_)));
        assert_eq!(end(&server, ending).await, Outcome::NotPending);
        assert_eq!(server.get(ACCOUNT).await.json()["events"].as_array().unwrap().len(), 2 * (round + 1));
    }
    let mut other = ready();
    other["signup"]["bank_name"] = "Sparebanken Vest".into();
    let answer = server.request("POST", &connection(ACCOUNT)).json(&other).send().await;
    assert_eq!(answer.status, 201);
    let now = answer.json();
    assert_eq!(now["status"], "pending");
    assert_eq!(now["signup"]["bank_name"], "Sparebanken Vest");
    let statuses: Vec<&Value> =
        now["events"].as_array().unwrap().iter().map(|event| &event["status"]).collect();
    assert_eq!(statuses, ["pending", "failed", "pending", "declined", "pending"]);
    assert_eq!(now["direct_signups"].as_array().unwrap().len(), 3);
    assert_eq!(now["events"][1]["description"], "No agreement");
    assert_eq!(now["created_at"], now["signup"]["created_at"]);
}

async fn notices_go_into_the_first_event(database: Database) {
    let server = Server::start(database.settings()).await;
    let mut signup = ready();
    signup["signup"]["nickname"] = "Kari".into();
    signup["signup"]["signature"]["politically_exposed_person"] = true.into();
    let answer = server.request("POST", &connection(ACCOUNT)).json(&signup).send().await.json();
    let metadata = &answer["events"][0]["metadata"];
    assert_eq!(metadata["warnings"][0]["code"], "document.unknown_field");
    assert_eq!(metadata["warnings"][0]["path"], "/signup/nickname");
    let infos: Vec<&Value> = metadata["infos"].as_array().unwrap().iter().map(|info| &info["code"]).collect();
    assert_eq!(
        infos,
        ["ownership.owners.legal_name.company_owner", "signature.politically_exposed_person.declared"]
    );
    assert_eq!(metadata.as_object().unwrap().len(), 2);
    assert_eq!(answer["signup"].get("nickname"), None);
}

async fn idempotency(database: Database) {
    let server = Server::start(database.settings()).await;
    let call = |key: &str, body: &Value, account: &str| {
        server.request("POST", &connection(account)).json(body).header("Idempotency-Key", key).send()
    };
    let first = call("key-1", &ready(), ACCOUNT).await;
    assert_eq!(first.status, 201);
    let again = call("key-1", &ready(), ACCOUNT).await;
    assert_eq!((again.status, &again.body), (first.status, &first.body));
    assert_eq!(again.header("location"), connection(ACCOUNT));

    let mut other = ready();
    other["signup"]["bank_name"] = "Sparebanken Vest".into();
    assert_eq!(call("key-1", &other, ACCOUNT).await.refusal(), (422, "idempotency_key_reused".into()));
    // Another key is another request, whose first answer is kept too.
    assert_eq!(call("key-2", &ready(), ACCOUNT).await.refusal(), (409, "connection_exists".into()));
    end(&server, Ending::Failed).await;
    assert_eq!(call("key-2", &ready(), ACCOUNT).await.refusal(), (409, "connection_exists".into()));
    assert_eq!(call("key-1", &ready(), ACCOUNT).await.body, first.body);
    // A key is its account's.
    assert_eq!(call("key-1", &other, "P12345678").await.status, 201);

    // What is not ready is not kept: it can be put right under the same key.
    let mut faulty = ready();
    faulty["signup"]["bank_name"] = Value::Null;
    assert_eq!(call("key-3", &faulty, ACCOUNT).await.refusal(), (422, "not_ready".into()));
    assert_eq!(call("key-3", &ready(), ACCOUNT).await.status, 201);

    for key in ["", &"k".repeat(256), "ø"] {
        let refusal = call(key, &ready(), ACCOUNT).await.refusal();
        assert_eq!(refusal, (400, "invalid_idempotency_key".into()), "{key}");
    }

    // The same key and body at once: one signup, and all get its answer.
    let account = "T00000001";
    let calls = (0..20).map(|_| tokio::spawn(call("at once", &ready(), account)));
    let mut bodies = Vec::new();
    for call in calls.collect::<Vec<_>>() {
        let answer = call.await.unwrap();
        assert_eq!(answer.status, 201);
        bodies.push(answer.body);
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1);
    assert_eq!(server.state.store().count(Some(account.parse().unwrap())).await.unwrap(), 1);

    // A callback has keys too.
    server.refer(account, "reference-1").await;
    let path = format!("{}/reference-1", connection(account));
    let token = server.token_of(account, "callback:accounts", "reference-1");
    let call =
        server.anonymous("POST", &path).token(&token).json(&callback()).header("Idempotency-Key", "key-9");
    let first = call.clone().send().await;
    assert_eq!(first.status, 201);
    assert_eq!(call.send().await.body, first.body);
    // The same key for a signup is another request.
    let call =
        server.request("POST", &connection(account)).json(&callback()).header("Idempotency-Key", "key-9");
    assert_eq!(call.send().await.refusal().1, "idempotency_key_reused");
}

async fn refusals(database: Database) {
    let server = Server::start(database.settings()).await;
    let path = connection(ACCOUNT);
    let post = || server.request("POST", &path);

    // In the order 401, 400 for an account that is none, 403, and only then the body.
    assert_eq!(
        server.anonymous("POST", &connection("nobody")).send().await.refusal(),
        (401, "token_missing".into())
    );
    for account in ["nobody", "t12345678", "T1234567", "T123456789", "P1234567%D9%A3", "%FF"] {
        let answer = server.request("POST", &connection(account)).json(&json!(1)).send().await;
        assert_eq!(answer.refusal(), (400, "invalid_account".into()), "{account}");
        assert_eq!(
            answer.json()["error"]["errors"],
            json!([{
                "code": "account_id.format", "path": "", "severity": "error", "kind": "invalid", "params": {},
                "message": "Account must be P or T and eight digits, such as P12345678", "related": [],
            }])
        );
    }
    let other = server.token("P12345678", "write:accounts");
    assert_eq!(post().token(&other).body("{").send().await.refusal(), (403, "account_forbidden".into()));
    let reader = server.token(ACCOUNT, "read:accounts");
    assert_eq!(post().token(&reader).body("{").send().await.refusal(), (403, "scope_missing".into()));

    for media_type in ["text/plain", "application/xml", ""] {
        let answer = post().json(&ready()).header("Content-Type", media_type).send().await;
        assert_eq!(answer.refusal(), (415, "unsupported_media_type".into()), "{media_type}");
    }
    assert_eq!(post().json(&ready()).header("Content-Encoding", "gzip").send().await.refusal().0, 415);
    let answer = post().body(vec![b' '; 1_048_577]).send().await;
    assert_eq!(
        (answer.refusal(), answer.codes()),
        ((413, "too_large".into()), vec!["document.too_large".into()])
    );
    for (body, code) in
        [("", "malformed"), ("{", "malformed"), ("[]", "malformed"), ("\"\\ud800\"", "malformed")]
    {
        let answer = post().body(body).send().await;
        assert_eq!(
            (answer.refusal(), answer.codes()),
            ((400, "malformed".into()), vec![format!("document.{code}")])
        );
    }

    let answer = post().json(&json!({ "signup": {} })).send().await;
    assert_eq!(answer.refusal(), (422, "not_ready".into()));
    assert_eq!(answer.codes().len(), 22, "{:?}", answer.codes());
    assert_eq!(server.get(ACCOUNT).await.status, 404, "nothing was stored");

    // As problem details.
    let answer = post().body("{}").header("Accept", "application/problem+json").send().await;
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!(
        answer.json(),
        json!({
            "type": "urn:merchant-signup:not_ready", "title": "The signup is not ready to send", "status": 422,
            "errors": [{
                "code": "signup.required", "path": "/signup", "severity": "error", "kind": "missing", "params": {},
                "message": answer.json()["errors"][0]["message"], "related": [],
            }],
        })
    );

    // Nothing is answered but JSON of ours.
    assert_eq!(server.anonymous("GET", "/nothing").send().await.refusal(), (404, "not_found".into()));
    assert_eq!(server.anonymous("GET", "/v1/nothing").send().await.refusal(), (404, "not_found".into()));
    let answer = server.anonymous("DELETE", &path).send().await;
    assert_eq!(answer.refusal(), (405, "method_not_allowed".into()));
    assert_eq!(answer.header("allow"), "GET,HEAD,POST");
    assert_eq!(server.anonymous("GET", "/config.json").send().await.status, 404);
    for answer in [server.post(ACCOUNT).await, server.anonymous("GET", "/nothing").send().await] {
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        uuid::Uuid::parse_str(answer.header("x-request-id")).unwrap();
    }
    let answer = server.anonymous("GET", "/healthz").header("X-Request-Id", "mine-1").send().await;
    assert_eq!(answer.header("x-request-id"), "mine-1");
}

async fn callbacks_are_checked(database: Database) {
    let server = Server::start(database.settings()).await;
    let call = async |body: &Value| server.call_back(ACCOUNT, "reference-1", body).await;
    assert_eq!(call(&callback()).await.refusal(), (404, "not_found".into()));
    // What came too early is not kept under its key.
    let path = format!("{}/reference-1", connection("P12345678"));
    let token = server.token_of("P12345678", "callback:accounts", "reference-1");
    let early =
        server.anonymous("POST", &path).token(&token).json(&callback()).header("Idempotency-Key", "1");
    assert_eq!(early.clone().send().await.status, 404);
    assert_eq!(server.post("P12345678").await.status, 201);
    server.refer("P12345678", "reference-1").await;
    assert_eq!(early.send().await.status, 201);
    assert_eq!(server.post(ACCOUNT).await.status, 201);

    let answer = call(&json!({})).await;
    assert_eq!(answer.refusal(), (422, "not_ready".into()));
    assert_eq!(answer.codes(), ["merchant_number.required", "md5_key.required", "payment_options.required"]);
    assert_eq!(answer.json()["error"]["errors"][2]["path"], "/payment_options");
    let mut faulty = callback();
    faulty["access_token"] = "1".into();
    faulty["md5_key"] = 1.into();
    faulty["secret_token"] = "s".repeat(1025).into();
    faulty["payment_options"][0]["currencies"][1] = "XXX".into();
    let answer = call(&faulty).await;
    let codes =
        ["md5_key.type", "access_token.type", "secret_token.too_long", "payment_options.currencies.unknown"];
    assert_eq!(answer.codes(), codes);
    assert_eq!(answer.json()["error"]["errors"][3]["path"], "/payment_options/0/currencies/1");

    let path = format!("{}/reference-2", connection(ACCOUNT));
    let token = server.token_of(ACCOUNT, "callback:accounts", "reference-1");
    let answer = server.anonymous("POST", &path).token(&token).json(&callback()).send().await;
    assert_eq!(answer.refusal(), (403, "reference_forbidden".into()));
    let twice = "{\"merchant_number\":\"1\",\"merchant_number\":\"2\"}";
    let path = format!("{}/reference-1", connection(ACCOUNT));
    let answer = server.anonymous("POST", &path).token(&token).body(twice).send().await;
    assert!(answer.codes().contains(&"document.duplicate_key".into()), "{:?}", answer.codes());

    let nothing = " \u{a0}\u{fe01}\u{e0038}";
    let least = json!({
        "merchant_number": "1",
        "md5_key": "2",
        "payment_options": callback()["payment_options"],
        "access_token": nothing,
        "secret_token": nothing,
        "token_scope": null,
    });
    assert_eq!(call(&least).await.status, 201);
}

async fn messages_are_in_the_language_asked_for(database: Database) {
    let server = Server::start(database.settings()).await;
    let mut messages = Vec::new();
    for language in ["en", "nb-NO", "sv", "da;q=0.9, en;q=0.1", "fi"] {
        let call = server.request("POST", &connection(ACCOUNT)).body("{\"signup\":{}}");
        let answer = call.header("Accept-Language", language).send().await;
        assert!(language.starts_with(answer.header("content-language")), "{language}");
        let error = &answer.json()["error"];
        messages.push((error["message"].clone(), error["errors"][0]["message"].clone()));
    }
    messages.dedup();
    assert_eq!(messages.len(), 5);
}

async fn the_check_stores_nothing(database: Database) {
    let server = Server::start(database.settings()).await;
    let check = |query: &str, body: &'static str| {
        server.request("POST", &format!("/v1/check{query}")).body(body).send()
    };
    let report = check("", READY).await;
    assert_eq!((report.status.as_u16(), report.json()["status"].clone()), (200, "ready".into()));
    let today = chrono::Utc::now().date_naive();
    let options = merchant_signup::Options::new(today);
    let due = |body: &str, options| serde_json::to_value(merchant_signup::check_str(body, &options)).unwrap();
    assert_eq!(report.json(), due(READY, options.clone()));
    assert_eq!(check("", PUBLISHED).await.json(), due(PUBLISHED, options.clone()));
    for body in ["", "{", "[]", "{}"] {
        assert_eq!(check("", body).await.json(), due(body, options.clone()), "{body}");
    }
    let other = options
        .clone()
        .level(merchant_signup::Level::Contract)
        .profile(merchant_signup::Profile::EU_AMLR_2027);
    let answer = check("?level=contract&profile=eu-amlr-2027&locale=nb", PUBLISHED).await;
    assert_eq!(answer.json(), due(PUBLISHED, other.locale(merchant_signup::Locale::Norwegian)));
    assert_eq!(answer.header("content-language"), "nb");
    let large = " ".repeat(merchant_signup::MAXIMUM_BYTES + 1);
    let answer = server.request("POST", "/v1/check?locale=nb").body(large).send().await;
    assert_eq!((answer.status.as_u16(), answer.header("content-language")), (413, "nb"));
    for query in ["?level=none", "?profile=none", "?locale=xx", "?level=contract&level=contract"] {
        assert_eq!(check(query, READY).await.refusal(), (400, "invalid_query".into()), "{query}");
    }

    assert_eq!(
        server.anonymous("POST", "/v1/check").body(READY).send().await.refusal(),
        (401, "token_missing".into())
    );
    let useless = server.token(ACCOUNT, "profile");
    let answer = server.anonymous("POST", "/v1/check").token(&useless).body(READY).send().await;
    assert_eq!(answer.refusal(), (403, "scope_missing".into()));
    assert_eq!(server.state.store().count(None).await.unwrap(), 0);

    let mut settings = database.settings();
    settings.development = Some(ACCOUNT.parse().unwrap());
    let server = Server::start(settings).await;
    let check = server.anonymous("POST", "/v1/check").body(READY);
    assert_eq!(check.clone().send().await.status, 200);
    assert_eq!(check.clone().token("wrong").send().await.status, 401);
    assert_eq!(
        check.header("Host", "attacker.example").send().await.refusal(),
        (403, "host_forbidden".into())
    );
}

async fn operations(database: Database) {
    let server = Server::start(database.settings()).await;
    for path in ["/healthz", "/readyz"] {
        let answer = server.anonymous("GET", path).send().await;
        assert_eq!((answer.status.as_u16(), answer.json()), (200, json!({ "status": "ok" })), "{path}");
    }
    server.post(ACCOUNT).await;
    server.post(ACCOUNT).await;
    let text = server.metrics().await;
    for line in [
        "merchant_signup_signups_stored_total 1",
        "merchant_signup_refusals_total{code=\"connection_exists\"} 1",
        "merchant_signup_requests_total{method=\"GET\",route=\"/healthz\",status=\"200\"} 1",
        "merchant_signup_requests_in_flight 0",
        "# EOF",
    ] {
        assert!(text.lines().any(|known| known == line), "{line} in {text}");
    }
    assert!(!text.contains(ACCOUNT));

    server.state.store().close().await;
    assert_eq!(server.anonymous("GET", "/healthz").send().await.status, 200);
    // What was found a moment ago may still be told.
    until(async || server.anonymous("GET", "/readyz").send().await.status == 503).await;
    let answer = server.anonymous("GET", "/readyz").send().await;
    assert_eq!(answer.refusal(), (503, "unavailable".into()));
    assert_eq!(answer.header("retry-after"), "1");
    assert_eq!(server.get(ACCOUNT).await.refusal(), (503, "unavailable".into()));
    assert_eq!(server.post(ACCOUNT).await.refusal(), (503, "unavailable".into()));
}

async fn rate_limit(database: Database) {
    let mut settings = database.settings();
    settings.limits.requests_per_minute = 5.try_into().unwrap();
    let server = Server::start(settings).await;
    for _ in 0..5 {
        assert_eq!(server.get(ACCOUNT).await.status, 404);
    }
    let answer = server.get(ACCOUNT).await;
    assert_eq!(answer.refusal(), (429, "rate_limited".into()));
    let seconds: u64 = answer.header("retry-after").parse().unwrap();
    assert!((1..=13).contains(&seconds), "{seconds}");
    assert_eq!(server.request("POST", "/v1/check").body(READY).send().await.status, 429);
    // Neither another account nor who has no token is concerned.
    assert_eq!(server.get("P12345678").await.status, 404);
    assert_eq!(server.anonymous("GET", &connection(ACCOUNT)).send().await.status, 401);
}
