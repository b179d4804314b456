//! What can be said on the command line.

mod check;
mod choices;

use std::ffi::OsString;

use clap::{Args, Parser, Subcommand, ValueHint};
use merchant_signup::Level;

pub(crate) use check::Check;
pub(crate) use choices::{CatalogueFormat, Format, Input, Only, Summary, When};
use choices::{Language, levels};

use crate::csv::Separator;

/// Checks merchant signups before they are sent, and says everything that is wrong at once.
#[derive(Debug, Parser)]
#[command(
    name = "merchant-signup",
    version,
    arg_required_else_help = true,
    subcommand_required = true,
    max_term_width = 100,
    after_help = "Start with: merchant-signup check signup.json"
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// Whether to use colours; on its own, only on a terminal and where NO_COLOR is not set
    #[arg(long, value_enum, default_value_t, global = true, value_name = "WHEN")]
    pub(crate) color: When,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check signups: one in a JSON file, many in a file of lines, or folders of both
    #[command(
        args_override_self = true,
        after_help = "In a folder, and the folders in it, the files are checked whose names end in .json, .ndjson, .jsonl or .csv, or in
one of these and .gz or .zst; hidden ones are passed over. Files compressed by gzip or zstd are known by their first bytes.

The first line of CSV names the fields: ownership.owners[0].name, or /signup/ownership/owners/0/name. An empty cell says nothing.
`merchant-signup schema --csv` prints such a line.

Exit status:
  0    every signup is ready to send
  1    a signup is not ready: something is missing or wrong, or it cannot be read as JSON; or there is no signup at all.
       --deny, --ignore and --baseline change what counts
  2    a file could not be read, or the command line is wrong
  141  who read the output has closed it

Examples:
  merchant-signup check signup.json
  merchant-signup check --format sarif signups/*.json > signups.sarif
  merchant-signup check --only failing --format html signups/ > report.html
  merchant-signup check --only failing --compact pile.ndjson > failing.ndjson
  merchant-signup check --quiet --summary json pile.ndjson
  merchant-signup check --key /merchant_id --write-baseline known.ndjson pile.ndjson
  merchant-signup check --key /merchant_id --baseline known.ndjson --deny warnings pile.ndjson
  merchant-signup check --signup-at /payload --key /merchant_id --compact events.ndjson
  merchant-signup check --key /merchant_id merchants.csv
  merchant-signup check signups/ 'archive/2026-*/**/*.ndjson.zst' --details 0
  find . -name '*.json' -print0 | merchant-signup check --files-from -"
    )]
    Check(Box<Check>),

    /// Correct what can be corrected without guessing, and leave the rest of the file as it is
    #[command(
        after_help = "Without --write the corrected text goes to standard output and the file stays. With it, the file is replaced at once when all of the
new text is there: its mode and owner and links to it are kept, and what cannot be kept is said. A read-only file is refused.
What was corrected is listed on standard error; whether the signup is ready, `check` says.

Exit status:
  0  done, whether there was something to correct or not
  1  a text cannot be read, and is passed on as it is; with --check, also where there is something to correct
  2  a file could not be read or written, or the command line is wrong
  130  broken off by ^C or a signal: the file is as it was"
    )]
    Fix(Fix),

    /// Print the JSON Schema (draft 2020-12) of a signup, or a header for signups in CSV
    Schema(Schema),

    /// Print the catalogue of everything that a check can say
    Rules(Rules),

    /// Explain a code of a report
    Explain(Explain),

    /// Print a manual page
    #[command(after_help = "Example:
  merchant-signup man check > ~/.local/share/man/man1/merchant-signup-check.1")]
    Man {
        /// The command to print the page of; none is the page of the program
        #[arg(value_name = "COMMAND")]
        command: Option<String>,
    },

    /// Print a completion script for a shell
    #[command(after_help = "Example, for bash:
  merchant-signup completions bash > ~/.local/share/bash-completion/completions/merchant-signup")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Fix {
    /// The files to correct, folders of them, or patterns; `-`, or none at all, is standard input
    #[arg(value_name = "FILES", value_hint = ValueHint::AnyPath)]
    pub(crate) files: Vec<OsString>,

    /// Correct the files and folders that a file names, one on each line (or with a NUL behind each); `-` is standard input
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) files_from: Option<OsString>,

    /// Write the corrected text back into the file
    #[arg(long, short)]
    pub(crate) write: bool,

    /// Write nothing; the exit status is 1 where there is something to correct
    #[arg(long, conflicts_with = "write")]
    pub(crate) check: bool,

    /// Write nothing but a unified diff of what there is to correct
    #[arg(long, conflicts_with = "write")]
    pub(crate) diff: bool,

    /// What the file holds: one signup, one on each line, or a table [auto: by its name, else by its first lines]
    #[arg(long, value_enum, default_value_t, value_name = "INPUT")]
    pub(crate) input: Input,

    /// What stands between the cells of CSV, one character or the word tab [default: seen in the first line]
    #[arg(long, value_parser = Separator::parse, value_name = "CHARACTER")]
    pub(crate) separator: Option<Separator>,
}

#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// What the schema requires: all that makes a signup ready, or only what the API itself asks for
    #[arg(long, default_value = Level::Submission.name(), value_parser = levels(), value_name = "LEVEL")]
    pub(crate) level: Level,

    /// Print a header for CSV in place of the schema: a column for each field, and the first element of each list; write more of them with the next numbers
    #[arg(long, conflicts_with = "level")]
    pub(crate) csv: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Rules {
    /// How to print the catalogue
    #[arg(long, short, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: CatalogueFormat,

    #[command(flatten)]
    pub(crate) language: Language,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// A code, such as ownership.owners.percentage.out_of_range
    #[arg(value_name = "CODE")]
    pub(crate) code: String,

    #[command(flatten)]
    pub(crate) language: Language,
}
