//! The typed shapes: the request, the signup that is ready, the connection.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use merchant_signup_core::connection::{Connection, ConnectionStatus, Other};
use merchant_signup_core::payload::{OWNERSHIP_STRUCTURES, PAYMENT_TYPES, STORE_TYPES, Shape};
use merchant_signup_core::ready::{OwnerKind, OwnershipStructure, PaymentType, StoreType};
use merchant_signup_core::request::{Applicant, Owner, Ownership, PaymentOption, Revenue, Signup};
use merchant_signup_core::{
    Code, Date, Draft, Field, Level, Options, Payload, Place, Profile, ReadySignup, SignupRequest, catalogue,
    check_value, parse_slice, parse_str, parse_value,
};
use serde_json::{Value, json};

const READY: &str = include_str!("../../../tests/examples/ready.json");
const CONNECTION: &str = include_str!("../../../tests/examples/connection.json");

fn options() -> Options {
    Options::new(Date::new(2026, 11, 22).unwrap())
}

fn ready() -> Value {
    serde_json::from_str(READY).unwrap()
}

/// A ready signup that has every field of the payload.
fn complete() -> Value {
    let mut document = ready();
    document["signup"]["ownership"]["owners"][0]["legal_name"] = json!("Nordmann Invest AS");
    document
}

/// The fields of the table that a document does not have.
fn absent(document: &Value) -> Vec<String> {
    let pointer = |field: Field| match field.list() {
        Some(_) => Place::in_row(field, 0).to_string(),
        None => Place::of(field).to_string(),
    };
    let in_body = Payload::SIGNUP.fields().filter(|field| field.shape() != Shape::Parameter);
    in_body.map(pointer).filter(|pointer| document.pointer(pointer).is_none()).collect()
}

#[test]
fn both_shapes_have_every_field_of_the_table() {
    let document = complete();
    assert_eq!(absent(&document), [""; 0], "the example lacks fields of the table");

    let request: SignupRequest = serde_json::from_value(document.clone()).unwrap();
    let written = serde_json::to_value(&request).unwrap();
    assert_eq!(absent(&written), [""; 0], "SignupRequest lacks fields of the table");
    assert_eq!(written, document);

    let signup = parse_value(&document, &options()).unwrap();
    let written = serde_json::to_value(&signup).unwrap();
    assert_eq!(absent(&written), [""; 0], "ReadySignup lacks fields of the table");
    assert_eq!(written, document);
}

#[test]
fn words_are_those_of_the_table() {
    assert_eq!(PaymentType::ALL.iter().map(|word| word.as_str()).collect::<Vec<_>>(), PAYMENT_TYPES);
    assert_eq!(StoreType::ALL.iter().map(|word| word.as_str()).collect::<Vec<_>>(), STORE_TYPES);
    assert_eq!(
        OwnershipStructure::ALL.iter().map(|word| word.as_str()).collect::<Vec<_>>(),
        OWNERSHIP_STRUCTURES
    );
}

#[test]
fn a_request_reads_what_is_absent_null_or_blank_as_absent() {
    let cases = [
        (json!({}), json!({})),
        (json!({"bank_name": null, "account_number": " \u{2003}\n", "store_type": null}), json!({})),
        (json!({"bank_name": "  DNB "}), json!({"bank_name": "  DNB "})),
        (json!({"payment_options": [], "revenue": null, "ownership": {}}), json!({"ownership": {}})),
        (
            json!({"revenue": {"gift_cards": "\u{200b}\u{fe0f}", "accept_prepaid": false}}),
            json!({"revenue": {"accept_prepaid": false}}),
        ),
        (json!({"store_type": ["online", null, " "]}), json!({"store_type": ["online", "", ""]})),
        (
            json!({"ownership": {"owners": [null, {"percentage": 25}, {"percentage": " "}, {"percentage": 33.3}]}}),
            json!({"ownership": {"owners": [{}, {"percentage": 25}, {}, {"percentage": 33.3}]}}),
        ),
        (
            json!({"payment_options": [{"currencies": null, "type": "x"}]}),
            json!({"payment_options": [{"type": "x"}]}),
        ),
        (json!({"unknown": {"a": [1]}, "applicant": {"fax": 1}}), json!({"applicant": {}})),
        (
            json!({"ownership": {"owners": [{"percentage": -0.5e300}]}}),
            json!({"ownership": {"owners": [{"percentage": -0.5e300}]}}),
        ),
    ];
    for (signup, written) in cases {
        let text = json!({"signup": signup, "more": true}).to_string();
        let request: SignupRequest = serde_json::from_str(&text).unwrap();
        assert_eq!(serde_json::to_value(&request).unwrap(), json!({"signup": written}), "{text}");
        let of_value: SignupRequest = serde_json::from_value(serde_json::from_str(&text).unwrap()).unwrap();
        assert_eq!(of_value, request, "{text}");
    }
}

#[test]
fn a_request_refuses_other_types() {
    for text in [
        "null",
        "[]",
        "[{}]",
        "{}",
        r#"{"signup": null}"#,
        r#"{"signup": []}"#,
        r#"{"signup": ""}"#,
        r#"{"signup": {"bank_name": 1}}"#,
        r#"{"signup": {"bank_name": ["DNB"]}}"#,
        r#"{"signup": {"revenue": ""}}"#,
        r#"{"signup": {"revenue": ["NOK"]}}"#,
        r#"{"signup": {"revenue": {"gift_cards": "true"}}}"#,
        r#"{"signup": {"revenue": {"gift_cards": 1}}}"#,
        r#"{"signup": {"store_type": "online"}}"#,
        r#"{"signup": {"store_type": {}}}"#,
        r#"{"signup": {"store_type": [1]}}"#,
        r#"{"signup": {"ownership": {"owners": [""]}}}"#,
        r#"{"signup": {"ownership": {"owners": [[]]}}}"#,
        r#"{"signup": {"ownership": {"owners": [{"percentage": "25"}]}}}"#,
        r#"{"signup": {"ownership": {"owners": [{"percentage": {}}]}}}"#,
    ] {
        let refused = serde_json::from_str::<SignupRequest>(text);
        assert!(refused.is_err(), "{text}: {refused:?}");
    }
}

/// A small generator, the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

/// Every value of a document, by pointer.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(map) => {
            map.iter().for_each(|(key, value)| pointers(value, &format!("{at}/{key}"), found));
        }
        Value::Array(list) => {
            list.iter()
                .enumerate()
                .for_each(|(index, value)| pointers(value, &format!("{at}/{index}"), found));
        }
        _ => {}
    }
}

#[test]
fn a_request_reads_whatever_level_contract_lets_through() {
    let mut random = Random(1);
    let replacements = [
        json!(null),
        json!(" "),
        json!("x"),
        json!(1),
        json!(true),
        json!([]),
        json!({}),
        json!([null]),
        json!([{}]),
    ];
    let (mut accepted, mut refused) = (0, 0);
    for _ in 0..5000 {
        let mut document = complete();
        for _ in 0..=random.below(3) {
            let mut places = Vec::new();
            pointers(&document, "", &mut places);
            let place = &places[random.below(places.len())];
            *document.pointer_mut(place).unwrap() = replacements[random.below(replacements.len())].clone();
        }
        let report = check_value(&document, &options().level(Level::Contract));
        let request = serde_json::from_value::<SignupRequest>(document.clone());
        let wrong_type = report.issues().iter().any(|issue| {
            issue.code().to_string().ends_with(".type")
                || matches!(issue.code().to_string().as_str(), "signup.required" | "document.malformed")
        });
        assert_eq!(request.is_err(), wrong_type, "{document}");
        if report.is_ready() {
            let request = request.unwrap();
            assert!(request.check(&options().level(Level::Contract)).is_ready(), "{document}");
            accepted += 1;
        } else {
            refused += 1;
        }
    }
    assert!(accepted > 500 && refused > 500, "{accepted} {refused}");
}

#[test]
fn a_ready_signup_round_trips() {
    let without_owners = |document: &mut Value| {
        document["signup"]["ownership"] = json!({"ownership_structure": "complex"});
    };
    let instore = |document: &mut Value| {
        document["signup"]["store_type"] = json!(["instore"]);
        document["signup"].as_object_mut().unwrap().remove("verifications");
    };
    let remote = |document: &mut Value| {
        document["signup"]["store_type"] = json!(["remote"]);
        document["signup"]["verifications"]["payment_site"] = json!(false);
    };
    let loose = |document: &mut Value| {
        document["signup"]["bank_name"] = json!(" DNB\n");
        document["signup"]["account_number"] = json!(" no93 8601.1117 947 ");
        document["signup"]["revenue"]["yearly_revenue"] = json!("  a lot ");
        document["signup"]["ownership"]["owners"][0]["percentage"] = json!(50.5);
        document["signup"]["unknown"] = json!(1);
    };
    let domestic = |document: &mut Value| {
        document["signup"]["account_number"] = json!("8327-9 123 456");
        document["signup"]["revenue"] = json!({
            "currency": "SEK", "yearly_revenue": ">1", "highest_transaction_amount": "5", "average_amount": "<5 sek",
            "accept_prepaid": false, "subscriptions_or_memberships": false, "gift_cards": false
        });
    };
    let changes: [&dyn Fn(&mut Value); 6] = [&|_| {}, &without_owners, &instore, &remote, &loose, &domestic];
    for change in changes {
        let mut document = ready();
        change(&mut document);
        let signup = parse_value(&document, &options()).unwrap_or_else(|report| panic!("{report}"));
        let text = serde_json::to_string(&signup).unwrap();
        assert_eq!(parse_str(&text, &options()).as_ref(), Ok(&signup), "{text}");
        let request: SignupRequest = serde_json::from_str(&text).unwrap();
        assert_eq!(request.into_ready(&options()).as_ref(), Ok(&signup), "{text}");
    }
}

#[test]
fn a_stored_signup_is_read_without_the_day_of_its_check() {
    let stored = serde_json::to_string(&parse_slice(READY.as_bytes(), &options()).unwrap()).unwrap();
    let again: ReadySignup = serde_json::from_str(&stored).unwrap();
    assert_eq!(serde_json::to_string(&again).unwrap(), stored);
    // Born in the year of the check, or long ago on the day of the reading: the day says nothing.
    for born in ["2026-01-01", "9998-01-01", "1890-01-01"] {
        let document = stored.replace("1990-09-20", born);
        assert!(serde_json::from_str::<ReadySignup>(&document).is_ok(), "{born}");
    }
    let error =
        serde_json::from_str::<ReadySignup>(&stored.replace("86011117947", "86011117949")).unwrap_err();
    assert!(
        error.to_string().starts_with("not a signup that is ready to send: account_number.checksum"),
        "{error}"
    );
    for text in ["{}", "[]", "1", r#"{"signup": {}}"#, &stored.replace("1990-09-20", "1990-02-30")] {
        assert!(serde_json::from_str::<ReadySignup>(text).is_err(), "{text}");
    }
}

#[test]
fn a_request_is_built_field_by_field() {
    let read: SignupRequest = serde_json::from_value(complete()).unwrap();
    let signup = read.signup.clone();
    let (revenue, ownership) = (signup.revenue.unwrap(), signup.ownership.unwrap());
    let owners = ownership.owners.iter().map(|owner| {
        let built = Owner::new().name(owner.name.clone().unwrap()).percentage(owner.percentage.unwrap());
        let built = match &owner.legal_name {
            Some(name) => built.legal_name(name),
            None => built,
        };
        match &owner.date_of_birth {
            Some(date) => built.date_of_birth(date),
            None => built,
        }
    });
    let options = signup.payment_options.iter().map(|option| {
        PaymentOption::new()
            .payment_type(option.payment_type.clone().unwrap())
            .currencies(option.currencies.clone())
    });
    let built = Signup::new()
        .payment_options(options)
        .revenue(
            Revenue::new()
                .currency(revenue.currency.unwrap())
                .yearly_revenue(revenue.yearly_revenue.unwrap())
                .highest_transaction_amount(revenue.highest_transaction_amount.unwrap())
                .average_amount(revenue.average_amount.unwrap())
                .accept_prepaid(revenue.accept_prepaid.unwrap())
                .subscriptions_or_memberships(revenue.subscriptions_or_memberships.unwrap())
                .gift_cards(revenue.gift_cards.unwrap()),
        )
        .bank_name(signup.bank_name.unwrap())
        .account_number(signup.account_number.unwrap())
        .store_type(["online"])
        .ownership(
            Ownership::new().ownership_structure(ownership.ownership_structure.unwrap()).owners(owners),
        )
        .verifications(signup.verifications.unwrap())
        .signature(signup.signature.unwrap())
        .applicant(Applicant::new().phone_number(signup.applicant.unwrap().phone_number.unwrap()));
    assert_eq!(SignupRequest::new(built), read);
}

#[test]
fn names_are_read_back() {
    assert_eq!("contract".parse(), Ok(Level::Contract));
    assert_eq!("no-2018".parse(), Ok(Profile::NO_2018));
    assert_eq!("online".parse(), Ok(StoreType::Online));
    let code: Code = "ownership.owners.percentage.out_of_range".parse().unwrap();
    assert!(code == "ownership.owners.percentage.out_of_range");
    for other in [
        "owners.percentage.out_of_range",
        "x.ownership.owners.percentage.out_of_range",
        "out_of_range",
        ".",
        "",
    ] {
        assert!(code != other && other.parse::<Code>().is_err(), "{other}");
    }
    for code in catalogue().map(|rule| rule.code) {
        assert!(code == *code.name() && code != *format!(".{code}") && code != *format!("{code}."), "{code}");
        assert_eq!(code.name().parse(), Ok(code));
    }
    let error = "Online".parse::<StoreType>().unwrap_err();
    assert_eq!(error.to_string(), "not a type of store; there are online, instore, remote");
}

#[test]
fn a_ready_signup_is_of_types() {
    let signup = parse_slice(READY.as_bytes(), &options()).unwrap();
    assert_eq!(signup.account_number().to_string(), "86011117947");
    assert_eq!(signup.revenue().yearly_revenue().band().unwrap().low, 10_000_000);
    assert_eq!(signup.store_type(), [StoreType::Online]);
    let [kari, ola] = signup.ownership().owners() else { panic!("two owners") };
    assert_eq!(kari.date_of_birth().unwrap().to_string(), "1990-09-20");
    assert!(
        matches!(ola.kind(), OwnerKind::Company { legal_name, date_of_birth: None } if legal_name == "Nordmann Holding AS")
    );
    assert_eq!(signup.applicant().phone_number().calling_code(), 47);
}

#[test]
fn ready_means_level_submission_whatever_the_options_say() {
    let contract = options().level(Level::Contract);
    let mut document = ready();
    document["signup"].as_object_mut().unwrap().remove("applicant");
    assert!(check_value(&document, &contract).is_ready());
    let report = parse_value(&document, &contract).unwrap_err();
    assert_eq!(report.level(), Level::Submission);
    assert_eq!(
        report.errors().map(|issue| issue.code().to_string()).collect::<Vec<_>>(),
        ["applicant.phone_number.required"]
    );
    assert_eq!(parse_str("{", &contract).unwrap_err().level(), Level::Submission);
}

#[test]
fn warnings_come_with_the_signup() {
    let mut document = ready();
    document["signup"]["store_type"] = json!(["online", "online"]);
    let draft = Draft::from_deserializer(&document).unwrap();
    let (signup, report) = ReadySignup::with_report(&draft, &options());
    assert!(signup.is_some());
    assert!(report.issues().iter().any(|issue| issue.code() == "store_type.duplicate"));
}

#[test]
fn debug_tells_nothing_that_was_typed() {
    let typed =
        ["Kari", "Nordmann", "1990", "DNB", "8601", "999999", "kari@", "shop.example", "100.000", "51"];
    let request: SignupRequest = serde_json::from_str(READY).unwrap();
    let signup = parse_slice(READY.as_bytes(), &options()).unwrap();
    let owner = &signup.ownership().owners()[0];
    for shown in [
        format!("{request:?}"),
        format!("{signup:?}"),
        format!("{owner:?} {:?} {:?}", signup.verifications(), signup.signature().signatures()),
        format!(
            "{:?} {:?} {:?}",
            signup.account_number(),
            signup.applicant(),
            signup.signature().signatures()[0].email()
        ),
    ] {
        assert_eq!(typed.iter().find(|typed| shown.contains(**typed)), None, "{shown}");
    }
    let owners = &request.signup.ownership.unwrap().owners[1];
    assert_eq!(format!("{owners:?}"), "Owner { name: …, legal_name: …, percentage: …, .. }");
}

#[test]
fn the_published_connection_round_trips() {
    let published: Value = serde_json::from_str(CONNECTION).unwrap();
    let connection: Connection = serde_json::from_str(CONNECTION).unwrap();
    let configuration = connection.configuration.as_ref().unwrap();
    assert_eq!(connection.other, Other::default());
    assert_eq!(connection.events[0].status, Some(ConnectionStatus::Pending));
    assert_eq!(connection.submerchant_signups[0].mcc, Some(5814.into()));
    assert_eq!(configuration.secret_token.as_ref().unwrap().expose(), "<string>");
    assert_eq!(connection.signup.as_ref().unwrap().signup().unwrap().bank_name.as_deref(), Some("<string>"));

    let mut written = published.clone();
    written["configuration"].as_object_mut().unwrap().remove("secret_token");
    assert_eq!(serde_json::to_value(&connection).unwrap(), written);
    let of_value: Connection = serde_json::from_value(published).unwrap();
    assert_eq!(of_value, connection);
}

#[test]
fn what_is_unknown_survives_at_every_level() {
    let mut document: Value = serde_json::from_str(CONNECTION).unwrap();
    document["configuration"].as_object_mut().unwrap().remove("secret_token");
    let mut places = Vec::new();
    pointers(&document, "", &mut places);
    for place in &places {
        if let Some(object) = document.pointer_mut(place).unwrap().as_object_mut() {
            object.insert(
                "new_field".to_owned(),
                json!({"deep": [1, 2.5, {"x": null}], "large": 18_446_744_073_709_551_615_u64}),
            );
        }
    }
    document["status"] = json!("paused");
    document["events"][0]["status"] = json!("resumed");
    document["schema"] = json!(1.5);
    document["submerchant_signups"][0]["store_id"] = json!("main");
    let connection: Connection = serde_json::from_value(document.clone()).unwrap();
    assert_eq!(connection.status, Some(ConnectionStatus::Unknown("paused".to_owned())));
    assert_eq!(connection.submerchant_signups[0].store_id.as_deref(), Some("main"));
    assert_eq!(serde_json::to_value(&connection).unwrap(), document);
}

#[test]
fn secrets_are_never_written() {
    let text = r#"{
        "configuration": {"secret_token": "s1", "md5_key": "m1", "access_token": 4711, "new": {"secret_token": "s2"}},
        "direct_signups": [{"secret_token": "s3", "md5_key": "m2"}],
        "submerchant_signups": [{"md5_key": "m3", "list": [{"secret_token": ["s4"]}]}],
        "metadata": {"secret_token": "s5", "note": "n1"}
    }"#;
    let connection: Connection = serde_json::from_str(text).unwrap();
    let written = serde_json::to_value(&connection).unwrap();
    assert_eq!(
        written,
        json!({
            "configuration": {"md5_key": "m1", "access_token": 4711, "new": {}},
            "direct_signups": [{"md5_key": "m2"}],
            "submerchant_signups": [{"md5_key": "m3", "list": [{}]}],
            "metadata": {"note": "n1"}
        })
    );
    let shown = format!("{connection:?}");
    for secret in ["s1", "s2", "s3", "s4", "s5", "m1", "m2", "m3", "n1", "4711"] {
        assert!(!shown.contains(secret), "{secret}: {shown}");
    }
}

#[test]
fn date_times_keep_their_text() {
    for text in ["2023-11-07T05:31:56Z", "2023-11-07T05:31:56.120Z", "2023-11-07T06:31:56+01:00"] {
        let connection: Connection = serde_json::from_value(json!({"created_at": text})).unwrap();
        assert_eq!(serde_json::to_value(&connection).unwrap(), json!({"created_at": text}));
    }
    for text in ["", "2023-11-07", "2023-11-07T05:31:56", "yesterday"] {
        assert!(serde_json::from_value::<Connection>(json!({"created_at": text})).is_err(), "{text}");
    }
    let nothing = json!({"created_at": null, "events": null, "configuration": null, "status": null});
    assert_eq!(serde_json::from_value::<Connection>(nothing).unwrap(), Connection::default());
}
