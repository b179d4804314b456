//! .
pub mod formats;
