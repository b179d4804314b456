//! Faults that were found in the version before, each as it was reproduced.

use std::process::Stdio;
use std::time::{Duration, Instant};

use merchant_signup_server::store::{Act, Ending};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::program;
use crate::support::*;

on_each_database!(
    a_merchant_cannot_approve_itself,
    only_what_the_payload_has_is_stored,
    a_replay_is_not_counted,
    a_reused_key_is_told_before_what_is_not_ready,
    an_enabled_connection_can_end,
    what_the_provider_tells_is_shown,
);

async fn a_merchant_cannot_approve_itself(database: Database) {
    let server = Server::start(database.settings()).await;
    let path = format!("{}/client-1", connection(ACCOUNT));
    assert_eq!(server.post(ACCOUNT).await.status, 201);
    for scope in ["write:accounts", "admin:accounts", "read:accounts write:accounts admin:accounts"] {
        let token = server.token(ACCOUNT, scope);
        let answer = server.anonymous("POST", &path).token(&token).json(&callback()).send().await;
        assert_eq!(answer.refusal(), (403, "scope_missing".into()), "{scope}");
    }
    // A reference that is the token's own and not the connection's.
    let answer = server.call_back_as(ACCOUNT, "client-1", "client-1", &callback()).await;
    assert_eq!(answer.refusal(), (403, "reference_forbidden".into()));
    assert_eq!(server.get(ACCOUNT).await.json()["status"], "pending");
    // The signup's id, where the provider has told no other.
    let stored = server.get(ACCOUNT).await.json();
    let id = stored["direct_signups"][0]["signup_id"].as_str().unwrap();
    let answer = server.call_back_as(ACCOUNT, id, "somebody-else", &callback()).await;
    assert_eq!(answer.refusal(), (403, "reference_forbidden".into()));
    assert_eq!(server.call_back_as(ACCOUNT, id, id, &callback()).await.status, 201);
}

async fn only_what_the_payload_has_is_stored(database: Database) {
    let server = Server::start(database.settings()).await;
    let mut sent = ready();
    sent["extra"] = "a".into();
    sent["signup"]["created_at"] = "evil".into();
    sent["signup"]["callback_at"] = "evil".into();
    sent["signup"]["padding"] = "x".repeat(900_000).into();
    sent["signup"]["revenue"]["more"] = json!({ "a": [1] });
    sent["signup"]["ownership"]["owners"][0]["nickname"] = "Kari".into();
    let answer = server.request("POST", &connection(ACCOUNT)).json(&sent).send().await;
    assert_eq!(answer.status, 201);
    assert!(answer.body.len() < 20_000, "{}", answer.body.len());
    let mut signup = answer.json()["signup"].clone();
    assert!(chrono::DateTime::parse_from_rfc3339(signup["created_at"].as_str().unwrap()).is_ok());
    assert_eq!(String::from_utf8(answer.body.to_vec()).unwrap().matches("\"evil\"").count(), 0);
    signup.as_object_mut().unwrap().remove("created_at");
    assert_eq!(signup, ready()["signup"]);
    // What was ignored is told.
    let warnings = answer.json()["events"][0]["metadata"]["warnings"].as_array().unwrap().clone();
    let paths: Vec<&str> = warnings.iter().map(|issue| issue["path"].as_str().unwrap()).collect();
    for path in ["/extra", "/signup/created_at", "/signup/padding", "/signup/revenue/more"] {
        assert!(paths.contains(&path), "{paths:?}");
    }
    server.refer(ACCOUNT, "reference-1").await;
    let mut body = callback();
    body["padding"] = "x".repeat(900_000).into();
    body["payment_options"][0]["padding"] = "x".into();
    let answer = server.call_back(ACCOUNT, "reference-1", &body).await;
    assert_eq!(answer.status, 201);
    assert!(!String::from_utf8(answer.body.to_vec()).unwrap().contains("\"padding\":"));
}

async fn a_replay_is_not_counted(database: Database) {
    let server = Server::start(database.settings()).await;
    let call = server.request("POST", &connection(ACCOUNT)).json(&ready()).header("Idempotency-Key", "1");
    for _ in 0..3 {
        assert_eq!(call.clone().send().await.status, 201);
    }
    let text = server.metrics().await;
    assert!(text.contains("merchant_signup_signups_stored_total 1\n"), "{text}");
}

async fn a_reused_key_is_told_before_what_is_not_ready(database: Database) {
    let server = Server::start(database.settings()).await;
    let call = server.request("POST", &connection(ACCOUNT)).header("Idempotency-Key", "1");
    assert_eq!(call.clone().json(&ready()).send().await.status, 201);
    let answer = call.body("{\"signup\":{}}").send().await;
    assert_eq!(answer.refusal(), (422, "idempotency_key_reused".into()));
}

async fn an_enabled_connection_can_end(database: Database) {
    let server = Server::start(database.settings()).await;
    let act = Act { account: ACCOUNT.parse().unwrap(), by: "operator", at: chrono::Utc::now(), key: None };
    server.post(ACCOUNT).await;
    assert_eq!(server.call_back(ACCOUNT, "reference-1", &callback()).await.status, 201);
    server.state.store().end(&act, Ending::Declined, "Agreement ended").await.unwrap();
    assert_eq!(server.get(ACCOUNT).await.json()["status"], "declined");
    let answer = server.post(ACCOUNT).await;
    assert_eq!(answer.status, 201);
    let statuses: Vec<Value> =
        answer.json()["events"].as_array().unwrap().iter().map(|event| event["status"].clone()).collect();
    assert_eq!(statuses, ["pending", "enabled", "declined", "pending"]);
}

async fn what_the_provider_tells_is_shown(database: Database) {
    let server = Server::start(database.settings()).await;
    server.post(ACCOUNT).await;
    let act = Act { account: ACCOUNT.parse().unwrap(), by: "operator", at: chrono::Utc::now(), key: None };
    let known = merchant_signup_server::store::Known {
        case_id: Some("3c90c3cc-0d44-4b50-8888-8dd25736052a".into()),
        signature_link: Some("https://sig.example.com/K34K244".into()),
        description: Some("Vipps awaiting signature".into()),
        ..Default::default()
    };
    server.state.store().note(&act, &known).await.unwrap();
    let stored = server.get(ACCOUNT).await.json();
    assert_eq!(stored["direct_signups"][0]["case_id"], "3c90c3cc-0d44-4b50-8888-8dd25736052a");
    assert_eq!(stored["events"][1]["event"], "signature_required");
    assert_eq!(stored["events"][1]["description"], "Vipps awaiting signature");
    assert_eq!(stored["events"][1]["metadata"]["signature_link"], "https://sig.example.com/K34K244");
}

#[tokio::test]
async fn a_body_in_another_encoding_is_refused() {
    let database = Database::sqlite();
    let server = Server::start(database.settings()).await;
    for (media_type, status) in [
        ("application/json; charset=utf-16", 415),
        ("application/json;charset=\"ISO-8859-1\"", 415),
        ("application/json; charset=UTF-8", 200),
        ("application/json; charset=\"utf-8\"", 200),
        ("application/json; profile=x", 200),
    ] {
        let call = server.request("POST", "/v1/check").body(READY).header("Content-Type", media_type);
        assert_eq!(call.send().await.status.as_u16(), status, "{media_type}");
    }
}

#[tokio::test]
async fn failed_tokens_are_limited_by_their_source() {
    let database = Database::sqlite();
    let mut settings = database.settings();
    settings.limits.failures_per_minute = 3.try_into().unwrap();
    settings.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    let server = Server::start(settings).await;
    let bad = |source: &str| {
        let call = server.anonymous("GET", &connection(ACCOUNT)).token("no.token.atall");
        call.header("X-Forwarded-For", source).send()
    };
    for _ in 0..3 {
        assert_eq!(bad("192.0.2.1").await.status, 401);
    }
    let answer = bad("192.0.2.1").await;
    assert_eq!(answer.refusal(), (429, "rate_limited".into()));
    assert!(!answer.header("retry-after").is_empty());
    // Neither what a client writes in front of its address, nor another client, nor a good token is concerned.
    assert_eq!(bad("198.51.100.7, 192.0.2.1").await.status, 429);
    assert_eq!(bad("192.0.2.2").await.status, 401);
    // However its proxy writes it.
    for same in ["192.0.2.1:49152", "::ffff:192.0.2.1", "[::ffff:192.0.2.1]:49152"] {
        assert_eq!(bad(same).await.status, 429, "{same}");
    }
    for way in ["2001:db8::1", "[2001:db8::1]", "[2001:db8::1]:49152"] {
        assert_eq!(bad(way).await.status, 401, "{way}");
    }
    assert_eq!(bad("2001:db8::1").await.status, 429);
    let good = server.request("GET", &connection(ACCOUNT)).header("X-Forwarded-For", "192.0.2.1");
    assert_eq!(good.send().await.status, 404);
    let other =
        server.request("GET", &connection(ACCOUNT)).token(&server.token("P12345678", "read:accounts"));
    assert_eq!(other.send().await.status, 403);
}

/// A disk that is full, as a limit to the size of files shows it: the program is told of it on writing.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_stops_writes_until_there_is_room() {
    let database = Database::sqlite();
    let mut command = tokio::process::Command::new("sh");
    // A program is ended by the signal that goes with the limit, unless it is ignored.
    command.args(["-c", "trap '' XFSZ; exec \"$@\"", "sh", program::PROGRAM, "--development", "--data"]);
    command.arg(database.folder.path()).args(["--database", &database.url, "--address", "127.0.0.1:0"]);
    command.args(["--requests-per-minute", "4000000000"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).await.unwrap();
    let address = line.trim().strip_prefix("listening on http://").unwrap().parse().unwrap();
    let mut server = Server::start(database.settings()).await;
    server.address = address;
    let id = i32::try_from(child.id().unwrap()).unwrap();
    let limit = |bytes: u64| {
        rlimit::prlimit(id, rlimit::Resource::FSIZE, Some((bytes, rlimit::INFINITY)), None).unwrap();
    };
    let readiness = || server.anonymous("GET", "/readyz").send();

    full_and_emptied(&server, readiness, || limit(100_000), || limit(rlimit::INFINITY)).await;
    program::terminate(&child);
    child.wait().await.unwrap();
}

/// Writes until the disk is full, gives it room, and writes on.
async fn full_and_emptied<F: Future<Output = Answer>>(
    server: &Server,
    readiness: impl Fn() -> F,
    fill: impl FnOnce(),
    empty: impl FnOnce(),
) {
    assert_eq!(server.post("T00000001").await.status, 201);
    assert_eq!(readiness().await.status, 200);
    fill();
    let mut answered = Vec::new();
    let mut refused = 0;
    for number in 2..200 {
        let account = format!("T{number:08}");
        let answer = server.post(&account).await;
        match answer.status.as_u16() {
            201 => answered.push(account),
            _ => {
                assert_eq!(answer.refusal(), (503, "unavailable".into()));
                refused += 1;
            }
        }
        if refused == 10 {
            break;
        }
    }
    assert_eq!(refused, 10, "the disk is full at last");
    until(async || readiness().await.status == 503).await;
    // Reading goes on.
    assert_eq!(server.get("T00000001").await.status, 200);
    empty();
    assert_eq!(server.post("T00000999").await.status, 201, "it writes again without a restart");
    until(async || readiness().await.status == 200).await;
    for account in answered {
        assert_eq!(server.get(&account).await.status, 200, "{account} was answered");
    }
}

/// The same on a file system that is full, where one can be mounted.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_file_system_stops_writes_until_there_is_room() {
    let database = Database::sqlite();
    let folder = database.file("small");
    std::fs::create_dir(&folder).unwrap();
    let mount = |options: &str| {
        let words = ["-t", "tmpfs", "-o", options, "tmpfs"];
        let output = std::process::Command::new("mount").args(words).arg(&folder).output();
        output.is_ok_and(|output| output.status.success())
    };
    if !mount("size=400k") {
        println!("no file system can be mounted here: the limit to files stands for it");
        return;
    }
    let mut settings = database.settings();
    settings.database = folder.join("signups.sqlite").display().to_string();
    let server = Server::start(settings).await;
    let readiness = || server.anonymous("GET", "/readyz").send();
    full_and_emptied(&server, readiness, || (), || assert!(mount("remount,size=20m"))).await;
    server.stop().await;
    // A program that another test is just starting has this one's files open until it runs.
    until(async || std::process::Command::new("umount").arg(&folder).output().unwrap().status.success())
        .await;
}

#[cfg(unix)]
#[tokio::test]
async fn files_are_for_their_owner() {
    use std::os::unix::fs::PermissionsExt as _;
    let database = Database::sqlite();
    let old = std::path::Path::new(&database.url);
    std::fs::write(old, "").unwrap();
    std::fs::set_permissions(old, std::fs::Permissions::from_mode(0o644)).unwrap();
    let server = Server::start(database.settings()).await;
    server.post(ACCOUNT).await;
    for entry in std::fs::read_dir(database.folder.path()).unwrap() {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{}", entry.path().display());
    }
}

#[test]
fn the_documented_transitions_are_the_code_s() {
    let readme = include_str!("../../README.md");
    let table = readme.split("| from | by | to |\n|---|---|---|\n").nth(1).unwrap();
    let documented: Vec<&str> = table.lines().take_while(|line| line.starts_with('|')).collect();
    let due: Vec<String> = merchant_signup_server::store::TRANSITIONS
        .iter()
        .map(|(from, cause, to)| {
            format!("| {} | {} | {to} |", from.as_ref().map_or("none", |from| from.as_str()), cause.name())
        })
        .collect();
    assert_eq!(documented, due);
}

/// A disk with room for a number and not for a signup is full.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn readiness_writes_as_much_as_a_signup() {
    let database = Database::sqlite();
    let server = Server::start(database.settings()).await;
    let log = || database.file("signups.sqlite-wal").metadata().unwrap().len();
    let begin = log();
    let call = server.request("POST", &connection(ACCOUNT)).json(&ready()).header("Idempotency-Key", "1");
    assert_eq!(call.send().await.status, 201);
    let after_signup = log();
    assert_eq!(server.anonymous("GET", "/readyz").send().await.status, 200);
    let (signup, readiness) = (after_signup - begin, log() - after_signup);
    assert!(signup > 0 && readiness > signup, "{readiness} bytes, where a signup takes {signup}");
}

/// How the way to a database is.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Open,
    /// Nothing is answered any more, as when a machine loses its power.
    Silent,
    /// Nobody listens, as when the database was stopped.
    Closed,
}

/// A way to `target` that can be closed and opened again.
async fn way_to(target: String) -> (u16, watch::Sender<Way>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, way) = watch::channel(Way::Open);
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            let (mut way, target) = (way.clone(), target.clone());
            tokio::spawn(async move {
                if *way.borrow() == Way::Open
                    && let Ok(mut server) = TcpStream::connect(target).await
                {
                    tokio::select! {
                        _ = tokio::io::copy_bidirectional(&mut client, &mut server) => return,
                        _ = way.wait_for(|way| *way != Way::Open) => {}
                    }
                }
                // Whoever waits is kept waiting for as long as the way is silent.
                let _ = way.wait_for(|way| *way != Way::Silent).await;
            });
        }
    });
    (port, sender)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_postgresql_is_told_at_once_and_found_again() {
    let Some(mut database) = Database::postgres().await else { return };
    let mut url = url::Url::parse(&database.url).unwrap();
    let target = format!("{}:{}", url.host_str().unwrap(), url.port().unwrap_or(5432));
    let (port, way) = way_to(target).await;
    url.set_port(Some(port)).unwrap();
    database.url = url.to_string();
    let server = Server::start(database.settings()).await;
    let readiness = || server.anonymous("GET", "/readyz").send();
    for (number, lost) in [(1, Way::Silent), (2, Way::Closed)] {
        assert_eq!(server.post(&format!("T0000000{number}")).await.status, 201);
        until(async || readiness().await.status == 200).await;
        way.send_replace(lost);
        // What was found a moment ago is told for a second; after that no probe waits longer than a proxy would.
        until(async || readiness().await.status == 503).await;
        let asked = Instant::now();
        assert_eq!(readiness().await.refusal(), (503, "unavailable".into()));
        assert!(asked.elapsed() < Duration::from_secs(10), "{:?}", asked.elapsed());
        way.send_replace(Way::Open);
        until(async || readiness().await.status == 200).await;
        assert_eq!(server.get(&format!("T0000000{number}")).await.status, 200, "it is found again");
    }
}
