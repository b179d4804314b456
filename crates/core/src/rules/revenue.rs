//! Revenue: what is earned, in which currency, and how it is taken.

use super::check::Check;
use super::rule::Rule;
use crate::code::Reason;
use crate::formats::amount_band::AmountBand;
use crate::formats::currency::Currency;
use crate::payload::{Field, Place};
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

pub(super) fn check(check: &mut Check<'_>) {
    if !check.object(Place::of(Field::Revenue)) {
        return;
    }
    let currency = check.currency(Place::of(Field::RevenueCurrency));
    let yearly = band(check, Field::YearlyRevenue, currency);
    let highest = band(check, Field::HighestTransactionAmount, currency);
    let average = band(check, Field::AverageAmount, currency);
    if exceeds(highest, yearly) {
        let place = Place::of(Field::HighestTransactionAmount);
        let related = || vec![Place::of(Field::YearlyRevenue)];
        check.raise_with(place, Reason::ExceedsYearly, Params::None, related);
    }
    if exceeds(average, highest) {
        let related = || vec![Place::of(Field::HighestTransactionAmount)];
        check.raise_with(Place::of(Field::AverageAmount), Reason::ExceedsHighest, Params::None, related);
    }
    for answer in [Field::AcceptPrepaid, Field::SubscriptionsOrMemberships, Field::GiftCards] {
        check.boolean(Place::of(answer));
    }
}

/// A band that can be compared.
fn band(check: &mut Check<'_>, field: Field, currency: Option<Currency>) -> Option<AmountBand> {
    let place = Place::of(field);
    let band = check.parse(place, AmountBand::parse)?;
    if band.reversed() {
        check.raise(place, Reason::Reversed, Params::None);
        return None;
    }
    if let (Some(own), Some(due)) = (band.currency, currency)
        && own != due
    {
        let related = || vec![Place::of(Field::RevenueCurrency)];
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
