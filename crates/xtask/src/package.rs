//! The crates as they would be published: packed, unpacked, and used from an empty project outside the workspace.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use cargo_metadata::Package;

use crate::msrv::metadata;
use crate::shell::{self, cargo, command, read, root, say, target};

const PACKED: [&str; 3] = ["merchant-signup-core", "merchant-signup", "merchant-signup-client"];
const PROGRAM: &str = include_str!("../templates/empty-project.rs");
const EXAMPLES: [&str; 2] = ["tests/examples/ready.json", "tests/examples/twenty-faults.json"];

/// Packs the libraries, and checks a signup with them from an empty project.
///
/// # Errors
///
/// When a library cannot be packed, lacks a file, or does not judge the examples as it should.
pub(crate) fn check() -> Result<()> {
    let packages: Vec<Package> = metadata()?
        .workspace_packages()
        .into_iter()
        .filter(|package| PACKED.contains(&package.name.as_str()))
        .cloned()
        .collect();
    let project = Scratch::new()?;
    say(format_args!("Packing {}", PACKED.join(", ")));
    pack()?;
    for package in &packages {
        unpack(package, &project.0)?;
    }
    say("Checking a signup with them from an empty project");
    write_project(&packages, &project.0)?;
    let reports = reports(&project.0, &[])?;
    let first = reports.lines().next().unwrap_or_default();
    ensure!(first.contains(r#""status":"ready""#), "the packed crates say of {}: {first}", EXAMPLES[0]);
    say("Once more where another crate has numbers kept as their texts");
    let others = self::reports(&project.0, &["--features", "serde_json/arbitrary_precision"])?;
    ensure!(
        reports == others,
        "with serde_json's arbitrary_precision the reports are others:\n{reports}\n{others}"
    );
    Ok(())
}

/// The reports of the examples, a line each.
fn reports(project: &Path, features: &[&str]) -> Result<String> {
    let mut program = command("cargo");
    program.current_dir(project).args(["run", "--quiet", "--target-dir"]).arg(target().join("packaging"));
    read(program.args(features).arg("--").args(EXAMPLES.map(|example| root().join(example))))
}

fn pack() -> Result<()> {
    // Cargo's own verification build is skipped, because the packed crates are built from an empty project below.
    let mut cargo = cargo(["package", "--quiet", "--allow-dirty", "--no-verify"]);
    shell::run(cargo.args(PACKED.iter().flat_map(|name| ["--package", name])))
}

fn unpack(package: &Package, folder: &Path) -> Result<()> {
    let file = target().join("package").join(format!("{}.crate", versioned(package)));
    shell::run(command("tar").arg("-xzf").arg(file).arg("-C").arg(folder))
}

/// Writes the empty project. The packed crates are in no registry yet, so `[patch]` says where they are.
fn write_project(packages: &[Package], folder: &Path) -> Result<()> {
    let mut manifest = String::from(
        "[package]\nname = \"empty-project\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\nchrono = { version = \"0.4\", default-features = false }\nserde_json = \"1\"\n\
         merchant-signup = \"*\"\nmerchant-signup-client = \"*\"\n\n[patch.crates-io]\n",
    );
    for package in packages {
        manifest.push_str(&format!("{} = {{ path = \"{}\" }}\n", package.name, versioned(package)));
    }
    fs::create_dir(folder.join("src"))?;
    fs::write(folder.join("src/main.rs"), PROGRAM)?;
    fs::write(folder.join("Cargo.toml"), manifest)?;
    // The workspace's lock file selects the same versions, which cargo has downloaded already.
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).context("Cargo.lock cannot be copied")?;
    Ok(())
}

fn versioned(package: &Package) -> String {
    format!("{}-{}", package.name, package.version)
}

/// A folder outside the workspace. It is removed when the value is dropped.
#[derive(Debug)]
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("merchant-signup-packaging-{}", std::process::id()));
        fs::create_dir_all(&folder).context("no place for an empty project")?;
        Ok(Self(folder))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // A failure does not matter: the folder is in the system's temporary directory.
        let _ = fs::remove_dir_all(&self.0);
    }
}
