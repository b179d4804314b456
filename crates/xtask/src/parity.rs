//! The doors held against each other: the native crate, the WASM in Node and in a browser, drafts and full checks.

use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use anyhow::Result;

use crate::shell::{self, cargo, command, root, say, target};
use crate::tools::{Tool, chromium};
use crate::{wasm, web};

/// How much is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// What every commit has to pass.
    Short,
    /// Ten thousand sequences of edits, a hundred thousand documents: some minutes.
    Long,
}

impl Extent {
    const fn edits(self) -> &'static str {
        match self {
            Self::Short => "1000",
            Self::Long => "10000",
        }
    }

    const fn documents(self) -> &'static str {
        match self {
            Self::Short => "5000",
            Self::Long => "100000",
        }
    }
}

/// Runs every vector, odd values, random documents and random edits through all doors.
///
/// # Errors
///
/// When two doors differ: says on which case.
pub(crate) fn check(extent: Extent) -> Result<()> {
    let package = "merchant-signup-core";
    shell::run(&mut cargo([
        "build",
        "--quiet",
        "--package",
        package,
        "--all-features",
        "--example",
        "reports",
    ]))?;
    package_is_built()?;
    say("Holding the doors against each other");
    let mut tests = node_tests("tests/parity")?;
    tests.env("REPORTS", target().join("debug/examples/reports"));
    shell::run(tests.env("SEQUENCES", extent.edits()).env("DOCUMENTS", extent.documents()))
}

/// Builds the npm package as it is published, once while this program runs.
///
/// # Errors
///
/// When a part does not build.
pub(crate) fn package_is_built() -> Result<()> {
    static BUILT: OnceLock<()> = OnceLock::new();
    if BUILT.get().is_none() {
        web::package(wasm::Build::Small)?;
        let _ = BUILT.set(());
    }
    Ok(())
}

/// Node's test runner over the tests of a folder, with the browser that they may need.
///
/// # Errors
///
/// When something that the tests need is missing and cannot be installed.
pub(crate) fn node_tests(folder: &str) -> Result<Command> {
    Tool::Npm.install()?;
    let mut files: Vec<PathBuf> = std::fs::read_dir(root().join(folder))?
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
