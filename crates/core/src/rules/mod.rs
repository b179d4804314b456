//! The rules, one file a section of the form, and their registry.
//!
//! A section's file has its codes on top, each with what raises it, then `check`, which reads the section's answers
//! through [`Check`] and raises what is wrong. Everything that holds of every field (`required`, `type`, `too_long`, …)
//! is raised by the reading itself, from the payload table.

mod applicant;
mod bank_account;
mod document;
mod owed;
mod ownership;
mod payment_options;
mod revenue;
mod signature;
mod store_type;
mod verifications;

use crate::code::{Code, Reason, Severity};
use crate::draft::{Cell, Draft, Halt, JsonType, List, MAXIMUM_BYTES, MAXIMUM_DEPTH};
use crate::formats::Fault;
use crate::formats::currency::Currency;
use crate::options::Options;
use crate::payload::{Field, Format, Place, Section, Shape};
use crate::report::{Issue, Params, Report, SectionSummary, Status};
use crate::text;

/// One line of the registry: a code, and what a person should know of it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Rule {
    /// The code that is raised.
    pub code: Code,
    /// The names of the parameters that its issues may have.
    pub params: &'static [&'static str],
    /// When it is raised, and what to do.
    pub doc: &'static str,
}

impl Rule {
    const fn new(field: Field, reason: Reason, params: &'static [&'static str], doc: &'static str) -> Self {
        Self { code: Code::new(field, reason), params, doc }
    }
}

/// The registry: what each section raises besides what holds of every field.
static REGISTRY: [&[Rule]; 9] = [
    document::RULES,
    payment_options::RULES,
    revenue::RULES,
    bank_account::RULES,
    ownership::RULES,
    verifications::RULES,
    signature::RULES,
    applicant::RULES,
    store_type::RULES,
];

/// Every code that a report can have, in the order of the payload and, for one field, of a report.
pub fn catalogue() -> impl Iterator<Item = Rule> {
    Field::ALL.iter().flat_map(|&field| {
        Reason::ALL.iter().filter_map(move |&reason| {
            let code = Code::new(field, reason);
            let own = REGISTRY.iter().copied().flatten().find(|rule| rule.code == code).copied();
            own.or_else(|| of_every_field(code))
        })
    })
}

fn of_every_field(code: Code) -> Option<Rule> {
    let format = code.field().format();
    let (params, doc): (&[_], _) = match code.reason() {
        Reason::Required => {
            (&[], "The answer is owed and is absent, null or blank; in a list, an element is.")
        }
        Reason::Type => (&["expected", "found"], "The value has another JSON type than the one due."),
        Reason::TooLong => {
            (&["maximum"], "The text has more characters (Unicode scalar values) than allowed.")
        }
        Reason::TooMany => {
            (&["maximum"], "The list has more elements than allowed; those past the limit are not read.")
        }
        Reason::UnsafeCharacters => (
            &[],
            "The text has control characters, characters that turn the direction of writing, or half a character.",
        ),
        Reason::Unknown if format == Some(Format::Currency) => {
            (&[], "The text is no active ISO 4217 code in upper case (list of 2026-01-01).")
        }
        Reason::Unknown => {
            (&["allowed"], "The text is none of the allowed values; upper and lower case matter.")
        }
        Reason::Duplicate => (&[], "The same value stands earlier in the list."),
        _ => return None,
    };
    Code::is_of_every_field(code.field(), code.reason()).then_some(Rule { code, params, doc })
}

/// Judges a draft by all the rules.
#[must_use]
pub fn check(draft: &Draft<'_>, options: &Options) -> Report {
    let mut check = Check::new(draft, options);
    document::check(&mut check);
    let own = check.issues.len();
    let sections = Section::ALL.map(|section| check.section(section));
    let mut issues = check.issues;
    if !draft.has_signup() {
        // `signup` alone speaks; the sections count what is owed.
        issues.truncate(own);
    }
    finish(draft, options, issues, sections)
}

/// What is said of one part of a document: a section, or the document itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct Part {
    pub(crate) issues: Vec<Issue>,
    pub(crate) summary: Option<SectionSummary>,
}

impl Part {
    /// Judges the document itself, without its sections.
    pub(crate) fn of_document(draft: &Draft<'_>, options: &Options) -> Self {
        let mut check = Check::new(draft, options);
        document::check(&mut check);
        Self { issues: check.issues, summary: None }
    }

    /// Judges one section.
    pub(crate) fn of_section(draft: &Draft<'_>, options: &Options, section: Section) -> Self {
        let mut check = Check::new(draft, options);
        let summary = check.section(section);
        Self { issues: check.issues, summary: Some(summary) }
    }
}

/// Puts the issues of all parts in order.
pub(crate) fn finish(
    draft: &Draft<'_>,
    options: &Options,
    mut issues: Vec<Issue>,
    mut sections: [SectionSummary; Section::ALL.len()],
) -> Report {
    issues.sort_by_key(Issue::order);
    document::count_keys(&issues, draft, options, &mut sections);
    report(status(&issues), issues, sections.to_vec(), options)
}

/// The report on a document that could not be read at all.
pub(crate) fn halted(halt: Halt, options: &Options) -> Report {
    let (reason, params) = match halt {
        Halt::TooLarge => {
            (Reason::TooLarge, Params::Maximum(u32::try_from(MAXIMUM_BYTES).unwrap_or(u32::MAX)))
        }
        Halt::TooDeep => (Reason::TooDeep, Params::Maximum(u32::from(MAXIMUM_DEPTH))),
        Halt::Malformed { position: Some((line, column)) } => {
            (Reason::Malformed, Params::Position { line, column })
        }
        Halt::Malformed { position: None } => (Reason::Malformed, Params::None),
    };
    let issue = Issue::new(Code::new(Field::Document, reason), Place::of(Field::Document), params);
    report(Status::Malformed, vec![issue], Vec::new(), options)
}

fn report(status: Status, issues: Vec<Issue>, sections: Vec<SectionSummary>, options: &Options) -> Report {
    Report {
        status,
        level: options.level,
        profile: options.profile,
        today: options.today,
        locale: options.locale,
        issues,
        sections,
    }
}

/// Where a signup or section with these issues stands.
pub(crate) fn status(issues: &[Issue]) -> Status {
    issues.iter().map(|issue| Status::of(issue.kind())).max().unwrap_or(Status::Ready)
}

/// The digests of the elements of a list, so that a hundred long texts are not compared each with each.
struct Known {
    digests: [Option<u32>; 100],
    /// So few elements that comparing them is less work: all have one digest.
    are_few: bool,
}

impl Known {
    fn of(list: Option<&List<'_>>) -> Self {
        Self { digests: [None; 100], are_few: list.is_none_or(|list| list.len() <= 4) }
    }

    /// Whether an element before this one has its digest and is found to be the same. Remembers the digest.
    fn has(
        &mut self,
        list: Place,
        element: Place,
        digest: impl FnOnce() -> u32,
        is_same: impl Fn(Place) -> bool,
    ) -> bool {
        let digest = if self.are_few { 0 } else { digest() };
        let row = usize::from(element.row().unwrap_or_default());
        let mut earlier = (0..).zip(self.digests.get(..row).unwrap_or_default());
        let found = earlier.any(|(row, known)| *known == Some(digest) && is_same(list.element(row)));
        if let Some(slot) = self.digests.get_mut(row) {
            *slot = Some(digest);
        }
        found
    }
}

/// A check under way: reads a draft's answers, and raises what holds of every field as it reads.
pub(crate) struct Check<'c> {
    draft: &'c Draft<'c>,
    options: &'c Options,
    issues: Vec<Issue>,
    /// What is owed, a bit for each line of the payload table.
    owed: u64,
    /// Of the section under way: leaf answers owed, and those of them that cannot be there.
    required: u32,
    unreachable: u32,
}

impl<'c> Check<'c> {
    fn new(draft: &'c Draft<'c>, options: &'c Options) -> Self {
        let owed = owed::fields(draft, options);
        Self { draft, options, issues: Vec::new(), owed, required: 0, unreachable: 0 }
    }

    /// Runs the rules of a section.
    fn section(&mut self, section: Section) -> SectionSummary {
        (self.required, self.unreachable) = (0, 0);
        let first = self.issues.len();
        match section {
            Section::PaymentOptions => payment_options::check(self),
            Section::Revenue => revenue::check(self),
            Section::BankAccount => bank_account::check(self),
            Section::StoreType => store_type::check(self),
            Section::Ownership => ownership::check(self),
            Section::Verifications => verifications::check(self),
            Section::Signature => signature::check(self),
            Section::Applicant => applicant::check(self),
        }
        let issues = self.issues.get(first..).unwrap_or_default();
        let unfulfilled = self.unreachable + self.count_faulty(issues);
        SectionSummary {
            section,
            status: status(issues),
            required: self.required,
            fulfilled: self.required.saturating_sub(unfulfilled),
        }
    }

    /// How many owed leaf answers have an error at their own path.
    fn count_faulty(&self, issues: &[Issue]) -> u32 {
        // A value raises at most one error, so that each is another answer.
        let faulty = issues
            .iter()
            .filter(|issue| issue.severity() == Severity::Error && self.is_owed_leaf(issue.pointer.place));
        u32::try_from(faulty.count()).unwrap_or(u32::MAX)
    }

    /// Whether an element of a list before this one is found to be the same.
    fn stands_earlier(&self, list: Place, element: Place, is_same: impl Fn(Place, &Self) -> bool) -> bool {
        self.draft
            .elements(list)
            .take_while(|earlier| *earlier != element)
            .any(|earlier| is_same(earlier, self))
    }

    /// Whether a place has an error of its own already.
    fn has_error(&self, place: Place) -> bool {
        self.issues.iter().any(|issue| issue.pointer.place == place && issue.severity() == Severity::Error)
    }

    /// Raises an issue, if the level has its code.
    fn raise(&mut self, place: Place, reason: Reason, params: Params) {
        self.raise_with(place, reason, params, Vec::new);
    }

    /// Raises an issue that comes of other fields too.
    fn raise_with(
        &mut self,
        place: Place,
        reason: Reason,
        params: Params,
        related: impl FnOnce() -> Vec<Place>,
    ) {
        let code = Code::new(place.field(), reason);
        if self.has(code) {
            self.issues.push(Issue { related: related(), ..Issue::new(code, place, params) });
        }
    }

    /// Whether the level has this code.
    fn has(&self, code: Code) -> bool {
        code.is_at(self.options.level)
    }

    /// Enters an object. An absent one counts as empty, unless the level wants it itself; below one of another type
    /// nothing is read.
    fn object(&mut self, place: Place) -> bool {
        match self.draft.cell(place) {
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
    fn count_unreachable(&mut self, object: Place) {
        self.count(object);
        if object.is_element() {
            return;
        }
        for field in object.field().children() {
            let child = object.child(field);
            if self.is_owed_leaf(child) {
                self.required += 1;
                self.unreachable += 1;
            }
        }
    }

    /// Enters a list, and says of it what is the matter with the list itself.
    fn list(&mut self, place: Place) {
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
    fn rows(&mut self, list: Place) -> impl Iterator<Item = Place> + use<'c> {
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
    fn text(&mut self, place: Place) -> Option<&'c str> {
        let text: &'c str = match self.leaf(place) {
            Cell::Text(text) => text,
            other => return self.unreadable(place, other),
        };
        let format = place.field().format()?;
        let is_free = format.is_free_text();
        let text = if is_free { text::trim(text) } else { text };
        let reason = match format.maximum().map(usize::from) {
            Some(maximum) if text.len() > maximum && text.chars().count() > maximum => Reason::TooLong,
            _ if is_free && text::has_unsafe_characters(text) => Reason::UnsafeCharacters,
            _ => match format {
                Format::Enum(allowed) if !allowed.contains(&text) => Reason::Unknown,
                _ => return Some(text),
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

    /// What stands at a leaf, which is counted where it is owed.
    fn leaf(&mut self, place: Place) -> &'c Cell<'c> {
        self.required += u32::from(self.is_owed(place));
        self.draft.cell(place)
    }

    /// Says of a leaf that it is missing, or of another type.
    #[cold]
    fn unreadable<T>(&mut self, place: Place, cell: &Cell<'_>) -> Option<T> {
        match cell {
            Cell::Wrong(found) => self.raise_type(place, *found),
            Cell::Text(_) => self.raise_type(place, JsonType::String),
            _ => self.raise_required(place),
        }
        None
    }

    /// A text of a format, or what is the matter with it.
    fn parse<T>(&mut self, place: Place, parse: impl FnOnce(&str) -> Result<T, Fault>) -> Option<T> {
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
    fn currency(&mut self, place: Place) -> Option<Currency> {
        let text = self.text(place)?;
        let currency = Currency::parse(text).ok();
        if currency.is_none() {
            self.raise(place, Reason::Unknown, Params::None);
        }
        currency
    }

    /// An answer that can be read.
    fn boolean(&mut self, place: Place) -> Option<bool> {
        match self.leaf(place) {
            Cell::Boolean(answer) => Some(*answer),
            other => self.unreadable(place, other),
        }
    }

    /// A number that can be read.
    fn number(&mut self, place: Place) -> Option<f64> {
        match self.leaf(place) {
            Cell::Number(number) => Some(*number),
            other => self.unreadable(place, other),
        }
    }

    fn count(&mut self, place: Place) {
        if self.is_owed_leaf(place) {
            self.required += 1;
        }
    }

    fn raise_type(&mut self, place: Place, found: JsonType) {
        self.raise(place, Reason::Type, Params::Types { expected: JsonType::due_at(place), found });
    }

    fn raise_required(&mut self, place: Place) {
        if self.is_owed(place) {
            self.raise(place, Reason::Required, Params::None);
        }
    }

    fn raise_fault(&mut self, place: Place, fault: Fault) {
        let (reason, params) = match fault {
            Fault::Format => (Reason::Format, Params::None),
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

    /// Whether a place holds a leaf answer that is owed: an owed empty list counts one, a list with elements those.
    fn is_owed_leaf(&self, place: Place) -> bool {
        let cell = self.draft.cell(place);
        let leaf = match place.field().shape() {
            Shape::Objects { .. } if place.is_element() => !matches!(cell, Cell::Object),
            Shape::Objects { .. } | Shape::Texts { .. } if !place.is_element() => match cell {
                Cell::List(list) => list.len() == 0,
                _ => true,
            },
            _ => true,
        };
        leaf && self.is_owed(place)
    }

    /// Whether the answer at a place is owed today, at this level.
    fn is_owed(&self, place: Place) -> bool {
        match place.field() {
            Field::OwnerDateOfBirth | Field::Owners => owed::in_list(self, place),
            field => self.owed & 1 << field.index() != 0,
        }
    }
}
