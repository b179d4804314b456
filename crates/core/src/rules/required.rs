//! What is required: the answers that a document must have today, at this level.

use crate::draft::Draft;
use crate::options::Options;
use crate::payload::{Field, FieldSet, Place};
use crate::report::Level;

/// The structure whose owners are listed.
pub(super) const LISTED: &str = "owners_with_more_than_25";

/// The fields that are required of every merchant at a level, whatever a document says.
pub(super) const fn of_every_merchant(level: Level) -> FieldSet {
    match level {
        Level::Submission => SUBMISSION,
        Level::Contract => CONTRACT,
    }
}

/// The fields of which [`in_list`] says whether they are required.
pub(super) const DEPENDS_ON_LIST: FieldSet = {
    let mut set = FieldSet::EMPTY;
    let mut rest = Field::ALL;
    while let [field, after @ ..] = rest {
        if matches!(field.judged_as_in_table(), Field::OwnerDateOfBirth | Field::Owners) {
            set = set.with(*field);
        }
        rest = after;
    }
    set
};

/// Whether an answer is required that depends on what stands beside it in its list, or on whether its list is wanted.
pub(super) fn in_list(draft: &Draft<'_>, options: &Options, place: Place) -> bool {
    if options.level == Level::Contract {
        return false;
    }
    match place.row() {
        // A company has no date of birth.
        Some(_) if place.field().judged_as() == Field::OwnerDateOfBirth => {
            !draft.has_name(place.beside(Field::OwnerLegalName))
        }
        // An owner that is listed is to be filled in; the list is required where the structure says that there are some.
        Some(_) => true,
        None => draft.text(place.beside(Field::OwnershipStructure)) == Some(LISTED),
    }
}

/// The verifications that the store types require together, of the list of store types at a place.
///
/// A store type that is missing or cannot be read counts as an online store: it requires the most.
pub(super) fn verifications(draft: &Draft<'_>, options: &Options, store_types: Option<Place>) -> FieldSet {
    let profile = options.profile;
    if options.level == Level::Contract {
        return FieldSet::EMPTY;
    }
    let mut required = None;
    for element in store_types.into_iter().flat_map(|list| draft.elements(list)) {
        let fields = match draft.text(element) {
            Some("remote") => profile.required_remote,
            Some("instore") => profile.required_instore,
            _ => profile.required_online,
        };
        required = Some(required.unwrap_or(FieldSet::EMPTY).or(fields));
    }
    required.unwrap_or(profile.required_online)
}

const SUBMISSION: FieldSet = set(false);
const CONTRACT: FieldSet = set(true);

const fn set(by_api: bool) -> FieldSet {
    let mut set = FieldSet::EMPTY;
    let mut rest = Field::ALL;
    while let [field, after @ ..] = rest {
        let required = field.required_in_table();
        if if by_api { required.is_by_api() } else { required.is_always() } {
            set = set.with(*field);
        }
        rest = after;
    }
    set
}
