//! The document as a whole: its keys, `signup` itself, and the account that the caller passes.

use super::check::Check;
use super::rule::Rule;
use crate::code::{Code, Reason};
use crate::draft::{Key, Note};
use crate::formats::account_id::AccountId;
use crate::payload::{Field, Place, Pointer};
use crate::report::{Issue, Params, SectionSummary, Status};
use crate::text;

/// The most issues of unknown fields, and the most of duplicate keys; the rest are counted.
const MAXIMUM_OF_KEYS: usize = 50;

/// The longest key, in bytes, for which a near name is looked for.
const MAXIMUM_OF_SUGGESTION: usize = 40;

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        Field::Document,
        Reason::Malformed,
        &["reason", "found", "line", "column"],
        "The document is not JSON, is not UTF-8, has a number out of range, or is no object; `reason` says which. Nothing else \
         can be said of it.",
    )
    .by_api(),
    Rule::new(Field::Document, Reason::TooLarge, &["maximum"], "The text is over the limit, in bytes.").by_api(),
    Rule::new(
        Field::Document,
        Reason::TooDeep,
        &["maximum"],
        "Objects and lists stand deeper in each other than the limit, also in parts that the payload does not know.",
    )
    .by_api(),
    Rule::new(
        Field::Document,
        Reason::MoreIssues,
        &["count"],
        "More unknown or duplicate keys than a report lists; this is how many more.",
    ),
    Rule::new(
        Field::Document,
        Reason::DuplicateKey,
        &[],
        "A key stands twice in one object, so that two parsers would read two documents. The last one is judged.",
    )
    .by_api(),
    Rule::new(
        Field::Document,
        Reason::UnknownField,
        &["suggestion"],
        "The payload does not have this field: the API ignores it. A known name that is near is suggested.",
    ),
    Rule::new(
        Field::AccountId,
        Reason::Required,
        &[],
        "The account in the endpoint's path is empty or blank.",
    )
    .by_api(),
    Rule::new(
        Field::AccountId,
        Reason::Format,
        &[],
        "The account in the endpoint's path is not P (production) or T (test) and eight digits.",
    )
    .by_api(),
];

pub(super) fn check(check: &mut Check<'_>) {
    if let Some(account) = check.options.account.as_deref() {
        let place = Place::of(Field::AccountId);
        if text::is_blank(account) {
            check.raise(place, Reason::Required, Params::None);
        } else if AccountId::parse(account).is_err() {
            check.raise(place, Reason::Format, Params::None);
        }
    }
    check.answers(check.draft.payload().root());
    if !check.draft.notes.is_empty() {
        keys(check);
    }
}

/// Raises duplicate and unknown keys: the first of each in the order of the report, and how many more there are.
fn keys(check: &mut Check<'_>) {
    let mut notes: Vec<&Note<'_>> = check.draft.notes.iter().collect();
    notes.sort_by(|one, other| {
        let order = |note: &Note<'_>| note.object.order_of_keys();
        order(one).cmp(&order(other)).then_with(|| one.key.as_str().cmp(other.key.as_str()))
    });
    let (mut unknown, mut duplicate) = (0, 0);
    for same in
        notes.chunk_by(|one, other| one.object == other.object && one.key.as_str() == other.key.as_str())
    {
        let Some(Note { object, key }) = same.first() else { continue };
        let is_unknown = matches!(key, Key::Unknown(_));
        let pointer =
            Pointer { place: *object, key: Pointer::may_name(key.as_str()).then(|| key.as_str().into()) };
        let mut raise = |reason, count: &mut usize, params: &dyn Fn() -> Params| {
            let code = Code::new(Field::Document, reason);
            if check.has(code) {
                *count += 1;
                if *count <= MAXIMUM_OF_KEYS {
                    let pointer = pointer.clone();
                    check.issues.push(Issue { code, pointer, params: params(), related: Vec::new() });
                }
            }
        };
        // A known key is noted when it stands again, an unknown one each time.
        if same.len() > usize::from(is_unknown) {
            raise(Reason::DuplicateKey, &mut duplicate, &|| Params::None);
        }
        if is_unknown {
            raise(Reason::UnknownField, &mut unknown, &|| suggestion(*object, key.as_str()));
        }
    }
    let more = unknown.saturating_sub(MAXIMUM_OF_KEYS) + duplicate.saturating_sub(MAXIMUM_OF_KEYS);
    if more > 0 {
        let count = u32::try_from(more).unwrap_or(u32::MAX);
        check.raise(check.draft.payload().root(), Reason::MoreIssues, Params::Count(count));
    }
}

fn suggestion(object: Place, key: &str) -> Params {
    let known = || object.field().children();
    let near =
        (key.len() <= MAXIMUM_OF_SUGGESTION).then(|| text::nearest(key, known().map(Field::name))).flatten();
    near.and_then(|name| object.field().child(name)).map_or(Params::None, Params::Suggestion)
}

/// Counts duplicate keys, which are errors at their own path, against the sections that have them.
pub(super) fn count_keys(
    issues: &[Issue],
    sections: &mut [SectionSummary],
    is_required_leaf: impl Fn(Place) -> bool,
) {
    for (index, issue) in issues.iter().enumerate() {
        if issue.code.reason() != Reason::DuplicateKey {
            continue;
        }
        let object = issue.pointer.place;
        let Some(known) = issue.pointer.key().and_then(|key| object.field().child(key)) else {
            // An unknown key twice: an error under the object's own section.
            mark(sections, object.field(), false);
            continue;
        };
        let place = object.own_child(known);
        let counted = issues.iter().take(index).any(|other| {
            other.pointer.key.is_none()
                && other.pointer.place == place
                && Status::of(other.kind()) > Status::Ready
        });
        mark(sections, known, !counted && is_required_leaf(place));
    }
}

fn mark(sections: &mut [SectionSummary], field: Field, unfulfilled: bool) {
    let of = sections.iter_mut().find(|summary| Some(summary.section) == field.section());
    if let Some(summary) = of {
        summary.status = Status::Invalid;
        summary.fulfilled = summary.fulfilled.saturating_sub(u32::from(unfulfilled));
    }
}
