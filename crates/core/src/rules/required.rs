//! What is required: the answers that a signup must have today, at this level.

use crate::draft::{Cell, Draft};
use crate::options::Options;
use crate::payload::{Field, Place, Required};
use crate::report::Level;

/// The structure whose owners are listed.
pub(super) const LISTED: &str = "owners_with_more_than_25";

/// What the API itself wants: all that level `contract` asks for.
const CONTRACT: u64 =
    bit(Field::PaymentOptions) | bit(Field::Revenue) | bit(Field::BankName) | bit(Field::AccountNumber);

/// The fields that are required, a bit for each line of the payload table.
pub(super) fn fields(draft: &Draft<'_>, options: &Options) -> u64 {
    let of_every_document = bit(Field::Signup) | bit(Field::AccountId);
    match options.level {
        Level::Contract => CONTRACT | of_every_document,
        Level::Submission => ALWAYS | of_every_document | verifications(draft, options),
    }
}

/// Whether an answer is required that depends on what stands beside it in its list, or on whether its list is wanted.
pub(super) fn in_list(draft: &Draft<'_>, options: &Options, place: Place) -> bool {
    if options.level == Level::Contract {
        return false;
    }
    match place.row() {
        // A company has no date of birth.
        Some(row) if place.field() == Field::OwnerDateOfBirth => {
            matches!(draft.cell(Place::in_row(Field::OwnerLegalName, row)), Cell::Missing)
        }
        // An owner that is listed is to be filled in; the list is required where the structure says that there are some.
        Some(_) => true,
        None => draft.text(Place::of(Field::OwnershipStructure)) == Some(LISTED),
    }
}

/// The verifications that the store types require together.
///
/// A store type that is missing or cannot be read counts as an online store: it requires the most.
fn verifications(draft: &Draft<'_>, options: &Options) -> u64 {
    let profile = options.profile;
    let mut required = None;
    for element in draft.elements(Place::of(Field::StoreType)) {
        let fields = match draft.text(element) {
            Some("remote") => profile.required_remote,
            Some("instore") => profile.required_instore,
            _ => profile.required_online,
        };
        required = Some(required.unwrap_or(0) | bits(fields));
    }
    required.unwrap_or_else(|| bits(profile.required_online))
}

/// What every merchant must answer.
const ALWAYS: u64 = always();

const fn always() -> u64 {
    let mut required = 0;
    let mut rest = Field::ALL;
    while let [field, after @ ..] = rest {
        if matches!(field.required_in_table(), Required::Always) {
            required |= bit(*field);
        }
        rest = after;
    }
    required
}

fn bits(fields: &[Field]) -> u64 {
    fields.iter().fold(0, |bits, field| bits | bit(*field))
}

const fn bit(field: Field) -> u64 {
    1 << field.index()
}
