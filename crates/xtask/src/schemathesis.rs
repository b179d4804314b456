//! `cargo xtask schemathesis`: the server's OpenAPI document is valid, and the server does what it says.
//!
//! The server runs in development mode. `tests/openapi/prepare.py` makes what the operations need: a connection that waits
//! for its callback, links, and sessions with their cookies. schemathesis sends requests that the document allows and
//! requests that it does not allow. The test fails on a server error, on an answer that the document does not describe, on
//! a body that does not match its schema, and on a wrong request that is accepted.
//!
//! Source: <https://schemathesis.readthedocs.io/>.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

use crate::server::Running;
use crate::shell::{self, command, read, root, say, target};

const SCHEMATHESIS: &str = "4.32.5";
const VALIDATOR: &str = "0.9.0";

/// The accounts that `tests/openapi/prepare.py` asks for, in its order: one that signs up, one whose connection is pending, one
/// that fills in the form, one that submits it. The first two are named in `tests/openapi/schemathesis.toml` too.
const ACCOUNTS: [&str; 4] = ["T00000000", "T00000001", "T00000002", "T00000003"];
const PENDING: &str = ACCOUNTS[1];
/// The subject of every token, and the callback reference of the pending connection.
const SUBJECT: &str = "schemathesis";

/// Prints the body at a URL of this machine. No proxy is used, even where the environment names one.
const FETCH: &str = "import sys, urllib.request as web; \
    print(web.build_opener(web.ProxyHandler({})).open(sys.argv[1]).read().decode())";

/// Validates the document, and has schemathesis ask the server.
///
/// # Errors
///
/// When the document is not valid, the server does not do what it says, or something cannot be started.
pub(crate) fn check() -> Result<()> {
    let copy = folder().join("openapi.json");
    for words in RUNS {
        // Each has a server of its own: what one run uses up, the next has again.
        let server = Running::start(&folder().join("data"))?;
        let document = format!("{}/openapi.json", server.url);
        fs::write(&copy, fetch(&document)?)?;
        shell::run(command(tool("openapi-spec-validator")).arg(&copy))?;
        ask(&server, &document, words)?;
    }
    Ok(())
}

/// The runs: first one request for each property of each operation, then random requests. Signups are slow to generate, so
/// they get a run of their own and do not use up the time of the other operations.
const RUNS: [&[&str]; 3] = [
    &["--phases", "examples,coverage"],
    &["--phases", "fuzzing", "--max-time", "15", "--exclude-operation-id-regex", SIGNUPS],
    &["--phases", "fuzzing", "--max-time", "15", "--include-operation-id-regex", SIGNUPS],
];
const SIGNUPS: &str = "^(submitSignup|submitSession)$";

/// The body at a URL of this machine.
pub(crate) fn fetch(url: &str) -> Result<String> {
    read(command(tool("python")).args(["-c", FETCH, url]))
}

fn ask(server: &Running, document: &str, words: &[&str]) -> Result<()> {
    let environment = prepare(server)?;
    let mut schemathesis = command(tool("schemathesis"));
    schemathesis.arg("--config-file").arg(root().join("tests/openapi/schemathesis.toml"));
    schemathesis.args(["run", document, "--no-color"]).args(words);
    schemathesis.envs(environment);
    // schemathesis leaves files in the current directory; nobody needs them.
    schemathesis.current_dir(folder());
    let status = shell::status(&mut schemathesis)?;
    ensure!(status.success(), "schemathesis found what is said above ({status})");
    Ok(())
}

/// Installs schemathesis, for this project alone.
///
/// # Errors
///
/// When there is no Python, or the packages cannot be fetched.
pub(crate) fn install() -> Result<()> {
    let version = read(command(tool("schemathesis")).arg("--version")).unwrap_or_default();
    if version.trim().ends_with(SCHEMATHESIS) && tool("openapi-spec-validator").exists() {
        return Ok(());
    }
    say(format_args!("Installing schemathesis {SCHEMATHESIS} in {}", shell::shown(&environment())));
    read(command("python3").args(["-m", "venv", "--clear"]).arg(environment()))
        .context("Python cannot make an environment: `apt install python3-venv` installs what it needs")?;
    let packages = [format!("schemathesis=={SCHEMATHESIS}"), format!("openapi-spec-validator=={VALIDATOR}")];
    shell::run(
        command(tool("pip")).args(["install", "--quiet", "--disable-pip-version-check"]).args(packages),
    )
}

fn folder() -> PathBuf {
    target().join("openapi")
}

fn environment() -> PathBuf {
    folder().join("python")
}

/// A program of the Python environment.
fn tool(name: &str) -> PathBuf {
    let programs = if cfg!(windows) { "Scripts" } else { "bin" };
    environment().join(programs).join(name)
}

/// Makes what a run needs, and returns it as the environment variables that the configuration names.
fn prepare(server: &Running) -> Result<HashMap<String, String>> {
    let mut prepare = command(tool("python"));
    prepare.arg(root().join("tests/openapi/prepare.py")).arg(&server.url);
    for account in ACCOUNTS {
        prepare.arg(format!("{account}={}", server.token(account, SUBJECT, &[])?));
    }
    let mut environment: HashMap<String, String> =
        serde_json::from_str(&read(&mut prepare)?).context("what was prepared cannot be read")?;
    // The callback names its connection as the token does.
    read(server.program("note").args(["--account", PENDING, "--callback-reference", SUBJECT]))?;
    environment.insert("TOKEN".to_owned(), server.token(ACCOUNTS[0], SUBJECT, &[])?);
    let callback = server.token(PENDING, SUBJECT, &["callback:accounts"])?;
    environment.insert("CALLBACK_TOKEN".to_owned(), callback);
    Ok(environment)
}
