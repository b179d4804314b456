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
        "The structure says that there are beneficial owners, and no share that is given is above the threshold. Close family \
         and votes count together, so this may be right.",
    ),
    Rule::new(
        Field::Owners,
        Reason::TotalExceeds100,
        &["maximum"],
        "The shares of the persons, or those of the companies, add up to more than 100 per cent, by more than rounding explains: \
         per owner half a unit of the last decimal that is given, at least 0.01.",
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
        Reason::TotalCountsTwice,
        &["maximum"],
        "With the companies the shares add up to more than 100 per cent: a company may be listed beside the persons behind it.",
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
        "The person is under the age at which one may sign. Children own shares, and a guardian signs for them.",
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
    persons: Total,
    companies: Total,
    /// At least one is above the threshold, or exactly at it.
    has_beneficial: bool,
}

/// The sum of some shares.
#[derive(Clone, Copy, Default)]
struct Total {
    sum: Sum,
    owners: u32,
    /// How much rounding may have added, in hundredths of a per cent.
    rounding: u32,
}

impl Total {
    fn add(&mut self, percentage: Percentage) {
        self.sum.add(percentage);
        self.owners += 1;
        self.rounding += percentage.rounding();
    }

    fn plus(self, other: Self) -> Self {
        Self {
            sum: self.sum.plus(other.sum),
            owners: self.owners + other.owners,
            rounding: self.rounding + other.rounding,
        }
    }

    /// Whether the sum is over 100.
    fn is_over(&self) -> bool {
        self.sum.hundredths_cmp(10_000).is_gt()
    }

    /// Whether it is over 100 by more than rounding explains: at most 2 in all, or a tenth per owner where that is more.
    fn exceeds(&self) -> bool {
        let most = 200.max(10 * self.owners);
        self.sum.hundredths_cmp(10_000 + self.rounding.min(most)).is_gt()
    }
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
    let is_company = check.draft.has_name(owner.child(Field::OwnerLegalName));
    (if is_company { &mut shares.companies } else { &mut shares.persons }).add(percentage);
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
    let all = shares.persons.plus(shares.companies);
    if shares.persons.exceeds() || shares.companies.exceeds() {
        let related: Vec<Place> = readable_percentages(check, owners).collect();
        return check.raise_with(owners, Reason::TotalExceeds100, Params::Maximum(100), || related);
    }
    // Neither a warning nor an info is raised where an error stands.
    if elements.unread > 0 {
        return;
    }
    let all_readable = u32::from(elements.len()) == all.owners && all.owners > 0;
    let listed = structure == Some(LISTED) && all_readable;
    let profile = check.options.profile;
    let mut raise = |reason, params, with_structure: bool| {
        let structure = with_structure.then_some(structure_of(owners));
        let percentages = readable_percentages(check, owners);
        let related: Vec<Place> = structure.into_iter().chain(percentages).collect();
        check.raise_with(owners, reason, params, || related);
    };
    if listed && !shares.has_beneficial {
        raise(Reason::NoneAboveThreshold, Params::Threshold(profile.threshold), true);
    }
    // A company beside the persons behind it counts their shares a second time.
    if all.exceeds() {
        raise(Reason::TotalCountsTwice, Params::Maximum(100), false);
    }
    if shares.persons.is_over() || shares.companies.is_over() || (all.is_over() && !all.exceeds()) {
        raise(Reason::TotalRounding, Params::Maximum(100), false);
    }
    if listed && all.sum.remainder_above(profile.threshold, profile.inclusive) {
        raise(Reason::UnaccountedShare, Params::Threshold(profile.threshold), true);
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
    let legal_name = company(check, owner);
    text::name_digest(name) ^ text::name_digest(legal_name).rotate_left(1)
}

/// Whether two owners are the same person or company.
fn is_same_owner(check: &Check<'_>, one: Place, other: Place) -> bool {
    let text = |owner: Place, field| check.draft.text(owner.child(field)).unwrap_or_default();
    text(one, Field::OwnerDateOfBirth) == text(other, Field::OwnerDateOfBirth)
        && text::same_name(text(one, Field::OwnerName), text(other, Field::OwnerName))
        && text::same_name(company(check, one), company(check, other))
}

/// The legal name of an owner that is a company.
fn company<'c>(check: &Check<'c>, owner: Place) -> &'c str {
    let place = owner.child(Field::OwnerLegalName);
    let draft = check.draft;
    if draft.has_name(place) { draft.text(place).unwrap_or_default() } else { "" }
}

/// The structure that stands beside the list of owners, of that list or of one of its owners.
fn structure_of(owners: Place) -> Place {
    let list = if owners.is_element() { owners.holder() } else { None };
    list.unwrap_or(owners).beside(Field::OwnershipStructure)
}
