//! How a signup is to be checked.

use std::fmt;

use crate::formats::date::Date;
use crate::messages::Locale;
use crate::payload::Payload;
use crate::profile::Profile;
use crate::report::level::Level;

/// How a document is to be checked: its kind, the day, the level, the regime, the language.
///
/// ```
/// use merchant_signup_core::{Date, Level, Options, Profile};
///
/// let today = Date::new(2026, 11, 22).ok_or("no such day")?;
/// let options = Options::new(today).level(Level::Contract).profile(Profile::EU_AMLR_2027);
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct Options {
    /// The kind of document: which fields it has.
    pub payload: &'static Payload,
    /// The day that ages are counted to: the core reads no clock.
    pub today: Date,
    /// How much is checked.
    pub level: Level,
    /// The regime.
    pub profile: &'static Profile,
    /// The language of the report's messages.
    pub locale: Locale,
    /// The account in the endpoint's path, where it is to be checked too.
    pub account: Option<String>,
}

impl Options {
    /// For this day, a [`Date`] or chrono's `NaiveDate`: a signup, level `submission`, profile `no-2018`, messages in English,
    /// no account.
    #[must_use]
    pub fn new(today: impl Into<Date>) -> Self {
        Self {
            payload: Payload::SIGNUP,
            today: today.into(),
            level: Level::Submission,
            profile: Profile::NO_2018,
            locale: Locale::English,
            account: None,
        }
    }

    /// Sets the kind of document.
    #[must_use]
    pub const fn payload(mut self, payload: &'static Payload) -> Self {
        self.payload = payload;
        self
    }

    /// Sets how much is checked.
    #[must_use]
    pub const fn level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// Sets the regime.
    #[must_use]
    pub const fn profile(mut self, profile: &'static Profile) -> Self {
        self.profile = profile;
        self
    }

    /// Sets the language of the messages.
    #[must_use]
    pub const fn locale(mut self, locale: Locale) -> Self {
        self.locale = locale;
        self
    }

    /// Has the account in the endpoint's path checked too.
    #[must_use]
    pub fn account(mut self, account: impl Into<String>) -> Self {
        self.account = Some(account.into());
        self
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("payload", &self.payload.name)
            .field("today", &self.today)
            .field("level", &self.level)
            .field("profile", &self.profile.name)
            .field("locale", &self.locale)
            .finish_non_exhaustive()
    }
}
