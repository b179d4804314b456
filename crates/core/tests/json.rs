//! Our reading of JSON text beside serde_json's: what is JSON, where it stops being JSON, and what stands in it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

use merchant_signup_core::{Date, Draft, Options, ReadError, check, fixes};
use serde_json::Value;

/// Every kind of value, escape and number, where the payload has a place for it and where it has none.
const EVERYTHING: &str = r#"
{ "signup" : {"bank_name":"D\u004eB \"\\\/\b\f\n\r\t\u00e5å\ud83D\uDe00😀","account_number":null, "account_number" : "1",
	"\u0062ank_name" : "x", "x\u0079" : [ ] , "store_type":["online",true,false,null,{"a":[{}]}],
  "ownership":{"owners":[{"percentage":0},{"percentage":-0.5e-7},{"percentage":33.300000000000004},{"percentage":123456789012345678},
  {"percentage":12E+1},{"percentage":0.1e1},{"percentage":99999999999999999999999999.5},{"percentage":4.9e-324},{"percentage":1e-999}]}},
  "": {}, "deep": [[[[[["long enough for more than eight bytes at once, and å"]]]]]] }
"#;

const READY: &str = include_str!("../../../tests/examples/ready.json");

/// Fails where the two differ on a text.
fn compare(text: &str) {
    let ours = Draft::from_slice(text.as_bytes());
    let theirs = Draft::from_deserializer(&mut serde_json::Deserializer::from_str(text));
    let value = serde_json::from_str::<Value>(text);
    match (ours, theirs, value) {
        (Err(ReadError::TooDeep), Err(ReadError::TooDeep), _) => {}
        (Err(ReadError::Malformed { position, .. }), _, Err(error)) => {
            let due = (u32::try_from(error.line()).unwrap(), u32::try_from(error.column()).unwrap().max(1));
            // The two differ in where a number is too large: behind it, or at the digit that makes it so.
            let is_too_large = error.to_string().starts_with("number out of range");
            assert!(position == Some(due) || is_too_large, "{position:?}, not {due:?} ({error}): {text:?}");
        }
        (Err(ReadError::Malformed { .. }), _, Ok(value)) => assert!(!value.is_object(), "{text:?}"),
        (Ok(ours), Ok(theirs), Ok(_)) => {
            let options = Options::new(Date::new(2026, 11, 22).unwrap());
            assert_eq!(check(&ours, &options), check(&theirs, &options), "{text:?}");
            assert_eq!(fixes(&ours), fixes(&theirs), "{text:?}");
        }
        (ours, theirs, value) => {
            panic!("{:?}, {:?}, {:?}: {text:?}", ours.err(), theirs.err(), value.map(drop))
        }
    }
}

#[test]
fn whole() {
    for text in
        [EVERYTHING, READY, "", " ", "0", "[]", "\"\"", "{}", "{} {}", "{}\0", "1e400", "-", "-0", "01"]
    {
        compare(text);
    }
    assert!(Draft::from_slice(EVERYTHING.as_bytes()).is_ok());
}

#[test]
fn cut_off_anywhere() {
    for text in [EVERYTHING, READY] {
        text.char_indices().for_each(|(at, _)| compare(text.get(..at).unwrap()));
    }
}

#[test]
fn damaged_anywhere() {
    let slips = [
        "", "\"", "\\", "{", "}", "[", "]", ",", ":", "-", "+", ".", "e", "0", "7", "a", "u", "t", " ", "\n",
        "\u{1f}", "\u{7f}", "å", "\\u", "\\ud800", "null", "1e999",
    ];
    for text in [EVERYTHING, READY] {
        for (at, c) in text.char_indices() {
            let (before, rest) = text.split_at(at);
            let after = rest.get(c.len_utf8()..).unwrap();
            for slip in slips {
                compare(&format!("{before}{slip}{after}"));
                // Of what is only put in, one place in five.
                if at % 5 == 0 {
                    compare(&format!("{before}{slip}{rest}"));
                }
            }
        }
    }
}
