//! Why the store could not do what it was asked to.

use std::fmt;

use crate::vault::VaultError;

/// Why the store could not do what it was asked to.
#[derive(Debug)]
#[non_exhaustive]
pub enum StoreError {
    /// The database does not answer, or not as it should.
    Database(sqlx::Error),
    /// Something stored cannot be opened.
    Vault(VaultError),
    /// Something stored is not what was stored.
    Broken(serde_json::Error),
    /// A stored account is none.
    NotAnAccount,
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database(error) => write!(f, "the database: {error}"),
            Self::Vault(error) => error.fmt(f),
            // serde_json's own message may quote what it read.
            Self::Broken(error) => write!(f, "a stored document is broken at column {}", error.column()),
            Self::NotAnAccount => f.write_str("a stored account is none"),
        }
    }
}

impl std::error::Error for StoreError {}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

impl From<VaultError> for StoreError {
    fn from(error: VaultError) -> Self {
        Self::Vault(error)
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::Broken(error)
    }
}
