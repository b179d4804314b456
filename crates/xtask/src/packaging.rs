//! The npm packages as they are published: packed, installed in another project, and loaded the ways that people load them.

use anyhow::Result;

use crate::node::tests;
use crate::shell::{self, command, root, say};
use crate::tools::{Tool, chromium};
use crate::web::{component, package_is_built};

/// Packs the packages, and tries them with bundlers, Node, and a page with no bundler.
///
/// # Errors
///
/// When one cannot be loaded somewhere.
pub(crate) fn check() -> Result<()> {
    package_is_built()?;
    component()?;
    say("Trying the packed npm packages with Vite, webpack, Next.js, Node and no bundler");
    shell::run(&mut tests("tests/packaging")?)
}

/// The suite's step, and after it `all` the tools that it leaves out; or only the tools that are `named`.
///
/// # Errors
///
/// When a package does not work somewhere.
pub(crate) fn run(all: bool, named: &[String]) -> Result<()> {
    if named.is_empty() {
        check()?;
    }
    if all || !named.is_empty() {
        more(named)?;
    }
    Ok(())
}

/// Installs the packed package in a project of each tool that the suite leaves out, builds and runs it there, and prints a table:
/// for all of them, or for those that are `named`.
///
/// # Errors
///
/// When the package does not work in a tool. A tool that cannot be installed on this machine is no error.
fn more(named: &[String]) -> Result<()> {
    Tool::Npm.install()?;
    package_is_built()?;
    say(
        "Trying the packed npm package in the tools that the suite leaves out: some minutes, most of them npm's",
    );
    let mut node = command("node");
    node.arg(root().join("tests/packaging/more.js")).args(named);
    shell::run(node.env("CHROMIUM", chromium()?))
}
