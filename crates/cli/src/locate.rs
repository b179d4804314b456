//! Where in a text the issues of its report are.

use std::collections::HashMap;

use merchant_signup::{Field, Issue, MAXIMUM_DEPTH, Param, Place, Reason, Report};

use crate::spans::{Lines, OddKey, Span, Spans};

/// What stands on one line and is no longer than this is underlined as a whole.
const LONGEST_UNDERLINED: usize = 80;

/// Where an issue is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Located {
    /// The value or key at fault; for something that is not there, the object that it belongs in.
    pub(crate) span: Span,
    /// What belongs there, by its names: `applicant.phone_number`.
    pub(crate) belongs: Option<String>,
    /// Where a repeated key stands first.
    pub(crate) first: Option<Span>,
    /// What a rule read besides.
    pub(crate) related: Vec<Span>,
}

impl Located {
    const fn at(span: Span) -> Self {
        Self { span, belongs: None, first: None, related: Vec::new() }
    }
}

/// The places of a report's issues, in its order; none where a place cannot be told.
pub(crate) fn locate(report: &Report, text: &str, lines: &Lines<'_>) -> Vec<Option<Located>> {
    let spans = Spans::of(text);
    let mut odd = OddKeys { spans: &spans, unrepeatable: HashMap::new() };
    report.issues().iter().map(|issue| of_issue(issue, text, lines, &spans, &mut odd)).collect()
}

fn of_issue<'s>(
    issue: &Issue,
    text: &str,
    lines: &Lines<'_>,
    spans: &'s Spans<'s>,
    odd: &mut OddKeys<'s>,
) -> Option<Located> {
    let place = issue.path().place();
    match (place.field(), issue.code().reason()) {
        (Field::AccountId, _) | (_, Reason::TooLarge) => None,
        (_, Reason::Malformed) => {
            let number = |name| match issue.params().get(name) {
                Some(Param::Number(number)) => usize::try_from(number).ok(),
                _ => None,
            };
            Some(Located::at(lines.character(number("line")?, number("column")?)))
        }
        (_, Reason::TooDeep) => {
            let at = crate::spans::too_deep(text, usize::from(MAXIMUM_DEPTH))?;
            Some(Located::at(at..at + 1))
        }
        (_, Reason::DuplicateKey | Reason::UnknownField) => {
            odd.next(issue).or_else(|| holder(spans, text, place).map(|(_, span)| Located::at(span)))
        }
        _ => {
            let related =
                issue.related().iter().filter_map(|other| underlined(spans, text, *other)).collect();
            let located = match underlined(spans, text, place) {
                Some(span) => Located::at(span),
                None => {
                    let (holder, span) = holder(spans, text, place)?;
                    let belongs = (issue.code().reason() == Reason::Required).then(|| names(holder, place));
                    Located { belongs, ..Located::at(span) }
                }
            };
            Some(Located { related, ..located })
        }
    }
}

/// What to underline of the value at a place: all of it where that is easy to see, else its key, else how it begins.
fn underlined(spans: &Spans<'_>, text: &str, place: Place) -> Option<Span> {
    let spot = spans.get(place)?;
    let value = text.get(spot.value.clone())?;
    let container = value.starts_with(['{', '[']);
    if container && (value.len() > LONGEST_UNDERLINED || value.contains('\n')) {
        return Some(spot.key.clone().unwrap_or(spot.value.start..spot.value.start + 1));
    }
    Some(spot.value.clone())
}

/// The nearest object or list around a place that is there, and its key or opening brace.
fn holder(spans: &Spans<'_>, text: &str, place: Place) -> Option<(Place, Span)> {
    let mut pointer = place.to_string();
    let is_container = |span: &Span| text.get(span.start..).is_some_and(|text| text.starts_with(['{', '[']));
    if let Some(spot) = spans.get(place).filter(|spot| is_container(&spot.value)) {
        return Some((place, spot.key.clone().unwrap_or(spot.value.start..spot.value.start + 1)));
    }
    loop {
        let end = pointer.rfind('/')?;
        pointer.truncate(end);
        let outer = Place::from_pointer(&pointer)?;
        if let Some(spot) = spans.get(outer) {
            return Some((outer, spot.key.clone().unwrap_or(spot.value.start..spot.value.start + 1)));
        }
    }
}

/// A place below another, by its names.
fn names(holder: Place, place: Place) -> String {
    let (holder, place) = (holder.to_string(), place.to_string());
    place.get(holder.len() + 1..).unwrap_or_default().replace('/', ".")
}

/// Finds the keys that issues speak of.
struct OddKeys<'s> {
    spans: &'s Spans<'s>,
    /// Of an object and a reason: its keys that an issue does not repeat, in the order of the report, by their bytes.
    unrepeatable: HashMap<(Place, Reason), std::vec::IntoIter<Located>>,
}

impl<'s> OddKeys<'s> {
    fn next(&mut self, issue: &Issue) -> Option<Located> {
        let (object, reason) = (issue.path().place(), issue.code().reason());
        if let Some(name) = issue.path().key() {
            let same: Vec<_> = self.spans.keys_of(object).filter(|key| key.name == name).collect();
            return Self::of_same(&same, reason);
        }
        let spans = self.spans;
        let keys = self.unrepeatable.entry((object, reason)).or_insert_with(|| {
            let mut keys: Vec<_> = spans.keys_of(object).filter(|key| !is_repeatable(&key.name)).collect();
            keys.sort_by(|one, other| one.name.cmp(&other.name));
            let located: Vec<_> = keys
                .chunk_by(|one, other| one.name == other.name)
                .filter_map(|same| Self::of_same(same, reason))
                .collect();
            located.into_iter()
        });
        keys.next()
    }

    /// The first of a key that is not known, the last of one that is repeated.
    fn of_same(same: &[&OddKey<'_>], reason: Reason) -> Option<Located> {
        let first = same.first()?.span.clone();
        if reason == Reason::UnknownField {
            return (!same.iter().any(|key| key.known)).then(|| Located::at(first));
        }
        let last = same.last()?.span.clone();
        (first != last).then(|| Located { first: Some(first), ..Located::at(last) })
    }
}

/// Whether a report repeats a key.
fn is_repeatable(key: &str) -> bool {
    let safe = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
    (1..=64).contains(&key.len()) && key.bytes().all(safe)
}
