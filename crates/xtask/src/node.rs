//! Node.js: npm in the workspace of `web/`, and the test runner.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::shell::{command, root};
use crate::tools::{Tool, chromium};

/// `npm` in the workspace of `web/`.
pub(crate) fn npm(words: &[&str]) -> Command {
    let mut npm = command("npm");
    npm.args(words).current_dir(root().join("web"));
    npm
}

/// Node's test runner over the tests of a folder, with the browser that they may need.
///
/// # Errors
///
/// When something that the tests need is missing and cannot be installed.
pub(crate) fn tests(folder: &str) -> Result<Command> {
    Tool::Npm.install()?;
    let mut files: Vec<PathBuf> = fs::read_dir(root().join(folder))?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.to_string_lossy().ends_with(".test.js"))
        .collect();
    files.sort();
    let mut node = command("node");
    // A file at a time: a browser takes both cores of a small machine.
    node.args(["--test", "--test-reporter=dot", "--test-concurrency=1"]).args(files);
    node.env("CHROMIUM", chromium()?);
    Ok(node)
}
