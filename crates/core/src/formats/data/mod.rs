//! The tables behind the formats. All but this file is written by `cargo xtask update-data` from the text files in
//! `crates/core/data/`, where sources and versions are noted.

pub(super) mod currency;
pub(super) mod iban;
pub(super) mod phone;
