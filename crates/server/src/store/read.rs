//! The account's connection, read from its rows.

use chrono::{DateTime, FixedOffset};
use merchant_signup::connection::{
    Configuration, Connection, ConnectionSignup, DirectSignup, Event, Other, PaymentOption, SubmerchantSignup,
};
use merchant_signup::formats::account_id::AccountId;
use merchant_signup::request::Signup;
use serde_json::Value;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

use super::error::StoreError;
use super::{Store, place};

/// The version of the connection's schema.
const SCHEMA: u8 = 1;

impl Store {
    /// The account's connection, with its whole history.
    ///
    /// # Errors
    ///
    /// When the database fails, or something stored cannot be opened.
    pub async fn connection(&self, account: AccountId) -> Result<Option<Connection>, StoreError> {
        let mut database = self.readers.acquire().await?;
        self.read(&mut database, account).await
    }

    pub(super) async fn read(
        &self,
        database: &mut AnyConnection,
        account: AccountId,
    ) -> Result<Option<Connection>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, status, created_at, created_by, updated_at, callback_at, signup, configuration, case_id, \
             store_id, mcc, metadata \
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
        let attached = self.unsealed(last, "metadata", &last.try_get::<String, _>("id")?)?;
        connection.metadata = Some(attached.unwrap_or_default());
        connection.status = Some(last.try_get::<String, _>("status")?.into());
        connection.schema = Some(SCHEMA.into());
        connection.events = events.iter().map(|row| self.event(row)).collect::<Result<_, _>>()?;
        for row in &rows {
            let id: String = row.try_get("id")?;
            let signup: Option<Signup> = self.unsealed(row, "signup", &id)?;
            let configuration: Option<Configuration> = self.unsealed(row, "configuration", &id)?;
            let direct = direct_signup(row, id, signup.as_ref(), configuration.as_ref())?;
            if let Some(of_store) = submerchant_signup(row, &direct)? {
                // One for each case and store: the last one's stays.
                let is_same = |known: &SubmerchantSignup| {
                    known.case_id == of_store.case_id && known.store_id == of_store.store_id
                };
                connection.submerchant_signups.retain(|known| !is_same(known));
                connection.submerchant_signups.push(of_store);
            }
            connection.direct_signups.push(direct);
            // The last row's stay.
            connection.configuration = configuration;
            connection.signup = signup.map(|answers| connection_signup(row, &answers)).transpose()?;
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

    pub(super) fn unsealed<T: serde::de::DeserializeOwned>(
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
}

pub(super) fn time(row: &AnyRow, column: &str) -> Result<Option<DateTime<FixedOffset>>, StoreError> {
    let milliseconds: Option<i64> = row.try_get(column)?;
    Ok(milliseconds.and_then(DateTime::from_timestamp_millis).map(|time| time.fixed_offset()))
}

/// The signup as it was sent, of the fields that the payload has: a version before this one stored others too.
fn connection_signup(row: &AnyRow, answers: &Signup) -> Result<ConnectionSignup, StoreError> {
    let mut signup = ConnectionSignup::default();
    signup.created_at = time(row, "created_at")?;
    signup.callback_at = time(row, "callback_at")?;
    if let Value::Object(answers) = serde_json::to_value(answers)? {
        signup.answers = Other(answers);
    }
    Ok(signup)
}

/// The signup as one of the account's merchants', where the provider has made it one.
fn submerchant_signup(row: &AnyRow, direct: &DirectSignup) -> Result<Option<SubmerchantSignup>, StoreError> {
    let store_id: Option<String> = row.try_get("store_id")?;
    let mcc: Option<i64> = row.try_get("mcc")?;
    if store_id.is_none() && mcc.is_none() {
        return Ok(None);
    }
    let mut signup = SubmerchantSignup::default();
    signup.store_id = store_id;
    signup.mcc = mcc.map(Into::into);
    signup.case_id.clone_from(&direct.case_id);
    signup.payment_options.clone_from(&direct.payment_options);
    signup.created_at = direct.created_at;
    signup.merchant_number.clone_from(&direct.merchant_number);
    signup.md5_key.clone_from(&direct.md5_key);
    signup.callback_at = direct.callback_at;
    Ok(Some(signup))
}

fn direct_signup(
    row: &AnyRow,
    id: String,
    signup: Option<&Signup>,
    configuration: Option<&Configuration>,
) -> Result<DirectSignup, StoreError> {
    let mut direct = DirectSignup::default();
    direct.case_id = row.try_get("case_id")?;
    direct.signup_id = Some(id);
    direct.created_at = time(row, "created_at")?;
    direct.callback_at = time(row, "callback_at")?;
    direct.payment_options = match (configuration, signup) {
        (Some(configuration), _) => configuration.payment_options.clone(),
        (None, Some(signup)) => {
            let option = |option: &merchant_signup::request::PaymentOption| {
                let mut asked = PaymentOption::default();
                asked.payment_type.clone_from(&option.payment_type);
                asked.currencies.clone_from(&option.currencies);
                asked
            };
            signup.payment_options.iter().map(option).collect()
        }
        (None, None) => Vec::new(),
    };
    direct.merchant_number = configuration.and_then(|configuration| configuration.merchant_number.clone());
    direct.md5_key = configuration.and_then(|configuration| configuration.md5_key.clone());
    Ok(direct)
}
