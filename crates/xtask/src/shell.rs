//! Running commands in the workspace's root, in a clean environment.

use std::ffi::OsStr;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// The workspace's root.
pub(crate) fn root() -> PathBuf {
    let xtask = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    xtask.ancestors().nth(2).map_or_else(|| xtask.clone(), Path::to_path_buf)
}

/// Where the workspace's builds go.
pub(crate) fn target() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    root().join(target)
}

/// Prints a line that says what happens next.
pub(crate) fn say(line: impl std::fmt::Display) {
    println!("· {line}");
}

/// A path for a message to people: relative to the workspace's root.
pub(crate) fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// A command that runs in the workspace's root, without what `cargo run` has set for this program alone.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    for (name, _) in std::env::vars_os() {
        let Some(name) = name.to_str() else { continue };
        let ours = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_", "CARGO_PRIMARY_"];
        if ours.iter().any(|start| name.starts_with(start))
            || matches!(name, "CARGO" | "LD_LIBRARY_PATH" | "OUT_DIR")
        {
            command.env_remove(name);
        }
    }
    command
}

/// The machine's normal `cargo`.
pub(crate) fn cargo<const N: usize>(arguments: [&str; N]) -> Command {
    let mut command = command("cargo");
    command.args(arguments);
    command
}

/// The tests of all crates. Cargo builds the programs and the examples with them.
pub(crate) const TESTS: [&str; 4] = ["test", "--quiet", "--workspace", "--all-features"];

/// Builds the programs and the examples as [`TESTS`] do: in the suite there is nothing left to build then, for cargo builds a
/// package anew where others that are built beside it ask for other features.
///
/// # Errors
///
/// When something does not build.
pub(crate) fn build_as_tested() -> Result<()> {
    say("Building the programs");
    run(cargo(TESTS).arg("--no-run"))
}

/// Whether a program can be started.
pub(crate) fn is_there(program: &str) -> bool {
    quietly(command(program).arg("--version")).is_ok_and(|status| status.success())
}

/// Runs a command whose output is for the person at the terminal.
///
/// # Errors
///
/// When the command cannot be started, or fails.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = status(command)?;
    if status.success() {
        return Ok(());
    }
    bail!("`{}` failed ({status})", words(command))
}

/// Runs a command and returns how it ended.
///
/// # Errors
///
/// When the command cannot be started.
pub(crate) fn status(command: &mut Command) -> Result<ExitStatus> {
    match command.status() {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            bail!("`{}` is not installed", command.get_program().to_string_lossy())
        }
        status => status.with_context(|| format!("`{}` cannot be started", words(command))),
    }
}

/// Runs a command and returns what it printed. Its output is shown when it fails.
///
/// # Errors
///
/// When the command cannot be started, fails, or prints something that is not UTF-8.
pub(crate) fn read(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("`{}` cannot be started", words(command)))?;
    if output.status.success() {
        return Ok(String::from_utf8(output.stdout)?);
    }
    let (printed, error) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    bail!("`{}` failed ({})\n{printed}{error}", words(command), output.status)
}

/// Whether a command succeeds within a time. It is killed when the time is up.
pub(crate) fn succeeds_within(time: Duration, command: &mut Command) -> bool {
    let Ok(mut child) = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()
    else {
        return false;
    };
    let start = Instant::now();
    while start.elapsed() < time {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) => sleep(Duration::from_millis(100)),
            Err(_) => return false,
        }
    }
    // A failure means that the command has ended in the meantime.
    let _ = child.kill();
    let _ = child.wait();
    false
}

fn quietly(command: &mut Command) -> Result<ExitStatus> {
    status(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()))
}

fn words(command: &Command) -> String {
    let mut words = command.get_program().to_string_lossy().into_owned();
    for argument in command.get_args() {
        words.push(' ');
        words.push_str(&argument.to_string_lossy());
    }
    words
}
