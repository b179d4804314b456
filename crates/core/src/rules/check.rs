//! What a rule is given: a draft's answers, and where to say what is wrong with them.

use super::required;
use crate::code::{Code, Reason, Severity};
use crate::draft::{Cell, Draft, JsonType, List, Typed};
use crate::formats::Fault;
use crate::formats::currency::Currency;
use crate::options::Options;
use crate::payload::{
    FieldSet, Format, HAS_ANSWERS_OUTSIDE_SECTIONS, HOLDERS_OUTSIDE_SECTIONS, Index, Place, Section, Shape,
};
use crate::report::{Issue, Level, Params, SectionSummary, Status};
use crate::text;

/// A set of fields for each reason, in the order of the reasons.
pub(super) type FieldsByReason = [FieldSet; Reason::ALL.len()];

/// A check under way: reads a draft's answers, and raises what holds of every field as it reads.
pub(crate) struct Check<'c> {
    pub(super) draft: &'c Draft<'c>,
    pub(super) options: &'c Options,
    pub(super) issues: Vec<Issue>,
    /// For each reason, the fields of which it is reported.
    reported: &'static FieldsByReason,
    /// The fields that are required.
    required: FieldSet,
    /// How many leaf answers the section under way requires.
    leaves: u32,
    /// How many of those leaf answers cannot be there, because what should hold them is no object.
    unreachable: u32,
}

impl<'c> Check<'c> {
    pub(super) fn new(draft: &'c Draft<'c>, options: &'c Options, reported: &'static FieldsByReason) -> Self {
        let required = required::of_every_merchant(options.level).and(draft.payload().fields);
        Self { draft, options, issues: Vec::new(), reported, required, leaves: 0, unreachable: 0 }
    }

    /// Has these fields required too, from here on.
    pub(super) fn require(&mut self, fields: FieldSet) {
        self.required = self.required.or(fields);
    }

    /// Begins a section: forgets the counts of the one before, and says how many issues there are so far.
    pub(super) fn begin_section(&mut self) -> usize {
        (self.leaves, self.unreachable) = (0, 0);
        self.issues.len()
    }

    /// Sums up a section whose issues stand from the `first`th on.
    pub(super) fn end_section(&self, section: Section, first: usize) -> SectionSummary {
        let issues = self.issues.get(first..).unwrap_or_default();
        let unfulfilled = self.unreachable + self.count_faulty(issues);
        SectionSummary {
            section,
            status: status(issues),
            required: self.leaves,
            fulfilled: self.leaves.saturating_sub(unfulfilled),
        }
    }

    /// How many required leaf answers have an error at their own path.
    pub(super) fn count_faulty(&self, issues: &[Issue]) -> u32 {
        // A value raises at most one error, so that each is another answer.
        let faulty = issues.iter().filter(|issue| {
            issue.severity() == Severity::Error && self.is_required_leaf(issue.pointer.place)
        });
        u32::try_from(faulty.count()).unwrap_or(u32::MAX)
    }

    /// Whether an element of a list before this one is found to be the same.
    pub(super) fn stands_earlier(
        &self,
        list: Place,
        element: Place,
        is_same: impl Fn(Place, &Self) -> bool,
    ) -> bool {
        self.draft
            .elements(list)
            .take_while(|earlier| *earlier != element)
            .any(|earlier| is_same(earlier, self))
    }

    /// Whether a place has an error of its own already.
    pub(super) fn has_error(&self, place: Place) -> bool {
        self.issues.iter().any(|issue| issue.pointer.place == place && issue.severity() == Severity::Error)
    }

    /// Raises an issue, if the level has its code.
    pub(super) fn raise(&mut self, place: Place, reason: Reason, params: Params) {
        if self.has(Self::code(place, reason)) {
            self.push(place, reason, params, Vec::new());
        }
    }

    /// Raises an issue that comes of other fields too.
    pub(super) fn raise_with(
        &mut self,
        place: Place,
        reason: Reason,
        params: Params,
        related: impl FnOnce() -> Vec<Place>,
    ) {
        if self.has(Self::code(place, reason)) {
            self.push(place, reason, params, related());
        }
    }

    fn code(place: Place, reason: Reason) -> Code {
        Code::new(place.field().judged_as(), reason)
    }

    fn push(&mut self, place: Place, reason: Reason, params: Params, related: Vec<Place>) {
        let code = Self::code(place, reason);
        self.issues.push(Issue { code, pointer: place.into(), params, related });
    }

    /// Whether the level has this code.
    pub(super) fn has(&self, code: Code) -> bool {
        self.reported.get(code.reason() as usize).is_some_and(|fields| fields.has(code.field()))
    }

    /// Checks an answer by nothing but its line in the table: for fields that no section has rules for.
    pub(super) fn answer(&mut self, place: Place) {
        match place.field().shape() {
            Shape::Object => {
                if self.object(place) {
                    self.answers(place);
                }
            }
            _ if !HAS_ANSWERS_OUTSIDE_SECTIONS => {}
            Shape::Objects { .. } => {
                for row in self.rows(place) {
                    self.answers(row);
                }
            }
            Shape::Texts { .. } => {
                self.list(place);
                for element in self.draft.elements(place) {
                    self.text(element);
                }
            }
            Shape::Text(_) => drop(self.text(place)),
            Shape::Number => drop(self.number(place)),
            Shape::Boolean => drop(self.boolean(place)),
            Shape::Parameter => {}
        }
    }

    /// The same of the fields of an object, but for those that a section has rules for.
    pub(super) fn answers(&mut self, object: Place) {
        if !HOLDERS_OUTSIDE_SECTIONS.has(object.field()) {
            return;
        }
        for field in object.field().children().filter(|field| field.section().is_none()) {
            self.answer(object.own_child(field));
        }
    }

    /// Enters an object. An absent one counts as empty, unless the level wants it itself; below one of another type
    /// nothing is read.
    pub(super) fn object(&mut self, place: Place) -> bool {
        match self.draft.cell(place) {
            Cell::Object => {
                // An element's own answer is that it is there.
                self.leaves += u32::from(!place.is_element() && self.is_required(place));
                true
            }
            Cell::Wrong(found) => {
                let found = *found;
                self.raise_type(place, found);
                self.count_unreachable(place);
                false
            }
            Cell::Missing if place.is_element() => {
                self.count(place);
                self.raise(place, Reason::Required, Params::None);
                false
            }
            Cell::Missing => {
                self.count(place);
                self.raise_required(place);
                true
            }
            _ => {
                self.count(place);
                true
            }
        }
    }

    /// Counts what an object of another type would have had to answer.
    pub(super) fn count_unreachable(&mut self, object: Place) {
        self.count(object);
        if object.is_element() {
            return;
        }
        for field in object.field().children() {
            let child = object.own_child(field);
            if self.is_required_leaf(child) {
                self.leaves += 1;
                self.unreachable += 1;
            }
        }
    }

    /// Enters a list, and says of it what is the matter with the list itself.
    pub(super) fn list(&mut self, place: Place) {
        let empty = match self.draft.cell(place) {
            Cell::Wrong(found) => {
                let found = *found;
                self.count(place);
                return self.raise_type(place, found);
            }
            Cell::List(list) => {
                if list.unread > 0 {
                    let maximum = place.field().maximum_elements().unwrap_or_default();
                    self.raise(place, Reason::TooMany, Params::Maximum(u32::from(maximum)));
                }
                list.len() == 0
            }
            _ => true,
        };
        if empty {
            self.count(place);
            self.raise_required(place);
        }
    }

    /// The elements of a list of objects that are objects; says of the others what is the matter.
    pub(super) fn rows(&mut self, list: Place) -> impl Iterator<Item = Place> + use<'c> {
        self.list(list);
        let draft = self.draft;
        for row in draft.elements(list) {
            if !matches!(draft.cell(row), Cell::Object) {
                self.object(row);
            }
        }
        draft.elements(list).filter(move |row| matches!(draft.cell(*row), Cell::Object))
    }

    /// A text that can be read, as far as what holds of every text; free texts without their outer white space.
    pub(super) fn text(&mut self, place: Place) -> Option<&'c str> {
        let typed = match self.leaf(place) {
            Cell::Text(typed) => typed,
            other => return self.unreadable(place, other),
        };
        let text: &'c str = typed;
        let format = place.field().format()?;
        if is_plain(format, typed) {
            return Some(text);
        }
        let is_free = format.is_free_text();
        let text = if is_free { text::trim(text) } else { text };
        if self.is_no_name(format, text) {
            return self.unreadable(place, &Cell::Missing);
        }
        let hidden = || if typed.is_printable_ascii() { None } else { self.hidden(format, text) };
        let reason = match format.maximum().map(usize::from) {
            Some(maximum) if text.len() > maximum && text.chars().count() > maximum => Reason::TooLong,
            _ => match (hidden(), format) {
                (Some(Reason::InvisibleCharacters), Format::Name) => {
                    self.raise(place, Reason::InvisibleCharacters, Params::None);
                    return Some(text);
                }
                (Some(reason), _) => reason,
                (None, Format::Enum(_)) => Reason::Unknown,
                (None, _) => return Some(text),
            },
        };
        let params = match (reason, format, format.maximum()) {
            (Reason::TooLong, _, Some(maximum)) => Params::Maximum(u32::from(maximum)),
            (Reason::Unknown, Format::Enum(allowed), _) => Params::Allowed(allowed),
            _ => Params::None,
        };
        self.raise(place, reason, params);
        None
    }

    /// What is the matter with characters that nobody sees or types; at level `contract` the form alone is judged.
    #[cold]
    fn hidden(&self, format: Format, text: &str) -> Option<Reason> {
        let is_submission = self.options.level == Level::Submission;
        if text::is_unsafe(format, text) {
            Some(Reason::UnsafeCharacters)
        } else if is_submission && text::visible(format, text).is_some() {
            Some(Reason::InvisibleCharacters)
        } else {
            None
        }
    }

    /// Whether a name is only the punctuation that people type where they have nothing to say.
    fn is_no_name(&self, format: Format, text: &str) -> bool {
        format == Format::Name && self.options.level == Level::Submission && text::is_blank_name(text)
    }

    /// What stands at a leaf, which is counted where it is required.
    pub(super) fn leaf(&mut self, place: Place) -> &'c Cell<'c> {
        self.leaves += u32::from(self.is_required(place));
        self.draft.cell(place)
    }

    /// Says of a leaf that it is missing, or of another type.
    #[cold]
    pub(super) fn unreadable<T>(&mut self, place: Place, cell: &Cell<'_>) -> Option<T> {
        match cell {
            Cell::Wrong(found) => self.raise_type(place, *found),
            Cell::Text(_) => self.raise_type(place, JsonType::String),
            _ => self.raise_required(place),
        }
        None
    }

    /// A text of a format, or what is the matter with it.
    pub(super) fn parse<T>(
        &mut self,
        place: Place,
        parse: impl FnOnce(&str) -> Result<T, Fault>,
    ) -> Option<T> {
        let text = self.text(place)?;
        match parse(text) {
            Ok(value) => Some(value),
            Err(fault) => {
                self.raise_fault(place, fault);
                None
            }
        }
    }

    /// A currency that can be read.
    pub(super) fn currency(&mut self, place: Place) -> Option<Currency> {
        let text = self.text(place)?;
        let currency = Currency::parse(text).ok();
        if currency.is_none() {
            self.raise(place, Reason::Unknown, Params::None);
        }
        currency
    }

    /// An answer that can be read.
    pub(super) fn boolean(&mut self, place: Place) -> Option<bool> {
        match self.leaf(place) {
            Cell::Boolean(answer) => Some(*answer),
            other => self.unreadable(place, other),
        }
    }

    /// A number that can be read.
    pub(super) fn number(&mut self, place: Place) -> Option<f64> {
        match self.leaf(place) {
            Cell::Number(number) => Some(*number),
            other => self.unreadable(place, other),
        }
    }

    pub(super) fn count(&mut self, place: Place) {
        if self.is_required_leaf(place) {
            self.leaves += 1;
        }
    }

    pub(super) fn raise_type(&mut self, place: Place, found: JsonType) {
        self.raise(place, Reason::Type, Params::Types { expected: JsonType::due_at(place), found });
    }

    pub(super) fn raise_required(&mut self, place: Place) {
        if self.is_required(place) {
            self.raise(place, Reason::Required, Params::None);
        }
    }

    pub(super) fn raise_fault(&mut self, place: Place, fault: Fault) {
        let (reason, params) = match fault {
            Fault::Format => (Reason::Format, Params::None),
            Fault::LettersForDigits => (Reason::Format, Params::LettersForDigits),
            Fault::Label => (Reason::Label, Params::None),
            Fault::Giro => (Reason::Giro, Params::None),
            Fault::Length { expected, country } => {
                (Reason::Length, Params::Length { expected: u32::from(expected), country })
            }
            Fault::Bounds { minimum, maximum } => {
                (Reason::Length, Params::Bounds { minimum: u32::from(minimum), maximum: u32::from(maximum) })
            }
            Fault::Lengths(lengths) => (Reason::Length, Params::Lengths(lengths)),
            Fault::Checksum => (Reason::Checksum, Params::None),
            Fault::CountryUnknown { country } => (Reason::CountryUnknown, Params::Country(country)),
            Fault::CountryCodeUnknown => (Reason::CountryCodeUnknown, Params::None),
            Fault::NotADate => (Reason::NotADate, Params::None),
            Fault::Scheme => (Reason::Scheme, Params::Allowed(&["https", "http"])),
            Fault::Credentials => (Reason::Credentials, Params::None),
            Fault::Unrecognized => (Reason::Unrecognized, Params::None),
        };
        self.raise(place, reason, params);
    }

    /// Whether a place holds a leaf answer that is required: a required empty list counts one, a list with elements those.
    pub(super) fn is_required_leaf(&self, place: Place) -> bool {
        let cell = self.draft.cell(place);
        let leaf = match place.field().shape() {
            Shape::Objects { .. } if place.is_element() => !matches!(cell, Cell::Object),
            Shape::Objects { .. } | Shape::Texts { .. } if !place.is_element() => match cell {
                Cell::List(list) => list.len() == 0,
                _ => true,
            },
            _ => true,
        };
        leaf && self.is_required(place)
    }

    /// Whether the answer at a place is required today, at this level.
    pub(super) fn is_required(&self, place: Place) -> bool {
        if required::DEPENDS_ON_LIST.has(place.field()) {
            return required::in_list(self.draft, self.options, place);
        }
        self.required.has(place.field())
    }
}

/// Fast path of what holds of every text: a known word, or printable ASCII that is not too long, is not blank and has nothing
/// around it that would be trimmed.
fn is_plain(format: Format, typed: &Typed<'_>) -> bool {
    if let Format::Enum(allowed) = format {
        return allowed.iter().any(|word| **word == **typed);
    }
    if !cfg!(feature = "short-ways") {
        return false;
    }
    let has_ends = match typed.as_bytes() {
        [first, .., last] if format == Format::Name => {
            first.is_ascii_alphanumeric() && last.is_ascii_graphic()
        }
        [first, .., last] => first.is_ascii_graphic() && last.is_ascii_graphic(),
        _ => false,
    };
    has_ends && typed.is_printable_ascii() && typed.len() <= format.maximum().map_or(usize::MAX, usize::from)
}

/// Where a signup or section with these issues stands.
pub(crate) fn status(issues: &[Issue]) -> Status {
    issues.iter().map(|issue| Status::of(issue.kind())).max().unwrap_or(Status::Ready)
}

/// The digests of the elements of a list, so that a hundred long texts are not compared each with each.
///
/// Of a few elements no digest is made: to compare them is less work.
pub(super) struct ElementDigests {
    /// By element; empty where they are few.
    digests: Vec<Option<u32>>,
    /// A bit for each of few elements that have been asked for.
    few: u8,
}

impl ElementDigests {
    /// So many elements are compared without digests.
    const FEW: Index = 4;

    pub(super) fn of(list: Option<&List<'_>>) -> Self {
        let length = list.map_or(0, List::len);
        let digests = if length <= Self::FEW { Vec::new() } else { vec![None; length.into()] };
        Self { digests, few: 0 }
    }

    /// Whether an element before this one has its digest and is found to be the same. Remembers the digest.
    pub(super) fn has_earlier(
        &mut self,
        list: Place,
        element: Place,
        digest: impl FnOnce() -> u32,
        is_same: impl Fn(Place) -> bool,
    ) -> bool {
        let row = element.row().unwrap_or_default();
        if self.digests.is_empty() {
            let before = self.few;
            self.few |= 1 << row.min(Self::FEW);
            return (0..row).any(|earlier| before >> earlier & 1 == 1 && is_same(list.element(earlier)));
        }
        let digest = digest();
        let mut earlier = (0..).zip(self.digests.iter().take(row.into()));
        let found = earlier.any(|(row, earlier)| *earlier == Some(digest) && is_same(list.element(row)));
        if let Some(slot) = self.digests.get_mut(usize::from(row)) {
            *slot = Some(digest);
        }
        found
    }
}
