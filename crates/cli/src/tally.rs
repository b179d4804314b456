//! What many reports come to.

use std::collections::BTreeMap;

use merchant_signup::{Code, Report, Status};

use crate::policy::Weight;

/// How many signups there are of each status, and how many issues of each code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) ready: u64,
    pub(crate) incomplete: u64,
    pub(crate) invalid: u64,
    pub(crate) malformed: u64,
    /// How many signups make the exit status 1.
    pub(crate) failing: u64,
    /// Issues that are neither ignored nor in the baseline.
    pub(crate) codes: BTreeMap<Code, u64>,
    /// Issues that are.
    pub(crate) ignored: BTreeMap<Code, u64>,
    /// Issues that are in the baseline.
    pub(crate) known: BTreeMap<Code, u64>,
    /// How many issues make the exit status 1.
    pub(crate) counting: u64,
    /// Documents that have nothing where their signup should stand. They are malformed.
    pub(crate) nothing_at: u64,
}

impl Tally {
    pub(crate) fn count(&mut self, report: &Report, weights: &[Weight]) {
        match report.status() {
            Status::Ready => self.ready += 1,
            Status::Incomplete => self.incomplete += 1,
            Status::Malformed => self.malformed += 1,
            _ => self.invalid += 1,
        }
        self.failing += u64::from(weights.contains(&Weight::Counts));
        for (issue, weight) in report.issues().iter().zip(weights) {
            let counts = match weight {
                Weight::Counts | Weight::Shown => &mut self.codes,
                Weight::Ignored => &mut self.ignored,
                Weight::Known => &mut self.known,
            };
            *counts.entry(issue.code()).or_default() += 1;
            self.counting += u64::from(*weight == Weight::Counts);
        }
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.ready += other.ready;
        self.incomplete += other.incomplete;
        self.invalid += other.invalid;
        self.malformed += other.malformed;
        self.nothing_at += other.nothing_at;
        self.failing += other.failing;
        self.counting += other.counting;
        let codes = (&mut self.codes, &other.codes);
        for (counts, others) in [codes, (&mut self.ignored, &other.ignored), (&mut self.known, &other.known)]
        {
            for (code, count) in others {
                *counts.entry(*code).or_default() += count;
            }
        }
    }

    pub(crate) const fn signups(&self) -> u64 {
        self.ready + self.not_ready()
    }

    pub(crate) const fn not_ready(&self) -> u64 {
        self.incomplete + self.invalid + self.malformed
    }
}
