//! Sealing what is stored with a new key, and seeing whether it can be opened.

use std::collections::HashSet;
use std::time::Duration;

use sqlx::Row as _;

use super::error::StoreError;
use super::{Store, place};
use crate::vault::key_of;
use crate::{Error, Result};

/// How sealing everything anew went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Resealed {
    /// Texts that were sealed with the newest key.
    pub sealed: u64,
    /// Texts that cannot be opened, and stay as they are.
    pub skipped: u64,
}

/// How long a key that no longer seals is kept aside at least: longer than any request or copy of a file takes.
const ASIDE: Duration = Duration::from_secs(24 * 3600);

impl Store {
    /// Makes a new key and seals everything with it, while servers go on.
    ///
    /// # Errors
    ///
    /// When the key file cannot be written, or the database fails.
    pub async fn rotate(&self) -> Result<Resealed> {
        self.vault.rotate()?;
        self.reseal()
            .await
            .map_err(|error| Error::of("what is stored cannot be sealed with the new key", error))
    }

    /// Seals everything that is not with the newest key. What cannot be opened is counted and passed over.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn reseal(&self) -> Result<Resealed, StoreError> {
        Ok(self.reseal_all().await?.0)
    }

    /// Seals everything anew, and names the keys that something is still sealed with.
    async fn reseal_all(&self) -> Result<(Resealed, HashSet<String>), StoreError> {
        let (mut resealed, mut in_use) = (Resealed::default(), HashSet::new());
        for (table, column) in SEALED {
            let mut after = String::new();
            loop {
                let rows = self.sealed_rows(table, column, &after).await?;
                let Some((end, _)) = rows.last() else { break };
                after.clone_from(end);
                for (id_of_row, sealed) in rows {
                    if self.vault.is_current(&sealed) {
                        continue;
                    }
                    let place = place(column, &id_of_row);
                    let text = match self.vault.unseal(&place, &sealed) {
                        Ok(text) => text,
                        Err(error) => {
                            tracing::error!(table, id = id_of_row, %error, "a stored text cannot be opened");
                            resealed.skipped += 1;
                            in_use.extend(key_of(&sealed).map(ToOwned::to_owned));
                            continue;
                        }
                    };
                    let anew = self.vault.seal(&place, &text)?;
                    // Only where nobody has changed it meanwhile.
                    let update = format!("UPDATE {table} SET {column} = $1 WHERE id = $2 AND {column} = $3");
                    let updated = sqlx::query(&update)
                        .bind(anew)
                        .bind(&id_of_row)
                        .bind(&sealed)
                        .execute(&self.writers)
                        .await?;
                    resealed.sealed += updated.rows_affected();
                    if updated.rows_affected() == 0 {
                        in_use.extend(key_of(&sealed).map(ToOwned::to_owned));
                    }
                }
            }
        }
        self.forget().await?;
        Ok((resealed, in_use))
    }

    /// Opens everything that is sealed, and changes nothing: how many texts can be opened, and how many cannot.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn verify(&self) -> Result<(u64, u64), StoreError> {
        let (mut opened, mut broken) = (0, 0);
        for (table, column) in SEALED {
            let mut after = String::new();
            loop {
                let rows = self.sealed_rows(table, column, &after).await?;
                let Some((end, _)) = rows.last() else { break };
                after.clone_from(end);
                for (id, sealed) in rows {
                    match self.vault.unseal(&place(column, &id), &sealed) {
                        Ok(_) => opened += 1,
                        Err(error) => {
                            tracing::error!(table, id, %error, "a stored text cannot be opened");
                            broken += 1;
                        }
                    }
                }
            }
        }
        Ok((opened, broken))
    }

    /// The next hundred ids and sealed texts of a column.
    async fn sealed_rows(
        &self,
        table: &str,
        column: &str,
        after: &str,
    ) -> Result<Vec<(String, String)>, StoreError> {
        let select = format!(
            "SELECT id, {column} AS sealed FROM {table} \
             WHERE {column} IS NOT NULL AND id > $1 ORDER BY id LIMIT 100"
        );
        let rows = sqlx::query(&select).bind(after).fetch_all(&self.readers).await?;
        rows.iter().map(|row| Ok((row.try_get("id")?, row.try_get("sealed")?))).collect()
    }

    /// Seals everything with the newest key and puts the others aside, where they open what a running server may still
    /// seal with them. Keys that have been aside for a day, and that nothing is sealed with, are dropped: returns how
    /// many.
    ///
    /// # Errors
    ///
    /// When the database fails or the key files cannot be written.
    pub async fn retire_keys(&self) -> Result<(Resealed, usize)> {
        let (resealed, in_use) = self
            .reseal_all()
            .await
            .map_err(|error| Error::of("what is stored cannot be sealed with the newest key", error))?;
        let dropped = self.vault.retire(&in_use, ASIDE)?;
        Ok((resealed, dropped))
    }
}

/// What is sealed: the table and the column. It is bound to the column and the row's id.
const SEALED: &[(&str, &str)] = &[
    ("connections", "signup"),
    ("connections", "configuration"),
    ("connections", "metadata"),
    ("events", "metadata"),
    ("answers", "answer"),
    ("sessions", "answer"),
    ("drafts", "draft"),
];
