//! The database itself: its connections, its transactions, its version.

use std::borrow::Cow;
use std::io::ErrorKind;
use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sqlx::any::AnyPoolOptions;
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, AnyPool, Connection as _, Executor as _};
use tokio::sync::Notify;

use super::error::StoreError;
use crate::{Error, Result};

/// The migrations, in their order. One that was published is never changed.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "connections", include_str!("../../migrations/0001_connections.sql")),
    (2, "operations", include_str!("../../migrations/0002_operations.sql")),
    (3, "sessions", include_str!("../../migrations/0003_sessions.sql")),
    (4, "webhooks", include_str!("../../migrations/0004_webhooks.sql")),
    (5, "provider", include_str!("../../migrations/0005_provider.sql")),
    (6, "readiness", include_str!("../../migrations/0006_readiness.sql")),
];

/// The version that a database is brought to.
pub(super) fn newest_version() -> i64 {
    MIGRATIONS.iter().map(|(version, ..)| *version).max().unwrap_or_default()
}

/// Opens an SQLite database and closes it again: where that is in vain a pool would try again and again, and not say why.
pub(super) async fn try_sqlite(url: &str) -> Result<()> {
    let cannot = |error| cannot_open(url, error);
    let mut database = AnyConnection::connect(url).await.map_err(cannot)?;
    database.execute(SQLITE).await.map_err(cannot)?;
    database.close().await.map_err(cannot)
}

pub(super) async fn pool(url: &str, is_sqlite: bool, connections: u32) -> Result<AnyPool> {
    let opened = AnyPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(if is_sqlite { ACQUIRE_SQLITE } else { ACQUIRE })
        .after_connect(move |database, _| {
            Box::pin(async move {
                if is_sqlite {
                    database.execute(SQLITE).await?;
                }
                Ok(())
            })
        })
        .connect(url)
        .await;
    match opened {
        // The pool has tried until its time was over, and does not say why that was in vain.
        Err(sqlx::Error::PoolTimedOut) => Err(cannot_open(
            url,
            AnyConnection::connect(url).await.err().unwrap_or(sqlx::Error::PoolTimedOut),
        )),
        opened => opened.map_err(|error| cannot_open(url, error)),
    }
}

/// Why a database cannot be opened, for people.
pub(super) fn cannot_open(url: &str, error: sqlx::Error) -> Error {
    match sqlite_file(url) {
        Some(file) if is_something_else(&error) => {
            Error::new(format!("{} is no SQLite database", file.display()))
        }
        _ => Error::of("the database cannot be opened", error),
    }
}

/// Whether SQLite says that a file is something else.
pub(super) fn is_something_else(error: &sqlx::Error) -> bool {
    error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code)
        .is_some_and(|code| code == NOT_A_DATABASE)
}

/// Source: <https://www.sqlite.org/rescode.html#notadb>.
const NOT_A_DATABASE: &str = "26";

/// How long to wait for a connection: a database that is gone is told of before a client gives up.
const ACQUIRE: Duration = Duration::from_secs(5);

/// In SQLite, whoever has a connection may wait for the file as long as `busy_timeout` says, and the next one behind it.
const ACQUIRE_SQLITE: Duration = Duration::from_secs(25);

/// A commit is on the disk before it is answered; what is overwritten is overwritten in the file too.
const SQLITE: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 10000; \
                      PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON";

/// Whether a database is an SQLite file, or else a PostgreSQL.
///
/// # Errors
///
/// When it is of another kind.
pub(super) fn is_sqlite(database: &str) -> Result<bool> {
    match database.split_once("://").map(|(scheme, _)| scheme) {
        Some("postgres" | "postgresql") => Ok(false),
        Some("sqlite") | None => Ok(true),
        // A URL may have a password, which is not repeated.
        Some(scheme) => Err(Error::new(format!(
            "{scheme}:// is no database that this program knows: there are postgres:// and the path of an SQLite file"
        ))),
    }
}

/// The URL of an SQLite file that is named by its path.
pub(super) fn sqlite_url(database: &str) -> String {
    if database.starts_with("sqlite:") {
        return database.to_owned();
    }
    let escaped: String = database
        .chars()
        .map(|character| match character {
            '%' | '?' | '#' | ' ' => format!("%{:02X}", u32::from(character)),
            _ => character.to_string(),
        })
        .collect();
    format!("sqlite:{escaped}?mode=rwc")
}

/// Creates the file of an SQLite database, where there is none, so that its owner alone may read and write it. SQLite makes its
/// log and the log's index with the same rights.
///
/// A file that is there is not opened: closing it again would take the locks of all connections that this process has to it
/// (<https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_>).
pub(super) fn make_private(database: &str) -> Result<()> {
    let Some(file) = sqlite_file(database) else { return Ok(()) };
    let mut options = std::fs::OpenOptions::new();
    options.create_new(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(&file) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
            Err(Error::of(format!("{} cannot be opened", file.display()), error))
        }
        _ => Ok(()),
    }
}

/// Takes the rights of others from an SQLite database.
#[cfg(unix)]
pub(super) fn keep_private(database: &str) {
    use std::os::unix::fs::PermissionsExt as _;
    let Some(file) = sqlite_file(database) else { return };
    for suffix in ["", "-wal", "-shm"] {
        let mut name = file.clone().into_os_string();
        name.push(suffix);
        let name = PathBuf::from(name);
        // Where the rights cannot be changed, the owner is somebody else, who has chosen them.
        if let Ok(found) = name.metadata()
            && found.permissions().mode() & 0o077 != 0
            && std::fs::set_permissions(&name, std::fs::Permissions::from_mode(0o600)).is_ok()
        {
            tracing::warn!(file = %name.display(), "the rights of others were taken from the database");
        }
    }
}

/// The path in a URL of SQLite, or a plain path; none for a database in memory.
pub(super) fn sqlite_file(database: &str) -> Option<PathBuf> {
    let Some(rest) = database.strip_prefix("sqlite:") else { return Some(PathBuf::from(database)) };
    let path = rest.strip_prefix("//").unwrap_or(rest).split('?').next().unwrap_or_default();
    let in_memory = path.is_empty() || path.starts_with(":memory:") || rest.contains("mode=memory");
    (!in_memory && !path.contains('%') && !rest.contains("mode=ro")).then(|| Path::new(path).to_owned())
}

/// Brings a database to the newest version.
pub(super) async fn migrate(writers: &AnyPool, is_sqlite: bool) -> Result<(), MigrateError> {
    let migration = |(version, description, sql): &(i64, &'static str, &'static str)| {
        let (description, sql) = (Cow::Borrowed(*description), Cow::Borrowed(*sql));
        Migration::new(*version, description, MigrationType::Simple, sql, false)
    };
    let migrations: Vec<Migration> = MIGRATIONS.iter().map(migration).collect();
    let migrator = Migrator { migrations: migrations.into(), ..Migrator::DEFAULT };
    if !is_sqlite {
        let mut database = writers.acquire().await?;
        return migrator.run_direct(&mut *database).await;
    }
    // sqlx has servers that start at once wait for each other on PostgreSQL only.
    let mut transaction = writers.begin_with(BEGIN_SQLITE).await?;
    migrator.run_direct(&mut *transaction).await?;
    Ok(transaction.commit().await?)
}

/// Begins a transaction.
pub(super) async fn begin(writers: &AnyPool, is_sqlite: bool) -> Result<Work, StoreError> {
    let begin = if is_sqlite { BEGIN_SQLITE } else { "BEGIN ISOLATION LEVEL READ COMMITTED" };
    let mut work = Work { connection: writers.acquire().await?, is_done: false, news: None };
    work.connection.execute(begin).await?;
    Ok(work)
}

/// The lock is taken at once: one that is taken later may find that others have written meanwhile.
const BEGIN_SQLITE: &str = "BEGIN IMMEDIATE";

/// A transaction. Unless it is committed or rolled back, its connection is closed, which rolls it back.
///
/// SQLite ends a transaction by itself when the disk is full or fails, sqlx does not learn of it, and a connection that
/// goes back to the pool in between refuses every transaction after it. So only a connection that is known to be in
/// none goes back.
pub(super) struct Work {
    connection: PoolConnection<Any>,
    is_done: bool,
    /// Who waits for the events that it adds.
    news: Option<Arc<Notify>>,
}

impl Work {
    /// Makes what was done last.
    pub(super) async fn commit(mut self) -> Result<(), StoreError> {
        self.connection.execute("COMMIT").await?;
        self.is_done = true;
        if let Some(news) = &self.news {
            news.notify_waiters();
        }
        Ok(())
    }

    /// Has those who wait for events look again once this is committed.
    pub(super) fn tell(&mut self, news: &Arc<Notify>) {
        self.news = Some(Arc::clone(news));
    }

    /// Undoes what was done.
    pub(super) async fn roll_back(mut self) -> Result<(), StoreError> {
        self.connection.execute("ROLLBACK").await?;
        self.is_done = true;
        Ok(())
    }
}

impl Deref for Work {
    type Target = AnyConnection;

    fn deref(&self) -> &AnyConnection {
        &self.connection
    }
}

impl DerefMut for Work {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        &mut self.connection
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        if !self.is_done {
            self.connection.close_on_drop();
        }
    }
}
