//! The builds of the npm package, of the form and of the playground.

use std::fs;
use std::sync::OnceLock;

use anyhow::Result;

use crate::node::{npm, tests};
use crate::shell::{self, root, say};
use crate::tools::npm_packages;
use crate::{types, wasm};

/// Builds the npm package: both modules, the languages, the wrapper.
///
/// # Errors
///
/// When a part does not build.
pub(crate) fn package(kind: wasm::Build) -> Result<()> {
    npm_packages()?;
    wasm::into_package(kind)?;
    types::languages_for_the_web()?;
    say("Compiling the TypeScript wrapper");
    let dist = root().join("web/package/dist");
    if dist.exists() {
        fs::remove_dir_all(&dist)?;
    }
    shell::run(&mut npm(&["run", "--silent", "build", "--workspace", "package"]))
}

/// Builds the npm package as it is published. Several steps ask for it; it is built once in a run of this program.
///
/// # Errors
///
/// When a part does not build.
pub(crate) fn package_is_built() -> Result<()> {
    static BUILT: OnceLock<()> = OnceLock::new();
    if BUILT.get().is_none() {
        package(wasm::Build::Published)?;
        let _ = BUILT.set(());
    }
    Ok(())
}

/// Builds the form as a component and as a custom element, once in a run of this program. The npm package must have been
/// built before.
///
/// # Errors
///
/// When it does not build.
pub(crate) fn component() -> Result<()> {
    static BUILT: OnceLock<()> = OnceLock::new();
    if BUILT.get().is_none() {
        say("Building the component");
        shell::run(&mut npm(&["run", "--silent", "build", "--workspace", "react"]))?;
        let _ = BUILT.set(());
    }
    Ok(())
}

/// Builds the form, and the npm package that it loads.
///
/// # Errors
///
/// When one does not build.
pub(crate) fn form() -> Result<()> {
    package_is_built()?;
    say("Building the form");
    shell::run(&mut npm(&["run", "--silent", "build", "--workspace", "form"]))
}

/// Builds the playground, and the npm package that it loads.
///
/// # Errors
///
/// When one does not build.
pub(crate) fn playground() -> Result<()> {
    package_is_built()?;
    say("Building the playground");
    shell::run(&mut npm(&["run", "--silent", "build", "--workspace", "playground"]))
}

/// Runs the form's tests in a browser.
///
/// # Errors
///
/// When a test fails.
pub(crate) fn form_in_a_browser() -> Result<()> {
    form()?;
    shell::run(&mut tests("tests/e2e")?)
}
