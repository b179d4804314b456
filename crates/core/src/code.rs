//! The codes of issues: a field and a reason.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::payload::{Field, Format};

/// How much an issue weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Severity {
    /// Blocks: the signup is not ready to send.
    Error,
    /// Probably wrong; does not block.
    Warning,
    /// What follows from an answer.
    Info,
}

impl Severity {
    /// Every severity, the heaviest first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Info];

    /// The severity's name in a report.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// What an issue asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// Something to supply, or to put in order.
    Missing,
    /// Wrong by itself.
    Invalid,
    /// Contradicts another field.
    Inconsistent,
    /// A warning or an info.
    Notice,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Missing, Self::Invalid, Self::Inconsistent, Self::Notice];

    /// The kind's name in a report.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Invalid => "invalid",
            Self::Inconsistent => "inconsistent",
            Self::Notice => "notice",
        }
    }
}

macro_rules! reasons {
    ($( $reason:ident $name:literal $severity:ident $kind:ident; )*) => {
        /// What is the matter with a field: the last part of a code.
        ///
        /// A reason weighs the same wherever it stands, with one exception ([`Code::severity`]). On one place, issues stand in the order of this list.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        #[non_exhaustive]
        pub enum Reason { $(
            #[doc = concat!("`", $name, "`")]
            $reason,
        )* }

        impl Reason {
            /// Every reason, in the order in which issues on one place stand.
            pub const ALL: &'static [Self] = &[$(Self::$reason),*];

            /// The reason's name in a code.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $( Self::$reason => $name, )* }
            }

            /// How much it weighs.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $( Self::$reason => Severity::$severity, )* }
            }

            /// What it asks for.
            #[must_use]
            pub const fn kind(self) -> Kind {
                match self { $( Self::$reason => Kind::$kind, )* }
            }
        }
    };
}

reasons! {
    // The document as a whole.
    Malformed            "malformed"             Error    Invalid;
    TooLarge             "too_large"             Error    Invalid;
    TooDeep              "too_deep"              Error    Invalid;
    MoreIssues           "more_issues"           Warning  Notice;
    DuplicateKey         "duplicate_key"         Error    Invalid;
    UnknownField         "unknown_field"         Warning  Notice;
    // Every field.
    Required             "required"              Error    Missing;
    Type                 "type"                  Error    Invalid;
    TooLong              "too_long"              Error    Invalid;
    TooMany              "too_many"              Error    Invalid;
    UnsafeCharacters     "unsafe_characters"     Error    Invalid;
    InvisibleCharacters  "invisible_characters"  Error    Invalid;
    Unknown              "unknown"               Error    Invalid;
    // Formats: at most one of these errors on a value, in the order in which they are looked for.
    Format               "format"                Error    Invalid;
    CountryUnknown       "country_unknown"       Error    Invalid;
    CountryCodeUnknown   "country_code_unknown"  Error    Invalid;
    Length               "length"                Error    Invalid;
    Checksum             "checksum"              Error    Invalid;
    Label                "label"                 Error    Invalid;
    Giro                 "giro"                  Error    Invalid;
    NotADate             "not_a_date"            Error    Invalid;
    InFuture             "in_future"             Error    Invalid;
    OverMaximumAge       "over_maximum_age"      Error    Invalid;
    Scheme               "scheme"                Error    Invalid;
    Credentials          "credentials"           Error    Invalid;
    OutOfRange           "out_of_range"          Error    Invalid;
    NotMet               "not_met"               Error    Missing;
    // Fields that contradict each other.
    Reversed             "reversed"              Error    Inconsistent;
    CurrencyMismatch     "currency_mismatch"     Error    Inconsistent;
    ExceedsHighest       "exceeds_highest"       Error    Inconsistent;
    ContradictsStructure "contradicts_structure" Error    Inconsistent;
    TotalExceeds100      "total_exceeds_100"     Error    Inconsistent;
    // What is probably wrong.
    Duplicate            "duplicate"             Warning  Notice;
    Unusual              "unusual"               Warning  Notice;
    Unrecognized         "unrecognized"          Warning  Notice;
    ExceedsYearly        "exceeds_yearly"        Warning  Notice;
    IbanExpected         "iban_expected"         Warning  Notice;
    LooksLikeGiro        "looks_like_giro"       Warning  Notice;
    UnderMinimumAge      "under_minimum_age"     Warning  Notice;
    TrunkPrefix          "trunk_prefix"          Warning  Notice;
    NoneAboveThreshold   "none_above_threshold"  Warning  Notice;
    AtThreshold          "at_threshold"          Warning  Notice;
    TotalRounding        "total_rounding"        Warning  Notice;
    TotalCountsTwice     "total_counts_twice"    Warning  Notice;
    Insecure             "insecure"              Warning  Notice;
    NotPublic            "not_public"            Warning  Notice;
    Several              "several"               Warning  Notice;
    // What follows.
    BelowThreshold       "below_threshold"       Info     Notice;
    UnaccountedShare     "unaccounted_share"     Info     Notice;
    CompanyOwner         "company_owner"         Info     Notice;
    Declared             "declared"              Info     Notice;
}

/// What an issue says, for programs: the field's dotted path and a reason, `ownership.owners.percentage.out_of_range`.
///
/// A published code never changes its meaning; new ones are added.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code {
    field: Field,
    reason: Reason,
}

impl Code {
    pub(crate) const fn new(field: Field, reason: Reason) -> Self {
        Self { field, reason }
    }

    /// The code as a report writes it.
    #[must_use]
    pub fn name(self) -> String {
        let mut name = self.field.path();
        name.push('.');
        name.push_str(self.reason.name());
        name
    }

    /// The field that the code speaks of.
    #[must_use]
    pub const fn field(self) -> Field {
        self.field
    }

    /// What is the matter with it.
    #[must_use]
    pub const fn reason(self) -> Reason {
        self.reason
    }

    /// How much it weighs: as its reason does, but that invisible characters in a name do not block. A name with them is still
    /// that name; an e-mail address is another one.
    #[must_use]
    pub fn severity(self) -> Severity {
        if self.is_invisible_in_name() { Severity::Warning } else { self.reason.severity() }
    }

    /// What it asks for.
    #[must_use]
    pub fn kind(self) -> Kind {
        if self.is_invisible_in_name() { Kind::Notice } else { self.reason.kind() }
    }

    fn is_invisible_in_name(self) -> bool {
        matches!((self.reason, self.field.format()), (Reason::InvisibleCharacters, Some(Format::Name)))
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.name())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{self}\"")
    }
}

impl PartialEq<str> for Code {
    /// Nothing is allocated.
    fn eq(&self, name: &str) -> bool {
        let head = name.strip_suffix(self.reason.name()).and_then(|head| head.strip_suffix('.'));
        head.is_some_and(|path| self.field.has_path(path))
    }
}

impl PartialEq<&str> for Code {
    fn eq(&self, name: &&str) -> bool {
        *self == **name
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.name())
    }
}
