//! A copy of the database while it is in use, and what a database is before it is opened.

use std::path::Path;

use sqlx::{AnyConnection, Connection as _, Row as _};

use super::Store;
use super::database::{
    cannot_open, is_something_else, is_sqlite, make_private, newest_version, sqlite_file, sqlite_url,
};
use crate::{Error, Result};

/// The name of the copy of the database in a backup.
const COPY: &str = "signups.sqlite";
/// The name of the copy of the keys in a backup.
const KEYS: &str = "encryption-keys";

impl Store {
    /// Copies an SQLite database, as it is at one moment, and then its keys into a new folder, and opens all that is sealed
    /// in the copy. Returns how many texts that are.
    ///
    /// The keys come last: so they have every key that something in the copy is sealed with.
    ///
    /// # Errors
    ///
    /// When it is a PostgreSQL, which has tools of its own; when the folder is there; when something cannot be copied, or not
    /// be opened in the copy.
    pub async fn back_up(&self, folder: &Path) -> Result<u64> {
        if !self.is_sqlite {
            return Err(Error::new(
                "a PostgreSQL is backed up by its own tools, such as pg_dump; keep a copy of the key files with it",
            ));
        }
        let cannot = |error| Error::of(format!("{} cannot be made", folder.display()), error);
        let mut builder = std::fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder).map_err(cannot)?;
        let copy = folder.join(COPY);
        let copy = copy.to_str().ok_or_else(|| Error::new("the folder's name is no UTF-8"))?;
        make_private(copy)?;
        // Into an empty file, which is for its owner alone.
        let failed = |error| Error::of("the database cannot be copied", error);
        sqlx::query("VACUUM INTO $1").bind(copy).execute(&self.readers).await.map_err(failed)?;
        let keys = folder.join(KEYS);
        let vault = self.vault.copy_to(&keys)?;

        let backup = Self::open(copy, vault).await?;
        let (opened, broken) =
            backup.verify().await.map_err(|error| Error::of("the copy cannot be read", error))?;
        backup.close().await;
        if broken > 0 {
            return Err(Error::new(format!(
                "{broken} of {} texts cannot be opened, here as there: the log names them",
                opened.saturating_add(broken)
            )));
        }
        Ok(opened)
    }

    /// The version that a database has, and the version that this program brings it to; no version where there is no
    /// database yet. Nothing is changed.
    ///
    /// # Errors
    ///
    /// When it cannot be opened, or is of a later version.
    pub async fn look_at(database: &str) -> Result<(Option<i64>, i64)> {
        sqlx::any::install_default_drivers();
        let newest = newest_version();
        let url = if !is_sqlite(database)? {
            database.to_owned()
        } else {
            if let Some(file) = sqlite_file(database)
                && !file.exists()
            {
                let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
                if folder.is_some_and(|folder| !folder.is_dir()) {
                    return Err(Error::new(format!("{}: there is no such folder", file.display())));
                }
                return Ok((None, newest));
            }
            sqlite_url(database).replace("mode=rwc", "mode=rw")
        };
        let cannot = |error| cannot_open(&url, error);
        let mut connection = AnyConnection::connect(&url).await.map_err(cannot)?;
        // Where there is no such table, nobody has used the database yet.
        let row = sqlx::query("SELECT MAX(version) AS version FROM _sqlx_migrations")
            .fetch_one(&mut connection)
            .await;
        let row = match row {
            Err(error) if is_something_else(&error) => return Err(cannot(error)),
            row => row,
        };
        let version: Option<i64> = row.ok().and_then(|row| row.try_get("version").ok());
        connection.close().await.map_err(cannot)?;
        if version.is_some_and(|version| version > newest) {
            return Err(Error::new("the database is of a later version of this program"));
        }
        Ok((version, newest))
    }
}
