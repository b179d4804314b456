//! The project's own chores: `cargo xtask …`.
//!
//! A chore installs what it needs and is missing, says in a line what it does, and when it fails says what to do.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "what a chore has to say goes to the terminal")]

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

mod bench;
mod differ;
mod examples;
mod fuzz;
mod instructions;
mod licences;
mod load;
mod msrv;
mod oracles;
mod package;
mod packaging;
mod parity;
mod peers;
mod postgres;
mod probe;
mod room;
mod run;
mod schemathesis;
mod shell;
mod test;
mod tools;
mod update_data;
mod wasm;
mod web;

use parity::Extent;

#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "The project's own chores")]
struct Cli {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Debug, Subcommand)]
enum Chore {
    /// The main job: the form, and the endpoint that takes its signups, at a local address
    Run,
    /// The whole test suite
    Test(test::Options),
    /// The npm package: the browser build in web/package/wasm, the wrapper in web/package/dist
    Wasm {
        /// Quick to build and easy to debug, instead of small
        #[arg(long)]
        dev: bool,
    },
    /// The TypeScript types generated from the payload table and the registry of rules
    Types {
        /// Only say whether they are up to date
        #[arg(long)]
        check: bool,
    },
    /// The size of the browser build
    WasmSize {
        /// What takes the room: sections, crates, and as many of the largest functions
        #[arg(long, value_name = "FUNCTIONS")]
        report: Option<usize>,
    },
    /// The doors held against each other: native, command line, server, Node, Chromium, the JSON Schema, drafts
    Parity {
        /// Ten thousand sequences of edits, a hundred thousand documents: some minutes
        #[arg(long)]
        long: bool,
    },
    /// The reports of generated documents and all vectors, held against those of another commit, to the byte
    Differ {
        /// The commit
        #[arg(long, value_name = "REV", default_value = probe::BASE)]
        base: String,
        /// How many documents are generated
        #[arg(long, default_value_t = 100_000)]
        documents: u32,
    },
    /// The instructions of a check, beside those at another commit
    Instructions {
        /// The commit
        #[arg(long, value_name = "REV", default_value = probe::BASE)]
        base: String,
        /// Fails when there are more than so many times as many
        #[arg(long, value_name = "RATIO", default_value_t = 1.02)]
        most: f64,
    },
    /// Every comparison in one go, written to docs/benchmarks.md: some minutes, on a quiet machine
    Bench {
        /// How often everything is measured in JavaScript
        #[arg(long, default_value_t = 300)]
        rounds: u32,
        /// How many lines the batch has
        #[arg(long, default_value_t = 1_000_000)]
        lines: u32,
    },
    /// What holds of any input, tried by a fuzzer on the nightly compiler
    Fuzz {
        /// How long for each target
        #[arg(long, default_value_t = 10)]
        seconds: u32,
        /// Only this target
        #[arg(long, value_name = "NAME")]
        target: Option<String>,
        /// Only this case of the target's, once
        #[arg(long, value_name = "FILE", requires = "target")]
        case: Option<std::path::PathBuf>,
    },
    /// The formats held against libraries that people trust, on millions of values each
    Oracles {
        /// How many values for each format
        #[arg(long, default_value_t = 2_000_000)]
        values: u64,
        /// Other values than those of other seeds
        #[arg(long, default_value_t = 0)]
        seed: u64,
    },
    /// How the time of a check grows with its input, for the nastiest shapes
    Worst,
    /// The npm package beside zod, valibot, arktype, ajv and typebox: time in Node and Chromium, and size
    Peers {
        /// How often everything is measured
        #[arg(long, default_value_t = 300)]
        rounds: u32,
    },
    /// How much the server takes, with wrk: the check beside a handler that only reads the body, and stored signups
    Load {
        /// How long each part is measured
        #[arg(long, default_value_t = 5)]
        seconds: u32,
    },
    /// The server asked everything that its OpenAPI document says, and what it does not say
    Schemathesis,
    /// The tables generated from the data in crates/core/data
    UpdateData {
        /// Only say whether they are up to date
        #[arg(long)]
        check: bool,
    },
}

fn main() -> ExitCode {
    chore(Cli::parse().chore).unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

fn chore(chore: Chore) -> Result<ExitCode> {
    match chore {
        Chore::Run => run::run()?,
        Chore::Test(options) => return test::run(&options),
        Chore::Types { check } => web::types(check)?,
        Chore::Wasm { dev } => web::package(if dev { wasm::Build::Dev } else { wasm::Build::Small })?,
        Chore::WasmSize { report: None } => wasm::print_size()?,
        Chore::WasmSize { report: Some(functions) } => room::print(functions)?,
        Chore::Parity { long } => parity::check(if long { Extent::Long } else { Extent::Short })?,
        Chore::Differ { base, documents } => differ::run(&base, documents)?,
        Chore::Instructions { base, most } => instructions::run(&base, most)?,
        Chore::Bench { rounds, lines } => bench::run(rounds, lines)?,
        Chore::Peers { rounds } => peers::run(rounds, &[])?,
        Chore::Fuzz { target: Some(target), case: Some(case), .. } => fuzz::again(&target, &case)?,
        Chore::Fuzz { seconds, target, .. } => fuzz::run(seconds, target.as_deref())?,
        Chore::Oracles { values, seed } => oracles::run(values, seed)?,
        Chore::Worst => fuzz::worst()?,
        Chore::Load { seconds } => load::run(seconds)?,
        Chore::Schemathesis => {
            schemathesis::install()?;
            schemathesis::check()?;
        }
        Chore::UpdateData { check } => update_data::run(check)?,
    }
    Ok(ExitCode::SUCCESS)
}
