//! The database itself: its connections, its transactions, its version.

use std::borrow::Cow;
use std::io::Read as _;
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
    let cannot = |error| Error::of("the database cannot be opened", error);
    match opened {
        // The pool has tried until its time was over, and does not say why that was in vain.
        Err(sqlx::Error::PoolTimedOut) => {
            Err(cannot(AnyConnection::connect(url).await.err().unwrap_or(sqlx::Error::PoolTimedOut)))
        }
        opened => opened.map_err(cannot),
    }
}

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
/// When it is of another kind, or a file that is there is something else.
pub(super) fn is_sqlite(database: &str) -> Result<bool> {
    let scheme = database.split_once("://").map(|(scheme, _)| scheme);
    match scheme {
        Some("postgres" | "postgresql") => return Ok(false),
        Some("sqlite") | None => {}
        // A URL may have a password, which is not repeated.
        Some(scheme) => {
            return Err(Error::new(format!(
                "{scheme}:// is no database that this program knows: there are postgres:// and the path of an SQLite file"
            )));
        }
    }
    let Some(file) = sqlite_file(database).filter(|file| file.is_file()) else { return Ok(true) };
    let mut head = Vec::new();
    std::fs::File::open(&file)
        .and_then(|opened| opened.take(SQLITE_HEAD.len() as u64).read_to_end(&mut head))
        .map_err(|error| Error::of(format!("{} cannot be opened", file.display()), error))?;
    // An empty one is a database that nothing was written to yet.
    if head.is_empty() || head == SQLITE_HEAD {
        return Ok(true);
    }
    Err(Error::new(format!("{} is no SQLite database", file.display())))
}

/// What every SQLite file begins with.
///
/// Source: <https://www.sqlite.org/fileformat2.html#the_database_header>.
const SQLITE_HEAD: &[u8] = b"SQLite format 3\0";

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

/// Makes an SQLite file for its owner alone, or takes the rights of others from one that is there.
///
/// SQLite gives the log and its index the rights of the file.
pub(super) fn keep_private(database: &str) -> Result<()> {
    let Some(file) = sqlite_file(database) else { return Ok(()) };
    #[cfg(unix)]
    {
        use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
        let cannot = |error| Error::of(format!("{} cannot be opened", file.display()), error);
        std::fs::OpenOptions::new().create(true).append(true).mode(0o600).open(&file).map_err(cannot)?;
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
    #[cfg(not(unix))]
    drop(file);
    Ok(())
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
