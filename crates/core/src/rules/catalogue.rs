//! The registry: every code that a report can have, and at which levels.

use std::str::FromStr;

use super::check::FieldsByReason;
use super::rule::Rule;
use super::{
    applicant, bank_account, document, ownership, payment_options, revenue, signature, store_type,
    verifications,
};
use crate::code::{Code, Reason};
use crate::names::UnknownName;
use crate::payload::{Field, FieldSet, Format, Payload, Required, Shape};
use crate::report::Level;

/// The registry: what each section raises besides what holds of every field.
const REGISTRY: [&[Rule]; 9] = [
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

/// Every code that a report on a signup can have, in the order of the payload and, for one field, of a report.
pub fn catalogue() -> impl Iterator<Item = Rule> {
    catalogue_of(Payload::SIGNUP)
}

/// Every code that a report on such a document can have, in the order of the payload and, for one field, of a report.
pub fn catalogue_of(payload: &Payload) -> impl Iterator<Item = Rule> {
    payload.fields().flat_map(|field| {
        Reason::ALL.iter().filter_map(move |&reason| {
            let code = Code::new(field.judged_as(), reason);
            let own = REGISTRY.iter().copied().flatten().find(|rule| rule.code == code).copied();
            own.or_else(|| of_every_field(code))
        })
    })
}

/// What holds of every field that the table says it of, without a rule of its own.
fn of_every_field(code: Code) -> Option<Rule> {
    let (field, reason) = (code.field(), code.reason());
    if !is_of_every_field(field, reason) {
        return None;
    }
    let (params, doc): (&[_], _) = match reason {
        Reason::Required => {
            (&[], "The answer is required and is absent, null or blank; in a list, an element is.")
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
        Reason::InvisibleCharacters => (
            &[],
            "The text has characters that nobody sees, such as a zero width space or a soft hyphen: they come along by paste.",
        ),
        Reason::Unknown if field.format() == Some(Format::Currency) => {
            (&[], "The text is no active ISO 4217 code in upper case (list of 2026-01-01).")
        }
        Reason::Unknown => {
            (&["allowed"], "The text is none of the allowed values; upper and lower case matter.")
        }
        Reason::Duplicate => (&[], "The same value stands earlier in the list."),
        _ => return None,
    };
    Some(Rule { code, params, doc, is_contract: code.is_contract() })
}

/// Whether a code follows from the payload table alone.
const fn is_of_every_field(field: Field, reason: Reason) -> bool {
    let shape = field.shape_in_table();
    let format = match shape {
        Shape::Text(format) | Shape::Texts { format, .. } => Some(format),
        _ => None,
    };
    match reason {
        Reason::Required => !matches!(field.required_in_table(), Required::Never),
        Reason::Type => !matches!(field, Field::Document | Field::AccountId),
        Reason::TooLong => matches!(format, Some(format) if format.maximum().is_some()),
        Reason::TooMany => matches!(shape, Shape::Objects { .. } | Shape::Texts { .. }),
        Reason::UnsafeCharacters => matches!(format, Some(format) if format.is_free_text()),
        Reason::InvisibleCharacters => {
            !matches!(format, None | Some(Format::AccountNumber | Format::AmountBand | Format::Opaque))
        }
        Reason::Unknown => matches!(format, Some(Format::Enum(_) | Format::Currency)),
        Reason::Duplicate => matches!(shape, Shape::Texts { .. }),
        _ => false,
    }
}

/// For each reason, the fields of which level `contract` reports it: those that the registry says it of, and of the
/// reasons that hold of every field the form alone, and what the API itself requires.
static CONTRACT: FieldsByReason = contract();

/// The same for level `submission`, which reports every code but those of objects whose answers it asks for instead.
static SUBMISSION: FieldsByReason = submission();

/// For each reason, the fields of which a level reports it.
pub(super) const fn reported_at(level: Level) -> &'static FieldsByReason {
    match level {
        Level::Submission => &SUBMISSION,
        Level::Contract => &CONTRACT,
    }
}

#[allow(clippy::indexing_slicing, reason = "evaluated by the compiler: a bad index would not build")]
const fn submission() -> FieldsByReason {
    let mut all = FieldSet::EMPTY;
    let mut of_required = FieldSet::EMPTY;
    let mut rest = Field::ALL;
    while let [field, after @ ..] = rest {
        all = all.with(*field);
        if !matches!(field.required_in_table(), Required::ByApiAlone) {
            of_required = of_required.with(*field);
        }
        rest = after;
    }
    let mut table = [all; Reason::ALL.len()];
    table[Reason::Required as usize] = of_required;
    table
}

#[allow(clippy::indexing_slicing, reason = "evaluated by the compiler: a bad index would not build")]
const fn contract() -> FieldsByReason {
    let mut table = [FieldSet::EMPTY; Reason::ALL.len()];
    let mut section = 0;
    while section < REGISTRY.len() {
        let mut rules = REGISTRY[section];
        while let [rule, after @ ..] = rules {
            if rule.is_contract {
                let reason = rule.code.reason() as usize;
                table[reason] = table[reason].with(rule.code.field());
            }
            rules = after;
        }
        section += 1;
    }
    let mut index = 0;
    while index < Field::ALL.len() {
        let field = Field::ALL[index];
        let of_the_form = [Reason::Type, Reason::TooLong, Reason::TooMany, Reason::Unknown];
        let mut form = 0;
        while form < of_the_form.len() {
            let reason = of_the_form[form];
            if is_of_every_field(field, reason) {
                table[reason as usize] = table[reason as usize].with(field);
            }
            form += 1;
        }
        if field.required_in_table().is_by_api() {
            table[Reason::Required as usize] = table[Reason::Required as usize].with(field);
        }
        index += 1;
    }
    table
}

impl Code {
    /// The code with this name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let rules = Payload::ALL.iter().flat_map(|payload| catalogue_of(payload));
        rules.map(|rule| rule.code).find(|code| *code == *name)
    }

    /// Whether a level reports it.
    #[must_use]
    pub fn is_at(self, level: Level) -> bool {
        reported_at(level).get(self.reason() as usize).is_some_and(|fields| fields.has(self.field()))
    }

    /// Whether the API itself refuses it: what level `contract` reports.
    #[must_use]
    pub fn is_contract(self) -> bool {
        self.is_at(Level::Contract)
    }

    /// Whether level `submission` reports it: every code but those of objects whose answers it asks for instead.
    #[must_use]
    pub fn is_submission(self) -> bool {
        self.is_at(Level::Submission)
    }
}

/// Finds the code with this name; the error does not list them, since there are many.
impl FromStr for Code {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        Self::from_name(name).ok_or_else(|| UnknownName::new("a code of this version", []))
    }
}
