//! The Python package: built as a wheel, installed in an environment of its own, and tried there.
//!
//! Source: <https://www.maturin.rs/>.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::shell::{self, command, read, root, say, shown, target};

const MATURIN: &str = "1.16.0";
const MYPY: &str = "2.4.1";
/// What the examples, the tests and the benchmarks use.
const PEERS: [&str; 10] = [
    "duckdb==2.0.1",
    "fastapi==0.165.0",
    "httpx==0.28.1",
    "jsonschema-rs==0.61.2",
    "numpy==2.4.6",
    "pandas==2.3.3",
    "polars==2.1.0",
    "pyarrow==26.0.1",
    "pydantic==2.14.4",
    "pyspark==4.3.0",
];

/// Tries the package, and has its types checked.
///
/// # Errors
///
/// When it does not build, or a test fails.
pub(crate) fn check() -> Result<()> {
    let python = installed()?;
    let package = root().join("crates/python");
    shell::run(
        command(&python).args(["-m", "unittest", "discover", "--start-directory"]).arg(package.join("tests")),
    )?;
    let types = ["-m", "mypy", "--strict", "--cache-dir"];
    shell::run(
        command(&python)
            .args(types)
            .arg(folder().join("mypy"))
            .args([package.join("python/merchant_signup"), package.join("tests/typed.py")]),
    )
}

/// An interpreter that has the package, as it is in the checkout.
///
/// # Errors
///
/// When there is no Python, when something cannot be installed, or when the package does not build.
pub(crate) fn installed() -> Result<PathBuf> {
    built("dev")
}

/// Measures a check beside what people would use instead.
///
/// # Errors
///
/// As [`installed`].
pub(crate) fn speed(rounds: u32) -> Result<()> {
    let python = for_speed()?;
    let script = root().join("crates/python/benches/speed.py");
    shell::run(command(python).arg(script).arg(rounds.to_string()))
}

/// An interpreter that has the package, built for speed.
///
/// # Errors
///
/// As [`installed`].
pub(crate) fn for_speed() -> Result<PathBuf> {
    built("release")
}

fn built(profile: &str) -> Result<PathBuf> {
    let python = environment()?;
    say("Building the Python package");
    let wheels = folder().join("wheels");
    let _ = fs::remove_dir_all(&wheels);
    let mut build = command(&python);
    build.args(["-m", "maturin", "build", "--quiet", "--profile", profile, "--manifest-path"]);
    build.arg(root().join("crates/python/Cargo.toml")).arg("--out").arg(&wheels);
    shell::run(build.arg("--interpreter").arg(&python))?;
    let wheel = fs::read_dir(&wheels)?.next().context("maturin has built no wheel")??.path();
    let words = ["install", "--quiet", "--disable-pip-version-check", "--force-reinstall", "--no-deps"];
    shell::run(command(&python).args(["-m", "pip"]).args(words).arg(wheel))?;
    Ok(python)
}

/// The interpreter of an environment with what the package is built and tried with.
fn environment() -> Result<PathBuf> {
    let environment = folder().join("environment");
    let python = environment.join("bin/python");
    let mut tools = vec![format!("maturin=={MATURIN}"), format!("mypy=={MYPY}")];
    tools.extend(PEERS.map(str::to_owned));
    if has(&python, &tools) {
        return Ok(python);
    }
    say(format_args!("Installing maturin, mypy and what the examples use in {}", shown(&environment)));
    read(command("python3").args(["-m", "venv", "--clear"]).arg(&environment))
        .context("Python cannot make an environment: `apt install python3-venv` installs what it needs")?;
    let words = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    shell::run(command(&python).args(words).args(tools))?;
    Ok(python)
}

fn has(python: &Path, tools: &[String]) -> bool {
    let there = read(command(python).args(["-m", "pip", "freeze", "--disable-pip-version-check"]));
    // A package may write its name with an underscore where it is asked for with a hyphen.
    there.is_ok_and(|there| {
        let there: Vec<_> = there.lines().map(|line| line.replace('_', "-")).collect();
        tools.iter().all(|tool| there.contains(tool))
    })
}

fn folder() -> PathBuf {
    target().join("python")
}
