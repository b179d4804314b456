use core::ops::RangeInclusive;
use std::collections::{BTreeMap, BTreeSet};

use merchant_signup_core::formats::{Fault, phone::E164};
use phonenumber::metadata::DATABASE;

use super::generated::{Difference, Oracle, Ours, anything, characters, one_of, slip};
use super::rows;

const EXAMPLES: &str = include_str!("../data/phone-examples.tsv");
const LENGTHS: &str = include_str!("../../data/phone-lengths.tsv");

/// Numbers that libphonenumber calls possible and we do not: it first strips a national prefix, which E.164 does not have.
/// Number, and what it reads.
/// Of a calling code at which some numbers begin with 0 (66, 91, 250), ours takes the 0 for a part of the number.
const PREFIX_STRIPPED: [(&str, &str); 15] = [
    ("+241060312344", "+24160312344"),
    ("+9101861123456789", "+911861123456789"),
    ("+780012345677", "+70012345677"),
    ("+780912345677", "+70912345677"),
    ("+780812345677", "+70812345677"),
    ("+370800123455", "+37000123455"),
    ("+370808123455", "+37008123455"),
    ("+370801234566", "+37001234566"),
    ("+67210660", "+672310660"),
    ("+2500250123456", "+250250123456"),
    ("+2500720123456", "+250720123456"),
    ("+2500800123456", "+250800123456"),
    ("+2500900123456", "+250900123456"),
    ("+6601800123456", "+661800123456"),
    ("+6601900123456", "+661900123456"),
];

/// Calling codes (Gambia, Benin, Zimbabwe) whose lengths are others in the older metadata of the crate `phonenumber`.
const OLDER_METADATA: [u16; 3] = [220, 229, 263];

const DIFFERENCES: &[Difference] = &[
    Difference {
        reason: "E.164 is + and digits; it reads what people write",
        ours: Ours::Refuses,
        applies: |text| E164::parse(text) == Err(Fault::Format),
        example: "+47 (999) 99-999",
    },
    Difference {
        reason: "its metadata is older (calling codes 220, 229, 263)",
        ours: Ours::Either,
        applies: |text| OLDER_METADATA.iter().any(|code| text.starts_with(&format!("+{code}"))),
        example: "+22995123456",
    },
    Difference {
        reason: "it strips a national prefix, which E.164 does not have",
        ours: Ours::Either,
        applies: |text| {
            let read =
                |number: phonenumber::PhoneNumber| format!("+{}{}", number.code().value(), number.national());
            match phonenumber::parse(None, text) {
                Ok(number) => read(number) != text,
                // What is left is too short for any number.
                Err(error) => matches!(error, phonenumber::ParseError::TooShortNsn),
            }
        },
        example: "+780012345677",
    },
    Difference {
        reason: "a 0 that no number of the country begins with is its trunk prefix, which is not counted; it counts the 0 where what \
                 is left is no number that it knows",
        ours: Ours::Either,
        applies: |text| {
            phonenumber::parse(None, text).is_ok_and(|number| number.national().to_string().starts_with('0'))
        },
        example: "+262066493021",
    },
    Difference {
        reason: "its numbers are integers: neither zeros alone nor 2^56 and more",
        ours: Ours::Accepts,
        applies: |text| {
            // Of the number as it stands, or of what is left without a prefix.
            let read = phonenumber::parse(None, text);
            matches!(
                read,
                Err(phonenumber::ParseError::MalformedInteger(_) | phonenumber::ParseError::TooLong)
            )
        },
        example: "+4700000",
    },
];

#[test]
fn examples_of_every_region_and_type_are_as_libphonenumber_says() {
    let mut different = Vec::new();
    for row in rows(EXAMPLES) {
        let [number, _, _, verdict, formats_back, patterns] = row[..] else { panic!("{row:?}") };
        let ours = E164::parse(number);
        let has_trunk_prefix = ours.is_ok_and(|number| number.has_trunk_prefix());
        assert!(!(has_trunk_prefix && patterns == "valid"), "{number} is right with its 0");
        if ours.is_ok() != (verdict == "IS_POSSIBLE") {
            assert!(
                matches!(ours, Err(Fault::Lengths(_))) && formats_back != "same",
                "{number}: {ours:?}, {verdict}"
            );
            different.push((number, formats_back));
        }
    }
    assert_eq!(different, PREFIX_STRIPPED);
}

/// The lengths that national numbers of a calling code have: what is said of all types together is empty there.
fn their_lengths(code: u16) -> BTreeSet<usize> {
    let regions = DATABASE.by_code(&code).unwrap_or_default();
    let main = regions.iter().find(|region| region.is_main_country_for_code()).or(regions.first());
    let lengths = main.into_iter().flat_map(|main| {
        let d = main.descriptors();
        let types = [
            d.fixed_line(),
            d.mobile(),
            d.toll_free(),
            d.premium_rate(),
            d.shared_cost(),
            d.personal_number(),
            d.voip(),
            d.pager(),
            d.uan(),
            d.voicemail(),
        ];
        types.into_iter().flatten().flat_map(|kind| kind.possible_length().to_vec()).collect::<Vec<u16>>()
    });
    lengths.map(usize::from).collect()
}

#[test]
fn lengths_are_those_of_the_crate_phonenumber() {
    let mut different = Vec::new();
    for row in rows(LENGTHS) {
        let code: u16 = row[0].parse().unwrap();
        let ours = (1..=18)
            .filter(|&length| E164::parse(&format!("+{code}{}", "1".repeat(length))).is_ok())
            .collect();
        if their_lengths(code) != ours {
            different.push(code);
        }
    }
    assert_eq!(different, OLDER_METADATA);
}

#[test]
fn every_three_digits_have_the_calling_code_that_the_table_says() {
    let codes: BTreeSet<&str> = rows(LENGTHS).map(|row| row[0]).collect();
    for digits in 0..1000 {
        let digits = format!("{digits:03}");
        let known = (1..=3).find(|&length| codes.contains(&digits[..length]));
        let unknown = E164::parse(&format!("+{digits}")) == Err(Fault::CountryCodeUnknown);
        assert_eq!(known.is_none(), unknown, "+{digits}");
    }
}

/// Whether it is possible, and of which calling code.
#[test]
fn verdicts_are_those_of_the_crate_phonenumber() {
    let codes: Vec<&str> = rows(LENGTHS).map(|row| row[0]).collect();
    let examples: Vec<&str> = rows(EXAMPLES).map(|row| row[0]).collect();
    let lengths: BTreeMap<u16, BTreeSet<usize>> =
        codes.iter().map(|code| code.parse().unwrap()).map(|code| (code, their_lengths(code))).collect();
    Oracle { format: "phone", library: "phonenumber", differences: DIFFERENCES }.hold(
        |text| {
            let ours = E164::parse(text).map(|number| number.calling_code());
            let theirs = phonenumber::parse(None, text).map_err(drop).and_then(|number| {
                let code = number.code().value();
                let possible =
                    lengths.get(&code).is_some_and(|l| l.contains(&number.national().to_string().len()));
                if possible { Ok(code) } else { Err(()) }
            });
            (ours.map_err(drop), theirs)
        },
        |rng| match rng.u8(..16) {
            0 | 1 => one_of(rng, &examples).to_owned(),
            // The last digits are others, so that the lengths stay.
            2..=5 => {
                let example = one_of(rng, &examples);
                let kept = rng.usize(2..example.len());
                let rest = characters(rng, "0123456789", example.len() - kept);
                format!("{}{rest}", &example[..kept])
            }
            6..=10 => {
                let code = one_of(rng, &codes);
                number(rng, code, 3..=13)
            }
            11 => {
                let code = rng.u32(..1000).to_string();
                number(rng, &code, 0..=18)
            }
            12 | 13 => {
                let example = one_of(rng, &examples);
                slip(rng, example, "0123456789+ -()x#.a٣")
            }
            14 => {
                let example = one_of(rng, &examples);
                let start = one_of(rng, &["00", "", "tel:", "++", "+0", " +", "＋", "011"]);
                format!("{start}{}", &example[1..])
            }
            _ => anything(rng, 16),
        },
    );
}

fn number(rng: &mut fastrand::Rng, code: &str, lengths: RangeInclusive<usize>) -> String {
    let length = rng.usize(lengths);
    let start = one_of(rng, &["", "", "", "0", "00", "1", "8", "7"]);
    format!("+{code}{start}{}", characters(rng, "0123456789", length))
}
