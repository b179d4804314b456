//! Applicant: how to reach who applies.

use super::check::Check;
use super::rule::Rule;
use crate::code::Reason;
use crate::formats::phone::E164;
use crate::payload::{Field, FieldSet, Place, Section};

pub(super) const RULES: &[Rule] = &[
    Rule::new(Field::PhoneNumber, Reason::Format, &[], "The text is not `+`, a country code and digits.")
        .by_api(),
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

/// What the rules below read: of the signup's other sections, what stands here by name.
pub(super) const READS: FieldSet = Section::Applicant.fields();

pub(super) fn check(check: &mut Check<'_>, signup: Place) {
    let applicant = signup.child(Field::Applicant);
    if check.object(applicant) {
        check.parse(applicant.child(Field::PhoneNumber), E164::parse);
    }
}
