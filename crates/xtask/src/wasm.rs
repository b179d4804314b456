//! Builds the WASM for browsers with cargo, wasm-bindgen and wasm-opt, and measures its size.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use wasm_bindgen_cli_support::Bindgen;

use crate::shell::{self, command, root, say, shown, target};
use crate::tools::{WasmCompiler, npm_packages, wasm_compiler};

const PACKAGE: &str = "merchant-signup-wasm";
const CRATE: &str = "merchant_signup_wasm";
const TARGET: &str = "wasm32-unknown-unknown";

/// The most that a browser may have to load, in bytes after brotli: the WASM, beside which a language comes with 1,500.
///
/// The smallest alternative that also knows phone numbers and IBANs weighs 31,700, with fewer of their rules. It was 30,500 until
/// four things came in. A payload became a value and a report can be read back: about 500 bytes, for a place has a row for each
/// level of lists, and what a change can touch is a table that follows from what the rules read. A check became incremental, and
/// drafts are told apart by generation: 1,480 bytes, for which a page writes and reads only the sections that have changed. The
/// English messages, 1,590 bytes, went out of it. The rules learned what people paste: 5,300 bytes, for labels before account
/// numbers, the characters that stand between digits, trunk prefixes by country, and the fixes of each.
const BUDGET: usize = 36_300;

/// What the build is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Build {
    /// The build that is published, optimized for what each module is for.
    Published,
    /// The build for debugging, with names, source positions and overflow checks.
    Dev,
}

/// What is built: modules of one crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Module {
    /// What every form loads, optimized for size.
    Main,
    /// The same, optimized for speed: for Node.js and others who have it on their disk.
    Fast,
    /// What is loaded when it is needed: JSON text, the catalogue.
    Text,
}

impl Module {
    const ALL: [Self; 3] = [Self::Main, Self::Fast, Self::Text];

    const fn name(self) -> &'static str {
        match self {
            Self::Main => "merchant_signup",
            Self::Fast => "merchant_signup_fast",
            Self::Text => "merchant_signup_text",
        }
    }

    /// The profile of `Cargo.toml` that a build of it has.
    const fn profile(self, build: Build) -> &'static str {
        match (build, self) {
            (Build::Dev, _) => "dev",
            (Build::Published, Self::Fast) => "wasm-fast",
            (Build::Published, Self::Main | Self::Text) => "wasm",
        }
    }

    const fn features(self) -> &'static [&'static str] {
        match self {
            Self::Main => &[],
            Self::Fast => &["--features", "fast"],
            Self::Text => &["--features", "text"],
        }
    }
}

/// What a browser loads.
#[derive(Debug)]
pub(crate) struct Built {
    /// The WASM.
    pub(crate) wasm: PathBuf,
    /// The JavaScript around it, where values of JavaScript cross the boundary.
    pub(crate) glue: Option<PathBuf>,
}

/// Builds a module into `folder`.
///
/// # Errors
///
/// When a tool is missing or fails.
pub(crate) fn build(build: Build, module: Module, folder: &Path) -> Result<Built> {
    let compiler = wasm_compiler()?;
    let name = module.name();
    say(format_args!(
        "Building {name} with {compiler} (the first time with its standard library, a minute or two)"
    ));
    let compiled = compile(&compiler, build, module)?;
    bind(&compiled, build, module, folder)?;
    let glue = folder.join(format!("{name}.js"));
    let has_glue = module == Module::Text;
    if !has_glue {
        // Those modules' exports take and return numbers only, so `engine.ts` starts it without wasm-bindgen's glue.
        fs::remove_file(&glue)?;
        fs::remove_file(folder.join(format!("{name}.d.ts")))?;
    }
    let built = Built { wasm: folder.join(format!("{name}_bg.wasm")), glue: has_glue.then_some(glue) };
    if build == Build::Published {
        optimize(&built.wasm, module)?;
    }
    Ok(built)
}

/// Builds all modules for the npm package, and prints the sizes.
///
/// # Errors
///
/// When the build fails.
pub(crate) fn into_package(kind: Build) -> Result<()> {
    let folder = root().join("web/package/wasm");
    fs::create_dir_all(&folder)?;
    for module in Module::ALL {
        print(module, &build(kind, module, &folder)?)?;
    }
    say(format_args!("The build is in {}", shown(&folder)));
    Ok(())
}

/// Prints the sizes of the published build.
///
/// # Errors
///
/// When the build fails.
pub(crate) fn print_size() -> Result<()> {
    let folder = target().join("wasm/size");
    Module::ALL
        .into_iter()
        .try_for_each(|module| print(module, &build(Build::Published, module, &folder)?).map(drop))
}

/// Prints the sizes, and fails when a browser would have to load more than it should.
///
/// # Errors
///
/// When the build fails, or is larger than the budget.
pub(crate) fn size_within_budget() -> Result<()> {
    let size = print(Module::Main, &build(Build::Published, Module::Main, &target().join("wasm/size"))?)?;
    ensure!(
        size <= BUDGET,
        "{size} bytes after brotli are more than the {BUDGET} of the budget: see what has grown, or write down why it may \
         (BUDGET in {})",
        file!()
    );
    say(format_args!("{size} of the {BUDGET} bytes that it may have after brotli"));
    Ok(())
}

/// Builds the core alone for the browser: it needs no I/O, no clock and no randomness.
///
/// # Errors
///
/// When it does not build.
pub(crate) fn core_builds() -> Result<()> {
    let compiler = wasm_compiler()?;
    shell::run(
        cargo(&compiler, Build::Published, Module::Main, "build").args(["--package", "merchant-signup-core"]),
    )
}

/// The published build of a module as it is before wasm-bindgen, with the names of its functions.
///
/// # Errors
///
/// When a tool is missing or fails.
pub(crate) fn named(module: Module) -> Result<PathBuf> {
    let compiled = compile(&wasm_compiler()?, Build::Published, module)?;
    let named = target().join("wasm").join(format!("{}.named.wasm", module.name()));
    fs::copy(compiled, &named)?;
    wasm_opt(&named, &["-Oz", "--converge", "-g"])?;
    Ok(named)
}

/// Compiles the library as a cdylib only. If an rlib were built too, cargo would leave out link-time optimization.
fn compile(compiler: &WasmCompiler, build: Build, module: Module) -> Result<PathBuf> {
    shell::run(
        cargo(compiler, build, module, "rustc")
            .args(["--package", PACKAGE, "--crate-type", "cdylib"])
            .args(module.features()),
    )?;
    let folder = if build == Build::Dev { "debug" } else { module.profile(build) };
    Ok(builds().join(TARGET).join(folder).join(format!("{CRATE}.wasm")))
}

/// `cargo` for the browser build.
///
/// Besides the profile, two things make the build small. The standard library is compiled again, optimized for size. And a
/// panic traps immediately, because nothing in a browser would catch it and nobody would read its message.
///
/// `-Zfmt-debug=none` saves some more, since nobody reads `{:?}` output in a browser; `-Zlocation-detail=none` saves nothing
/// beyond that. With `opt-level = "z"` the compiler inlines almost nothing. A slightly higher threshold makes the build
/// smaller and a check a third faster.
///
/// The module for speed has none of that but the panics. Sixteen bytes at once (`simd128`) are known to whatever runs it: Node.js 16,
/// Deno, Bun, workerd.
fn cargo(compiler: &WasmCompiler, build: Build, module: Module, subcommand: &str) -> std::process::Command {
    let mut cargo = compiler.cargo();
    cargo.args([subcommand, "--quiet", "--target", TARGET, "-Zbuild-std=std,panic_abort"]);
    cargo.arg("--target-dir").arg(builds());
    cargo.args(["--profile", module.profile(build)]);
    match (build, module) {
        (Build::Dev, _) => {}
        (Build::Published, Module::Fast) => {
            cargo.env(
                "RUSTFLAGS",
                "-Zunstable-options -Cpanic=immediate-abort -Zfmt-debug=none -Ctarget-feature=+simd128",
            );
        }
        (Build::Published, Module::Main | Module::Text) => {
            cargo.arg("-Zbuild-std-features=optimize_for_size");
            cargo.env(
                "RUSTFLAGS",
                "-Zunstable-options -Cpanic=immediate-abort -Zfmt-debug=none -Cllvm-args=-inline-threshold=40",
            );
        }
    }
    cargo
}

/// The target directory of these builds. It is separate because the compiler and the flags differ from all other builds.
fn builds() -> PathBuf {
    target().join("wasm")
}

fn bind(compiled: &Path, build: Build, module: Module, folder: &Path) -> Result<()> {
    let is_published = build == Build::Published;
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(compiled)
        .out_name(module.name())
        .web(true)?
        .typescript(true)
        // The package passes the WASM in, so the glue must not look for it by a path of its own.
        .omit_default_module_path(true)
        .debug(!is_published)
        .remove_name_section(is_published)
        .remove_producers_section(is_published);
    bindgen.generate(folder).context("wasm-bindgen failed")
}

/// The smallest that binaryen makes of it, after brotli.
///
/// One run for speed before the one for size finds more that is the same. Without `memory-packing` the data stays in one piece:
/// the pass cuts runs of zeros out, which brotli writes in fewer bytes than the headers of the pieces. The module for speed is
/// optimized for that alone.
fn optimize(wasm: &Path, module: Module) -> Result<()> {
    let strip = ["--strip-debug", "--strip-producers", "--strip-target-features"];
    let goal: &[&str] = match module {
        Module::Fast => &["-O3", "--converge"],
        Module::Main | Module::Text => &["-O3", "-Oz", "--converge", "--skip-pass=memory-packing"],
    };
    wasm_opt(wasm, &[goal, &strip[..]].concat())
}

/// Runs wasm-opt on a file in place. It reads from the file which features of WASM are used.
fn wasm_opt(wasm: &Path, options: &[&str]) -> Result<()> {
    npm_packages()?;
    let wasm_opt = root().join("web/node_modules/binaryen/bin/wasm-opt");
    shell::run(command("node").arg(wasm_opt).arg(wasm).arg("--output").arg(wasm).args(options))
}

/// Prints a table, and returns the bytes that a browser loads after brotli.
fn print(module: Module, built: &Built) -> Result<usize> {
    let mut node = command("node");
    node.args(["--eval", SIZES]).arg(&built.wasm).args(&built.glue);
    let sizes = sizes(&shell::read(&mut node)?)?;
    println!("{:<22}{:>10}{:>10}{:>10}", module.name(), "raw", "gzip", "brotli");
    for (name, Size { raw, gzip, brotli }) in ["wasm", "glue"].iter().zip(&sizes) {
        println!("{name:<22}{raw:>10}{gzip:>10}{brotli:>10}");
    }
    Ok(sizes.iter().map(|size| size.brotli).sum())
}

/// The bytes of a file after brotli.
///
/// # Errors
///
/// When the file cannot be read.
pub(crate) fn brotli_size(file: &Path) -> Result<u32> {
    let mut node = command("node");
    let sizes = sizes(&shell::read(node.args(["--eval", SIZES]).arg(file))?)?;
    let size = sizes.first().context("Node.js printed no sizes")?;
    Ok(u32::try_from(size.brotli)?)
}

/// A script for Node.js, which has both compressions built in and is needed for the tests anyway.
const SIZES: &str = r#"
    const { gzipSync, brotliCompressSync } = require("node:zlib");
    for (const file of process.argv.slice(1)) {
        const bytes = require("node:fs").readFileSync(file);
        console.log(bytes.length, gzipSync(bytes, { level: 9 }).length, brotliCompressSync(bytes).length);
    }
"#;

/// The size of a file in bytes: raw, and compressed as servers send it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Size {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// Reads what [`SIZES`] prints.
fn sizes(printed: &str) -> Result<Vec<Size>> {
    let line = |line: &str| {
        let numbers: Vec<usize> = line.split(' ').map(str::parse).collect::<Result<_, _>>().ok()?;
        let [raw, gzip, brotli] = numbers[..] else { return None };
        Some(Size { raw, gzip, brotli })
    };
    printed.lines().map(|text| line(text).context("Node.js printed no sizes")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_they_are_printed() {
        let two = [Size { raw: 100, gzip: 50, brotli: 40 }, Size { raw: 10, gzip: 5, brotli: 4 }];
        assert_eq!(sizes("100 50 40\n10 5 4\n").unwrap(), two);
        assert!(sizes("100 50").is_err());
    }

    #[test]
    fn wasm_bindgen_has_one_version() {
        let version = |manifest: &str, name: &str| {
            let manifest = fs::read_to_string(root().join(manifest)).unwrap();
            let line = manifest.lines().find(|line| line.starts_with(name)).unwrap().to_owned();
            line.split('"').nth(1).unwrap().to_owned()
        };
        assert_eq!(
            version("Cargo.toml", "wasm-bindgen = "),
            version("crates/xtask/Cargo.toml", "wasm-bindgen-cli-support = ")
        );
    }
}
