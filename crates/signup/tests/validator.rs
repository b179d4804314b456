//! `validator`: the report's errors, nested as the request is.
#![cfg(feature = "validator")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use std::collections::BTreeSet;

use merchant_signup::{Date, Level, Options, SignupRequest};
use serde_json::{Value, json};
use validator::{Validate, ValidateArgs, ValidationErrors};

const READY: &str = include_str!("../../../tests/examples/ready.json");

fn options() -> Options {
    Options::new(Date::new(2026, 11, 22).unwrap())
}

fn request(change: impl FnOnce(&mut Value)) -> SignupRequest {
    let mut document: Value = serde_json::from_str(READY).unwrap();
    change(&mut document["signup"]);
    serde_json::from_value(document).unwrap()
}

/// The codes as they are nested.
fn codes(errors: &ValidationErrors) -> Value {
    fn only_codes(value: &mut Value) {
        match value {
            Value::Object(map) if map.contains_key("code") => *value = map["code"].take(),
            Value::Object(map) => map.values_mut().for_each(only_codes),
            Value::Array(list) => list.iter_mut().for_each(only_codes),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(errors).unwrap();
    only_codes(&mut value);
    value
}

#[test]
fn what_is_ready_is_valid() {
    assert_eq!(request(|_| {}).validate(), Ok(()));
    assert_eq!(request(|_| {}).validate_with_args(&options()), Ok(()));
    let warned = request(|signup| signup["store_type"] = json!(["online", "online"]));
    assert_eq!(warned.validate_with_args(&options()), Ok(()), "a warning is no error");
}

#[test]
fn errors_are_nested_as_the_request_is() {
    type Change<'a> = &'a dyn Fn(&mut Value);
    let cases: [(Change<'_>, Value); 5] = [
        (
            &|signup| {
                signup["bank_name"] = json!(null);
                signup["applicant"]["phone_number"] = json!("12");
            },
            json!({"signup": {
                "bank_name": ["bank_name.required"],
                "applicant": {"phone_number": ["applicant.phone_number.format"]}
            }}),
        ),
        (
            &|signup| {
                signup["ownership"]["owners"][1]["percentage"] = json!(null);
                signup["payment_options"][0]["type"] = json!("x");
            },
            json!({"signup": {
                "ownership": {"owners": {"1": {"percentage": ["ownership.owners.percentage.required"]}}},
                "payment_options": {"0": {"type": ["payment_options.type.unknown"]}}
            }}),
        ),
        (
            &|signup| signup["payment_options"][0]["currencies"] = json!(["NOK", "nok", null]),
            json!({"signup": {"payment_options": {"0": {"currencies": {
                "1": {"__all__": ["payment_options.currencies.unknown"]},
                "2": {"__all__": ["payment_options.currencies.required"]}
            }}}}}),
        ),
        (
            &|signup| {
                signup["ownership"]["owners"][0]["percentage"] = json!(99);
                signup["ownership"]["owners"][1] =
                    json!({"name": "Ola", "date_of_birth": "1990-09-20", "percentage": 50});
            },
            json!({"signup": {"ownership": {"owners": ["ownership.owners.total_exceeds_100"]}}}),
        ),
        (
            &|signup| {
                signup["ownership"]["owners"][0]["percentage"] = json!(99);
                signup["ownership"]["owners"][1] =
                    json!({"name": "", "date_of_birth": "1990-09-20", "percentage": 50});
            },
            json!({"signup": {"ownership": {
                "__all__": ["ownership.owners.total_exceeds_100"],
                "owners": {"1": {"name": ["ownership.owners.name.required"]}}
            }}}),
        ),
    ];
    for (change, nested) in cases {
        let errors = request(change).validate_with_args(&options()).unwrap_err();
        assert_eq!(codes(&errors), nested);
    }
}

#[test]
fn every_error_has_its_place() {
    let request = SignupRequest::default();
    let report = request.check(&options());
    let errors = request.validate_with_args(&options()).unwrap_err();
    let mut found = BTreeSet::new();
    let mut stack = vec![codes(&errors)];
    while let Some(value) = stack.pop() {
        match value {
            Value::Object(map) => stack.extend(map.into_iter().map(|(_, value)| value)),
            Value::Array(list) => stack.extend(list),
            code => assert!(found.insert(code.as_str().unwrap().to_owned()), "{code} twice"),
        }
    }
    assert_eq!(found, report.errors().map(|issue| issue.code().to_string()).collect());
}

#[test]
fn an_error_has_our_code_params_and_message() {
    let request = request(|signup| signup["account_number"] = json!("8601111794"));
    let report = request.check(&options());
    let message = report.issues()[0].message(report.locale());
    let errors = request.validate_with_args(&options()).unwrap_err();
    assert_eq!(
        serde_json::to_value(errors).unwrap(),
        json!({"signup": {"account_number": [{
            "code": "account_number.length",
            "params": {"expected": 11, "country": "NO"},
            "message": message
        }]}})
    );
}

#[test]
fn the_account_is_an_error_of_the_whole() {
    let errors = request(|_| {}).validate_with_args(&options().account("12")).unwrap_err();
    assert_eq!(codes(&errors), json!({"__all__": ["account_id.format"]}));
    let contract = options().level(Level::Contract);
    let errors = SignupRequest::default().validate_with_args(&contract).unwrap_err();
    assert_eq!(
        codes(&errors),
        json!({"signup": {
            "payment_options": ["payment_options.required"],
            "revenue": ["revenue.required"],
            "bank_name": ["bank_name.required"],
            "account_number": ["account_number.required"]
        }})
    );
}
