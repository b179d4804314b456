//! `merchant-signup`: the pre-submit check of merchant signups, on the command line.
//!
//! One line of arguments in, one exit status out: 0 every signup is ready, 1 one is not, 2 it could not be done.

mod args;
mod baseline;
mod batch;
mod catalogue;
mod check;
mod config;
mod correction;
mod csv;
mod diff;
mod envelope;
mod fix;
mod input;
mod interrupt;
mod lines;
mod locate;
mod output;
mod packed;
mod policy;
mod render;
mod replacement;
mod sources;
mod tally;
mod wording;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};

use crate::args::{Check, Cli, Command};
use crate::output::{COULD_NOT_RUN, Output};

fn main() -> ExitCode {
    output::hush_panics();
    let words: Vec<_> = std::env::args_os().collect();
    let status = match Cli::try_parse_from(&words) {
        Ok(Cli { command: Command::Check(args), .. }) if args.config.is_some() => configured(&args, &words),
        Ok(cli) => run(&cli),
        Err(error) => misunderstood(&error),
    };
    ExitCode::from(status)
}

/// Runs a check with options from a file.
fn configured(args: &Check, words: &[OsString]) -> u8 {
    let path = args.config.as_deref().unwrap_or(Path::new(""));
    let options = match config::read(path) {
        Ok(options) => options,
        Err(why) => {
            output::complain(why);
            return COULD_NOT_RUN;
        }
    };
    // By themselves first, so that a mistake is known to be in the file.
    let alone = ["merchant-signup".into(), "check".into()];
    if let Err(error) = Cli::try_parse_from([&alone, &*options].concat()) {
        output::complain(format_args!("{}: {}", path.display(), mistake(&error)));
        return COULD_NOT_RUN;
    }
    match Cli::try_parse_from(config::joined(words, &options)) {
        Ok(cli) => run(&cli),
        Err(error) => misunderstood(&error),
    }
}

fn run(cli: &Cli) -> u8 {
    match &cli.command {
        Command::Check(args) => check::run(args, cli.color),
        Command::Fix(args) => fix::run(args),
        Command::Schema(args) => {
            let mut out = Output::new();
            if args.csv {
                out.line(csv::template());
            } else {
                out.line(format_args!("{:#}", merchant_signup::json_schema(args.level)));
            }
            out.flush();
            0
        }
        Command::Rules(args) => catalogue::rules(args),
        Command::Explain(args) => catalogue::explain(args),
        Command::Man { command } => manual(command.as_deref()),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "merchant-signup", &mut script);
            let mut out = Output::new();
            out.write(&script);
            out.flush();
            0
        }
    }
}

/// Prints a manual page.
fn manual(command: Option<&str>) -> u8 {
    let mut program = Cli::command();
    program.build();
    let page = match command {
        None => Some(program.clone()),
        // A built command's name has the program's in front of it.
        Some(name) => program.find_subcommand(name).cloned(),
    };
    let Some(page) = page else {
        output::complain("there is no such command; merchant-signup --help lists them all");
        return COULD_NOT_RUN;
    };
    let mut text = Vec::new();
    // Writing to memory does not fail.
    let _ = clap_mangen::Man::new(page)
        .source(concat!("merchant-signup ", env!("CARGO_PKG_VERSION")))
        .render(&mut text);
    let mut out = Output::new();
    out.write(&text);
    out.flush();
    0
}

/// Help and version are no mistakes; a mistake is told in one line.
fn misunderstood(error: &clap::Error) -> u8 {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let text = error.render();
            let mut out = Output::new();
            if output::is_coloured(args::When::Auto) {
                out.write(text.ansi().to_string().as_bytes());
            } else {
                out.write(text.to_string().as_bytes());
            }
            out.flush();
            0
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            output::note(error.render());
            COULD_NOT_RUN
        }
        _ => {
            output::complain(format_args!("{}; see merchant-signup --help", mistake(error)));
            COULD_NOT_RUN
        }
    }
}

/// A mistake in one line.
fn mistake(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let what = text.lines().take_while(|line| !line.starts_with("Usage:")).map(str::trim);
    let what: Vec<_> = what.filter(|line| !line.is_empty() && !line.starts_with("For more")).collect();
    let what = what.join(" ").replace(" tip: ", "; ");
    what.strip_prefix("error: ").unwrap_or(&what).to_owned()
}
