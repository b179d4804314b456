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
    /// Whether the API itself refuses it: level `contract` reports it too.
    pub is_contract: bool,
}

impl Rule {
    /// A rule of level `submission` alone.
    pub(super) const fn new(
        field: Field,
        reason: Reason,
        params: &'static [&'static str],
        doc: &'static str,
    ) -> Self {
        Self { code: Code::new(field, reason), params, doc, is_contract: false }
    }

    /// The same rule at level `contract` too: the API itself refuses what raises it.
    pub(super) const fn by_api(self) -> Self {
        Self { is_contract: true, ..self }
    }
}
