//! Revenue: what is earned, in which currency, and how it is taken.

use super::check::Check;
use super::rule::Rule;
use crate::code::Reason;
use crate::formats::amount_band::AmountBand;
use crate::formats::currency::Currency;
use crate::payload::{Field, FieldSet, Place, Section};
use crate::report::Params;

const UNRECOGNIZED: &str = "The text is no band of amounts. The API takes any text; a band can be compared.";
const REVERSED: &str = "The low end of the band is over its high end.";
const CURRENCY_MISMATCH: &str = "The band has another currency than `revenue.currency`.";

pub(super) const RULES: &[Rule] = &[
    Rule::new(Field::YearlyRevenue, Reason::Unrecognized, &[], UNRECOGNIZED),
    Rule::new(Field::YearlyRevenue, Reason::Reversed, &[], REVERSED),
    Rule::new(Field::YearlyRevenue, Reason::CurrencyMismatch, &[], CURRENCY_MISMATCH),
    Rule::new(Field::HighestTransactionAmount, Reason::Unrecognized, &[], UNRECOGNIZED),
    Rule::new(Field::HighestTransactionAmount, Reason::Reversed, &[], REVERSED),
    Rule::new(Field::HighestTransactionAmount, Reason::CurrencyMismatch, &[], CURRENCY_MISMATCH),
    Rule::new(
        Field::HighestTransactionAmount,
        Reason::ExceedsYearly,
        &[],
        "The highest single transaction is over the revenue of a whole year.",
    ),
    Rule::new(Field::AverageAmount, Reason::Unrecognized, &[], UNRECOGNIZED),
    Rule::new(Field::AverageAmount, Reason::Reversed, &[], REVERSED),
    Rule::new(Field::AverageAmount, Reason::CurrencyMismatch, &[], CURRENCY_MISMATCH),
    Rule::new(
        Field::AverageAmount,
        Reason::ExceedsHighest,
        &[],
        "The average transaction is over the highest single transaction.",
    ),
];

/// What the rules below read: of the signup's other sections, what stands here by name.
pub(super) const READS: FieldSet = Section::Revenue.fields();

pub(super) fn check(check: &mut Check<'_>, signup: Place) {
    let revenue = signup.child(Field::Revenue);
    if !check.object(revenue) {
        return;
    }
    let currency = check.currency(revenue.child(Field::RevenueCurrency));
    let yearly = band(check, revenue, Field::YearlyRevenue, currency);
    let highest = band(check, revenue, Field::HighestTransactionAmount, currency);
    let average = band(check, revenue, Field::AverageAmount, currency);
    if exceeds(highest, yearly) {
        let place = revenue.child(Field::HighestTransactionAmount);
        let related = || vec![revenue.child(Field::YearlyRevenue)];
        check.raise_with(place, Reason::ExceedsYearly, Params::None, related);
    }
    if exceeds(average, highest) {
        let related = || vec![revenue.child(Field::HighestTransactionAmount)];
        check.raise_with(revenue.child(Field::AverageAmount), Reason::ExceedsHighest, Params::None, related);
    }
    for answer in [Field::AcceptPrepaid, Field::SubscriptionsOrMemberships, Field::GiftCards] {
        check.boolean(revenue.child(answer));
    }
}

/// A band that can be compared.
fn band(
    check: &mut Check<'_>,
    revenue: Place,
    field: Field,
    currency: Option<Currency>,
) -> Option<AmountBand> {
    let place = revenue.child(field);
    let band = check.parse(place, |text| AmountBand::parse_in(text, currency))?;
    if band.reversed() {
        check.raise(place, Reason::Reversed, Params::None);
        return None;
    }
    if let (Some(own), Some(due)) = (band.currency, currency)
        && own != due
    {
        let related = || vec![revenue.child(Field::RevenueCurrency)];
        check.raise_with(place, Reason::CurrencyMismatch, Params::None, related);
        return None;
    }
    Some(band)
}

/// Whether all of the first band is over all of the second.
fn exceeds(band: Option<AmountBand>, limit: Option<AmountBand>) -> bool {
    let (Some(band), Some(limit)) = (band, limit) else { return false };
    let comparable = match (band.currency, limit.currency) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    };
    comparable && limit.high.is_some_and(|high| band.low > high)
}
