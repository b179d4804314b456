//! The numbers that stand for the keys of messages, so that the program carries no texts of keys.
//!
//! A number packs a field, a reason and a parameter. `cargo xtask types` asks [`number`] for the numbers of a language
//! file's keys and writes them into `generated.rs`; a message is then found by binary search.

use crate::code::Reason;
use crate::payload::Field;
use crate::report::params::Params;

/// Stands in the place of a reason, for a field's name.
pub(super) const LABEL: u8 = 0xFF;

/// Stands in the place of a field, for what all fields say.
const EVERY_FIELD: u32 = 0xFF;

/// The words that appear inside messages. Their position in this list stands in the place of a reason and a parameter.
pub(super) const WORDS: [&str; 7] = ["array", "boolean", "number", "object", "or", "other", "string"];

/// The number of a text: for a field or for every field; for a reason or [`LABEL`]; with a parameter or without.
pub(super) const fn key(field: Option<Field>, reason: u8, parameter: Option<u8>) -> u32 {
    let field = match field {
        Some(field) => field as u32,
        None => EVERY_FIELD,
    };
    let parameter = match parameter {
        Some(index) => index as u32 + 1,
        None => 0,
    };
    field << 16 | (reason as u32) << 8 | parameter
}

/// The number of a word. Words come after everything that belongs to a field.
#[allow(clippy::cast_possible_truncation, reason = "there are seven words")]
pub(super) const fn word_key(index: usize) -> u32 {
    1 << 24 | index as u32
}

/// The number of a key in a section of a language file: `labels`, `messages` or `words`.
///
/// # Errors
///
/// The part of the key that names nothing: a field, a reason, a parameter or a word.
#[doc(hidden)]
pub fn number(section: &str, name: &str) -> Result<u32, String> {
    match section {
        "labels" => Ok(key(Some(field(name)?), LABEL, None)),
        "words" => {
            let index = WORDS.iter().position(|word| *word == name);
            index.map(word_key).ok_or_else(|| format!("no message uses the word `{name}`"))
        }
        "messages" => {
            let (code, parameter) =
                name.split_once('+').map_or((name, None), |(code, name)| (code, Some(name)));
            let (path, reason) =
                code.rsplit_once('.').ok_or_else(|| format!("`{code}` is not a field and a reason"))?;
            let field = if path == "*" { None } else { Some(field(path)?) };
            let of_name = Reason::ALL.iter().find(|known| known.name() == reason);
            let reason = *of_name.ok_or_else(|| format!("there is no reason `{reason}`"))?;
            let parameter = match parameter {
                Some(name) => Some(
                    variant_index(name).ok_or_else(|| format!("there is no parameter or value `{name}`"))?,
                ),
                None => None,
            };
            Ok(key(field, reason as u8, parameter))
        }
        _ => Err(format!("the section `{section}` has no numbers")),
    }
}

fn field(path: &str) -> Result<Field, String> {
    let field = Field::ALL.iter().find(|field| field.path() == path);
    field.copied().ok_or_else(|| format!("there is no field `{path}`"))
}

/// The number of what stands behind the `+` of a key: the name of a parameter, or a value of `reason` or `found`.
pub(super) fn variant_index(name: &str) -> Option<u8> {
    u8::try_from(Params::NAMES.iter().chain(Params::HINTS).position(|known| *known == name)?).ok()
}
