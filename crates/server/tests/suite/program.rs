//! The program: its commands, its logs, its end.

use std::process::{Output, Stdio};

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
use tokio::process::{Child, Command};

use crate::support::*;

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_merchant-signup-server");

/// The program as it runs on a machine, in development mode, on a free port.
pub(crate) struct Running {
    pub(crate) child: Child,
    pub(crate) address: std::net::SocketAddr,
}

pub(crate) fn program(database: &Database) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args(["--development", "--data"]).arg(database.folder.path()).args(["--database", &database.url]);
    command
}

pub(crate) async fn start(database: &Database, more: &[&str]) -> Running {
    let mut command = program(database);
    command.args(["--address", "127.0.0.1:0", "--requests-per-minute", "4000000000"]).args(more);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).await.unwrap();
    let Some(address) = line.trim().strip_prefix("listening on http://") else {
        let mut why = String::new();
        child.stderr.take().unwrap().read_to_string(&mut why).await.unwrap();
        panic!("{line}{why}");
    };
    Running { address: address.parse().unwrap(), child }
}

async fn run(words: &[&str], database: &Database) -> Output {
    let (command, options) = words.split_first().unwrap();
    let mut process = Command::new(PROGRAM);
    process.arg(command).args(["--development", "--data"]).arg(database.folder.path());
    if *command != "token" {
        process.args(["--database", &database.url]);
    }
    process.args(options).output().await.unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8([&output.stdout[..], &output.stderr[..]].concat()).unwrap()
}

on_each_database!(commands, logs_hold_nothing_personal);

async fn commands(database: Database) {
    let mut running = start(&database, &[]).await;
    let server = Server::start(database.settings()).await;
    assert_eq!(server.post(ACCOUNT).await.status, 201);

    let output =
        run(&["token", "--account", ACCOUNT, "--subject", "me", "--scope", "read:accounts"], &database).await;
    let token = String::from_utf8(output.stdout).unwrap();
    let mut call = server.anonymous("GET", &connection(ACCOUNT)).token(token.trim());
    assert_eq!(call.clone().send().await.status, 200);
    call = call.token(&format!("{}x", token.trim()));
    assert_eq!(call.send().await.status, 401);

    let output = run(&["rotate-key"], &database).await;
    assert!(output.status.success() && said(&output).contains("2 texts"), "{}", said(&output));
    assert_eq!(server.get(ACCOUNT).await.status, 200);
    let output = run(&["end", "--account", ACCOUNT, "--status", "declined"], &database).await;
    assert!(output.status.success(), "{}", said(&output));
    let output = run(&["end", "--account", ACCOUNT, "--status", "declined"], &database).await;
    assert!(!output.status.success() && said(&output).contains("has ended already"), "{}", said(&output));
    assert_eq!(server.get(ACCOUNT).await.json()["status"], "declined");
    let output = run(&["erase", "--account", ACCOUNT], &database).await;
    assert_eq!(said(&output), format!("{ACCOUNT}: 1 signups erased; the history stays\n"));
    assert!(server.get(ACCOUNT).await.json().get("signup").is_none());

    terminate(&running.child);
    assert!(running.child.wait().await.unwrap().success());
    assert!(server.stop().await);

    // Refused at the start, in a sentence.
    for (words, why) in [
        (&["serve", "--address", "0.0.0.0:0"][..], "loopback"),
        (&["serve", "--address", "[::]:0"], "loopback"),
        (&["erase", "--account", "nobody"], "--account"),
    ] {
        let output = run(words, &database).await;
        assert!(!output.status.success() && said(&output).contains(why), "{words:?}: {}", said(&output));
    }
    let output = Command::new(PROGRAM).output().await.unwrap();
    assert!(!output.status.success() && said(&output).contains("--database is missing"), "{}", said(&output));
}

async fn logs_hold_nothing_personal(database: Database) {
    let running = start(&database, &["--log", "debug"]).await;
    // The same secret: tokens of the one are good for the other.
    let mut server = Server::start(database.settings()).await;
    server.address = running.address;
    assert_eq!(server.post(ACCOUNT).await.status, 201);
    assert_eq!(server.post(ACCOUNT).await.status, 409);
    assert_eq!(server.call_back(ACCOUNT, "reference-1", &callback()).await.status, 201);
    let mut faulty = ready();
    faulty["signup"]["applicant"]["phone_number"] = "99999999".into();
    assert_eq!(server.request("POST", &connection("P12345678")).json(&faulty).send().await.status, 422);
    assert_eq!(server.request("POST", "/v1/check?locale=nb").json(&faulty).send().await.status, 200);
    let call =
        server.anonymous("GET", "/Kari-Nordmann?name=Kari-Nordmann").header("X-Request-Id", "my-request");
    assert_eq!(call.send().await.status, 404);
    terminate(&running.child);
    let output = running.child.wait_with_output().await.unwrap();
    let logs = said(&output);
    assert!(
        logs.contains("DEVELOPMENT MODE") && logs.contains("started") && logs.contains("stopped"),
        "{logs}"
    );
    assert!(logs.contains("my-request") && logs.contains("connection_exists"), "{logs}");
    let token = server.token(ACCOUNT, "read:accounts");
    let signed = token.split('.').next().unwrap();
    for secret in [
        "Nordmann",
        "86011117947",
        "1990-09-20",
        "kari@",
        "9999999",
        "most-secret",
        "md5-key",
        "Bearer",
        signed,
    ] {
        assert!(!logs.contains(secret), "{secret} is in the logs: {logs}");
    }
}

/// Asks it to end, as a system does.
pub(crate) fn terminate(child: &Child) {
    let id = child.id().unwrap().to_string();
    assert!(std::process::Command::new("kill").arg(id).status().unwrap().success());
}
