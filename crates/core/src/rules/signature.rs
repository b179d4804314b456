//! Signature: who signs, and whether anyone is politically exposed.

use super::check::{Check, ElementDigests};
use super::rule::Rule;
use crate::code::Reason;
use crate::formats::email::{self, Email};
use crate::payload::{Field, FieldSet, Place, Section};
use crate::report::Params;
use crate::text;

const DECLARED: &str = "The answer is yes: due diligence will follow. Nothing is wrong.";

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        Field::SignatoryEmail,
        Reason::Format,
        &[],
        "The text is no e-mail address with a domain of at least two parts.",
    ),
    Rule::new(
        Field::SignatoryEmail,
        Reason::Duplicate,
        &[],
        "An earlier signatory has the same address (letter case aside).",
    ),
    Rule::new(Field::PoliticallyExposedPerson, Reason::Declared, &[], DECLARED),
    Rule::new(Field::PoliticallyExposedAssociated, Reason::Declared, &[], DECLARED),
];

/// What the rules below read: of the signup's other sections, what stands here by name.
pub(super) const READS: FieldSet = Section::Signature.fields();

pub(super) fn check(check: &mut Check<'_>, signup: Place) {
    let signature = signup.child(Field::Signature);
    if !check.object(signature) {
        return;
    }
    let signatures = signature.child(Field::Signatures);
    let mut earlier_ones = ElementDigests::of(check.draft.list(signatures));
    for signatory in check.rows(signatures) {
        check.text(signatory.child(Field::SignatoryName));
        let place = signatory.child(Field::SignatoryEmail);
        let is_email = check.parse(place, |text| Email::parse(text).map(drop)).is_some();
        let Some(own) = check.draft.text(place) else { continue };
        let is_same = |earlier: Place| {
            let earlier = check.draft.text(earlier.child(Field::SignatoryEmail));
            is_email && earlier.is_some_and(|earlier| email::same(earlier, own))
        };
        if earlier_ones.has_earlier(signatures, signatory, || text::name_digest(own), is_same) {
            check.raise(place, Reason::Duplicate, Params::None);
        }
    }
    for answer in [Field::PoliticallyExposedPerson, Field::PoliticallyExposedAssociated] {
        let place = signature.child(answer);
        if check.boolean(place) == Some(true) {
            check.raise(place, Reason::Declared, Params::None);
        }
    }
}
