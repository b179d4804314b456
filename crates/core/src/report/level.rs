//! How much of a signup is checked.

/// How much is checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Level {
    /// Everything: whether the signup is ready to send.
    #[default]
    Submission,
    /// What the API itself refuses.
    Contract,
}

impl Level {
    /// Both levels; the first is the default.
    pub const ALL: &'static [Self] = &[Self::Submission, Self::Contract];

    /// The level's name in a report.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Submission => "submission",
            Self::Contract => "contract",
        }
    }

    /// The level with this name; `FromStr` says which there are where there is none.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|level| level.name() == name)
    }
}

crate::names::from_str!(Level, "a level", Self::ALL, Self::name);
