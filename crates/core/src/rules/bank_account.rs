//! Bank account: the company's bank, and its account there.

use super::check::Check;
use super::rule::Rule;
use crate::code::Reason;
use crate::formats::account_number::AccountNumber;
use crate::formats::currency::Currency;
use crate::payload::{Field, FieldSet, Place, Section};
use crate::report::Params;

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        Field::AccountNumber,
        Reason::Format,
        &["reason"],
        "The text is neither an IBAN of its country's structure nor a domestic account number. The `reason` \
         `letters_for_digits` says that the letters O or I stand for digits, and the rest is right.",
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
        Reason::Label,
        &[],
        "Words stand before the number, or between its digits; without them it is right.",
    ),
    Rule::new(
        Field::AccountNumber,
        Reason::Giro,
        &[],
        "A bankgiro, plusgiro or postgiro number: it leads to an account, and is none itself.",
    ),
    Rule::new(
        Field::AccountNumber,
        Reason::LooksLikeGiro,
        &[],
        "With revenue in SEK, eight digits with a Luhn check digit may be a bankgiro number.",
    ),
    Rule::new(
        Field::AccountNumber,
        Reason::IbanExpected,
        &[],
        "With revenue in EUR the account is usually given as an IBAN; this is a domestic number.",
    ),
];

/// What the rules below read: of the signup's other sections, what stands here by name.
pub(super) const READS: FieldSet = Section::BankAccount.fields().with(Field::RevenueCurrency);

pub(super) fn check(check: &mut Check<'_>, signup: Place) {
    check.text(signup.child(Field::BankName));
    let place = signup.child(Field::AccountNumber);
    let of_revenue = check.draft.payload().find(Field::RevenueCurrency);
    let currency =
        of_revenue.and_then(|place| check.draft.text(place)).and_then(|text| Currency::parse(text).ok());
    let account = check.parse(place, |text| AccountNumber::parse(text, currency));
    let related = || of_revenue.into_iter().collect();
    if currency == Some(Currency::SEK) && account.is_some_and(|account| account.looks_like_giro()) {
        check.raise_with(place, Reason::LooksLikeGiro, Params::None, related);
    }
    if currency == Some(Currency::EUR) && matches!(account, Some(AccountNumber::Domestic(_))) {
        check.raise_with(place, Reason::IbanExpected, Params::None, related);
    }
}
