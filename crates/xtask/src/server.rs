//! The server's program, for the chores that need one.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::shell::{self, cargo, command, read, say, target};

/// Builds the server and returns the path of the program. It is a debug build: a release build takes minutes longer and would
/// show nothing more.
///
/// # Errors
///
/// When it does not build.
pub(crate) fn build() -> Result<PathBuf> {
    say("Building the server");
    shell::run(&mut cargo(["build", "--quiet", "--package", "merchant-signup-server"]))?;
    Ok(target().join("debug/merchant-signup-server"))
}

/// The same program, from the build of the step `test`: in the suite nothing is built a second time, with other features.
///
/// # Errors
///
/// When it does not build.
pub(crate) fn as_tested() -> Result<PathBuf> {
    shell::build_as_tested()?;
    Ok(target().join("debug/merchant-signup-server"))
}

/// A server in development mode, on a database of its own. It is stopped when it is dropped.
pub(crate) struct Running {
    /// Where it listens.
    pub(crate) url: String,
    process: Child,
    program: PathBuf,
    data: PathBuf,
}

impl Running {
    /// Builds it, removes what is in the folder, and starts it there.
    ///
    /// # Errors
    ///
    /// When it does not build or start.
    pub(crate) fn start(data: &Path) -> Result<Self> {
        let program = as_tested()?;
        if data.exists() {
            fs::remove_dir_all(data).context("the last run's database cannot be removed")?;
        }
        fs::create_dir_all(data)?;
        // A free port, and limits that nobody meets who sends many requests for each account from one address.
        let limits = ["--requests-per-minute", "--failures-per-minute", "--openings-per-minute"];
        let process = command(&program)
            .args(["serve", "--development", "--data"])
            .arg(data)
            .args(["--address", "127.0.0.1:0", "--log", "error"])
            .args(limits.iter().flat_map(|limit| [limit, "4000000000"]))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .context("the server cannot be started")?;
        // From here on, dropping the value stops the server, also when a later step fails.
        let mut server = Self { url: String::new(), process, program, data: data.to_owned() };
        let output = server.process.stdout.take().context("the server has no output")?;
        let mut output = BufReader::new(output);
        for line in output.by_ref().lines() {
            if let Some(url) = line?.strip_prefix("listening on ") {
                url.clone_into(&mut server.url);
                break;
            }
        }
        ensure!(!server.url.is_empty(), "the server ended before it listened");
        // What it logs from now on are errors, and says why a test has failed.
        std::thread::spawn(move || std::io::copy(&mut output, &mut std::io::stdout()));
        Ok(server)
    }

    /// A token for an account: to read and to write, unless scopes are named.
    ///
    /// # Errors
    ///
    /// When the program fails.
    pub(crate) fn token(&self, account: &str, subject: &str, scopes: &[&str]) -> Result<String> {
        let mut token = self.program("token");
        token.args(["--account", account, "--subject", subject]);
        token.args(scopes.iter().flat_map(|scope| ["--scope", scope]));
        Ok(read(&mut token)?.trim().to_owned())
    }

    /// A command of the server's program, on the same data.
    pub(crate) fn program(&self, name: &str) -> Command {
        let mut program = command(&self.program);
        program.args([name, "--development", "--data"]).arg(&self.data);
        program
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself: then there is nothing to stop.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
