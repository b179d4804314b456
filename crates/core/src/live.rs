//! A draft that is being filled in: it takes one value at a time, and judges again only what that can change.

use serde::Deserializer;
use serde::de::value::{Error, UnitDeserializer};

use crate::code::Kind;
use crate::draft::{Draft, ReadError};
use crate::messages::Locale;
use crate::options::Options;
use crate::payload::{Field, FieldSet, Place, Section, Shape};
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
    document: Part,
    sections: [Part; Section::ALL.len()],
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
        Self { draft, options, document: Part::default(), sections: Default::default(), stale: EVERYTHING }
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
        // Where the object that holds all answers is made on the way, every section changes, and the document.
        self.stale |= if self.draft.has_body() { affected(place.field()) } else { EVERYTHING };
        self.draft.set(place, value)
    }

    /// Where the signup stands.
    pub fn status(&mut self) -> Status {
        self.refresh();
        let mut status = rules::status(&self.document.issues);
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
            let part = Part::of_document(&self.draft, &self.options);
            if part != self.document {
                changed |= DOCUMENT;
                self.document = part;
            }
        }
        for &(section, holder) in self.draft.payload().sections {
            if self.stale & bit(section) != 0
                && let Some(part) = self.sections.get_mut(section as usize)
            {
                let mut judged = Part::of_section(&self.draft, &self.options, (section, holder));
                // A section's rules speak in their own order; a page puts sections one after another as they are.
                judged.issues.sort_by_key(Issue::order);
                if judged != *part {
                    changed |= bit(section);
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
        if !self.document.issues.is_empty() {
            return None;
        }
        let part = self.read_sections().get(section as usize)?;
        Some((&part.issues, part.summary?))
    }

    /// Whether an answer is owed today at a place, or somewhere below it, given everything else that is filled in:
    /// whether its absence would be reported.
    #[must_use]
    pub fn is_owed(&self, place: Place) -> bool {
        let mut without = self.clone();
        if without.set(place, UnitDeserializer::<Error>::new()).is_err() {
            return false;
        }
        without.update();
        let is_below = |at: Place| std::iter::successors(Some(at), |at| at.holder()).any(|at| at == place);
        let mut issues = without
            .document
            .issues
            .iter()
            .chain(without.read_sections().iter().flat_map(|part| &part.issues));
        issues.any(|issue| issue.kind() == Kind::Missing && is_below(issue.path().place()))
    }

    /// What is said of exactly this place.
    pub fn issues_at(&mut self, place: Place) -> Vec<&Issue> {
        self.refresh();
        let mut issues = Vec::new();
        for part in std::iter::once(&self.document).chain(self.read_sections()) {
            issues.extend(part.issues.iter().filter(|issue| issue.path().is(place)));
        }
        issues.sort_by_key(|issue| issue.order());
        issues
    }

    /// The whole report.
    pub fn report(&mut self) -> Report {
        self.refresh();
        let mut issues = self.document.issues.clone();
        for part in self.read_sections() {
            issues.extend_from_slice(&part.issues);
        }
        // Of a payload without a section, that part has no summary.
        let sections = self.sections.iter().filter_map(|part| part.summary).collect();
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

/// What a change of a field can touch: the sections whose rules read it, what stands below it, or the objects on the way to
/// it, which the change may make.
fn affected(field: Field) -> u16 {
    // Keys of any object are the document's: of an object that is set anew, they may have changed.
    let keys = if matches!(field.shape(), Shape::Object | Shape::Objects { .. }) { DOCUMENT } else { 0 };
    if field.section().is_none() {
        return EVERYTHING;
    }
    let mut changed = FieldSet::EMPTY.with(field);
    field.below().for_each(|below| changed = changed.with(below));
    let mut holder = field.parent();
    while holder.section().is_some() {
        changed = changed.with(holder);
        holder = holder.parent();
    }
    let is_read = |section: &Section| !rules::reads(*section).and(changed).is_empty();
    Section::ALL.into_iter().filter(is_read).fold(keys, |stale, section| stale | bit(section))
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
