//! What a check costs, next to what a backend would do without it: reading the typed request with serde_json, and
//! validating with our own JSON Schema. `cargo bench -p merchant-signup --features json-schema`.
//!
//! Rounds of all subjects are interleaved, so that whatever else the machine does falls on all alike; the figures are
//! medians over the rounds, and of interest as ratios. Where `FIGURES` names a file, they are written there as JSON;
//! `ROUNDS` says how many rounds there are.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark says what it measures, and may stop"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use merchant_signup::{
    Date, Draft, Level, Options, SignupRequest, check, check_slice, json_schema, parse_slice,
};
use serde_json::Value;

const READY: &[u8] = include_bytes!("../../../tests/examples/ready.json");

/// How long one subject runs in one round.
const SLICE: Duration = Duration::from_millis(4);

struct Subject<'a> {
    name: &'static str,
    run: Box<dyn Fn() + 'a>,
    /// Nanoseconds a call, one for each round.
    rounds: Vec<f64>,
}

impl<'a> Subject<'a> {
    fn new(name: &'static str, run: impl Fn() + 'a) -> Self {
        Self { name, run: Box::new(run), rounds: Vec::new() }
    }

    fn round(&mut self, slice: Duration) {
        let mut calls = 0_u32;
        let start = Instant::now();
        while calls == 0 || start.elapsed() < slice {
            (0..16).for_each(|_| (self.run)());
            calls += 16;
        }
        self.rounds.push(start.elapsed().as_secs_f64() * 1e9 / f64::from(calls));
    }

    fn median(&self) -> f64 {
        let mut sorted = self.rounds.clone();
        sorted.sort_by(f64::total_cmp);
        sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
    }
}

fn main() {
    // `cargo test --all-targets` runs this too: once is enough to see that it does.
    let is_bench = std::env::args().any(|argument| argument == "--bench");
    let asked = std::env::var("ROUNDS").ok().and_then(|rounds| rounds.parse().ok());
    let rounds = if is_bench { asked.unwrap_or(200) } else { 1 };
    let options = Options::new(Date::new(2026, 11, 22).unwrap());
    let draft = Draft::from_slice(READY).unwrap();
    assert!(check(&draft, &options).is_ready());
    let compile = |level| jsonschema::validator_for(&json_schema(level)).unwrap();
    let (submission, contract) = (compile(Level::Submission), compile(Level::Contract));
    assert!(submission.is_valid(&serde_json::from_slice(READY).unwrap()));

    let mut subjects = [
        Subject::new("check_slice", || {
            black_box(check_slice(black_box(READY), &options));
        }),
        Subject::new("  of it reading a draft", || {
            black_box(Draft::from_slice(black_box(READY)).unwrap());
        }),
        Subject::new("  of it the rules", || {
            black_box(check(black_box(&draft), &options));
        }),
        Subject::new("parse_slice", || {
            black_box(parse_slice(black_box(READY), &options).unwrap());
        }),
        Subject::new("serde_json, SignupRequest", || {
            black_box(serde_json::from_slice::<SignupRequest>(black_box(READY)).unwrap());
        }),
        Subject::new("serde_json, Value", || {
            black_box(serde_json::from_slice::<Value>(black_box(READY)).unwrap());
        }),
        Subject::new("jsonschema, submission", || {
            let value: Value = serde_json::from_slice(black_box(READY)).unwrap();
            black_box(submission.is_valid(&value));
        }),
        Subject::new("jsonschema, contract", || {
            let value: Value = serde_json::from_slice(black_box(READY)).unwrap();
            black_box(contract.is_valid(&value));
        }),
    ];
    for _ in 0..rounds {
        subjects.iter_mut().for_each(|subject| subject.round(SLICE));
    }

    let of = |name: &str| subjects.iter().find(|subject| subject.name == name).unwrap().median();
    println!("ready.json, {} bytes; medians of {rounds} interleaved rounds\n", READY.len());
    println!("{:<28}{:>12}{:>18}", "", "ns a call", "of check_slice");
    for subject in &subjects {
        println!(
            "{:<28}{:>12.0}{:>18.2}",
            subject.name,
            subject.median(),
            subject.median() / of("check_slice")
        );
    }
    if let Ok(file) = std::env::var("FIGURES") {
        let figures: serde_json::Map<_, _> = subjects
            .iter()
            .map(|subject| (subject.name.trim().to_owned(), subject.median().into()))
            .collect();
        std::fs::write(file, Value::Object(figures).to_string()).unwrap();
    }
    let check = of("check_slice");
    println!(
        "\ncheck_slice / SignupRequest  {:.2}  (aim: at most 1.25)",
        check / of("serde_json, SignupRequest")
    );
    println!("check_slice / jsonschema     {:.2}  (aim: at most 0.40)", check / of("jsonschema, submission"));
}
