//! What holds of every document, whoever wrote it. Seeded: each run judges the same documents.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use merchant_signup_core::{
    Date, Draft, Level, Locale, MAXIMUM_BYTES, Options, Profile, Report, Severity, Status, canonicalize,
    check_slice, check_value, fixes,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::RngSeed;
use serde_json::{Map, Value, json};

const READY: &str = include_str!("../../../tests/examples/ready.json");
const PUBLISHED: &str = include_str!("../../../tests/examples/published.json");
const TWENTY_FAULTS: &str = include_str!("../../../tests/examples/twenty-faults.json");

fn seeded(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(20_261_122),
        failure_persistence: None,
        ..Default::default()
    }
}

/// Both levels under both profiles.
fn all_options() -> Vec<Options> {
    let today = Date::new(2026, 11, 22).unwrap();
    let levels =
        Level::ALL.iter().flat_map(|level| Profile::ALL.iter().map(move |profile| (*level, *profile)));
    levels.map(|(level, profile)| Options::new(today).level(level).profile(profile)).collect()
}

fn submission() -> Options {
    all_options().remove(0)
}

fn json_of(report: &Report) -> String {
    serde_json::to_string(report).unwrap()
}

/// The places of a document: the pointer of each value in it.
fn pointers(value: &Value) -> Vec<String> {
    fn below(value: &Value, pointer: &str, out: &mut Vec<String>) {
        out.push(pointer.to_owned());
        match value {
            Value::Object(fields) => {
                for (key, value) in fields {
                    let key = key.replace('~', "~0").replace('/', "~1");
                    below(value, &format!("{pointer}/{key}"), out);
                }
            }
            Value::Array(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    below(element, &format!("{pointer}/{index}"), out);
                }
            }
            _ => {}
        }
    }
    let mut out = Vec::new();
    below(value, "", &mut out);
    out
}

/// One change to a document, at one of its places.
#[derive(Clone, Debug)]
enum Mutation {
    Replace(Value),
    Remove,
    AddKey(String, Value),
    RepeatElement,
}

fn mutate(document: &mut Value, at: &Index, mutation: &Mutation) {
    let all = pointers(document);
    let pointer = at.get(&all).clone();
    match mutation {
        Mutation::Replace(value) if !pointer.is_empty() => {
            *document.pointer_mut(&pointer).unwrap() = value.clone();
        }
        Mutation::Remove => {
            let Some((parent, key)) = pointer.rsplit_once('/') else { return };
            match document.pointer_mut(parent) {
                Some(Value::Object(fields)) => drop(fields.remove(key)),
                Some(Value::Array(elements)) => drop(elements.remove(key.parse().unwrap())),
                _ => {}
            }
        }
        Mutation::AddKey(key, value) => {
            if let Some(Value::Object(fields)) = document.pointer_mut(&pointer) {
                fields.insert(key.clone(), value.clone());
            }
        }
        Mutation::RepeatElement => {
            if let Some(Value::Array(elements)) = document.pointer_mut(&pointer)
                && let Some(last) = elements.last().cloned()
            {
                elements.push(last);
            }
        }
        Mutation::Replace(_) => {}
    }
}

/// Texts that come near to something: right, nearly right, to be corrected, or nothing at all.
fn texts() -> impl Strategy<Value = String> {
    let near = vec![
        "",
        " ",
        "\u{A0}\u{3000}",
        "DNB",
        " DNB\n",
        "D\tNB",
        "\u{FEFF}",
        "\u{202E}",
        "nok",
        " NOK ",
        "EUR",
        "sek",
        "HRK",
        "86011117947",
        "8601 11 17947",
        "86011117949",
        "no93 8601 1117 947",
        "SE45 5000 0000 0583 9825 7466",
        "1234-567",
        "+4799999999",
        "0047 999 99 999",
        "99999999",
        "+47 (0) 99999999",
        "+999",
        "online",
        " instore",
        "remote",
        "shop",
        "owners_with_more_than_25",
        "no_owners_with_more_than_25",
        "complex",
        "Complex ",
        "1990-09-20",
        "2023-02-29",
        " 2010-01-01",
        "20.09.1990",
        "25",
        " 33.3 ",
        "1e2",
        "33,3",
        "100",
        "true",
        "Kari@EXAMPLE.com",
        " kari@blåbær.NO",
        "kari",
        "https://example.com",
        " http://localhost ",
        "ftp://example.com",
        "https://u:p@example.com",
        "500-1000 NOK",
        "1000-500",
        "<250 000 SEK",
        ">1",
        "much",
        "bambora.creditcard",
        "bambora.vipps ",
        "Kari Nordmann",
        "kari  NORDMANN",
    ];
    prop_oneof![8 => select(near).prop_map(str::to_owned), 1 => any::<String>(), 1 => "[ -~]{0,80}"]
}

fn values() -> impl Strategy<Value = Value> {
    let shares =
        vec![0.0, 0.01, 10.0, 24.9, 25.0, 25.1, 33.33, 33.34, 49.0, 51.0, 60.0, 75.0, 100.0, 100.01, -1.0];
    let leaf = prop_oneof![
        8 => texts().prop_map(Value::from),
        1 => Just(Value::Null),
        2 => any::<bool>().prop_map(Value::from),
        2 => select(shares).prop_map(Value::from),
        1 => any::<f64>().prop_filter("JSON has no others", |number| number.is_finite()).prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec((keys(), inner), 0..4).prop_map(|fields| fields.into_iter().collect::<Map<_, _>>().into()),
        ]
    })
}

fn keys() -> impl Strategy<Value = String> {
    let known = vec![
        "signup",
        "name",
        "type",
        "currencies",
        "percentage",
        "owners",
        "legal_name",
        "bankName",
        "gift-cards",
        "a b",
    ];
    prop_oneof![3 => select(known).prop_map(str::to_owned), 1 => ".{0,8}"]
}

/// A signup after a few changes.
fn documents() -> impl Strategy<Value = Value> {
    let mutation = prop_oneof![
        5 => values().prop_map(Mutation::Replace),
        2 => Just(Mutation::Remove),
        1 => (keys(), values()).prop_map(|(key, value)| Mutation::AddKey(key, value)),
        1 => Just(Mutation::RepeatElement),
    ];
    let base = select(vec![READY, PUBLISHED, TWENTY_FAULTS]);
    (base, vec((any::<Index>(), mutation), 0..8)).prop_map(|(base, mutations)| {
        let mut document = serde_json::from_str(base).unwrap();
        for (at, mutation) in &mutations {
            mutate(&mut document, at, mutation);
        }
        document
    })
}

/// A document's text, its objects' keys in an order that `turn` decides.
fn turned(value: &Value, turn: &mut u64) -> String {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            for index in (1..fields.len()).rev() {
                *turn = turn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let other = usize::try_from(*turn >> 33).unwrap() % (index + 1);
                fields.swap(index, other);
            }
            let fields: Vec<_> = fields
                .into_iter()
                .map(|(key, value)| format!("{}:{}", json!(key), turned(value, turn)))
                .collect();
            format!("{{{}}}", fields.join(","))
        }
        Value::Array(elements) => {
            let elements: Vec<_> = elements.iter().map(|element| turned(element, turn)).collect();
            format!("[{}]", elements.join(","))
        }
        other => other.to_string(),
    }
}

/// A document's text in which some keys stand twice: before the value at a pointer, another one.
fn with_firsts(value: &Value, pointer: &str, firsts: &[(String, &Value)]) -> String {
    let below = |key: &str| format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
    match value {
        Value::Object(fields) => {
            let mut all = Vec::new();
            for (key, value) in fields {
                let before = firsts.iter().filter(|(pointer, _)| *pointer == below(key));
                all.extend(before.map(|(_, first)| format!("{}:{first}", json!(key))));
                all.push(format!("{}:{}", json!(key), with_firsts(value, &below(key), firsts)));
            }
            format!("{{{}}}", all.join(","))
        }
        Value::Array(elements) => {
            let elements = elements.iter().enumerate();
            let elements: Vec<_> = elements
                .map(|(index, element)| with_firsts(element, &format!("{pointer}/{index}"), firsts))
                .collect();
            format!("[{}]", elements.join(","))
        }
        other => other.to_string(),
    }
}

/// What holds of every report, whatever was read.
fn holds_together(report: &Report) {
    let errors: Vec<_> = report.issues().iter().filter(|issue| issue.severity() == Severity::Error).collect();
    assert_eq!(report.is_ready(), errors.is_empty());
    assert_eq!(report.status() == Status::Malformed, report.sections().is_empty());
    let kinds = |kinds: &[&str]| errors.iter().any(|issue| kinds.contains(&issue.kind().name()));
    let due = if kinds(&["invalid", "inconsistent"]) {
        Status::Invalid
    } else if kinds(&["missing"]) {
        Status::Incomplete
    } else {
        Status::Ready
    };
    assert!(report.status() == Status::Malformed || report.status() == due);

    for section in report.sections() {
        assert!(section.fulfilled <= section.required, "{section:?}");
        assert!(section.status <= report.status(), "{section:?}");
        assert!(section.status != Status::Ready || section.fulfilled == section.required, "{section:?}");
        let own = |issue: &&&merchant_signup_core::Issue| {
            issue.path().place().field().section() == Some(section.section)
        };
        let speaks = errors.iter().filter(own).any(|issue| issue.kind().name() != "notice");
        assert!(!speaks || section.status != Status::Ready, "{section:?}");
    }
    for issue in report.issues() {
        assert!(issue.code().is_contract() || report.level() == Level::Submission, "{:?}", issue.code());
        assert!(!issue.message(report.locale()).is_empty());
        let listed = issue.related().len();
        assert!(listed <= 101, "{listed} related");
    }
    // One error on a value: besides it only the document speaks of its key, and the list of what is in it.
    let own_errors: Vec<_> = errors
        .iter()
        .filter(|issue| issue.kind().name() != "inconsistent" && issue.code().field().name() != "")
        .map(|issue| issue.path().to_string())
        .filter(|path| !path.is_empty())
        .collect();
    let mut distinct = own_errors.clone();
    distinct.dedup();
    assert_eq!(own_errors, distinct);
}

proptest! {
    #![proptest_config(seeded(2_000))]

    #[test]
    fn reading_never_panics_on_any_bytes(bytes in vec(any::<u8>(), 0..300)) {
        for options in all_options() {
            holds_together(&check_slice(&bytes, &options));
        }
    }

    /// Bytes changed, taken out and put in, in the text of a signup.
    #[test]
    fn reading_never_panics_on_a_damaged_text(
        base in select(vec![READY, PUBLISHED, TWENTY_FAULTS]),
        damages in vec((any::<Index>(), 0..12_usize, vec(prop_oneof![
            3 => select(b"{}[]\",:\\0-.eE \ntfnu".to_vec()), 1 => any::<u8>(),
        ], 0..6)), 1..5),
    ) {
        let mut text = base.as_bytes().to_vec();
        for (at, taken, put) in damages {
            let start = at.index(text.len());
            let end = (start + taken).min(text.len());
            text.splice(start..end, put);
        }
        for options in all_options() {
            holds_together(&check_slice(&text, &options));
        }
    }
}

proptest! {
    #![proptest_config(seeded(1_500))]

    #[test]
    fn reports_hold_together(document in documents()) {
        for options in all_options() {
            holds_together(&check_value(&document, &options));
        }
    }

    #[test]
    fn a_value_is_judged_as_its_text(document in documents()) {
        for options in all_options() {
            let of_text = check_slice(document.to_string().as_bytes(), &options);
            prop_assert_eq!(json_of(&check_value(&document, &options)), json_of(&of_text));
        }
    }

    #[test]
    fn the_order_of_keys_changes_nothing(document in documents(), turn in any::<u64>()) {
        for options in all_options() {
            let text = turned(&document, &mut turn.clone());
            let turned = check_slice(text.as_bytes(), &options);
            prop_assert_eq!(json_of(&turned), json_of(&check_value(&document, &options)));
        }
    }

    /// Where a key stands twice the last is judged, as if the first were not there.
    #[test]
    fn the_last_of_a_repeated_key_stands(
        document in documents(),
        firsts in vec((any::<Index>(), values()), 1..6),
    ) {
        let all = pointers(&document);
        let firsts: Vec<_> = firsts.iter().map(|(at, value)| (at.get(&all).clone(), value)).collect();
        let text = with_firsts(&document, "", &firsts);
        for options in all_options() {
            let repeated = serde_json::to_value(check_slice(text.as_bytes(), &options)).unwrap();
            let plain = serde_json::to_value(check_value(&document, &options)).unwrap();
            let others = repeated["issues"].as_array().unwrap().iter();
            let others: Vec<_> = others.filter(|issue| issue["code"] != "document.duplicate_key").collect();
            prop_assert_eq!(others, plain["issues"].as_array().unwrap().iter().collect::<Vec<_>>(), "{}", text);
        }
    }

    #[test]
    fn fixing_is_idempotent_and_never_worsens(document in documents()) {
        let (fixed, changes) = canonicalize(&document);
        prop_assert_eq!(changes.is_empty(), fixed == document);
        let (again, none) = canonicalize(&fixed);
        prop_assert!(none.is_empty(), "fixed again: {:?}", none);
        prop_assert_eq!(&again, &fixed);
        for options in all_options() {
            let (before, after) = (check_value(&document, &options), check_value(&fixed, &options));
            prop_assert!(after.status() <= before.status(), "{:?}\n{:?}", before, after);
        }
    }

    /// A fixed document differs from the given one only where a change is listed.
    #[test]
    fn fixing_changes_what_it_lists(document in documents()) {
        let (mut fixed, changes) = canonicalize(&document);
        for change in changes {
            let pointer = change.place().to_string();
            *fixed.pointer_mut(&pointer).unwrap() = document.pointer(&pointer).unwrap().clone();
        }
        prop_assert_eq!(fixed, document);
    }
}

/// What somebody typed, in the forms that a value can take; the token is in each.
fn planted(token: &str) -> Vec<Value> {
    let upper = token.to_uppercase();
    vec![
        json!(token),
        json!(format!(" {token}\t{token} ")),
        json!(format!("{token}@{token}.example")),
        json!(format!("{token}@{token}")),
        json!(format!("http://{token}:{token}@{token}.test/{token}?{token}#{token}")),
        json!(format!("{token}://{token}")),
        json!(format!("https://{token}")),
        json!(format!("+{token}")),
        json!(format!("NO93{token}")),
        json!(format!("bambora.{token}")),
        json!(format!("500-1000 {upper}")),
        json!(token.repeat(80)),
        json!([token, [token], {format!("{token} {token}"): token}]),
        json!({"name": token, "type": token, "legal_name": token, "email": token, "currencies": [token]}),
    ]
}

fn says(report: &Report, token: &str) -> Option<String> {
    let mut said: Vec<String> = Locale::ALL
        .into_iter()
        .map(|locale| report.clone().with_locale(locale))
        .flat_map(|report| [json_of(&report), report.to_string()])
        .collect();
    said.push(format!("{report:?}"));
    let token = token.to_lowercase();
    said.into_iter().find(|text| text.to_lowercase().contains(&token))
}

proptest! {
    #![proptest_config(seeded(400))]

    /// Names, dates of birth and account numbers do not leak into logs through a report.
    #[test]
    fn no_report_repeats_what_was_typed(
        document in documents(),
        places in vec((any::<Index>(), any::<Index>()), 1..4),
        token in "(qz[0-9]{3}x[a-z]{6})|([1-9][0-9]{10})",
        unsafe_key in select(vec!["{} {}", "{}/", "é{}", "{}\u{0}", "~{}~", "{}:{}:{}:{}:{}:{}:{}"]),
    ) {
        let mut document = document;
        let forms = planted(&token);
        for (at, form) in &places {
            mutate(&mut document, at, &Mutation::Replace(form.get(&forms).clone()));
            let key = unsafe_key.replace("{}", &token);
            mutate(&mut document, at, &Mutation::AddKey(key, json!(token)));
            if let Ok(number) = token.parse::<u64>() {
                mutate(&mut document, form, &Mutation::Replace(json!(number)));
            }
        }
        for options in all_options() {
            let options = options.account(token.as_str());
            let report = check_value(&document, &options);
            prop_assert_eq!(says(&report, &token), None);
            // The same text cut off anywhere: a parser's complaint is not passed on.
            let text = document.to_string();
            let cut = text.floor_char_boundary(places[0].0.index(text.len()));
            prop_assert_eq!(says(&check_slice(&text.as_bytes()[..cut], &options), &token), None);
        }
        let draft = Draft::from_deserializer(&document).unwrap_or_default();
        let debug = format!("{draft:?} {:?} {:?}", fixes(&draft), all_options()[0].clone().account(token.as_str()));
        prop_assert!(!debug.contains(&token));
        prop_assert!(!serde_json::to_string(&fixes(&draft)).unwrap().contains(&token));
    }
}

/// A text of nearly a mebibyte: `head`, then `piece` as often as it fits, then `tail`.
fn large(head: &str, piece: impl Fn(usize) -> String, tail: &str) -> String {
    let mut text = String::from(head);
    for index in 0.. {
        let next = piece(index);
        if text.len() + next.len() + tail.len() + 1 > MAXIMUM_BYTES {
            break;
        }
        if index > 0 {
            text.push(',');
        }
        text.push_str(&next);
    }
    text.push_str(tail);
    assert!(text.len() > MAXIMUM_BYTES - 2 * 1024, "{} bytes", text.len());
    text
}

/// How many issues a mebibyte gives, and how long its report is.
fn size(text: &str) -> (usize, usize) {
    let report = check_slice(text.as_bytes(), &submission());
    assert_ne!(report.status(), Status::Malformed, "{report:?}");
    holds_together(&report);
    (report.issues().len(), json_of(&report).len())
}

#[test]
fn a_mebibyte_of_empty_owners_gives_a_short_report() {
    let owners = |head| large(head, |_| "{}".to_owned(), "]}}}");
    let (issues, bytes) = size(&owners(r#"{"signup":{"ownership":{"owners":["#));
    // 100 owners are read, three answers of each are owed.
    assert_eq!(issues, 22 + 1 + 300);
    assert!(bytes < 90_000, "{bytes} bytes");

    let (issues, bytes) = size(&large(r#"{"owners":["#, |_| "{}".to_owned(), "]}"));
    assert_eq!(issues, 2, "no signup, and a field that nobody knows");
    assert!(bytes < 2_000, "{bytes} bytes");
}

#[test]
fn a_mebibyte_of_unknown_keys_gives_a_short_report() {
    for piece in [
        (|index| format!("\"k{index}\":0")) as fn(usize) -> String,
        |index| format!("\"{index:064}\":0"),
        |index| format!("\"bank_nam{index}\":{{}}"),
        |index| format!("\"a b{index}\":[]"),
    ] {
        let (issues, bytes) = size(&large(r#"{"signup":{"#, piece, "}}"));
        assert_eq!(issues, 22 + 50 + 1);
        assert!(bytes < 30_000, "{bytes} bytes");
    }
}

#[test]
fn repeated_keys_give_a_short_report() {
    for (piece, due) in REPEATED {
        let many = vec![piece; 2_000].join(",");
        let (issues, bytes) = size(&format!("{{\"signup\":{{{many}}}}}"));
        assert_eq!(issues, due, "{piece}");
        assert!(bytes < 40_000, "{bytes} bytes");
    }
    let (issues, _) = size(&large(r#"{"signup":{"#, |index| format!("\"k{index}\":0,\"k{index}\":0"), "}}"));
    assert_eq!(issues, 22 + 101);
}

#[test]
fn a_mebibyte_of_repeated_keys_gives_a_short_report() {
    for (piece, due) in REPEATED {
        let (issues, bytes) = size(&large(r#"{"signup":{"#, |_| piece.to_owned(), "}}"));
        assert_eq!(issues, due, "{piece}");
        assert!(bytes < 40_000, "{bytes} bytes");
    }
}

/// Keys that stand again and again below `signup`, and how many issues they give.
const REPEATED: [(&str, usize); 4] = [
    (r#""x":0"#, 22 + 2),
    (r#""bank_name":0"#, 22 + 1),
    (r#""revenue":{"x":0}"#, 22 + 2),
    (r#""ownership":{"owners":[{}],"x":0}"#, 22 + 5),
];

/// Every list at its limit, every element at fault: there is no longer report.
#[test]
fn the_longest_report_is_bounded() {
    let mut many = serde_json::from_str::<Value>(READY).unwrap();
    let list = |element: Value, count: usize| Value::Array(vec![element; count]);
    many["signup"]["payment_options"] = list(json!({"type": "?", "currencies": list(json!("?"), 181)}), 21);
    many["signup"]["store_type"] = list(json!("?"), 11);
    let owner = json!({"name": 0, "legal_name": 0, "date_of_birth": 0, "percentage": 60});
    many["signup"]["ownership"] =
        json!({"ownership_structure": "no_owners_with_more_than_25", "owners": list(owner, 101)});
    many["signup"]["signature"]["signatures"] = list(json!({"name": 0, "email": 0}), 101);
    for index in 0..1_000 {
        many[format!("{index:064}")] = json!(0);
    }
    let (issues, bytes) = size(&many.to_string());
    assert!(issues < 4_500, "{issues} issues");
    assert!(bytes < 1_200_000, "{bytes} bytes");
}
