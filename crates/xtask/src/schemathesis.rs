//! `cargo xtask schemathesis`: the server's OpenAPI document is valid, and the server does what it says.
//!
//! The server runs in development mode with an empty database. schemathesis sends it requests that the document allows and
//! requests that it does not allow. The test fails on a server error, on an answer that the document does not describe, on
//! a body that does not match its schema, and on a wrong request that is accepted.
//!
//! Source: <https://schemathesis.readthedocs.io/>.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Stdio};

use anyhow::{Context, Result, ensure};

use crate::shell::{self, cargo, command, read, root, say, target};

const SCHEMATHESIS: &str = "4.32.5";
const VALIDATOR: &str = "0.9.0";

/// The account and the token's subject must be the ones in `tests/openapi/schemathesis.toml`.
const ACCOUNT: &str = "T00000000";
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
    let server = Server::start()?;
    let document = format!("{}/openapi.json", server.url);
    let copy = folder().join("openapi.json");
    fs::write(&copy, read(command(tool("python")).args(["-c", FETCH, &document]))?)?;
    shell::run(command(tool("openapi-spec-validator")).arg(&copy))?;
    for words in RUNS {
        ask(&server, &document, words)?;
    }
    Ok(())
}

/// The runs: first one request for each property of each operation, then random requests. Signups are slow to generate, so
/// they get a run of their own and do not use up the time of the other operations.
const RUNS: [&[&str]; 3] = [
    &["--phases", "examples,coverage"],
    &["--phases", "fuzzing", "--max-time", "15", "--exclude-operation-id", "submitSignup"],
    &["--phases", "fuzzing", "--max-time", "15", "--include-operation-id", "submitSignup"],
];

fn ask(server: &Server, document: &str, words: &[&str]) -> Result<()> {
    let mut schemathesis = command(tool("schemathesis"));
    schemathesis.arg("--config-file").arg(root().join("tests/openapi/schemathesis.toml"));
    schemathesis.args(["run", document, "--no-color"]).args(words);
    schemathesis.args(["--header", &format!("Authorization: Bearer {}", server.token)]);
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

/// The server in development mode, with an empty database. It is stopped when it is dropped.
struct Server {
    process: Child,
    url: String,
    token: String,
}

impl Server {
    fn start() -> Result<Self> {
        shell::run(&mut cargo(["build", "--quiet", "--package", "merchant-signup-server"]))?;
        let program = target().join("debug").join("merchant-signup-server");
        let data = folder().join("data");
        if data.exists() {
            fs::remove_dir_all(&data).context("the last run's database cannot be removed")?;
        }
        fs::create_dir_all(&data)?;
        // A free port, and a higher limit of requests for each account than usual.
        let serve = ["--address", "127.0.0.1:0", "--requests-per-minute", "4000000000", "--log", "error"];
        let process = command(&program)
            .args(["serve", "--development", "--data"])
            .arg(&data)
            .args(serve)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .context("the server cannot be started")?;
        // From here on, dropping the value stops the server, also when a later step fails.
        let mut server = Self { process, url: String::new(), token: String::new() };
        let output = server.process.stdout.take().context("the server has no output")?;
        for line in BufReader::new(output).lines() {
            if let Some(url) = line?.strip_prefix("listening on ") {
                url.clone_into(&mut server.url);
                break;
            }
        }
        ensure!(!server.url.is_empty(), "the server ended before it listened");
        let mut token = command(&program);
        token.args(["token", "--development", "--data"]).arg(&data);
        token.args(["--account", ACCOUNT, "--subject", SUBJECT]);
        read(&mut token)?.trim().clone_into(&mut server.token);
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself: then there is nothing to stop.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
