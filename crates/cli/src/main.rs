//! `merchant-signup`: the pre-submit check of merchant signups, on the command line.
//!
//! One line of arguments in, one exit status out: 0 every signup is ready, 1 one is not, 2 it could not be done.

mod args;
mod batch;
mod catalogue;
mod check;
mod envelope;
mod fix;
mod input;
mod lines;
mod locate;
mod output;
mod packed;
mod policy;
mod render;
mod sources;
mod tally;
mod wording;

use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};

use crate::args::{Cli, Command};
use crate::output::{COULD_NOT_RUN, Output};

fn main() -> ExitCode {
    output::hush_panics();
    let status = match Cli::try_parse() {
        Ok(cli) => run(&cli),
        Err(error) => misunderstood(&error),
    };
    ExitCode::from(status)
}

fn run(cli: &Cli) -> u8 {
    match &cli.command {
        Command::Check(args) => check::run(args, cli.color),
        Command::Fix(args) => fix::run(args),
        Command::Schema(args) => {
            let mut out = Output::new();
            out.line(format_args!("{:#}", merchant_signup::json_schema(args.level)));
            out.flush();
            0
        }
        Command::Rules(args) => catalogue::rules(args),
        Command::Explain(args) => catalogue::explain(args),
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
            let text = error.render().to_string();
            let what = text.lines().take_while(|line| !line.starts_with("Usage:")).map(str::trim);
            let what: Vec<_> =
                what.filter(|line| !line.is_empty() && !line.starts_with("For more")).collect();
            let what = what.join(" ").replace(" tip: ", "; ");
            let what = what.strip_prefix("error: ").unwrap_or(&what);
            output::complain(format_args!("{what}; see merchant-signup --help"));
            COULD_NOT_RUN
        }
    }
}
