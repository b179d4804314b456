//! A format held against its oracle on generated values: right ones, near misses, and what is only shaped alike.

use core::fmt::{Debug, Write as _};
use std::{env, fs, path::Path};

use fastrand::Rng;

/// How many values a format is tried on, where `ORACLE_VALUES` does not say.
const VALUES: u64 = 5_000;

/// How many differences that are not listed are shown.
const SHOWN: usize = 20;

/// What ours says where it differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ours {
    /// Accepted here or refused for something else, refused by the oracle.
    Accepts,
    /// Refused here, accepted by the oracle or refused for something else.
    Refuses,
    /// Either, or both accept it and read it as something else.
    Either,
}

/// What ours says of a text, and what theirs does.
pub(crate) type Judged<A, E> = (Result<A, E>, Result<A, E>);

/// A difference that is meant to be.
pub(crate) struct Difference {
    /// Why it is so.
    pub reason: &'static str,
    /// What ours says then.
    pub ours: Ours,
    /// Whether a value that the two differ on differs for this reason.
    pub applies: fn(&str) -> bool,
    /// A value that they differ on for this reason and no one listed before it.
    pub example: &'static str,
}

/// A format and the library that it is held against.
pub(crate) struct Oracle {
    pub format: &'static str,
    pub library: &'static str,
    pub differences: &'static [Difference],
}

impl Oracle {
    /// Tries every value, and fails where one differs for no listed reason. The same values every time, unless
    /// `ORACLE_SEED` is another number.
    ///
    /// `judge` says what a text is, or why it is refused, first ours and then theirs; `value` makes a text.
    pub(crate) fn hold<A: PartialEq + Debug, E: PartialEq + Debug>(
        self,
        judge: impl Fn(&str) -> Judged<A, E>,
        mut value: impl FnMut(&mut Rng) -> String,
    ) {
        for (at, difference) in self.differences.iter().enumerate() {
            let judged = judge(difference.example);
            assert_ne!(
                judged.0, judged.1,
                "{:?} is no difference: {}",
                difference.example, difference.reason
            );
            assert_eq!(self.listed(difference.example, &judged), Some(at), "{:?}", difference.example);
        }
        let values = number_from("ORACLE_VALUES").unwrap_or(VALUES);
        let mut rng = Rng::with_seed(number_from("ORACLE_SEED").unwrap_or_default());
        let (mut accepted, mut refused, mut listed) = (0_u64, 0_u64, vec![0_u64; self.differences.len()]);
        let (mut unlisted, mut shown) = (0_u64, Vec::new());
        for _ in 0..values {
            let text = value(&mut rng);
            let judged = judge(&text);
            if judged.0 == judged.1 {
                *if judged.0.is_ok() { &mut accepted } else { &mut refused } += 1;
            } else if let Some(at) = self.listed(&text, &judged) {
                listed[at] += 1;
            } else {
                unlisted += 1;
                if shown.len() < SHOWN {
                    shown.push(format!("{text:?}: ours {:?}, theirs {:?}", judged.0, judged.1));
                }
            }
        }
        if let Some(folder) = env::var_os("ORACLE_ROWS") {
            let Self { format, library, differences, .. } = &self;
            let mut row = format!("{format}\t{library}\t{values}\t{accepted}\t{refused}\t{unlisted}\n");
            for (count, difference) in listed.iter().zip(*differences) {
                writeln!(row, "{count}\t{}", difference.reason).unwrap();
            }
            fs::write(Path::new(&folder).join(format!("{format}.tsv")), row).unwrap();
        }
        assert!(unlisted == 0, "{}: {unlisted} of {values} differ:\n{}", self.format, shown.join("\n"));
        assert!(accepted > values / 50 && refused > values / 50, "{}: {accepted}, {refused}", self.format);
    }

    fn listed<A, E>(&self, text: &str, (ours, theirs): &Judged<A, E>) -> Option<usize> {
        self.differences.iter().position(|difference| {
            let is_so = match difference.ours {
                Ours::Accepts => theirs.is_err(),
                Ours::Refuses => ours.is_err(),
                Ours::Either => true,
            };
            is_so && (difference.applies)(text)
        })
    }
}

fn number_from(variable: &str) -> Option<u64> {
    env::var(variable).ok().map(|text| text.parse().unwrap())
}

/// One of them.
pub(crate) fn one_of<'a, T: ?Sized>(rng: &mut Rng, choices: &[&'a T]) -> &'a T {
    choices[rng.usize(..choices.len())]
}

/// One of these words.
pub(crate) fn word_of<'a>(rng: &mut Rng, words: &'a str) -> &'a str {
    rng.choice(words.split(' ').collect::<Vec<_>>()).unwrap_or_default()
}

/// As many characters of an alphabet.
pub(crate) fn characters(rng: &mut Rng, alphabet: &str, count: usize) -> String {
    let alphabet: Vec<char> = alphabet.chars().collect();
    (0..count).map(|_| alphabet[rng.usize(..alphabet.len())]).collect()
}

/// As many pieces, one after another.
pub(crate) fn pieces(rng: &mut Rng, choices: &[&str], count: usize) -> String {
    (0..count).map(|_| one_of(rng, choices)).collect()
}

/// What becomes of a text when somebody slips: a character is another one, is added, doubled or missing, two change places, or
/// the end is lost.
pub(crate) fn slip(rng: &mut Rng, text: &str, alphabet: &str) -> String {
    let mut slipped: Vec<char> = text.chars().collect();
    if slipped.is_empty() {
        return characters(rng, alphabet, 1);
    }
    let at = rng.usize(..slipped.len());
    let another = characters(rng, alphabet, 1).chars().next().unwrap_or_default();
    match rng.u8(..8) {
        0 | 1 => slipped[at] = another,
        2 => slipped.insert(at, another),
        3 => slipped.push(another),
        4 => slipped.insert(at, slipped[at]),
        5 => drop(slipped.remove(at)),
        6 => slipped.swap(at, at.saturating_sub(1)),
        _ => slipped.truncate(at),
    }
    slipped.into_iter().collect()
}

/// Any text: mostly ASCII that can be seen.
pub(crate) fn anything(rng: &mut Rng, longest: usize) -> String {
    (0..rng.usize(..=longest))
        .map(|_| match rng.u8(..16) {
            0 => rng.char('\0'..='\u{FF}'),
            1 => rng.char(..),
            _ => rng.char(' '..='~'),
        })
        .collect()
}
