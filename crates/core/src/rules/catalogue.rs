//! The registry: every code that a report can have.

use super::rule::Rule;
use super::{
    applicant, bank_account, document, ownership, payment_options, revenue, signature, store_type,
    verifications,
};
use crate::code::{Code, Reason};
use crate::payload::{Field, Format};

/// The registry: what each section raises besides what holds of every field.
static REGISTRY: [&[Rule]; 9] = [
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

/// Every code that a report can have, in the order of the payload and, for one field, of a report.
pub fn catalogue() -> impl Iterator<Item = Rule> {
    Field::ALL.iter().flat_map(|&field| {
        Reason::ALL.iter().filter_map(move |&reason| {
            let code = Code::new(field, reason);
            let own = REGISTRY.iter().copied().flatten().find(|rule| rule.code == code).copied();
            own.or_else(|| of_every_field(code))
        })
    })
}

fn of_every_field(code: Code) -> Option<Rule> {
    let format = code.field().format();
    let (params, doc): (&[_], _) = match code.reason() {
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
        Reason::Unknown if format == Some(Format::Currency) => {
            (&[], "The text is no active ISO 4217 code in upper case (list of 2026-01-01).")
        }
        Reason::Unknown => {
            (&["allowed"], "The text is none of the allowed values; upper and lower case matter.")
        }
        Reason::Duplicate => (&[], "The same value stands earlier in the list."),
        _ => return None,
    };
    Code::is_of_every_field(code.field(), code.reason()).then_some(Rule { code, params, doc })
}

impl Code {
    /// The code with this name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        catalogue().map(|rule| rule.code).find(|code| *code == *name)
    }
}
