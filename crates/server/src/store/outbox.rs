//! The outbox: events that endpoints are to be told, kept until they were.
//!
//! A row is written for each endpoint in the transaction of the event, so that there is no event without it and no row
//! without its event. Whoever delivers takes rows for a while: where it ends before it says what became of them, they are
//! due again. So an endpoint is told of every event at least once, however many servers deliver.

use std::future::Future;

use chrono::{DateTime, TimeDelta, Utc};
use merchant_signup::formats::account_id::AccountId;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

use super::Store;
use super::act::{Act, EventType};
use super::database::Work;
use super::error::StoreError;

/// Where a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, clap::ValueEnum)]
pub enum DeliveryStatus {
    /// It is tried until it is delivered or fails for good.
    Pending,
    /// The endpoint has taken it.
    Delivered,
    /// It was tried too often, and is not tried again until an operator says so.
    Failed,
}

impl DeliveryStatus {
    /// The word in the database and in exports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
        }
    }
}

/// An event on its way to an endpoint. It holds ids and a status, and nothing that a person typed.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Delivery {
    /// The event's id, the same at every attempt.
    pub event: String,
    /// `connection.created` and its like.
    #[serde(rename = "type")]
    pub event_type: String,
    /// The account.
    pub account: String,
    /// The id of the signup that the connection comes from.
    pub connection: String,
    /// Counts the account's events from 1, without gaps.
    pub sequence: i64,
    /// The connection's status from the event on.
    pub status: String,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// Which attempt this is, from 1.
    pub attempt: i64,
}

/// What became of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// The endpoint has taken it.
    Delivered,
    /// It has not, for this reason; it is due again then.
    Again(String, DateTime<Utc>),
    /// It has not, for this reason, and is not tried again.
    Failed(String),
}

/// A delivery as an operator sees it.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Listed {
    /// The endpoint.
    pub endpoint: String,
    /// Where it stands: `pending`, `delivered` or `failed`.
    pub delivery: String,
    /// What became of the last attempt that failed.
    pub failure: Option<String>,
    /// When the next attempt is due.
    pub due_at: DateTime<Utc>,
    /// The event.
    #[serde(flatten)]
    pub event: Delivery,
}

/// How long what was delivered, or failed for good, is kept.
const KEPT: TimeDelta = TimeDelta::days(30);

const COLUMNS: &str =
    "d.event_id, d.type, d.attempts, e.account_id, e.connection_id, e.sequence, e.status, e.created_at";

impl Store {
    /// Writes down an endpoint, from which moment on it is told of events: of the accounts, or of all where there are
    /// none.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn add_endpoint(&self, name: &str, accounts: &[AccountId]) -> Result<(), StoreError> {
        let accounts: Vec<&str> = accounts.iter().map(AccountId::as_str).collect();
        let accounts = (!accounts.is_empty()).then(|| format!(" {} ", accounts.join(" ")));
        sqlx::query(
            "INSERT INTO endpoints (id, created_at, accounts) VALUES ($1, $2, $3) \
             ON CONFLICT (id) DO UPDATE SET accounts = excluded.accounts",
        )
        .bind(name)
        .bind(Utc::now().timestamp_millis())
        .bind(accounts)
        .execute(&self.writers)
        .await?;
        Ok(())
    }

    /// The endpoints that are told of events.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn endpoints(&self) -> Result<Vec<String>, StoreError> {
        let rows = sqlx::query("SELECT id FROM endpoints ORDER BY id").fetch_all(&self.readers).await?;
        Ok(rows.iter().map(|row| row.try_get("id")).collect::<Result<_, _>>()?)
    }

    /// Removes an endpoint and all that it was to be told. Returns whether there was one.
    ///
    /// # Errors
    ///
    /// When the database fails: then nothing is removed.
    pub async fn remove_endpoint(&self, name: &str) -> Result<bool, StoreError> {
        let mut work = self.begin().await?;
        let removed =
            sqlx::query("DELETE FROM endpoints WHERE id = $1").bind(name).execute(&mut *work).await?;
        sqlx::query("DELETE FROM deliveries WHERE endpoint = $1").bind(name).execute(&mut *work).await?;
        work.commit().await?;
        Ok(removed.rows_affected() == 1)
    }

    /// Has every endpoint that the account is of interest to be told of an event.
    pub(super) async fn put_in_outbox(
        &self,
        work: &mut Work,
        act: &Act<'_>,
        event: &str,
        told_as: EventType,
    ) -> Result<(), StoreError> {
        let inserted = sqlx::query(
            "INSERT INTO deliveries (event_id, endpoint, type, status, attempts, due_at) \
             SELECT $1, id, $2, 'pending', 0, $3 FROM endpoints WHERE accounts IS NULL OR accounts LIKE $4",
        )
        .bind(event)
        .bind(told_as.name())
        .bind(act.at.timestamp_millis())
        .bind(format!("% {} %", act.account))
        .execute(&mut **work)
        .await?;
        if inserted.rows_affected() > 0 {
            work.tell(&self.news);
        }
        Ok(())
    }

    /// Ready when this program has added events that are to be told. What other programs add, nobody says.
    pub fn news(&self) -> impl Future<Output = ()> + Send + '_ {
        self.news.notified()
    }

    /// When the next attempt for an endpoint is due.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn next_due(&self, endpoint: &str) -> Result<Option<DateTime<Utc>>, StoreError> {
        let row = sqlx::query(
            "SELECT MIN(due_at) AS due_at FROM deliveries WHERE endpoint = $1 AND status = 'pending'",
        )
        .bind(endpoint)
        .fetch_one(&self.readers)
        .await?;
        let due: Option<i64> = row.try_get("due_at")?;
        Ok(due.and_then(DateTime::from_timestamp_millis))
    }

    /// Takes what is due for an endpoint, the longest due first. Nobody else takes it until `until`.
    ///
    /// # Errors
    ///
    /// When the database fails: then nothing is taken.
    pub async fn take_due(
        &self,
        endpoint: &str,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        most: u32,
    ) -> Result<Vec<Delivery>, StoreError> {
        let lock = if self.is_sqlite { "" } else { " FOR UPDATE OF d SKIP LOCKED" };
        let select = format!(
            "SELECT {COLUMNS} FROM deliveries d JOIN events e ON e.id = d.event_id \
             WHERE d.endpoint = $1 AND d.status = 'pending' AND d.due_at <= $2 ORDER BY d.due_at LIMIT $3{lock}"
        );
        let mut work = self.begin().await?;
        let rows = sqlx::query(&select)
            .bind(endpoint)
            .bind(now.timestamp_millis())
            .bind(i64::from(most))
            .fetch_all(&mut *work)
            .await?;
        let mut taken = rows.iter().map(delivery).collect::<Result<Vec<_>, StoreError>>()?;
        if taken.is_empty() {
            work.roll_back().await?;
            return Ok(taken);
        }
        let update = format!(
            "UPDATE deliveries SET attempts = attempts + 1, due_at = $1 WHERE endpoint = $2 AND event_id IN ({})",
            places(3, taken.len())
        );
        let mut update = sqlx::query(&update).bind(until.timestamp_millis()).bind(endpoint);
        for delivery in &taken {
            update = update.bind(&delivery.event);
        }
        update.execute(&mut *work).await?;
        work.commit().await?;
        for delivery in &mut taken {
            delivery.attempt = delivery.attempt.saturating_add(1);
        }
        Ok(taken)
    }

    /// Writes down what became of attempts.
    ///
    /// A delivery is a delivery, however late. An attempt that failed counts only where no other was begun since.
    ///
    /// # Errors
    ///
    /// When the database fails: then nothing is written, and the deliveries are due again when their time is over.
    pub async fn settle(
        &self,
        endpoint: &str,
        now: DateTime<Utc>,
        attempts: &[(Delivery, Attempt)],
    ) -> Result<(), StoreError> {
        let mut work = self.begin().await?;
        let delivered: Vec<&str> = attempts
            .iter()
            .filter(|(_, attempt)| *attempt == Attempt::Delivered)
            .map(|(delivery, _)| delivery.event.as_str())
            .collect();
        if !delivered.is_empty() {
            let update = format!(
                "UPDATE deliveries SET status = 'delivered', settled_at = $1 \
                 WHERE endpoint = $2 AND status <> 'delivered' AND event_id IN ({})",
                places(3, delivered.len())
            );
            let mut update = sqlx::query(&update).bind(now.timestamp_millis()).bind(endpoint);
            for event in delivered {
                update = update.bind(event);
            }
            update.execute(&mut *work).await?;
        }
        for (delivery, attempt) in attempts {
            let (status, failure, due, settled) = match attempt {
                Attempt::Delivered => continue,
                Attempt::Again(why, due) => (DeliveryStatus::Pending, why, *due, None),
                Attempt::Failed(why) => (DeliveryStatus::Failed, why, now, Some(now.timestamp_millis())),
            };
            sqlx::query(
                "UPDATE deliveries SET status = $1, failure = $2, due_at = $3, settled_at = $4 \
                 WHERE endpoint = $5 AND event_id = $6 AND attempts = $7 AND status = 'pending'",
            )
            .bind(status.name())
            .bind(failure)
            .bind(due.timestamp_millis())
            .bind(settled)
            .bind(endpoint)
            .bind(&delivery.event)
            .bind(delivery.attempt)
            .execute(&mut *work)
            .await?;
        }
        work.commit().await
    }

    /// Deliveries in a status, the oldest first: of an account or of all, of an endpoint or of all.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn deliveries(
        &self,
        status: Option<DeliveryStatus>,
        account: Option<AccountId>,
        endpoint: Option<&str>,
        most: u32,
    ) -> Result<Vec<Listed>, StoreError> {
        let mut database = self.readers.acquire().await?;
        list(&mut database, status, account, endpoint, most).await
    }

    /// Has what failed for good be tried again, with as many attempts as before. Returns how many.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn retry(
        &self,
        now: DateTime<Utc>,
        endpoint: Option<&str>,
        event: Option<&str>,
    ) -> Result<u64, StoreError> {
        let updated = sqlx::query(
            "UPDATE deliveries SET status = 'pending', attempts = 0, due_at = $1, settled_at = NULL \
             WHERE status = 'failed' AND endpoint = COALESCE($2, endpoint) AND event_id = COALESCE($3, event_id)",
        )
        .bind(now.timestamp_millis())
        .bind(endpoint)
        .bind(event)
        .execute(&self.writers)
        .await?;
        self.news.notify_waiters();
        Ok(updated.rows_affected())
    }

    /// How many deliveries are pending, and how many have failed for good.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn outbox_size(&self) -> Result<(i64, i64), StoreError> {
        let row = sqlx::query(
            "SELECT (SELECT COUNT(*) FROM deliveries WHERE status = 'pending') AS pending, \
                    (SELECT COUNT(*) FROM deliveries WHERE status = 'failed') AS failed",
        )
        .fetch_one(&self.readers)
        .await?;
        Ok((row.try_get("pending")?, row.try_get("failed")?))
    }

    /// Removes what was delivered, or failed for good, a month ago.
    pub(super) async fn forget_deliveries(&self, now: DateTime<Utc>) -> Result<(), StoreError> {
        if let Some(time) = now.checked_sub_signed(KEPT) {
            sqlx::query("DELETE FROM deliveries WHERE settled_at < $1")
                .bind(time.timestamp_millis())
                .execute(&self.writers)
                .await?;
        }
        Ok(())
    }
}

pub(super) async fn list(
    database: &mut AnyConnection,
    status: Option<DeliveryStatus>,
    account: Option<AccountId>,
    endpoint: Option<&str>,
    most: u32,
) -> Result<Vec<Listed>, StoreError> {
    let select = format!(
        "SELECT {COLUMNS}, d.endpoint, d.status AS delivery, d.failure, d.due_at \
         FROM deliveries d JOIN events e ON e.id = d.event_id \
         WHERE d.status = COALESCE($1, d.status) AND e.account_id = COALESCE($2, e.account_id) \
         AND d.endpoint = COALESCE($3, d.endpoint) ORDER BY e.created_at, e.sequence LIMIT $4"
    );
    let rows = sqlx::query(&select)
        .bind(status.map(DeliveryStatus::name))
        .bind(account.as_ref().map(AccountId::as_str))
        .bind(endpoint)
        .bind(i64::from(most))
        .fetch_all(database)
        .await?;
    let listed = |row: &AnyRow| {
        Ok(Listed {
            endpoint: row.try_get("endpoint")?,
            delivery: row.try_get("delivery")?,
            failure: row.try_get("failure")?,
            due_at: time(row.try_get("due_at")?),
            event: delivery(row)?,
        })
    };
    rows.iter().map(listed).collect()
}

fn delivery(row: &AnyRow) -> Result<Delivery, StoreError> {
    Ok(Delivery {
        event: row.try_get("event_id")?,
        event_type: row.try_get("type")?,
        account: row.try_get("account_id")?,
        connection: row.try_get("connection_id")?,
        sequence: row.try_get("sequence")?,
        status: row.try_get("status")?,
        at: time(row.try_get("created_at")?),
        attempt: row.try_get("attempts")?,
    })
}

fn time(milliseconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(milliseconds).unwrap_or_default()
}

/// `$first, $first+1, …`: a place for each of so many values.
fn places(first: usize, count: usize) -> String {
    let places: Vec<String> =
        (first..first.saturating_add(count)).map(|number| format!("${number}")).collect();
    places.join(", ")
}
