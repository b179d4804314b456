//! What the law says, as data. A profile is added here; no rule changes.

use crate::payload::{Field, FieldSet};

/// A regime that a signup is judged by: the threshold of beneficial ownership, the ages, the required verifications.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Profile {
    /// The profile's name in a report and in options.
    pub name: &'static str,
    /// What the profile is, for people.
    pub title: &'static str,
    /// Where it is laid down.
    pub source: &'static str,
    /// The share, in per cent, from which an owner is a beneficial owner.
    pub threshold: u8,
    /// Whether exactly the threshold counts.
    pub inclusive: bool,
    /// The fewest full years of a person who signs.
    pub minimum_age: u8,
    /// The most full years that are believed.
    pub maximum_age: u8,
    /// The verifications that an online store must answer.
    pub required_online: FieldSet,
    /// The verifications that remote sale (by phone or mail) must answer.
    pub required_remote: FieldSet,
    /// The verifications that a physical store must answer.
    pub required_instore: FieldSet,
}

impl Profile {
    /// Norwegian law since 2018: beneficial owners hold more than 25 %.
    pub const NO_2018: &'static Self = &Self {
        name: "no-2018",
        title: "Norwegian money laundering act",
        source: "https://lovdata.no/lov/2018-06-01-23/§14",
        threshold: 25,
        inclusive: false,
        minimum_age: 18,
        maximum_age: 120,
        required_online: ONLINE,
        required_remote: REMOTE,
        required_instore: FieldSet::EMPTY,
    };

    /// The European regulation, from 10 July 2027: beneficial owners hold 25 % or more.
    pub const EU_AMLR_2027: &'static Self = &Self {
        name: "eu-amlr-2027",
        title: "Regulation (EU) 2024/1624, article 52, from 10 July 2027",
        source: "https://eur-lex.europa.eu/eli/reg/2024/1624/oj",
        inclusive: true,
        ..*Self::NO_2018
    };

    /// All profiles; the first is the default.
    pub const ALL: &'static [&'static Self] = &[Self::NO_2018, Self::EU_AMLR_2027];

    /// The profile with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<&'static Self> {
        Self::ALL.iter().copied().find(|profile| profile.name == name)
    }

    /// Whether an owner with this share is a beneficial owner.
    #[must_use]
    pub fn is_above(&self, percentage: f64) -> bool {
        let threshold = f64::from(self.threshold);
        if self.inclusive { percentage >= threshold } else { percentage > threshold }
    }
}

const ONLINE: FieldSet = FieldSet::of(&[
    Field::TermsAndConditions,
    Field::TermsAndConditionsUrl,
    Field::ContactInformation,
    Field::PaymentSite,
    Field::ClearPricing,
    Field::PaymentProductLogos,
]);

const REMOTE: FieldSet =
    FieldSet::of(&[Field::TermsAndConditions, Field::TermsAndConditionsUrl, Field::ContactInformation]);

crate::names::from_str!(&'static Profile, "a profile", Profile::ALL, |profile| profile.name);
