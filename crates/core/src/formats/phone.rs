//! Phone number: an international number as ITU-T E.164 has it, `+` and digits.
//!
//! The ITU assigns the country calling codes; how many digits follow each is for its countries to say, and Google's
//! libphonenumber collects it. At 95 of the codes no number begins with 0, and a 0 there is the trunk prefix, which is dialled
//! inside the country and never behind a country code: `+46 070…`. It is not counted, as in libphonenumber, and told apart by
//! [`E164::has_trunk_prefix`]. Elsewhere the 0 may be a part of the number (Italy: `+39 06…`), and is counted.
//!
//! Source: <https://www.itu.int/rec/T-REC-E.164>; lengths and trunk prefixes: <https://github.com/google/libphonenumber>.
//!
//! ```
//! use merchant_signup_core::formats::{Fault, phone::{E164, fix}};
//!
//! assert_eq!(E164::parse("+4799999999")?.calling_code(), 47);
//! assert_eq!(E164::parse("99999999"), Err(Fault::Format));
//! assert_eq!(E164::parse("+479999999"), Err(Fault::Lengths(&[5, 8])));
//! assert_eq!(E164::parse("+4799999999")?.to_string(), "+4799999999");
//! assert_eq!(fix("+46 (0)70-123 45 67").as_deref(), Some("+46701234567"));
//! # Ok::<(), Fault>(())
//! ```

use core::fmt;

use super::{
    Fault, canonical_text,
    data::phone::{CALLING_CODES, COUNT, LENGTHS, NEVER, TRUNK},
    digit, is_dash,
};
use crate::text;

/// The most digits of a country calling code and of a national number in the table, and one trunk prefix: a few services go
/// beyond E.164's 15.
const MOST_DIGITS: usize = 3 + 17 + 1;

/// How many digits of a national number may stand before a slash, which sets an area code apart. Behind a longer row of digits
/// a second number begins.
const MOST_BEFORE_SLASH: usize = 5;

/// A phone number: `+`, a country calling code, and as many digits as its numbers have.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct E164 {
    /// The `+` and the digits.
    bytes: [u8; 1 + MOST_DIGITS],
    length: u8,
    calling_code: u16,
    has_trunk_prefix: bool,
}

impl E164 {
    /// Reads a number as it stands: nothing sets its digits apart.
    ///
    /// # Errors
    ///
    /// In this order: [`Fault::Format`] for anything but `+` and ASCII digits, [`Fault::CountryCodeUnknown`],
    /// [`Fault::Lengths`] where no number of that country calling code has as many digits after it, one trunk prefix aside.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let digits = text.strip_prefix('+').map(str::as_bytes).ok_or(Fault::Format)?;
        if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
            return Err(Fault::Format);
        }
        let (country, national) = split(digits).ok_or(Fault::CountryCodeUnknown)?;
        let has_trunk_prefix = country.never_begins_with_trunk_prefix && national.first() == Some(&b'0');
        let counted = national.len() - usize::from(has_trunk_prefix);
        if !country.lengths.iter().any(|&length| usize::from(length) == counted) {
            return Err(Fault::Lengths(country.lengths));
        }
        let mut bytes = [0; 1 + MOST_DIGITS];
        bytes.iter_mut().zip(text.as_bytes()).for_each(|(slot, byte)| *slot = *byte);
        let length = u8::try_from(text.len()).map_err(|_| Fault::Lengths(country.lengths))?;
        Ok(Self { bytes, length, calling_code: country.calling_code, has_trunk_prefix })
    }

    /// The country calling code: 47 for Norway, 1 for all of North America.
    #[must_use]
    pub const fn calling_code(&self) -> u16 {
        self.calling_code
    }

    /// Whether the trunk prefix 0 stands behind the country calling code, where nobody dials it.
    #[must_use]
    pub const fn has_trunk_prefix(&self) -> bool {
        self.has_trunk_prefix
    }

    /// The `+` and the digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.bytes.get(..self.length.into()).and_then(|bytes| str::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

/// Reads a number as it stands, and says of one that is set apart what is the matter besides that.
///
/// So nobody takes the spaces out only to be told of the length.
///
/// # Errors
///
/// Those of [`E164::parse`]. Where what sets digits apart (see [`fix`]) is all that is wrong with the form, it is the fault of
/// what is left; [`Fault::Format`] where that is right.
pub fn check(text: &str) -> Result<E164, Fault> {
    match E164::parse(text) {
        Err(Fault::Format) => match closed_up(text).map(|number| E164::parse(&number)) {
            Some(Err(fault)) => Err(fault),
            _ => Err(Fault::Format),
        },
        other => other,
    }
}

/// Takes out what sets digits apart, turns `00` in front into `+` and leaves the trunk prefix out, where that gives a number.
///
/// Digits are set apart by spaces, dots, hyphens and parentheses; by one slash behind at most five digits of the national
/// number; and by `(0)` behind a country calling code at which 0 is the trunk prefix.
#[must_use]
pub fn fix(text: &str) -> Option<String> {
    correct(text).map(|(number, _)| number)
}

/// What [`fix`] gives, and whether it left the trunk prefix out. Of several zeros nobody knows what they are, so they stay.
pub(crate) fn correct(text: &str) -> Option<(String, bool)> {
    let mut number = closed_up(text)?;
    let has_trunk_prefix = E164::parse(&number).ok()?.has_trunk_prefix();
    let (_, national) = split(number.as_bytes().get(1..)?)?;
    let left_out = has_trunk_prefix && !national.starts_with(b"00");
    if left_out {
        let zero = number.len() - national.len();
        number.remove(zero);
    }
    (number != text).then_some((number, left_out))
}

/// The `+` and the digits of a text that has nothing else but what sets them apart.
fn closed_up(text: &str) -> Option<String> {
    let mut number = String::new();
    // How much of the number stands before a slash, and before `(0)`.
    let (mut slash, mut zero) = (None, None);
    let mut rest = text::trim(text);
    while let Some(c) = rest.chars().next() {
        let (_, mut after) = rest.split_at_checked(c.len_utf8())?;
        match c {
            '0'..='9' => number.push(c),
            '+' if number.is_empty() => number.push(c),
            '/' if slash.is_none() => slash = Some(number.len()),
            '(' => match after.split_once(')') {
                Some((inside, behind)) if text::trim(inside) == "0" => {
                    if zero.replace(number.len()).is_some() {
                        return None;
                    }
                    after = behind;
                }
                _ => {}
            },
            ')' | '.' => {}
            _ if is_dash(c) || is_space(c) => {}
            _ => return None,
        }
        rest = after;
    }
    if let Some(digits) = number.strip_prefix("00") {
        number = ["+", digits].concat();
        slash = slash.map(|at| at.saturating_sub(1));
        zero = zero.map(|at| at.saturating_sub(1));
    }
    let digits = number.strip_prefix('+').filter(|digits| !digits.is_empty())?;
    let Some((country, national)) = split(digits.as_bytes()) else { return Some(number) };
    let national_begins = number.len() - national.len();
    let is_set_apart = slash.is_none_or(|at| at <= national_begins + MOST_BEFORE_SLASH)
        && zero.is_none_or(|at| at == national_begins && country.has_trunk_prefix);
    is_set_apart.then_some(number)
}

/// White space within a line. Behind the end of a line, or in a spreadsheet's next cell, another value begins.
fn is_space(c: char) -> bool {
    c.is_whitespace() && !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}')
}

/// What is known of a country calling code.
struct Country {
    calling_code: u16,
    /// How many digits its national numbers have.
    lengths: &'static [u8],
    /// Inside the country, 0 is dialled first.
    has_trunk_prefix: bool,
    /// And no national number begins with it.
    never_begins_with_trunk_prefix: bool,
}

/// The country calling code and the national number. No calling code begins another one.
fn split(digits: &[u8]) -> Option<(Country, &[u8])> {
    let mut code = 0;
    let mut rest = digits;
    for _ in 0..3 {
        let (&first, after) = rest.split_first()?;
        code = code * 10 + u16::from(digit(first).filter(|&value| code + u16::from(value) > 0)?);
        rest = after;
        // Most codes of one digit or two are the begin of longer ones: those are not looked for.
        if cfg!(feature = "short-ways") && code < 100 && SHORT_CODES >> code & 1 == 0 {
            continue;
        }
        if let Some(country) = country(code) {
            return Some((country, rest));
        }
    }
    None
}

/// A bit for each country calling code below 100.
const SHORT_CODES: u128 = {
    let (mut bits, mut rest) = (0, CALLING_CODES);
    while let [(code, ..), after @ ..] = rest {
        if *code < 100 {
            bits |= 1 << *code;
        }
        rest = after;
    }
    bits
};

fn country(calling_code: u16) -> Option<Country> {
    let at = CALLING_CODES.binary_search_by_key(&calling_code, |&(code, ..)| code).ok()?;
    let &(_, first, more) = CALLING_CODES.get(at)?;
    let lengths = LENGTHS.get(first.into()..)?.get(..usize::from(more & COUNT))?;
    Some(Country {
        calling_code,
        lengths,
        has_trunk_prefix: more & TRUNK != 0,
        never_begins_with_trunk_prefix: more & NEVER != 0,
    })
}

canonical_text!(E164, "a phone number as + and digits");

/// With its country calling code alone.
impl fmt::Debug for E164 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "E164(+{}…)", self.calling_code)
    }
}

/// These lengths of national numbers, where they stand in the table.
pub(crate) fn lengths(lengths: &[u8]) -> Option<&'static [u8]> {
    if lengths.is_empty() { None } else { LENGTHS.windows(lengths.len()).find(|known| *known == lengths) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        for (text, code) in [
            ("+4799999999", 47),
            ("+4702000", 47),
            ("+15005550006", 1),
            ("+77010000000", 7),
            ("+35312345678", 353),
            ("+80012345678", 800),
            ("+819012345678", 81),
            ("+35840123456", 358),
            ("+4915112345678", 49),
        ] {
            assert_eq!(
                E164::parse(text).map(|n| (n.calling_code(), n.to_string())),
                Ok((code, text.to_owned()))
            );
        }
    }

    #[test]
    fn the_longest_of_the_table_fits() {
        for &(code, ..) in CALLING_CODES {
            let known = country(code).unwrap();
            let zero = if known.never_begins_with_trunk_prefix { "0" } else { "" };
            let text = format!("+{code}{zero}{}", "1".repeat(known.lengths.last().copied().unwrap().into()));
            assert_eq!(E164::parse(&text).map(|n| n.to_string()), Ok(text));
        }
    }

    #[test]
    fn faults_in_their_order() {
        for text in [
            "",
            "+",
            "47",
            "4799999999",
            "004799999999",
            "+47 99999999",
            "+47-99999999",
            "+4799999999 ",
            "++4799999999",
            "+479999999x",
            "+٤٧99999999",
            "＋4799999999",
            "+47(0)99999999",
        ] {
            assert_eq!(E164::parse(text), Err(Fault::Format), "{text:?}");
        }
        for text in ["+0", "+04799999999", "+9", "+99", "+2101234567", "+99999999999"] {
            assert_eq!(E164::parse(text), Err(Fault::CountryCodeUnknown), "{text:?}");
        }
        assert_eq!(E164::parse("+47"), Err(Fault::Lengths(&[5, 8])));
        assert_eq!(E164::parse("+470799999999"), Err(Fault::Lengths(&[5, 8])));
        assert_eq!(E164::parse(&format!("+33{}", "1".repeat(300))), Err(Fault::Lengths(&[9])));
    }

    #[test]
    fn no_calling_code_begins_another() {
        assert!(CALLING_CODES.is_sorted());
        for (code, ..) in CALLING_CODES {
            assert!(
                CALLING_CODES.iter().all(|&(other, ..)| *code != other / 10 && *code != other / 100),
                "{code}"
            );
        }
    }

    #[test]
    fn a_trunk_prefix_is_not_counted() {
        for (text, without) in [
            ("+460701234567", "+46701234567"),
            ("+3580401234567", "+358401234567"),
            ("+4407911123456", "+447911123456"),
            ("+4901711234567", "+491711234567"),
        ] {
            assert!(E164::parse(text).unwrap().has_trunk_prefix(), "{text}");
            assert_eq!(fix(text).as_deref(), Some(without));
        }
        // Numbers of Italy and Bulgaria may begin with 0; Norway has no trunk prefix; of two zeros neither is taken away.
        for text in ["+390612345678", "+35908001234", "+46701234567", "+4600701234567"] {
            assert_eq!(fix(text), None, "{text}");
        }
        assert!(!E164::parse("+390612345678").unwrap().has_trunk_prefix());
        assert!(E164::parse("+4600701234567").unwrap().has_trunk_prefix());
        for text in ["+44079111234", "+44079111234567", "+4707999999999"] {
            assert!(matches!(E164::parse(text), Err(Fault::Lengths(_))), "{text}");
        }
        assert_eq!(CALLING_CODES.iter().filter(|(.., more)| more & NEVER != 0).count(), 95);
        assert_eq!(CALLING_CODES.iter().filter(|(.., more)| more & TRUNK != 0).count(), 103);
    }

    #[test]
    fn fix_takes_out_what_sets_digits_apart() {
        for text in [
            " +47 999 99 999",
            "+47.99.99.99.99",
            "0047 99999999",
            "+47-9999\u{2011}9999",
            "+47\u{A0}99999999\n",
            "+47\u{2007}999\u{202F}99\u{2009}999",
            "00 47 99999999",
            "(+47) 99 99 99 99",
            "(0047) 99999999",
            "+(47)(99999999)",
            "+47/99999999",
            "+47 999 99/999",
        ] {
            assert_eq!(fix(text).as_deref(), Some("+4799999999"), "{text:?}");
            assert_eq!(check(text), Err(Fault::Format), "{text:?}");
        }
        for text in [
            "+46 070-123 45 67",
            "+46 (0)70-123 45 67",
            "+46(0)701234567",
            "+46 ( 0 ) 70 123 45 67",
            "0046 (0) 70/1234567",
            "+46 (070) 123 45 67",
            "+46 70/123 45 67",
        ] {
            assert_eq!(fix(text).as_deref(), Some("+46701234567"), "{text:?}");
            assert_eq!(check(text), Err(Fault::Format), "{text:?}");
        }
        for text in [
            "+4799999999",
            "99 99 99 99",
            // 0 is no trunk prefix of Norway or Italy, and stands right behind the code.
            "+47 (0) 99999999",
            "+39 (0)6 12345678",
            "+46 70 (0) 1234567",
            "+46 (0)(0)701234567",
            // Two numbers.
            "+47 99999999 / 88888888",
            "+49 30123456/7",
            "+49/30/1234567",
            "+49 30 1234\n567",
            "+49 30 1234\t567",
            "+47 99999999 +47 88888888",
            "0047 999",
            "4799999999",
            "+47 9999999x",
            "tel:+4799999999",
            "",
            "00",
            "()",
            " ",
        ] {
            assert_eq!(fix(text), None, "{text:?}");
        }
        assert_eq!(
            fix("+62 (0)812 3456 789").as_deref(),
            Some("+628123456789"),
            "some numbers there begin with 0"
        );
    }

    #[test]
    fn what_is_set_apart_is_judged_by_what_is_left() {
        assert_eq!(check("+4799999999").map(|number| number.calling_code()), Ok(47));
        for text in ["+47 9999 999", "+47 (9999) 999", "0047 9999 999", "+47/9999999"] {
            assert_eq!(check(text), Err(Fault::Lengths(&[5, 8])), "{text:?}");
        }
        assert_eq!(check("+99 12 34 56"), Err(Fault::CountryCodeUnknown));
        for text in ["+47 (0) 9999 999", "9999 999", "+47 9999 99x", "+47 99999999/8888888", ""] {
            assert_eq!(check(text), Err(Fault::Format), "{text:?}");
        }
    }

    #[test]
    fn debug_shows_the_country_alone() {
        assert_eq!(format!("{:?}", E164::parse("+4799999999").unwrap()), "E164(+47…)");
    }
}
