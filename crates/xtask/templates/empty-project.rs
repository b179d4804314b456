//! What somebody writes who has just added merchant-signup to an empty project: `cargo xtask test --only package`.

use chrono::NaiveDate;
use merchant_signup::{Options, check_slice};
use merchant_signup_client::Client;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let _client = Client::builder("https://api.dintero.com").token("a token that is never sent").build();
    let today = NaiveDate::from_ymd_opt(2026, 11, 2).ok_or("no such day")?;
    for file in std::env::args().skip(1) {
        let report = check_slice(&std::fs::read(file)?, &Options::new(today));
        println!("{}", serde_json::to_string(&report)?);
    }
    Ok(())
}
