//! The examples of the npm package with form libraries.

use anyhow::Result;

use crate::node::{npm, tests};
use crate::shell;
use crate::web::package_is_built;

/// Builds the examples, and fills them in as a person would.
///
/// # Errors
///
/// When one does not build, or does not do what it shows.
pub(crate) fn check() -> Result<()> {
    package_is_built()?;
    shell::run(&mut npm(&["run", "--silent", "build", "--workspace", "examples"]))?;
    shell::run(&mut tests("web/examples/test")?)
}
