//! Applicant: how to reach who applies.

use super::check::Check;
use super::rule::Rule;
use crate::code::Reason;
use crate::formats::phone::{self, E164};
use crate::payload::{Field, FieldSet, Place, Section};
use crate::report::{Level, Params};

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
    Rule::new(
        Field::PhoneNumber,
        Reason::TrunkPrefix,
        &["country_code"],
        "The 0 that is dialled inside the country stands behind the country code, where nobody dials it.",
    ),
];

/// What the rules below read: of the signup's other sections, what stands here by name.
pub(super) const READS: FieldSet = Section::Applicant.fields();

pub(super) fn check(check: &mut Check<'_>, signup: Place) {
    let applicant = signup.child(Field::Applicant);
    if check.object(applicant) {
        let place = applicant.child(Field::PhoneNumber);
        let parse = match check.options.level {
            // The API wants `+` and digits, and does not say what else is the matter.
            Level::Contract => E164::parse,
            Level::Submission => phone::check,
        };
        let number = check.parse(place, parse).filter(E164::has_trunk_prefix);
        if let Some(number) = number {
            check.raise(place, Reason::TrunkPrefix, Params::CountryCode(number.calling_code()));
        }
    }
}
