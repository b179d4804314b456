//! Store type: where is sold. What the site must show follows from it.

use super::check::Check;
use super::rule::Rule;
use crate::code::Reason;
use crate::payload::{Field, FieldSet, Place, Section};
use crate::report::Params;

/// All that can be said of store types holds of every list of words.
pub(super) const RULES: &[Rule] = &[];

/// What the rules below read: of the signup's other sections, what stands here by name.
pub(super) const READS: FieldSet = Section::StoreType.fields();

pub(super) fn check(check: &mut Check<'_>, signup: Place) {
    let list = signup.child(Field::StoreType);
    check.list(list);
    for element in check.draft.elements(list) {
        let Some(word) = check.text(element) else { continue };
        if check.stands_earlier(list, element, |earlier, check| check.draft.text(earlier) == Some(word)) {
            check.raise(element, Reason::Duplicate, Params::None);
        }
    }
}
