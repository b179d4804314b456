//! A line of the registry, which a section's file writes beside the rule.

use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};

use crate::code::{Code, Reason};
use crate::payload::Field;
use crate::report::Level;

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

/// A rule as a list of rules writes it: `code`, `severity`, `kind`, `params`, the `levels` that report it, `doc`.
impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let levels = Level::ALL.iter().filter(|level| self.code.is_at(**level)).map(|level| level.name());
        let mut out = serializer.serialize_struct("Rule", 6)?;
        out.serialize_field("code", &self.code)?;
        out.serialize_field("severity", self.code.severity().name())?;
        out.serialize_field("kind", self.code.kind().name())?;
        out.serialize_field("params", self.params)?;
        out.serialize_field("levels", &levels.collect::<Vec<_>>())?;
        out.serialize_field("doc", self.doc)?;
        out.end()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::rules::catalogue;

    #[test]
    fn a_rule_is_written_with_its_levels() {
        let rule = catalogue().find(|rule| rule.code == *"account_number.length").unwrap();
        let due = json!({
            "code": "account_number.length",
            "severity": "error",
            "kind": "invalid",
            "params": rule.params,
            "levels": ["submission"],
            "doc": rule.doc,
        });
        assert_eq!(serde_json::to_value(rule).unwrap(), due);
    }
}
