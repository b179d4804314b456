//! Judging: runs the rules over a draft, and puts what they say into a report.

use super::check::{Check, status};
use super::{
    applicant, bank_account, document, ownership, payment_options, revenue, signature, store_type,
    verifications,
};
use crate::code::{Code, Reason};
use crate::draft::{Draft, MAXIMUM_BYTES, MAXIMUM_DEPTH, ReadError};
use crate::options::Options;
use crate::payload::{Field, Place, Section};
use crate::report::{Issue, Params, RULES_VERSION, Report, SectionSummary, Status};

/// Judges a draft by all the rules.
#[must_use]
pub fn check(draft: &Draft<'_>, options: &Options) -> Report {
    let mut check = Check::new(draft, options);
    document::check(&mut check);
    let own = check.issues.len();
    let sections = Section::ALL.map(|section| judge(&mut check, section));
    let mut issues = check.issues;
    if !draft.has_signup() {
        // `signup` alone speaks; the sections count what is required.
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
        let summary = judge(&mut check, section);
        Self { issues: check.issues, summary: Some(summary) }
    }
}

/// Runs the rules of a section.
fn judge(check: &mut Check<'_>, section: Section) -> SectionSummary {
    let first = check.begin_section();
    match section {
        Section::PaymentOptions => payment_options::check(check),
        Section::Revenue => revenue::check(check),
        Section::BankAccount => bank_account::check(check),
        Section::StoreType => store_type::check(check),
        Section::Ownership => ownership::check(check),
        Section::Verifications => verifications::check(check),
        Section::Signature => signature::check(check),
        Section::Applicant => applicant::check(check),
    }
    check.end_section(section, first)
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
#[must_use]
pub fn unreadable(error: ReadError, options: &Options) -> Report {
    let (reason, params) = match error {
        ReadError::TooLarge => {
            (Reason::TooLarge, Params::Maximum(u32::try_from(MAXIMUM_BYTES).unwrap_or(u32::MAX)))
        }
        ReadError::TooDeep => (Reason::TooDeep, Params::Maximum(u32::from(MAXIMUM_DEPTH))),
        ReadError::Malformed { position: Some((line, column)) } => {
            (Reason::Malformed, Params::Position { line, column })
        }
        ReadError::Malformed { position: None } => (Reason::Malformed, Params::None),
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
        rules: RULES_VERSION.into(),
        locale: options.locale,
        issues,
        sections,
    }
}
