//! What many reports come to.

use std::collections::BTreeMap;

use merchant_signup::{Code, Report, Status};

/// How many signups there are of each status, and how many issues of each code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) ready: u64,
    pub(crate) incomplete: u64,
    pub(crate) invalid: u64,
    pub(crate) malformed: u64,
    pub(crate) codes: BTreeMap<Code, u64>,
    /// Documents that have nothing where their signup should stand. They are malformed.
    pub(crate) nothing_at: u64,
}

impl Tally {
    pub(crate) fn count(&mut self, report: &Report) {
        match report.status() {
            Status::Ready => self.ready += 1,
            Status::Incomplete => self.incomplete += 1,
            Status::Malformed => self.malformed += 1,
            _ => self.invalid += 1,
        }
        for issue in report.issues() {
            *self.codes.entry(issue.code()).or_default() += 1;
        }
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.ready += other.ready;
        self.incomplete += other.incomplete;
        self.invalid += other.invalid;
        self.malformed += other.malformed;
        self.nothing_at += other.nothing_at;
        for (code, count) in &other.codes {
            *self.codes.entry(*code).or_default() += count;
        }
    }

    pub(crate) const fn signups(&self) -> u64 {
        self.ready + self.not_ready()
    }

    pub(crate) const fn not_ready(&self) -> u64 {
        self.incomplete + self.invalid + self.malformed
    }
}
