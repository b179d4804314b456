//! What stands before an account number when people paste it: `IBAN: NO93…`, `Kontonr. 8601.11.17947`, `BG 5050-1055`.
//!
//! A label is taken off, and the rest is judged. Since taking off too much would make a wrong number of a right one, there are three
//! kinds of words, and each needs the more of the rest the less it says:
//!
//! - Words that mean an account ([`LISTED`]): the rest is judged as it is. A number that is known by its length alone must have no
//!   other word left beside it, which would become a part of it: `BLZ` in `Kto 0532013000, BLZ 37040044`.
//! - Any other words of three letters or more, a bank's name: the rest must have check digits that are right.
//! - `No`, which is also Norway: the rest must be a kontonummer. Other two letters that are a country of the IBAN registry are no
//!   label, and neither are words of one letter or two that are not listed.
//!
//! A giro number ([`Fault::Giro`]) is an address of an account, and none itself: Bankgirot's and PlusGirot's numbers have two to
//! eight digits.
//!
//! Source: how banks print their numbers, and <https://www.bankgirot.se/en/services/bankgiro-number/>.

use super::account_number::AccountNumber;
use super::compact::{Compact, is_ignored};
use super::{Fault, currency::Currency, kontonummer::Kontonummer};
use crate::text;

/// Words that mean an account number or a part of one, in lower case. `No` stands apart.
const LISTED: [&str; 13] = [
    "iban",
    "konto",
    "kontonr",
    "kontonummer",
    "kto",
    "account",
    "acct",
    "nr",
    "reg",
    "regnr",
    "clearing",
    "clearingnr",
    "no",
];

/// How words begin that mean a giro number, in lower case.
const GIRO: [&str; 3] = ["bankgiro", "plusgiro", "postgiro"];

/// A longer text has no label that is looked for.
const LONGEST: usize = 256;

/// What must hold of the rest, so that the words before it are a label.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Needs {
    /// There are no words yet.
    Words,
    /// Nothing: it is judged.
    Nothing,
    /// An IBAN, or a kontonummer, right by its check digits.
    CheckDigits,
    /// A kontonummer.
    Kontonummer,
}

/// The number behind a label, or the fault of what stands there; none where there is no label.
///
/// `text` as a whole is not right.
#[inline(never)]
pub(super) fn labelled(text: &str, currency: Option<Currency>) -> Option<Result<AccountNumber, Fault>> {
    if text.len() > LONGEST {
        return None;
    }
    let text = text::without_invisible(text);
    let judge = |number: &str| AccountNumber::judge(Compact::of(number).as_bytes(), currency);
    let mut rest = &*text;
    let mut needs = Needs::Words;
    let (mut said, mut is_giro) = (None, false);
    loop {
        // Letters between the digits of an IBAN may look like words.
        for words in [Words::None, Words::Listed, Words::Any] {
            let Number { number, has_words, has_others } = without_words(rest, words);
            let least = match words {
                Words::None if needs == Needs::Words => continue,
                Words::Listed if needs == Needs::Words && !has_words => continue,
                Words::Any if !has_words => continue,
                Words::Any => Needs::CheckDigits,
                _ => needs,
            };
            match judge(&number) {
                Ok(account) if words == Words::None && !matches!(account, AccountNumber::Iban(_)) => {}
                Ok(AccountNumber::Domestic(_)) if has_others && needs.max(least) == Needs::Nothing => {
                    said = Some(Err(Fault::Format));
                }
                Ok(account) if needs.max(least).are_met_by(&account) => return Some(Ok(account)),
                Err(fault) if words == Words::Listed && needs <= Needs::Nothing => said = Some(Err(fault)),
                _ => {}
            }
        }
        let Some((word, behind)) = first_word(rest) else { return said };
        rest = behind;
        let is = |other: &str| word.eq_ignore_ascii_case(other);
        let is_set_apart = is_set_apart(behind);
        let is_short_giro = is("bg") || is("pg");
        is_giro |= is_short_giro || GIRO.iter().any(|giro| begins(word, giro));
        if is_giro && is_giro_number(rest) {
            return Some(Err(Fault::Giro));
        }
        needs = needs.max(if is("no") && is_set_apart {
            Needs::Kontonummer
        } else if is("no") {
            return said;
        } else if is_listed(word) {
            Needs::Nothing
        } else if is_short_giro || (is_set_apart && word.chars().count() > 2) {
            Needs::CheckDigits
        } else {
            return said;
        });
    }
}

/// The fault of a number: where a bank's name stands before it, no country's rule is said of the two letters that it begins with, as
/// Norway's of `Nordea`.
#[inline(never)]
pub(super) fn fault_of(text: &str, fault: Fault) -> Fault {
    match (fault, first_word(text)) {
        (Fault::Length { .. }, Some((word, behind)))
            if word.len() > 2 && !behind.is_empty() && is_set_apart(behind) && !is_listed(word) =>
        {
            Fault::Format
        }
        _ => fault,
    }
}

/// Whether a word stands by itself, by what is behind it.
fn is_set_apart(behind: &str) -> bool {
    !behind.as_bytes().first().is_some_and(u8::is_ascii_digit)
}

/// Whether a word begins with another one, letter case aside.
fn begins(word: &str, start: &str) -> bool {
    word.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start))
}

impl Needs {
    fn are_met_by(self, account: &AccountNumber) -> bool {
        let is_kontonummer = || Kontonummer::from_compact(account.as_str().as_bytes()).is_ok();
        match self {
            Self::Words | Self::Nothing => true,
            Self::CheckDigits => matches!(account, AccountNumber::Iban(_)) || is_kontonummer(),
            Self::Kontonummer => is_kontonummer(),
        }
    }
}

/// The word in front, and what stands behind it.
#[inline(never)]
fn first_word(text: &str) -> Option<(&str, &str)> {
    let marks: usize = text.chars().take_while(|&c| is_mark(c) || is_ignored(c)).map(char::len_utf8).sum();
    let text = text.get(marks..)?;
    text.split_at_checked(letters(text)).filter(|(word, _)| !word.is_empty())
}

/// Which words between two groups of digits are no part of a number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Words {
    None,
    /// Those that mean an account. `No` is a country, but for one behind another of them: `Reg. 1234 Account No 0012345678`.
    Listed,
    /// Those of three letters or more.
    Any,
}

/// What is left of a text.
struct Number {
    number: String,
    /// Words between two groups of digits were taken out.
    has_words: bool,
    /// Words of three letters or more are left in it that stand by themselves.
    has_others: bool,
}

/// A number without marks and without the words between two groups of its digits.
fn without_words(text: &str, words: Words) -> Number {
    let (mut has_digits, mut is_first) = (false, true);
    let mut found = Number { number: String::new(), has_words: false, has_others: false };
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = if is_letter(c) { letters(rest) } else { c.len_utf8() };
        let (part, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
        rest = behind;
        let is_between = is_letter(c) && has_digits && behind.bytes().any(|byte| byte.is_ascii_digit());
        let is_word = match words {
            Words::None => false,
            Words::Listed => is_listed(part) && !(is_first && part.eq_ignore_ascii_case("no")),
            Words::Any => part.len() > 2,
        };
        if is_between && is_word {
            found.has_words = true;
            is_first = false;
        } else if !is_mark(c) {
            has_digits |= c.is_ascii_digit();
            is_first |= c.is_ascii_digit();
            let before = found.number.as_bytes().last();
            found.has_others |= part.len() > 2
                && is_letter(c)
                && !before.is_some_and(u8::is_ascii_digit)
                && is_set_apart(behind);
            found.number.push_str(part);
        }
    }
    found
}

/// How many bytes of letters a text begins with.
fn letters(text: &str) -> usize {
    text.chars().take_while(|&c| is_letter(c)).map(char::len_utf8).sum()
}

fn is_listed(word: &str) -> bool {
    LISTED.iter().any(|listed| listed.eq_ignore_ascii_case(word))
}

fn is_giro_number(text: &str) -> bool {
    let mut digits = 0;
    let mut rest = text.chars().filter(|&c| !is_mark(c) && !is_ignored(c));
    rest.all(|c| {
        digits += 1;
        c.is_ascii_digit()
    }) && matches!(digits, 2..=8)
}

/// What stands between a label and a number, besides what is ignored anyway.
const fn is_mark(c: char) -> bool {
    matches!(c, ':' | '(' | ')')
}

/// A letter of ASCII, or anything beyond ASCII that is not ignored: no table of Unicode.
fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || !(c.is_ascii() || is_ignored(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOK: Option<Currency> = Some(Currency::NOK);
    const SEK: Option<Currency> = Some(Currency::SEK);
    const DKK: Option<Currency> = Some(Currency::DKK);
    const EUR: Option<Currency> = Some(Currency::EUR);

    fn fault(text: &str, currency: Option<Currency>) -> Option<Fault> {
        AccountNumber::parse(text, currency).err()
    }

    #[track_caller]
    fn is_label(text: &str, currency: Option<Currency>, number: &str) {
        assert_eq!(fault(text, currency), Some(Fault::Label), "{text:?}");
        assert_eq!(super::super::account_number::fix(text, currency).as_deref(), Some(number), "{text:?}");
    }

    #[track_caller]
    fn is_no_label(text: &str, currency: Option<Currency>, said: Fault) {
        assert_eq!(fault(text, currency), Some(said), "{text:?}");
        assert_eq!(super::super::account_number::fix(text, currency), None, "{text:?}");
    }

    #[test]
    fn listed_words() {
        for word in LISTED {
            for text in [
                format!("{word} 86011117947"),
                format!("{}.: 8601.11.17947", word.to_uppercase()),
                format!("({word}) 8601 11 17947"),
            ] {
                is_label(&text, NOK, "86011117947");
            }
        }
        for text in [
            "IBAN: NO93 8601 1117 947",
            "IBAN NO 93 8601 1117 947",
            "iban(no9386011117947)",
            "Kontonr. (IBAN): NO93 8601 1117 947",
            "I\u{AD}BAN NO93 8601 1117 947",
        ] {
            is_label(text, EUR, "NO9386011117947");
        }
        is_label("Kontonr86011117947", NOK, "86011117947");
        is_label("Konto nr: 8601.11.17947", None, "86011117947");
        is_label("Konto 8327-9,123 456 789-0", SEK, "832791234567890");
        is_label("Acct 1ABC23", EUR, "1ABC23");
    }

    #[test]
    fn the_fault_of_what_stands_behind_a_label() {
        is_no_label("IBAN: NO93 8601 1117 948", NOK, Fault::Checksum);
        is_no_label("IBAN NO 9386011117948", EUR, Fault::Checksum);
        is_no_label("IBAN NO 938601111794", EUR, Fault::Length { expected: 15, country: *b"NO" });
        is_no_label("Kontonr. 8601.11.17949", NOK, Fault::Checksum);
        is_no_label("Kontonr. 8601.11.1794", NOK, Fault::Length { expected: 11, country: *b"NO" });
        is_no_label("Konto AB123", NOK, Fault::CountryUnknown { country: *b"AB" });
        is_no_label("Konto", NOK, Fault::Format);
    }

    #[test]
    fn words_between_digits() {
        is_label("Reg. 1234 Konto 0012345678", DKK, "12340012345678");
        is_label("Reg.nr.: 1234, Kontonr.: 0012345678", DKK, "12340012345678");
        is_label("1234 Konto 0012345678", DKK, "12340012345678");
        is_label("Clearingnr 8327-9 Konto 123 456 789-0", SEK, "832791234567890");
        is_label("8601 DNB 11 17947", NOK, "86011117947");
        is_label("Reg. 1234 Account No. 0012345678", DKK, "12340012345678");
        is_no_label("5NO93 8601 1117 947", SEK, Fault::Format);
        is_no_label("5 No 93 8601 1117 947", DKK, Fault::Format);
        is_no_label("Reg. 12 Konto 34", DKK, Fault::Bounds { minimum: 8, maximum: 14 });
        is_no_label("Reg. 1234 Filial 0012345678", DKK, Fault::Format);
        is_no_label("0012345678 Konto", DKK, Fault::Format);
    }

    #[test]
    fn words_that_would_become_a_part_of_the_number() {
        for text in [
            "Konto-Nr. 0532013000, BLZ 37040044",
            "Kto: 0532013000 (BLZ: 37040044)",
            "Kto 532013000 Sparkasse",
            "Account 55779911 sort code 20-00-00",
            "Account 55779911, BIC BUKBGB22",
            "Konto 12 ABC 34",
            "Konto 0532013000 (IBAN)",
            "Konto 0532013000 Konto nr.",
        ] {
            is_no_label(text, EUR, Fault::Format);
        }
        is_label("Kto 0532013000 / Nr. 37040044", EUR, "053201300037040044");
        is_label("Acct 12 AB 34", EUR, "12AB34");
        is_label("Acct 12ABC 34", EUR, "12ABC34");
        is_label("Acct GB33 BUKB 2020 1555 5555 55", EUR, "GB33BUKB20201555555555");
        is_label("Konto 8601 11 DNB 17947", EUR, "86011117947");
        assert_eq!(fault("0532013000 BLZ 37040044", EUR), None, "without a label, as it is");
    }

    #[test]
    fn other_words_need_check_digits() {
        is_label("DNB 8601 11 17947", NOK, "86011117947");
        is_label("DNB, kontonr. 8601.11.17947", NOK, "86011117947");
        is_label("Sparebanken Sør: 8601.11.17947", NOK, "86011117947");
        is_label("Danske Bank DK50 0040 0440 1162 43", DKK, "DK5000400440116243");
        is_no_label("DNB 8601 11 17949", NOK, Fault::CountryUnknown { country: *b"DN" });
        is_no_label("Swedbank 8327-9,123 456 789-0", SEK, Fault::CountryUnknown { country: *b"SW" });
        is_no_label("BN 8601 11 17947", NOK, Fault::CountryUnknown { country: *b"BN" });
        is_no_label("DNB86011117947", NOK, Fault::CountryUnknown { country: *b"DN" });
        for (text, currency) in [
            ("Nordea 8601 11 17949", NOK),
            ("Bankkonto: 8601.11.17949", NOK),
            ("Nordea 1234 1234567890", DKK),
            ("Nordea FI21 1234 5600 0007 85 NDEAFIHH", EUR),
            ("Sort code 20-00-00 Account 55779911", EUR),
        ] {
            is_no_label(text, currency, Fault::Format);
        }
        is_no_label("NO93 8601 1117 94", NOK, Fault::Length { expected: 15, country: *b"NO" });
        is_no_label("NOX", NOK, Fault::Length { expected: 15, country: *b"NO" });
        is_no_label("NOR93 8601 1117 947", NOK, Fault::Length { expected: 15, country: *b"NO" });
    }

    #[test]
    fn two_letters_of_a_country() {
        is_label("No. 8601 11 17947", NOK, "86011117947");
        is_label("No 8601 11 17947", EUR, "86011117947");
        is_no_label("NO86011117947", NOK, Fault::Length { expected: 15, country: *b"NO" });
        is_no_label("No. 8601 11 17949", NOK, Fault::Length { expected: 15, country: *b"NO" });
        is_no_label("SE 8601 11 17947", NOK, Fault::Length { expected: 24, country: *b"SE" });
        is_no_label("DE 12345678", EUR, Fault::Length { expected: 22, country: *b"DE" });
    }

    #[test]
    fn giro_numbers() {
        for text in [
            "BG 5050-1055",
            "bg5050-1055",
            "PG 12 34 56-7",
            "Bankgiro: 5050-1055",
            "Bankgironummer 5050-1055",
            "Plusgiro 28 65 43-4",
            "Postgiro 12",
            "Bankgiro nr. 5050-1055",
            "Konto BG 5050-1055",
        ] {
            for currency in [None, NOK, SEK, EUR] {
                is_no_label(text, currency, Fault::Giro);
            }
        }
        is_label("Bankgiro 8601.11.17947", NOK, "86011117947");
        is_label("BG 8601.11.17947", NOK, "86011117947");
        is_label("Postgiro NO93 8601 1117 947", SEK, "NO9386011117947");
        is_no_label("BG 1", SEK, Fault::Length { expected: 22, country: *b"BG" });
        is_no_label("PG 123456789", SEK, Fault::CountryUnknown { country: *b"PG" });
        is_no_label("BG80 BNBG 9661 1020 3456 79", EUR, Fault::Checksum);
        assert_eq!(fault("BG80 BNBG 9661 1020 3456 78", EUR), None);
    }
}
