//! The options of a check, as Python gives them.

use merchant_signup::{Date, Level, Locale, Options, Profile};
use pyo3::PyResult;
use pyo3::exceptions::PyValueError;

/// The options as texts, all given.
pub(crate) struct Given<'o> {
    /// `YYYY-MM-DD`.
    pub(crate) today: &'o str,
    pub(crate) profile: &'o str,
    pub(crate) level: &'o str,
    /// A language's tag; where nobody speaks the language, messages are in English, as behind every door.
    pub(crate) locale: &'o str,
    pub(crate) account: Option<&'o str>,
}

impl Given<'_> {
    /// The options of the check.
    ///
    /// # Errors
    ///
    /// `ValueError`, which says what may be given.
    pub(crate) fn settled(&self) -> PyResult<Options> {
        let today = Date::parse(self.today).map_err(|_| {
            PyValueError::new_err(
                "today must be a date, or a text in the form YYYY-MM-DD with a day that exists",
            )
        })?;
        let profile = Profile::from_name(self.profile)
            .ok_or_else(|| one_of("profile", Profile::ALL.iter().map(|profile| profile.name)))?;
        let options = Options::new(today)
            .profile(profile)
            .level(level(self.level)?)
            .locale(Locale::from_tag(self.locale));
        Ok(match self.account {
            Some(account) => options.account(account),
            None => options,
        })
    }
}

/// The level of a name.
///
/// # Errors
///
/// `ValueError`, which says what may be given.
pub(crate) fn level(name: &str) -> PyResult<Level> {
    Level::from_name(name).ok_or_else(|| one_of("level", Level::ALL.iter().map(|level| level.name())))
}

fn one_of(option: &str, names: impl Iterator<Item = &'static str>) -> pyo3::PyErr {
    let names: Vec<_> = names.map(|name| format!("{name:?}")).collect();
    PyValueError::new_err(format!("{option} must be one of {}", names.join(", ")))
}
