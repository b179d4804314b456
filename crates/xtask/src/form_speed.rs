//! The form as a merchant has it: `cargo xtask form-speed` says how fast it is on a phone, `cargo xtask form-pictures` shows it.

use anyhow::Result;

use crate::shell::{self, command, root};
use crate::tools::chromium;
use crate::{server, web};

/// Builds the form and the server as `cargo xtask run` does, loads the form in a browser with a phone's processor and
/// network, and prints what was found beside what is wanted.
///
/// # Errors
///
/// When something does not build or cannot be started.
pub(crate) fn run(rounds: u32) -> Result<()> {
    web::form()?;
    let server = server::build()?;
    let mut node = command("node");
    node.arg(root().join("tests/e2e/speed/run.js")).args(["--rounds", &rounds.to_string()]);
    shell::run(node.env("SERVER", server).env("CHROMIUM", chromium()?))
}

/// Builds the form, and takes pictures of each of its steps into `docs/images/form`.
///
/// # Errors
///
/// When something does not build, or a page is not what it should be.
pub(crate) fn pictures() -> Result<()> {
    web::form()?;
    let mut node = command("node");
    shell::run(node.arg(root().join("tests/e2e/pictures.js")).env("CHROMIUM", chromium()?))
}
