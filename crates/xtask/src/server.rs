//! The server's program, for the chores that need one.

use std::path::PathBuf;

use anyhow::Result;

use crate::shell::{self, cargo, say, target};

/// Builds the server and returns the path of the program. It is a debug build: a release build takes minutes longer and would
/// show nothing more.
///
/// # Errors
///
/// When it does not build.
pub(crate) fn build() -> Result<PathBuf> {
    say("Building the server");
    shell::run(&mut cargo(["build", "--quiet", "--package", "merchant-signup-server"]))?;
    Ok(target().join("debug/merchant-signup-server"))
}
