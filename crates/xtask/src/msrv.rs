//! The oldest Rust that the libraries promise to build with: `rust-version` in the workspace's Cargo.toml.
//!
//! Clippy's lint `incompatible_msrv` checks our own code. This file checks the dependencies, and builds with the real compiler
//! of that version where rustup has it.

use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};
use cargo_metadata::{DependencyKind, Metadata, PackageId};

use crate::shell::{self, command, read, root, say, target};

const LIBRARIES: [&str; 3] = ["merchant-signup-core", "merchant-signup", "merchant-signup-client"];

/// Checks that no dependency of the libraries needs a newer Rust, and builds them with the oldest if rustup has it.
///
/// # Errors
///
/// When a dependency needs a newer Rust, or the build fails.
pub(crate) fn check() -> Result<()> {
    let metadata = metadata()?;
    let oldest = metadata
        .packages
        .iter()
        .find(|package| package.name.as_str() == LIBRARIES[0])
        .and_then(|package| package.rust_version.clone())
        .context("merchant-signup-core declares no rust-version")?;
    let needed = needed_by_libraries(&metadata)?;
    let newer: Vec<String> = metadata
        .packages
        .iter()
        .filter(|package| needed.contains(&package.id))
        .filter_map(|package| {
            let due = package.rust_version.as_ref().filter(|due| **due > oldest)?;
            Some(format!("{} {} needs {due}", package.name, package.version))
        })
        .collect();
    ensure!(newer.is_empty(), "Rust {oldest} is promised, but {}", newer.join(", "));
    say(format_args!("None of {} packages needs more than Rust {oldest}", needed.len()));
    build(&format!("{}.{}", oldest.major, oldest.minor))
}

/// Every package of the workspace and of its dependencies, with all features.
///
/// # Errors
///
/// When cargo cannot resolve them.
pub(crate) fn metadata() -> Result<Metadata> {
    let words = ["metadata", "--format-version", "1", "--all-features"];
    Ok(cargo_metadata::MetadataCommand::parse(read(&mut shell::cargo(words))?)?)
}

/// All packages that are compiled when the libraries are built: their dependencies and build dependencies, transitively.
fn needed_by_libraries(metadata: &Metadata) -> Result<BTreeSet<PackageId>> {
    let graph = metadata.resolve.as_ref().context("cargo metadata has no graph of dependencies")?;
    let mut waiting: Vec<PackageId> = metadata
        .workspace_packages()
        .iter()
        .filter(|package| LIBRARIES.contains(&package.name.as_str()))
        .map(|package| package.id.clone())
        .collect();
    let mut needed = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        let node = graph.nodes.iter().find(|node| node.id == id).context("cargo metadata lacks a package")?;
        let dependencies = node.deps.iter().filter(|dependency| {
            dependency.dep_kinds.iter().any(|kind| kind.kind != DependencyKind::Development)
        });
        if needed.insert(id) {
            waiting.extend(dependencies.map(|dependency| dependency.pkg.clone()));
        }
    }
    Ok(needed)
}

/// Builds the libraries with the oldest Rust.
fn build(oldest: &str) -> Result<()> {
    let toolchains = read(command("rustup").args(["toolchain", "list"])).unwrap_or_default();
    let Some(toolchain) = toolchains
        .split_whitespace()
        .find(|name| name.strip_prefix(oldest).is_some_and(|rest| rest.starts_with(['.', '-'])))
    else {
        say(format_args!(
            "No Rust {oldest} here to build with (`rustup toolchain install {oldest}` gets it): declarations only"
        ));
        return Ok(());
    };
    say(format_args!("Building with {toolchain}"));
    let mut cargo = command("rustup");
    cargo.env_remove("RUSTUP_TOOLCHAIN").current_dir(root());
    cargo.args(["run", toolchain, "cargo", "check", "--quiet", "--all-features"]);
    cargo.args(LIBRARIES.iter().flat_map(|library| ["--package", library]));
    shell::run(cargo.arg("--target-dir").arg(target().join("msrv")))
}
