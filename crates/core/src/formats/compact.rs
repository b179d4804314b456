//! What the account numbers' formats judge: a number's characters without what sets them apart.

use super::is_dash;
use crate::text;

/// An account number's characters in upper case, without what sets them apart, on the stack.
///
/// A character beyond ASCII is one byte that is no letter or digit. What comes after 64 characters is left out, so that a
/// longer text is too long for any account number, and no longer.
pub(super) struct Compact {
    bytes: [u8; Self::LONGEST],
    length: usize,
}

impl Compact {
    pub(super) const LONGEST: usize = 64;

    pub(super) fn of(text: &str) -> Self {
        let mut bytes = [0; Self::LONGEST];
        // Fast path: letters and digits alone are as many characters as bytes.
        if cfg!(feature = "short-ways")
            && let Some(part) = bytes.get_mut(..text.len())
            && text.bytes().fold(true, |so_far, byte| so_far & byte.is_ascii_alphanumeric())
        {
            part.copy_from_slice(text.as_bytes());
            part.make_ascii_uppercase();
            return Self { bytes, length: text.len() };
        }
        let kept = text.chars().filter(|&c| c.is_ascii_alphanumeric() || !is_ignored(c));
        let length = bytes
            .iter_mut()
            .zip(kept)
            .map(|(slot, c)| *slot = u8::try_from(c).unwrap_or(u8::MAX).to_ascii_uppercase())
            .count();
        Self { bytes, length }
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

/// What is ignored wherever it stands in an account number.
pub(super) fn is_ignored(c: char) -> bool {
    matches!(c, ' ' | '.' | ',' | '/') || is_dash(c) || c.is_whitespace() || text::is_invisible(c)
}
