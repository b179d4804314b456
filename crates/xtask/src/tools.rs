//! The tools that the chores need. A missing tool is installed; where that is not possible, the error says how to get it.

use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};

use crate::shell::{self, cargo, command, is_there, read, root, say, succeeds_within};

/// What a step may need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tool {
    /// rustfmt and clippy.
    Lints,
    /// A Rust compiler for the browser.
    Wasm,
    /// Node.js, and the packages in `web/package-lock.json`.
    Npm,
    /// A browser to test in.
    Chromium,
    /// The program that tests a server against its OpenAPI document.
    Schemathesis,
    /// What Spark runs on.
    Java,
}

impl Tool {
    /// Installs the tool where it is missing.
    ///
    /// # Errors
    ///
    /// When it is not, and cannot be installed: says what to do.
    pub(crate) fn install(self) -> Result<()> {
        match self {
            Self::Lints => lints(),
            Self::Wasm => wasm_compiler().map(drop),
            Self::Npm => npm_packages(),
            Self::Chromium => chromium().map(drop),
            Self::Schemathesis => crate::schemathesis::install(),
            Self::Java => java(),
        }
    }
}

impl fmt::Display for Tool {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Lints => "rustfmt and clippy",
            Self::Wasm => "a compiler for wasm32-unknown-unknown",
            Self::Npm => "the npm packages",
            Self::Chromium => "Chromium",
            Self::Schemathesis => "schemathesis",
            Self::Java => "Java 17 or newer",
        })
    }
}

/// rustfmt and clippy.
fn lints() -> Result<()> {
    for component in ["fmt", "clippy"] {
        if succeeds_within(Duration::from_secs(60), &mut cargo([component, "--version"])) {
            continue;
        }
        let package = if component == "fmt" { "rustfmt" } else { component };
        say(format_args!("Installing {package}"));
        shell::run(command("rustup").args(["component", "add", package]))
            .with_context(|| format!("{package} is missing: `rustup component add {package}` installs it"))?;
    }
    Ok(())
}

/// A compiler that builds for `wasm32-unknown-unknown`. It must come with the source of the standard library, which is compiled
/// again for size: the browser build is much smaller that way.
#[derive(Clone, Debug)]
pub(crate) enum WasmCompiler {
    /// The toolchain of rustup, which most machines have.
    Rustup,
    /// Debian's packages, for machines where rustup cannot download anything.
    Debian,
}

impl WasmCompiler {
    /// Its `cargo`, without the environment's settings for builds. Only the settings of the registry stay.
    pub(crate) fn cargo(&self) -> Command {
        let mut cargo = match self {
            Self::Rustup => command("cargo"),
            Self::Debian => {
                let mut cargo = command("/usr/bin/cargo");
                cargo.env("RUSTC", "/usr/bin/rustc").env_remove("RUSTUP_TOOLCHAIN");
                cargo
            }
        };
        if matches!(self, Self::Rustup) {
            cargo.env_remove("RUSTC");
        }
        for (name, _) in std::env::vars_os() {
            let Some(name) = name.to_str() else { continue };
            let of_the_build =
                ["CARGO_BUILD_", "CARGO_PROFILE_", "CARGO_TARGET_", "CARGO_UNSTABLE_", "RUSTC_"];
            if of_the_build.iter().any(|start| name.starts_with(start))
                || matches!(name, "RUSTFLAGS" | "CARGO_ENCODED_RUSTFLAGS" | "CARGO_INCREMENTAL")
            {
                cargo.env_remove(name);
            }
        }
        // Building the standard library, and some of the flags, are unstable features.
        cargo.env("RUSTC_BOOTSTRAP", "1");
        cargo
    }
}

impl fmt::Display for WasmCompiler {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Rustup => "rustup's compiler",
            Self::Debian => "Debian's compiler",
        })
    }
}

const WASM: &str = "wasm32-unknown-unknown";
const DEBIAN_WASM: [&str; 5] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "lld-22"];

/// The compiler for the browser build: rustup's where rustup has or can fetch what it needs, else Debian's.
///
/// # Errors
///
/// When there is neither.
pub(crate) fn wasm_compiler() -> Result<WasmCompiler> {
    if rustup_has_wasm() {
        return Ok(WasmCompiler::Rustup);
    }
    if debian_has_wasm() {
        return Ok(WasmCompiler::Debian);
    }
    if is_there("rustup") {
        say(format_args!("Asking rustup for {WASM}"));
        let minute = Duration::from_secs(60);
        if succeeds_within(minute, command("rustup").args(["target", "add", WASM]))
            && succeeds_within(minute, command("rustup").args(["component", "add", "rust-src"]))
            && rustup_has_wasm()
        {
            return Ok(WasmCompiler::Rustup);
        }
        say("rustup cannot fetch it; trying Debian's compiler");
    }
    apt_install(&DEBIAN_WASM).with_context(|| {
        format!("no compiler for {WASM}: `rustup target add {WASM}` and `rustup component add rust-src` install one")
    })?;
    ensure!(
        debian_has_wasm(),
        "Debian's compiler is installed, but one of {} is missing",
        DEBIAN_WASM.join(", ")
    );
    Ok(WasmCompiler::Debian)
}

fn rustup_has_wasm() -> bool {
    sysroot("rustc")
        .is_some_and(|sysroot| sysroot.join("lib/rustlib").join(WASM).is_dir() && has_source(&sysroot))
}

fn debian_has_wasm() -> bool {
    let linker = Path::new("/usr/bin/rust-lld").exists();
    let cargo = Path::new("/usr/bin/cargo").exists();
    linker && cargo && sysroot("/usr/bin/rustc").is_some_and(|sysroot| has_source(&sysroot))
}

/// Where a compiler's libraries lie, if the compiler is new enough for the flags of the browser build.
fn sysroot(rustc: &str) -> Option<PathBuf> {
    let mut rustc = command(rustc);
    rustc.env("RUSTC_BOOTSTRAP", "1").args(["-Zunstable-options", "-Cpanic=immediate-abort"]);
    read(rustc.args(["--print", "sysroot"])).ok().map(|sysroot| PathBuf::from(sysroot.trim()))
}

fn has_source(sysroot: &Path) -> bool {
    sysroot.join("lib/rustlib/src/rust/library/std/Cargo.toml").is_file()
}

/// Installs the packages in `web/package-lock.json` into `web/node_modules`, where they are missing or out of date.
///
/// # Errors
///
/// When there is no Node.js, or npm cannot fetch a package.
pub(crate) fn npm_packages() -> Result<()> {
    let web = root().join("web");
    let (lock, installed) = (web.join("package-lock.json"), web.join("node_modules/.package-lock.json"));
    if installed.is_file() && modified(&installed)? >= modified(&lock)? {
        return Ok(());
    }
    ensure!(
        is_there("node") && is_there("npm"),
        "Node.js 20 or newer is missing: https://nodejs.org says how to install it"
    );
    say("Installing the npm packages into web/node_modules");
    shell::run(command("npm").args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&web))
        .context("the npm packages cannot be installed: `npm ci` in web/ says more")
}

fn modified(file: &Path) -> Result<std::time::SystemTime> {
    file.metadata()
        .and_then(|data| data.modified())
        .with_context(|| format!("{} cannot be read", shell::shown(file)))
}

/// The browser to test in: the program that the variable `CHROMIUM` names, otherwise Debian's Chromium.
///
/// # Errors
///
/// When there is none and it cannot be installed.
pub(crate) fn chromium() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("CHROMIUM").filter(|named| !named.is_empty()) {
        let named = PathBuf::from(named);
        ensure!(named.is_file(), "CHROMIUM names {}, which is not there", named.display());
        return Ok(named);
    }
    let debian = PathBuf::from("/usr/bin/chromium");
    if !debian.is_file() {
        apt_install(&["chromium"])
            .context("no browser to test in: install Chromium, and name it in the variable CHROMIUM")?;
    }
    ensure!(debian.is_file(), "Debian's chromium is installed, but /usr/bin/chromium is missing");
    Ok(debian)
}

/// Java, as the machine has it, else Debian's.
///
/// # Errors
///
/// When there is none and it cannot be installed.
fn java() -> Result<()> {
    let is_named =
        std::env::var_os("JAVA_HOME").is_some_and(|home| Path::new(&home).join("bin/java").is_file());
    // An old Java does not know the long form of the option.
    if is_named || is_there("java") {
        return Ok(());
    }
    apt_install(&["default-jre-headless"])
        .context("no Java: install version 17 or newer, and name its folder in the variable JAVA_HOME")
}

/// Installs Debian packages.
///
/// # Errors
///
/// When this is not Debian, or not a person who may install packages: says which are missing.
pub(crate) fn apt_install(packages: &[&str]) -> Result<()> {
    let names = packages.join(" ");
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    ensure!(
        release.lines().any(|line| line == "ID=debian"),
        "only on Debian can {names} be installed from here"
    );
    let Some(prefix) = as_root() else {
        bail!("not root, and no sudo without a password: run `apt-get install {names}` as root")
    };
    say(format_args!("Installing {names} with apt-get"));
    let apt_get = |arguments: &[&str]| {
        let mut words = prefix.clone();
        words.extend(
            ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
                .map(OsString::from),
        );
        words.extend(arguments.iter().map(OsString::from));
        let (program, arguments) = words.split_first().context("apt-get has no name")?;
        read(command(program).args(arguments)).map(drop)
    };
    apt_get(&["update"])?;
    let mut install = vec!["install", "-y", "--no-install-recommends"];
    install.extend(packages);
    apt_get(&install)
}

/// valgrind, whose callgrind counts instructions.
///
/// # Errors
///
/// When it is missing and cannot be installed.
pub(crate) fn valgrind() -> Result<()> {
    if is_there("valgrind") { Ok(()) } else { apt_install(&["valgrind"]) }
}

/// The words that must stand before a command that needs root: none for root itself, `sudo` where it asks for no password.
fn as_root() -> Option<Vec<OsString>> {
    if read(command("id").arg("-u")).is_ok_and(|id| id.trim() == "0") {
        return Some(Vec::new());
    }
    let sudo = succeeds_within(Duration::from_secs(10), command("sudo").args(["-n", "true"]));
    sudo.then(|| vec!["sudo".into(), "-n".into()])
}
