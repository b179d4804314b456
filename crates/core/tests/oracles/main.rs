//! The formats against libraries that people trust, and against published values.
//!
//! Where ours differs on purpose, the difference is listed with its reason; a listed difference that is none fails too.
//! `cargo xtask oracles` holds each format against its oracle on millions of values; here some thousands are tried.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use proptest::{
    strategy::Strategy,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

mod any_text;
mod currency;
mod date;
mod email;
mod generated;
mod iban;
mod percentage;
mod phone;
mod suggestions;
mod url;

/// Runs a property on the same cases every time.
fn check<S: Strategy>(cases: u32, strategy: S, property: impl Fn(S::Value)) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let outcome = runner.run(&strategy, |value| {
        property(value);
        Ok(())
    });
    outcome.unwrap();
}

/// The entries of a text file: columns set apart by tabs, lines that begin with `#` left out.
fn rows(file: &str) -> impl Iterator<Item = Vec<&str>> {
    file.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect())
}
