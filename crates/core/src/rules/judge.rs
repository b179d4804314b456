//! Judging: runs the rules over a draft, and puts what they say into a report.

use super::check::{Check, status};
use super::{
    applicant, bank_account, catalogue, document, ownership, payment_options, revenue, signature, store_type,
    verifications,
};
use crate::code::{Code, Reason};
use crate::draft::{Draft, MAXIMUM_BYTES, MAXIMUM_DEPTH, ReadError};
use crate::options::Options;
use crate::payload::{Field, FieldSet, Payload, Place, Section};
use crate::report::{Issue, Params, RULES_VERSION, Report, SectionSummary, Status};

/// Judges a draft by all the rules.
#[must_use]
pub fn check(draft: &Draft<'_>, options: &Options) -> Report {
    let mut check = begin(draft, options);
    document::check(&mut check);
    let own = check.issues.len();
    let sections = draft.payload().sections.iter().map(|at| judge(&mut check, *at)).collect();
    let mut issues = check.issues;
    if !draft.has_body() {
        // That it is missing is all that is said; the sections count what is required.
        issues.truncate(own);
    }
    finish(draft, options, issues, sections)
}

/// Judges the document itself, without its sections.
pub(crate) fn of_document(draft: &Draft<'_>, options: &Options) -> Vec<Issue> {
    let mut check = begin(draft, options);
    document::check(&mut check);
    check.issues
}

/// What is said of one section.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Part {
    pub(crate) issues: Vec<Issue>,
    pub(crate) summary: SectionSummary,
}

impl Part {
    /// A section that has not been judged yet.
    pub(crate) const fn new(section: Section) -> Self {
        let summary = SectionSummary { section, status: Status::Ready, required: 0, fulfilled: 0 };
        Self { issues: Vec::new(), summary }
    }

    /// Judges one section, in the object that holds it.
    pub(crate) fn of(draft: &Draft<'_>, options: &Options, at: (Section, Field)) -> Self {
        let mut check = begin(draft, options);
        let summary = judge(&mut check, at);
        Self { issues: check.issues, summary }
    }
}

fn begin<'c>(draft: &'c Draft<'c>, options: &'c Options) -> Check<'c> {
    Check::new(draft, options, catalogue::reported_at(options.level))
}

/// Runs the rules of a section, in each object that holds it.
fn judge(check: &mut Check<'_>, (section, holder): (Section, Field)) -> SectionSummary {
    let first = check.begin_section();
    if Payload::HAS_SECTIONS_IN_LISTS {
        for object in check.draft.objects(holder) {
            judge_in(check, section, object);
        }
    } else {
        judge_in(check, section, Place::of(holder));
    }
    check.end_section(section, first)
}

fn judge_in(check: &mut Check<'_>, section: Section, object: Place) {
    match section {
        Section::PaymentOptions => payment_options::check(check, object),
        Section::Revenue => revenue::check(check, object),
        Section::BankAccount => bank_account::check(check, object),
        Section::StoreType => store_type::check(check, object),
        Section::Ownership => ownership::check(check, object),
        Section::Verifications => verifications::check(check, object),
        Section::Signature => signature::check(check, object),
        Section::Applicant => applicant::check(check, object),
    }
}

/// The fields that a section's rules read, those of other sections included.
pub(crate) const fn reads(section: Section) -> FieldSet {
    match section {
        Section::PaymentOptions => payment_options::READS,
        Section::Revenue => revenue::READS,
        Section::BankAccount => bank_account::READS,
        Section::StoreType => store_type::READS,
        Section::Ownership => ownership::READS,
        Section::Verifications => verifications::READS,
        Section::Signature => signature::READS,
        Section::Applicant => applicant::READS,
    }
}

/// Puts the issues of all parts in order.
pub(crate) fn finish(
    draft: &Draft<'_>,
    options: &Options,
    mut issues: Vec<Issue>,
    mut sections: Vec<SectionSummary>,
) -> Report {
    issues.sort_by_key(Issue::order);
    document::count_keys(&issues, &mut sections, |place| {
        let mut check = begin(draft, options);
        verifications::require(&mut check);
        check.is_required_leaf(place)
    });
    report(status(&issues), issues, sections, options)
}

/// The report on a document that could not be read at all.
#[must_use]
pub fn unreadable(error: ReadError, options: &Options) -> Report {
    let (reason, params) = match error {
        ReadError::TooLarge => {
            (Reason::TooLarge, Params::Maximum(u32::try_from(MAXIMUM_BYTES).unwrap_or(u32::MAX)))
        }
        ReadError::TooDeep => (Reason::TooDeep, Params::Maximum(u32::from(MAXIMUM_DEPTH))),
        ReadError::Malformed { cause, position } => {
            (Reason::Malformed, Params::Malformed { cause, position })
        }
    };
    let issue = Issue::new(Code::new(Field::Document, reason), options.payload.known().root(), params);
    report(Status::Malformed, vec![issue], Vec::new(), options)
}

fn report(status: Status, issues: Vec<Issue>, sections: Vec<SectionSummary>, options: &Options) -> Report {
    Report {
        status,
        level: options.level,
        profile: options.profile,
        today: options.today,
        rules: RULES_VERSION.into(),
        locale: options.locale,
        issues,
        sections,
    }
}
