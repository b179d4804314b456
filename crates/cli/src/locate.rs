//! Where in a text the issues of its report are.

use std::collections::HashMap;

use merchant_signup::{Field, Issue, OddKey, Param, Place, Pointer, Reason, Report, Spans};

use crate::lines::{Lines, Span};

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
    /// The name of its column, in a table.
    pub(crate) column: Option<String>,
    /// Whether it is in a table that has no column for it.
    pub(crate) has_no_column: bool,
}

impl Located {
    pub(crate) const fn at(span: Span) -> Self {
        Self { span, belongs: None, first: None, related: Vec::new(), column: None, has_no_column: false }
    }

    /// The same in a text that has so many bytes before this one.
    fn further(self, bytes: usize) -> Self {
        let further = |span: Span| span.start + bytes..span.end + bytes;
        Self {
            span: further(self.span),
            belongs: self.belongs,
            first: self.first.map(further),
            related: self.related.into_iter().map(further).collect(),
            ..self
        }
    }
}

/// The places of a report's issues, in its order; none where a place cannot be told. The signup is a part of the text, or all of
/// it; the text begins on the `first_line` of what the report counts the lines of.
pub(crate) fn locate(
    report: &Report,
    text: &str,
    part: Option<&Span>,
    lines: &Lines<'_>,
    first_line: usize,
) -> Vec<Option<Located>> {
    let signup = part.and_then(|part| text.get(part.clone())).unwrap_or(text);
    let spans = Spans::of(signup);
    let mut odd = OddKeys { spans: &spans, unnamed: HashMap::new() };
    let located = |issue: &Issue| match part {
        None => of_issue(issue, signup, lines, first_line, &spans, &mut odd),
        // The part is JSON; where it is no signup, it is at fault as a whole.
        Some(part) if issue.code().reason() == Reason::Malformed => Some(Located::at(part.clone())),
        Some(part) => of_issue(issue, signup, lines, first_line, &spans, &mut odd)
            .map(|located| located.further(part.start)),
    };
    report.issues().iter().map(located).collect()
}

fn of_issue<'s>(
    issue: &Issue,
    text: &str,
    lines: &Lines<'_>,
    first_line: usize,
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
            Some(Located::at(
                lines.character(number("line")?.saturating_sub(first_line - 1), number("column")?),
            ))
        }
        (_, Reason::TooDeep) => {
            let at = spans.too_deep()?;
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
    let span = spans.value(place)?;
    let value = text.get(span.clone())?;
    let is_container = value.starts_with(['{', '[']);
    if is_container && (value.len() > LONGEST_UNDERLINED || value.contains('\n')) {
        return Some(key_or_bracket(spans, place, span.start));
    }
    Some(span)
}

/// The key in front of an object or list that begins at `start`, or its opening bracket.
fn key_or_bracket(spans: &Spans<'_>, place: Place, start: usize) -> Span {
    spans.key(place).unwrap_or(start..start + 1)
}

/// The object or list at a place, or the nearest around it that is there; and its key or opening bracket.
fn holder(spans: &Spans<'_>, text: &str, place: Place) -> Option<(Place, Span)> {
    let is_container = |start| text.get(start..).is_some_and(|text| text.starts_with(['{', '[']));
    std::iter::successors(Some(place), |place| place.holder()).find_map(|around| {
        let start = spans.value(around)?.start;
        let holds = around != place || is_container(start);
        holds.then(|| (around, key_or_bracket(spans, around, start)))
    })
}

/// A place below another, by its names.
fn names(holder: Place, place: Place) -> String {
    let (holder, place) = (holder.to_string(), place.to_string());
    place.get(holder.len() + 1..).unwrap_or_default().replace('/', ".")
}

/// Finds the keys that issues speak of.
struct OddKeys<'s> {
    spans: &'s Spans<'s>,
    /// Of an object and a reason: its keys that an issue does not name, in the order of the report, by their bytes.
    unnamed: HashMap<(Place, Reason), std::vec::IntoIter<Located>>,
}

impl<'s> OddKeys<'s> {
    fn next(&mut self, issue: &Issue) -> Option<Located> {
        let (object, reason) = (issue.path().place(), issue.code().reason());
        let mut keys = self.spans.odd_keys(object);
        if let Some(named) = issue.path().key() {
            return keys.find(|(name, _)| *name == named).and_then(|(_, key)| Self::of_key(key, reason));
        }
        let unnamed = self.unnamed.entry((object, reason)).or_insert_with(|| {
            let unnamed = keys.filter(|(name, _)| !Pointer::may_name(name));
            unnamed.filter_map(|(_, key)| Self::of_key(key, reason)).collect::<Vec<_>>().into_iter()
        });
        unnamed.next()
    }

    /// The first of a key that is not known, the last of one that is repeated.
    fn of_key(key: &OddKey, reason: Reason) -> Option<Located> {
        if reason == Reason::UnknownField {
            return (!key.is_known).then(|| Located::at(key.first.clone()));
        }
        let is_repeated = key.first != key.last;
        is_repeated.then(|| Located { first: Some(key.first.clone()), ..Located::at(key.last.clone()) })
    }
}
