//! What somebody writes who has just added merchant-signup to an empty project: `cargo xtask test --only package`.

use chrono::NaiveDate;
use merchant_signup::request::{Applicant, Signup};
use merchant_signup::{Options, Report, SignupRequest, check_slice};
use merchant_signup_client::Client;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let today = NaiveDate::from_ymd_opt(2026, 11, 2).ok_or("no such day")?;
    for file in std::env::args().skip(1) {
        let report = check_slice(&std::fs::read(file)?, &Options::new(today));
        println!("{}", serde_json::to_string(&report)?);
    }
    let signup = Signup::new().bank_name("DNB").applicant(Applicant::new().phone_number("+4799999999"));
    let refused = SignupRequest::new(signup).into_ready(&Options::new(today)).err().ok_or("half a form is ready")?;
    let again: Report = serde_json::from_str(&serde_json::to_string(&refused)?)?;
    assert_eq!(again, *refused);
    Client::builder("https://api.dintero.com").token("never-sent").build()?;
    Ok(())
}
