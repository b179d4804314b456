//! Bank account: the company's bank, and its account there.

use super::check::Check;
use super::rule::Rule;
use crate::code::Reason;
use crate::formats::account_number::AccountNumber;
use crate::formats::currency::Currency;
use crate::payload::{Field, Place};
use crate::report::Params;

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        Field::AccountNumber,
        Reason::Format,
        &[],
        "The text is neither an IBAN of its country's structure nor a domestic account number.",
    ),
    Rule::new(
        Field::AccountNumber,
        Reason::CountryUnknown,
        &["country"],
        "The two letters in front are no country of the IBAN registry (v101).",
    ),
    Rule::new(
        Field::AccountNumber,
        Reason::Length,
        &["expected", "country", "minimum", "maximum"],
        "The number has too few or too many digits for its country: one length for an IBAN or a Norwegian account, \
         bounds for other countries' domestic numbers.",
    ),
    Rule::new(
        Field::AccountNumber,
        Reason::Checksum,
        &[],
        "The check digits do not fit: a digit is mistyped, or two are swapped.",
    ),
    Rule::new(
        Field::AccountNumber,
        Reason::IbanExpected,
        &[],
        "With revenue in EUR the account is usually given as an IBAN; this is a domestic number.",
    ),
];

pub(super) fn check(check: &mut Check<'_>) {
    check.text(Place::of(Field::BankName));
    let place = Place::of(Field::AccountNumber);
    let currency =
        check.draft.text(Place::of(Field::RevenueCurrency)).and_then(|text| Currency::parse(text).ok());
    let account = check.parse(place, |text| AccountNumber::parse(text, currency));
    if currency == Some(Currency::EUR) && matches!(account, Some(AccountNumber::Domestic(_))) {
        let related = || vec![Place::of(Field::RevenueCurrency)];
        check.raise_with(place, Reason::IbanExpected, Params::None, related);
    }
}
