//! A report read back from its JSON, as it was stored or as another door answered.

use std::collections::BTreeMap;

use serde::de::{Deserialize, Deserializer, Error};
use serde_json::Value;

use super::{Issue, Level, Params, Report, SectionSummary, Status};
use crate::code::{Code, Reason};
use crate::draft::{Cause, JsonType};
use crate::formats::currency::Currency;
use crate::formats::date::Date;
use crate::formats::phone;
use crate::messages::Locale;
use crate::names;
use crate::payload::{Field, Format, Payload, Place, Pointer, Section};
use crate::profile::Profile;

/// Reads a report back from its JSON, of this version or an earlier one: published codes keep their meaning.
///
/// Messages are not read: they are made anew, in English until [`Report::with_locale`] says otherwise. Severity and kind are those
/// that this version gives the code. A code, level or profile that this version does not have is an error.
///
/// ```
/// use merchant_signup_core::{Date, Options, Report, check_str};
///
/// let report = check_str(r#"{"signup": {"bank_name": "DNB"}}"#, &Options::new(Date::new(2026, 11, 22).ok_or("no such day")?));
/// let stored = serde_json::to_string(&report)?;
///
/// let again: Report = serde_json::from_str(&stored)?;
/// assert_eq!(again, report);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl<'de> Deserialize<'de> for Report {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(serde::Deserialize)]
        struct Stored {
            #[serde(deserialize_with = "names::read")]
            status: Status,
            #[serde(deserialize_with = "names::read")]
            level: Level,
            #[serde(deserialize_with = "names::read")]
            profile: &'static Profile,
            today: Date,
            rules: String,
            issues: Vec<Issue>,
            sections: Vec<SectionSummary>,
        }

        let Stored { status, level, profile, today, rules, issues, sections } =
            Stored::deserialize(deserializer)?;
        Ok(Self {
            status,
            level,
            profile,
            today,
            rules: rules.into(),
            locale: Locale::default(),
            issues,
            sections,
        })
    }
}

impl<'de> Deserialize<'de> for SectionSummary {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(serde::Deserialize)]
        struct Stored {
            #[serde(deserialize_with = "names::read")]
            section: Section,
            #[serde(deserialize_with = "names::read")]
            status: Status,
            required: u32,
            fulfilled: u32,
        }

        let Stored { section, status, required, fulfilled } = Stored::deserialize(deserializer)?;
        Ok(Self { section, status, required, fulfilled })
    }
}

/// Reads one of a report's issues back; see [`Report`]'s own reading.
impl<'de> Deserialize<'de> for Issue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(serde::Deserialize)]
        struct Stored {
            #[serde(deserialize_with = "names::read")]
            code: Code,
            path: String,
            #[serde(default)]
            params: BTreeMap<String, Value>,
            #[serde(default)]
            related: Vec<String>,
        }

        let Stored { code, path, params, related } = Stored::deserialize(deserializer)?;
        let unknown_place = || D::Error::custom("a path that the payload does not have");
        let pointer = pointer(code, &path).ok_or_else(unknown_place)?;
        let params = params_of(code, pointer.place, &params)
            .ok_or_else(|| D::Error::custom("parameters that no code of this version has"))?;
        let related: Option<Vec<Place>> = related.iter().map(|path| place(path)).collect();
        Ok(Self { code, pointer, params, related: related.ok_or_else(unknown_place)? })
    }
}

/// The place that a pointer names, in the first payload that has it: a report does not say which one it is about.
fn place(pointer: &str) -> Option<Place> {
    Payload::ALL.iter().find_map(|payload| payload.root().below(pointer))
}

/// Where an issue points to: a place, or for a duplicate or unknown key the object that has it and the key.
fn pointer(code: Code, path: &str) -> Option<Pointer> {
    if code.field() == Field::AccountId {
        return Some(Place::of(Field::AccountId).into());
    }
    let found = place(path);
    let is_key = match code.reason() {
        Reason::UnknownField => found.is_none(),
        // Where the key may not be named, the path is that of the object: an element of a list, or the root.
        Reason::DuplicateKey => found.is_none_or(|place| place.holder().is_some() && !place.is_element()),
        _ => false,
    };
    if !is_key {
        return found.map(Pointer::from);
    }
    let (object, key) = path.rsplit_once('/')?;
    let place = place(object)?;
    Pointer::may_name(key).then(|| Pointer { place, key: Some(key.into()) })
}

/// The parameters, by their names.
fn params_of(code: Code, place: Place, stored: &BTreeMap<String, Value>) -> Option<Params> {
    let names: Vec<&str> = stored.keys().map(String::as_str).collect();
    let number = |name| stored.get(name)?.as_u64().and_then(|number| u32::try_from(number).ok());
    let text = |name| stored.get(name).and_then(Value::as_str);
    let list = |name| stored.get(name).and_then(Value::as_array);
    let country = || text("country")?.as_bytes().try_into().ok();
    Some(match names.as_slice() {
        [] => Params::None,
        ["expected", "found"] => Params::Types {
            expected: text("expected")?.parse().ok()?,
            found: text("found")?.parse::<JsonType>().ok()?,
        },
        ["country", "expected"] => Params::Length { expected: number("expected")?, country: country()? },
        ["exclusive_minimum", "maximum"] => {
            Params::Range { exclusive_minimum: number("exclusive_minimum")?, maximum: number("maximum")? }
        }
        ["maximum", "minimum"] => Params::Bounds { minimum: number("minimum")?, maximum: number("maximum")? },
        ["reason"] if text("reason") == Some("letters_for_digits") => Params::LettersForDigits,
        // Version 0.1.0 told the place alone.
        ["column", "line"] => {
            Params::Malformed { cause: Cause::Syntax, position: Some((number("line")?, number("column")?)) }
        }
        _ if names.contains(&"reason") => Params::Malformed {
            cause: cause(text("reason")?, text("found"))?,
            position: number("line").zip(number("column")),
        },
        ["country_code"] => Params::CountryCode(u16::try_from(number("country_code")?).ok()?),
        ["maximum"] => Params::Maximum(number("maximum")?),
        ["minimum"] => Params::Minimum(number("minimum")?),
        ["count"] => Params::Count(number("count")?),
        ["threshold"] => Params::Threshold(u8::try_from(number("threshold")?).ok()?),
        ["country"] => Params::Country(country()?),
        ["currency"] => Params::Currency(Currency::parse(text("currency")?).ok()?),
        ["suggestion"] => Params::Suggestion(place.field().child(text("suggestion")?)?),
        ["allowed"] => Params::Allowed(allowed(code, list("allowed")?)?),
        ["lengths"] => lengths(list("lengths")?),
        _ => return None,
    })
}

fn cause(reason: &str, found: Option<&str>) -> Option<Cause> {
    Cause::ALL.iter().copied().find(|cause| cause.reason() == reason && cause.found() == found)
}

/// The allowed values, which a report borrows from the payload's table: what the field allows today.
fn allowed(code: Code, stored: &[Value]) -> Option<&'static [&'static str]> {
    const SCHEMES: &[&str] = &["https", "http"];
    match code.field().format() {
        Some(Format::Enum(values)) => Some(values),
        _ => stored.iter().eq(SCHEMES).then_some(SCHEMES),
    }
}

/// The lengths of phone numbers, which a report borrows from the table of lengths; left out where no country has them any more.
fn lengths(stored: &[Value]) -> Params {
    let stored: Option<Vec<u8>> = stored.iter().map(|length| length.as_u64()?.try_into().ok()).collect();
    stored.and_then(|stored| phone::lengths(&stored)).map_or(Params::None, Params::Lengths)
}
