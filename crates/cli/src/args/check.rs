//! The options of `check`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, ValueHint};
use merchant_signup::{Code, Date, Level, Options, Profile};

use super::choices::{Denied, Format, Input, Language, Only, Summary, code, denied, levels, profiles};
use crate::baseline::Baseline;
use crate::csv::{Asked, Separator};
use crate::envelope::{Envelope, JsonPointer};
use crate::policy::Policy;

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The files to check, folders of them, or patterns such as 'signups/**/*.json'; `-`, or none at all, is standard input
    #[arg(value_name = "FILES", value_hint = ValueHint::AnyPath)]
    pub(crate) files: Vec<OsString>,

    /// Check the files and folders that a file names, one on each line (or with a NUL behind each); `-` is standard input
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) files_from: Option<OsString>,

    /// How to say what was found [default: human]
    #[arg(long, short, value_enum, value_name = "FORMAT")]
    pub(crate) format: Option<Format>,

    /// A short line of JSON for each signup: where it is, its status, the codes of its issues, each once
    #[arg(long)]
    pub(crate) compact: bool,

    /// Report these signups alone; all are checked and counted
    #[arg(long, value_enum, value_name = "WHICH")]
    pub(crate) only: Option<Only>,

    /// Report nothing: the exit status says it, and standard error what could not be done
    #[arg(long, short)]
    pub(crate) quiet: bool,

    /// What to say of all of it at the end, on standard output, or on standard error where reports for programs have that
    /// [default: text for several signups]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(crate) summary: Option<Summary>,

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

    /// What a file holds: one signup, one on each line, or a table [auto: by its name, else by its first lines]
    #[arg(long, value_enum, default_value_t, value_name = "INPUT")]
    pub(crate) input: Input,

    /// What stands between the cells of CSV, one character or the word tab [default: seen in the first line]
    #[arg(long, value_parser = Separator::parse, value_name = "CHARACTER")]
    separator: Option<Separator>,

    /// Let an issue of this code count as an error does; `warnings` is every warning
    #[arg(long, value_parser = denied, value_delimiter = ',', value_name = "CODE")]
    deny: Vec<Denied>,

    /// Let issues of this code neither count nor be shown; reports that are written whole keep them, and so does the status
    #[arg(long, value_parser = code, value_delimiter = ',', value_name = "CODE")]
    ignore: Vec<Code>,

    /// Let the issues that a file lists neither count nor be shown; --write-baseline writes it
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    baseline: Option<PathBuf>,

    /// Write all issues that count into a file for --baseline, in place of reports. Give --key where lines may move
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath,
        conflicts_with_all = ["format", "compact", "only", "baseline"])]
    pub(crate) write_baseline: Option<PathBuf>,

    /// Take more options from a file, one on each line, as they are written here; those given here prevail
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) config: Option<PathBuf>,

    /// Where in each document the signup stands, such as /payload
    #[arg(long, value_parser = JsonPointer::parse, value_name = "POINTER")]
    pub(crate) signup_at: Option<JsonPointer>,

    /// Where each document says what you call it, such as /merchant_id: it is carried into all that is said of the signup
    #[arg(long, value_parser = JsonPointer::parse, value_name = "POINTER")]
    key: Option<JsonPointer>,

    /// How many signups of a batch to show in full in the human format; the rest are counted
    #[arg(long, default_value_t = 10, value_name = "COUNT")]
    pub(crate) details: usize,
}

impl Check {
    /// What counts.
    ///
    /// # Errors
    ///
    /// In words, when the baseline cannot be read or the options contradict each other.
    pub(crate) fn policy(&self) -> Result<Policy, String> {
        let code = |denied: &Denied| match denied {
            Denied::Code(code) => Some(*code),
            Denied::Warnings => None,
        };
        let policy = Policy {
            denied: self.deny.iter().filter_map(code).collect(),
            denies_warnings: self.deny.contains(&Denied::Warnings),
            ignored: self.ignore.clone(),
            baseline: self.baseline.as_deref().map(Baseline::read).transpose()?,
        };
        policy.contradiction().map_or(Ok(policy), Err)
    }

    /// What is asked for of tables.
    pub(crate) fn tables(&self) -> Asked {
        Asked { separator: self.separator, key: self.key.clone(), is_enveloped: self.signup_at.is_some() }
    }

    /// Where each document has its signup and its key.
    pub(crate) fn envelope(&self) -> Envelope {
        Envelope { signup_at: self.signup_at.clone(), key: self.key.clone() }
    }

    /// The format asked for.
    pub(crate) fn format(&self) -> Format {
        let usual =
            if self.compact || self.write_baseline.is_some() { Format::Ndjson } else { Format::Human };
        self.format.unwrap_or(usual)
    }

    /// The first option that contradicts another one, and why; none where all of them go together.
    pub(crate) fn contradiction(&self) -> Option<&'static str> {
        if self.compact && self.format() != Format::Ndjson {
            return Some("--compact writes lines of JSON: leave --format away, or say --format ndjson");
        }
        None
    }

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
