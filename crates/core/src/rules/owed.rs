//! Who owes what: the answers that depend on other answers.

use super::Check;
use crate::draft::{Cell, Draft};
use crate::payload::{Field, Owed, Place};
use crate::profile::Profile;

/// The structure whose owners are listed.
pub(super) const LISTED: &str = "owners_with_more_than_25";

/// Whether an answer is owed at level `submission`.
pub(super) fn is_owed(check: &Check<'_>, place: Place) -> bool {
    let field = place.field();
    match field.owed() {
        Owed::Always => true,
        Owed::Never => false,
        Owed::Depends => match field {
            // At level `contract` alone: elsewhere its answers are asked for.
            Field::Revenue => true,
            // An element that is blank is always wrong; the list is owed where its owners are to be listed.
            Field::Owners => {
                place.is_element() || check.draft.text(Place::of(Field::OwnershipStructure)) == Some(LISTED)
            }
            // A company has none.
            Field::OwnerDateOfBirth => {
                let row = place.row().unwrap_or_default();
                matches!(check.draft.cell(Place::in_row(Field::OwnerLegalName, row)), Cell::Missing)
            }
            _ => check.owed_verifications & bit(field) != 0,
        },
    }
}

/// The verifications that the store types owe together, a bit for each line of the payload table.
///
/// A store type that is missing or cannot be read counts as an online store: it owes the most.
pub(super) fn verifications(draft: &Draft<'_>, profile: &Profile) -> u64 {
    let list = Place::of(Field::StoreType);
    let mut owed = 0;
    let mut read = false;
    for element in draft.elements(list) {
        let fields = match draft.text(element) {
            Some("remote") => profile.owed_remote,
            Some("instore") => profile.owed_instore,
            _ => profile.owed_online,
        };
        read = true;
        owed |= bits(fields);
    }
    if read { owed } else { bits(profile.owed_online) }
}

fn bits(fields: &[Field]) -> u64 {
    fields.iter().fold(0, |bits, field| bits | bit(*field))
}

fn bit(field: Field) -> u64 {
    1 << field.index()
}
