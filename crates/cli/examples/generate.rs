//! Writes signups, one on each line, to try a batch on: the same for the same seed.
//!
//! ```text
//! cargo run --release -p merchant-signup-cli --example generate -- --count 1000000 --seed 1 > batch.ndjson
//! ```
//!
//! Of ten signups about six are ready; the others lack something, are wrong somewhere or are broken lines. Nobody in
//! them is real: names are put together, account numbers count up.

use std::io::{self, BufWriter, Write};

use clap::Parser;

#[derive(Debug, Parser)]
struct Args {
    /// How many signups
    #[arg(long, default_value_t = 1000)]
    count: u64,
    /// What the choices follow from
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

const FIRST: &[&str] =
    &["Kari", "Ola", "Bjørn", "Åse", "Ingrid", "Jens", "Solveig", "Mikael", "Aino", "Søren"];
const LAST: &[&str] = &["Nordmann", "Lund", "Bakke", "Ødegård", "Virtanen", "Sjöberg", "Nygård", "Holm"];
const BANKS: &[&str] = &["DNB", "Sparebanken Sør", "Nordea", "Handelsbanken"];
const CURRENCIES: &[&str] = &["NOK", "SEK", "DKK", "EUR"];

fn main() -> io::Result<()> {
    let args = Args::parse();
    let mut chance = Chance(args.seed);
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    for number in 0..args.count {
        let line = signup(number, &mut chance);
        let kind = chance.below(100);
        let line = match kind {
            0..60 => line,
            60..78 => incomplete(line, &mut chance),
            78..96 => invalid(line, &mut chance),
            96..98 => line.chars().take(40).collect(),
            98 => String::from("not JSON"),
            _ => line.replacen("{\"signup\"", "{\"sign_up\"", 1),
        };
        writeln!(out, "{line}")?;
    }
    out.flush()
}

/// SplitMix64: small, and the same everywhere.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        let count = u64::try_from(all.len()).unwrap_or(1);
        let index = usize::try_from(self.below(count)).unwrap_or_default();
        all.get(index).copied().unwrap_or_default()
    }
}

/// A signup that is ready.
fn signup(number: u64, chance: &mut Chance) -> String {
    let name = |chance: &mut Chance| format!("{} {}", chance.of(FIRST), chance.of(LAST));
    let share = 30 + chance.below(60);
    let owners = if chance.below(3) == 0 {
        format!(
            r#"{{"ownership_structure":"no_owners_with_more_than_25","owners":[{{"name":"{}","date_of_birth":"{}","percentage":{}}}]}}"#,
            name(chance),
            birthday(chance),
            1 + chance.below(20)
        )
    } else {
        format!(
            r#"{{"ownership_structure":"owners_with_more_than_25","owners":[{{"name":"{}","date_of_birth":"{}","percentage":{share}}},{{"name":"{}","date_of_birth":"{}","percentage":{}.5}}]}}"#,
            name(chance),
            birthday(chance),
            name(chance),
            birthday(chance),
            99 - share
        )
    };
    let signatory = name(chance);
    let answer = |chance: &mut Chance| chance.below(2) == 0;
    format!(
        r#"{{"signup":{{"payment_options":[{{"currencies":["{}"],"type":"bambora.creditcard"}}],"revenue":{{"currency":"NOK","yearly_revenue":"100.000-250.000 NOK","highest_transaction_amount":"500-1000 NOK","average_amount":"250-500 NOK","accept_prepaid":{},"subscriptions_or_memberships":{},"gift_cards":{}}},"bank_name":"{}","account_number":"{}","store_type":["{}"],"ownership":{owners},"verifications":{{"terms_and_conditions":true,"terms_and_conditions_url":"https://shop{number}.example.com/terms","contact_information":true,"payment_site":true,"clear_pricing":true,"payment_product_logos":true}},"signature":{{"signatures":[{{"name":"{signatory}","email":"signatory{number}@example.com"}}],"politically_exposed_person":{},"politically_exposed_associated":false}},"applicant":{{"phone_number":"+479{:07}"}}}}}}"#,
        chance.of(CURRENCIES),
        answer(chance),
        answer(chance),
        answer(chance),
        chance.of(BANKS),
        account(chance),
        chance.of(&["online", "instore", "remote"]),
        chance.below(40) == 0,
        chance.below(10_000_000),
    )
}

fn birthday(chance: &mut Chance) -> String {
    format!("{}-{:02}-{:02}", 1950 + chance.below(50), 1 + chance.below(12), 1 + chance.below(28))
}

/// A Norwegian account number whose check digit fits.
fn account(chance: &mut Chance) -> String {
    loop {
        let digits = format!("{:010}", 8_601_110_000 + chance.below(1_000_000));
        let weights = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
        let sum: u32 =
            digits.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
        let check = (11 - sum % 11) % 11;
        if check < 10 {
            return format!("{digits}{check}");
        }
    }
}

/// Takes an answer away.
fn incomplete(line: String, chance: &mut Chance) -> String {
    match chance.below(5) {
        0 => line.replace(r#""gift_cards":true"#, r#""gift_cards":null"#),
        1 => line.replacen(r#""bank_name":""#, r#""bank_name":" ","was":""#, 1),
        2 => line.replace(r#","politically_exposed_associated":false"#, ""),
        3 => line.replace(r#""contact_information":true"#, r#""contact_information":false"#),
        _ => match line.split_once(r#","verifications":"#) {
            Some((head, _)) => format!("{head}}}}}"),
            None => line,
        },
    }
}

/// Makes an answer wrong.
fn invalid(line: String, chance: &mut Chance) -> String {
    match chance.below(6) {
        0 => line.replacen(r#""account_number":"86"#, r#""account_number":"96"#, 1),
        1 => line.replace("+479", "+479 "),
        2 => line.replace("@example.com", "@example"),
        3 => line.replacen(r#""date_of_birth":"19"#, r#""date_of_birth":"18"#, 1),
        4 => line.replacen(r#""percentage":"#, r#""percentage":1"#, 1),
        _ => line.replace(r#""accept_prepaid":true"#, r#""accept_prepaid":"yes""#),
    }
}
