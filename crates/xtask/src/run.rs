//! `cargo xtask run`: the main job: the onboarding form, served by the endpoint that takes its signups.

use std::path::PathBuf;

use anyhow::Result;

use crate::parity::node_tests;
use crate::shell::{self, cargo, command, root, say, target};
use crate::{parity, wasm, web};

/// Builds the form, the server and what they need, and serves until it is stopped.
///
/// # Errors
///
/// When a part does not build, or the server cannot run.
pub(crate) fn run() -> Result<()> {
    web::package(wasm::Build::Small)?;
    web::form()?;
    let server = server()?;
    let data = target().join("run");
    say(format_args!("Signups are stored in {}", shell::shown(&data)));
    say("Stop it with Ctrl+C");
    let mut serve = command(server);
    serve.arg("--development").arg("--data").arg(data);
    shell::run(serve.arg("--form").arg(root().join("web/form/dist")))
}

/// The form and the real server together, in a browser.
///
/// # Errors
///
/// When a test fails.
pub(crate) fn endpoint_in_a_browser() -> Result<()> {
    parity::package_is_built()?;
    web::form()?;
    let server = server()?;
    shell::run(node_tests("tests/e2e/endpoint")?.env("SERVER", server))
}

/// Builds the server, and says where it is. Not for release: that takes some minutes more, and shows nothing else.
///
/// # Errors
///
/// When it does not build.
pub(crate) fn server() -> Result<PathBuf> {
    say("Building the server");
    shell::run(&mut cargo(["build", "--quiet", "--package", "merchant-signup-server"]))?;
    Ok(target().join("debug/merchant-signup-server"))
}
