//! What can be said on the command line.

use std::ffi::OsString;

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use merchant_signup::{Date, Level, Locale, Options, Profile};

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
    /// Check signups: one in a JSON file, or many in a file of lines
    #[command(after_help = "Exit status:
  0  every signup is ready to send
  1  a signup is not ready: something is missing or wrong, or it cannot be read as JSON
  2  a file could not be opened, or the command line is wrong

Examples:
  merchant-signup check signup.json
  merchant-signup check --format sarif signups/*.json > signups.sarif
  zcat signups.ndjson.gz | merchant-signup check --format ndjson - > reports.ndjson")]
    Check(Check),

    /// Correct what can be corrected without guessing, and leave the rest of the file as it is
    #[command(after_help = "Without --write the corrected text goes to standard output and the file stays.
What was corrected is listed on standard error; whether the signup is ready, `check` says.

Exit status:
  0  done, whether there was something to correct or not
  1  the text cannot be read as JSON; it is passed on as it is
  2  a file could not be read or written, or the command line is wrong")]
    Fix(Fix),

    /// Print the JSON Schema (draft 2020-12) of a signup
    Schema(Schema),

    /// Print the catalogue of everything that a check can say
    Rules(Rules),

    /// Explain a code of a report
    Explain(Explain),

    /// Print a completion script for a shell
    #[command(after_help = "Example, for bash:
  merchant-signup completions bash > ~/.local/share/bash-completion/completions/merchant-signup")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The files to check; `-`, or none at all, is standard input
    #[arg(value_name = "FILES", value_hint = ValueHint::FilePath)]
    pub(crate) files: Vec<OsString>,

    /// How to say what was found
    #[arg(long, short, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: Format,

    /// How much to check: all that makes a signup ready, or only what the API itself refuses
    #[arg(long, default_value = Level::Submission.name(), value_parser = levels(), value_name = "LEVEL")]
    pub(crate) level: Level,

    /// The law to judge by
    #[arg(long, default_value = Profile::NO_2018.name, value_parser = profiles(), value_name = "PROFILE")]
    pub(crate) profile: &'static Profile,

    /// The day to count ages to [default: today]
    #[arg(long, value_parser = day, value_name = "YYYY-MM-DD")]
    pub(crate) today: Option<Date>,

    #[command(flatten)]
    pub(crate) language: Language,

    /// Check this account id too, the one in the address that the signup is sent to
    #[arg(long, value_name = "AID")]
    pub(crate) account: Option<String>,

    /// What a file holds: one signup, or one on each line [auto: by its name, else by its first lines]
    #[arg(long, value_enum, default_value_t, value_name = "INPUT")]
    pub(crate) input: Input,

    /// How many signups of a batch to show in full in the human format; the rest are counted
    #[arg(long, default_value_t = 10, value_name = "COUNT")]
    pub(crate) details: usize,
}

#[derive(Debug, Args)]
pub(crate) struct Fix {
    /// The file to correct; `-`, or none at all, is standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) file: Option<OsString>,

    /// Write the corrected text back into the file
    #[arg(long, short)]
    pub(crate) write: bool,

    /// What the file holds: one signup, or one on each line [auto: by its name, else by its first lines]
    #[arg(long, value_enum, default_value_t, value_name = "INPUT")]
    pub(crate) input: Input,
}

#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// What the schema requires: all that makes a signup ready, or only what the API itself asks for
    #[arg(long, default_value = Level::Submission.name(), value_parser = levels(), value_name = "LEVEL")]
    pub(crate) level: Level,
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

#[derive(Debug, Args)]
pub(crate) struct Language {
    /// The language of the messages: en, nb, sv, da or fi [default: that of the system]
    #[arg(long, value_name = "LOCALE")]
    locale: Option<String>,
}

impl Language {
    /// The language asked for, else the system's, else English.
    pub(crate) fn locale(&self) -> Locale {
        let from_system = || {
            ["LC_ALL", "LC_MESSAGES", "LANG"]
                .into_iter()
                .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
        };
        let tag = self.locale.clone().or_else(from_system).unwrap_or_default();
        // The system's names go on with an encoding: `nb_NO.UTF-8`.
        Locale::from_tag(tag.split(['.', '@']).next().unwrap_or_default())
    }
}

impl Check {
    /// How the core is to check.
    pub(crate) fn options(&self) -> Options {
        let options = Options::new(self.today.unwrap_or_else(today))
            .level(self.level)
            .profile(self.profile)
            .locale(self.language.locale());
        match &self.account {
            Some(account) => options.account(account),
            None => options,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people: the place in the file, what is wrong, what to do
    #[default]
    Human,
    /// The report; an array of source and report where there are several
    Json,
    /// One line of source, line and report for each signup
    Ndjson,
    /// SARIF 2.1.0, which code hosts and editors show
    Sarif,
    /// JUnit XML, which build servers show
    Junit,
    /// GitHub's workflow commands, which it shows beside the file's lines
    Github,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Input {
    #[default]
    Auto,
    /// One signup, on as many lines as it likes
    Json,
    /// One signup on each line
    Ndjson,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum CatalogueFormat {
    #[default]
    Markdown,
    Json,
}

/// A parser for one of the names in a table of the core.
macro_rules! named {
    ($names:expr, $find:expr) => {{
        use clap::builder::TypedValueParser;
        clap::builder::PossibleValuesParser::new($names).try_map(|name| $find(&name).ok_or("no such name"))
    }};
}

fn levels() -> impl clap::builder::TypedValueParser<Value = Level> {
    named!(Level::ALL.iter().map(|level| level.name()), Level::from_name)
}

fn profiles() -> impl clap::builder::TypedValueParser<Value = &'static Profile> {
    named!(Profile::ALL.iter().map(|profile| profile.name), Profile::from_name)
}

fn day(text: &str) -> Result<Date, &'static str> {
    Date::parse(text).map_err(|_| "a day is written as in 2026-11-22")
}

/// The system's date, where the system is.
fn today() -> Date {
    use chrono::Datelike;
    let today = chrono::Local::now().date_naive();
    let parts = (u16::try_from(today.year()), u8::try_from(today.month()), u8::try_from(today.day()));
    match parts {
        (Ok(year), Ok(month), Ok(day)) => Date::new(year, month, day).unwrap_or(Date::MAX),
        // A clock that is thousands of years off.
        _ => Date::MAX,
    }
}
