//! Clients that generators make of the server's OpenAPI document: they compile, and they work with the server.
//!
//! openapi-typescript and openapi-python-client are installed for this project alone, in the versions that the files in
//! `tests/openapi/clients` name. A generator that leaves something out fails the step.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::schemathesis::fetch;
use crate::server::Running;
use crate::shell::{self, command, read, root, say, target};

/// An account for each client: one has one connection.
const TYPESCRIPT: &str = "T00000001";
const PYTHON: &str = "T00000002";

/// Generates both clients, compiles them, and has them call a server.
///
/// # Errors
///
/// When one cannot be generated or compiled, or the server does not do what it should.
pub(crate) fn check() -> Result<()> {
    fs::create_dir_all(folder())?;
    let server = Running::start(&folder().join("data"))?;
    let document = folder().join("openapi.json");
    fs::write(&document, fetch(&format!("{}/openapi.json", server.url))?)?;
    typescript(&document, &server)?;
    python(&document, &server)
}

fn typescript(document: &Path, server: &Running) -> Result<()> {
    let here = folder().join("typescript");
    fs::create_dir_all(&here)?;
    install_from(&here, &["package.json", "package-lock.json"], || {
        say(format_args!("Installing openapi-typescript in {}", shell::shown(&here)));
        let words = ["ci", "--no-audit", "--no-fund", "--silent"];
        shell::run(command("npm").args(words).current_dir(&here))
    })?;
    for file in ["client.ts", "tsconfig.json"] {
        fs::copy(source(file), here.join(file))?;
    }
    let tool = |name: &str| command(here.join("node_modules/.bin").join(name));
    read(tool("openapi-typescript").arg(document).args(["--output", "schema.ts"]).current_dir(&here))?;
    shell::run(tool("tsc").current_dir(&here))?;
    shell::run(command("node").arg(here.join("out/client.js")).args(arguments(server, TYPESCRIPT)?))
}

fn python(document: &Path, server: &Running) -> Result<()> {
    let here = folder().join("python");
    let environment = here.join("environment");
    let programs = environment.join(if cfg!(windows) { "Scripts" } else { "bin" });
    fs::create_dir_all(&here)?;
    install_from(&here, &["requirements.txt"], || {
        say(format_args!("Installing openapi-python-client in {}", shell::shown(&environment)));
        read(command("python3").args(["-m", "venv", "--clear"]).arg(&environment)).context(
            "Python cannot make an environment: `apt install python3-venv` installs what it needs",
        )?;
        let words =
            ["install", "--quiet", "--disable-pip-version-check", "--requirement", "requirements.txt"];
        shell::run(command(programs.join("pip")).args(words).current_dir(&here))
    })?;
    fs::copy(source("client.py"), here.join("client.py"))?;
    let mut generate = command(programs.join("openapi-python-client"));
    generate.args([
        "generate",
        "--meta",
        "none",
        "--overwrite",
        "--fail-on-warning",
        "--output-path",
        "generated",
    ]);
    generate.arg("--path").arg(document).arg("--config").arg(source("python.yml")).current_dir(&here);
    read(&mut generate)?;
    shell::run(
        command(programs.join("mypy"))
            .args(["--strict", "--no-error-summary", "client.py"])
            .current_dir(&here),
    )?;
    let mut client = command(programs.join("python"));
    shell::run(client.arg("client.py").args(arguments(server, PYTHON)?).current_dir(&here))
}

/// What a client is told: the server, its account, a token, and the token of somebody else's callback.
fn arguments(server: &Running, account: &str) -> Result<[String; 4]> {
    let token = server.token(account, "client", &[])?;
    let callback = server.token(account, "somebody-else", &["callback:accounts"])?;
    Ok([server.url.clone(), account.to_owned(), token, callback])
}

/// Copies the files that name the versions, and installs where they are not the ones that were installed last.
fn install_from(here: &Path, files: &[&str], install: impl FnOnce() -> Result<()>) -> Result<()> {
    let done = here.join("installed");
    let mut wanted = String::new();
    for file in files {
        wanted.push_str(&fs::read_to_string(source(file))?);
        fs::copy(source(file), here.join(file))?;
    }
    if fs::read_to_string(&done).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    install()?;
    Ok(fs::write(done, wanted)?)
}

fn source(file: &str) -> PathBuf {
    root().join("tests/openapi/clients").join(file)
}

fn folder() -> PathBuf {
    target().join("openapi/clients")
}
