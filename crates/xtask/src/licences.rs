//! Checks the licences and sources of the dependencies against `deny.toml`.
//!
//! `cargo deny` does it where it is installed; otherwise this file does the same for the part of `deny.toml` that we use.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context, Result, ensure};
use cargo_metadata::Package;
use spdx::{Expression, ParseMode};

use crate::msrv::metadata;
use crate::shell::{self, cargo, read, root, say};

/// Checks the dependencies against `deny.toml`.
///
/// # Errors
///
/// When a dependency has a licence or a source that is not allowed.
pub(crate) fn check() -> Result<()> {
    if read(&mut cargo(["deny", "--version"])).is_ok() {
        return shell::run(&mut cargo(["deny", "--all-features", "check"]));
    }
    say("cargo-deny is not installed: licences and sources are checked here; advisories and bans are not");
    let allowed =
        allowed(&fs::read_to_string(root().join("deny.toml")).context("deny.toml cannot be read")?)?;
    let metadata = metadata()?;
    let faults: Vec<String> =
        metadata.packages.iter().filter_map(|package| fault(package, &allowed)).collect();
    ensure!(faults.is_empty(), "deny.toml does not allow this:\n  {}", faults.join("\n  "));
    say(format_args!("{} packages have allowed licences and sources", metadata.packages.len()));
    Ok(())
}

/// The licences that the list in `deny.toml` allows.
fn allowed(deny: &str) -> Result<BTreeSet<String>> {
    let deny: toml::Table = deny.parse().context("deny.toml is not TOML")?;
    let list =
        deny.get("licenses").and_then(|licences| licences.get("allow")).and_then(toml::Value::as_array);
    let list = list.context("deny.toml has no list [licenses] allow")?;
    Ok(list.iter().filter_map(|licence| licence.as_str().map(str::to_owned)).collect())
}

/// What is wrong with a package, in words.
fn fault(package: &Package, allowed: &BTreeSet<String>) -> Option<String> {
    let name = format!("{} {}", package.name, package.version);
    if package.source.as_ref().is_some_and(|source| !source.is_crates_io()) {
        return Some(format!("{name} does not come from crates.io"));
    }
    let Some(licence) = &package.license else {
        return Some(format!("{name} names no licence"));
    };
    match is_allowed(licence, allowed) {
        Ok(true) => None,
        Ok(false) => Some(format!("{name} is licensed {licence}")),
        Err(error) => Some(format!("{name} has a licence that cannot be read ({licence}): {error:#}")),
    }
}

fn is_allowed(licence: &str, allowed: &BTreeSet<String>) -> Result<bool> {
    // Parsed in lax mode, as cargo-deny does, because older packages write `MIT/Apache-2.0`.
    let expression = Expression::parse_mode(licence, ParseMode::LAX)
        .map_err(|error| anyhow::anyhow!("{}", error.reason))?;
    Ok(expression.evaluate(|licence| allowed.contains(&licence.to_string())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_licence_of_a_choice_is_enough() {
        let allowed =
            allowed("[licenses]\nallow = ['MIT', 'Apache-2.0 WITH LLVM-exception', 'Unicode-3.0']").unwrap();
        for licence in [
            "MIT",
            "GPL-3.0-only OR MIT",
            "MIT/Apache-2.0",
            "Apache-2.0 WITH LLVM-exception",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
        ] {
            assert!(is_allowed(licence, &allowed).unwrap(), "{licence}");
        }
        for licence in ["GPL-3.0-only", "MIT AND GPL-3.0-only", "Apache-2.0"] {
            assert!(!is_allowed(licence, &allowed).unwrap(), "{licence}");
        }
    }
}
