//! Payment options: what can be paid with, and in which currencies.

use super::check::Check;
use super::rule::Rule;
use crate::code::Reason;
use crate::formats::currency::Currency;
use crate::payload::{Field, FieldSet, Place, Section};
use crate::report::Params;

pub(super) const RULES: &[Rule] = &[
    Rule::new(Field::PaymentType, Reason::Duplicate, &[], "An earlier option has the same type."),
    Rule::new(
        Field::PaymentCurrencies,
        Reason::Unusual,
        &["currency"],
        "The payment type does not usually take this currency: Vipps takes NOK and SEK, MobilePay DKK and EUR.",
    ),
];

/// What the rules below read: of the signup's other sections, what stands here by name.
pub(super) const READS: FieldSet = Section::PaymentOptions.fields();

pub(super) fn check(check: &mut Check<'_>, signup: Place) {
    let options = signup.child(Field::PaymentOptions);
    for option in check.rows(options) {
        let kind = option.child(Field::PaymentType);
        let known = check.text(kind);
        if let Some(known) = known
            && check.stands_earlier(options, option, |earlier, check| {
                check.draft.text(earlier.child(Field::PaymentType)) == Some(known)
            })
        {
            check.raise(kind, Reason::Duplicate, Params::None);
        }
        currencies(check, option, known);
    }
}

fn currencies(check: &mut Check<'_>, option: Place, kind: Option<&str>) {
    let list = option.child(Field::PaymentCurrencies);
    check.list(list);
    for element in check.draft.elements(list) {
        let Some(currency) = check.currency(element) else { continue };
        let text = check.draft.text(element);
        if check.stands_earlier(list, element, |earlier, check| check.draft.text(earlier) == text) {
            check.raise(element, Reason::Duplicate, Params::None);
        }
        if kind.is_some_and(|kind| is_unusual(kind, currency)) {
            let related = || vec![option.child(Field::PaymentType)];
            check.raise_with(element, Reason::Unusual, Params::Currency(currency), related);
        }
    }
}

/// Whether a payment type does not usually take a currency.
fn is_unusual(kind: &str, currency: Currency) -> bool {
    match kind {
        "bambora.vipps" => !matches!(currency, Currency::NOK | Currency::SEK),
        "bambora.mobilepay" => !matches!(currency, Currency::DKK | Currency::EUR),
        _ => false,
    }
}
