//! Portfolios: the Python package in Spark, whose executors are processes of their own on this machine, and beside the command line.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::shell::{self, cargo, command, root, say, status, target};
use crate::tools::Tool;
use crate::{pile, python};

/// How many signups the suite checks.
const ROWS: u32 = 100_000;

/// The day that ages are counted to, as in the tests.
const DAY: &str = "2026-11-22";

/// Tries that Spark says what the command line says.
///
/// # Errors
///
/// When something cannot be installed or built, or a test fails.
pub(crate) fn check() -> Result<()> {
    shell::build_as_tested()?;
    let python = python::installed()?;
    let (pile, said) = pile(&target().join("debug"), ROWS)?;
    tests(&python, &pile, &said)
}

/// Runs the same tests with more rows, and measures.
///
/// # Errors
///
/// As [`check`].
pub(crate) fn measure(rows: u32, rounds: u32, memory: Option<u32>) -> Result<()> {
    Tool::Java.install()?;
    let package = ["--release", "--quiet", "--package", "merchant-signup-cli"];
    say("Building the command line");
    shell::run(cargo(["build"]).args(package).args(["--bins", "--examples"]))?;
    let python = python::for_speed()?;
    let release = target().join("release");
    let (pile, said) = pile(&release, rows)?;
    tests(&python, &pile, &said)?;
    let mut bench = command(&python);
    bench.arg(root().join("crates/python/benches/portfolio.py")).arg(&pile);
    bench.arg(release.join("merchant-signup")).args(["--rounds", &rounds.to_string()]);
    if let Some(rows) = memory {
        bench.args(["--memory", &rows.to_string()]);
    }
    shell::run(&mut bench)
}

fn tests(python: &Path, pile: &Path, said: &Path) -> Result<()> {
    say("Checking them in Spark, with two executors");
    let words = ["-m", "unittest", "discover", "--start-directory"];
    let tests = root().join("crates/python/tests/spark");
    shell::run(command(python).args(words).arg(tests).env("PILE", pile).env("SAID", said))
}

/// Generates signups, one on each line, and has the command line check them.
fn pile(programs: &Path, rows: u32) -> Result<(PathBuf, PathBuf)> {
    say(format_args!("Generating {rows} signups"));
    let folder = target().join("spark");
    fs::create_dir_all(&folder)?;
    let (pile, said) = (folder.join("pile.ndjson"), folder.join("said.ndjson"));
    pile::write(programs, rows, &pile)?;
    let mut check = command(programs.join("merchant-signup"));
    check.args(["check", "--compact", "--summary", "none", "--today", DAY]).arg(&pile);
    let ended = status(check.stdout(File::create(&said)?)).context("the command line cannot be started")?;
    // Some of the signups are not ready.
    ensure!(ended.code() == Some(1), "the command line did not check the signups ({ended})");
    Ok((pile, said))
}
