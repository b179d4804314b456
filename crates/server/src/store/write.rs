//! What changes a connection. A change, its event and the answer that an `Idempotency-Key` keeps are one transaction.

use merchant_signup::connection::ConnectionStatus;
use merchant_signup::formats::account_id::AccountId;
use merchant_signup::request::Signup;
use serde_json::{Map, Value, json};
use sqlx::{AnyConnection, Row as _};

use super::act::{Act, Completion, Done, Ending, EventType, IdempotencyKey, Outcome};
use super::database::Work;
use super::error::StoreError;
use super::transitions::{Cause, is_allowed};
use super::{Store, place};

/// What an `Idempotency-Key` keeps.
#[derive(serde::Serialize, serde::Deserialize)]
struct Kept {
    request: String,
    outcome: Outcome,
}

/// What happened to a connection.
pub(super) struct NewEvent<'a> {
    /// The connection's row.
    pub(super) connection: &'a str,
    /// The connection's status from then on.
    pub(super) status: &'a ConnectionStatus,
    /// What happened, for programs.
    pub(super) event: &'a str,
    /// What webhooks call it.
    pub(super) told_as: EventType,
    /// What happened, for people.
    pub(super) description: &'a str,
    /// What belongs to it.
    pub(super) metadata: &'a Value,
}

/// What an operator knows of a pending connection from the provider.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The case at Bambora.
    pub case_id: Option<String>,
    /// The store that it was set up for, where it is one of the account's merchants.
    pub store_id: Option<String>,
    /// The merchant category code of ISO 18245, of such a merchant.
    pub mcc: Option<u16>,
    /// What is attached to the connection, by name. Other names stay as they are.
    pub metadata: Map<String, Value>,
    /// What the callback that completes it will name.
    pub callback_reference: Option<String>,
    /// Where the signatories sign.
    pub signature_link: Option<String>,
    /// What the event says to people, without personal data.
    pub description: Option<String>,
}

impl Store {
    /// Stores a signup that is ready: a connection that is pending, with its first event. `metadata` goes into the event.
    ///
    /// # Errors
    ///
    /// When the database fails: then nothing is stored.
    pub async fn create(&self, act: &Act<'_>, signup: &Signup, metadata: &Value) -> Result<Done, StoreError> {
        let mut work = self.begin().await?;
        if let Some(outcome) = self.first_answer(&mut work, act).await? {
            work.roll_back().await?;
            return Ok(Done { outcome, is_replay: true });
        }
        let outcome = self.insert(&mut work, act, signup, metadata).await?;
        self.finish(work, act, outcome).await
    }

    /// What was answered to the same key and request before, where there is a key and an answer.
    ///
    /// # Errors
    ///
    /// When the database fails, or the answer cannot be opened.
    pub async fn answered(&self, act: &Act<'_>) -> Result<Option<Outcome>, StoreError> {
        let Some(key) = &act.key else { return Ok(None) };
        let mut database = self.readers.acquire().await?;
        self.kept(&mut database, act.account, key).await
    }

    /// Inserts a signup and its first event.
    pub(super) async fn insert(
        &self,
        work: &mut Work,
        act: &Act<'_>,
        signup: &Signup,
        metadata: &Value,
    ) -> Result<Outcome, StoreError> {
        let id = uuid::Uuid::now_v7().to_string();
        let inserted = sqlx::query(
            "INSERT INTO connections (id, account_id, attempt, status, created_at, created_by, updated_at, signup, callback_reference) \
             SELECT $1, $2, COALESCE(MAX(attempt), 0) + 1, 'pending', $3, $4, $5, $6, $7 FROM connections \
             WHERE account_id = $8 ON CONFLICT DO NOTHING",
        )
        .bind(&id)
        .bind(act.account.as_str())
        .bind(act.at.timestamp_millis())
        .bind(act.by)
        .bind(act.at.timestamp_millis())
        .bind(self.vault.seal(&place("signup", &id), &serde_json::to_vec(signup)?)?)
        .bind(&id)
        .bind(act.account.as_str())
        .execute(&mut **work)
        .await?;
        if inserted.rows_affected() != 1 {
            return Ok(Outcome::Exists);
        }
        let event = NewEvent {
            connection: &id,
            status: &ConnectionStatus::Pending,
            event: "signature_required",
            told_as: EventType::Created,
            description: "Awaiting signature",
            metadata,
        };
        self.add_event(work, act, &event).await?;
        self.stored(work, act.account).await
    }

    /// Completes the account's pending connection with what the callback brought. `reference` is what the callback names
    /// the connection by.
    ///
    /// # Errors
    ///
    /// When the database fails: then nothing is stored.
    pub async fn complete(
        &self,
        act: &Act<'_>,
        reference: &str,
        completion: &Completion,
    ) -> Result<Done, StoreError> {
        let mut work = self.begin().await?;
        if let Some(outcome) = self.first_answer(&mut work, act).await? {
            work.roll_back().await?;
            return Ok(Done { outcome, is_replay: true });
        }
        let to = ConnectionStatus::Enabled;
        let refused = match self.last(&mut work, act.account).await? {
            None => Some(Outcome::NotFound),
            Some(last) if last.callback_reference.as_deref() != Some(reference) => {
                Some(Outcome::OtherReference)
            }
            Some(last) if !is_allowed(Some(&last.status), Cause::Callback, &to) => {
                return self.finish(work, act, Outcome::NotPending).await;
            }
            Some(last) => {
                let sealed =
                    self.vault.seal(&place("configuration", &last.id), &serde_json::to_vec(completion)?)?;
                sqlx::query(
                    "UPDATE connections SET status = 'enabled', configuration = $1, callback_at = $2, updated_at = $3 \
                     WHERE id = $4",
                )
                .bind(sealed)
                .bind(act.at.timestamp_millis())
                .bind(act.at.timestamp_millis())
                .bind(&last.id)
                .execute(&mut *work)
                .await?;
                let event = NewEvent {
                    connection: &last.id,
                    status: &to,
                    event: "enabled",
                    told_as: EventType::Enabled,
                    description: "Payments can be made",
                    metadata: &json!({}),
                };
                self.add_event(&mut work, act, &event).await?;
                None
            }
        };
        if let Some(outcome) = refused {
            // Nothing was done, and nothing is kept: there may be such a connection when it comes again.
            work.roll_back().await?;
            return Ok(outcome.into());
        }
        let outcome = self.stored(&mut work, act.account).await?;
        self.finish(work, act, outcome).await
    }

    /// Ends the account's connection, whether it is pending or enabled. The account may sign up anew after that.
    ///
    /// # Errors
    ///
    /// When the database fails: then nothing is stored.
    pub async fn end(&self, act: &Act<'_>, ending: Ending, description: &str) -> Result<Outcome, StoreError> {
        let mut work = self.begin().await?;
        let to = ending.status();
        let last = match self.last(&mut work, act.account).await? {
            Some(last) if is_allowed(Some(&last.status), Cause::Operator, &to) => last,
            found => {
                work.roll_back().await?;
                return Ok(if found.is_some() { Outcome::NotPending } else { Outcome::NotFound });
            }
        };
        sqlx::query("UPDATE connections SET status = $1, updated_at = $2 WHERE id = $3")
            .bind(to.as_str())
            .bind(act.at.timestamp_millis())
            .bind(&last.id)
            .execute(&mut *work)
            .await?;
        let event = NewEvent {
            connection: &last.id,
            status: &to,
            event: to.as_str(),
            told_as: ending.told_as(),
            description,
            metadata: &json!({}),
        };
        self.add_event(&mut work, act, &event).await?;
        let outcome = self.stored(&mut work, act.account).await?;
        work.commit().await?;
        Ok(outcome)
    }

    /// Writes down what the provider has told of a pending connection. A link to sign is an event of its own.
    ///
    /// # Errors
    ///
    /// When the database fails: then nothing is stored.
    pub async fn note(&self, act: &Act<'_>, known: &Known) -> Result<Outcome, StoreError> {
        let mut work = self.begin().await?;
        let last = match self.last(&mut work, act.account).await? {
            Some(last) if last.status == ConnectionStatus::Pending => last,
            found => {
                work.roll_back().await?;
                return Ok(if found.is_some() { Outcome::NotPending } else { Outcome::NotFound });
            }
        };
        sqlx::query(
            "UPDATE connections SET case_id = COALESCE($1, case_id), \
             callback_reference = COALESCE($2, callback_reference), store_id = COALESCE($3, store_id), \
             mcc = COALESCE($4, mcc), updated_at = $5 WHERE id = $6",
        )
        .bind(&known.case_id)
        .bind(&known.callback_reference)
        .bind(&known.store_id)
        .bind(known.mcc.map(i64::from))
        .bind(act.at.timestamp_millis())
        .bind(&last.id)
        .execute(&mut *work)
        .await?;
        self.attach(&mut work, &last.id, &known.metadata).await?;
        if let Some(link) = &known.signature_link {
            let event = NewEvent {
                connection: &last.id,
                status: &last.status,
                event: "signature_required",
                told_as: EventType::Updated,
                description: known.description.as_deref().unwrap_or("Awaiting signature"),
                metadata: &json!({ "signature_link": link }),
            };
            self.add_event(&mut work, act, &event).await?;
        }
        let outcome = self.stored(&mut work, act.account).await?;
        work.commit().await?;
        Ok(outcome)
    }

    /// Adds to what is attached to a connection.
    async fn attach(
        &self,
        database: &mut AnyConnection,
        connection: &str,
        more: &Map<String, Value>,
    ) -> Result<(), StoreError> {
        if more.is_empty() {
            return Ok(());
        }
        let row = sqlx::query("SELECT metadata FROM connections WHERE id = $1")
            .bind(connection)
            .fetch_one(&mut *database)
            .await?;
        let mut metadata: Map<String, Value> =
            self.unsealed(&row, "metadata", connection)?.unwrap_or_default();
        metadata.extend(more.clone());
        sqlx::query("UPDATE connections SET metadata = $1 WHERE id = $2")
            .bind(self.vault.seal(&place("metadata", connection), &serde_json::to_vec(&metadata)?)?)
            .bind(connection)
            .execute(&mut *database)
            .await?;
        Ok(())
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
        self.kept(database, act.account, key).await
    }

    /// The answer that a key keeps.
    async fn kept(
        &self,
        database: &mut AnyConnection,
        account: AccountId,
        key: &IdempotencyKey,
    ) -> Result<Option<Outcome>, StoreError> {
        let id = answer_id(account, key);
        let row = sqlx::query("SELECT answer FROM answers WHERE id = $1")
            .bind(&id)
            .fetch_optional(&mut *database)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let sealed: String = row.try_get("answer")?;
        let kept: Kept = serde_json::from_slice(&self.vault.unseal(&place("answer", &id), &sealed)?)?;
        Ok(Some(if kept.request == key.request { kept.outcome } else { Outcome::KeyReused }))
    }

    /// Keeps the outcome under its key, and makes all of it last.
    async fn finish(&self, mut work: Work, act: &Act<'_>, outcome: Outcome) -> Result<Done, StoreError> {
        if let Some(key) = &act.key {
            let kept = Kept { request: key.request.clone(), outcome: outcome.clone() };
            let sealed = self
                .vault
                .seal(&place("answer", &answer_id(act.account, key)), &serde_json::to_vec(&kept)?)?;
            sqlx::query("UPDATE answers SET answer = $1 WHERE id = $2")
                .bind(sealed)
                .bind(answer_id(act.account, key))
                .execute(&mut *work)
                .await?;
        }
        work.commit().await?;
        Ok(outcome.into())
    }

    pub(super) async fn add_event(
        &self,
        work: &mut Work,
        act: &Act<'_>,
        new: &NewEvent<'_>,
    ) -> Result<(), StoreError> {
        let id = uuid::Uuid::now_v7().to_string();
        sqlx::query(
            "INSERT INTO events (id, connection_id, account_id, sequence, status, event, created_at, created_by, description, metadata) \
             SELECT $1, $2, $3, COALESCE(MAX(sequence), 0) + 1, $4, $5, $6, $7, $8, $9 FROM events WHERE account_id = $10",
        )
        .bind(&id)
        .bind(new.connection)
        .bind(act.account.as_str())
        .bind(new.status.as_str())
        .bind(new.event)
        .bind(act.at.timestamp_millis())
        .bind(act.by)
        .bind(new.description)
        .bind(self.vault.seal(&place("metadata", &id), &serde_json::to_vec(new.metadata)?)?)
        .bind(act.account.as_str())
        .execute(&mut **work)
        .await?;
        self.put_in_outbox(work, act, &id, new.told_as).await
    }

    /// The account's connection as the answer to what was just stored.
    pub(super) async fn stored(
        &self,
        database: &mut AnyConnection,
        account: AccountId,
    ) -> Result<Outcome, StoreError> {
        let connection = self.read(database, account).await?;
        Ok(Outcome::Stored(serde_json::to_string(&connection)?))
    }

    /// The account's last signup, which nobody else changes until this transaction ends.
    pub(super) async fn last(
        &self,
        database: &mut AnyConnection,
        account: AccountId,
    ) -> Result<Option<Last>, StoreError> {
        // SQLite has one writer, and does not know the words.
        let lock = if self.is_sqlite { "" } else { " FOR UPDATE" };
        let select = format!(
            "SELECT id, status, callback_reference FROM connections WHERE account_id = $1 \
             ORDER BY attempt DESC LIMIT 1{lock}"
        );
        let row = sqlx::query(&select).bind(account.as_str()).fetch_optional(database).await?;
        row.map(|row| {
            Ok(Last {
                id: row.try_get("id")?,
                status: row.try_get::<String, _>("status")?.into(),
                callback_reference: row.try_get("callback_reference")?,
            })
        })
        .transpose()
    }
}

/// An account's last signup.
pub(super) struct Last {
    pub(super) id: String,
    pub(super) status: ConnectionStatus,
    pub(super) callback_reference: Option<String>,
}

fn answer_id(account: AccountId, key: &IdempotencyKey) -> String {
    format!("{account}:{}", key.key)
}
