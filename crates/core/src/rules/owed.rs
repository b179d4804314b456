//! Who owes what: the answers that are due today, at this level.

use super::Check;
use crate::draft::{Cell, Draft};
use crate::options::Options;
use crate::payload::{Field, Owed, Place};
use crate::report::Level;

/// The structure whose owners are listed.
pub(super) const LISTED: &str = "owners_with_more_than_25";

/// What the API itself wants: all that level `contract` asks for.
const CONTRACT: u64 =
    bit(Field::PaymentOptions) | bit(Field::Revenue) | bit(Field::BankName) | bit(Field::AccountNumber);

/// The fields that are owed, a bit for each line of the payload table.
pub(super) fn fields(draft: &Draft<'_>, options: &Options) -> u64 {
    let of_every_document = bit(Field::Signup) | bit(Field::AccountId);
    match options.level {
        Level::Contract => CONTRACT | of_every_document,
        Level::Submission => ALWAYS | of_every_document | verifications(draft, options),
    }
}

/// Whether an answer is owed that depends on what stands beside it in its list, or on whether its list is wanted.
pub(super) fn in_list(check: &Check<'_>, place: Place) -> bool {
    if check.options.level == Level::Contract {
        return false;
    }
    match place.row() {
        // A company has no date of birth.
        Some(row) if place.field() == Field::OwnerDateOfBirth => {
            matches!(check.draft.cell(Place::in_row(Field::OwnerLegalName, row)), Cell::Missing)
        }
        // An owner that is listed is to be filled in; the list is owed where the structure says that there are some.
        Some(_) => true,
        None => check.draft.text(Place::of(Field::OwnershipStructure)) == Some(LISTED),
    }
}

/// The verifications that the store types owe together.
///
/// A store type that is missing or cannot be read counts as an online store: it owes the most.
fn verifications(draft: &Draft<'_>, options: &Options) -> u64 {
    let profile = options.profile;
    let mut owed = None;
    for element in draft.elements(Place::of(Field::StoreType)) {
        let fields = match draft.text(element) {
            Some("remote") => profile.owed_remote,
            Some("instore") => profile.owed_instore,
            _ => profile.owed_online,
        };
        owed = Some(owed.unwrap_or(0) | bits(fields));
    }
    owed.unwrap_or_else(|| bits(profile.owed_online))
}

/// What every merchant owes.
const ALWAYS: u64 = always();

const fn always() -> u64 {
    let mut owed = 0;
    let mut rest = Field::ALL;
    while let [field, after @ ..] = rest {
        if matches!(field.owed_in_table(), Owed::Always) {
            owed |= bit(*field);
        }
        rest = after;
    }
    owed
}

fn bits(fields: &[Field]) -> u64 {
    fields.iter().fold(0, |bits, field| bits | bit(*field))
}

const fn bit(field: Field) -> u64 {
    1 << field.index()
}
