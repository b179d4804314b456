//! The lines of the README do what it says, in a shell.

use tokio::process::Command;

use crate::program::{self, PROGRAM};
use crate::receiver::Receiver;
use crate::support::*;

const README: &str = include_str!("../../README.md");

/// The first block of lines for a shell that has these words in it.
fn block(words: &str) -> &'static str {
    let blocks = README.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    blocks.into_iter().find(|block| block.contains(words)).unwrap()
}

async fn sh(lines: &str, database: &Database, variables: &[(&str, &str)]) -> String {
    let programs = std::path::Path::new(PROGRAM).parent().unwrap();
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap());
    let mut shell = Command::new("sh");
    shell.args(["-e", "-c", lines]).current_dir(database.folder.path());
    shell.env("PATH", path).env("no_proxy", "*").envs(variables.iter().copied());
    let output = shell.output().await.unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_platforms_lines_work() {
    let database = Database::sqlite();
    let receiver = Receiver::start(&database).await;
    let webhooks = database.file("webhooks.json").display().to_string();
    let running = program::start(&database, &["--webhooks", &webhooks]).await;
    let here = database.folder.path().display().to_string();
    let lines = block("signup-sessions")
        .replace("127.0.0.1:8080", &running.address.to_string())
        .replace("--development", &format!("--development --data {here}"));
    let said = sh(&lines, &database, &[]).await;
    assert!(said.contains("<button") && said.contains("\"not_found\""), "{said}");

    let server = Server::start(database.settings()).await;
    let call = server.request("POST", &connection(ACCOUNT)).json(&ready()).at(running.address);
    assert_eq!(call.send().await.status, 201);
    until(async || receiver.taken().len() == 1).await;
    assert!(sh(&lines, &database, &[]).await.contains("\"status\":\"pending\""));

    let (id, body) = receiver.last("webhook-id");
    let (timestamp, _) = receiver.last("webhook-timestamp");
    let variables = [("webhook_id", id.as_str()), ("webhook_timestamp", &timestamp), ("body", &body)];
    let lines = block("openssl").replace("platform-secret", "webhook-secret");
    let signature = sh(&lines, &database, &variables).await;
    assert_eq!(format!("v1,{}", signature.trim()), receiver.last("webhook-signature").0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_least_that_production_needs_is_enough() {
    let database = Database::sqlite();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let lines = block("token-secret)")
        .replace("127.0.0.1:8080", &free.to_string())
        .replace(" --form web/form/dist", &format!(" --address {free} >log 2>&1"))
        .replace("curl ", "curl --silent --retry 30 --retry-delay 1 --retry-connrefused ");
    let said = sh(&format!("{lines}\nkill $!"), &database, &[]).await;
    assert!(said.contains(&format!("http://{free}/signup/")), "{said}");
}
