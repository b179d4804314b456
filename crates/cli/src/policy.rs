//! What counts in a run: which issues make the exit status 1. A report and its status stay as they are.

use merchant_signup::{Code, Issue, Reason, Report, Severity};

/// What of a report counts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Policy {
    pub(crate) denied: Vec<Code>,
    pub(crate) denies_warnings: bool,
    pub(crate) ignored: Vec<Code>,
}

impl Policy {
    /// Whether errors alone count, and all of them.
    pub(crate) fn is_usual(&self) -> bool {
        self.denied.is_empty() && !self.denies_warnings && self.ignored.is_empty()
    }

    /// Whether a signup with this report makes the exit status 1.
    pub(crate) fn fails(&self, report: &Report) -> bool {
        if self.is_usual() {
            !report.is_ready()
        } else {
            report.issues().iter().any(|issue| self.counts(issue))
        }
    }

    /// Whether an issue is passed over: it neither counts nor is shown.
    pub(crate) fn ignores(&self, issue: &Issue) -> bool {
        self.ignored.contains(&issue.code())
    }

    fn counts(&self, issue: &Issue) -> bool {
        let counts = match issue.severity() {
            Severity::Error => true,
            Severity::Warning => self.denies_warnings || self.denied.contains(&issue.code()),
            _ => self.denied.contains(&issue.code()),
        };
        counts && !self.ignores(issue)
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
