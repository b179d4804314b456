//! Compares the reports of all doors for the same documents: the native crate, the command line, the server, the Python package,
//! the WASM in Node and in a browser. Also compares the JSON Schema with the check, and drafts with full checks.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::node::tests as node_tests;
use crate::shell::{self, say, target};
use crate::web::package_is_built;
use crate::{python, server};

/// How many documents and edits are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// What every commit has to pass.
    Short,
    /// Ten thousand sequences of edits, a hundred thousand documents: some minutes.
    Long,
}

impl Extent {
    const fn edits(self) -> &'static str {
        match self {
            Self::Short => "1000",
            Self::Long => "10000",
        }
    }

    const fn documents(self) -> &'static str {
        match self {
            Self::Short => "5000",
            Self::Long => "100000",
        }
    }
}

/// Runs every vector, generated documents, odd values and random edits through all doors, and prints what was compared.
///
/// # Errors
///
/// When two doors differ: says on which case.
pub(crate) fn check(extent: Extent) -> Result<()> {
    let mut tests = with_doors("tests/parity")?;
    say("Comparing the doors");
    let table = target().join("parity.ndjson");
    fs::write(&table, "")?;
    tests.env("TABLE", &table);
    let passed = shell::run(tests.env("SEQUENCES", extent.edits()).env("DOCUMENTS", extent.documents()));
    let told = Told::read(&fs::read_to_string(&table).context("the tests wrote no counts")?)?;
    print!("{}", told.table());
    passed?;
    // Without this, a door that is no longer tested would go unnoticed.
    ensure!(told.doors.len() == DOORS, "{} doors were compared, not {DOORS}", told.doors.len());
    Ok(())
}

/// Runs what people really paste through the doors.
///
/// # Errors
///
/// When a door says something else than a case expects.
pub(crate) fn field() -> Result<()> {
    shell::run(&mut with_doors("tests/field")?)
}

/// Node's tests of a folder, with the programs that they ask.
fn with_doors(folder: &str) -> Result<Command> {
    // Examples and the command line are in this build, too.
    let server = server::as_tested()?;
    package_is_built()?;
    let python = python::installed()?;
    let mut tests = node_tests(folder)?;
    let debug = target().join("debug");
    tests.env("REPORTS", debug.join("examples/reports"));
    tests.env("VALIDATE", debug.join("examples/validate"));
    tests.env("COMMAND", debug.join("merchant-signup"));
    tests.env("SERVER", server).env("PYTHON", python);
    Ok(tests)
}

/// The native crate, the command line and the server; Node, Chromium and Python, each with text and with objects; Python with a column
/// of texts; and two validators of the JSON Schema.
const DOORS: usize = 12;

/// The counts that the tests write, one JSON object a line (`tests/parity/table.js`).
#[derive(Debug, Default)]
struct Told {
    /// The counts of each door, in the order in which the doors first appear.
    doors: Vec<(String, Compared)>,
    /// How often the JSON Schema accepted what the check refuses because it cannot express the rule, by code and validator.
    unsaid: BTreeMap<String, BTreeMap<String, u64>>,
}

#[derive(Debug, Default)]
struct Compared {
    vectors: u64,
    generated: u64,
    disagreements: u64,
}

impl Told {
    fn read(lines: &str) -> Result<Self> {
        let mut told = Self::default();
        for line in lines.lines() {
            let row: Value = serde_json::from_str(line)?;
            let text = |name: &str| row.get(name).and_then(Value::as_str);
            let number = |name: &str| row.get(name).and_then(Value::as_u64).unwrap_or_default();
            match (text("door"), text("code"), text("validator")) {
                (Some(door), ..) => {
                    let is_generated = text("kind") == Some("generated");
                    told.add(door, is_generated, number("documents"), number("disagreements"));
                }
                (None, Some(code), Some(validator)) => {
                    let by_validator = told.unsaid.entry(code.to_owned()).or_default();
                    *by_validator.entry(validator.to_owned()).or_default() += number("count");
                }
                _ => bail!("the tests wrote a line that is neither about a door nor about a code: {line}"),
            }
        }
        Ok(told)
    }

    fn add(&mut self, door: &str, is_generated: bool, documents: u64, disagreements: u64) {
        let at = self.doors.iter().position(|(name, _)| name == door).unwrap_or(self.doors.len());
        if at == self.doors.len() {
            self.doors.push((door.to_owned(), Compared::default()));
        }
        if let Some((_, compared)) = self.doors.get_mut(at) {
            let documents_of = if is_generated { &mut compared.generated } else { &mut compared.vectors };
            *documents_of += documents;
            compared.disagreements += disagreements;
        }
    }

    fn table(&self) -> String {
        let mut lines =
            vec![format!("{:<28}{:>9}{:>11}{:>15}", "door", "vectors", "generated", "disagreements")];
        for (door, Compared { vectors, generated, disagreements }) in &self.doors {
            lines.push(format!("{door:<28}{vectors:>9}{generated:>11}{disagreements:>15}"));
        }
        lines.push(format!("\n{:<28}{:>9}{:>11}", "JSON Schema cannot say", "ajv", "jsonschema"));
        for (code, counts) in &self.unsaid {
            let count =
                |validator: &str| counts.get(validator).map_or_else(|| "–".to_owned(), ToString::to_string);
            lines.push(format!("{code:<28}{:>9}{:>11}", count("ajv"), count("jsonschema")));
        }
        lines.join("\n") + "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_a_door_are_added_up() {
        let told = Told::read(concat!(
            r#"{"door":"server","kind":"vectors","documents":3}"#,
            "\n",
            r#"{"door":"server","kind":"generated","documents":40,"disagreements":2}"#,
            "\n",
            r#"{"code":"document.too_deep","validator":"ajv","count":5}"#,
        ));
        let table = told.unwrap().table();
        let rows: Vec<Vec<&str>> = table.lines().map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(rows[1], ["server", "3", "40", "2"]);
        assert_eq!(rows[4], ["document.too_deep", "5", "–"]);
    }

    #[test]
    fn other_rows_are_refused() {
        assert!(Told::read(r#"{"server":1}"#).is_err());
        assert!(Told::read("server").is_err());
    }
}
