//! Compares the npm package with the libraries that people would use instead: time in Node and in Chromium, and size.

use std::path::Path;

use anyhow::Result;

use crate::pile;
use crate::shell::{self, cargo, command, root, target};
use crate::tools::chromium;
use crate::web::package_is_built;

/// Builds what is needed, and measures everything: [`run`].
///
/// # Errors
///
/// As [`run`].
pub(crate) fn alone(rounds: u32) -> Result<()> {
    shell::run(&mut cargo(["build", "--quiet", "--package", "merchant-signup-cli", "--examples"]))?;
    run(rounds, &[], &target().join("debug"))
}

/// Measures, prints tables, and writes `target/peers.json`: everything, or `only` the named parts (`size`, `node`,
/// `chromium`). The command line's examples have been built into the folder `programs`.
///
/// # Errors
///
/// When something that is measured cannot be built or started.
pub(crate) fn run(rounds: u32, only: &[&str], programs: &Path) -> Result<()> {
    package_is_built()?;
    // Some of them are no JSON: a thousand that are remain.
    let documents = target().join("peers.ndjson");
    pile::write(programs, 1200, &documents)?;
    let mut node = command("node");
    node.arg(root().join("web/bench/run.js")).args(["--rounds", &rounds.to_string()]);
    node.arg("--documents").arg(documents);
    node.args(only.iter().flat_map(|part| ["--only", part]));
    shell::run(node.env("CHROMIUM", chromium()?))
}
