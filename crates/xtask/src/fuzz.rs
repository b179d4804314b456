//! Attacks: fuzzing, and the inputs that take longest.
//!
//! libFuzzer mutates inputs and keeps those that reach code that no earlier input reached. Each target in
//! `tests/fuzz/src/targets.rs` checks properties that must hold for every input.
//!
//! Nothing needs to be installed: the crate `tests/fuzz` links libFuzzer, and the nightly compiler adds the counters that
//! libFuzzer reads.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use crate::shell::{self, cargo, command, read, root, say, shown, succeeds_within, target};

/// The same flags that cargo-fuzz passes: the compiler counts how often each edge of the program is taken, and reports the
/// operands of comparisons.
const COVERAGE: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing -Ccodegen-units=1";

/// Fuzzes all targets for as many seconds each, or one of them.
///
/// # Errors
///
/// When there is no nightly compiler, when the fuzzer does not build, or when it finds something.
pub(crate) fn run(seconds: u32, only: Option<&str>) -> Result<()> {
    run_from(Start::Corpus, seconds, only)
}

/// Where a run begins.
#[derive(Clone, Copy)]
enum Start {
    /// From what earlier runs kept, with other inputs each time.
    Corpus,
    /// From the vectors alone, with the same inputs each time, so that a step of the suite fails for what was changed and not by
    /// chance.
    Same,
}

fn run_from(begin: Start, seconds: u32, only: Option<&str>) -> Result<()> {
    ensure!(has_nightly(), "no nightly compiler: `rustup toolchain install nightly` installs one");
    let names = targets()?;
    let chosen: Vec<&String> = names.iter().filter(|name| only.is_none_or(|only| only == *name)).collect();
    ensure!(!chosen.is_empty(), "there is no such target; there are {}", names.join(", "));
    let fuzzer = build()?;
    say(format_args!("Fuzzing, {seconds} seconds each"));
    println!("{:<16}{:>8}{:>12}{:>10}{:>8}  result", "target", "seconds", "executions", "coverage", "kept");
    // Two targets run at the same time, because each uses one thread.
    let mut found = Vec::new();
    for pair in chosen.chunks(2) {
        let outcomes: Vec<Result<Outcome>> = std::thread::scope(|scope| {
            let started: Vec<_> = pair
                .iter()
                .map(|name| scope.spawn(|| fuzz(&fuzzer, name.as_str(), begin, seconds)))
                .collect();
            started
                .into_iter()
                .map(|thread| thread.join().unwrap_or_else(|_| bail!("a thread came to its end")))
                .collect()
        });
        for outcome in outcomes {
            let outcome = outcome?;
            outcome.print();
            found.extend(outcome.found);
        }
    }
    let Some(first) = found.first() else { return Ok(()) };
    bail!(
        "{} found. Mend it, and keep the case in tests/fuzz/found/<target>; this tries it again:\n{first}",
        found.len()
    )
}

/// Ten seconds for each target with the same inputs each time, where there is a nightly compiler.
///
/// # Errors
///
/// As [`run`].
pub(crate) fn shortly() -> Result<()> {
    if has_nightly() {
        return run_from(Start::Same, 10, None);
    }
    say("Skipped: no nightly compiler. What was found before is tried by the tests of crates/core");
    Ok(())
}

fn has_nightly() -> bool {
    succeeds_within(Duration::from_secs(60), command("rustup").args(["run", "nightly", "rustc", "--version"]))
}

/// The targets' names, from where they are.
fn targets() -> Result<Vec<String>> {
    let source = fs::read_to_string(root().join("tests/fuzz/src/targets.rs"))?;
    let names =
        source.lines().filter_map(|line| line.trim_start().strip_prefix("(\"")?.split_once("\", Input::"));
    Ok(names.map(|(name, _)| name.to_owned()).collect())
}

/// Builds the fuzzer.
fn build() -> Result<PathBuf> {
    say("Building the fuzzer");
    let host = read(command("rustup").args(["run", "nightly", "rustc", "-vV"]))?;
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names no host")?;
    let folder = target().join("fuzz");
    let mut cargo = command("rustup");
    cargo.args(["run", "nightly", "cargo", "build", "--quiet", "--locked", "--release"]);
    // Naming the target explicitly keeps the flags away from build scripts.
    cargo.args(["--manifest-path", "tests/fuzz/Cargo.toml", "--target", host]);
    cargo.env("CARGO_TARGET_DIR", &folder).env("RUSTFLAGS", COVERAGE);
    shell::run(cargo.env_remove("CARGO_ENCODED_RUSTFLAGS").env_remove("RUSTC"))?;
    Ok(folder.join(host).join("release/merchant-signup-fuzz"))
}

/// How fuzzing a target went.
struct Outcome {
    target: String,
    time: Duration,
    executions: u64,
    coverage: u64,
    new: u64,
    /// A line that tries the case again.
    found: Option<String>,
}

impl Outcome {
    fn print(&self) {
        let Self { target, time, executions, coverage, new, found } = self;
        let result = if found.is_some() { "found something" } else { "nothing found" };
        let seconds = time.as_secs();
        println!("{target:<16}{seconds:>8}{executions:>12}{coverage:>10}{new:>8}  {result}");
    }
}

/// Fuzzes one target. The corpus that it collects stays in the build folder, so that the next run can start from it.
fn fuzz(fuzzer: &Path, name: &str, begin: Start, seconds: u32) -> Result<Outcome> {
    let folder = match begin {
        Start::Corpus => target().join("fuzz/corpus").join(name),
        Start::Same => target().join("fuzz/same").join(name),
    };
    let [corpus, seeds, found] = ["corpus", "seeds", "found"].map(|part| folder.join(part));
    // The seeds are written anew each time, so that they match the current vectors.
    let _ = fs::remove_dir_all(&seeds);
    if matches!(begin, Start::Same) {
        let _ = fs::remove_dir_all(&corpus);
    }
    for part in [&corpus, &seeds, &found] {
        fs::create_dir_all(part).with_context(|| format!("{} cannot be made", part.display()))?;
    }
    let start = Instant::now();
    let mut libfuzzer = command(fuzzer);
    libfuzzer.env("FUZZ_TARGET", name).env("FUZZ_SEEDS", &seeds).env("RUST_BACKTRACE", "0");
    libfuzzer.args([format!("-max_total_time={seconds}"), format!("-artifact_prefix={}/", found.display())]);
    // A document of a few kilobytes reaches all code. The limits on time and memory catch a hang, and a report that
    // grows without bounds, within seconds.
    libfuzzer.args(["-max_len=4096", "-timeout=10", "-rss_limit_mb=1024", "-print_final_stats=1"]);
    if matches!(begin, Start::Same) {
        libfuzzer.arg("-seed=20261122");
    }
    let output = libfuzzer.arg(&corpus).arg(&seeds).output().context("the fuzzer cannot be started")?;
    let log = folder.join("log");
    fs::write(&log, &output.stderr)?;
    outcome(name, start.elapsed(), &output, &log)
}

/// What libFuzzer's log says.
fn outcome(name: &str, time: Duration, output: &Output, log: &Path) -> Result<Outcome> {
    let said = String::from_utf8_lossy(&output.stderr);
    let statistic = |name: &str| {
        let line = said.lines().rev().find_map(|line| line.strip_prefix(name))?;
        line.trim().parse().ok()
    };
    let coverage =
        said.lines().rev().find_map(|line| line.split_once("cov: ")?.1.split(' ').next()?.parse().ok());
    let case = said.lines().find_map(|line| line.split_once("Test unit written to ")).map(|(_, case)| case);
    let found = match (output.status.success(), case) {
        (true, _) => None,
        (false, Some(case)) => {
            let complaint: Vec<&str> =
                said.lines().skip_while(|line| !line.contains("panicked at")).take(4).collect();
            let case = shown(Path::new(case));
            Some(format!("{name}: {}\ncargo xtask fuzz --target {name} --case {case}", complaint.join("\n")))
        }
        (false, None) => bail!("the fuzzer failed on {name} ({}): see {}", output.status, shown(log)),
    };
    Ok(Outcome {
        target: name.to_owned(),
        time,
        executions: statistic("stat::number_of_executed_units:").unwrap_or_default(),
        coverage: coverage.unwrap_or_default(),
        new: statistic("stat::new_units_added:").unwrap_or_default(),
        found,
    })
}

/// Tries one case again.
///
/// # Errors
///
/// When it still fails.
pub(crate) fn again(name: &str, case: &Path) -> Result<()> {
    let fuzzer = build()?;
    let mut libfuzzer: Command = command(fuzzer);
    shell::run(libfuzzer.env("FUZZ_TARGET", name).arg(case))
}

/// Prints how the time of a check grows with its input.
///
/// # Errors
///
/// When the example does not build.
pub(crate) fn worst() -> Result<()> {
    shell::run(&mut cargo([
        "run",
        "--quiet",
        "--release",
        "--package",
        "merchant-signup-core",
        "--example",
        "worst",
    ]))
}
