//! What counts in a run: which issues make the exit status 1. A report and its status stay as they are.

use merchant_signup::{Code, Issue, Reason, Report, Severity};

use crate::baseline::{Baseline, Whose};

/// What of a report counts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Policy {
    pub(crate) denied: Vec<Code>,
    pub(crate) denies_warnings: bool,
    pub(crate) ignored: Vec<Code>,
    pub(crate) baseline: Option<Baseline>,
}

/// How an issue is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    /// It makes the exit status 1.
    Counts,
    /// It is shown, and does not count.
    Shown,
    /// It is neither shown nor counts, by `--ignore`.
    Ignored,
    /// It is neither shown nor counts, by the baseline.
    Known,
}

impl Weight {
    /// Whether the issue is passed over.
    pub(crate) const fn is_passed_over(self) -> bool {
        matches!(self, Self::Ignored | Self::Known)
    }
}

impl Policy {
    /// Whether errors alone count, and all of them.
    pub(crate) fn is_usual(&self) -> bool {
        self.denied.is_empty() && !self.denies_warnings && self.ignored.is_empty() && self.baseline.is_none()
    }

    /// How each issue of a report is taken.
    pub(crate) fn weigh(&self, report: &Report, whose: Whose<'_>) -> Vec<Weight> {
        report.issues().iter().map(|issue| self.weight(issue, whose)).collect()
    }

    fn weight(&self, issue: &Issue, whose: Whose<'_>) -> Weight {
        let counts = match issue.severity() {
            Severity::Error => true,
            Severity::Warning => self.denies_warnings || self.denied.contains(&issue.code()),
            _ => self.denied.contains(&issue.code()),
        };
        if self.ignored.contains(&issue.code()) {
            Weight::Ignored
        } else if self.baseline.as_ref().is_some_and(|baseline| baseline.knows(whose, issue)) {
            Weight::Known
        } else if counts {
            Weight::Counts
        } else {
            Weight::Shown
        }
    }

    /// Why these options cannot be had together; none where they can.
    pub(crate) fn contradiction(&self) -> Option<String> {
        let both = self.ignored.iter().find(|code| self.denied.contains(code));
        if let Some(code) = both {
            return Some(format!("{code} is both denied and ignored: leave one of them away"));
        }
        // Of what cannot be read, nothing has been checked.
        let unread = [Reason::Malformed, Reason::TooLarge, Reason::TooDeep];
        let code = self.ignored.iter().find(|code| unread.contains(&code.reason()))?;
        Some(format!("{code} cannot be ignored: nothing of such a signup is checked"))
    }
}
