//! A value of a text that is put in another way.

use std::ops::Range;

use merchant_signup::FixKind;

/// A correction of a text.
pub(crate) struct Correction {
    /// What is corrected: the value's pointer, or the name of its column.
    pub(crate) name: String,
    /// Where it stands in the text.
    pub(crate) span: Range<usize>,
    pub(crate) kind: FixKind,
    /// What is to stand there.
    pub(crate) new: String,
}

/// The text with its corrections. What is between them stays as it is.
pub(crate) fn corrected(text: &[u8], mut corrections: Vec<Correction>) -> Vec<u8> {
    corrections.sort_by_key(|correction| correction.span.start);
    let mut corrected = Vec::with_capacity(text.len());
    let mut after = 0;
    for Correction { span, new, .. } in corrections {
        corrected.extend_from_slice(text.get(after..span.start).unwrap_or_default());
        corrected.extend_from_slice(new.as_bytes());
        after = span.end;
    }
    corrected.extend_from_slice(text.get(after..).unwrap_or_default());
    corrected
}
