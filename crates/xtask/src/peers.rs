//! Compares the npm package with the libraries that people would use instead: time in Node and in Chromium, and size.

use anyhow::Result;

use crate::shell::{self, command, root};
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
    let mut node = command("node");
    node.arg(root().join("web/bench/run.js")).args(["--rounds", &rounds.to_string()]);
    node.args(only.iter().flat_map(|part| ["--only", part]));
    shell::run(node.env("CHROMIUM", chromium()?))
}
