//! Verifications: what the shop's site shows. Which of them are required follows from the store types and the profile.

use super::check::Check;
use super::required;
use super::rule::Rule;
use crate::code::Reason;
use crate::formats::url;
use crate::payload::{Field, FieldSet, Place, Section};
use crate::report::Params;

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        Field::TermsAndConditions,
        Reason::NotMet,
        &[],
        "The site must show its terms (returns, delivery, privacy) first.",
    ),
    Rule::new(Field::TermsAndConditionsUrl, Reason::Format, &[], "The text is no absolute URL with a host."),
    Rule::new(
        Field::TermsAndConditionsUrl,
        Reason::Scheme,
        &["allowed"],
        "The URL is neither https nor http.",
    ),
    Rule::new(
        Field::TermsAndConditionsUrl,
        Reason::Credentials,
        &[],
        "The URL has a user or a password in it.",
    ),
    Rule::new(
        Field::TermsAndConditionsUrl,
        Reason::Insecure,
        &[],
        "The URL is http: what it shows can be changed on the way.",
    ),
    Rule::new(
        Field::TermsAndConditionsUrl,
        Reason::NotPublic,
        &[],
        "Others cannot reach the URL: localhost, a single word, a private address or a reserved top-level domain.",
    ),
    Rule::new(
        Field::TermsAndConditionsUrl,
        Reason::Several,
        &[],
        "A second address stands behind the first one; the first one is judged.",
    ),
    Rule::new(
        Field::ContactInformation,
        Reason::NotMet,
        &[],
        "The site must show organisation number, phone and address first.",
    ),
    Rule::new(
        Field::PaymentSite,
        Reason::NotMet,
        &[],
        "Customers must be able to reach a payment page first.",
    ),
    Rule::new(Field::ClearPricing, Reason::NotMet, &[], "Every product must have its price first."),
    Rule::new(
        Field::PaymentProductLogos,
        Reason::NotMet,
        &[],
        "The payment page must show the card logos first.",
    ),
];

/// What the rules below read: of the signup's other sections, what stands here by name.
pub(super) const READS: FieldSet = Section::Verifications.fields().with(Field::StoreType);

pub(super) fn check(check: &mut Check<'_>, signup: Place) {
    require(check);
    let verifications = signup.child(Field::Verifications);
    if !check.object(verifications) {
        return;
    }
    for field in [
        Field::TermsAndConditions,
        Field::ContactInformation,
        Field::PaymentSite,
        Field::ClearPricing,
        Field::PaymentProductLogos,
    ] {
        let place = verifications.child(field);
        if check.boolean(place) == Some(false) && check.is_required(place) {
            check.raise(place, Reason::NotMet, Params::None);
        }
    }
    let place = verifications.child(Field::TermsAndConditionsUrl);
    if let Some(facts) = check.parse(place, url::check) {
        if facts.insecure {
            check.raise(place, Reason::Insecure, Params::None);
        }
        if facts.not_public {
            check.raise(place, Reason::NotPublic, Params::None);
        }
        if facts.several {
            check.raise(place, Reason::Several, Params::None);
        }
    }
}

/// Has the verifications required that the store types ask for.
pub(super) fn require(check: &mut Check<'_>) {
    let store_types = check.draft.payload().find(Field::StoreType);
    check.require(required::verifications(check.draft, check.options, store_types));
}
