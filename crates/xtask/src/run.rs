//! `cargo xtask run`: serves the onboarding form together with the endpoint that takes its signups, and the playground.

use anyhow::Result;

use crate::shell::{self, command, root, say, target};
use crate::{node, server, web};

/// Builds the form, the playground, the server and what they need, and serves until it is stopped.
///
/// # Errors
///
/// When a part does not build, or the server cannot run.
pub(crate) fn run() -> Result<()> {
    web::form()?;
    web::playground()?;
    let server = server::build()?;
    let data = target().join("run");
    say(format_args!("Signups are stored in {}", shell::shown(&data)));
    say("The playground is at /playground; stop the server with Ctrl+C");
    let mut serve = command(server);
    serve.arg("--development").arg("--data").arg(data);
    serve.arg("--form").arg(root().join("web/form/dist"));
    shell::run(serve.arg("--playground").arg(root().join("web/playground/dist")))
}

/// The form and the real server together, in a browser.
///
/// # Errors
///
/// When a test fails.
pub(crate) fn endpoint_in_a_browser() -> Result<()> {
    web::form()?;
    web::playground()?;
    let server = server::as_tested()?;
    shell::run(node::tests("tests/e2e/endpoint")?.env("SERVER", server))
}
