//! Ownership: who owns the company, and how much.

use super::check::{Check, ElementDigests};
use super::required::LISTED;
use super::rule::Rule;
use crate::code::Reason;
use crate::formats::date::Date;
use crate::formats::percentage::{Percentage, Sum};
use crate::payload::{Field, FieldSet, Place, Section};
use crate::report::Params;
use crate::text;

/// The structure without beneficial owners.
const NONE_LISTED: &str = "no_owners_with_more_than_25";

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        Field::Owners,
        Reason::NoneAboveThreshold,
        &["threshold"],
        "The structure says that there are beneficial owners, and no share that is given is above the threshold.",
    ),
    Rule::new(
        Field::Owners,
        Reason::TotalExceeds100,
        &["maximum"],
        "The shares add up to more than 100 per cent, by more than rounding explains (0.01 per owner).",
    ),
    Rule::new(
        Field::Owners,
        Reason::Duplicate,
        &[],
        "An earlier owner has the same name, date of birth and legal name (letter case and spacing aside).",
    ),
    Rule::new(
        Field::Owners,
        Reason::TotalRounding,
        &["maximum"],
        "The shares add up to a little more than 100 per cent, as rounding does.",
    ),
    Rule::new(
        Field::Owners,
        Reason::UnaccountedShare,
        &["threshold"],
        "What is left of 100 per cent is itself above the threshold: another beneficial owner may be missing.",
    ),
    Rule::new(
        Field::OwnerLegalName,
        Reason::CompanyOwner,
        &[],
        "A company is listed as an owner. Beneficial owners are persons; the structure `complex` may fit better.",
    ),
    Rule::new(Field::OwnerDateOfBirth, Reason::Format, &[], "The text is not `YYYY-MM-DD`, in digits.")
        .by_api(),
    Rule::new(Field::OwnerDateOfBirth, Reason::NotADate, &[], "The calendar has no such day.").by_api(),
    Rule::new(Field::OwnerDateOfBirth, Reason::InFuture, &[], "The date of birth is after today."),
    Rule::new(
        Field::OwnerDateOfBirth,
        Reason::OverMaximumAge,
        &["maximum"],
        "The person would be older than people get.",
    ),
    Rule::new(
        Field::OwnerDateOfBirth,
        Reason::UnderMinimumAge,
        &["minimum"],
        "The person is under the age at which one may sign.",
    ),
    Rule::new(
        Field::OwnerPercentage,
        Reason::OutOfRange,
        &["exclusive_minimum", "maximum"],
        "The share is not over 0 and at most 100 per cent.",
    ),
    Rule::new(
        Field::OwnerPercentage,
        Reason::ContradictsStructure,
        &["threshold"],
        "The structure says that nobody holds more than the threshold, and this owner does.",
    ),
    Rule::new(
        Field::OwnerPercentage,
        Reason::AtThreshold,
        &["threshold"],
        "The share is exactly the threshold, where the profile and the words of the structure disagree.",
    ),
    Rule::new(
        Field::OwnerPercentage,
        Reason::BelowThreshold,
        &["threshold"],
        "The share is below the threshold. Owners by votes or family are listed too, so this may be right.",
    ),
];

/// What the rules below read: of the signup's other sections, what stands here by name.
pub(super) const READS: FieldSet = Section::Ownership.fields();

pub(super) fn check(check: &mut Check<'_>, signup: Place) {
    let ownership = signup.child(Field::Ownership);
    if !check.object(ownership) {
        return;
    }
    let structure = check.text(ownership.child(Field::OwnershipStructure));
    let owners = ownership.child(Field::Owners);
    let mut shares = Shares::default();
    let mut earlier_ones = ElementDigests::of(check.draft.list(owners));
    for owner in check.rows(owners) {
        let name = check.text(owner.child(Field::OwnerName));
        legal_name(check, owner, structure);
        date_of_birth(check, owner);
        percentage(check, owner, structure, &mut shares);
        if let Some(name) = name
            && can_be_told_apart(check, owner)
            && earlier_ones.has_earlier(
                owners,
                owner,
                || digest(check, owner, name),
                |earlier| is_same_owner(check, earlier, owner),
            )
        {
            check.raise(owner, Reason::Duplicate, Params::None);
        }
    }
    list(check, owners, structure, &shares);
}

/// What is known of all shares together.
#[derive(Default)]
struct Shares {
    sum: Sum,
    readable: u32,
    /// At least one is above the threshold, or exactly at it.
    has_beneficial: bool,
}

fn legal_name(check: &mut Check<'_>, owner: Place, structure: Option<&str>) {
    let place = owner.child(Field::OwnerLegalName);
    if check.text(place).is_some() && structure == Some(LISTED) {
        check.raise_with(place, Reason::CompanyOwner, Params::None, || vec![structure_of(owner)]);
    }
}

fn date_of_birth(check: &mut Check<'_>, owner: Place) {
    let place = owner.child(Field::OwnerDateOfBirth);
    let Some(born) = check.parse(place, Date::parse) else { return };
    let (today, profile) = (check.options.today, check.options.profile);
    let age = born.full_years(today);
    if born > today {
        check.raise(place, Reason::InFuture, Params::None);
    } else if age > i32::from(profile.maximum_age) {
        check.raise(place, Reason::OverMaximumAge, Params::Maximum(u32::from(profile.maximum_age)));
    } else if age < i32::from(profile.minimum_age) {
        check.raise(place, Reason::UnderMinimumAge, Params::Minimum(u32::from(profile.minimum_age)));
    }
}

fn percentage(check: &mut Check<'_>, owner: Place, structure: Option<&str>, shares: &mut Shares) {
    let place = owner.child(Field::OwnerPercentage);
    let Some(number) = check.number(place) else { return };
    let Some(percentage) = Percentage::from_f64(number) else {
        let range = Params::Range { exclusive_minimum: 0, maximum: 100 };
        return check.raise(place, Reason::OutOfRange, range);
    };
    let profile = check.options.profile;
    let threshold = f64::from(profile.threshold);
    shares.sum.add(percentage);
    shares.readable += 1;
    shares.has_beneficial |= number >= threshold;
    #[allow(clippy::float_cmp, reason = "the threshold is a whole number, which a double holds exactly")]
    let is_at = number == threshold;
    let reason = match structure {
        Some(LISTED) if is_at && !profile.inclusive => Reason::AtThreshold,
        Some(NONE_LISTED) if is_at && profile.inclusive => Reason::AtThreshold,
        Some(LISTED) if number < threshold => Reason::BelowThreshold,
        Some(NONE_LISTED) if number > threshold => Reason::ContradictsStructure,
        _ => return,
    };
    check.raise_with(place, reason, Params::Threshold(profile.threshold), || vec![structure_of(owner)]);
}

/// The rules over all owners.
fn list(check: &mut Check<'_>, owners: Place, structure: Option<&str>, shares: &Shares) {
    let Some(elements) = check.draft.list(owners) else { return };
    let all_readable =
        elements.unread == 0 && u32::from(elements.len()) == shares.readable && shares.readable > 0;
    let profile = check.options.profile;
    let threshold = Params::Threshold(profile.threshold);
    let with_structure = |mut places: Vec<Place>| {
        places.insert(0, structure_of(owners));
        places
    };
    let percentages = readable_percentages(check, owners);
    let listed = structure == Some(LISTED) && all_readable;
    let none_above = listed && !shares.has_beneficial;
    if none_above {
        check.raise_with(owners, Reason::NoneAboveThreshold, threshold, || {
            with_structure(percentages.collect())
        });
    }
    let percentages = readable_percentages(check, owners);
    let has_error = none_above || elements.unread > 0;
    if shares.sum.hundredths_cmp(10_000 + shares.readable).is_gt() {
        check.raise_with(owners, Reason::TotalExceeds100, Params::Maximum(100), || percentages.collect());
    } else if has_error {
        // Neither a warning nor an info is raised where an error stands.
    } else if shares.sum.hundredths_cmp(10_000).is_gt() {
        check.raise_with(owners, Reason::TotalRounding, Params::Maximum(100), || percentages.collect());
    } else if listed && shares.sum.remainder_above(profile.threshold, profile.inclusive) {
        check.raise_with(owners, Reason::UnaccountedShare, threshold, || {
            with_structure(percentages.collect())
        });
    }
}

fn readable_percentages<'c>(check: &Check<'c>, owners: Place) -> impl Iterator<Item = Place> + use<'c> {
    let draft = check.draft;
    let places = draft.elements(owners).map(|owner| owner.child(Field::OwnerPercentage));
    places.filter(move |place| draft.number(*place).and_then(Percentage::from_f64).is_some())
}

/// Whether nothing is wrong with what tells owners apart.
fn can_be_told_apart(check: &Check<'_>, owner: Place) -> bool {
    let fields = [Field::OwnerName, Field::OwnerLegalName, Field::OwnerDateOfBirth];
    fields.into_iter().all(|field| !check.has_error(owner.child(field)))
}

fn digest(check: &Check<'_>, owner: Place, name: &str) -> u32 {
    let legal_name = check.draft.text(owner.child(Field::OwnerLegalName)).unwrap_or_default();
    text::name_digest(name) ^ text::name_digest(legal_name).rotate_left(1)
}

/// Whether two owners are the same person or company.
fn is_same_owner(check: &Check<'_>, one: Place, other: Place) -> bool {
    let text = |owner: Place, field| check.draft.text(owner.child(field)).unwrap_or_default();
    text(one, Field::OwnerDateOfBirth) == text(other, Field::OwnerDateOfBirth)
        && text::same_name(text(one, Field::OwnerName), text(other, Field::OwnerName))
        && text::same_name(text(one, Field::OwnerLegalName), text(other, Field::OwnerLegalName))
}

/// The structure that stands beside the list of owners, of that list or of one of its owners.
fn structure_of(owners: Place) -> Place {
    let list = if owners.is_element() { owners.holder() } else { None };
    list.unwrap_or(owners).beside(Field::OwnershipStructure)
}
