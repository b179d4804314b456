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

/// How a value was corrected; of several ways the one that changed most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FixKind {
    /// Outer white space was taken away.
    Trimmed,
    /// Invisible characters were taken out, and what stands around a text to turn the direction of writing.
    InvisibleRemoved,
    /// A phone number lost what set its digits apart; `00` in front became `+`.
    SeparatorsRemoved,
    /// A phone number lost the 0 behind its country code, and what set its digits apart.
    TrunkPrefixRemoved,
    /// An account number lost the words beside it, and was closed up.
    LabelRemoved,
    /// An IBAN or kontonummer was closed up, an IBAN in upper case.
    ClosedUp,
    /// A currency was put in upper case.
    UpperCased,
    /// An e-mail address's domain was put in lower case.
    DomainLowerCased,
    /// A number was taken out of its quotes, with a decimal point, without a per cent sign.
    NumberFromText,
}

impl FixKind {
    /// All fixes.
    pub const ALL: &'static [Self] = &[
        Self::Trimmed,
        Self::InvisibleRemoved,
        Self::SeparatorsRemoved,
        Self::TrunkPrefixRemoved,
        Self::LabelRemoved,
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
            Self::InvisibleRemoved => "invisible_removed",
            Self::SeparatorsRemoved => "separators_removed",
            Self::TrunkPrefixRemoved => "trunk_prefix_removed",
            Self::LabelRemoved => "label_removed",
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
    let place = Place::of(Field::RevenueCurrency);
    let currency = draft.text(place).and_then(|text| {
        let fixed = fix(place.field(), text, None).map(|(_, fixed)| fixed);
        Currency::parse(fixed.as_deref().unwrap_or(text)).ok()
    });
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
    if field.shape() == Shape::Number {
        return number(text).map(|number| (FixKind::NumberFromText, number));
    }
    let format = field.format()?;
    let seen = match format {
        Format::Name => visible_name(text),
        _ => text::visible(format, text),
    };
    let (kind, typed) = match &seen {
        Some(seen) => (FixKind::InvisibleRemoved, seen.as_str()),
        None => (FixKind::Trimmed, text),
    };
    let trimmed = text::trim(typed);
    let corrected = match format {
        Format::Phone => phone::correct(typed).map(|(number, left_out)| {
            (if left_out { FixKind::TrunkPrefixRemoved } else { FixKind::SeparatorsRemoved }, number)
        }),
        // White space around it is no part of it, whatever may stand between its digits.
        Format::AccountNumber => account_number::correct(trimmed, currency).map(|(number, had_label)| {
            (if had_label { FixKind::LabelRemoved } else { FixKind::ClosedUp }, number)
        }),
        Format::Currency => currency::fix(typed).map(|fixed| (FixKind::UpperCased, fixed)),
        Format::Email => email::fix(typed).map(|fixed| (FixKind::DomainLowerCased, fixed)),
        _ => None,
    };
    let Some((how, fixed)) = corrected else {
        return (trimmed != text).then(|| (kind, trimmed.to_owned()));
    };
    // Of several ways, the one that changed most.
    let is_more = how == FixKind::TrunkPrefixRemoved || (kind == FixKind::Trimmed && fixed != trimmed);
    Some((if is_more { how } else { kind }, fixed))
}

/// A name without its invisible characters, and without what stands around it to turn the direction of writing; none where it has
/// neither, or is nobody's name.
fn visible_name(text: &str) -> Option<String> {
    if text::is_blank_name(text) {
        return None;
    }
    let turns = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let inner = text.trim_matches(|c: char| c.is_whitespace() || turns(c));
    // Within a text, they may have been typed for a reason.
    let seen = if inner.contains(turns) { None } else { text::visible(Format::Name, inner) };
    seen.or_else(|| text.contains(turns).then(|| inner.to_owned()).filter(|inner| inner != text::trim(text)))
}

/// The number in a text as JSON writes it: also behind a decimal comma, or before a per cent sign.
fn number(text: &str) -> Option<String> {
    let text = text::without_invisible(text);
    let text = text::trim(&text);
    let number = text.strip_suffix('%').map_or(text, text::trim);
    let number = match number.split_once(',') {
        Some((whole, decimals)) if !whole.contains('.') => [whole, ".", decimals].concat(),
        _ => number.to_owned(),
    };
    is_json_number(&number).then_some(number)
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
    use super::*;

    #[test]
    fn numbers_as_people_write_them() {
        for (text, due) in [
            ("25", "25"),
            (" 33,33 ", "33.33"),
            ("25 %", "25"),
            ("25%", "25"),
            ("33,33\u{A0}%", "33.33"),
            ("33.33 %", "33.33"),
            ("2\u{200B}5", "25"),
        ] {
            assert_eq!(number(text).as_deref(), Some(due), "{text:?}");
        }
        for text in
            ["1.000,5", "1,000.5", "1,2,3", ",5", "5,", "%", "25 % %", "25 percent", "1/3", "25-30", ""]
        {
            assert_eq!(number(text), None, "{text:?}");
        }
    }

    #[test]
    fn names() {
        let name = |text| fix(Field::BankName, text, None);
        let seen = |text: &str| Some((FixKind::InvisibleRemoved, text.to_owned()));
        assert_eq!(name("\u{202A}DNB \u{202C}"), seen("DNB"));
        assert_eq!(name("D\u{200B}NB \u{FEFF}"), seen("DNB"));
        assert_eq!(name("\u{2066}D\u{AD}NB\u{2069}"), seen("DNB"));
        assert_eq!(name(" DNB "), Some((FixKind::Trimmed, "DNB".to_owned())));
        for text in ["DNB", "D\u{202E}NB", "D\u{202E}N\u{200B}B", "👨\u{200D}👩", "-\u{200B}", "★\u{FE0F}"]
        {
            assert_eq!(name(text), None, "{text:?}");
        }
    }

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
