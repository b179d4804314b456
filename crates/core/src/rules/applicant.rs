//! Applicant: how to reach who applies.

use super::check::Check;
use super::rule::Rule;
use crate::code::Reason;
use crate::formats::phone::E164;
use crate::payload::{Field, Place};

pub(super) const RULES: &[Rule] = &[
    Rule::new(Field::PhoneNumber, Reason::Format, &[], "The text is not `+`, a country code and digits."),
    Rule::new(
        Field::PhoneNumber,
        Reason::CountryCodeUnknown,
        &[],
        "No country has the country code after the `+`.",
    ),
    Rule::new(
        Field::PhoneNumber,
        Reason::Length,
        &["lengths"],
        "The number has too few or too many digits for its country, counted after the country code.",
    ),
];

pub(super) fn check(check: &mut Check<'_>) {
    if check.object(Place::of(Field::Applicant)) {
        check.parse(Place::of(Field::PhoneNumber), E164::parse);
    }
}
