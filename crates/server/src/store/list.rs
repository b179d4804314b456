//! An account's connections in pages, and all that is stored for an account.

use chrono::{DateTime, Utc};
use merchant_signup::connection::{Configuration, Connection, ConnectionStatus};
use merchant_signup::formats::account_id::AccountId;
use merchant_signup::request::Signup;
use serde_json::{Value, json};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

use super::drafts::Draft;
use super::error::StoreError;
use super::outbox::{self, Listed};
use super::{Store, read};

/// One of an account's connections, without what a person typed.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Summary {
    /// The id of the signup that it comes from.
    pub signup_id: String,
    /// Where it stands.
    pub status: ConnectionStatus,
    /// When the signup was stored.
    pub created_at: DateTime<Utc>,
    /// Who sent it.
    pub created_by: String,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// When the provider completed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub callback_at: Option<DateTime<Utc>>,
    /// The case at Bambora, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_id: Option<String>,
}

/// Connections, the newest first.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Page {
    /// Those of this page.
    pub connections: Vec<Summary>,
    /// What the next page starts after; none where this is the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl Page {
    /// How many connections a page has at most.
    pub const MOST: u16 = 100;
    /// How many connections a page has where nobody asks for another number.
    pub const USUAL: u16 = 25;
}

/// All that is stored for an account, but for hashes and the secret token.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Export {
    /// The account.
    pub account_id: String,
    /// The connection as it is answered, with its history.
    pub connection: Option<Connection>,
    /// Every signup, as it was sent.
    pub signups: Vec<Value>,
    /// The draft, where there is one.
    pub draft: Option<Draft>,
    /// The signup sessions that have not been forgotten.
    pub sessions: Vec<Value>,
    /// What endpoints were told, or are to be told.
    pub webhooks: Vec<Listed>,
}

impl Store {
    /// The account's connections, the newest first, in a status or in all, after the one with a signup's id. None where the
    /// account has no such signup.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn connections(
        &self,
        account: AccountId,
        status: Option<&ConnectionStatus>,
        after: Option<&str>,
        most: u16,
    ) -> Result<Option<Page>, StoreError> {
        let mut database = self.readers.acquire().await?;
        let mut before = i64::MAX;
        if let Some(after) = after {
            let row = sqlx::query("SELECT attempt FROM connections WHERE account_id = $1 AND id = $2")
                .bind(account.as_str())
                .bind(after)
                .fetch_optional(&mut *database)
                .await?;
            let Some(row) = row else { return Ok(None) };
            before = row.try_get("attempt")?;
        }
        let rows = sqlx::query(
            "SELECT id, status, created_at, created_by, updated_at, callback_at, case_id FROM connections \
             WHERE account_id = $1 AND attempt < $2 AND status = COALESCE($3, status) ORDER BY attempt DESC LIMIT $4",
        )
        .bind(account.as_str())
        .bind(before)
        .bind(status.map(ConnectionStatus::as_str))
        .bind(i64::from(most).saturating_add(1))
        .fetch_all(&mut *database)
        .await?;
        let mut connections = rows.iter().map(summary).collect::<Result<Vec<_>, StoreError>>()?;
        let has_more = connections.len() > usize::from(most);
        connections.truncate(most.into());
        let next = connections.last().filter(|_| has_more).map(|last| last.signup_id.clone());
        Ok(Some(Page { connections, next }))
    }

    /// All that is stored for an account. None where nothing is.
    ///
    /// # Errors
    ///
    /// When the database fails, or something stored cannot be opened.
    pub async fn export(&self, account: AccountId) -> Result<Option<Export>, StoreError> {
        let connection = self.connection(account).await?;
        let draft = Some(self.draft(account).await?).filter(|draft| draft.version > 0);
        let mut database = self.readers.acquire().await?;
        let signups = self.signups(&mut database, account).await?;
        let sessions = sessions(&mut database, account).await?;
        if connection.is_none() && draft.is_none() && sessions.is_empty() {
            return Ok(None);
        }
        let webhooks = outbox::list(&mut database, None, Some(account), None, u32::MAX).await?;
        Ok(Some(Export { account_id: account.to_string(), connection, signups, draft, sessions, webhooks }))
    }

    async fn signups(
        &self,
        database: &mut AnyConnection,
        account: AccountId,
    ) -> Result<Vec<Value>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, status, created_at, created_by, updated_at, callback_at, case_id, signup, configuration \
             FROM connections WHERE account_id = $1 ORDER BY attempt",
        )
        .bind(account.as_str())
        .fetch_all(database)
        .await?;
        let exported = |row: &AnyRow| {
            let summary = summary(row)?;
            let signup: Option<Signup> = self.unsealed(row, "signup", &summary.signup_id)?;
            let configuration: Option<Configuration> =
                self.unsealed(row, "configuration", &summary.signup_id)?;
            let mut exported = serde_json::to_value(&summary)?;
            if let Value::Object(members) = &mut exported {
                members.insert("signup".to_owned(), serde_json::to_value(signup)?);
                members.insert("configuration".to_owned(), serde_json::to_value(configuration)?);
            }
            Ok(exported)
        };
        rows.iter().map(exported).collect()
    }
}

async fn sessions(database: &mut AnyConnection, account: AccountId) -> Result<Vec<Value>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, created_at, created_by, link_expires_at, opened_at, expires_at, ended_at, submitted_at, \
                return_url, refresh_url, locale FROM sessions WHERE account_id = $1 ORDER BY created_at, id",
    )
    .bind(account.as_str())
    .fetch_all(database)
    .await?;
    let exported = |row: &AnyRow| {
        let text = |column: &str| row.try_get::<Option<String>, _>(column);
        let mut session = json!({ "id": text("id")?, "created_by": text("created_by")? });
        if let Value::Object(members) = &mut session {
            for column in ["return_url", "refresh_url", "locale"] {
                members.insert(column.to_owned(), text(column)?.into());
            }
            for column in
                ["created_at", "link_expires_at", "opened_at", "expires_at", "ended_at", "submitted_at"]
            {
                members.insert(column.to_owned(), serde_json::to_value(read::time(row, column)?)?);
            }
        }
        Ok(session)
    };
    rows.iter().map(exported).collect()
}

fn summary(row: &AnyRow) -> Result<Summary, StoreError> {
    let time = |column| Ok::<_, StoreError>(read::time(row, column)?.map(|time| time.to_utc()));
    Ok(Summary {
        signup_id: row.try_get("id")?,
        status: row.try_get::<String, _>("status")?.into(),
        created_at: time("created_at")?.unwrap_or_default(),
        created_by: row.try_get("created_by")?,
        updated_at: time("updated_at")?.unwrap_or_default(),
        callback_at: time("callback_at")?,
        case_id: row.try_get("case_id")?,
    })
}
