//! Signup sessions: a link that works once becomes a cookie, and the cookie takes one signup.

use chrono::{DateTime, TimeDelta, Utc};
use merchant_signup::formats::account_id::AccountId;
use merchant_signup::request::Signup;
use serde_json::Value;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

use super::act::{Act, Done, Outcome};
use super::error::StoreError;
use super::{Store, hash, place};

/// A session that is to be made.
#[derive(Clone, Debug)]
pub struct NewSession<'a> {
    /// The secret in its link. Only its hash is stored.
    pub link: &'a str,
    /// Until when the link can be opened.
    pub link_expires_at: DateTime<Utc>,
    /// Where the form leads when it is done.
    pub return_url: Option<&'a str>,
    /// Where a new link can be had.
    pub refresh_url: Option<&'a str>,
    /// The form's language.
    pub locale: Option<&'a str>,
}

/// A session as it stands.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its id.
    pub id: String,
    /// The account that signs up.
    pub account: AccountId,
    /// Until when its link can be opened.
    pub link_expires_at: DateTime<Utc>,
    /// Whether its link was used.
    pub is_opened: bool,
    /// When it ends, once its link was used.
    pub expires_at: Option<DateTime<Utc>>,
    /// Whether it was revoked, or its merchant signed out.
    pub is_ended: bool,
    /// Where the form leads when it is done.
    pub return_url: Option<String>,
    /// Where a new link can be had.
    pub refresh_url: Option<String>,
    /// The form's language.
    pub locale: Option<String>,
    /// Whether a signup was submitted in it.
    pub is_submitted: bool,
    /// What the signup was answered with, unless it was erased.
    pub answer: Option<String>,
}

impl Session {
    /// Whether its link can be opened.
    #[must_use]
    pub fn can_be_opened(&self, now: DateTime<Utc>) -> bool {
        !self.is_opened && !self.is_ended && now < self.link_expires_at
    }

    /// Whether its cookie is good.
    #[must_use]
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        !self.is_ended && self.expires_at.is_some_and(|end| now < end)
    }
}

/// How long a session that has ended is kept, so that its link still leads to where a new one can be had.
const KEPT: TimeDelta = TimeDelta::days(30);

const COLUMNS: &str = "id, account_id, link_expires_at, opened_at, expires_at, ended_at, return_url, refresh_url, \
                       locale, submitted_at, answer";

impl Store {
    /// Makes a session for an account, and returns its id.
    ///
    /// # Errors
    ///
    /// When the database fails: then nothing is stored.
    pub async fn create_session(&self, act: &Act<'_>, new: &NewSession<'_>) -> Result<String, StoreError> {
        let id = uuid::Uuid::now_v7().to_string();
        sqlx::query(
            "INSERT INTO sessions (id, account_id, created_at, created_by, link_hash, link_expires_at, return_url, refresh_url, locale) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(&id)
        .bind(act.account.as_str())
        .bind(act.at.timestamp_millis())
        .bind(act.by)
        .bind(hash(new.link.as_bytes()))
        .bind(new.link_expires_at.timestamp_millis())
        .bind(new.return_url)
        .bind(new.refresh_url)
        .bind(new.locale)
        .execute(&self.writers)
        .await?;
        Ok(id)
    }

    /// The session of a link, in whatever state.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn session_of_link(&self, link: &str) -> Result<Option<Session>, StoreError> {
        self.session_where("link_hash", link).await
    }

    /// The session of a cookie, in whatever state.
    ///
    /// # Errors
    ///
    /// When the database fails, or its answer cannot be opened.
    pub async fn session_of_cookie(&self, cookie: &str) -> Result<Option<Session>, StoreError> {
        self.session_where("cookie_hash", cookie).await
    }

    async fn session_where(&self, column: &str, secret: &str) -> Result<Option<Session>, StoreError> {
        let select = format!("SELECT {COLUMNS} FROM sessions WHERE {column} = $1");
        let row = sqlx::query(&select).bind(hash(secret.as_bytes())).fetch_optional(&self.readers).await?;
        row.map(|row| self.session(&row)).transpose()
    }

    /// Uses a link: from here on it is used up, and the cookie is good until `end`. Returns whether the link was good.
    ///
    /// # Errors
    ///
    /// When the database fails: then the link is as good as before.
    pub async fn open_session(
        &self,
        link: &str,
        cookie: &str,
        now: DateTime<Utc>,
        end: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let updated = sqlx::query(
            "UPDATE sessions SET opened_at = $1, cookie_hash = $2, expires_at = $3 \
             WHERE link_hash = $4 AND opened_at IS NULL AND ended_at IS NULL AND link_expires_at > $5",
        )
        .bind(now.timestamp_millis())
        .bind(hash(cookie.as_bytes()))
        .bind(end.timestamp_millis())
        .bind(hash(link.as_bytes()))
        .bind(now.timestamp_millis())
        .execute(&self.writers)
        .await?;
        Ok(updated.rows_affected() == 1)
    }

    /// Ends a session of an account, whether its link was used or not. Returns whether there was one.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn end_session(
        &self,
        account: AccountId,
        id: &str,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let updated = sqlx::query(
            "UPDATE sessions SET ended_at = COALESCE(ended_at, $1) WHERE id = $2 AND account_id = $3",
        )
        .bind(now.timestamp_millis())
        .bind(id)
        .bind(account.as_str())
        .execute(&self.writers)
        .await?;
        Ok(updated.rows_affected() == 1)
    }

    /// Stores the signup of a session. A session takes one: sent again, whatever the body, it is answered as before.
    ///
    /// # Errors
    ///
    /// When the database fails: then nothing is stored.
    pub async fn submit(
        &self,
        session: &str,
        act: &Act<'_>,
        signup: &Signup,
        metadata: &Value,
    ) -> Result<Done, StoreError> {
        let mut work = self.begin().await?;
        if let Some(answer) = self.answer_of_session(&mut work, session).await? {
            work.roll_back().await?;
            return Ok(Done { outcome: Outcome::Stored(answer), is_replay: true });
        }
        let outcome = self.insert(&mut work, act, signup, metadata).await?;
        let Outcome::Stored(answer) = &outcome else {
            work.roll_back().await?;
            return Ok(outcome.into());
        };
        sqlx::query("UPDATE sessions SET submitted_at = $1, answer = $2 WHERE id = $3")
            .bind(act.at.timestamp_millis())
            .bind(self.vault.seal(&place("answer", session), answer.as_bytes())?)
            .bind(session)
            .execute(&mut *work)
            .await?;
        // The answers are in the signup now.
        sqlx::query("DELETE FROM drafts WHERE id = $1")
            .bind(act.account.as_str())
            .execute(&mut *work)
            .await?;
        work.commit().await?;
        Ok(outcome.into())
    }

    /// What a session was answered with. The session is this transaction's from here on, and others who come with it wait.
    async fn answer_of_session(
        &self,
        database: &mut AnyConnection,
        session: &str,
    ) -> Result<Option<String>, StoreError> {
        let lock = if self.is_sqlite { "" } else { " FOR UPDATE" };
        let select = format!("SELECT answer FROM sessions WHERE id = $1{lock}");
        let row = sqlx::query(&select).bind(session).fetch_optional(database).await?;
        let sealed: Option<String> = row.map(|row| row.try_get("answer")).transpose()?.flatten();
        sealed.map(|sealed| self.answer(session, &sealed)).transpose()
    }

    /// Removes sessions that have been over for a month, and drafts that nobody has saved since `drafts_before`.
    pub(super) async fn forget_sessions(
        &self,
        now: DateTime<Utc>,
        drafts_before: Option<DateTime<Utc>>,
    ) -> Result<(), StoreError> {
        if let Some(time) = now.checked_sub_signed(KEPT) {
            sqlx::query("DELETE FROM sessions WHERE link_expires_at < $1 AND COALESCE(expires_at, 0) < $2")
                .bind(time.timestamp_millis())
                .bind(time.timestamp_millis())
                .execute(&self.writers)
                .await?;
        }
        if let Some(time) = drafts_before {
            sqlx::query("DELETE FROM drafts WHERE saved_at < $1")
                .bind(time.timestamp_millis())
                .execute(&self.writers)
                .await?;
        }
        Ok(())
    }

    fn session(&self, row: &AnyRow) -> Result<Session, StoreError> {
        let id: String = row.try_get("id")?;
        let account: String = row.try_get("account_id")?;
        let time = |column: &str| -> Result<Option<DateTime<Utc>>, sqlx::Error> {
            let time: Option<i64> = row.try_get(column)?;
            Ok(time.and_then(DateTime::from_timestamp_millis))
        };
        let sealed: Option<String> = row.try_get("answer")?;
        Ok(Session {
            account: AccountId::parse(&account).map_err(|_| StoreError::NotAnAccount)?,
            link_expires_at: time("link_expires_at")?.unwrap_or_default(),
            is_opened: time("opened_at")?.is_some(),
            expires_at: time("expires_at")?,
            is_ended: time("ended_at")?.is_some(),
            return_url: row.try_get("return_url")?,
            refresh_url: row.try_get("refresh_url")?,
            locale: row.try_get("locale")?,
            is_submitted: time("submitted_at")?.is_some(),
            answer: sealed.map(|sealed| self.answer(&id, &sealed)).transpose()?,
            id,
        })
    }

    fn answer(&self, session: &str, sealed: &str) -> Result<String, StoreError> {
        let text = self.vault.unseal(&place("answer", session), sealed)?;
        String::from_utf8(text).map_err(|_| StoreError::Vault(crate::vault::VaultError::Broken))
    }
}
