//! What is stored is unreadable, can be sealed anew, and goes when it is to go.

use chrono::{TimeDelta, Utc};
use merchant_signup_server::State;
use merchant_signup_server::store::{Act, Ending, Erased, Resealed, Store};
use merchant_signup_server::vault::Vault;
use serde_json::json;
use sqlx::{Connection as _, Row as _};

use crate::support::*;

on_each_database!(
    nothing_personal_is_readable,
    keys_are_rotated_while_servers_go_on,
    a_late_text_of_a_retired_key_is_opened,
    what_cannot_be_opened_is_passed_over,
    erasing_keeps_the_history,
    retention,
    from_an_empty_database,
    what_was_sealed_elsewhere_is_refused,
);

/// What must not be found anywhere but in a vault. Each is so long that base64 does not come to it by chance.
const SECRETS: &[&str] = &[
    "Nordmann",
    "86011117947",
    "1990-09-20",
    "kari@example.com",
    "+4799999999",
    "the-most-secret-token",
    "md5-key-of",
];

fn assert_free_of_secrets(bytes: &[u8], place: &str) {
    for secret in SECRETS {
        let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
        assert!(!found, "{secret} is in {place}");
    }
}

/// Every text in every table.
async fn dump(database: &Database) -> String {
    let mut connection = sqlx::AnyConnection::connect(&if database.is_sqlite() {
        format!("sqlite:{}", database.url)
    } else {
        database.url.clone()
    })
    .await
    .unwrap();
    let mut text = String::new();
    for (table, columns) in [
        ("connections", &["id", "account_id", "status", "created_by", "signup", "configuration"][..]),
        (
            "events",
            &[
                "id",
                "connection_id",
                "account_id",
                "status",
                "event",
                "created_by",
                "description",
                "metadata",
            ],
        ),
        ("answers", &["id", "account_id", "answer"]),
    ] {
        let rows = sqlx::query(&format!("SELECT * FROM {table}")).fetch_all(&mut connection).await.unwrap();
        for row in rows {
            for column in columns {
                text.push_str(row.get::<Option<String>, _>(*column).unwrap_or_default().as_str());
                text.push('\n');
            }
        }
    }
    text
}

/// A connection that is enabled, with a key's answer beside it, and one that was refused before.
async fn fill(server: &Server) {
    let account = ACCOUNT.parse().unwrap();
    server.post(ACCOUNT).await;
    let act = Act { account, by: "operator", at: Utc::now(), key: None };
    server.state.store().end(&act, Ending::Declined, "").await.unwrap();
    let mut signup = ready();
    signup["signup"]["signature"]["politically_exposed_person"] = true.into();
    let call = server.request("POST", &connection(ACCOUNT)).json(&signup).header("Idempotency-Key", "1");
    assert_eq!(call.send().await.status, 201);
    assert_eq!(server.call_back(ACCOUNT, "reference-1", &callback()).await.status, 201);
}

async fn nothing_personal_is_readable(database: Database) {
    let server = Server::start(database.settings()).await;
    fill(&server).await;
    assert_free_of_secrets(dump(&database).await.as_bytes(), "the database");
    assert_free_of_secrets(&database.bytes(), "the database's files");
    assert_free_of_secrets(format!("{:?}", server.state).as_bytes(), "Debug");
    let connection = server.state.store().connection(ACCOUNT.parse().unwrap()).await.unwrap().unwrap();
    let text = format!("{connection:?}");
    assert!(!text.contains("the-most-secret-token") && !text.contains("Nordmann"), "{text}");
    // The secret token is stored, and in no answer.
    let secret = connection.configuration.unwrap().secret_token.unwrap();
    assert_eq!(secret.expose(), "the-most-secret-token");
    for answer in [server.get(ACCOUNT).await, server.call_back(ACCOUNT, "reference-1", &callback()).await] {
        assert!(!String::from_utf8(answer.body.to_vec()).unwrap().contains("secret"));
    }
    assert!(server.stop().await);
    assert_free_of_secrets(&database.bytes(), "the database's files after the end");
}

async fn keys_are_rotated_while_servers_go_on(database: Database) {
    let server = Server::start(database.settings()).await;
    fill(&server).await;
    let before = (server.get(ACCOUNT).await.json(), dump(&database).await);

    let file = database.settings().encryption_keys;
    let store = Store::open(&database.url, Vault::open(&file).unwrap()).await.unwrap();
    // Two signups, one configuration, four events, one answer.
    assert_eq!(store.rotate().await.unwrap(), Resealed { sealed: 8, skipped: 0 });
    assert_ne!(dump(&database).await, before.1);
    assert_eq!(store.reseal().await.unwrap(), Resealed::default());
    // The running server seals with the new key from here on: retiring the old one loses nothing that it answered.
    store.retire_keys().await.unwrap();
    assert_eq!(server.post("P12345678").await.status, 201);
    assert_eq!(server.get(ACCOUNT).await.json(), before.0);
    assert_eq!(server.get("P12345678").await.status, 200);
    assert_eq!(store.reseal().await.unwrap(), Resealed::default(), "nothing is sealed with the old key");
    assert!(server.stop().await);

    assert_eq!(std::fs::read_to_string(&file).unwrap().lines().count(), 2, "a comment and a key");
    let aside = std::fs::read_to_string(format!("{}.retired", file.display())).unwrap();
    assert_eq!(aside.lines().count(), 2, "the old key is kept aside: {aside}");
    let server = Server::start(database.settings()).await;
    assert_eq!(server.get(ACCOUNT).await.json(), before.0);
    assert_eq!(server.get("P12345678").await.status, 200);
}

/// A server with an old copy of the key file, on another machine, seals with a key that was retired meanwhile.
async fn a_late_text_of_a_retired_key_is_opened(database: Database) {
    let server = Server::start(database.settings()).await;
    server.post(ACCOUNT).await;
    let file = database.settings().encryption_keys;
    let copy = database.file("copy");
    std::fs::copy(&file, &copy).unwrap();
    let store = Store::open(&database.url, Vault::open(&file).unwrap()).await.unwrap();
    store.rotate().await.unwrap();
    store.retire_keys().await.unwrap();
    let mut settings = database.settings();
    settings.encryption_keys = copy;
    let late = Server::start(settings).await;
    assert_eq!(late.post("P12345678").await.status, 201);
    assert_eq!(server.get("P12345678").await.status, 200);
    assert_eq!(store.rotate().await.unwrap().skipped, 0);
}

async fn what_cannot_be_opened_is_passed_over(database: Database) {
    let server = Server::start(database.settings()).await;
    server.post(ACCOUNT).await;
    server.post("P12345678").await;
    let url = if database.is_sqlite() { format!("sqlite:{}", database.url) } else { database.url.clone() };
    let mut rows = sqlx::AnyConnection::connect(&url).await.unwrap();
    let lose = "UPDATE connections SET signup = 'lost.AAAA' WHERE account_id = 'P12345678'";
    sqlx::query(lose).execute(&mut rows).await.unwrap();
    let store =
        Store::open(&database.url, Vault::open(&database.settings().encryption_keys).unwrap()).await.unwrap();
    assert_eq!(store.rotate().await.unwrap(), Resealed { sealed: 3, skipped: 1 });
    assert_eq!(store.retire_keys().await.unwrap().0, Resealed { sealed: 0, skipped: 1 });
    assert_eq!(server.get(ACCOUNT).await.status, 200);
}

async fn erasing_keeps_the_history(database: Database) {
    let server = Server::start(database.settings()).await;
    fill(&server).await;
    assert_eq!(server.post("P12345678").await.status, 201);
    let before = server.get(ACCOUNT).await.json();
    assert!(before["events"][2]["metadata"]["infos"].is_array(), "{before}");

    assert_eq!(
        server.state.store().erase(ACCOUNT.parse().unwrap()).await.unwrap(),
        Erased { signups: 2, drafts: 0 }
    );
    let mut due = before;
    due.as_object_mut().unwrap().remove("signup");
    for event in due["events"].as_array_mut().unwrap() {
        event.as_object_mut().unwrap().remove("metadata");
    }
    // What was asked for in the first, declined signup was said by a person.
    due["direct_signups"][0].as_object_mut().unwrap().remove("payment_options");
    assert_eq!(server.get(ACCOUNT).await.json(), due);
    assert_eq!(server.state.store().erase(ACCOUNT.parse().unwrap()).await.unwrap(), Erased::default());
    assert_eq!(server.get("P12345678").await.json()["signup"]["bank_name"], "DNB", "others stay");
}

async fn retention(database: Database) {
    let server = Server::start(database.settings()).await;
    let call = server.request("POST", &connection(ACCOUNT)).json(&ready()).header("Idempotency-Key", "1");
    let first = call.clone().send().await;
    let store = server.state.store();
    let in_days = |days| Utc::now() + TimeDelta::days(days);
    assert_eq!(store.tidy(in_days(29), Some(30), 10_000).await.unwrap(), 0);
    assert_eq!(store.tidy(in_days(365), None, 10_000).await.unwrap(), 0);
    assert_eq!(server.get(ACCOUNT).await.body, first.body);
    assert_eq!(call.clone().send().await.body, first.body);
    assert_eq!(store.tidy(in_days(2), None, 24).await.unwrap(), 0);
    assert_eq!(call.send().await.status, 409, "the key is forgotten, the connection is not");
    assert_eq!(store.tidy(in_days(31), Some(30), 10_000).await.unwrap(), 1);
    let after = server.get(ACCOUNT).await.json();
    assert_eq!((&after["status"], &after["signup"]), (&json!("pending"), &json!(null)));
    // A retention beyond all time erases nothing.
    assert_eq!(store.tidy(Utc::now(), Some(u32::MAX), u32::MAX).await.unwrap(), 0);
}

async fn from_an_empty_database(database: Database) {
    // Those that start at once bring it to this version once.
    let starts: Vec<_> = (0..8).map(|_| tokio::spawn(State::open(database.settings()))).collect();
    for start in starts {
        let state = start.await.unwrap().unwrap();
        assert_eq!(state.store().count(None).await.unwrap(), 0);
        state.store().close().await;
    }
    let again = State::open(database.settings()).await.unwrap();
    assert!(again.store().is_ready().await);
}

async fn what_was_sealed_elsewhere_is_refused(database: Database) {
    let server = Server::start(database.settings()).await;
    server.post(ACCOUNT).await;
    server.post("P12345678").await;
    let url = if database.is_sqlite() { format!("sqlite:{}", database.url) } else { database.url.clone() };
    let mut rows = sqlx::AnyConnection::connect(&url).await.unwrap();
    let steal = "UPDATE connections SET signup = (SELECT signup FROM connections WHERE account_id = 'P12345678') \
                 WHERE account_id = 'T12345678'";
    sqlx::query(steal).execute(&mut rows).await.unwrap();
    assert_eq!(server.get(ACCOUNT).await.refusal(), (500, "internal".into()));
    assert_eq!(server.get("P12345678").await.status, 200);
}
