//! A program built against the core crate of two commits alike, the work tree's and another's, to hold them against each
//! other: `templates/probe.rs`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::shell::{self, cargo, command, root, say, target};

/// The program, built with the workspace's release profile.
const PROGRAM: &str = include_str!("../templates/probe.rs");

/// The commit before the payload became a value: what `--base` is when it is not given.
pub(crate) const BASE: &str = "11d10a7";

/// Builds the program against the work tree.
///
/// # Errors
///
/// When it does not build.
pub(crate) fn here() -> Result<PathBuf> {
    build("work tree", &root(), &target().join("probe/here"))
}

/// Builds the program against a commit, whose files are checked out below the target directory. Once built, it stays.
///
/// # Errors
///
/// When git does not know the commit, or the program does not build.
pub(crate) fn at(revision: &str) -> Result<PathBuf> {
    let commit =
        shell::read(command("git").args(["rev-parse", "--verify", &format!("{revision}^{{commit}}")]))
            .with_context(|| format!("git has no commit {revision}"))?;
    let folder = target().join("probe").join(commit.trim());
    // Beside the tree, not above it: cargo would take the tree for a part of the program's workspace.
    let program = folder.join("program");
    let built = program.join("target/release/probe");
    if built.is_file() {
        return Ok(built);
    }
    let tree = folder.join("tree");
    if !tree.is_dir() {
        say(format_args!("Checking out {revision} below {}", shell::shown(&folder)));
        fs::create_dir_all(&folder)?;
        let (tree, commit) = (tree.display().to_string(), commit.trim());
        shell::run(command("git").args(["worktree", "add", "--force", "--detach", &tree, commit]))?;
    }
    build(revision, &tree, &program)
}

fn build(name: &str, tree: &Path, folder: &Path) -> Result<PathBuf> {
    say(format_args!("Building the probe against the core crate of {name}"));
    fs::create_dir_all(folder.join("src"))?;
    write(&folder.join("src/main.rs"), PROGRAM)?;
    write(&folder.join("Cargo.toml"), &manifest(tree))?;
    // The same versions of all dependencies on both sides.
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
    let mut build = cargo(["build", "--quiet", "--release"]);
    build
        .arg("--manifest-path")
        .arg(folder.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(folder.join("target"));
    shell::run(&mut build)?;
    Ok(folder.join("target/release/probe"))
}

/// Leaves a file alone that has this text, so that cargo builds nothing anew.
fn write(path: &Path, text: &str) -> Result<()> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    fs::write(path, text).with_context(|| format!("{} cannot be written", shell::shown(path)))
}

fn manifest(tree: &Path) -> String {
    let core = tree.join("crates/core").display().to_string();
    format!(
        r#"[package]
name = "probe"
version = "0.0.0"
edition = "2024"
publish = false

[workspace]

[profile.release]
codegen-units = 1
lto = "thin"

[dependencies]
merchant-signup-core = {{ path = {core:?}, features = ["messages-nb", "messages-sv", "messages-da", "messages-fi"] }}
serde_json = "1"
"#
    )
}
