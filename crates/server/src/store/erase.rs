//! What is removed: on request, and when its time has come.

use chrono::{DateTime, TimeDelta, Utc};
use merchant_signup::formats::account_id::AccountId;

use super::Store;
use super::error::StoreError;

/// After how many days a draft that nobody has saved again is removed.
const DRAFT_DAYS: u32 = 90;

/// What was removed on request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// Signups that were sent.
    pub signups: u64,
    /// Drafts that were not: 1 where the account had one.
    pub drafts: u64,
}

impl Store {
    /// Removes what persons typed for an account; its history stays.
    ///
    /// # Errors
    ///
    /// When the database fails: then nothing is removed.
    pub async fn erase(&self, account: AccountId) -> Result<Erased, StoreError> {
        let mut work = self.begin().await?;
        let account = account.as_str();
        let erased =
            sqlx::query("UPDATE connections SET signup = NULL WHERE account_id = $1 AND signup IS NOT NULL")
                .bind(account)
                .execute(&mut *work)
                .await?;
        sqlx::query("UPDATE events SET metadata = NULL WHERE account_id = $1")
            .bind(account)
            .execute(&mut *work)
            .await?;
        for statement in [
            "UPDATE connections SET metadata = NULL WHERE account_id = $1",
            "DELETE FROM answers WHERE account_id = $1",
            "UPDATE sessions SET answer = NULL WHERE account_id = $1",
        ] {
            sqlx::query(statement).bind(account).execute(&mut *work).await?;
        }
        let drafts =
            sqlx::query("DELETE FROM drafts WHERE id = $1").bind(account).execute(&mut *work).await?;
        work.commit().await?;
        self.forget().await?;
        Ok(Erased { signups: erased.rows_affected(), drafts: drafts.rows_affected() })
    }

    /// Removes what persons typed before a time, whatever the connection's status. Returns how many signups were removed.
    ///
    /// # Errors
    ///
    /// When the database fails: then nothing is removed.
    pub async fn erase_before(&self, time: DateTime<Utc>) -> Result<u64, StoreError> {
        let mut work = self.begin().await?;
        let time = time.timestamp_millis();
        let erased =
            sqlx::query("UPDATE connections SET signup = NULL WHERE created_at < $1 AND signup IS NOT NULL")
                .bind(time)
                .execute(&mut *work)
                .await?;
        sqlx::query("UPDATE events SET metadata = NULL WHERE created_at < $1 AND metadata IS NOT NULL")
            .bind(time)
            .execute(&mut *work)
            .await?;
        for statement in [
            "UPDATE connections SET metadata = NULL WHERE created_at < $1 AND metadata IS NOT NULL",
            "DELETE FROM answers WHERE created_at < $1",
            "UPDATE sessions SET answer = NULL WHERE submitted_at < $1 AND answer IS NOT NULL",
            "DELETE FROM drafts WHERE saved_at < $1",
        ] {
            sqlx::query(statement).bind(time).execute(&mut *work).await?;
        }
        work.commit().await?;
        if erased.rows_affected() > 0 {
            self.forget().await?;
        }
        Ok(erased.rows_affected())
    }

    /// Forgets the answers that were kept under an `Idempotency-Key` before a time.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn forget_answers_before(&self, time: DateTime<Utc>) -> Result<u64, StoreError> {
        let deleted = sqlx::query("DELETE FROM answers WHERE created_at < $1")
            .bind(time.timestamp_millis())
            .execute(&self.writers)
            .await?;
        Ok(deleted.rows_affected())
    }

    /// Does what time brings: erases what is older than the retention, forgets old answers, sessions,
    /// drafts and deliveries.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn tidy(
        &self,
        now: DateTime<Utc>,
        retention: Option<u32>,
        answers: u32,
    ) -> Result<u64, StoreError> {
        if let Some(time) = TimeDelta::try_hours(answers.into()).and_then(|age| now.checked_sub_signed(age)) {
            self.forget_answers_before(time).await?;
        }
        let days = |days: u32| TimeDelta::try_days(days.into()).and_then(|age| now.checked_sub_signed(age));
        self.forget_sessions(now, days(DRAFT_DAYS)).await?;
        self.forget_deliveries(now).await?;
        let days = retention.and_then(|days| TimeDelta::try_days(days.into()));
        match days.and_then(|age| now.checked_sub_signed(age)) {
            Some(time) => self.erase_before(time).await,
            None => Ok(0),
        }
    }

    /// Has SQLite's log forget what was just overwritten. PostgreSQL does that in its own time.
    pub(super) async fn forget(&self) -> Result<(), StoreError> {
        if self.is_sqlite {
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.writers).await?;
        }
        Ok(())
    }
}
