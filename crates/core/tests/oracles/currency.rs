use std::collections::{BTreeMap, BTreeSet};

use iso_currency::IntoEnumIterator as _;
use merchant_signup_core::formats::currency::Currency;

use super::generated::{Difference, Oracle, Ours, anything, characters, one_of, slip};

/// Codes that `iso_currency` has otherwise.
const DIFFERENCES: &[Difference] = &[Difference {
    reason: "VES is active beside VED; it says superseded",
    ours: Ours::Accepts,
    applies: |text| text == "VES",
    example: "VES",
}];

/// Their active currency of that code, without those that nobody pays in.
fn theirs(code: &str) -> Option<iso_currency::Currency> {
    iso_currency::Currency::from_code(code)
        .filter(|currency| currency.is_superseded().is_none() && !matches!(currency.code(), "XXX" | "XTS"))
}

#[test]
fn active_codes_and_numbers_are_iso_currencys() {
    let theirs: BTreeMap<&str, u16> = iso_currency::Currency::iter()
        .filter_map(|currency| theirs(currency.code()))
        .map(|currency| (currency.code(), currency.numeric()))
        .collect();
    let ours: Vec<Currency> = Currency::all().collect();
    let mut different = BTreeSet::new();
    for currency in &ours {
        match theirs.get(currency.as_str()) {
            Some(&number) => assert_eq!(number, currency.numeric(), "{currency}"),
            None => assert!(different.insert(currency.as_str())),
        }
    }
    different.extend(theirs.keys().filter(|code| Currency::parse(code).is_err()));
    assert_eq!(different, DIFFERENCES.iter().map(|difference| difference.example).collect());
}

#[test]
fn minor_units_are_iso_currencys() {
    for currency in Currency::all() {
        let theirs = iso_currency::Currency::from_code(currency.as_str()).unwrap();
        assert_eq!(theirs.exponent(), currency.minor_units().map(u16::from), "{currency}");
    }
}

#[test]
fn verdicts_are_iso_currencys() {
    let known: Vec<&str> = iso_currency::Currency::iter().map(|currency| currency.code()).collect();
    Oracle { format: "currency", library: "iso_currency", differences: DIFFERENCES }.hold(
        |text| {
            let ours = Currency::parse(text).map(|currency| (currency.numeric(), currency.minor_units()));
            let theirs = theirs(text)
                .map(|currency| (currency.numeric(), currency.exponent().and_then(|e| e.try_into().ok())));
            (ours.ok().ok_or(()), theirs.ok_or(()))
        },
        |rng| match rng.u8(..8) {
            0..=2 => one_of(rng, &known).to_owned(),
            3 | 4 => characters(rng, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", 3),
            5 | 6 => {
                let code = one_of(rng, &known);
                slip(rng, code, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcxyz 0é")
            }
            _ => anything(rng, 4),
        },
    );
}
