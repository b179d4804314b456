//! `cargo xtask test`: every check, the quick ones first.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use clap::Args;

use crate::parity::{self, Extent};
use crate::shell::{TESTS, cargo, run as execute};
use crate::tools::Tool;
use crate::{
    bench, clients, deploy, examples, fuzz, hooks, licences, msrv, package, packaging, postgres, python,
    run as main_job, schemathesis, spark, types, update_data, wasm, web,
};

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Only this step (may be given several times)
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
    /// Names the steps and runs none
    #[arg(long)]
    list: bool,
    /// Stops at the first step that fails
    #[arg(long)]
    fail_fast: bool,
}

/// A step: its name, what it makes sure of, the tools that it needs, and the function that runs it.
struct Step(&'static str, &'static str, &'static [Tool], fn() -> Result<()>);

/// The tools of a step that builds the npm package and loads it in a browser.
const BROWSER: &[Tool] = &[Tool::Wasm, Tool::Npm, Tool::Chromium];

/// All steps, in the order in which they run: the quick ones come first, so that a fault is found early.
const STEPS: &[Step] = &[
    Step("format", "the code is formatted", &[Tool::Lints], format),
    Step("data", "the generated tables are up to date", &[], || update_data::run(true)),
    Step("types", "what is generated for the other side of a boundary is up to date", &[], || {
        types::run(true)
    }),
    Step("licences", "dependencies have licences and sources that deny.toml allows", &[], licences::check),
    Step("msrv", "the libraries build with the oldest Rust that they promise", &[], msrv::check),
    Step("lint", "clippy has nothing to say", &[Tool::Lints], lint),
    Step("test", "unit tests, integration tests, doctests", &[], test),
    Step("fuzz", "nothing is found in ten seconds of fuzzing", &[], fuzz::shortly),
    Step("postgres", "the server's tests pass on PostgreSQL too", &[], postgres::check),
    Step("deploy", "the container file and the systemd unit are sound", &[], deploy::check),
    Step("hooks", "the action and the hooks do what they say", &[], hooks::check),
    Step("openapi", "the server does what its document says", &[Tool::Schemathesis], schemathesis::check),
    Step(
        "clients",
        "generated clients work with the server",
        &[Tool::Schemathesis, Tool::Npm],
        clients::check,
    ),
    Step("docs", "the documentation's links lead somewhere", &[], docs),
    Step("package", "the packed crates check a signup from an empty project", &[], package::check),
    Step("python", "the Python package does what it says", &[], python::check),
    Step("spark", "Spark says of each signup what the command line says", &[Tool::Java], spark::check),
    Step("wasm-core", "the core builds for the browser", &[Tool::Wasm], wasm::core_builds),
    Step(
        "wasm-size",
        "the browser build is within its budget",
        &[Tool::Wasm, Tool::Npm],
        wasm::size_within_budget,
    ),
    Step("form", "people fill in the form in a browser", BROWSER, web::form_in_a_browser),
    Step("endpoint", "the form and the server work together", BROWSER, main_job::endpoint_in_a_browser),
    Step(
        "field",
        "what people really paste is answered as it should be, by every door",
        BROWSER,
        parity::field,
    ),
    Step("parity", "every door gives the same report", BROWSER, || parity::check(Extent::Short)),
    Step("packaging", "the packed npm packages load everywhere", BROWSER, packaging::check),
    Step(
        "examples",
        "the examples work: form libraries, and the form on the pages of others",
        BROWSER,
        examples::check,
    ),
    Step("ratios", "the check is as fast beside others as it was", BROWSER, bench::ratios),
];

/// Runs the steps.
///
/// # Errors
///
/// When a step is asked for that does not exist. A step that fails is not an error: it is counted and gives the exit code.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    let chosen = chosen(&options.only)?;
    if options.list {
        for Step(name, about, needs, _) in chosen {
            let needs: Vec<String> = needs.iter().map(ToString::to_string).collect();
            let needs =
                if needs.is_empty() { String::new() } else { format!(" (needs {})", needs.join(", ")) };
            println!("{name:<12}{about}{needs}");
        }
        return Ok(ExitCode::SUCCESS);
    }
    let mut results = Vec::new();
    for step in chosen {
        let (passed, time) = timed(step);
        results.push((step.0, passed, time));
        if options.fail_fast && !passed {
            break;
        }
    }
    let failed = summary(&results);
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn chosen(names: &[String]) -> Result<Vec<&'static Step>> {
    if let Some(unknown) = names.iter().find(|name| STEPS.iter().all(|step| step.0 != **name)) {
        let all: Vec<&str> = STEPS.iter().map(|step| step.0).collect();
        bail!("there is no step {unknown}; there are {}", all.join(", "));
    }
    Ok(STEPS.iter().filter(|step| names.is_empty() || names.iter().any(|name| name == step.0)).collect())
}

fn timed(Step(name, about, needs, check): &Step) -> (bool, Duration) {
    println!("\n{name}: {about}");
    let start = Instant::now();
    let result = needs.iter().try_for_each(|tool| tool.install()).and_then(|()| check());
    if let Err(error) = &result {
        println!("{name} failed: {error:#}");
    }
    (result.is_ok(), start.elapsed())
}

/// Prints how the steps went, and returns how many failed.
fn summary(results: &[(&str, bool, Duration)]) -> usize {
    println!();
    for (name, passed, time) in results {
        println!("{name:<12}{:<8}{:>8.1} s", if *passed { "passed" } else { "failed" }, time.as_secs_f64());
    }
    let passed = results.iter().filter(|(_, passed, _)| *passed).count();
    let failed = results.len() - passed;
    println!("\n{passed} passed, {failed} failed");
    failed
}

fn format() -> Result<()> {
    execute(&mut cargo(["fmt", "--all", "--check"]))
}

fn lint() -> Result<()> {
    let words =
        ["clippy", "--quiet", "--workspace", "--all-targets", "--all-features", "--", "--deny", "warnings"];
    execute(&mut cargo(words))
}

fn test() -> Result<()> {
    execute(&mut cargo(TESTS))
}

fn docs() -> Result<()> {
    let words = ["doc", "--quiet", "--workspace", "--all-features", "--no-deps"];
    execute(cargo(words).env("RUSTDOCFLAGS", "--deny warnings"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        let mut names: Vec<&str> = STEPS.iter().map(|step| step.0).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), STEPS.len());
    }

    #[test]
    fn a_step_can_be_chosen() {
        assert_eq!(chosen(&[]).unwrap().len(), STEPS.len());
        assert_eq!(chosen(&["lint".to_owned()]).unwrap().len(), 1);
        assert!(chosen(&["lint".to_owned(), "lnt".to_owned()]).is_err());
    }
}
