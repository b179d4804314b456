//! The npm packages as they are published: packed, installed in another project, and loaded the ways that people load them.

use anyhow::Result;

use crate::node::tests;
use crate::shell::{self, say};
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
