//! What options of several commands can be: names, formats, the language.

use clap::{Args, ValueEnum};
use merchant_signup::{Code, Level, Locale, Profile, catalogue};

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
    /// A page to look at and pass on: what fails most, and signup by signup
    Html,
    /// GitHub's workflow commands, which it shows beside the file's lines
    Github,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Only {
    /// Those that make the exit status 1
    Failing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Summary {
    /// For people
    Text,
    /// One line of JSON; in the human format it takes the place of the reports
    Json,
    /// Nothing
    None,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Input {
    #[default]
    Auto,
    /// One signup, on as many lines as it likes
    Json,
    /// One signup on each line
    Ndjson,
    /// A line of names, and one signup in each row below it
    Csv,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum CatalogueFormat {
    #[default]
    Markdown,
    Json,
}

/// What `--deny` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Denied {
    /// All warnings.
    Warnings,
    Code(Code),
}

pub(crate) fn denied(text: &str) -> Result<Denied, String> {
    if text == "warnings" { Ok(Denied::Warnings) } else { code(text).map(Denied::Code) }
}

/// A code of the catalogue.
pub(crate) fn code(text: &str) -> Result<Code, String> {
    let known = catalogue().map(|rule| rule.code).find(|code| *code == *text);
    known.ok_or_else(|| "there is no such code; `merchant-signup rules` lists them all".to_owned())
}

/// A parser for one of the names in a table of the core.
macro_rules! named {
    ($names:expr, $find:expr) => {{
        use clap::builder::TypedValueParser;
        clap::builder::PossibleValuesParser::new($names).try_map(|name| $find(&name).ok_or("no such name"))
    }};
}

pub(crate) fn levels() -> impl clap::builder::TypedValueParser<Value = Level> {
    named!(Level::ALL.iter().map(|level| level.name()), Level::from_name)
}

pub(crate) fn profiles() -> impl clap::builder::TypedValueParser<Value = &'static Profile> {
    named!(Profile::ALL.iter().map(|profile| profile.name), Profile::from_name)
}
