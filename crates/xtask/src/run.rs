//! `cargo xtask run`: the main job: the onboarding form, served at a local address.

use anyhow::Result;

use crate::shell::{self, say};
use crate::{wasm, web};

/// Builds the form and what it needs, and serves it until it is stopped.
///
/// # Errors
///
/// When a part does not build, or the form cannot be served.
pub(crate) fn run() -> Result<()> {
    web::package(wasm::Build::Small)?;
    web::form()?;
    say("Serving the form; stop it with Ctrl+C");
    shell::run(&mut web::npm(&["run", "preview", "--workspace", "form", "--", "--host", "127.0.0.1"]))
}
