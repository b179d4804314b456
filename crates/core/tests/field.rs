//! What people really paste, natively. Its cases: `tests/field/README.md`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod cases;

use cases::{options, read_json};
use merchant_signup_core::{Options, Report, canonicalize, check_value};
use serde_json::{Value, json};

/// Code, path and severity of each issue.
fn issues(report: &Report) -> Vec<Value> {
    report
        .issues()
        .iter()
        .map(|issue| json!([issue.code().to_string(), issue.path().to_string(), issue.severity().name()]))
        .collect()
}

fn run(case: &Value, ready: &Value, of_ready: &[Value], options: &Options) -> Result<(), String> {
    let mut document = ready.clone();
    for (pointer, value) in case["patch"].as_object().unwrap() {
        let (parent, last) = pointer.rsplit_once('/').unwrap();
        match document.pointer_mut(&format!("/signup{parent}")).expect("a holder") {
            Value::Object(fields) => drop(fields.insert(last.to_owned(), value.clone())),
            Value::Array(elements) => elements[last.parse::<usize>().unwrap()] = value.clone(),
            _ => panic!("nothing can stand at {pointer}"),
        }
    }
    let due = case["expect"].as_array().unwrap();
    let report = check_value(&document, options);
    let mut found = issues(&report);
    found.retain(|issue| !of_ready.contains(issue) || due.contains(issue));
    if found != *due {
        return Err(format!("expected {due:?}, found {found:?}"));
    }
    let (fixed, _) = canonicalize(&document);
    for (pointer, value) in case.get("fixed").and_then(Value::as_object).into_iter().flatten() {
        if fixed.pointer(pointer) != Some(value) {
            return Err(format!("{pointer} fixed to {:?}", fixed.pointer(pointer)));
        }
    }
    if canonicalize(&fixed).0 != fixed {
        return Err("what is fixed is fixed again".to_owned());
    }
    let after = check_value(&fixed, options);
    if after.status() > report.status() {
        return Err(format!("a worse status: {after}"));
    }
    Ok(())
}

#[test]
fn what_people_really_paste() {
    let cases = match std::env::var_os("FIELD_CASES") {
        Some(path) => serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap(),
        None => read_json("field/cases.json"),
    };
    let ready = read_json("examples/ready.json");
    let mut wrong = Vec::new();
    for case in cases.as_array().unwrap() {
        let options = options(case);
        let of_ready = issues(&check_value(&ready, &options));
        if let Err(difference) = run(case, &ready, &of_ready, &options) {
            wrong.push(format!("{}: {difference}", case["name"]));
        }
    }
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}
