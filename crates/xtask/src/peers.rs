//! Compares the npm package with the libraries that people would use instead: time in Node and in Chromium, and size.

use anyhow::Result;

use crate::shell::{self, cargo, command, root, target};
use crate::tools::{Tool, chromium};
use crate::web::package_is_built;

/// Measures, prints tables, and writes `target/peers.json`: everything, or `only` the named parts (`size`, `node`,
/// `chromium`).
///
/// # Errors
///
/// When something that is measured cannot be built or started.
pub(crate) fn run(rounds: u32, only: &[&str]) -> Result<()> {
    Tool::Npm.install()?;
    package_is_built()?;
    // Some of them are no JSON: a thousand that are remain.
    let words = [
        "run",
        "--quiet",
        "--package",
        "merchant-signup-cli",
        "--example",
        "generate",
        "--",
        "--count",
        "1200",
    ];
    let documents = target().join("peers.ndjson");
    std::fs::write(&documents, shell::read(&mut cargo(words))?)?;
    let mut node = command("node");
    node.arg(root().join("web/bench/run.js")).args(["--rounds", &rounds.to_string()]);
    node.arg("--documents").arg(documents);
    node.args(only.iter().flat_map(|part| ["--only", part]));
    shell::run(node.env("CHROMIUM", chromium()?))
}
