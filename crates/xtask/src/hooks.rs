//! Runs what `action.yml` and `.pre-commit-hooks.yaml` would run elsewhere: their commands, as they are written, against a sample. They
//! build the program from a copy of the checkout, as GitHub and pre-commit have one, but in little time rather than for speed.
//!
//! pre-commit itself reads its file, and PyYAML, which comes with it, both. Source:
//! <https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax>, <https://pre-commit.com/#new-hooks>.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::shell::{self, command, read, root, say, shown, target};

const PRE_COMMIT: &str = "4.7.0";

/// How GitHub runs a script of bash.
const BASH: [&str; 4] = ["--noprofile", "--norc", "-eo", "pipefail"];

/// The samples.
const READY: &str = "tests/examples/ready.json";
const FAULTY: &str = "tests/examples/twenty-faults.json";

/// Has the files read, and runs their commands.
///
/// # Errors
///
/// When a command does something else than it should.
pub(crate) fn check() -> Result<()> {
    let python = environment()?;
    copy()?;
    shell::run(command(&python).args(["-m", "pre_commit", "validate-manifest", ".pre-commit-hooks.yaml"]))?;
    action(&data(&python, "action.yml")?)?;
    hooks(&data(&python, ".pre-commit-hooks.yaml")?)
}

/// The action's steps, one after the other, with inputs as a workflow would give them.
fn action(action: &Value) -> Result<()> {
    let temporary = target().join("hooks/runner");
    let _ = fs::remove_dir_all(&temporary);
    fs::create_dir_all(&temporary)?;
    let steps = action.pointer("/runs/steps").and_then(Value::as_array).context("the action has no steps")?;
    let [build, check] = steps.as_slice() else {
        anyhow::bail!("the action has {} steps, not 2", steps.len())
    };
    say("Building the program as the action does");
    shell::run(&mut step(build, &temporary, "", "")?)?;
    for (files, options, code, says) in [
        (READY, "", 0, ""),
        (FAULTY, "", 1, "::error file=tests/examples/twenty-faults.json,line="),
        (&*format!("\n{READY}\n{FAULTY}\n"), "--level=contract\n--only=failing", 1, "::error file="),
        ("", "", 2, "::error::the input files names no file"),
        ("no such file.json", "", 2, ""),
    ] {
        let output = step(check, &temporary, files, options)?.output()?;
        let said = String::from_utf8_lossy(&output.stdout);
        ensure!(
            output.status.code() == Some(code) && said.contains(says),
            "the action, of {files:?} with {options:?}, ends with {} and not with {code}, and says:\n{said}{}",
            output.status,
            String::from_utf8_lossy(&output.stderr)
        );
    }
    let summary = fs::read_to_string(temporary.join("summary.md"))?;
    ensure!(
        summary.contains("1 ready, 1 invalid"),
        "the action's summary does not count two files:\n{summary}"
    );
    Ok(())
}

/// A step of the action, as GitHub would run it.
fn step(step: &Value, temporary: &Path, files: &str, options: &str) -> Result<Command> {
    let text = |name: &str| step.get(name).and_then(Value::as_str);
    ensure!(text("shell") == Some("bash"), "a step of the action is not for bash");
    let mut bash = quickly("bash");
    bash.args(BASH).args(["-c", text("run").context("a step of the action runs nothing")?]);
    bash.env("GITHUB_ACTION_PATH", checkout()).env("RUNNER_TEMP", temporary);
    bash.env("GITHUB_STEP_SUMMARY", temporary.join("summary.md"));
    for (name, value) in step.get("env").and_then(Value::as_object).into_iter().flatten() {
        let given = match value.as_str() {
            Some("${{ inputs.files }}") => files,
            Some("${{ inputs.options }}") => options,
            _ => anyhow::bail!("what the action's variable {name} holds is not known here"),
        };
        bash.env(name, given);
    }
    Ok(bash)
}

/// The hooks, each with the files that it would be given.
fn hooks(hooks: &Value) -> Result<()> {
    let folder = target().join("hooks/signups");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    let (ready, faulty, crooked) = (root().join(READY), root().join(FAULTY), folder.join("crooked.json"));
    fs::copy(root().join("crates/cli/tests/data/crooked.json"), &crooked)?;
    say("Running the hooks");
    for (id, file, code) in [
        ("merchant-signup", &ready, 0),
        ("merchant-signup", &faulty, 1),
        ("merchant-signup-fix", &crooked, 0),
    ] {
        let hook = hooks.as_array().into_iter().flatten().find(|hook| hook.get("id") == Some(&id.into()));
        let entry = hook.and_then(|hook| hook.get("entry")).and_then(Value::as_str);
        let words = entry.with_context(|| format!("there is no hook {id}"))?;
        // Of a script, the entry begins with its place in the repository.
        let mut words = words.split(' ');
        let mut hook = quickly(checkout().join(words.next().unwrap_or_default()));
        let output = hook.args(words).arg(file).current_dir(&folder).output()?;
        ensure!(
            output.status.code() == Some(code),
            "the hook {id}, of {}, ends with {} and not with {code}, and says:\n{}",
            shown(file),
            output.status,
            String::from_utf8_lossy(&output.stderr)
        );
    }
    let fixed = fs::read_to_string(&crooked)?;
    ensure!(fixed.contains("\"bank_name\": \"DNB\""), "the hook has corrected nothing:\n{fixed}");
    Ok(())
}

/// A command whose builds take little time.
fn quickly(program: impl AsRef<OsStr>) -> Command {
    let mut command = command(program);
    command.env_remove("CARGO_TARGET_DIR").env("CARGO_PROFILE_RELEASE_LTO", "off");
    command.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0").env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
    command
}

fn checkout() -> PathBuf {
    target().join("hooks/checkout")
}

/// Copies what git has or would take. What has not changed stays, so that it is not built anew.
fn copy() -> Result<()> {
    let listed = read(command("git").args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]))?;
    for name in listed.split_terminator('\0') {
        let (from, to) = (root().join(name), checkout().join(name));
        // A file that git has may have been removed.
        if from.is_file() && fs::read(&from)? != fs::read(&to).unwrap_or_default() {
            fs::create_dir_all(to.parent().context("the file is in no folder")?)?;
            fs::copy(&from, &to).with_context(|| format!("{name} cannot be copied"))?;
        }
    }
    Ok(())
}

/// What a YAML file holds.
fn data(python: &Path, file: &str) -> Result<Value> {
    let script = "import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1]))))";
    Ok(serde_json::from_str(&read(command(python).args(["-c", script, file]))?)?)
}

/// The interpreter of an environment that has pre-commit.
fn environment() -> Result<PathBuf> {
    let environment = target().join("hooks/environment");
    let python = environment.join("bin/python");
    let version = read(command(&python).args(["-m", "pre_commit", "--version"])).unwrap_or_default();
    if version.trim().ends_with(PRE_COMMIT) {
        return Ok(python);
    }
    say(format_args!("Installing pre-commit {PRE_COMMIT} in {}", shown(&environment)));
    read(command("python3").args(["-m", "venv", "--clear"]).arg(&environment))
        .context("Python cannot make an environment: `apt install python3-venv` installs what it needs")?;
    let package = format!("pre-commit=={PRE_COMMIT}");
    let words = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", &package];
    shell::run(command(&python).args(words))?;
    Ok(python)
}
