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
    assert_eq!(said(&output), format!("{ACCOUNT}: 1 signups and 0 drafts erased; the history stays\n"));
    assert!(server.get(ACCOUNT).await.json().get("signup").is_none());

    terminate(&running.child);
    assert!(running.child.wait().await.unwrap().success());
    assert!(server.stop().await);

    // Refused at the start, in a sentence.
    for (words, why) in [
        (&["serve", "--address", "0.0.0.0:0"][..], "loopback"),
        (&["serve", "--address", "[::]:0"], "loopback"),
        (&["erase", "--account", "nobody"], "an account is P or T and eight digits"),
        (&["note", "--account", ACCOUNT, "--case-id", ""], "an id has 1 to 255 bytes"),
        (&["note", "--account", ACCOUNT, "--callback-reference", "a\nb"], "an id has 1 to 255 bytes"),
        (&["note", "--account", ACCOUNT, "--signature-link", "sign.example.com"], "begins with https://"),
        (&["note", "--account", ACCOUNT, "--signature-link", "javascript:alert(1)"], "begins with https://"),
        (&["serve", "--retention-days", "0"], "--retention-days"),
        (&["serve", "--concurrent-requests", "0"], "--concurrent-requests"),
        (&["serve", "--connections", "0"], "--connections"),
        (&["serve", "--connections", "18446744073709551615"], "--connections"),
        (&["serve", "--concurrent-requests", "18446744073709551615"], "--concurrent-requests"),
        (&["serve", "--leeway", "3601"], "--leeway"),
        (&["serve", "--body-bytes", "0"], "--body-bytes"),
        (&["serve", "--request-timeout", "0"], "--request-timeout"),
        (&["serve", "--session-minutes", "0"], "--session-minutes"),
        (&["serve", "--webhook-timeout", "0"], "--webhook-timeout"),
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
    let running_at = running.address;
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
    let version = format!("version=\"{}\"", env!("CARGO_PKG_VERSION"));
    let kind = if database.is_sqlite() { "SQLite" } else { "PostgreSQL" };
    let address = format!("address={running_at}");
    for told in [version, address, format!("database=\"{kind}\""), "profile=\"no-2018\"".to_owned()] {
        assert!(logs.contains(&told), "{told} is not in {logs}");
    }
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

/// What a command prints and how it ends, with a database and keys of its own choice.
async fn run_with(words: &[&str], database: &str, keys: &std::path::Path) -> (bool, String) {
    let mut process = Command::new(PROGRAM);
    process.args(words).args(["--database", database, "--encryption-keys"]).arg(keys);
    let output = process.output().await.unwrap();
    (output.status.success(), said(&output))
}

#[tokio::test]
async fn a_command_makes_no_database_where_a_name_is_mistyped() {
    let database = Database::sqlite();
    let keys = database.settings().encryption_keys;
    let mistyped = database.file("signup.sqlite");
    let to = database.file("copy").display().to_string();
    let due = (false, format!("error: {}: there is no such database\n", mistyped.display()));
    for words in [
        &["erase", "--account", ACCOUNT][..],
        &["export", "--account", ACCOUNT],
        &["end", "--account", ACCOUNT, "--status", "failed"],
        &["note", "--account", ACCOUNT, "--case-id", "1"],
        &["verify"],
        &["backup", "--to", &to],
        &["rotate-key"],
        &["rotate-key", "--retire"],
        &["webhooks", "list"],
        &["webhooks", "retry"],
        &["webhooks", "remove", "--endpoint", "platform"],
    ] {
        assert_eq!(run_with(words, mistyped.to_str().unwrap(), &keys).await, due, "{words:?}");
    }
    assert!(!mistyped.exists());
}

#[tokio::test]
async fn what_is_no_database_is_told_at_once() {
    let database = Database::sqlite();
    let keys = database.settings().encryption_keys;
    let text = database.file("text");
    for content in ["short", &"something else\n".repeat(1000)] {
        std::fs::write(&text, content).unwrap();
        let due = format!("error: {} is no SQLite database\n", text.display());
        let data = database.folder.path().to_str().unwrap();
        for words in [
            &["verify"][..],
            &["serve", "--check-config", "--development", "--data", data],
            &["serve", "--address", "127.0.0.1:0", "--development", "--data", data],
        ] {
            let (succeeds, output) = run_with(words, text.to_str().unwrap(), &keys).await;
            assert!(!succeeds && output == due, "{words:?}: {output}");
        }
        assert_eq!(std::fs::read_to_string(&text).unwrap(), content, "it stays as it is");
    }
    // What such a URL holds is not repeated.
    let due = "error: mysql:// is no database that this program knows: there are postgres:// and the path of an SQLite file\n";
    assert_eq!(run_with(&["verify"], "mysql://me:password@a.example/b", &keys).await, (false, due.into()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_opened_is_named() {
    let database = Database::sqlite();
    let keys = database.settings().encryption_keys;
    let server = Server::start(database.settings()).await;
    let signup = server.post(ACCOUNT).await.json();
    let id = signup["direct_signups"][0]["signup_id"].as_str().unwrap().to_owned();
    server.stop().await;

    // The keys are lost, and somebody makes new ones.
    std::fs::rename(&keys, database.file("lost")).unwrap();
    let (succeeds, output) = run_with(&["rotate-key"], &database.url, &keys).await;
    assert!(succeeds && output.contains("2 texts are sealed with other keys"), "{output}");
    for (words, ends_well) in [(&["verify"][..], false), (&["rotate-key"], true)] {
        let (succeeds, output) = run_with(words, &database.url, &keys).await;
        assert_eq!(succeeds, ends_well, "{words:?}: {output}");
        assert!(output.contains("the log names them") && output.contains(&id), "{words:?}: {output}");
    }
    // They are found again.
    let lines = |file: &std::path::Path| std::fs::read_to_string(file).unwrap();
    std::fs::write(&keys, lines(&keys) + &lines(&database.file("lost"))).unwrap();
    let due = (true, "all 2 sealed texts open\n".to_owned());
    assert_eq!(run_with(&["verify"], &database.url, &keys).await, due);
}

#[cfg(unix)]
#[tokio::test]
async fn secrets_that_everybody_can_read_are_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let database = Database::sqlite();
    let keys = database.settings().encryption_keys;
    let data = database.folder.path().to_str().unwrap();
    let words = ["serve", "--check-config", "--development", "--data", data];
    let is_told = async |mode| {
        std::fs::set_permissions(&keys, std::fs::Permissions::from_mode(mode)).unwrap();
        let (succeeds, output) = run_with(&words, &database.url, &keys).await;
        assert!(succeeds, "{output}");
        output.contains("everybody on this machine can use this file")
            && output.contains(keys.to_str().unwrap())
    };
    assert!(!is_told(0o600).await);
    assert!(!is_told(0o640).await, "a group is somebody's choice");
    assert!(is_told(0o644).await);
}

#[tokio::test]
async fn a_server_says_why_its_database_is_out_of_reach() {
    let database = Database::sqlite();
    let data = database.folder.path().to_str().unwrap();
    // Nobody listens on a port that was just given back.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("postgres://me:my-password@127.0.0.1:{port}/signups");
    let words = ["serve", "--address", "127.0.0.1:0", "--development", "--data", data];
    let (succeeds, output) = run_with(&words, &url, &database.settings().encryption_keys).await;
    assert!(!succeeds && output.contains("refused") && !output.contains("my-password"), "{output}");
}

#[tokio::test]
async fn a_token_of_a_folder_without_a_server_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("elsewhere");
    let due = format!(
        "error: no server was started in development mode with {}: start one, or name its folder with --data\n",
        data.display()
    );
    for words in [&["token", "--account", ACCOUNT, "--subject", "me"][..], &["erase", "--account", ACCOUNT]] {
        let mut process = Command::new(PROGRAM);
        let output = process.args(words).args(["--development", "--data"]).arg(&data).output().await.unwrap();
        assert_eq!((output.status.success(), said(&output)), (false, due.clone()), "{words:?}");
    }
    assert!(!data.exists(), "nothing is made");
}
