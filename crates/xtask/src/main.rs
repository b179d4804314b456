//! The project's own chores: `cargo xtask …`.
//!
//! Each chore installs the tools that it needs and that are missing, prints a line for each thing it does, and says what to
//! do about it when it fails.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "what a chore has to say goes to the terminal")]

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

mod bench;
mod clients;
mod deploy;
mod differ;
mod examples;
mod form_speed;
mod fuzz;
mod hooks;
mod instructions;
mod licences;
mod load;
mod msrv;
mod node;
mod oracles;
mod package;
mod packaging;
mod parity;
mod peers;
mod pile;
mod postgres;
mod probe;
mod python;
mod run;
mod schemathesis;
mod server;
mod shell;
mod spark;
mod test;
mod tools;
mod types;
mod update_data;
mod wasm;
mod wasm_report;
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
    /// Builds and serves the form, and the endpoint that takes its signups, at a local address
    Run,
    /// Runs the whole test suite
    Test(test::Options),
    /// Builds the npm package: the WASM into web/package/wasm, the wrapper into web/package/dist
    Wasm {
        /// Quick to build and easy to debug, instead of small
        #[arg(long)]
        dev: bool,
    },
    /// Generates the TypeScript types, and cuts the language files up for the core, the browser package and the form
    Types {
        /// Only check whether the generated files are up to date
        #[arg(long)]
        check: bool,
    },
    /// Prints the size of the browser build
    WasmSize {
        /// Also print what the bytes are spent on: sections, crates, and this many of the largest functions
        #[arg(long, value_name = "FUNCTIONS")]
        report: Option<usize>,
    },
    /// Compares the reports of all doors: native, command line, server, Node, Chromium, the JSON Schema, drafts
    Parity {
        /// Ten thousand sequences of edits, a hundred thousand documents: some minutes
        #[arg(long)]
        long: bool,
    },
    /// Compares the reports of generated documents and all vectors with those of another commit, byte by byte
    Differ {
        /// The commit
        #[arg(long, value_name = "REV", default_value = probe::BASE)]
        base: String,
        /// How many documents are generated
        #[arg(long, default_value_t = 100_000)]
        documents: u32,
    },
    /// Counts the instructions of a check, and compares them with another commit
    Instructions {
        /// The commit
        #[arg(long, value_name = "REV", default_value = probe::BASE)]
        base: String,
        /// Fails when the count grows by more than this factor
        #[arg(long, value_name = "RATIO", default_value_t = 1.02)]
        most: f64,
    },
    /// Runs every benchmark and writes docs/benchmarks.md: some minutes, on a quiet machine
    Bench {
        /// How often everything is measured in JavaScript
        #[arg(long, default_value_t = 300)]
        rounds: u32,
        /// How many lines the batch has
        #[arg(long, default_value_t = 1_000_000)]
        lines: u32,
    },
    /// Fuzzes the properties that hold for every input, with the nightly compiler
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
    /// Compares each format with a library that people trust, on millions of values
    Oracles {
        /// How many values for each format
        #[arg(long, default_value_t = 2_000_000)]
        values: u64,
        /// Generates other values for each seed
        #[arg(long, default_value_t = 0)]
        seed: u64,
    },
    /// Prints how the time of a check grows with its input, for the most expensive shapes of documents
    Worst,
    /// Compares the npm package with zod, valibot, arktype, ajv and typebox: time in Node and Chromium, and size
    Peers {
        /// How often everything is measured
        #[arg(long, default_value_t = 300)]
        rounds: u32,
    },
    /// Packs the npm packages and tries them, installed, as the suite's step of that name does
    Packaging {
        /// Also with the tools that the suite leaves out, such as Angular, Parcel, Bun, Deno and Jest: some minutes more
        #[arg(long)]
        all: bool,
        /// Only with this one of those tools; can be repeated
        #[arg(long, value_name = "NAME")]
        tool: Vec<String>,
    },
    /// Measures the form on a phone's processor and network: bytes, first paint, when it can be used, a key
    FormSpeed {
        /// How often the form is loaded
        #[arg(long, default_value_t = 7)]
        rounds: u32,
    },
    /// Takes pictures of the form's steps, narrow and wide, light and dark, into docs/images/form
    FormPictures,
    /// Measures the server's throughput with wrk: the check beside a handler that only reads the body, and stored signups
    Load {
        /// How long each part is measured
        #[arg(long, default_value_t = 5)]
        seconds: u32,
    },
    /// Measures the Python package beside jsonschema-rs and Pydantic
    PythonSpeed {
        /// How often everything is measured
        #[arg(long, default_value_t = 200)]
        rounds: u32,
    },
    /// Checks a million rows in Spark as the suite checks fewer, and measures Spark, the Arrow kernel and the command line
    Spark {
        /// How many rows
        #[arg(long, default_value_t = 1_000_000)]
        rows: u32,
        /// How often everything is measured
        #[arg(long, default_value_t = 3)]
        rounds: u32,
        /// Also watch the memory of one worker of Python's over so many rows
        #[arg(long, value_name = "ROWS")]
        memory: Option<u32>,
    },
    /// Tests the server with requests generated from its OpenAPI document, valid and invalid ones
    Schemathesis,
    /// Generates the tables of formats from the data in crates/core/data
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
        Chore::Types { check } => types::run(check)?,
        Chore::Wasm { dev } => web::package(if dev { wasm::Build::Dev } else { wasm::Build::Published })?,
        Chore::WasmSize { report: None } => wasm::print_size()?,
        Chore::WasmSize { report: Some(functions) } => wasm_report::print(functions)?,
        Chore::Parity { long } => parity::check(if long { Extent::Long } else { Extent::Short })?,
        Chore::Differ { base, documents } => differ::run(&base, documents)?,
        Chore::Instructions { base, most } => instructions::run(&base, most)?,
        Chore::Bench { rounds, lines } => bench::run(rounds, lines)?,
        Chore::Peers { rounds } => peers::alone(rounds)?,
        Chore::Fuzz { target: Some(target), case: Some(case), .. } => fuzz::again(&target, &case)?,
        Chore::Fuzz { seconds, target, .. } => fuzz::run(seconds, target.as_deref())?,
        Chore::Oracles { values, seed } => oracles::run(values, seed)?,
        Chore::Worst => fuzz::worst()?,
        Chore::Packaging { all, tool } => packaging::run(all, &tool)?,
        Chore::FormSpeed { rounds } => form_speed::run(rounds)?,
        Chore::FormPictures => form_speed::pictures()?,
        Chore::Load { seconds } => load::run(seconds)?,
        Chore::PythonSpeed { rounds } => python::speed(rounds)?,
        Chore::Spark { rows, rounds, memory } => spark::measure(rows, rounds, memory)?,
        Chore::Schemathesis => {
            schemathesis::install()?;
            schemathesis::check()?;
        }
        Chore::UpdateData { check } => update_data::run(check)?,
    }
    Ok(ExitCode::SUCCESS)
}
