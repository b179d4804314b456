//! Runs the shared vectors and the examples natively. Their format: `tests/vectors/README.md`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod cases;

use std::fmt::Write as _;

use cases::{Input, date, expand, files, input, options, read, read_json, reversed};
use merchant_signup_core::{
    Draft, Options, Report, Status, canonicalize, check, check_slice, check_value, fixes, messages,
};
use serde_json::{Value, json};

/// The report that a case expects, written out.
fn expected(case: &Value, options: &Options) -> Option<Value> {
    let short = case.get("report")?;
    assert_keys(short, &["status", "issues", "sections"]);
    let mut issues: Vec<Value> = short["issues"].as_array().unwrap().iter().map(whole_issue).collect();
    if !messages::is_available(options.locale) {
        // Built without this language: what is said is English.
        issues.iter_mut().for_each(|issue| drop(issue.as_object_mut().unwrap().remove("message")));
    }
    let mut sections = read_json("vectors/sections.json")[options.level.name()].clone();
    let has = |section: &Value| options.payload.sections().any(|own| section["section"] == own.name());
    sections.as_array_mut().unwrap().retain(has);
    if short["status"] == "malformed" {
        sections = json!([]);
    }
    for section in short.get("sections").and_then(Value::as_array).into_iter().flatten() {
        let slot = sections.as_array_mut().unwrap().iter_mut();
        let slot = slot.into_iter().find(|other| other["section"] == section["section"]).expect("a section");
        assert_ne!(slot, section, "a section that does not differ from sections.json is left out");
        *slot = section.clone();
    }
    Some(json!({
        "status": short["status"],
        "level": options.level.name(),
        "profile": options.profile.name,
        "today": options.today.to_string(),
        "rules": env!("CARGO_PKG_VERSION"),
        "issues": issues,
        "sections": sections,
    }))
}

/// An issue with the members that a case leaves out where they are empty.
fn whole_issue(short: &Value) -> Value {
    assert_keys(short, &["code", "path", "severity", "kind", "params", "message", "related"]);
    let mut issue = json!({"params": {}, "related": []});
    for (name, value) in short.as_object().unwrap() {
        assert!(*value != json!({}) && *value != json!([]), "an empty {name} is left out");
        issue[name] = value.clone();
    }
    issue
}

fn assert_keys(value: &Value, known: &[&str]) {
    for key in value.as_object().unwrap().keys() {
        assert!(known.contains(&key.as_str()), "unknown member {key}");
    }
}

/// The report as JSON, its messages left out where the case does not speak of them.
fn written(report: &Report, expected: &Value) -> Value {
    let mut report = serde_json::to_value(report).unwrap();
    for (index, issue) in report["issues"].as_array_mut().unwrap().iter_mut().enumerate() {
        let message = issue.as_object_mut().unwrap().remove("message").unwrap();
        assert_ne!(message, "", "every issue has a message");
        if expected["issues"][index].get("message").is_some() {
            issue["message"] = message;
        }
    }
    report
}

/// How two reports differ, member by member and issue by issue.
fn difference(expected: &Value, found: &Value) -> String {
    let mut out = String::new();
    for (name, expected) in expected.as_object().unwrap() {
        let found = &found[name];
        if expected == found {
            continue;
        }
        if let (Value::Array(expected), Value::Array(found)) = (expected, found) {
            for line in expected.iter().filter(|line| !found.contains(line)) {
                let _ = writeln!(out, "    - {line}");
            }
            for line in found.iter().filter(|line| !expected.contains(line)) {
                let _ = writeln!(out, "    + {line}");
            }
            let _ = writeln!(out, "    {name}: {} expected, {} found", expected.len(), found.len());
        } else {
            let _ = writeln!(out, "    {name}: {expected} expected, {found} found");
        }
    }
    out
}

fn run(case: &Value) -> Result<(), String> {
    assert_keys(
        case,
        &[
            "name",
            "about",
            "near_miss_of",
            "options",
            "input",
            "patch",
            "text",
            "bytes",
            "javascript",
            "report",
            "fixes",
        ],
    );
    let options = options(case);
    let Some(input) = input(case) else { return Ok(()) };
    if let Some(expected) = expected(case, &options) {
        let same = |way: &str, report: &Report| {
            let found = written(report, &expected);
            if found == expected {
                return Ok(());
            }
            Err(format!("{way}:\n{}", difference(&expected, &found)))
        };
        match &input {
            Input::Value(value) => {
                same("text", &check_slice(value.to_string().as_bytes(), &options))?;
                same("value", &check_value(value, &options))?;
                same("keys reversed", &check_slice(reversed(value).as_bytes(), &options))?;
                let spaced = serde_json::to_string_pretty(value).unwrap();
                same("spaced text", &check_slice(spaced.as_bytes(), &options))?;
                if let Ok(draft) = Draft::from_deserializer_of(options.payload, value) {
                    same("owned draft", &check(&draft.into_owned(), &options))?;
                }
            }
            Input::Text(text) => same("text", &check_slice(text, &options))?,
        }
    }
    if let (Some(changes), Input::Value(value)) = (case.get("fixes"), &input) {
        corrects(value, changes, &options)?;
    }
    Ok(())
}

/// Checks the safe fixes of a value: each change with the value that it leaves, and nothing else.
fn corrects(value: &Value, changes: &Value, options: &Options) -> Result<(), String> {
    let mut due = value.clone();
    let mut listed = Vec::new();
    for change in changes.as_array().unwrap() {
        assert_keys(change, &["path", "fix", "value"]);
        listed.push(json!({"path": change["path"], "fix": change["fix"]}));
        *due.pointer_mut(change["path"].as_str().unwrap()).unwrap() = change["value"].clone();
    }
    let (fixed, found) = canonicalize(value);
    let found = serde_json::to_value(&found).unwrap();
    if found != Value::Array(listed) {
        return Err(format!("changes:\n    - {changes}\n    + {found}"));
    }
    if fixed != due {
        return Err(format!("fixed:\n    - {due}\n    + {fixed}"));
    }
    let again = Draft::from_deserializer(&fixed).map(|draft| fixes(&draft)).unwrap_or_default();
    if !again.is_empty() || check_value(&fixed, options).status() > check_value(value, options).status() {
        return Err("a fixed signup is fixed again, or worse".to_owned());
    }
    Ok(())
}

#[test]
fn every_case_gives_its_report() {
    let (mut failures, mut cases, mut names) = (Vec::new(), 0, Vec::new());
    for (file, list) in files() {
        for case in &list {
            let case = expand(case);
            let name = format!("{file}: {}", case["name"].as_str().expect("a name"));
            assert!(!names.contains(&name), "two cases are named {name}");
            assert!(case.get("report").is_some() || case.get("fixes").is_some(), "{name} expects nothing");
            if let Err(failure) = run(&case) {
                failures.push(format!("{name}: {failure}"));
            }
            names.push(name);
            cases += 1;
        }
    }
    assert!(failures.is_empty(), "{} of {cases} fail:\n{}", failures.len(), failures.join("\n"));
    assert!(cases > 700, "{cases} cases");
}

fn report_of(example: &str) -> Report {
    check_slice(read(&format!("examples/{example}")).as_bytes(), &Options::new(date("2026-11-22")))
}

fn codes(report: &Report) -> Vec<String> {
    report.issues().iter().map(|issue| issue.code().to_string()).collect()
}

#[test]
fn the_ready_example_is_ready() {
    let report = report_of("ready.json");
    assert_eq!(report.status(), Status::Ready);
    assert_eq!(codes(&report), ["ownership.owners.legal_name.company_owner"]);
}

#[test]
fn the_published_example_is_ready_with_one_warning_and_infos() {
    let report = report_of("published.json");
    assert_eq!(report.status(), Status::Ready);
    assert_eq!(
        codes(&report),
        [
            "ownership.owners.unaccounted_share",
            "ownership.owners.legal_name.company_owner",
            "ownership.owners.percentage.at_threshold",
            "signature.politically_exposed_person.declared",
            "signature.politically_exposed_associated.declared",
        ]
    );
    let severities: Vec<_> = report.issues().iter().map(|issue| issue.severity().name()).collect();
    assert_eq!(severities, ["info", "info", "warning", "info", "info"]);
}

#[test]
fn the_empty_example_is_the_whole_to_do_list() {
    let report = report_of("empty.json");
    assert_eq!(report.status(), Status::Incomplete);
    assert_eq!(report.issues().len(), 22);
    let owed: u32 = report.sections().iter().map(|section| section.required).sum();
    assert_eq!(owed, 22, "each leaf once");
    assert!(report.issues().iter().all(|issue| issue.code().reason().name() == "required"));
}

/// The list beside the example is what the report says, line by line.
#[test]
fn twenty_faults_come_in_one_report() {
    let list = read("examples/twenty-faults.md");
    let faults: Vec<(String, String)> = list
        .lines()
        .filter_map(|line| {
            let cells: Vec<&str> = line.strip_prefix("| ")?.strip_suffix(" |")?.split(" | ").collect();
            let [number, pointer, _, code] = cells[..] else { return None };
            number.parse::<u32>().ok()?;
            Some((pointer.trim_matches('`').to_owned(), code.trim_matches('`').to_owned()))
        })
        .collect();
    assert_eq!(faults.len(), 20);

    let report = report_of("twenty-faults.json");
    let found: Vec<(String, String)> =
        report.issues().iter().map(|issue| (issue.path().to_string(), issue.code().to_string())).collect();
    assert_eq!(found, faults);
    assert_eq!(report.errors().count(), 20);
    assert_eq!(report.status(), Status::Invalid);
    assert!(report.sections().iter().all(|section| section.status != Status::Ready), "in every section");
}

#[test]
fn every_report_is_read_back_from_its_json() {
    for (file, cases) in files() {
        for case in cases.iter().map(expand) {
            let options = options(&case);
            let report = match input(&case) {
                Some(Input::Text(text)) => check_slice(&text, &options),
                Some(Input::Value(value)) => check_value(&value, &options),
                None => continue,
            };
            let stored = serde_json::to_string(&report).unwrap();
            let again: Report =
                serde_json::from_str(&stored).unwrap_or_else(|error| panic!("{file}: {error}: {stored}"));
            let again = again.with_locale(report.locale());
            assert_eq!(serde_json::to_string(&again).unwrap(), stored, "{file}");
        }
    }
}

#[test]
fn a_stored_report_keeps_the_version_that_judged() {
    let report = check_slice(b"{}", &Options::new(date("2026-11-22")));
    let stored = serde_json::to_string(&report).unwrap();
    let older = stored.replace(report.rules(), "0.0.1");
    let again: Report = serde_json::from_str(&older).unwrap();
    assert_eq!((again.rules(), serde_json::to_string(&again).unwrap()), ("0.0.1", older));
    for other in [
        stored.replace("signup.required", "signup.new"),
        stored.replace("no-2018", "no-3018"),
        "{}".to_owned(),
    ] {
        assert!(serde_json::from_str::<Report>(&other).is_err(), "{other}");
    }
}
