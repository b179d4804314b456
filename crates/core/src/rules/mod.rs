//! The rules, one file a section of the form, and their registry.
//!
//! A section's file has its codes on top, each with what raises it, then `check`, which reads the section's answers
//! through [`Check`](check::Check) and raises what is wrong. Everything that holds of every field (`required`, `type`,
//! `too_long`, …) is raised by the reading itself, from the payload table.

mod catalogue;
mod check;
mod judge;
mod required;
mod rule;

mod applicant;
mod bank_account;
mod document;
mod ownership;
mod payment_options;
mod revenue;
mod signature;
mod store_type;
mod verifications;

#[cfg(test)]
#[allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on fails"
)]
mod tests;

pub use catalogue::{catalogue, catalogue_of};
pub(crate) use check::status;
pub(crate) use judge::{Part, finish, of_document, reads};
pub use judge::{check, unreadable};
pub use rule::Rule;
