//! The net under a change that should change nothing: the reports of a hundred thousand generated documents and of all
//! vectors, held against those of another commit, to the byte.
//!
//! What was meant to change stands in `tests/differences.json`: a list of `{ "code": …, "why": … }`, for a code whose issues
//! come, go or say something else, and `{ "message": …, "why": … }`, for a code of which only the message is another.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

use crate::probe;
use crate::shell::{self, cargo, command, root, say, target};

const MEANT: &str = "tests/differences.json";

/// How documents are checked in turn.
const OPTIONS: [(&str, &str); 4] = [
    ("submission", "no-2018"),
    ("contract", "no-2018"),
    ("submission", "eu-amlr-2027"),
    ("submission", "no-2018"),
];

/// The codes that were meant to change.
#[derive(Default)]
struct Meant {
    codes: Vec<String>,
    messages: Vec<String>,
}

/// Compares the reports of a commit with those of the work tree.
///
/// # Errors
///
/// When a side does not build, or a report differs where that was not meant.
pub(crate) fn run(base: &str, documents: u32) -> Result<()> {
    let meant = Meant::read()?;
    let folder = target().join("differ");
    fs::create_dir_all(&folder)?;
    let lines = folder.join("documents.ndjson");
    let count = write_documents(&lines, documents)?;
    say(format_args!("Checking {count} documents on both sides"));
    let (before, now) = (folder.join("before.ndjson"), folder.join("now.ndjson"));
    reports(&probe::at(base)?, &lines, &before)?;
    reports(&probe::here()?, &lines, &now)?;

    let read = |path: &Path| Ok::<_, anyhow::Error>(BufReader::new(File::open(path)?).lines());
    let (mut equal, mut listed) = (0_u32, 0_u32);
    let mut others: BTreeMap<String, (u32, String)> = BTreeMap::new();
    for ((before, now), document) in read(&before)?.zip(read(&now)?).zip(read(&lines)?) {
        let (before, now) = (before?, now?);
        if before == now {
            equal += 1;
            continue;
        }
        let (before, now): (Value, Value) = (serde_json::from_str(&before)?, serde_json::from_str(&now)?);
        if meant.cover(&before, &now) {
            listed += 1;
            continue;
        }
        let document = document?;
        let other = others.entry(difference(&meant, &before, &now)).or_insert((0, document));
        other.0 += 1;
    }
    println!("{count} documents: {equal} reports equal to the byte, {listed} differ as listed in {MEANT}");
    for (what, (count, document)) in &others {
        let document: String = document.chars().take(2000).collect();
        println!("{count} differ otherwise: {what}, as in {document}");
    }
    let compared = equal + listed + others.values().map(|(count, _)| count).sum::<u32>();
    ensure!(compared == count, "only {compared} reports were had");
    ensure!(
        others.is_empty(),
        "reports differ from those of {base}: mend it, or list what was meant in {MEANT}"
    );
    Ok(())
}

/// Writes the generated documents and the vectors, a line each, and says how many there are.
fn write_documents(path: &Path, documents: u32) -> Result<u32> {
    say(format_args!("Writing {documents} generated documents and all vectors"));
    let generated = shell::read(
        cargo([
            "run",
            "--quiet",
            "--release",
            "--package",
            "merchant-signup-cli",
            "--example",
            "generate",
            "--",
        ])
        .args(["--count", &documents.to_string(), "--seed", "8"]),
    )?;
    let vectors = shell::read(command("node").arg("tests/parity/cases.js"))
        .context("the vectors are written out by Node.js")?;
    let mut out = std::io::BufWriter::new(File::create(path)?);
    let mut count = 0;
    for (text, (level, profile)) in generated.lines().zip(OPTIONS.iter().cycle()) {
        let options = json!({ "today": "2026-11-22", "level": level, "profile": profile });
        writeln!(out, "{}", json!({ "text": text, "options": options }))?;
        count += 1;
    }
    for line in vectors.lines() {
        writeln!(out, "{line}")?;
        count += 1;
    }
    out.flush()?;
    Ok(count)
}

fn reports(probe: &Path, documents: &Path, out: &Path) -> Result<()> {
    let mut probe = command(probe);
    probe.arg("reports").stdin(Stdio::from(File::open(documents)?)).stdout(Stdio::from(File::create(out)?));
    shell::run(&mut probe)
}

impl Meant {
    fn read() -> Result<Self> {
        let list: Vec<BTreeMap<String, String>> =
            serde_json::from_str(&fs::read_to_string(root().join(MEANT))?)
                .with_context(|| format!("{MEANT} is no list of codes and reasons"))?;
        let mut meant = Self::default();
        for entry in list {
            ensure!(
                entry.get("why").is_some_and(|why| !why.is_empty()),
                "an entry of {MEANT} does not say why"
            );
            match (entry.get("code"), entry.get("message")) {
                (Some(code), None) => meant.codes.push(code.clone()),
                (None, Some(code)) => meant.messages.push(code.clone()),
                _ => bail!("an entry of {MEANT} names one `code` or one `message`"),
            }
        }
        Ok(meant)
    }

    /// A report without what was meant to change. Where an issue is left out, so is what follows from it: the status, and
    /// the sections.
    fn strip(&self, report: &Value) -> (Value, bool) {
        let mut report = report.clone();
        let mut is_without = false;
        if let Some(Value::Array(issues)) = report.get_mut("issues") {
            let before = issues.len();
            issues.retain(|issue| !has(&self.codes, issue));
            is_without = issues.len() < before;
            for issue in issues.iter_mut().filter(|issue| has(&self.messages, issue)) {
                issue.as_object_mut().map(|issue| issue.remove("message"));
            }
        }
        (report, is_without)
    }

    /// Whether the two reports differ only as was meant.
    fn cover(&self, before: &Value, now: &Value) -> bool {
        let ((mut before, one), (mut now, other)) = (self.strip(before), self.strip(now));
        if one || other {
            for report in [&mut before, &mut now] {
                if let Value::Object(report) = report {
                    report.retain(|name, _| !matches!(name.as_str(), "status" | "sections"));
                }
            }
        }
        before == now
    }
}

fn has(codes: &[String], issue: &Value) -> bool {
    issue.get("code").and_then(Value::as_str).is_some_and(|code| codes.iter().any(|known| known == code))
}

/// What differs, by code where issues do.
fn difference(meant: &Meant, before: &Value, now: &Value) -> String {
    let issues = |report: &Value| match meant.strip(report).0.get_mut("issues").map(Value::take) {
        Some(Value::Array(issues)) => issues,
        _ => Vec::new(),
    };
    let (before, now) = (issues(before), issues(now));
    let code = |issue: &Value| issue.get("code").and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut said: Vec<String> = Vec::new();
    said.extend(before.iter().filter(|issue| !now.contains(issue)).map(|issue| format!("- {}", code(issue))));
    said.extend(now.iter().filter(|issue| !before.contains(issue)).map(|issue| format!("+ {}", code(issue))));
    said.dedup();
    if said.is_empty() {
        "the same issues, in another order or another report around them".to_owned()
    } else {
        said.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(status: &str, issues: &Value) -> Value {
        json!({ "status": status, "issues": issues, "sections": [status] })
    }

    #[test]
    fn only_what_was_meant_is_covered() {
        let meant = Meant { codes: vec!["a.new".to_owned()], messages: vec!["b.said".to_owned()] };
        let before = report("ready", &json!([{ "code": "b.said", "message": "one" }]));
        let with = report("invalid", &json!([{ "code": "a.new" }, { "code": "b.said", "message": "two" }]));
        assert!(meant.cover(&before, &with), "a new code, and another message");
        let otherwise = report("ready", &json!([{ "code": "b.said", "message": "two", "path": "/b" }]));
        assert!(!meant.cover(&before, &otherwise), "another path");
        assert!(
            !meant.cover(&before, &report("invalid", &before["issues"])),
            "another status for no listed reason"
        );
        assert_eq!(difference(&meant, &before, &otherwise), "- b.said, + b.said");
    }
}
