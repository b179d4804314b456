//! A draft that is being filled in: it takes one value at a time, and judges again only what that can change.

use serde::Deserializer;

use crate::code::Kind;
use crate::draft::{Draft, ReadError};
use crate::messages::Locale;
use crate::options::Options;
use crate::payload::{COUNT, Field, Place, Section, Shape};
use crate::report::{Issue, Report, SectionSummary, Status};
use crate::rules::{self, Part};

/// A draft that is being filled in.
///
/// After any change its report equals that of a full check of the same document.
#[derive(Clone, Debug)]
pub struct LiveDraft {
    draft: Draft<'static>,
    options: Options,
    /// What is said of the document itself, of `signup`, the account, and the keys.
    document: Vec<Issue>,
    /// One for each section of the payload, in its order.
    sections: Vec<Part>,
    /// A bit for each section that a change may have touched, and [`DOCUMENT`].
    stale: u16,
}

/// The bit behind those of the sections.
const DOCUMENT: u16 = 1 << Section::ALL.len();
const EVERYTHING: u16 = (DOCUMENT << 1) - 1;
const _: () = assert!(Section::ALL.len() < 15, "the sections and the document have more than sixteen bits");

impl LiveDraft {
    /// An empty document.
    #[must_use]
    pub fn new(options: Options) -> Self {
        let draft = Draft::of(options.payload);
        let sections = draft.payload().sections().map(Part::new).collect();
        Self { draft, options, document: Vec::new(), sections, stale: EVERYTHING }
    }

    /// Judges by other options from now on; the payload stays, as what was filled in does.
    pub fn configure(&mut self, options: Options) {
        self.options = Options { payload: self.options.payload, ..options };
        self.stale = EVERYTHING;
    }

    /// The language of its messages.
    #[must_use]
    pub const fn locale(&self) -> Locale {
        self.options.locale
    }

    /// Puts a value in its place, instead of what stands there and below it. Objects on the way are made.
    ///
    /// # Errors
    ///
    /// Where the deserializer fails or the value is too deep; what stood at the place is then lost.
    pub fn set<'t>(&mut self, place: Place, value: impl Deserializer<'t>) -> Result<(), ReadError> {
        self.touch(place);
        self.draft.set(place, value)
    }

    /// Takes away what stands at a place. False where nothing is then left to judge.
    fn unset(&mut self, place: Place) -> bool {
        self.touch(place);
        self.draft.make_room(place);
        self.draft.is_object()
    }

    /// Has all judged again that a change of a place can touch.
    fn touch(&mut self, place: Place) {
        // Where the object that holds all answers is made on the way, every section changes, and the document.
        let affected = AFFECTED.get(place.field().index()).copied();
        self.stale |= affected.filter(|_| self.draft.has_body()).unwrap_or(EVERYTHING);
    }

    /// Where the signup stands.
    pub fn status(&mut self) -> Status {
        self.refresh();
        let mut status = rules::status(&self.document);
        for part in self.read_sections() {
            status = status.max(rules::status(&part.issues));
        }
        status
    }

    /// Judges again what changes may have touched, and says which sections' issues or counts are others than before: a bit
    /// for each, `1 << section as u16`. The document's own are the bit above them.
    pub fn update(&mut self) -> u16 {
        let mut changed = 0;
        if self.stale & DOCUMENT != 0 {
            let issues = rules::of_document(&self.draft, &self.options);
            if issues != self.document {
                changed |= DOCUMENT;
                self.document = issues;
            }
        }
        for (part, at) in self.sections.iter_mut().zip(self.draft.payload().sections) {
            if self.stale & bit(at.0) != 0 {
                let mut judged = Part::of(&self.draft, &self.options, *at);
                // A section's rules speak in their own order; a page puts sections one after another as they are.
                judged.issues.sort_by_key(Issue::order);
                if judged != *part {
                    changed |= bit(at.0);
                    *part = judged;
                }
            }
        }
        self.stale = 0;
        changed
    }

    /// The issues and counts of a section as they were judged last, where the whole report is those of the sections one
    /// after another: there is a signup, and nothing is said of the document itself.
    #[must_use]
    pub fn section(&self, section: Section) -> Option<(&[Issue], SectionSummary)> {
        if !self.document.is_empty() {
            return None;
        }
        let part = self.read_sections().iter().find(|part| part.summary.section == section)?;
        Some((&part.issues, part.summary))
    }

    /// Whether an answer is owed today at a place, or somewhere below it, given everything else that is filled in:
    /// whether its absence would be reported.
    #[must_use]
    pub fn is_owed(&self, place: Place) -> bool {
        let mut without = self.clone();
        if !without.unset(place) {
            return false;
        }
        without.update();
        let is_below = |at: Place| std::iter::successors(Some(at), |at| at.holder()).any(|at| at == place);
        let mut issues =
            without.document.iter().chain(without.read_sections().iter().flat_map(|part| &part.issues));
        issues.any(|issue| issue.kind() == Kind::Missing && is_below(issue.path().place()))
    }

    /// What is said of exactly this place.
    pub fn issues_at(&mut self, place: Place) -> Vec<&Issue> {
        self.refresh();
        let mut issues = Vec::new();
        for part in
            std::iter::once(&self.document).chain(self.read_sections().iter().map(|part| &part.issues))
        {
            issues.extend(part.iter().filter(|issue| issue.path().is(place)));
        }
        issues.sort_by_key(|issue| issue.order());
        issues
    }

    /// The whole report.
    pub fn report(&mut self) -> Report {
        self.refresh();
        let mut issues = self.document.clone();
        for part in self.read_sections() {
            issues.extend_from_slice(&part.issues);
        }
        let sections = self.sections.iter().map(|part| part.summary).collect();
        rules::finish(&self.draft, &self.options, issues, sections)
    }

    /// The sections, where there is an object to read them in: else nothing is said but that it is missing.
    fn read_sections(&self) -> &[Part] {
        if self.draft.has_body() { &self.sections } else { &[] }
    }

    fn refresh(&mut self) {
        self.update();
    }
}

const fn bit(section: Section) -> u16 {
    1 << section as u16
}

/// For each field, what a change of it can touch.
static AFFECTED: [u16; COUNT] = affected();

/// A change of a field touches the sections whose rules read it, read what stands below it, or read one of the objects on the
/// way to it, which the change may make. The compiler derives it from what the rules say that they read.
#[allow(clippy::indexing_slicing, reason = "evaluated by the compiler: a bad index would not build")]
const fn affected() -> [u16; COUNT] {
    let mut table = [EVERYTHING; COUNT];
    let mut rest = Field::ALL;
    while let [field, after @ ..] = rest {
        rest = after;
        if !field.is_of_a_section() {
            continue;
        }
        // Keys of any object are the document's. When an object is set anew, they may have changed.
        let is_object = matches!(field.shape_in_table(), Shape::Object | Shape::Objects { .. });
        let mut stale = if is_object { DOCUMENT } else { 0 };
        let mut changed = field.and_below();
        let mut holder = field.parent_in_table();
        while holder.is_of_a_section() {
            changed = changed.with(holder);
            holder = holder.parent_in_table();
        }
        let mut section = 0;
        while section < Section::ALL.len() {
            if !rules::reads(Section::ALL[section]).and(changed).is_empty() {
                stale |= bit(Section::ALL[section]);
            }
            section += 1;
        }
        table[field.index()] = stale;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::date::Date;

    #[test]
    fn a_signup_made_on_the_way_is_no_longer_missing() {
        let mut draft = LiveDraft::new(Options::new(Date::MIN));
        let codes = |draft: &mut LiveDraft| -> Vec<String> {
            draft.report().issues().iter().map(|issue| issue.code().to_string()).collect()
        };
        draft.set(Place::of(Field::Document), serde_json::json!({})).unwrap();
        assert_eq!(codes(&mut draft), ["signup.required"]);
        draft.set(Place::of(Field::BankName), serde_json::json!("DNB")).unwrap();
        assert!(!codes(&mut draft).contains(&"signup.required".to_owned()));
        assert_eq!(draft.report(), crate::check_str(r#"{"signup":{"bank_name":"DNB"}}"#, &draft.options));
    }

    #[test]
    fn what_is_owed_depends_on_the_rest() {
        let mut draft = LiveDraft::new(Options::new(Date::MIN));
        draft
            .set(
                Place::of(Field::Document),
                serde_json::json!({"signup": {"ownership": {"owners": [{"name": "x"}]}}}),
            )
            .unwrap();
        let born = Place::in_row(Field::OwnerDateOfBirth, 0);
        assert!(draft.is_owed(born));
        draft.set(Place::in_row(Field::OwnerLegalName, 0), serde_json::json!("x AS")).unwrap();
        assert!(!draft.is_owed(born));
        assert!(draft.is_owed(Place::of(Field::Revenue)));
        assert!(draft.is_owed(Place::of(Field::Verifications)));
    }

    #[test]
    fn an_update_names_the_sections_that_say_something_else() {
        let mut draft = LiveDraft::new(Options::new(Date::MIN));
        draft.set(Place::of(Field::Document), serde_json::json!({"signup": {}})).unwrap();
        assert_ne!(draft.update(), 0);
        assert_eq!(draft.update(), 0);
        draft.set(Place::of(Field::BankName), serde_json::json!("DNB")).unwrap();
        assert_eq!(draft.update(), bit(Section::BankAccount));
        draft.set(Place::of(Field::BankName), serde_json::json!("Nordea")).unwrap();
        assert_eq!(draft.update(), 0);
        assert!(draft.section(Section::BankAccount).is_some());
        draft.set(Place::of(Field::Signup), serde_json::json!(null)).unwrap();
        assert_ne!(draft.update() & DOCUMENT, 0);
        assert!(draft.section(Section::BankAccount).is_none());
    }
}
