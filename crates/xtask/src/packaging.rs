//! The npm package as it is published: packed, installed in another project, and loaded the ways that people load it.

use anyhow::Result;

use crate::node::tests;
use crate::shell::{self, say};
use crate::web::package_is_built;

/// Packs the package, and tries it with bundlers, Node, and a page with no bundler.
///
/// # Errors
///
/// When it cannot be loaded somewhere.
pub(crate) fn check() -> Result<()> {
    package_is_built()?;
    say("Trying the packed npm package with Vite, webpack, Next.js, Node and no bundler");
    shell::run(&mut tests("tests/packaging")?)
}
