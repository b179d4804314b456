//! How a connection may change, as a table. The documentation has the same table, and a test compares them.

use merchant_signup::connection::ConnectionStatus::{self, Declined, Enabled, Failed, Pending};

/// What changes a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// A signup that is ready.
    Signup,
    /// The provider's callback.
    Callback,
    /// An operator's command, `end`.
    Operator,
}

impl Cause {
    /// The word in the documentation.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Signup => "signup",
            Self::Callback => "callback",
            Self::Operator => "end",
        }
    }
}

/// A change that is allowed: the status before, or none where the account has no connection; what changes it; the status
/// after.
pub type Transition = (Option<ConnectionStatus>, Cause, ConnectionStatus);

/// Every change that is allowed. All others are refused.
pub const TRANSITIONS: &[Transition] = &[
    (None, Cause::Signup, Pending),
    (Some(Pending), Cause::Callback, Enabled),
    (Some(Pending), Cause::Operator, Failed),
    (Some(Pending), Cause::Operator, Declined),
    (Some(Enabled), Cause::Operator, Failed),
    (Some(Enabled), Cause::Operator, Declined),
    (Some(Failed), Cause::Signup, Pending),
    (Some(Declined), Cause::Signup, Pending),
];

/// Whether the table has this change.
pub(super) fn is_allowed(from: Option<&ConnectionStatus>, cause: Cause, to: &ConnectionStatus) -> bool {
    TRANSITIONS.iter().any(|(known, by, then)| known.as_ref() == from && *by == cause && then == to)
}
