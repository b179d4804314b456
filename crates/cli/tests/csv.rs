//! Tables that are longer than what is read at once.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests may fail as tests do")]

mod support;

use serde_json::{Value, json};
use support::check;

const READ: &[&str] =
    &["--input", "csv", "--level", "contract", "--key", "/id", "--compact", "--summary", "none"];

/// Lines and keys of what is said.
fn lines_and_keys(out: &str) -> Vec<(u64, String)> {
    let said = out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    said.map(|line| (line["line"].as_u64().unwrap(), line["key"].as_str().unwrap().to_owned())).collect()
}

#[test]
fn rows_keep_their_lines_wherever_reading_stops() {
    let mut table = "id,bank_name,store_type[0]\r\n".to_owned();
    let (mut line, mut expected) = (2, Vec::new());
    for number in 0..20_000_u64 {
        let key = format!("M-{number}");
        expected.push((line, key.clone()));
        // Line breaks and marks within quotation marks, and lines with nothing in them, at distances that do not repeat soon.
        let breaks = usize::try_from(number % 7).unwrap();
        let blank = usize::from(number % 11 == 0);
        table.push_str(&format!(
            "{key},\"D\"\"{}NB, æ\",online\r\n{}",
            "\n".repeat(breaks),
            "\r\n".repeat(blank)
        ));
        line += 1 + number % 7 + u64::from(number % 11 == 0);
    }
    assert!(table.len() > 500_000);
    let said = check(READ, table.as_bytes());
    assert_eq!((said.code, &*said.err), (1, ""));
    assert!(lines_and_keys(&said.out) == expected);
}

#[test]
fn a_row_that_does_not_end_is_no_reason_to_read_it_into_memory() {
    let table = format!("id,bank_name\nM-1,DNB\nM-2,\"DNB\n{}", "M-3,DNB\n".repeat(400_000));
    let said = check(READ, table.as_bytes());
    assert_eq!(said.code, 2);
    assert_eq!(lines_and_keys(&said.out), [(2, "M-1".to_owned())]);
    assert_eq!(
        said.err,
        "merchant-signup: cannot read <stdin>: line 3: a row has more than a mebibyte: is there a quotation mark that is not closed?\n"
    );
    let header = check(READ, "x".repeat(3 << 20).as_bytes());
    assert_eq!(
        (header.code, &*header.err),
        (
            2,
            "merchant-signup: cannot read <stdin>: its first line has more than a mebibyte, and cannot be a header\n"
        )
    );
}

#[test]
fn a_row_says_what_the_same_document_says() {
    let table =
        "/signup/bank_name,owners[0].percentage,owners[2].name,gift_cards,colour\nDNB,33.3,Ola,YES,blue\n";
    let document = json!({"signup": {
        "bank_name": "DNB",
        "ownership": {"owners": [{"percentage": 33.3}, {"name": "Ola"}]},
        "revenue": {"gift_cards": true},
        "colour": "blue",
    }});
    let report = |said: &str| serde_json::from_str::<Value>(said).unwrap()["report"].clone();
    let of_row = check(&["--input", "csv", "--format", "ndjson", "--summary", "none"], table.as_bytes());
    let of_document = check(
        &["--input", "ndjson", "--format", "ndjson", "--summary", "none"],
        document.to_string().as_bytes(),
    );
    assert_eq!(report(&of_row.out), report(&of_document.out));
}
