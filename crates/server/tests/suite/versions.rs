//! A database that the version before wrote is brought to this version, and says what it said.

use serde_json::Value;

use crate::support::*;

on_each_database!(what_version_0_1_0_wrote_is_read);

macro_rules! data {
    ($read:ident, $file:literal) => {
        $read!(concat!("../data/v0.1.0/", $file))
    };
}

async fn what_version_0_1_0_wrote_is_read(database: Database) {
    use sqlx::{Connection as _, Executor as _};
    let settings = database.settings();
    let (keys, before) = if database.is_sqlite() {
        std::fs::write(&database.url, data!(include_bytes, "signups.sqlite")).unwrap();
        (data!(include_str, "sqlite-keys"), data!(include_str, "sqlite.json"))
    } else {
        let mut connection = sqlx::AnyConnection::connect(&database.url).await.unwrap();
        connection.execute(data!(include_str, "postgres.sql")).await.unwrap();
        connection.close().await.unwrap();
        (data!(include_str, "postgres-keys"), data!(include_str, "postgres.json"))
    };
    std::fs::write(&settings.encryption_keys, keys).unwrap();
    let before: Value = serde_json::from_str(before).unwrap();
    let server = Server::start(settings).await;

    let enabled = server.get(ACCOUNT).await;
    assert_eq!(enabled.status, 200);
    assert_eq!(enabled.json(), before[ACCOUNT]);
    // What that version stored and the payload does not have is not shown any more.
    let mut due = before["P12345678"].clone();
    let signup = due["signup"].as_object_mut().unwrap();
    assert!(signup.remove("nickname").is_some());
    signup["ownership"]["owners"][0].as_object_mut().unwrap().remove("more").unwrap();
    let mut pending = server.get("P12345678").await.json();
    assert!(chrono::DateTime::parse_from_rfc3339(pending["signup"]["created_at"].as_str().unwrap()).is_ok());
    pending["signup"]["created_at"] = due["signup"]["created_at"].clone();
    assert_eq!(pending, due);

    // The first answer to a key is given again, and a pending connection is completed.
    let call = server.request("POST", &connection(ACCOUNT)).header("Idempotency-Key", "1");
    assert_eq!(call.body(READY.to_owned()).send().await.status, 201);
    let id = due["direct_signups"][1]["signup_id"].as_str().unwrap().to_owned();
    assert_eq!(server.call_back_as("P12345678", &id, &id, &callback()).await.status, 201);
    assert_eq!(server.state.store().rotate().await.unwrap().skipped, 0);
    assert_eq!(server.get(ACCOUNT).await.json(), before[ACCOUNT]);
}
