//! E-mail address: where somebody is sent what they are to sign.
//!
//! The grammar is the HTML standard's, the one that `<input type=email>` checks, with three differences: at least two
//! domain labels, a local part of up to 64 characters (RFC 5321), and letters beyond ASCII in domain labels, since
//! Norwegian domains have æ, ø and å.
//!
//! Source: <https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address>.
//!
//! ```
//! use merchant_signup_core::formats::{Fault, email::{Email, same}};
//!
//! let email = Email::parse("kari@blåbær.no")?;
//! assert_eq!(email.domain(), "blåbær.no");
//! assert_eq!(Email::parse("kari@localhost"), Err(Fault::Format));
//! assert_eq!(email.to_string(), "kari@blåbær.no");
//! assert!(same("Kari@BLÅBÆR.no", "kari@blåbær.NO"));
//! # Ok::<(), Fault>(())
//! ```

use core::fmt;

use super::Fault;
use crate::text::fold;

/// An address in two parts, borrowed from its text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Email<'a> {
    local: &'a str,
    domain: &'a str,
}

impl<'a> Email<'a> {
    /// Reads an address as it stands: outer white space is no part of one.
    ///
    /// # Errors
    ///
    /// [`Fault::Format`] for whatever is not of the grammar.
    pub fn parse(text: &'a str) -> Result<Self, Fault> {
        let at = text.bytes().position(|byte| byte == b'@').ok_or(Fault::Format)?;
        match (text.get(..at), text.get(at + 1..)) {
            (Some(local), Some(domain)) if is_local_part(local) && is_domain(domain) => {
                Ok(Self { local, domain })
            }
            _ => Err(Fault::Format),
        }
    }

    /// What stands before the `@`.
    #[must_use]
    pub const fn local(&self) -> &'a str {
        self.local
    }

    /// What stands after the `@`.
    #[must_use]
    pub const fn domain(&self) -> &'a str {
        self.domain
    }
}

/// Whether two texts are the same address, letter case aside (as [`fold`] has it).
#[must_use]
pub fn same(a: &str, b: &str) -> bool {
    a.chars().map(fold).eq(b.chars().map(fold))
}

/// Takes outer white space away and turns the domain's ASCII letters to lower case, where that gives an address; the local
/// part is the receiving host's own affair.
#[must_use]
pub fn fix(text: &str) -> Option<String> {
    let email = Email::parse(text.trim()).ok()?;
    let mut fixed = String::from(email.local);
    fixed.push('@');
    fixed.push_str(&email.domain.to_ascii_lowercase());
    (fixed != text).then_some(fixed)
}

fn is_local_part(local: &str) -> bool {
    let is_allowed = |byte: u8| {
        matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'!' | b'#'..=b'\'' | b'*' | b'+' | b'/'
            | b'=' | b'?' | b'^'..=b'`' | b'{'..=b'~' | b'-')
    };
    matches!(local.len(), 1..=64) && local.bytes().all(is_allowed)
}

fn is_domain(domain: &str) -> bool {
    if !cfg!(feature = "short-ways") || !domain.is_ascii() {
        return is_any_domain(domain);
    }
    // The same of ASCII, where a byte is a character.
    let (mut labels, mut length, mut last) = (1, 0, b'.');
    for byte in domain.bytes() {
        match byte {
            b'.' if last != b'-' && matches!(length, 1..=63) => (labels, length) = (labels + 1, 0),
            b'-' if length > 0 => length += 1,
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => length += 1,
            _ => return false,
        }
        last = byte;
    }
    labels > 1 && last != b'-' && matches!(length, 1..=63)
}

fn is_any_domain(domain: &str) -> bool {
    domain.contains('.') && domain.split('.').all(is_label)
}

fn is_label(label: &str) -> bool {
    let mut length = 0;
    let is_allowed = |c: char| {
        length += 1;
        c == '-' || c.is_ascii_alphanumeric() || is_letter_beyond_ascii(c)
    };
    label.chars().all(is_allowed)
        && matches!(length, 1..=63)
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// Whether a character beyond ASCII may stand in a domain label: any but those that are surely no letter, mark or digit.
///
/// Unicode's own tables of letters would be a tenth of the library, and lack the marks that Indic and Thai names are
/// written with.
fn is_letter_beyond_ascii(c: char) -> bool {
    !c.is_ascii() && !NO_LETTERS.iter().any(|&(first, last)| (first..=last).contains(&c))
}

/// Stretches of Unicode (17.0) that have no letters, or only such as no domain may have.
const NO_LETTERS: [(char, char); 19] = [
    ('\u{80}', '\u{A9}'), // C1, Latin-1 punctuation, up to ª
    ('\u{AB}', '\u{B4}'), // up to µ
    ('\u{B6}', '\u{B9}'), // up to º
    ('\u{BB}', '\u{BF}'), // up to À
    ('×', '×'),
    ('÷', '÷'),
    ('\u{2000}', '\u{206F}'), // general punctuation: spaces, dashes, quotes, direction, what cannot be seen
    ('\u{20A0}', '\u{20CF}'), // currency signs
    ('\u{2190}', '\u{245F}'), // arrows, mathematics, technical
    ('\u{2500}', '\u{2BFF}'), // boxes, shapes, dingbats, more arrows
    ('\u{3000}', '\u{3004}'), // the ideographic space, comma and full stop
    ('\u{3008}', '\u{3020}'), // brackets of CJK
    ('\u{D7FC}', '\u{F8FF}'), // private use
    ('\u{FDD0}', '\u{FDEF}'), // no characters
    ('\u{FE10}', '\u{FE1F}'), // vertical punctuation
    ('\u{FEFF}', '\u{FF0F}'), // the byte order mark, full-width punctuation
    ('\u{FFE0}', '\u{FFFF}'), // full-width signs, the replacement character
    ('\u{1F000}', '\u{1FAFF}'), // tiles, emoji
    ('\u{E0000}', '\u{10FFFF}'), // tags, private use
];

/// Without what it says: `Email(…@example.no)` would already name a company.
impl fmt::Debug for Email<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(…)")
    }
}

impl fmt::Display for Email<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.local, self.domain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_way_says_the_same() {
        for length in 0..=6_u32 {
            for number in 0..5_usize.pow(length) {
                let digits = (0..length).map(|at| number / 5_usize.pow(at) % 5);
                let domain: String = digits.map(|digit| ['a', '-', '.', '7', '_'][digit]).collect();
                assert_eq!(is_domain(&domain), is_any_domain(&domain), "{domain:?}");
            }
        }
        for length in 62..=65 {
            for domain in [format!("{}.no", "a".repeat(length)), format!("a.{}", "a".repeat(length))] {
                assert_eq!(is_domain(&domain), is_any_domain(&domain), "{domain:?}");
            }
        }
    }

    #[test]
    fn addresses() {
        for text in [
            "a@b.no",
            "kari.nordmann+signup@example.co.uk",
            "a..b@c.no",
            ".a@c.no",
            "a.@c.no",
            "!#$%&'*+/=?^_`{|}~-@c.no",
            "1@2.3",
            "a@xn--blbr-roah.no",
            "a@blåbær.no",
            "a@ÆØÅ.NO",
            "a@пример.рф",
            "a@例え.テスト",
            "a@उदाहरण.भारत",
            "a@ไทย.ไทย",
            "a@a-b--c.no",
            "a@\u{10400}.no",
        ] {
            assert!(Email::parse(text).is_ok(), "{text:?}");
        }
    }

    #[test]
    fn two_parts() {
        let email = Email::parse("Kari@blåbær.no").unwrap();
        assert_eq!((email.local(), email.domain()), ("Kari", "blåbær.no"));
        assert_eq!(email.to_string(), "Kari@blåbær.no");
        assert_eq!(format!("{email:?}"), "Email(…)", "whose it is stays out of logs");
    }

    #[test]
    fn letter_case_makes_no_other_address() {
        assert!(same("Kari@BLÅBÆR.no", "kari@blåbær.NO"));
        for other in ["kara@example.no", "kari@example.n", "kari@example.nob", "ari@example.no", ""] {
            assert!(!same("kari@example.no", other), "{other:?}");
        }
    }

    #[test]
    fn no_addresses() {
        for text in [
            "",
            "@",
            "a",
            "a@",
            "@b.no",
            "a@b",
            "a@b.",
            "a@.no",
            "a@b..no",
            "a@b@c.no",
            "a b@c.no",
            "a@b c.no",
            " a@b.no",
            "a@b.no ",
            "a@b.no\n",
            "a@-b.no",
            "a@b-.no",
            "a@b_c.no",
            "æ@b.no",
            "\"a\"@b.no",
            "a@[127.0.0.1]",
            "a@b.no.",
            "a(b)@c.no",
            "a@b,no",
            "Kari <a@b.no>",
            "a@b\u{AD}c.no",
            "a@b\u{200B}.no",
            "a@b。no",
            "a@b\u{FF0E}no",
            "a@b\u{A0}.no",
            "a@😀.no",
            "a@b×c.no",
            "a@“b”.no",
            "a@\u{FFFD}.no",
            "a@\u{E000}.no",
            "a@b–c.no",
            "a;b@c.no",
        ] {
            assert_eq!(Email::parse(text), Err(Fault::Format), "{text:?}");
        }
    }

    #[test]
    fn lengths_count_characters() {
        let address = |local: usize, label: &str, count: usize| {
            format!("{}@{}.no", "a".repeat(local), label.repeat(count))
        };
        assert!(Email::parse(&address(64, "b", 63)).is_ok());
        assert!(Email::parse(&address(64, "å", 63)).is_ok());
        assert!(Email::parse(&address(65, "b", 63)).is_err());
        assert!(Email::parse(&address(64, "b", 64)).is_err());
    }

    #[test]
    fn letters_of_unicode_are_letters_here_but_for_styled_ones() {
        // Half- and full-width forms, circled and mathematical letters stay in; none of these is lost:
        let lost: Vec<char> =
            ('\u{80}'..=char::MAX).filter(|c| c.is_alphanumeric() && !is_letter_beyond_ascii(*c)).collect();
        assert!(
            lost.iter().all(|&c| matches!(c, '²' | '³' | '¹' | '¼'..='¾' | '\u{2776}'..='\u{2793}' | '\u{1F100}'..='\u{1F1FF}')
                || c >= '\u{1FA00}'),
            "{lost:?}"
        );
        assert_eq!(NO_LETTERS.iter().filter(|(first, last)| first > last).count(), 0);
        assert!(
            ('\u{80}'..=char::MAX)
                .filter(|c| c.is_whitespace() || c.is_control())
                .all(|c| !is_letter_beyond_ascii(c) || c == '\u{1680}')
        );
    }

    #[test]
    fn fix_lowers_the_domain_only() {
        assert_eq!(fix(" Kari@EXAMPLE.No\n").as_deref(), Some("Kari@example.no"));
        assert_eq!(fix("Kari@ÅS.no").as_deref(), Some("Kari@Ås.no"), "only ASCII letters");
        assert_eq!(fix("kari@example.no"), None);
        assert_eq!(fix("KARI@EXAMPLE"), None);
    }
}
