//! What holds of whatever is fed to the core: a function for each target of the fuzzer, which panics where it does not.
//!
//! Ordinary tests run them too, over the vectors and the cases that were found: `crates/core/tests/attack.rs`.

#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a finding is a panic"
)]

use std::collections::BTreeSet;
use std::fmt;
use std::sync::LazyLock;

use merchant_signup_core::formats::Fault;
use merchant_signup_core::formats::account_id::AccountId;
use merchant_signup_core::formats::account_number::{self, AccountNumber};
use merchant_signup_core::formats::amount_band::AmountBand;
use merchant_signup_core::formats::currency::{self, Currency};
use merchant_signup_core::formats::email::{self, Email};
use merchant_signup_core::formats::iban::Iban;
use merchant_signup_core::formats::kontonummer::Kontonummer;
use merchant_signup_core::formats::percentage::{Percentage, Sum};
use merchant_signup_core::formats::phone::{self, E164};
use merchant_signup_core::formats::url;
use merchant_signup_core::text;
use merchant_signup_core::{
    Date, Draft, FixKind, Level, LiveDraft, Locale, MAXIMUM_BYTES, Options, Place, Profile, ReadError,
    Report, Spans, Status, canonicalize, catalogue, check_slice, check_value, fixes, parse_slice,
};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value, json};

use crate::cases::reversed;

/// A target: its name, whether its inputs are JSON texts, and what it holds.
pub type Target = (&'static str, Input, fn(&[u8]));

/// What a target's inputs are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// The text of a signup, whole or damaged.
    Document,
    /// A list of edits, each `[pointer, value]`, or `[number]` for other options; `true` in front of them has edits made
    /// that no page makes.
    Edits,
    /// One value's text.
    Text,
}

pub const TARGETS: &[Target] = &[
    ("reader", Input::Document, reader),
    ("rules", Input::Document, rules),
    ("fixes", Input::Document, fixing),
    ("draft", Input::Edits, draft),
    ("account_id", Input::Text, account_id),
    ("account_number", Input::Text, account_numbers),
    ("amount_band", Input::Text, amount_band),
    ("currency", Input::Text, currencies),
    ("date", Input::Text, date),
    ("email", Input::Text, emails),
    ("iban", Input::Text, iban),
    ("kontonummer", Input::Text, kontonummer),
    ("percentage", Input::Text, percentage),
    ("phone", Input::Text, phones),
    ("url", Input::Text, urls),
];

const READY: &str = include_str!("../../examples/ready.json");

/// Both levels under both profiles.
static OPTIONS: LazyLock<Vec<Options>> = LazyLock::new(|| {
    let today = Date::new(2026, 11, 22).unwrap();
    let levels =
        Level::ALL.iter().flat_map(|level| Profile::ALL.iter().map(move |profile| (*level, *profile)));
    levels.map(|(level, profile)| Options::new(today).level(level).profile(profile)).collect()
});

fn json_of(report: &Report) -> String {
    serde_json::to_string(report).unwrap()
}

// The reader.

/// Any bytes: a report, in bounds, the same as that on the value that they say, without what was typed.
fn reader(bytes: &[u8]) {
    let plain = plain(bytes);
    if bytes.len() <= MAXIMUM_BYTES {
        let theirs = serde_json::from_slice::<Value>(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes));
        let is_object = theirs.is_ok_and(|value| value.is_object());
        let ours = Draft::from_slice(bytes).err();
        // What is too deep may end as no JSON.
        assert!(
            ours.is_none() == is_object || ours == Some(ReadError::TooDeep),
            "serde_json reads it otherwise"
        );
    }
    for options in &*OPTIONS {
        let report = check_slice(bytes, options);
        holds_together(&report);
        let said = json_of(&report);
        // Three bytes, `{},`, are an owner of whom three answers are owed.
        assert!(said.len() <= 30_000 + 400 * bytes.len(), "{} bytes of report", said.len());
        let Some(value) = &plain else { continue };
        assert_eq!(report, check_value(value, options), "the value is judged otherwise");
        leaks_nothing(value, &report, &said);
    }
}

/// What a text says, where it is an object in which no key stands twice.
fn plain(bytes: &[u8]) -> Option<Value> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let Unrepeated(value) = serde_json::from_slice(bytes).ok()?;
    value.is_object().then_some(value)
}

/// A value that fails to be read where a key stands twice.
struct Unrepeated(Value);

impl<'de> Deserialize<'de> for Unrepeated {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OfUnrepeated).map(Self)
    }
}

struct OfUnrepeated;

impl<'de> Visitor<'de> for OfUnrepeated {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, answer: bool) -> Result<Value, E> {
        Ok(answer.into())
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut elements = Vec::new();
        while let Some(Unrepeated(element)) = list.next_element()? {
            elements.push(element);
        }
        Ok(elements.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Value, A::Error> {
        let mut fields = Map::new();
        while let Some((key, Unrepeated(value))) = object.next_entry::<String, _>()? {
            if fields.insert(key, value).is_some() {
                return Err(A::Error::custom("a key stands twice"));
            }
        }
        Ok(fields.into())
    }
}

/// What holds of every report.
fn holds_together(report: &Report) {
    let errors: Vec<_> = report.errors().collect();
    assert_eq!(report.is_ready(), errors.is_empty());
    assert_eq!(report.status() == Status::Malformed, report.sections().is_empty());
    for section in report.sections() {
        assert!(section.fulfilled <= section.required, "{section:?}");
        assert!(section.status <= report.status(), "{section:?}");
        assert!(section.status != Status::Ready || section.fulfilled == section.required, "{section:?}");
    }
    for issue in report.issues() {
        assert!(!issue.message(report.locale()).is_empty());
        assert!(issue.code().is_contract() || report.level() == Level::Submission, "{:?}", issue.code());
        assert!(issue.path().key().is_none_or(|key| key.len() <= 64), "a key that is too long to repeat");
    }
}

/// Texts up to here stand in messages by chance.
const SHORT: usize = 12;

/// What reports may say: codes, names, messages.
static VOCABULARY: LazyLock<String> = LazyLock::new(|| {
    let mut words = include_str!("../../../crates/core/src/messages/en.txt").to_owned();
    for rule in catalogue() {
        words.push_str(&format!("\n{} {rule:?}", rule.code));
    }
    let empty = check_value(&json!({}), &OPTIONS[0]);
    words.push_str(&format!("{} {empty} {empty:?}", json_of(&empty)));
    let enums = check_value(
        &json!({"signup": {"store_type": ["?"], "payment_options": [{"type": "?", "currencies": ["?"]}],
            "ownership": {"ownership_structure": "?"}, "verifications": {"terms_and_conditions_url": "ftp://x"}}}),
        &OPTIONS[0],
    );
    words.push_str(&format!("{} {enums} {enums:?}", json_of(&enums)));
    words
});

/// No text of the document stands in what a report says, in whatever form it is written; keys may.
fn leaks_nothing(value: &Value, report: &Report, json: &str) {
    let (mut texts, mut keys) = (BTreeSet::new(), BTreeSet::new());
    collect(value, &mut texts, &mut keys);
    if texts.is_empty() {
        return;
    }
    let said = [json, &report.to_string(), &format!("{report:?}")];
    for text in texts.into_iter().map(str::trim).filter(|text| text.len() > SHORT) {
        let is_said = said.iter().any(|said| said.contains(text));
        if is_said && !VOCABULARY.contains(text) && !keys.iter().any(|key| key.contains(text)) {
            panic!("the report says {text:?}");
        }
    }
}

fn collect<'v>(value: &'v Value, texts: &mut BTreeSet<&'v str>, keys: &mut BTreeSet<&'v str>) {
    match value {
        Value::String(text) if text.len() > SHORT => drop(texts.insert(text)),
        Value::Array(elements) => elements.iter().for_each(|element| collect(element, texts, keys)),
        Value::Object(fields) => {
            for (key, value) in fields {
                keys.insert(key);
                collect(value, texts, keys);
            }
        }
        _ => {}
    }
}

// The rules.

/// A signup: the order of its keys changes nothing, it becomes a typed signup exactly where it is ready, and that is ready.
fn rules(bytes: &[u8]) {
    let Some(value) = plain(bytes) else { return };
    let turned = reversed(&value);
    for options in &*OPTIONS {
        let report = check_value(&value, options);
        holds_together(&report);
        assert_eq!(check_slice(turned.as_bytes(), options), report, "keys reversed");
        if options.level != Level::Submission {
            // Every code of the contract is one of a submission too.
            continue;
        }
        match parse_slice(bytes, options) {
            Ok(ready) => {
                assert!(report.is_ready(), "{report:?}");
                let again = check_value(&serde_json::to_value(&ready).unwrap(), options);
                assert!(again.is_ready(), "as a typed signup it is not ready: {again:?}");
            }
            Err(failed) => assert_eq!(*failed, report),
        }
    }
}

// The fixes.

/// Fixing is idempotent, never worsens, and does to a text what it does to its value.
fn fixing(bytes: &[u8]) {
    let Ok(draft) = Draft::from_slice(bytes) else { return };
    let found = fixes(&draft);
    let body = std::str::from_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)).unwrap();
    let corrected = corrected(body, &found);
    let again = Draft::from_slice(corrected.as_bytes()).expect("a fixed text can be read");
    assert!(fixes(&again).is_empty(), "a fixed text is fixed again: {:?}", fixes(&again));
    for options in &*OPTIONS {
        let (before, after) = (check_slice(bytes, options), check_slice(corrected.as_bytes(), options));
        assert!(after.status() <= before.status(), "{before:?}\n{after:?}");
    }
    let Some(value) = plain(bytes) else { return };
    let (fixed, changes) = canonicalize(&value);
    assert_eq!(changes, found);
    assert_eq!(changes.is_empty(), fixed == value);
    assert_eq!(plain(corrected.as_bytes()).as_ref(), Some(&fixed), "the text is fixed otherwise");
}

/// The text with its fixes and all else as it stood, as the command line writes it.
fn corrected(body: &str, found: &[merchant_signup_core::Fix]) -> String {
    let spans = Spans::of(body);
    let mut changes: Vec<_> = found
        .iter()
        .map(|fix| {
            let value = match fix.kind() {
                FixKind::NumberFromText => fix.text().to_owned(),
                _ => Value::from(fix.text()).to_string(),
            };
            (spans.value(fix.place()).expect("a value that is fixed stands in the text"), value)
        })
        .collect();
    changes.sort_by_key(|(span, _)| span.start);
    let mut corrected = body.to_owned();
    for (span, value) in changes.into_iter().rev() {
        corrected.replace_range(span, &value);
    }
    corrected
}

// The draft.

/// After each edit a draft says what a full check of the same document says.
fn draft(bytes: &[u8]) {
    let Ok(Value::Array(edits)) = serde_json::from_slice(bytes) else { return };
    let hostile = edits.first() == Some(&Value::Bool(true));
    let mut options = OPTIONS[0].clone();
    let mut draft = LiveDraft::new(options.clone());
    let mut model = Value::Null;
    for edit in edits {
        let Value::Array(edit) = edit else { continue };
        let (place, value) = match &edit[..] {
            [Value::Number(number)] => {
                let number = usize::try_from(number.as_u64().unwrap_or_default()).unwrap_or_default();
                options = OPTIONS[number % OPTIONS.len()].clone();
                options.locale = Locale::ALL[number % Locale::ALL.len()];
                options.account = (number % 3 != 0).then(|| format!("P1234567{}", number % 11));
                draft.configure(options.clone());
                continue;
            }
            [Value::String(pointer), value] => match Place::from_pointer(pointer) {
                Some(place) => (place, value),
                None => continue,
            },
            _ => continue,
        };
        if hostile {
            let _ = draft.set(place, value);
            holds_together(&draft.report());
            let (_, _) = (draft.status(), draft.issues_at(place).len());
            continue;
        }
        let Some(slot) = slot(&mut model, place) else { continue };
        *slot = value.clone();
        let due = check_value(&model, &options);
        let outcome = draft.set(place, value);
        assert_eq!(outcome.is_err(), due.status() == Status::Malformed, "{place:?}");
        if outcome.is_err() {
            // What stood there is lost: from the beginning.
            model = Value::Null;
            draft = LiveDraft::new(options.clone());
            continue;
        }
        assert_eq!(draft.status(), due.status());
        assert_eq!(draft.report(), due, "after {place:?}");
        for issue in due.issues() {
            let at = issue.path().place();
            // What is said of the account stands at the root too.
            let is_root = Some(at) == Place::from_pointer("");
            let is_here = |place: Place| place == at || (is_root && place.to_string().is_empty());
            let own: Vec<_> = due
                .issues()
                .iter()
                .filter(|other| other.path().key().is_none() && is_here(other.path().place()))
                .collect();
            assert_eq!(draft.issues_at(at), own, "at {at:?}");
        }
    }
}

/// Where a page would put a value: objects on the way are made, an element is there already.
fn slot(model: &mut Value, place: Place) -> Option<&mut Value> {
    let pointer = place.to_string();
    let tokens = || pointer.split('/').skip(1);
    let is_index = |token: &str| token.bytes().all(|byte| byte.is_ascii_digit());
    let mut here = &*model;
    for token in tokens() {
        here = match here {
            // An element that is not there has no place: the list is set anew.
            Value::Array(elements) => elements.get(token.parse::<usize>().ok()?)?,
            Value::Object(fields) if !is_index(token) => fields.get(token).unwrap_or(&Value::Null),
            Value::Null if !is_index(token) => here,
            _ => return None,
        };
    }
    tokens().try_fold(model, |here, token| {
        if here.is_null() {
            *here = json!({});
        }
        match here {
            Value::Object(fields) => Some(fields.entry(token).or_insert(Value::Null)),
            Value::Array(elements) => elements.get_mut(token.parse::<usize>().ok()?),
            _ => None,
        }
    })
}

// The formats.

fn text_of(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

/// Whether the ready signup with this text at a place is told that it is not of the format.
fn is_refused(pointer: &str, text: &str) -> bool {
    static DOCUMENT: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(READY).unwrap());
    let mut document = DOCUMENT.clone();
    *document.pointer_mut(pointer).unwrap() = text.into();
    let report = check_value(&document, &OPTIONS[0]);
    holds_together(&report);
    report.issues().iter().any(|issue| {
        let own = issue.path().to_string() == pointer;
        let reason = issue.code().reason().name();
        let of_the_format = [
            "format",
            "length",
            "checksum",
            "country_unknown",
            "country_code_unknown",
            "not_a_date",
            "scheme",
            "credentials",
            "unrecognized",
            "unknown",
            "too_long",
            "required",
            "unsafe_characters",
            "invisible_characters",
            "label",
            "giro",
        ];
        own && of_the_format.contains(&reason)
    })
}

/// A type and its canonical text: `parse`, `Display`, `FromStr` and serde agree.
fn round_trip<T>(value: &T)
where
    T: fmt::Display
        + std::str::FromStr
        + PartialEq
        + fmt::Debug
        + serde::Serialize
        + for<'de> Deserialize<'de>,
{
    let canonical = value.to_string();
    assert_eq!(canonical.parse::<T>().ok().as_ref(), Some(value), "{canonical:?}");
    assert_eq!(serde_json::to_value(value).unwrap(), Value::from(canonical.as_str()));
    assert_eq!(serde_json::from_value::<T>(canonical.into()).ok().as_ref(), Some(value));
}

/// A text is refused where its format refuses it, and else only for characters that nobody sees.
fn is_refused_by_format(pointer: &str, text: &str, by_format: bool) {
    let has_invisible = text::without_invisible(text) != text;
    let refused = is_refused(pointer, text);
    assert!(refused == by_format || (refused && has_invisible), "{pointer}: {refused}, {by_format}");
}

/// Whether a number has a control character that is no white space: of what nobody sees, the only thing that is refused there.
fn has_control(text: &str) -> bool {
    text.chars().any(|c| c.is_control() && !c.is_whitespace())
}

fn account_id(bytes: &[u8]) {
    let Some(text) = text_of(bytes) else { return };
    let parsed = AccountId::parse(text);
    if let Ok(account) = parsed {
        round_trip(&account);
        assert_eq!(account.as_str(), text);
    }
    let report = check_value(&json!({}), &OPTIONS[0].clone().account(text));
    let refused = report.issues().iter().any(|issue| issue.code().to_string().starts_with("account_id."));
    assert_eq!(refused, parsed.is_err());
}

fn account_numbers(bytes: &[u8]) {
    let Some(text) = text_of(bytes) else { return };
    for currency in [None, Some(Currency::NOK), Some(Currency::SEK), Some(Currency::DKK), Some(Currency::EUR)]
    {
        let parsed = AccountNumber::parse(text, currency);
        if let Ok(account) = parsed {
            let canonical = account.to_string();
            assert_eq!(AccountNumber::parse(&canonical, currency), Ok(account));
            assert_eq!(
                AccountNumber::parse(&format!(" {} ", canonical.to_lowercase()), currency),
                Ok(account)
            );
            match account {
                AccountNumber::Iban(iban) => assert_eq!(Iban::parse(text), Ok(iban)),
                AccountNumber::Kontonummer(number) => assert_eq!(Kontonummer::parse(text), Ok(number)),
                AccountNumber::Domestic(_) => assert_eq!(account_number::fix(text, currency), None),
            }
        }
        if let Some(fixed) = account_number::fix(text, currency) {
            let read = AccountNumber::parse(&fixed, currency);
            assert!(read.is_ok() && (read == parsed || parsed == Err(Fault::Label)));
            assert_eq!(account_number::fix(&fixed, currency), None);
        }
    }
    let trimmed = text::trim(text);
    let is_right = AccountNumber::parse(trimmed, Some(Currency::NOK)).is_ok() && !has_control(trimmed);
    // A text with more characters than a field holds is refused for that.
    if text.chars().count() <= 64 {
        assert_eq!(is_refused("/signup/account_number", text), !is_right);
    }
}

fn amount_band(bytes: &[u8]) {
    let Some(text) = text_of(bytes) else { return };
    let parsed = AmountBand::parse(text);
    if let Ok(band) = parsed {
        round_trip(&band);
        assert_eq!(AmountBand::parse(&format!(" {text}\n")), Ok(band));
        assert_eq!(band.reversed(), band.high.is_some_and(|high| high < band.low));
    }
    // The document's revenue is in kroner, so that `kr` is a currency there.
    let is_right = AmountBand::parse_in(text, Some(Currency::NOK)).is_ok() && !has_control(text::trim(text));
    if text.chars().count() <= 64 {
        assert_eq!(is_refused("/signup/revenue/yearly_revenue", text), !is_right);
    }
}

fn currencies(bytes: &[u8]) {
    let Some(text) = text_of(bytes) else { return };
    let parsed = Currency::parse(text);
    if let Ok(currency) = parsed {
        round_trip(&currency);
        assert_eq!(currency.as_str(), text);
        assert!(Currency::all().any(|other| other == currency));
    }
    if let Some(fixed) = currency::fix(text) {
        assert!(Currency::parse(&fixed).is_ok());
        assert_eq!(currency::fix(&fixed), None);
    }
    assert_eq!(is_refused("/signup/revenue/currency", text), parsed.is_err());
}

fn date(bytes: &[u8]) {
    let Some(text) = text_of(bytes) else { return };
    let parsed = Date::parse(text);
    if let Ok(date) = parsed {
        round_trip(&date);
        let chrono = chrono::NaiveDate::from(date);
        assert_eq!(Date::from(chrono), date);
        assert_eq!(Date::new(date.year(), date.month(), date.day()), Some(date));
        let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        if let Some(years) = today.years_since(chrono) {
            assert_eq!(date.full_years(today.into()), i32::try_from(years).unwrap());
        }
    }
    if let [_, _, _, _, b'-', _, _, b'-', _, _] = text.as_bytes()
        && text.bytes().filter(u8::is_ascii_digit).count() == 8
    {
        assert_eq!(chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok(), parsed.is_ok());
    }
    assert_eq!(is_refused("/signup/ownership/owners/0/date_of_birth", text), parsed.is_err());
}

fn emails(bytes: &[u8]) {
    let Some(text) = text_of(bytes) else { return };
    let parsed = Email::parse(text);
    if let Ok(email) = parsed {
        assert_eq!(email.to_string(), text);
        assert_eq!(format!("{}@{}", email.local(), email.domain()), text);
    }
    if let Some(fixed) = email::fix(text) {
        assert!(Email::parse(&fixed).is_ok());
        assert!(email::same(&fixed, text.trim()), "{fixed:?}");
        assert_eq!(email::fix(&fixed), None);
    }
    if text.chars().count() <= 254 {
        is_refused_by_format("/signup/signature/signatures/0/email", text, parsed.is_err());
    }
}

fn iban(bytes: &[u8]) {
    let Some(text) = text_of(bytes) else { return };
    let Ok(iban) = Iban::parse(text) else { return };
    round_trip(&iban);
    assert_eq!(iban.country(), &iban.as_str()[..2]);
    // Of two neighbouring digits that change places, check digits always tell; a letter is two digits.
    let canonical = iban.as_str().as_bytes();
    for at in 4..canonical.len() - 1 {
        let mut swapped = canonical.to_vec();
        swapped.swap(at, at + 1);
        let are_digits = canonical[at..at + 2].iter().all(u8::is_ascii_digit);
        if are_digits && swapped != canonical {
            assert!(Iban::parse(std::str::from_utf8(&swapped).unwrap()).is_err(), "{at} and its neighbour");
        }
    }
}

fn kontonummer(bytes: &[u8]) {
    let Some(text) = text_of(bytes) else { return };
    let Ok(number) = Kontonummer::parse(text) else { return };
    round_trip(&number);
    let digits: Vec<u32> = number.as_str().chars().filter_map(|digit| digit.to_digit(10)).collect();
    assert_eq!(digits.len(), 11);
    // Any one digit that is another is found, where one sum alone is right: see the format.
    let has_another_sum = |number: &str| number.starts_with("0000") || &number[4..6] == "00";
    for at in 0..11 {
        for digit in (0..10).filter(|digit| *digit != digits[at]) {
            let mut slip = digits.clone();
            slip[at] = digit;
            let slip: String = slip.into_iter().filter_map(|digit| char::from_digit(digit, 10)).collect();
            let excused = has_another_sum(&slip) || has_another_sum(number.as_str());
            assert!(excused || Kontonummer::parse(&slip).is_err(), "digit {at}");
        }
    }
}

fn percentage(bytes: &[u8]) {
    let as_bits = bytes.chunks_exact(8).map(|chunk| f64::from_le_bytes(chunk.try_into().unwrap()));
    let as_text =
        text_of(bytes).into_iter().flat_map(|text| text.split(' ')).filter_map(|text| text.parse().ok());
    let mut sum = Sum::default();
    for number in as_bits.chain(as_text) {
        let Some(percentage) = Percentage::from_f64(number) else {
            assert!(number.is_nan() || number <= 0.0 || number > 100.0);
            continue;
        };
        assert_eq!(percentage.to_f64().to_bits(), number.to_bits());
        if number >= 1e-9 {
            // As short as what Rust prints; of two equally near, Rust takes another than ECMAScript.
            assert_eq!(percentage.to_string().len(), number.to_string().len());
            assert_eq!(percentage.to_string().parse(), Ok(number));
        }
        let again: Percentage = serde_json::from_value(serde_json::to_value(percentage).unwrap()).unwrap();
        assert_eq!(again, percentage);
        let mut own = Sum::default();
        own.add(percentage);
        let is_whole = own.hundredths_cmp(10_000).is_eq();
        assert_eq!(is_whole, number == 100.0);
        for limit in [1, 100, 2_500, 5_000] {
            let due = number.partial_cmp(&(f64::from(limit) / 100.0)).unwrap();
            assert_eq!(own.hundredths_cmp(limit), due, "{number}");
        }
        assert_eq!(own.remainder_above(25, false), number < 75.0);
        assert_eq!(own.remainder_above(25, true), number <= 75.0);
        sum.add(percentage);
    }
    let _ = sum.hundredths_cmp(10_000);
}

fn phones(bytes: &[u8]) {
    let Some(text) = text_of(bytes) else { return };
    let parsed = E164::parse(text);
    if let Ok(number) = parsed {
        round_trip(&number);
        assert_eq!(number.as_str(), text);
        assert!(text[1..].starts_with(&number.calling_code().to_string()));
    }
    if let Some(fixed) = phone::fix(text) {
        assert!(E164::parse(&fixed).is_ok());
        assert_eq!(phone::fix(&fixed), None);
        let has_trunk_prefix = parsed.is_ok_and(|number| number.has_trunk_prefix());
        assert!(parsed.is_err() || has_trunk_prefix, "what is right is left alone");
    }
    if text.chars().count() <= 32 {
        assert_eq!(is_refused("/signup/applicant/phone_number", text), parsed.is_err());
    }
}

fn urls(bytes: &[u8]) {
    let Some(text) = text_of(bytes) else { return };
    let checked = url::check(text);
    if let Ok(facts) = checked {
        // Behind several addresses white space may stand: the first alone is judged.
        assert_eq!(text.trim_start(), text);
        assert!(facts.several || text.trim_end() == text);
        assert_eq!(url::check(&format!("{text}#x")), checked, "a fragment changes nothing");
        let (scheme, rest) = text.split_once(':').unwrap();
        assert_eq!(url::check(&format!("{}:{rest}", scheme.to_uppercase())), checked);
    }
    if text.chars().count() <= 2_048 {
        is_refused_by_format("/signup/verifications/terms_and_conditions_url", text, checked.is_err());
    }
}
