//! The draft of an account's signup: what its merchant has filled in so far.

use chrono::{DateTime, Utc};
use merchant_signup::formats::account_id::AccountId;
use serde_json::Value;
use sqlx::{AnyConnection, Row as _};

use super::error::StoreError;
use super::{Store, place};

/// A draft as it is stored.
#[derive(Clone, Default, serde::Serialize, serde::Deserialize)]
pub struct Draft {
    /// The document, as the form has it.
    pub draft: Value,
    /// The step that the form was at.
    pub step: Option<String>,
    /// How many times it was saved; 0 where it never was.
    #[serde(skip)]
    pub version: i64,
    /// When it was last saved.
    #[serde(skip)]
    pub saved_at: Option<DateTime<Utc>>,
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Draft").field("version", &self.version).finish_non_exhaustive()
    }
}

/// What came of saving a draft.
#[derive(Clone, Debug)]
pub enum Saved {
    /// It was saved, and has this version now.
    As(i64),
    /// Another device has saved since: nothing was stored; this is what is there.
    Changed(Draft),
}

impl Store {
    /// The account's draft; one of version 0 where there is none.
    ///
    /// # Errors
    ///
    /// When the database fails, or the draft cannot be opened.
    pub async fn draft(&self, account: AccountId) -> Result<Draft, StoreError> {
        let mut database = self.readers.acquire().await?;
        self.read_draft(&mut database, account).await
    }

    /// Saves a draft over the one of the version that it was made from.
    ///
    /// # Errors
    ///
    /// When the database fails: then nothing is saved.
    pub async fn save_draft(
        &self,
        account: AccountId,
        draft: &Draft,
        now: DateTime<Utc>,
    ) -> Result<Saved, StoreError> {
        let sealed = self.vault.seal(&place("draft", account.as_str()), &serde_json::to_vec(draft)?)?;
        let mut work = self.begin().await?;
        // Version 0 is a draft that is not there yet.
        let statement = if draft.version == 0 {
            "INSERT INTO drafts (id, version, saved_at, draft) VALUES ($1, $2 + 1, $3, $4) ON CONFLICT DO NOTHING"
        } else {
            "UPDATE drafts SET version = version + 1, saved_at = $3, draft = $4 WHERE id = $1 AND version = $2"
        };
        let saved = sqlx::query(statement)
            .bind(account.as_str())
            .bind(draft.version)
            .bind(now.timestamp_millis())
            .bind(sealed)
            .execute(&mut *work)
            .await?;
        if saved.rows_affected() == 1 {
            work.commit().await?;
            return Ok(Saved::As(draft.version.saturating_add(1)));
        }
        let stored = self.read_draft(&mut work, account).await?;
        work.roll_back().await?;
        Ok(Saved::Changed(stored))
    }

    async fn read_draft(
        &self,
        database: &mut AnyConnection,
        account: AccountId,
    ) -> Result<Draft, StoreError> {
        let row = sqlx::query("SELECT version, saved_at, draft FROM drafts WHERE id = $1")
            .bind(account.as_str())
            .fetch_optional(database)
            .await?;
        let Some(row) = row else { return Ok(Draft::default()) };
        let sealed: String = row.try_get("draft")?;
        let text = self.vault.unseal(&place("draft", account.as_str()), &sealed)?;
        let mut draft: Draft = serde_json::from_slice(&text)?;
        draft.version = row.try_get("version")?;
        draft.saved_at = DateTime::from_timestamp_millis(row.try_get("saved_at")?);
        Ok(draft)
    }
}
