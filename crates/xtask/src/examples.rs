//! The examples: the npm package with form libraries, and the form on the pages of others.

use anyhow::Result;

use crate::node::{npm, tests};
use crate::shell;
use crate::web::{component, package_is_built};

/// Builds the examples, and fills them in as a person would.
///
/// # Errors
///
/// When one does not build, or does not do what it shows.
pub(crate) fn check() -> Result<()> {
    package_is_built()?;
    component()?;
    shell::run(&mut npm(&["run", "--silent", "build", "--workspace", "examples"]))?;
    shell::run(&mut tests("web/examples/test")?)
}
