//! How the time of a check grows with its input: the nastiest shapes at 1 KB to 1 MB, and the time for a byte against that
//! at 10 KB. Linear is a ratio near 1 or below it.
//!
//! `cargo xtask worst`, or `cargo run --release --package merchant-signup-core --example worst`

#![allow(clippy::print_stdout, reason = "the figures are what it is for")]

use std::error::Error;
use std::hint::black_box;
use std::time::{Duration, Instant};

use merchant_signup_core::{Date, MAXIMUM_BYTES, Options, Status, canonicalize, check_slice};

const SIZES: [usize; 4] = [1_000, 10_000, 100_000, 1_000_000];

/// A shape: its name, what it begins with, what it repeats by number, what sets that apart, what it ends with.
struct Shape(&'static str, &'static str, fn(usize) -> String, &'static str, &'static str);

const SIGNUP: &str = r#"{"signup":{"#;
const OWNERS: &str = r#"{"signup":{"ownership":{"owners":["#;

const SHAPES: &[Shape] = &[
    Shape("one unknown key, repeated", SIGNUP, |_| r#""x":0"#.into(), ",", "}}"),
    Shape("one known key, repeated", SIGNUP, |_| r#""bank_name":0"#.into(), ",", "}}"),
    Shape("two objects in turn, with notes", SIGNUP, in_turn, ",", "}}"),
    Shape(
        "a list of owners, repeated",
        SIGNUP,
        |_| r#""ownership":{"owners":[{"x":0}],"x":0}"#.into(),
        ",",
        "}}",
    ),
    Shape("unknown keys, short", SIGNUP, |index| format!("\"k{index}\":0"), ",", "}}"),
    Shape("unknown keys, long", SIGNUP, |index| format!("\"{index:064}\":0"), ",", "}}"),
    Shape("unknown keys, nearly known", SIGNUP, |index| format!("\"bank_nam{index}\":0"), ",", "}}"),
    Shape("unknown keys, escaped", SIGNUP, |index| format!("\"\\u006b{index}\":0"), ",", "}}"),
    Shape("unknown keys, each twice", SIGNUP, |index| format!("\"k{index}\":0,\"k{index}\":0"), ",", "}}"),
    Shape(
        "unknown keys in every owner",
        OWNERS,
        |index| format!("{{\"k{index}\":0,\"k{index}\":0}}"),
        ",",
        "]}}}",
    ),
    Shape("one number of many digits", r#"{"signup":{"x":1"#, |_| "0123456789".into(), "", "e-999999999}}"),
    Shape("a fraction of many digits", r#"{"signup":{"x":0."#, |_| "0123456789".into(), "", "}}"),
    Shape("many numbers", r#"{"signup":{"x":["#, |_| "1.7976931348623157e308".into(), ",", "]}}"),
    Shape(
        "lists of 30 levels",
        r#"{"signup":{"x":["#,
        |_| format!("{}{}", "[".repeat(29), "]".repeat(29)),
        ",",
        "]}}",
    ),
    Shape("an abyss", "", |_| "[".into(), "", ""),
    Shape("owners with every error", OWNERS, every_error, ",", "]}}}"),
    Shape("owners of nearly one long name", OWNERS, long_name, ",", "]}}}"),
    Shape("owners of nearly one legal name", OWNERS, |_| String::new(), ",", "]}}}"),
    Shape(
        "signatures of nearly one address",
        r#"{"signup":{"signature":{"signatures":["#,
        long_address,
        ",",
        "]}}}",
    ),
    Shape("owners of one name", OWNERS, |_| r#"{"name":"Kari Nordmann","percentage":1}"#.into(), ",", "]}}}"),
    Shape(
        "signatures of one address",
        r#"{"signup":{"signature":{"signatures":["#,
        |_| r#"{"name":"Kari","email":"kari@example.com"}"#.into(),
        ",",
        "]}}}",
    ),
    Shape(
        "one currency, repeated",
        r#"{"signup":{"payment_options":[{"currencies":["#,
        |_| r#""NOK""#.into(),
        ",",
        "]}]}}",
    ),
    Shape("a name", r#"{"signup":{"bank_name":""#, |_| "Bank ".into(), "", "\"}}"),
    Shape("a name of escapes", r#"{"signup":{"bank_name":""#, |_| "\\u00e5".into(), "", "\"}}"),
    Shape("a name of white space", r#"{"signup":{"bank_name":""#, |_| " \u{3000}".into(), "", "x\"}}"),
    Shape("an account number", r#"{"signup":{"account_number":""#, |_| "8601 ".into(), "", "\"}}"),
    Shape(
        "an account of separators",
        r#"{"signup":{"account_number":"8"#,
        |_| "\u{2009}".into(),
        "",
        "6\"}}",
    ),
    Shape("an amount", r#"{"signup":{"revenue":{"yearly_revenue":"1"#, |_| ".000".into(), "", "\"}}}"),
    Shape("a phone number", r#"{"signup":{"applicant":{"phone_number":"+47"#, |_| "9 ".into(), "", "\"}}}"),
    Shape(
        "an e-mail address",
        r#"{"signup":{"signature":{"signatures":[{"email":"a@a"#,
        |_| ".a-a".into(),
        "",
        "\"}]}}}",
    ),
    Shape(
        "a URL's host",
        r#"{"signup":{"verifications":{"terms_and_conditions_url":"https://a"#,
        |_| ".%61".into(),
        "",
        "\"}}}",
    ),
    Shape(
        "a URL's user",
        r#"{"signup":{"verifications":{"terms_and_conditions_url":"https://a"#,
        |_| "@:".into(),
        "",
        "\"}}}",
    ),
    Shape(
        "a date",
        r#"{"signup":{"ownership":{"owners":[{"date_of_birth":"1990"#,
        |_| "-09".into(),
        "",
        "\"}]}}}",
    ),
    Shape(
        "a number in a text",
        r#"{"signup":{"ownership":{"owners":[{"percentage":"2"#,
        |_| "5".into(),
        "",
        "\"}]}}}",
    ),
];

fn in_turn(index: usize) -> String {
    let name = if index.is_multiple_of(2) { "revenue" } else { "applicant" };
    format!("\"{name}\":{{\"x\":0,\"y\":0}}")
}

fn every_error(_: usize) -> String {
    let long = "x".repeat(201);
    format!(
        r#"{{"name":"{long}","legal_name":"a\u0000b","date_of_birth":"31.12.1990","percentage":"25 %","x":0,"x":0}}"#
    )
}

/// Names as long as they may be, which differ in their last letters.
fn long_name(index: usize) -> String {
    format!("{{\"name\":\"{}{index:05}\",\"percentage\":1}}", "å".repeat(195))
}

/// Addresses as long as they may be, which differ in their last letters.
fn long_address(index: usize) -> String {
    let label = format!(".{}", "a".repeat(60));
    format!("{{\"name\":\"Kari\",\"email\":\"kari@a{}.a{index:05}\"}}", label.repeat(3))
}

fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::new(Date::new(2026, 11, 22).ok_or("no such day")?);
    println!("{:<34}{:>12}{:>12}{:>12}{:>12}   ns a byte / at 10 KB", "", "1 KB", "10 KB", "100 KB", "1 MB");
    let mut worst = (0.0, "");
    for shape in SHAPES {
        for (what, run) in [("check", check as fn(&[u8], &Options)), ("fix", fix)] {
            if what == "fix" && shape.0 != "owners with every error" {
                continue;
            }
            let times: Vec<(f64, Duration)> = SIZES
                .iter()
                .map(|size| {
                    let text = text(shape, *size);
                    let time = shortest(|| run(text.as_bytes(), &options));
                    (
                        time.as_secs_f64() * 1e9 / f64::from(u32::try_from(text.len()).unwrap_or(u32::MAX)),
                        time,
                    )
                })
                .collect();
            let base = times.get(1).map_or(1.0, |(rate, _)| *rate);
            print!("{:<34}", if what == "fix" { "  the same, fixed" } else { shape.0 });
            times.iter().for_each(|(_, time)| print!("{:>12}", format!("{time:.1?}")));
            times.iter().for_each(|(rate, _)| print!("{:>7.2}", rate / base));
            println!();
            // What a small input takes is what any check takes.
            for (rate, _) in times.iter().skip(2) {
                if rate / base > worst.0 {
                    worst = (rate / base, shape.0);
                }
            }
        }
    }
    println!("\nThe steepest: {:.2} times as long a byte as at 10 KB ({})", worst.0, worst.1);
    Ok(())
}

fn text(Shape(name, head, piece, between, tail): &Shape, size: usize) -> String {
    if *name == "owners of nearly one legal name" {
        // A hundred of them, whatever the size: too long, and not compared each with each for that.
        let long = "x".repeat((size / 100).saturating_sub(40));
        let owner = |index| format!(r#"{{"name":"Kari","legal_name":"{long}{index}"}}"#);
        return format!("{head}{}{tail}", (0..100).map(owner).collect::<Vec<_>>().join(between));
    }
    let mut text = String::from(*head);
    for index in 0.. {
        let next = piece(index);
        if index > 0 && text.len() + between.len() + next.len() + tail.len() > size.min(MAXIMUM_BYTES) {
            break;
        }
        if index > 0 {
            text.push_str(between);
        }
        text.push_str(&next);
    }
    text + tail
}

fn check(text: &[u8], options: &Options) {
    let report = check_slice(black_box(text), options);
    assert_ne!(black_box(report).status(), Status::Ready);
}

fn fix(text: &[u8], _: &Options) {
    if let Ok(value) = serde_json::from_slice(black_box(text)) {
        black_box(canonicalize(&value));
    }
}

/// The shortest of several runs: what else the machine does is not in it.
fn shortest(run: impl Fn()) -> Duration {
    let begin = Instant::now();
    let mut shortest = Duration::MAX;
    for round in 0.. {
        let start = Instant::now();
        run();
        shortest = shortest.min(start.elapsed());
        if round >= 4 && begin.elapsed() > Duration::from_millis(100) {
            break;
        }
    }
    shortest
}
