//! Where connections are kept: SQLite in a file, or PostgreSQL that several servers may share. One code for both.
//!
//! A signup is a row of its own, and the account's last row is its connection. A partial unique index sees to it that
//! one row of an account is pending or enabled, however many write at once. A change and its event are one transaction,
//! together with the answer that an `Idempotency-Key` keeps. When a call returns, what it did is on the disk.
//!
//! What a person typed, what the callback brought and what is kept as an answer is sealed by the [`Vault`].

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use merchant_signup::connection::{
    Configuration, Connection, ConnectionSignup, ConnectionStatus, DirectSignup, Event, Other, PaymentOption,
};
use merchant_signup::formats::account_id::AccountId;
use serde::Deserialize as _;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use sqlx::any::{AnyPoolOptions, AnyRow};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{Any, AnyConnection, AnyPool, Executor as _, Row as _, Transaction};

use crate::answer::{Refusal, Why};
use crate::vault::{Vault, VaultError};
use crate::{Error, Result};

/// The version of the connection's schema.
const SCHEMA: u8 = 1;

/// The migrations, in their order. One that was published is never changed.
const MIGRATIONS: &[(i64, &str, &str)] =
    &[(1, "connections", include_str!("../migrations/0001_connections.sql"))];

/// Where connections are kept.
pub struct Store {
    readers: AnyPool,
    writers: AnyPool,
    is_sqlite: bool,
    vault: Vault,
}

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
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database(error) => write!(f, "the database: {error}"),
            Self::Vault(error) => error.fmt(f),
            // serde_json's own message may quote what it read.
            Self::Broken(error) => write!(f, "a stored document is broken at column {}", error.column()),
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

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store failed");
        Self::new(match error {
            StoreError::Database(_) => Why::Unavailable,
            StoreError::Vault(_) | StoreError::Broken(_) => Why::Internal,
        })
    }
}

/// Who does something to which account, and when.
#[derive(Clone, Debug)]
pub struct Act<'a> {
    /// The account.
    pub account: AccountId,
    /// The id of the user or client.
    pub by: &'a str,
    /// When.
    pub at: DateTime<Utc>,
    /// The key under which the answer is kept, where the client sent one.
    pub key: Option<IdempotencyKey>,
}

/// An `Idempotency-Key` and what was asked with it, as hashes.
#[derive(Clone, PartialEq, Eq)]
pub struct IdempotencyKey {
    key: String,
    request: String,
}

impl IdempotencyKey {
    /// The key that a client sent, with the path and the body that it sent it for.
    #[must_use]
    pub fn new(key: &str, path: &str, body: &[u8]) -> Self {
        let mut request = Sha256::new();
        request.update(path);
        request.update([0]);
        request.update(body);
        Self { key: hex(&Sha256::digest(key)), request: hex(&request.finalize()) }
    }
}

impl fmt::Debug for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdempotencyKey(…)")
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What came of a signup or a callback.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was stored; the connection as JSON.
    Stored(String),
    /// 409: a connection is pending or enabled.
    Exists,
    /// 409: the connection is not pending.
    NotPending,
    /// 404: the account has no connection.
    NotFound,
    /// 422: the key was used with another request.
    KeyReused,
}

impl fmt::Debug for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Stored(_) => "Stored(…)",
            Self::Exists => "Exists",
            Self::NotPending => "NotPending",
            Self::NotFound => "NotFound",
            Self::KeyReused => "KeyReused",
        })
    }
}

/// What an `Idempotency-Key` keeps.
#[derive(serde::Serialize, serde::Deserialize)]
struct Kept {
    request: String,
    outcome: Outcome,
}

/// How a pending connection can end without being enabled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Ending {
    /// Something went wrong.
    Failed,
    /// Bambora has said no.
    Declined,
}

impl Ending {
    const fn status(self) -> ConnectionStatus {
        match self {
            Self::Failed => ConnectionStatus::Failed,
            Self::Declined => ConnectionStatus::Declined,
        }
    }
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
        let is_sqlite = !database.starts_with("postgres://") && !database.starts_with("postgresql://");
        let url = if is_sqlite { sqlite_url(database) } else { database.to_owned() };
        // SQLite has one writer: those who wait for it stand in the pool's line and not in SQLite's.
        let writers = pool(&url, is_sqlite, if is_sqlite { 1 } else { 10 }).await?;
        let readers = if is_sqlite { pool(&url, true, 4).await? } else { writers.clone() };
        let store = Self { readers, writers, is_sqlite, vault };
        store
            .migrate()
            .await
            .map_err(|error| Error::of("the database cannot be brought to this version", error))?;
        Ok(store)
    }

    async fn migrate(&self) -> Result<(), sqlx::migrate::MigrateError> {
        let migration = |(version, description, sql): &(i64, &'static str, &'static str)| {
            let (description, sql) = (Cow::Borrowed(*description), Cow::Borrowed(*sql));
            Migration::new(*version, description, MigrationType::Simple, sql, false)
        };
        let migrations: Vec<Migration> = MIGRATIONS.iter().map(migration).collect();
        let migrator = Migrator { migrations: migrations.into(), ..Migrator::DEFAULT };
        if !self.is_sqlite {
            let mut database = self.writers.acquire().await?;
            return migrator.run_direct(&mut *database).await;
        }
        // sqlx has servers that start at once wait for each other on PostgreSQL only.
        let mut transaction = self.writers.begin_with(BEGIN_SQLITE).await?;
        migrator.run_direct(&mut *transaction).await?;
        Ok(transaction.commit().await?)
    }

    /// Whether the database answers.
    pub async fn is_ready(&self) -> bool {
        sqlx::query("SELECT 1").execute(&self.readers).await.is_ok()
    }

    /// Waits for what is under way and closes the database.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writers.close().await;
    }

    /// The account's connection, with its whole history.
    ///
    /// # Errors
    ///
    /// When the database fails, or something stored cannot be opened.
    pub async fn connection(&self, account: AccountId) -> Result<Option<Connection>, StoreError> {
        let mut database = self.readers.acquire().await?;
        self.read(&mut database, account).await
    }

    /// Stores a signup that is ready: a connection that is pending, with its first event. `metadata` goes into the event.
    ///
    /// # Errors
    ///
    /// When the database fails: then nothing is stored.
    pub async fn create(
        &self,
        act: &Act<'_>,
        signup: &Map<String, Value>,
        metadata: &Value,
    ) -> Result<Outcome, StoreError> {
        let mut transaction = self.begin().await?;
        if let Some(outcome) = self.first_answer(&mut transaction, act).await? {
            return Ok(outcome);
        }
        let id = uuid::Uuid::now_v7().to_string();
        let inserted = sqlx::query(
            "INSERT INTO connections (id, account_id, attempt, status, created_at, created_by, updated_at, signup) \
             SELECT $1, $2, COALESCE(MAX(attempt), 0) + 1, 'pending', $3, $4, $5, $6 FROM connections \
             WHERE account_id = $7 ON CONFLICT DO NOTHING",
        )
        .bind(&id)
        .bind(act.account.as_str())
        .bind(act.at.timestamp_millis())
        .bind(act.by)
        .bind(act.at.timestamp_millis())
        .bind(self.vault.seal(&place("signup", &id), &serde_json::to_vec(signup)?)?)
        .bind(act.account.as_str())
        .execute(&mut *transaction)
        .await?;
        let outcome = if inserted.rows_affected() == 1 {
            let description = "Awaiting signature";
            let status = ConnectionStatus::Pending;
            self.add_event(&mut transaction, act, &id, &status, "signature_required", description, metadata)
                .await?;
            self.stored(&mut transaction, act.account).await?
        } else {
            Outcome::Exists
        };
        self.finish(transaction, act, outcome).await
    }

    /// Completes the account's pending connection with what the callback brought.
    ///
    /// # Errors
    ///
    /// When the database fails: then nothing is stored.
    pub async fn complete(&self, act: &Act<'_>, configuration: &Value) -> Result<Outcome, StoreError> {
        let mut transaction = self.begin().await?;
        if let Some(outcome) = self.first_answer(&mut transaction, act).await? {
            return Ok(outcome);
        }
        let outcome = match last(&mut transaction, act.account).await? {
            // Nothing was done, and nothing is kept: there may be a connection when it comes again.
            None => return Ok(Outcome::NotFound),
            Some((id, _)) => {
                let sealed =
                    self.vault.seal(&place("configuration", &id), &serde_json::to_vec(configuration)?)?;
                let updated = sqlx::query(
                    "UPDATE connections SET status = 'enabled', configuration = $1, callback_at = $2, updated_at = $3 \
                     WHERE id = $4 AND status = 'pending'",
                )
                .bind(sealed)
                .bind(act.at.timestamp_millis())
                .bind(act.at.timestamp_millis())
                .bind(&id)
                .execute(&mut *transaction)
                .await?;
                if updated.rows_affected() == 1 {
                    let (status, none) = (ConnectionStatus::Enabled, json!({}));
                    self.add_event(
                        &mut transaction,
                        act,
                        &id,
                        &status,
                        "enabled",
                        "Payments can be made",
                        &none,
                    )
                    .await?;
                    self.stored(&mut transaction, act.account).await?
                } else {
                    Outcome::NotPending
                }
            }
        };
        self.finish(transaction, act, outcome).await
    }

    /// Ends the account's pending connection. The account may sign up anew after that.
    ///
    /// # Errors
    ///
    /// When the database fails: then nothing is stored.
    pub async fn end(&self, act: &Act<'_>, ending: Ending, description: &str) -> Result<Outcome, StoreError> {
        let mut transaction = self.begin().await?;
        let Some((id, _)) = last(&mut transaction, act.account).await? else {
            return Ok(Outcome::NotFound);
        };
        let status = ending.status();
        let updated = sqlx::query(
            "UPDATE connections SET status = $1, updated_at = $2 WHERE id = $3 AND status = 'pending'",
        )
        .bind(status.as_str())
        .bind(act.at.timestamp_millis())
        .bind(&id)
        .execute(&mut *transaction)
        .await?;
        if updated.rows_affected() != 1 {
            return Ok(Outcome::NotPending);
        }
        self.add_event(&mut transaction, act, &id, &status, status.as_str(), description, &json!({})).await?;
        let outcome = self.stored(&mut transaction, act.account).await?;
        transaction.commit().await?;
        Ok(outcome)
    }

    /// Removes what persons typed for an account; its history stays. Returns how many signups were removed.
    ///
    /// # Errors
    ///
    /// When the database fails: then nothing is removed.
    pub async fn erase(&self, account: AccountId) -> Result<u64, StoreError> {
        let mut transaction = self.begin().await?;
        let account = account.as_str();
        let erased =
            sqlx::query("UPDATE connections SET signup = NULL WHERE account_id = $1 AND signup IS NOT NULL")
                .bind(account)
                .execute(&mut *transaction)
                .await?;
        sqlx::query("UPDATE events SET metadata = NULL WHERE account_id = $1")
            .bind(account)
            .execute(&mut *transaction)
            .await?;
        sqlx::query("DELETE FROM answers WHERE account_id = $1")
            .bind(account)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        self.forget().await?;
        Ok(erased.rows_affected())
    }

    /// Removes what persons typed before a time, whatever the connection's status. Returns how many signups were removed.
    ///
    /// # Errors
    ///
    /// When the database fails: then nothing is removed.
    pub async fn erase_before(&self, time: DateTime<Utc>) -> Result<u64, StoreError> {
        let mut transaction = self.begin().await?;
        let time = time.timestamp_millis();
        let erased =
            sqlx::query("UPDATE connections SET signup = NULL WHERE created_at < $1 AND signup IS NOT NULL")
                .bind(time)
                .execute(&mut *transaction)
                .await?;
        sqlx::query("UPDATE events SET metadata = NULL WHERE created_at < $1 AND metadata IS NOT NULL")
            .bind(time)
            .execute(&mut *transaction)
            .await?;
        sqlx::query("DELETE FROM answers WHERE created_at < $1")
            .bind(time)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
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

    /// Does what time brings: erases what is older than the retention, forgets old answers.
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
        let days = retention.and_then(|days| TimeDelta::try_days(days.into()));
        match days.and_then(|age| now.checked_sub_signed(age)) {
            Some(time) => self.erase_before(time).await,
            None => Ok(0),
        }
    }

    /// Makes a new key and seals everything with it, while servers go on. Returns how many texts were sealed anew.
    ///
    /// # Errors
    ///
    /// When the key file cannot be written, the database fails, or something stored cannot be opened.
    pub async fn rotate(&self) -> Result<u64> {
        self.vault.rotate()?;
        self.reseal()
            .await
            .map_err(|error| Error::of("what is stored cannot be sealed with the new key", error))
    }

    /// Seals everything that is not with the newest key. Returns how many texts that were.
    ///
    /// # Errors
    ///
    /// When the database fails, or something stored cannot be opened.
    pub async fn reseal(&self) -> Result<u64, StoreError> {
        let mut count = 0;
        for (table, column) in SEALED {
            let mut after = String::new();
            loop {
                let select = format!(
                    "SELECT id, {column} AS sealed FROM {table} \
                     WHERE {column} IS NOT NULL AND id > $1 ORDER BY id LIMIT 100"
                );
                let rows = sqlx::query(&select).bind(&after).fetch_all(&self.readers).await?;
                let Some(end) = rows.last() else { break };
                after = end.try_get("id")?;
                for row in rows {
                    let (id_of_row, sealed): (String, String) = (row.try_get("id")?, row.try_get("sealed")?);
                    if self.vault.is_current(&sealed) {
                        continue;
                    }
                    let place = place(column, &id_of_row);
                    let anew = self.vault.seal(&place, &self.vault.unseal(&place, &sealed)?)?;
                    // Only where nobody has changed it meanwhile.
                    let update = format!("UPDATE {table} SET {column} = $1 WHERE id = $2 AND {column} = $3");
                    let updated = sqlx::query(&update)
                        .bind(anew)
                        .bind(&id_of_row)
                        .bind(sealed)
                        .execute(&self.writers)
                        .await?;
                    count += updated.rows_affected();
                }
            }
        }
        self.forget().await?;
        Ok(count)
    }

    /// Drops every key but the newest, once nothing is sealed with another. A server that began before the newest key was
    /// made still seals with an older one: it must have been started anew.
    ///
    /// # Errors
    ///
    /// When the database fails or the key file cannot be written.
    pub async fn retire_keys(&self) -> Result<()> {
        self.reseal()
            .await
            .map_err(|error| Error::of("what is stored cannot be sealed with the newest key", error))?;
        self.vault.retire()
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

    async fn begin(&self) -> Result<Transaction<'static, Any>, StoreError> {
        let begin = if self.is_sqlite { BEGIN_SQLITE } else { "BEGIN ISOLATION LEVEL READ COMMITTED" };
        Ok(self.writers.begin_with(begin).await?)
    }

    /// What was answered to the same key before. Where it is new, it is this transaction's from here on, and others who
    /// come with it wait.
    async fn first_answer(
        &self,
        database: &mut AnyConnection,
        act: &Act<'_>,
    ) -> Result<Option<Outcome>, StoreError> {
        let Some(key) = &act.key else { return Ok(None) };
        let inserted = sqlx::query(
            "INSERT INTO answers (id, account_id, created_at, answer) VALUES ($1, $2, $3, '') ON CONFLICT DO NOTHING",
        )
        .bind(answer_id(act.account, key))
        .bind(act.account.as_str())
        .bind(act.at.timestamp_millis())
        .execute(&mut *database)
        .await?;
        if inserted.rows_affected() == 1 {
            return Ok(None);
        }
        let row = sqlx::query("SELECT answer FROM answers WHERE id = $1")
            .bind(answer_id(act.account, key))
            .fetch_one(&mut *database)
            .await?;
        let sealed: String = row.try_get("answer")?;
        let kept: Kept = serde_json::from_slice(
            &self.vault.unseal(&place("answer", &answer_id(act.account, key)), &sealed)?,
        )?;
        Ok(Some(if kept.request == key.request { kept.outcome } else { Outcome::KeyReused }))
    }

    /// Keeps the outcome under its key, and makes all of it last.
    async fn finish(
        &self,
        mut transaction: Transaction<'static, Any>,
        act: &Act<'_>,
        outcome: Outcome,
    ) -> Result<Outcome, StoreError> {
        if let Some(key) = &act.key {
            let kept = Kept { request: key.request.clone(), outcome: outcome.clone() };
            let sealed = self
                .vault
                .seal(&place("answer", &answer_id(act.account, key)), &serde_json::to_vec(&kept)?)?;
            sqlx::query("UPDATE answers SET answer = $1 WHERE id = $2")
                .bind(sealed)
                .bind(answer_id(act.account, key))
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        Ok(outcome)
    }

    #[allow(clippy::too_many_arguments, reason = "an event's columns, each once")]
    async fn add_event(
        &self,
        database: &mut AnyConnection,
        act: &Act<'_>,
        connection: &str,
        status: &ConnectionStatus,
        event: &str,
        description: &str,
        metadata: &Value,
    ) -> Result<(), StoreError> {
        let id = uuid::Uuid::now_v7().to_string();
        sqlx::query(
            "INSERT INTO events (id, connection_id, account_id, sequence, status, event, created_at, created_by, description, metadata) \
             SELECT $1, $2, $3, COALESCE(MAX(sequence), 0) + 1, $4, $5, $6, $7, $8, $9 FROM events WHERE account_id = $10",
        )
        .bind(&id)
        .bind(connection)
        .bind(act.account.as_str())
        .bind(status.as_str())
        .bind(event)
        .bind(act.at.timestamp_millis())
        .bind(act.by)
        .bind(description)
        .bind(self.vault.seal(&place("metadata", &id), &serde_json::to_vec(metadata)?)?)
        .bind(act.account.as_str())
        .execute(&mut *database)
        .await?;
        Ok(())
    }

    /// The account's connection as the answer to what was just stored.
    async fn stored(&self, database: &mut AnyConnection, account: AccountId) -> Result<Outcome, StoreError> {
        let connection = self.read(database, account).await?;
        Ok(Outcome::Stored(serde_json::to_string(&connection)?))
    }

    async fn read(
        &self,
        database: &mut AnyConnection,
        account: AccountId,
    ) -> Result<Option<Connection>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, status, created_at, created_by, updated_at, callback_at, signup, configuration \
             FROM connections WHERE account_id = $1 ORDER BY attempt",
        )
        .bind(account.as_str())
        .fetch_all(&mut *database)
        .await?;
        let Some(last) = rows.last() else { return Ok(None) };
        let events = sqlx::query(
            "SELECT id, status, event, created_at, created_by, description, metadata \
             FROM events WHERE account_id = $1 ORDER BY sequence",
        )
        .bind(account.as_str())
        .fetch_all(&mut *database)
        .await?;

        let mut connection = Connection::default();
        connection.created_at = time(last, "created_at")?;
        connection.created_by = Some(last.try_get("created_by")?);
        connection.updated_at = time(last, "updated_at")?;
        connection.metadata = Some(Other::default());
        connection.status = Some(last.try_get::<String, _>("status")?.into());
        connection.schema = Some(SCHEMA.into());
        connection.events = events.iter().map(|row| self.event(row)).collect::<Result<_, _>>()?;
        for row in &rows {
            let id: String = row.try_get("id")?;
            let signup: Option<Map<String, Value>> = self.unsealed(row, "signup", &id)?;
            let configuration: Option<Configuration> = self.unsealed(row, "configuration", &id)?;
            connection.direct_signups.push(direct_signup(row, id, signup.as_ref(), configuration.as_ref())?);
            // The last row's stay.
            connection.configuration = configuration;
            connection.signup = match signup {
                Some(answers) => Some(connection_signup(row, answers)?),
                None => None,
            };
        }
        Ok(Some(connection))
    }

    fn event(&self, row: &AnyRow) -> Result<Event, StoreError> {
        let id: String = row.try_get("id")?;
        let mut event = Event::default();
        event.status = Some(row.try_get::<String, _>("status")?.into());
        event.event = Some(row.try_get("event")?);
        event.created_at = time(row, "created_at")?;
        event.created_by = Some(row.try_get("created_by")?);
        event.description = Some(row.try_get("description")?);
        event.metadata = self.unsealed(row, "metadata", &id)?;
        event.id = Some(id);
        Ok(event)
    }

    fn unsealed<T: serde::de::DeserializeOwned>(
        &self,
        row: &AnyRow,
        column: &str,
        id: &str,
    ) -> Result<Option<T>, StoreError> {
        let sealed: Option<String> = row.try_get(column)?;
        sealed
            .map(|sealed| Ok(serde_json::from_slice(&self.vault.unseal(&place(column, id), &sealed)?)?))
            .transpose()
    }

    /// Has SQLite's log forget what was just overwritten. PostgreSQL does that in its own time.
    async fn forget(&self) -> Result<(), StoreError> {
        if self.is_sqlite {
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.writers).await?;
        }
        Ok(())
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.is_sqlite { "SQLite" } else { "PostgreSQL" };
        f.debug_struct("Store").field("kind", &kind).field("vault", &self.vault).finish_non_exhaustive()
    }
}

/// The lock is taken at once: one that is taken later may find that others have written meanwhile.
const BEGIN_SQLITE: &str = "BEGIN IMMEDIATE";

/// What is sealed: the table and the column. It is bound to the column and the row's id.
const SEALED: &[(&str, &str)] = &[
    ("connections", "signup"),
    ("connections", "configuration"),
    ("events", "metadata"),
    ("answers", "answer"),
];

fn place(column: &str, id: &str) -> String {
    format!("{column}:{id}")
}

fn answer_id(account: AccountId, key: &IdempotencyKey) -> String {
    format!("{account}:{}", key.key)
}

/// The account's last row: its id and status.
async fn last(
    database: &mut AnyConnection,
    account: AccountId,
) -> Result<Option<(String, String)>, StoreError> {
    let row =
        sqlx::query("SELECT id, status FROM connections WHERE account_id = $1 ORDER BY attempt DESC LIMIT 1")
            .bind(account.as_str())
            .fetch_optional(database)
            .await?;
    row.map(|row| Ok((row.try_get("id")?, row.try_get("status")?))).transpose()
}

fn time(row: &AnyRow, column: &str) -> Result<Option<DateTime<FixedOffset>>, StoreError> {
    let milliseconds: Option<i64> = row.try_get(column)?;
    Ok(milliseconds.and_then(DateTime::from_timestamp_millis).map(|time| time.fixed_offset()))
}

fn connection_signup(row: &AnyRow, answers: Map<String, Value>) -> Result<ConnectionSignup, StoreError> {
    let mut signup = ConnectionSignup::default();
    signup.created_at = time(row, "created_at")?;
    signup.callback_at = time(row, "callback_at")?;
    signup.answers = Other(answers);
    Ok(signup)
}

fn direct_signup(
    row: &AnyRow,
    id: String,
    signup: Option<&Map<String, Value>>,
    configuration: Option<&Configuration>,
) -> Result<DirectSignup, StoreError> {
    let mut direct = DirectSignup::default();
    direct.signup_id = Some(id);
    direct.created_at = time(row, "created_at")?;
    direct.callback_at = time(row, "callback_at")?;
    direct.payment_options = match (configuration, signup.and_then(|signup| signup.get("payment_options"))) {
        (Some(configuration), _) => configuration.payment_options.clone(),
        (None, Some(options)) => Vec::<PaymentOption>::deserialize(options)?,
        (None, None) => Vec::new(),
    };
    direct.merchant_number = configuration.and_then(|configuration| configuration.merchant_number.clone());
    direct.md5_key = configuration.and_then(|configuration| configuration.md5_key.clone());
    Ok(direct)
}

async fn pool(url: &str, is_sqlite: bool, connections: u32) -> Result<AnyPool> {
    AnyPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(10))
        .after_connect(move |database, _| {
            Box::pin(async move {
                if is_sqlite {
                    database.execute(SQLITE).await?;
                }
                Ok(())
            })
        })
        .connect(url)
        .await
        .map_err(|error| Error::of("the database cannot be opened", error))
}

/// A commit is on the disk before it is answered; what is overwritten is overwritten in the file too.
const SQLITE: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 10000; \
                      PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON";

/// The URL of an SQLite file that is named by its path.
fn sqlite_url(database: &str) -> String {
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
