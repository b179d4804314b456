//! The JSON Schema against the check: at level `contract` the same answer, at level `submission` never a harsher one.
#![cfg(feature = "json-schema")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use merchant_signup::formats::amount_band::AmountBand;
use merchant_signup::formats::currency::Currency;
use merchant_signup::formats::date::Date;
use merchant_signup::formats::email::Email;
use merchant_signup::formats::phone::E164;
use merchant_signup::formats::{account_number::AccountNumber, url};
use merchant_signup::{Level, Options, check_value, json_schema};
use regex::Regex;
use serde_json::{Value, json};

const READY: &str = include_str!("../../../tests/examples/ready.json");

/// What the schema of level `submission` has no words for.
const UNSAID: &[&str] = &[
    "account_number.checksum",
    "account_number.format",
    "ownership.owners.date_of_birth.in_future",
    "ownership.owners.date_of_birth.over_maximum_age",
    "ownership.owners.total_exceeds_100",
    "revenue.average_amount.currency_mismatch",
    "revenue.average_amount.exceeds_highest",
    "revenue.average_amount.reversed",
    "revenue.highest_transaction_amount.currency_mismatch",
    "revenue.highest_transaction_amount.reversed",
    "revenue.yearly_revenue.currency_mismatch",
    "revenue.yearly_revenue.reversed",
    "signature.signatures.email.format",
    "signature.signatures.email.invisible_characters",
    "verifications.terms_and_conditions_url.credentials",
    "verifications.terms_and_conditions_url.format",
    "verifications.terms_and_conditions_url.invisible_characters",
];

fn options(level: Level) -> Options {
    Options::new(Date::new(2026, 11, 22).unwrap()).level(level)
}

fn ready() -> Value {
    serde_json::from_str(READY).unwrap()
}

fn compile(level: Level) -> jsonschema::Validator {
    let schema = json_schema(level);
    assert!(jsonschema::meta::is_valid(&schema));
    jsonschema::options().with_draft(jsonschema::Draft::Draft202012).build(&schema).unwrap()
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

/// Values of every type, at and over every limit, blank in every way.
fn replacements() -> Vec<Value> {
    let long = |letter: &str, count: usize| json!(letter.repeat(count));
    let mut values = vec![
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(25),
        json!(25.5),
        json!(-3),
        json!(100),
        json!(100.5),
        json!(1e300),
        json!({}),
        json!([]),
        json!([null]),
        json!([{}]),
        json!([""]),
        json!(["online", "remote"]),
        json!(["instore"]),
        json!([{"name": "Kari", "percentage": 25, "date_of_birth": "1990-09-20"}]),
        json!([{"name": "Kari", "percentage": 24, "legal_name": "AS"}, null]),
        json!({"unknown": 1}),
        Value::Array(vec![json!({}); 20]),
        Value::Array(vec![json!({}); 21]),
        Value::Array(vec![json!("online"); 10]),
        Value::Array(vec![json!("online"); 11]),
        Value::Array(vec![json!("NOK"); 180]),
        Value::Array(vec![json!("NOK"); 181]),
        Value::Array(vec![json!({}); 100]),
        Value::Array(vec![json!({}); 101]),
    ];
    for (letter, counts) in
        [("a", [1, 64, 65, 200, 201]), ("å", [1, 64, 65, 200, 201]), ("😀", [1, 64, 65, 200, 201])]
    {
        values.extend(counts.iter().map(|count| long(letter, *count)));
        values.extend(counts.iter().map(|count| json!(format!(" \u{2003}{}\n", letter.repeat(*count)))));
    }
    values.extend([254, 255, 2048, 2049].map(|count| long("a", count)));
    values.extend([31, 32].map(|count| json!(format!("+{}", "1".repeat(count)))));
    values.extend(TEXTS.iter().map(|text| json!(text)));
    values
}

const TEXTS: &[&str] = &[
    "",
    " ",
    "\t\n\u{B}\u{C}\r \u{85}\u{A0}\u{1680}\u{2000}\u{200A}\u{2028}\u{2029}\u{202F}\u{205F}\u{3000}",
    "\u{FEFF}",
    "\u{200B}",
    "-",
    "– …\u{E0001}",
    "a\u{200B}b",
    "kari@exa\u{200B}mple.no",
    "https://example.no/te\u{200B}rms",
    "8327-9,123\t456 789\u{AD}-0",
    "\u{202A}8601\u{202C}1117947",
    "+460701234567",
    "+4600701234567",
    "+46070123456789012",
    "\u{180E}",
    "\u{1C}",
    "a\u{202E}b",
    "\u{7}",
    "a\u{85}b",
    "\u{85}a",
    "NOK",
    "nok",
    " NOK",
    "XXX",
    "online",
    "Online",
    "bambora.vipps",
    "complex",
    "owners_with_more_than_25",
    "no_owners_with_more_than_25",
    "2023-02-28",
    "2023-02-29",
    "2024-02-29",
    "1900-02-29",
    "2000-02-29",
    "0000-02-29",
    "0004-02-29",
    "2023-04-31",
    "2023-13-01",
    "2023-00-10",
    "1990-09-20 ",
    "1990-09-20\n",
    "1990-9-20",
    "2999-01-01",
    "1890-01-01",
    "2020-01-01",
    "+4799999999",
    "+479999999",
    "+4702000",
    "+15005550006",
    "+999123456",
    "+47 99999999",
    "4799999999",
    "+47٣9999999",
    "+",
    "86011117947",
    "8601.11.17947",
    "86011117949",
    "8601111794",
    " no93 8601 1117 947 ",
    "N-O9386011117947",
    "\u{200B}NO9386011117947\u{FEFF}",
    "NO938601111794",
    "NO9386011117A47",
    "XX12345",
    "GB25123412345698765432",
    "8327-9 123",
    "1A345",
    "1234",
    "12/345",
    "123\t45",
    "a@b.no",
    "a@localhost",
    "kari@blåbær.no",
    "a@b.no ",
    "a@-b.no",
    "a b@c.no",
    "a@b€.no",
    "https://example.no/terms",
    "HTTP://example.no",
    "https:example.no",
    "ftp://example.no",
    "https://",
    "https://u:p@example.no",
    "example.no",
    "https://exa mple.no",
    "500-1000 NOK",
    "1000-500",
    "> 5 SEK",
    "a lot",
];

/// A document with up to three values replaced, taken away or put in.
fn changed(random: &mut Random, replacements: &[Value]) -> Value {
    let mut document = ready();
    if random.below(4) == 0 {
        document["signup"]["revenue"]["currency"] = json!(["SEK", "DKK", "EUR"][random.below(3)]);
    }
    for _ in 0..=random.below(3) {
        let mut places = Vec::new();
        pointers(&document, "", &mut places);
        let place = places[random.below(places.len())].clone();
        if random.below(4) == 0 {
            let Some((parent, key)) = place.rsplit_once('/') else { continue };
            if let Some(Value::Object(parent)) = document.pointer_mut(parent) {
                parent.remove(key);
            }
        } else {
            *document.pointer_mut(&place).unwrap() = replacements[random.below(replacements.len())].clone();
        }
    }
    document
}

#[test]
fn level_contract_says_what_the_check_says() {
    let schema = compile(Level::Contract);
    let options = options(Level::Contract);
    let replacements = replacements();
    let mut compared = [0, 0];
    let mut compare = |document: &Value| {
        let report = check_value(document, &options);
        assert_eq!(schema.is_valid(document), report.is_ready(), "{document}\n{report}");
        compared[usize::from(report.is_ready())] += 1;
    };
    // Every value by every other, then several at once.
    let mut places = Vec::new();
    pointers(&ready(), "", &mut places);
    places.push("/signup/ownership/owners/0/legal_name".to_owned());
    for place in &places {
        for value in &replacements {
            let mut document = ready();
            document["signup"]["ownership"]["owners"][0]["legal_name"] = json!("AS");
            *document.pointer_mut(place).unwrap() = value.clone();
            compare(&document);
        }
    }
    let mut random = Random(7);
    for _ in 0..4000 {
        compare(&changed(&mut random, &replacements));
    }
    assert!(compared.iter().all(|count| *count > 2000), "{compared:?}");
}

#[test]
fn level_submission_refuses_nothing_that_is_ready_and_lets_through_only_what_it_cannot_say() {
    let schema = compile(Level::Submission);
    let options = options(Level::Submission);
    let replacements = replacements();
    assert!(schema.is_valid(&ready()));
    let mut random = Random(11);
    let mut unsaid = std::collections::BTreeSet::new();
    let mut ready_ones = 0;
    let mut compare = |document: &Value| {
        let report = check_value(document, &options);
        let is_valid = schema.is_valid(document);
        if report.is_ready() {
            let why: Vec<String> = schema.iter_errors(document).map(|error| error.to_string()).collect();
            assert!(is_valid, "{document}\n{why:?}");
            ready_ones += 1;
        } else if is_valid {
            unsaid.extend(report.errors().map(|issue| issue.code().to_string()));
            for issue in report.errors() {
                let code = issue.code().to_string();
                assert!(UNSAID.contains(&code.as_str()), "{document}\n{report}");
            }
        }
    };
    let mut places = Vec::new();
    pointers(&ready(), "", &mut places);
    for place in &places {
        for value in &replacements {
            for currency in ["NOK", "SEK", "DKK", "EUR"] {
                let mut document = ready();
                *document.pointer_mut(place).unwrap() = value.clone();
                if let Some(slot) = document.pointer_mut("/signup/revenue/currency") {
                    *slot = json!(currency);
                }
                let is_amount = place.contains("/revenue/");
                for amount in ["yearly_revenue", "highest_transaction_amount", "average_amount"] {
                    let amount = format!("/signup/revenue/{amount}");
                    if let Some(slot) = document.pointer_mut(&amount).filter(|_| !is_amount) {
                        *slot = json!("some");
                    }
                }
                compare(&document);
            }
        }
    }
    for _ in 0..4000 {
        compare(&changed(&mut random, &replacements));
    }
    // Two persons with more than all of it, which no single change gives.
    let mut document = ready();
    let person = json!({"name": "Kari Nordmann", "date_of_birth": "1990-09-20", "percentage": 90});
    document["signup"]["ownership"]["owners"] = json!([person, person]);
    document["signup"]["ownership"]["owners"][1]["name"] = json!("Ola Nordmann");
    compare(&document);
    assert!(ready_ones > 1000, "{ready_ones}");
    let never: Vec<&&str> = UNSAID.iter().filter(|code| !unsaid.contains(**code)).collect();
    assert_eq!(never, [&""; 0], "the list names what does not happen");
}

/// The patterns of a schema, by the pointer of the schema that has them.
fn patterns(schema: &Value, at: &str, found: &mut Vec<(String, String)>) {
    match schema {
        Value::Object(map) => {
            for (key, value) in map {
                match value {
                    Value::String(pattern) if key == "pattern" => {
                        found.push((at.to_owned(), pattern.clone()));
                    }
                    _ => patterns(value, &format!("{at}/{key}"), found),
                }
            }
        }
        Value::Array(list) => {
            list.iter()
                .enumerate()
                .for_each(|(index, value)| patterns(value, &format!("{at}/{index}"), found));
        }
        _ => {}
    }
}

/// What a format's own code says of a text; none where a pattern is of no format.
fn accepts(at: &str, text: &str) -> Option<bool> {
    let amounts = ["yearly_revenue", "highest_transaction_amount", "average_amount"];
    let currencies = [None, Some(Currency::SEK), Some(Currency::DKK), Some(Currency::EUR)];
    let last =
        at.rsplit('/').find(|part| part.parse::<u8>().is_err() && !matches!(*part, "anyOf" | "allOf"))?;
    match last {
        "phone_number" => Some(E164::parse(text).is_ok()),
        "email" => Some(Email::parse(text).is_ok()),
        "terms_and_conditions_url" => Some(url::check(text).is_ok()),
        "date_of_birth" => Some(Date::parse(text).is_ok()),
        "account_number" => {
            Some(currencies.iter().any(|currency| AccountNumber::parse(text.trim(), *currency).is_ok()))
        }
        amount if amounts.contains(&amount) => Some(AmountBand::parse(text).is_ok()),
        _ => None,
    }
}

#[test]
fn every_pattern_is_read_by_regex_and_accepts_what_its_format_accepts() {
    for level in Level::ALL {
        let mut found = Vec::new();
        patterns(&json_schema(*level), "", &mut found);
        assert!(found.len() > 8, "{found:?}");
        for (at, pattern) in found {
            let compiled = Regex::new(&pattern).unwrap_or_else(|error| panic!("{at}: {error}"));
            if at.contains("/then/") {
                continue;
            }
            for text in TEXTS {
                if accepts(&at, text) == Some(true) {
                    assert!(compiled.is_match(text), "{at}: {text:?}");
                }
            }
        }
    }
}

#[test]
fn dates_and_phone_numbers_are_said_exactly() {
    let schema = json_schema(Level::Submission);
    let pattern = |pointer: &str| {
        let pattern = schema.pointer(pointer).and_then(Value::as_str).unwrap();
        Regex::new(pattern).unwrap()
    };
    let date = pattern(
        "/properties/signup/properties/ownership/properties/owners/items/properties/date_of_birth/anyOf/0/pattern",
    );
    for year in (0..10_000).step_by(4).chain([1, 99, 1999, 2023, 9999]) {
        for month in 0..=13 {
            for day in [0, 1, 28, 29, 30, 31, 32] {
                let text = format!("{year:04}-{month:02}-{day:02}");
                assert_eq!(date.is_match(&text), Date::parse(&text).is_ok(), "{text}");
            }
        }
    }
    let phone = pattern("/properties/signup/properties/applicant/properties/phone_number/pattern");
    for code in 0..1000 {
        for length in 0..=20 {
            for zeros in ["", "0", "00"] {
                let text = format!("+{code}{zeros}{}", "1".repeat(length));
                assert_eq!(phone.is_match(&text), E164::parse(&text).is_ok(), "{text}");
            }
        }
    }
}
