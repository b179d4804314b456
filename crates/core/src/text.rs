//! What is asked of any text, whatever its format: whether it hides something, whether two names are the same, which known
//! name a mistyped one is near.
//!
//! ```
//! use merchant_signup_core::text::{has_unsafe_characters, nearest, same_name};
//!
//! assert!(has_unsafe_characters("Kari\u{202E}Nordmann"));
//! assert!(same_name("Kari  ÅS", " kari Ås"));
//! assert_eq!(nearest("bankName", ["bank_name", "account_number"].into_iter()), Some("bank_name"));
//! ```

use std::borrow::Cow;
use std::str::Chars;

use crate::formats::url;
use crate::payload::Format;

/// Whether a text has characters that nobody types and that change how the rest is shown: the control characters (C0, DEL,
/// C1) and those that turn the direction of writing (U+202A–202E, U+2066–2069). Callers trim outer white space first.
#[must_use]
pub fn has_unsafe_characters(text: &str) -> bool {
    let is_unsafe =
        |c: char| c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    !is_printable_ascii(text) && text.chars().any(is_unsafe)
}

/// The fast path of whatever looks for strange characters: most texts have none but those of a typewriter.
pub(crate) fn is_printable_ascii(text: &str) -> bool {
    // Without an early end the compiler looks at sixteen bytes at once.
    text.bytes().fold(true, |so_far, byte| so_far & matches!(byte, b' '..=b'~'))
}

/// Whether nobody sees a character: it takes no room, or looks like a space and is none.
///
/// They arrive by paste, from contact lists, chat programs, spreadsheets and PDF. The list is the contract's: soft hyphen, joiners,
/// fillers, bidirectional controls, variation selectors, tags.
#[must_use]
pub const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{E0000}'..='\u{E0FFF}'
    )
}

/// The same in a name. Some scripts are not written right without joiners and variation selectors, and flags and faces have
/// selectors and tags in them: those are no fault of a name.
#[must_use]
pub const fn is_invisible_in_name(c: char) -> bool {
    is_invisible(c)
        && !matches!(
            c,
            '\u{200C}' | '\u{200D}' | '\u{180B}'..='\u{180F}' | '\u{FE00}'..='\u{FE0F}'
                | '\u{E0020}'..='\u{E007F}' | '\u{E0100}'..='\u{E01EF}'
        )
}

/// A text without its invisible characters.
#[must_use]
pub fn without_invisible(text: &str) -> Cow<'_, str> {
    // Fast path: nothing of ASCII is invisible.
    if text.is_ascii() || !text.chars().any(is_invisible) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter(|&c| !is_invisible(c)).collect())
    }
}

/// Whether a text of this format has characters that it must not have, of those that nobody types.
pub(crate) fn is_unsafe(format: Format, text: &str) -> bool {
    match format {
        Format::Name => has_unsafe_characters(text),
        // White space and the direction of writing are ignored there.
        Format::AccountNumber | Format::AmountBand => {
            text.chars().any(|c| c.is_control() && !c.is_whitespace())
        }
        _ => false,
    }
}

/// A text without the invisible characters that are a fault of its format; none where it has none of them.
pub(crate) fn visible(format: Format, text: &str) -> Option<String> {
    // Fast path: nothing of ASCII is invisible. In numbers it is ignored, and what is opaque is nobody's to judge.
    if text.is_ascii() || matches!(format, Format::AccountNumber | Format::AmountBand | Format::Opaque) {
        return None;
    }
    // Behind the host of a URL, joiners and variation selectors are letters' own.
    let strict = if format == Format::Url { url::host_end(text) } else { text.len() };
    let is_fault = |(at, c): (usize, char)| match format {
        Format::Name => is_invisible_in_name(c),
        _ => {
            is_invisible(c)
                && (at < strict || !matches!(c, '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}'))
        }
    };
    text.char_indices()
        .any(is_fault)
        .then(|| text.char_indices().filter(|&place| !is_fault(place)).map(|(_, c)| c).collect())
}

/// A text without its outer white space. Mostly there is none, which two bytes say.
#[must_use]
pub fn trim(text: &str) -> &str {
    match text.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => trim_any(text),
    }
}

/// One function for all, where size counts.
#[inline(never)]
fn trim_any(text: &str) -> &str {
    if !cfg!(feature = "short-ways") {
        return text.trim();
    }
    let inner = text.trim_ascii();
    match inner.as_bytes() {
        [] => inner,
        [one] if one.is_ascii_graphic() => inner,
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => inner,
        _ => inner.trim(),
    }
}

/// Whether a text has nothing to see: white space and invisible characters only.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    // Fast path: one byte that is seen is enough.
    !text.as_bytes().first().is_some_and(u8::is_ascii_graphic) && !text.chars().any(is_seen)
}

/// Whether a text that should be a name has nothing of one: blank, or with it only the punctuation that people type where they
/// have nothing to say (`-`, `.`, `…`).
#[must_use]
pub fn is_blank_name(text: &str) -> bool {
    // Fast path: one letter or digit is enough.
    !text.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric) && has_no_name(text)
}

fn has_no_name(text: &str) -> bool {
    let is_of_name = |c| {
        is_seen(c)
            && !c.is_ascii_punctuation()
            && !matches!(c, '\u{2010}'..='\u{2015}' | '\u{2026}' | '\u{B7}')
    };
    !text.chars().any(is_of_name)
}

fn is_seen(c: char) -> bool {
    !c.is_whitespace() && !is_invisible(c)
}

/// Whether two names are the same but for letter case ([`fold`]) and white space: outer is ignored, and inner is one space
/// however much there is.
#[must_use]
pub fn same_name(a: &str, b: &str) -> bool {
    let (mut a, mut b) = (trim(a).chars(), trim(b).chars());
    loop {
        match (next_folded(&mut a), next_folded(&mut b)) {
            (None, None) => return true,
            (one, other) if one != other => return false,
            _ => {}
        }
    }
}

/// A number that names have in common which are the same ([`same_name`]), and others hardly ever: FNV-1a.
pub(crate) fn name_digest(name: &str) -> u32 {
    let mut chars = trim(name).chars();
    std::iter::from_fn(|| next_folded(&mut chars))
        .fold(0x811C_9DC5, |digest, letter| (digest ^ u32::from(letter)).wrapping_mul(0x0100_0193))
}

/// The next letter, folded; white space, however much, as one space.
fn next_folded(chars: &mut Chars<'_>) -> Option<char> {
    let letter = chars.next()?;
    if !letter.is_whitespace() {
        return Some(fold(letter));
    }
    while chars.clone().next().is_some_and(char::is_whitespace) {
        chars.next();
    }
    Some(' ')
}

/// The lower-case letter of ASCII, Latin-1 and Latin Extended-A; any other character as it is.
///
/// The same in every build: no table of Unicode that a newer compiler would change. Each is Unicode's simple lower case,
/// and `ſ` is an `s`.
#[must_use]
pub const fn fold(c: char) -> char {
    match c {
        '\u{130}' => 'i',
        '\u{178}' => 'ÿ',
        '\u{17F}' => 's',
        'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ' => offset(c, 0x20),
        // The upper-case letter stands right before its lower-case one; which of the two is even differs by stretch.
        '\u{100}'..='\u{137}' | '\u{14A}'..='\u{177}' if is_even(c) => offset(c, 1),
        '\u{139}'..='\u{148}' | '\u{179}'..='\u{17E}' if !is_even(c) => offset(c, 1),
        _ => c,
    }
}

const fn is_even(c: char) -> bool {
    (c as u32).is_multiple_of(2)
}

const fn offset(c: char, by: u32) -> char {
    match char::from_u32(c as u32 + by) {
        Some(folded) => folded,
        None => c,
    }
}

/// Keys and names up to this many bytes are compared, so that the time is bounded.
const LONGEST_KEY: usize = 40;

/// The known name that a mistyped key is near, for a suggestion; of several equally near, the first.
///
/// Letter case, `_` and `-` are ignored. Near is one slip (a character too many, too few, another, or two swapped) in up to
/// four characters, two in up to eight, three in more; keys over 40 bytes are near to nothing.
#[must_use]
pub fn nearest<'a>(key: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let key = Letters::of(key)?;
    let limit = match key.as_slice().len() {
        0 => return None,
        // Of one or two characters something has to be right.
        1 => 0,
        2..=4 => 1,
        5..=8 => 2,
        _ => 3,
    };
    known
        .filter_map(|name| Some((distance(key.as_slice(), Letters::of(name)?.as_slice()), name)))
        .filter(|&(distance, _)| distance <= limit)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, name)| name)
}

/// A key's bytes in lower case, without `_` and `-`.
struct Letters {
    bytes: [u8; LONGEST_KEY],
    length: usize,
}

impl Letters {
    fn of(key: &str) -> Option<Self> {
        if key.len() > LONGEST_KEY {
            return None;
        }
        let mut bytes = [0; LONGEST_KEY];
        let letters = key.bytes().filter(|byte| !matches!(byte, b'_' | b'-'));
        let length =
            bytes.iter_mut().zip(letters).map(|(slot, byte)| *slot = byte.to_ascii_lowercase()).count();
        Some(Self { bytes, length })
    }

    fn as_slice(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

/// Optimal string alignment: the fewest insertions, deletions, replacements and swaps of neighbours, none touched twice.
fn distance(a: &[u8], b: &[u8]) -> u8 {
    // Three rows of the table, each over the prefixes of `b`: for the prefixes of `a` so far, one shorter, two shorter.
    let mut row: [u8; LONGEST_KEY + 1] = core::array::from_fn(|at| u8::try_from(at).unwrap_or(u8::MAX));
    let mut above = row;
    let at = |row: &[u8], column: usize| row.get(column).copied().unwrap_or(u8::MAX);
    let mut previous = None;
    for &x in a {
        let above_that = above;
        above = row;
        let mut left = at(&above, 0) + 1;
        let mut previous_in_b = None;
        for (column, &y) in b.iter().enumerate() {
            let mut best =
                (at(&above, column) + u8::from(x != y)).min(at(&above, column + 1) + 1).min(left + 1);
            if column > 0 && previous == Some(y) && previous_in_b == Some(x) {
                best = best.min(at(&above_that, column - 1) + 1);
            }
            if let Some(slot) = row.get_mut(column) {
                *slot = left;
            }
            left = best;
            previous_in_b = Some(y);
        }
        if let Some(slot) = row.get_mut(b.len()) {
            *slot = left;
        }
        previous = Some(x);
    }
    at(&row, b.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trimming_is_the_standard_librarys() {
        let letters = ['a', ' ', '\t', '\u{B}', '\u{1F}', '\u{A0}', '\u{200B}'];
        for length in 0..=5_u32 {
            for number in 0..letters.len().pow(length) {
                let digits = (0..length).map(|at| number / letters.len().pow(at) % letters.len());
                let text: String = digits.map(|digit| letters[digit]).collect();
                assert_eq!(trim(&text), text.trim(), "{text:?}");
            }
        }
    }

    #[test]
    fn unsafe_characters() {
        for c in [
            '\0', '\t', '\n', '\u{1F}', '\u{7F}', '\u{80}', '\u{9F}', '\u{202A}', '\u{202E}', '\u{2066}',
            '\u{2069}',
        ] {
            assert!(has_unsafe_characters(&format!("a{c}b")), "{c:?}");
        }
        for c in [
            ' ', '~', '\u{A0}', 'å', '\u{2029}', '\u{202F}', '\u{2065}', '\u{206A}', '\u{200D}', '\u{FFFD}',
            '😀',
        ] {
            assert!(!has_unsafe_characters(&format!("a{c}b")), "{c:?}");
        }
    }

    #[test]
    fn invisible_characters() {
        for c in [
            '\u{AD}',
            '\u{34F}',
            '\u{61C}',
            '\u{115F}',
            '\u{1160}',
            '\u{17B4}',
            '\u{17B5}',
            '\u{180B}',
            '\u{180F}',
            '\u{200B}',
            '\u{200F}',
            '\u{202A}',
            '\u{202E}',
            '\u{2060}',
            '\u{206F}',
            '\u{2800}',
            '\u{3164}',
            '\u{FE00}',
            '\u{FE0F}',
            '\u{FEFF}',
            '\u{FFA0}',
            '\u{E0000}',
            '\u{E0FFF}',
        ] {
            assert!(is_invisible(c), "{c:?}");
            assert!(is_blank(&format!(" {c}\u{2007}{c}")), "{c:?}");
            assert_eq!(without_invisible(&format!("a{c}b")), "ab");
        }
        for c in [
            ' ',
            '\n',
            '\u{A0}',
            '\u{34E}',
            '\u{180A}',
            '\u{1810}',
            '\u{200A}',
            '\u{2010}',
            '\u{2028}',
            '\u{202F}',
            '\u{205F}',
            '\u{2801}',
            '\u{FDFF}',
            '\u{FE10}',
            '\u{DFFFF}',
            '\u{E1000}',
            '★',
            'a',
        ] {
            assert!(!is_invisible(c), "{c:?}");
        }
        for c in [
            '\u{200C}',
            '\u{200D}',
            '\u{180B}',
            '\u{FE0F}',
            '\u{E0020}',
            '\u{E007F}',
            '\u{E0100}',
            '\u{E01EF}',
        ] {
            assert!(is_invisible(c) && !is_invisible_in_name(c), "{c:?}");
        }
        for c in ['\u{200B}', '\u{200E}', '\u{E001F}', '\u{E0080}', '\u{E01F0}', '\u{2800}'] {
            assert!(is_invisible_in_name(c), "{c:?}");
        }
        assert!(matches!(without_invisible("blåbær"), Cow::Borrowed("blåbær")));
    }

    #[test]
    fn blank_names() {
        for text in ["", " ", "-", ".", "…", "--", "– —", "*", "·", "\u{2800}", "-\u{200B}", "(/)"] {
            assert!(is_blank_name(text), "{text:?}");
        }
        for text in ["a", "-a-", "1", "★", "¤", "…x", "é", "。"] {
            assert!(!is_blank_name(text), "{text:?}");
        }
        assert!(!is_blank("-"));
    }

    #[test]
    fn names() {
        assert!(same_name("  Øyvind\u{A0} Ås ", "øYVIND ås"));
        assert!(same_name("ŠTĚPÁN ŻÓŁĆ Ÿ", "štěpán żółć ÿ"));
        assert!(!same_name("Kari Ås", "KariÅs"));
        assert!(!same_name("Kari", "Kåri"));
        assert!(same_name("", "  "));
    }

    #[test]
    fn names_that_are_the_same_have_one_digest() {
        assert_eq!(name_digest("  Øyvind\u{A0} Ås "), name_digest("øYVIND ås"));
        assert_ne!(name_digest("Kari Ås"), name_digest("KariÅs"));
        assert_ne!(name_digest("Kari"), name_digest("Kåri"));
    }

    #[test]
    fn folding_is_unicodes_simple_lower_case() {
        for c in ('\0'..='\u{17F}').filter(|c| !matches!(c, 'İ' | 'ſ')) {
            assert_eq!(c.to_lowercase().collect::<String>(), fold(c).to_string(), "{c:?}");
        }
        assert_eq!((fold('İ'), fold('ſ')), ('i', 's'));
        assert_eq!(fold('Ω'), 'Ω');
    }

    #[test]
    fn suggestions() {
        let known = ["signup", "type", "bank_name", "account_number", "politically_exposed_associated"];
        for (key, suggestion) in [
            ("bankName", Some("bank_name")),
            ("bank-nmae", Some("bank_name")),
            ("acount_nubmer", Some("account_number")),
            ("typ", Some("type")),
            ("tpye", Some("type")),
            ("tpy", None),
            ("politicaly_exposed_asociated", Some("politically_exposed_associated")),
            ("sign_up", Some("signup")),
            ("iban", None),
            ("x", None),
            ("", None),
            ("__", None),
            ("kontonummer", None),
        ] {
            assert_eq!(nearest(key, known.into_iter()), suggestion, "{key:?}");
        }
        assert_eq!(nearest("cat", ["bat", "rat"].into_iter()), Some("bat"), "of equals the first");
        assert_eq!(nearest("cat", ["bat", "cat"].into_iter()), Some("cat"), "the nearest");
        assert_eq!(nearest("t", ["type", "T"].into_iter()), Some("T"));
        assert_eq!(nearest(&"a".repeat(41), ["a"].into_iter()), None);
    }
}
