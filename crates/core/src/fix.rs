//! Safe fixes: what can be corrected without guessing.
//!
//! Fixing is idempotent and never gives a signup a worse status.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::draft::Draft;
use crate::formats::currency::{self, Currency};
use crate::formats::{account_number, email, phone};
use crate::payload::{Field, Format, Place, Shape};
use crate::text;

/// How a value was corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FixKind {
    /// Outer white space was taken away.
    Trimmed,
    /// A phone number lost its spaces, dots and hyphens; `00` in front became `+`.
    SeparatorsRemoved,
    /// An IBAN or kontonummer was closed up, an IBAN in upper case.
    ClosedUp,
    /// A currency was put in upper case.
    UpperCased,
    /// An e-mail address's domain was put in lower case.
    DomainLowerCased,
    /// A number was taken out of its quotes.
    NumberFromText,
}

impl FixKind {
    /// All fixes.
    pub const ALL: &'static [Self] = &[
        Self::Trimmed,
        Self::SeparatorsRemoved,
        Self::ClosedUp,
        Self::UpperCased,
        Self::DomainLowerCased,
        Self::NumberFromText,
    ];

    /// The fix's name in a list of changes.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Trimmed => "trimmed",
            Self::SeparatorsRemoved => "separators_removed",
            Self::ClosedUp => "closed_up",
            Self::UpperCased => "upper_cased",
            Self::DomainLowerCased => "domain_lower_cased",
            Self::NumberFromText => "number_from_text",
        }
    }
}

/// One correction. Its `Debug` leaves out the value, which is what somebody typed.
#[derive(Clone, PartialEq, Eq)]
pub struct Fix {
    place: Place,
    kind: FixKind,
    text: String,
}

impl Fix {
    /// Where.
    #[must_use]
    pub const fn place(&self) -> Place {
        self.place
    }

    /// How.
    #[must_use]
    pub const fn kind(&self) -> FixKind {
        self.kind
    }

    /// The corrected text; for [`FixKind::NumberFromText`], the number as JSON writes it.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl std::fmt::Debug for Fix {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fix").field("place", &self.place).field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// A change as a list of changes writes it: `path` and `fix`.
impl Serialize for Fix {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Change", 2)?;
        out.serialize_field("path", &self.place.to_string())?;
        out.serialize_field("fix", self.kind.name())?;
        out.end()
    }
}

/// What can be corrected in a draft without guessing, in the order of the payload.
#[must_use]
pub fn fixes(draft: &Draft<'_>) -> Vec<Fix> {
    let currency = draft
        .text(Place::of(Field::RevenueCurrency))
        .and_then(|text| Currency::parse(&currency::fix(text).unwrap_or_else(|| text.to_owned())).ok());
    let mut fixes = Vec::new();
    draft.visit(|place| {
        let fixed = draft.text(place).and_then(|text| fix(place.field(), text, currency));
        fixes.extend(fixed.map(|(kind, text)| Fix { place, kind, text }));
    });
    fixes
}

/// The same signup with what can be corrected without guessing, and the changes.
///
/// ```
/// use merchant_signup_core::canonicalize;
/// use serde_json::json;
///
/// let signup = json!({"signup": {"bank_name": " DNB ", "applicant": {"phone_number": "0047 999 99 999"}}});
/// let (fixed, changes) = canonicalize(&signup);
/// assert_eq!(fixed, json!({"signup": {"bank_name": "DNB", "applicant": {"phone_number": "+4799999999"}}}));
/// assert_eq!(changes.len(), 2);
/// assert_eq!(changes[1].place().to_string(), "/signup/applicant/phone_number");
/// ```
#[must_use]
pub fn canonicalize(value: &Value) -> (Value, Vec<Fix>) {
    let changes = Draft::from_deserializer(value).map(|draft| fixes(&draft)).unwrap_or_default();
    let mut fixed = value.clone();
    for fix in &changes {
        if let Some(slot) = fixed.pointer_mut(&fix.place.to_string()) {
            *slot = match fix.kind {
                FixKind::NumberFromText => serde_json::from_str(&fix.text).unwrap_or_else(|_| slot.take()),
                _ => Value::String(fix.text.clone()),
            };
        }
    }
    (fixed, changes)
}

fn fix(field: Field, text: &str, currency: Option<Currency>) -> Option<(FixKind, String)> {
    let trimmed = text::trim(text);
    if field.shape() == Shape::Number {
        return is_json_number(trimmed).then(|| (FixKind::NumberFromText, trimmed.to_owned()));
    }
    let fixed = match field.format()? {
        Format::Phone => phone::fix(text).map(|fixed| (FixKind::SeparatorsRemoved, fixed)),
        // White space around it is no part of it, whatever may stand between its digits.
        Format::AccountNumber => {
            account_number::fix(trimmed, currency).map(|fixed| (FixKind::ClosedUp, fixed))
        }
        Format::Currency => currency::fix(text).map(|fixed| (FixKind::UpperCased, fixed)),
        Format::Email => email::fix(text).map(|fixed| (FixKind::DomainLowerCased, fixed)),
        _ => None,
    };
    match fixed {
        Some((_, fixed)) if fixed == trimmed => Some((FixKind::Trimmed, fixed)),
        Some(fixed) => Some(fixed),
        None => (trimmed.len() != text.len()).then(|| (FixKind::Trimmed, trimmed.to_owned())),
    }
}

/// Whether a text is a number as JSON writes it, of a size that every parser reads (an exponent of one or two digits).
fn is_json_number(text: &str) -> bool {
    let digits = |text: &str, most: usize| {
        (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
    };
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (text, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let whole = whole.strip_prefix('-').unwrap_or(whole);
    digits(whole, 20)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(|fraction| digits(fraction, 40))
        && exponent.is_none_or(|exponent| digits(exponent, 2))
}

#[cfg(test)]
mod tests {
    use super::is_json_number;

    #[test]
    fn numbers_as_json_writes_them() {
        for number in ["0", "25", "-1", "33.3", "0.5", "1e2", "1.5E-7"] {
            assert!(is_json_number(number), "{number}");
        }
        for other in
            ["", "025", "33,3", "25 %", ".5", "5.", "+5", "1e", "1e999", "NaN", "Infinity", "0x10", "-"]
        {
            assert!(!is_json_number(other), "{other}");
        }
    }
}
