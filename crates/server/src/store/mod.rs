//! Where connections are kept: SQLite in a file, or PostgreSQL that several servers may share. One code for both.
//!
//! A signup is a row of its own, and the account's last row is its connection. A partial unique index sees to it that
//! one row of an account is pending or enabled, however many write at once. A change and its event are one transaction,
//! together with the answer that an `Idempotency-Key` keeps and what endpoints are to be told. When a call returns, what it did is on the disk.
//!
//! What a person typed, what the callback brought and what is kept as an answer is sealed by the [`Vault`].

mod act;
mod backup;
mod database;
mod drafts;
mod erase;
mod error;
mod keys;
mod list;
mod outbox;
mod read;
mod sessions;
mod transitions;
mod write;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::Utc;
use merchant_signup::formats::account_id::AccountId;
use sqlx::{AnyPool, Row as _};
use tokio::sync::{Mutex, Notify};

use self::database::{Work, is_sqlite, make_private, pool, sqlite_file, sqlite_url};
use crate::vault::Vault;
use crate::{Error, Result};

pub use self::act::{Act, Completion, Done, Ending, IdempotencyKey, Outcome};
pub use self::drafts::{Draft, Saved};
pub use self::erase::Erased;
pub use self::error::StoreError;
pub use self::keys::Resealed;
pub use self::list::{Export, Page, Summary};
pub use self::outbox::{Attempt, Delivery, DeliveryStatus, Listed};
pub use self::sessions::{NewSession, Session};
pub use self::transitions::{Cause, TRANSITIONS, Transition};
pub use self::write::Known;

/// Where connections are kept.
pub struct Store {
    readers: AnyPool,
    writers: AnyPool,
    is_sqlite: bool,
    vault: Vault,
    /// When the database was last asked whether it is ready, and what came of it.
    readiness: Mutex<Option<(Instant, bool)>>,
    /// Wakes those who wait for events that are to be told.
    news: Arc<Notify>,
}

impl Store {
    /// Opens the database and brings it to the newest version.
    ///
    /// `database` is a URL (`postgres://…`, `sqlite:…`), or the path of an SQLite file, which is made where it is not there.
    ///
    /// # Errors
    ///
    /// When it cannot be opened, or is not ours.
    pub async fn open(database: &str, vault: Vault) -> Result<Self> {
        sqlx::any::install_default_drivers();
        let is_sqlite = is_sqlite(database)?;
        if is_sqlite {
            make_private(database)?;
        }
        let url = if is_sqlite { sqlite_url(database) } else { database.to_owned() };
        if is_sqlite {
            database::try_sqlite(&url).await?;
            #[cfg(unix)]
            database::keep_private(database);
        }
        // SQLite has one writer: those who wait for it stand in the pool's line and not in SQLite's.
        let writers = pool(&url, is_sqlite, if is_sqlite { 1 } else { 10 }).await?;
        let readers = if is_sqlite { pool(&url, true, 4).await? } else { writers.clone() };
        database::migrate(&writers, is_sqlite)
            .await
            .map_err(|error| Error::of("the database cannot be brought to this version", error))?;
        Ok(Self { readers, writers, is_sqlite, vault, readiness: Mutex::new(None), news: Arc::default() })
    }

    /// Opens a database as [`open`](Self::open) does, and makes no SQLite file where there is none.
    ///
    /// # Errors
    ///
    /// When there is no such file, it cannot be opened, or is not ours.
    pub async fn open_existing(database: &str, vault: Vault) -> Result<Self> {
        if is_sqlite(database)?
            && let Some(file) = sqlite_file(database)
            && !file.exists()
        {
            return Err(Error::new(format!("{}: there is no such database", file.display())));
        }
        Self::open(database, vault).await
    }

    /// Waits for what is under way and closes the database.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writers.close().await;
    }

    /// The kind of database, for people.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        if self.is_sqlite { "SQLite" } else { "PostgreSQL" }
    }

    async fn begin(&self) -> Result<Work, StoreError> {
        database::begin(&self.writers, self.is_sqlite).await
    }

    /// Whether the database takes what is written, answered within two seconds.
    ///
    /// It is asked at most once a second, however many want to know.
    pub async fn is_ready(&self) -> bool {
        let mut last = self.readiness.lock().await;
        if let Some((at, ready)) = *last
            && at.elapsed() < READINESS_HOLDS
        {
            return ready;
        }
        let ready = matches!(tokio::time::timeout(READINESS_WAITS, self.write_readiness()).await, Ok(Ok(())));
        *last = Some((Instant::now(), ready));
        ready
    }

    async fn write_readiness(&self) -> Result<(), StoreError> {
        let mut work = self.begin().await?;
        // Only what is committed has been on the disk. A disk that is full for a signup may still have room for a number.
        sqlx::query("UPDATE readiness SET written_at = $1, padding = $2")
            .bind(Utc::now().timestamp_millis())
            .bind("x".repeat(READINESS_BYTES))
            .execute(&mut *work)
            .await?;
        work.commit().await
    }

    /// How many rows there are, of an account or of all.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn count(&self, account: Option<AccountId>) -> Result<i64, StoreError> {
        let row = match &account {
            Some(account) => {
                let count = "SELECT COUNT(*) AS number FROM connections WHERE account_id = $1";
                sqlx::query(count).bind(account.as_str()).fetch_one(&self.readers).await?
            }
            None => {
                sqlx::query("SELECT COUNT(*) AS number FROM connections").fetch_one(&self.readers).await?
            }
        };
        Ok(row.try_get("number")?)
    }
}

const READINESS_HOLDS: Duration = Duration::from_secs(1);
const READINESS_WAITS: Duration = Duration::from_secs(2);
/// As much as storing a signup writes, with its event, its answer and their indexes.
const READINESS_BYTES: usize = 48 * 1024;

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store")
            .field("kind", &self.kind())
            .field("vault", &self.vault)
            .finish_non_exhaustive()
    }
}

fn place(column: &str, id: &str) -> String {
    format!("{column}:{id}")
}

/// SHA-256 in hexadecimal digits.
pub(crate) fn hash(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    hex(&sha2::Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
