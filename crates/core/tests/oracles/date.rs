use chrono::{Datelike as _, NaiveDate};
use merchant_signup_core::formats::date::Date;

use super::generated::{Difference, Oracle, Ours, anything, slip};

fn theirs(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
}

fn has_shape(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

const DIFFERENCES: &[Difference] = &[Difference {
    reason: "chrono also reads signs, white space, and fewer or more digits",
    ours: Ours::Refuses,
    applies: |text| !has_shape(text),
    example: "+1990-9-20",
}];

fn date(rng: &mut fastrand::Rng) -> String {
    let year = match rng.u8(..4) {
        0 => rng.u32(..10_000),
        // Centuries, of which every fourth has a leap day.
        1 => rng.u32(..100) * 100,
        _ => rng.u32(1890..2040),
    };
    // A month and a day too many are as likely as each of the others; the ends of the months are likelier.
    let day = if rng.bool() { rng.u32(28..=32) } else { rng.u32(..=32) };
    let month = if rng.u8(..4) == 0 { 2 } else { rng.u32(..=13) };
    format!("{year:04}-{month:02}-{day:02}")
}

#[test]
fn verdicts_are_chronos() {
    Oracle { format: "date", library: "chrono", differences: DIFFERENCES }.hold(
        |text| {
            let ours =
                Date::parse(text).map(|date| (date.year().into(), date.month().into(), date.day().into()));
            let theirs = theirs(text).map(|date| (date.year(), date.month(), date.day()));
            (ours.map_err(drop), theirs.ok_or(()))
        },
        |rng| match rng.u8(..8) {
            0..=4 => date(rng),
            5 | 6 => {
                let date = date(rng);
                slip(rng, &date, "0123456789- +./T٣")
            }
            _ => anything(rng, 11),
        },
    );
}

#[test]
fn verdicts_on_ages_are_chronos() {
    Oracle { format: "age", library: "chrono", differences: &[] }.hold(
        |text| {
            let (born, today) = text.split_once(' ').unwrap();
            // Of somebody not yet born theirs says nothing.
            let ours = Date::parse(born).ok().zip(Date::parse(today).ok());
            let ours = ours.and_then(|(born, today)| u32::try_from(born.full_years(today)).ok());
            let theirs = theirs(born).zip(theirs(today)).and_then(|(born, today)| today.years_since(born));
            (ours.ok_or(()), theirs.ok_or(()))
        },
        |rng| {
            let (born, mut today) = (date(rng), date(rng));
            if rng.bool() {
                // About a birthday.
                today.replace_range(4.., &born[4..8]);
                today.push_str(&date(rng)[8..]);
            }
            format!("{born} {today}")
        },
    );
}
