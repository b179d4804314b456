//! What holds of the engine, whatever the payload: rules stand where their objects do, and read what they say they read.

#[path = "../../tests/cases/mod.rs"]
mod cases;

use cases::{Input, files, input, options};
use serde_json::{Value, json};

use super::judge::{Part, reads};
use crate::draft::{Draft, recorded};
use crate::payload::{FieldSet, Payload, Section};
use crate::{Date, Level, Options, Place, Report, check_value};

/// The codes and paths of a report.
fn said(report: &Report) -> Vec<(String, String)> {
    report.issues().iter().map(|issue| (issue.code().to_string(), issue.path().to_string())).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(code, path)| ((*code).to_owned(), (*path).to_owned())).collect()
}

fn group() -> Options {
    Options::new(Date::new(2026, 11, 22).unwrap()).payload(Payload::GROUP)
}

#[test]
fn a_section_in_a_list_in_a_list_has_the_same_rules() {
    let document = json!({ "companies": [
        { "name": "One", "bank_accounts": [
            { "account_number": "86011117947" },
            { "account_number": "86011117949" },
            { "account_number": 7, "iban": 1 },
        ] },
        { "name": " ", "bank_accounts": [{}, "none", { "account_number": "NO9286011117947" }] },
        { "name": "Three", "bank_accounts": [] },
        null,
    ] });
    let report = check_value(&document, &group());
    let expected = [
        ("account_number.checksum", "/companies/0/bank_accounts/1/account_number"),
        ("account_number.type", "/companies/0/bank_accounts/2/account_number"),
        ("document.unknown_field", "/companies/0/bank_accounts/2/iban"),
        ("companies.name.required", "/companies/1/name"),
        ("account_number.required", "/companies/1/bank_accounts/0/account_number"),
        ("companies.bank_accounts.type", "/companies/1/bank_accounts/1"),
        ("account_number.checksum", "/companies/1/bank_accounts/2/account_number"),
        ("companies.bank_accounts.required", "/companies/2/bank_accounts"),
        ("companies.required", "/companies/3"),
    ];
    assert_eq!(said(&report), pairs(&expected));
    let messages: Vec<String> = report.issues().iter().map(|issue| issue.message(report.locale())).collect();
    assert_eq!(
        messages[0],
        "Account number has a wrong digit, or two that changed places: compare each digit with your bank's own"
    );
    let [section] = report.sections() else { panic!("one section") };
    // Accounts that are no object have no answers to count.
    assert_eq!((section.section, section.required, section.fulfilled), (Section::BankAccount, 5, 1));
}

#[test]
fn a_document_without_any_company_owes_one() {
    let of = |document: &Value| said(&check_value(document, &group()));
    assert_eq!(of(&json!({})), pairs(&[("companies.required", "/companies")]));
    assert_eq!(of(&json!({ "companies": 1 })), pairs(&[("companies.type", "/companies")]));
    let contract =
        check_value(&json!({ "companies": [{ "bank_accounts": [{}] }] }), &group().level(Level::Contract));
    let expected = [("account_number.required", "/companies/0/bank_accounts/0/account_number")];
    assert_eq!(said(&contract), pairs(&expected), "what the API requires stands in the table");
}

#[test]
fn places_in_lists_in_lists_are_found_again() {
    for pointer in [
        "/companies/2/bank_accounts",
        "/companies/2/bank_accounts/9",
        "/companies/99/bank_accounts/0/account_number",
        "/companies/0/name",
    ] {
        let place = Payload::GROUP.root().below(pointer).unwrap();
        assert_eq!(place.to_string(), pointer);
        assert!(place.is_within(Payload::GROUP.root().below("/companies").unwrap()));
        assert_ne!(place.holder().map(Place::order), Some(place.order()));
    }
    let place = |pointer| Payload::GROUP.root().below(pointer).unwrap();
    assert!(!place("/companies/1/bank_accounts/0").is_within(place("/companies/0")));
    assert!(!place("/companies/1/bank_accounts/0").is_within(place("/companies/1/bank_accounts/1")));
    assert!(place("/companies/0/bank_accounts/1").order() < place("/companies/1").order());
    assert!(place("/companies/0/bank_accounts/9").order_of_keys() < place("/companies/0").order_of_keys());
    assert_eq!(Place::from_pointer("/companies"), None, "that is a signup's place");
}

/// The drafts of all vectors, with the options that they are checked by.
fn drafts() -> Vec<(String, Draft<'static>, Options)> {
    let mut drafts = Vec::new();
    for (file, cases) in files() {
        for case in &cases {
            let case = cases::expand(case);
            let options = options(&case);
            let draft = match input(&case) {
                Some(Input::Value(value)) => {
                    Draft::from_deserializer_of(options.payload, &value).map(Draft::into_owned)
                }
                Some(Input::Text(text)) => {
                    Draft::from_slice_of(options.payload, &text).map(Draft::into_owned)
                }
                None => continue,
            };
            drafts.extend(draft.ok().map(|draft| (format!("{file}: {}", case["name"]), draft, options)));
        }
    }
    assert!(drafts.len() > 300, "only {} drafts", drafts.len());
    drafts
}

#[test]
fn a_section_reads_what_it_says_that_it_reads() {
    let mut all = [FieldSet::EMPTY; Section::ALL.len()];
    for (name, draft, options) in &drafts() {
        for &at in options.payload.sections {
            let (_, read) = recorded(|| Part::of(draft, options, at));
            let unnamed: Vec<_> = read.without(reads(at.0)).iter().collect();
            assert!(
                unnamed.is_empty(),
                "{name}: the rules of {:?} read {unnamed:?}, which READS lacks",
                at.0
            );
            all[at.0 as usize] = all[at.0 as usize].or(read);
        }
    }
    for section in Section::ALL {
        let of_others = reads(section).without(section.fields());
        let idle: Vec<_> = of_others.without(all[section as usize]).iter().collect();
        assert!(idle.is_empty(), "READS of {section:?} names {idle:?}, which no vector has it read");
    }
}

#[test]
fn a_draft_under_edit_of_another_payload_is_judged_as_the_whole() {
    let options = group();
    let mut draft = crate::LiveDraft::new(options.clone());
    let place = |pointer| Payload::GROUP.root().below(pointer).unwrap();
    draft.set(place(""), json!({ "companies": [{ "name": "One", "bank_accounts": [{}, {}] }] })).unwrap();
    draft.set(place("/companies/0/bank_accounts/1/account_number"), json!("86011117949")).unwrap();
    draft.set(place("/companies/0/name"), json!("")).unwrap();
    let whole = json!({ "companies": [
        { "name": "", "bank_accounts": [{}, { "account_number": "86011117949" }] },
    ] });
    assert_eq!(draft.report(), check_value(&whole, &options));
}
