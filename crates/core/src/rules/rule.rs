//! A line of the registry, which a section's file writes beside the rule.

use crate::code::{Code, Reason};
use crate::payload::Field;

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
    pub(super) const fn new(
        field: Field,
        reason: Reason,
        params: &'static [&'static str],
        doc: &'static str,
    ) -> Self {
        Self { code: Code::new(field, reason), params, doc }
    }
}
