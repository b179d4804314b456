//! Date: a day of the Gregorian calendar, as RFC 3339 writes it (`full-date`).
//!
//! `YYYY-MM-DD` in ASCII digits, years 0000 to 9999, counted by the Gregorian rules also before 1582.
//!
//! Source: <https://www.rfc-editor.org/rfc/rfc3339#section-5.6>.
//!
//! ```
//! use merchant_signup_core::formats::{Fault, date::Date};
//!
//! let born = Date::parse("1990-09-20")?;
//! assert_eq!(born.full_years(Date::parse("2026-11-22")?), 36);
//! assert_eq!(Date::parse("2023-02-29"), Err(Fault::NotADate));
//! assert_eq!(born.to_string(), "1990-09-20");
//! # Ok::<(), Fault>(())
//! ```

use core::{fmt, str::FromStr};

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Fault, deserialize_text, digit};

/// A day that exists, in the years 0000 to 9999. Earlier days are less than later ones.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// 31 December 9999.
    pub const MAX: Self = Self { year: 9999, month: 12, day: 31 };
    /// 1 January of the year 0000.
    pub const MIN: Self = Self { year: 0, month: 1, day: 1 };

    /// Reads `YYYY-MM-DD`.
    ///
    /// # Errors
    ///
    /// [`Fault::Format`] unless it is exactly that in ASCII digits; [`Fault::NotADate`] where there is no such day.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else {
            return Err(Fault::Format);
        };
        let pair = |tens, ones| Some(digit(tens)? * 10 + digit(ones)?);
        let (Some(century), Some(year), Some(month), Some(day)) =
            (pair(y1, y2), pair(y3, y4), pair(m1, m2), pair(d1, d2))
        else {
            return Err(Fault::Format);
        };
        Self::new(u16::from(century) * 100 + u16::from(year), month, day).ok_or(Fault::NotADate)
    }

    /// The day of that year, month (1 to 12) and day of the month (from 1); none where there is no such day.
    #[must_use]
    pub const fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        if year <= 9999 && 1 <= day && day <= days_in_month(year, month) {
            Some(Self { year, month, day })
        } else {
            None
        }
    }

    /// The year, 0 to 9999.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    #[must_use]
    pub const fn day(self) -> u8 {
        self.day
    }

    /// The age in full years, on `today`, of somebody born on this day; below zero for somebody not yet born.
    ///
    /// Somebody born on 29 February turns a year older on 1 March where the year has no such day.
    #[must_use]
    pub fn full_years(self, today: Self) -> i32 {
        let birthday_is_ahead = (today.month, today.day) < (self.month, self.day);
        i32::from(today.year) - i32::from(self.year) - i32::from(birthday_is_ahead)
    }
}

/// Days of that month; none in a month that does not exist.
const fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 0,
    }
}

impl FromStr for Date {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Self, Fault> {
        Self::parse(text)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Date({self})")
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_text(deserializer, "a date as YYYY-MM-DD")
    }
}

/// The same day; a day before the year 0000 becomes [`Date::MIN`], one after 9999 [`Date::MAX`].
impl From<NaiveDate> for Date {
    fn from(date: NaiveDate) -> Self {
        let outside = if date.year() < 0 { Self::MIN } else { Self::MAX };
        let part = |value: u32| u8::try_from(value).unwrap_or_default();
        u16::try_from(date.year())
            .ok()
            .and_then(|year| Self::new(year, part(date.month()), part(date.day())))
            .unwrap_or(outside)
    }
}

/// The same day: chrono has every day that [`Date`] has.
impl From<Date> for NaiveDate {
    fn from(date: Date) -> Self {
        Self::from_ymd_opt(date.year.into(), date.month.into(), date.day.into()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn parts() {
        let date = date("1990-09-20");
        assert_eq!((date.year(), date.month(), date.day()), (1990, 9, 20));
        assert_eq!(format!("{date:?}"), "Date(1990-09-20)");
    }

    #[test]
    fn the_shape_comes_before_the_calendar() {
        for text in [
            "",
            "1990-9-20",
            "1990-09-20 ",
            " 1990-09-20",
            "1990/09/20",
            "20.09.1990",
            "19900920",
            "+990-09-20",
            "1990-09-2o",
            "1990-09-2\u{663}",
            "01990-09-20",
            "1990-09-20T00:00:00Z",
            "2023_02_29",
        ] {
            assert_eq!(Date::parse(text), Err(Fault::Format), "{text:?}");
        }
        for text in
            ["2023-02-29", "1900-02-29", "2024-13-01", "2024-00-10", "2024-01-00", "2024-04-31", "0000-00-00"]
        {
            assert_eq!(Date::parse(text), Err(Fault::NotADate), "{text:?}");
        }
        for text in ["0000-02-29", "2000-02-29", "2024-02-29", "9999-12-31", "0000-01-01"] {
            assert_eq!(date(text).to_string(), text);
        }
    }

    #[test]
    fn every_day_of_chrono_is_ours() {
        let mut day = NaiveDate::from_ymd_opt(1895, 12, 1).unwrap();
        let last = NaiveDate::from_ymd_opt(2105, 2, 1).unwrap();
        let mut before = Date::from(day.pred_opt().unwrap());
        while day < last {
            let ours = Date::from(day);
            assert!(before < ours);
            assert_eq!(NaiveDate::from(ours), day);
            assert_eq!(Date::parse(&day.to_string()), Ok(ours));
            (before, day) = (ours, day.succ_opt().unwrap());
        }
    }

    #[test]
    fn chronos_far_years_are_clamped() {
        assert_eq!(Date::from(NaiveDate::MIN), Date::MIN);
        assert_eq!(Date::from(NaiveDate::MAX), Date::MAX);
        assert_eq!(Date::from(NaiveDate::from_ymd_opt(70_000, 6, 1).unwrap()), Date::MAX);
        assert_eq!(Date::from(NaiveDate::from_ymd_opt(10_000, 1, 1).unwrap()), Date::MAX);
    }

    #[test]
    fn full_years_turn_on_the_birthday() {
        let born = date("2008-11-22");
        assert_eq!(born.full_years(date("2026-11-21")), 17);
        assert_eq!(born.full_years(date("2026-11-22")), 18);
        assert_eq!(born.full_years(born), 0);
        assert_eq!(born.full_years(date("2008-11-21")), -1);
        assert_eq!(Date::MAX.full_years(Date::MIN), -10_000);
    }

    #[test]
    fn born_on_the_leap_day() {
        let born = date("2008-02-29");
        assert_eq!(born.full_years(date("2026-02-28")), 17);
        assert_eq!(born.full_years(date("2026-03-01")), 18);
        assert_eq!(born.full_years(date("2028-02-28")), 19);
        assert_eq!(born.full_years(date("2028-02-29")), 20);
    }

    #[test]
    fn serde_checks() {
        assert_eq!(serde_json::to_string(&date("1990-09-20")).unwrap(), r#""1990-09-20""#);
        assert_eq!(serde_json::from_str::<Date>(r#""1990-09-20""#).unwrap(), date("1990-09-20"));
        assert!(serde_json::from_str::<Date>(r#""2023-02-29""#).is_err());
        assert!(serde_json::from_str::<Date>("19900920").is_err());
    }
}
