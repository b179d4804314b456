//! What an operator does: backups, restores, a configuration that is checked, metrics, what the provider has told.

use std::process::{Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use chrono::Utc;
use merchant_signup_server::State;
use merchant_signup_server::store::{Act, Known, Store};
use merchant_signup_server::vault::Vault;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::Command;

use crate::program::{self, PROGRAM};
use crate::receiver::{Mood, Receiver};
use crate::support::*;

on_each_database!(
    a_database_in_use_keeps_its_lock,
    a_backup_is_restored,
    a_configuration_is_checked,
    metrics_have_an_address_of_their_own,
    what_the_provider_told_is_answered,
    webhooks_have_commands,
);

/// What an account's connections say, once they are restored from a backup with its keys.
async fn restored(url: &str, keys: &std::path::Path, accounts: &[String]) -> Vec<Value> {
    let store = Store::open(url, Vault::open(keys).unwrap()).await.unwrap();
    let mut found = Vec::new();
    for account in accounts {
        let connection = store.connection(account.parse().unwrap()).await.unwrap();
        found.push(serde_json::to_value(connection).unwrap());
    }
    assert_eq!(store.verify().await.unwrap().1, 0);
    store.close().await;
    found
}

/// A process that opens a file and closes it gives up all locks that it has on it, says POSIX, and SQLite minds that of its
/// own connections alone. Another program that sees no lock clears the log away that is in use: what is written after
/// that is lost.
async fn a_database_in_use_keeps_its_lock(database: Database) {
    let keys = database.settings().encryption_keys;
    let store = Store::open(&database.url, Vault::open(&keys).unwrap()).await.unwrap();
    let second = Store::open(&database.url, Vault::open(&keys).unwrap()).await.unwrap();
    Store::look_at(&database.url).await.unwrap();
    if database.is_sqlite() {
        use std::os::unix::fs::MetadataExt as _;
        let file = format!(":{} ", std::fs::metadata(&database.url).unwrap().ino());
        let locks = std::fs::read_to_string("/proc/locks").unwrap();
        assert!(locks.contains(&file), "{file}: {locks}");
    }
    store.close().await;
    second.close().await;
}

async fn a_backup_is_restored(database: Database) {
    let server = Arc::new(Server::start(database.settings()).await);
    let accounts: Vec<String> = (0..20).map(|number| format!("P{number:08}")).collect();
    for account in &accounts {
        assert_eq!(server.post(account).await.status, 201);
    }
    assert_eq!(server.call_back(&accounts[0], "reference-1", &callback()).await.status, 201);
    let keys = database.settings().encryption_keys;
    let store = Store::open(&database.url, Vault::open(&keys).unwrap()).await.unwrap();
    // Something is sealed with a key that was put aside.
    store.rotate().await.unwrap();
    let mut before = Vec::new();
    for account in &accounts {
        before.push(server.get(account).await.json());
    }
    // Servers go on meanwhile, and so do keys.
    let (stop, number) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU32::new(0)));
    let writer = {
        let (server, stop, number) = (Arc::clone(&server), Arc::clone(&stop), Arc::clone(&number));
        tokio::spawn(async move {
            while !stop.load(Ordering::Relaxed) {
                let account = format!("T{:08}", number.fetch_add(1, Ordering::Relaxed));
                assert_eq!(server.post(&account).await.status, 201);
            }
        })
    };
    until(async || number.load(Ordering::Relaxed) > 5).await;
    let folder = database.file("backup");
    if database.is_sqlite() {
        let words = ["backup", "--development", "--data"];
        let mut backup = Command::new(PROGRAM);
        backup.args(words).arg(database.folder.path()).arg("--to").arg(&folder);
        let output = backup.output().await.unwrap();
        assert!(output.status.success() && said(&output).contains("sealed texts open"), "{}", said(&output));
        let output = backup.output().await.unwrap();
        assert!(!output.status.success(), "a backup is not written over");
        stop.store(true, Ordering::Relaxed);
        writer.await.unwrap();
        store.rotate().await.unwrap();
        store.retire_keys().await.unwrap();
        let copy = folder.join("signups.sqlite");
        assert_private(&folder, 0o700);
        for file in ["signups.sqlite", "encryption-keys"] {
            assert_private(&folder.join(file), 0o600);
        }
        let url = copy.to_str().unwrap();
        assert_eq!(restored(url, &folder.join("encryption-keys"), &accounts).await, before);
        return;
    }
    // PostgreSQL by its own tools, into another database.
    let refused = store.back_up(&folder).await.unwrap_err().to_string();
    assert!(refused.contains("pg_dump"), "{refused}");
    let (server_url, schema) = database.url.split_once("options[search_path]=").unwrap();
    let server_url = server_url.trim_end_matches(['?', '&']);
    let dump = database.file("dump.sql");
    tool("pg_dump", &["--dbname", server_url, "--schema", schema, "--file", dump.to_str().unwrap()]).await;
    std::fs::copy(&keys, database.file("copy-of-keys")).unwrap();
    stop.store(true, Ordering::Relaxed);
    writer.await.unwrap();
    let other = format!("restored_{schema}");
    tool("psql", &["--quiet", "--dbname", server_url, "--command", &format!("CREATE DATABASE {other}")])
        .await;
    let (place, _) = server_url.rsplit_once('/').unwrap();
    let other_url = format!("{place}/{other}");
    let words = ["--quiet", "--set", "ON_ERROR_STOP=1", "--output", "/dev/null"];
    let words = [&words[..], &["--dbname", &other_url, "--file", dump.to_str().unwrap()]].concat();
    tool("psql", &words).await;
    let url = format!("{other_url}?options[search_path]={schema}");
    assert_eq!(restored(&url, &database.file("copy-of-keys"), &accounts).await, before);
}

/// A program of PostgreSQL's, of the newest version that Debian has here, or where it is found.
async fn tool(name: &str, words: &[&str]) {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let version = |entry: &std::fs::DirEntry| entry.file_name().to_str()?.parse::<u32>().ok();
    let newest = versions.filter(|entry| entry.path().join("bin").join(name).is_file()).max_by_key(version);
    let program = newest.map_or_else(|| name.into(), |entry| entry.path().join("bin").join(name));
    let output = Command::new(program).args(words).output().await.unwrap();
    assert!(output.status.success(), "{name}: {}", said(&output));
}

fn assert_private(path: &std::path::Path, mode: u32) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, mode, "{}", path.display());
    }
}

fn said(output: &Output) -> String {
    String::from_utf8([&output.stdout[..], &output.stderr[..]].concat()).unwrap()
}

async fn check(database: &Database, more: &[&str]) -> Output {
    let mut command = Command::new(PROGRAM);
    command.args(["serve", "--check-config", "--development", "--data"]).arg(database.folder.path());
    command.args(["--database", &database.url]).args(more).output().await.unwrap()
}

async fn a_configuration_is_checked(database: Database) {
    let before = check(&database, &[]).await;
    assert!(before.status.success() && said(&before).contains("made at the start"), "{}", said(&before));
    if database.is_sqlite() {
        assert!(!database.file("signups.sqlite").exists(), "nothing is changed");
    }
    State::open(database.settings()).await.unwrap().store().close().await;
    let after = check(&database, &[]).await;
    assert!(after.status.success() && said(&after).contains("is of version"), "{}", said(&after));
    Receiver::start(&database).await;
    let webhooks = database.file("webhooks.json").display().to_string();
    let output = check(&database, &["--webhooks", &webhooks]).await;
    assert!(output.status.success() && said(&output).contains("webhooks: 1"), "{}", said(&output));

    let (bad, none) = (database.file("bad.json"), database.file("none"));
    std::fs::write(&bad, "{\"endpoints\": [{\"name\": \"a\", \"url\": \"http://a.example\"}]}").unwrap();
    let (bad, none) = (bad.display().to_string(), none.display().to_string());
    for (more, why) in [
        (["--webhooks", &bad], "bad.json"),
        (["--form", &none], "no index.html"),
        (["--form-config", &none], "none"),
        (["--encryption-keys", &none], "none"),
        (["--return-origin", "a.example"], "--return-origin"),
    ] {
        let output = check(&database, &more).await;
        assert!(!output.status.success() && said(&output).contains(why), "{more:?}: {}", said(&output));
    }
    let elsewhere = if database.is_sqlite() { "none/none.sqlite" } else { "postgres://127.0.0.1:1/none" };
    let mut command = Command::new(PROGRAM);
    command.args(["serve", "--check-config", "--development", "--data"]).arg(database.folder.path());
    let output = command.args(["--database", elsewhere]).output().await.unwrap();
    assert!(!output.status.success(), "{}", said(&output));
}

async fn metrics_have_an_address_of_their_own(database: Database) {
    let mut command = program::program(&database);
    command.args(["--address", "127.0.0.1:0", "--metrics-address", "127.0.0.1:0"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut address = async |before: &str| {
        let line = lines.next_line().await.unwrap().unwrap();
        let address = line.strip_prefix(before).unwrap_or_else(|| panic!("{line}"));
        address.trim_end_matches("/metrics").parse().unwrap()
    };
    let (of_server, of_metrics) =
        (address("listening on http://").await, address("metrics on http://").await);
    let mut server = Server::start(database.settings()).await;
    server.address = of_server;
    assert_eq!(server.anonymous("GET", "/metrics").send().await.status, 404);
    let metrics = server.anonymous("GET", "/metrics").at(of_metrics).send().await;
    assert_eq!(metrics.status, 200);
    assert!(metrics.header("content-type").starts_with("application/openmetrics-text"));
    let text = String::from_utf8(metrics.body.to_vec()).unwrap();
    assert!(text.contains("merchant_signup_webhooks_in_outbox{status=\"failed\"} 0"), "{text}");
    let elsewhere = server.anonymous("GET", &connection(ACCOUNT)).at(of_metrics);
    assert_eq!(elsewhere.send().await.status, 404, "nothing else is there");
}

fn operator() -> Act<'static> {
    Act { account: ACCOUNT.parse().unwrap(), by: "operator", at: Utc::now(), key: None }
}

async fn what_the_provider_told_is_answered(database: Database) {
    let server = Server::start(database.settings()).await;
    assert_eq!(server.post(ACCOUNT).await.status, 201);
    assert_eq!(server.get(ACCOUNT).await.json()["metadata"], json!({}));
    let attach = |name: &str, value: &str| {
        serde_json::from_value::<serde_json::Map<String, Value>>(json!({ name: value })).unwrap()
    };
    let known = Known {
        case_id: Some("3c90c3cc-0d44-4b50-8888-8dd25736052a".into()),
        store_id: Some("store-1".into()),
        mcc: Some(5814),
        metadata: attach("ticket", "T-1"),
        signature_link: Some("https://sig.example.com/K34K244".into()),
        description: Some("Vipps awaiting signature".into()),
        ..Known::default()
    };
    server.state.store().note(&operator(), &known).await.unwrap();
    let more = Known { metadata: attach("branch", "Oslo"), ..Known::default() };
    server.state.store().note(&operator(), &more).await.unwrap();

    let pending = server.get(ACCOUNT).await.json();
    assert_eq!(pending["metadata"], json!({ "branch": "Oslo", "ticket": "T-1" }));
    let event = &pending["events"][1];
    assert_eq!(event["description"], "Vipps awaiting signature");
    assert_eq!(event["metadata"], json!({ "signature_link": "https://sig.example.com/K34K244" }));
    assert_eq!(pending["direct_signups"][0]["case_id"], "3c90c3cc-0d44-4b50-8888-8dd25736052a");
    let due = json!([{
        "case_id": "3c90c3cc-0d44-4b50-8888-8dd25736052a",
        "store_id": "store-1",
        "mcc": 5814,
        "payment_options": ready()["signup"]["payment_options"],
        "created_at": "TIME",
    }]);
    assert_eq!(normalised(pending["submerchant_signups"].clone()), due);
    assert_eq!(server.call_back(ACCOUNT, "reference-1", &callback()).await.status, 201);
    let enabled = server.get(ACCOUNT).await.json();
    let of_store = &enabled["submerchant_signups"][0];
    assert_eq!(of_store["merchant_number"], "T7777777");
    assert_eq!(of_store["callback_at"], enabled["direct_signups"][0]["callback_at"]);

    // What is attached is sealed, sealed anew and erased like the rest.
    let keys = database.settings().encryption_keys;
    let store = Store::open(&database.url, Vault::open(&keys).unwrap()).await.unwrap();
    assert_eq!(store.rotate().await.unwrap().skipped, 0);
    store.retire_keys().await.unwrap();
    assert_eq!(server.get(ACCOUNT).await.json(), enabled);
    assert!(!database.is_sqlite() || !database.bytes().windows(4).any(|bytes| bytes == b"Oslo"));
    store.erase(ACCOUNT.parse().unwrap()).await.unwrap();
    assert_eq!(server.get(ACCOUNT).await.json()["metadata"], json!({}));
}

async fn webhooks_have_commands(database: Database) {
    let receiver = Receiver::start(&database).await;
    receiver.be(Mood::Answers(400));
    let file = database.file("webhooks.json").display().to_string();
    let more = ["--webhooks", &file, "--webhook-first-retry", "1", "--webhook-attempts", "2"];
    let running = program::start(&database, &more).await;
    let server = Server::start(database.settings()).await;
    let call = server.request("POST", &connection(ACCOUNT)).json(&ready()).at(running.address);
    assert_eq!(call.send().await.status, 201);
    let run = async |words: &[&str]| {
        let mut command = Command::new(PROGRAM);
        command.arg("webhooks").args(words).args(["--development", "--data"]).arg(database.folder.path());
        let output = command.args(["--database", &database.url]).output().await.unwrap();
        assert!(output.status.success(), "{}", said(&output));
        String::from_utf8(output.stdout).unwrap()
    };
    let mut listed = String::new();
    until(async || {
        listed = run(&["list"]).await;
        !listed.is_empty()
    })
    .await;
    let listed: Value = serde_json::from_str(&listed).unwrap();
    assert_eq!(listed["failure"], "it answered 400");
    assert_eq!((&listed["account"], &listed["type"]), (&json!(ACCOUNT), &json!("connection.created")));
    receiver.be(Mood::Takes);
    assert_eq!(run(&["retry", "--endpoint", "platform"]).await, "1 webhooks are tried again\n");
    until(async || receiver.taken().len() == 1).await;
    assert!(run(&["remove", "--endpoint", "platform"]).await.contains("told of nothing"));
}
