//! The examples of the npm package with form libraries.

use anyhow::Result;

use crate::parity::{node_tests, package_is_built};
use crate::shell::{self, command, root};

/// Builds the examples, and fills them in as a person would.
///
/// # Errors
///
/// When one does not build, or does not do what it shows.
pub(crate) fn check() -> Result<()> {
    package_is_built()?;
    let mut build = command("npm");
    build.args(["run", "--silent", "build", "--workspace", "examples"]).current_dir(root().join("web"));
    shell::run(&mut build)?;
    shell::run(&mut node_tests("web/examples/test")?)
}
