//! What a field holds, and who must answer it.

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Shape {
    /// An object with fields of its own.
    Object,
    /// A list of objects, each with the fields below this one.
    Objects {
        /// The most elements that are read.
        maximum: u8,
    },
    /// A list of texts of one format.
    Texts {
        /// The format of each element.
        format: Format,
        /// The most elements that are read.
        maximum: u8,
    },
    /// A text.
    Text(Format),
    /// A JSON number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// Not a field of the body: the account in the endpoint's path.
    Parameter,
}

impl Shape {
    /// The most elements of a list that are read.
    #[must_use]
    pub const fn maximum_elements(self) -> Option<u8> {
        match self {
            Self::Objects { maximum } | Self::Texts { maximum, .. } => Some(maximum),
            _ => None,
        }
    }
}

/// What a text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// A person's, company's or bank's name, as free text.
    Name,
    /// A bank account: IBAN, Norwegian kontonummer or another country's domestic number.
    AccountNumber,
    /// A band of amounts, `500-1000 NOK`.
    AmountBand,
    /// One of a closed set of words; case matters.
    Enum(&'static [&'static str]),
    /// An ISO 4217 code, upper case.
    Currency,
    /// `YYYY-MM-DD`.
    Date,
    /// An e-mail address.
    Email,
    /// An absolute http or https URL.
    Url,
    /// A phone number, E.164 with its `+`.
    Phone,
    /// A text that only programs read, such as a key: any characters.
    Opaque,
}

impl Format {
    /// The most Unicode scalar values that a text of this format may have, where there is a limit of its own.
    #[must_use]
    pub const fn maximum(self) -> Option<u16> {
        match self {
            Self::Name => Some(200),
            Self::AccountNumber | Self::AmountBand => Some(64),
            Self::Phone => Some(32),
            Self::Email => Some(254),
            Self::Url => Some(2048),
            Self::Opaque => Some(1024),
            Self::Enum(_) | Self::Currency | Self::Date => None,
        }
    }

    /// The format's name in metadata.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::AccountNumber => "account_number",
            Self::AmountBand => "amount_band",
            Self::Enum(_) => "enum",
            Self::Currency => "currency",
            Self::Date => "date",
            Self::Email => "email",
            Self::Url => "url",
            Self::Phone => "phone",
            Self::Opaque => "opaque",
        }
    }

    /// Whether outer white space is ignored and control characters are refused: the texts that people read.
    #[must_use]
    pub const fn is_free_text(self) -> bool {
        matches!(self, Self::Name | Self::AccountNumber | Self::AmountBand)
    }
}

/// Who must answer a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Required {
    /// Nobody: an object or list that only holds others, or an answer that may be left out.
    Never,
    /// Every merchant, at level `submission`: the API itself takes a document without it.
    Always,
    /// Every merchant, at both levels: the API itself refuses a document without it.
    ByApi,
    /// Every merchant, at level `contract` alone: `submission` asks for each answer in the object instead.
    ByApiAlone,
    /// At level `submission`, by other answers or by the profile: the section's rules decide.
    Depends,
}

impl Required {
    /// Whether every merchant must answer the field at level `submission`.
    #[must_use]
    pub const fn is_always(self) -> bool {
        matches!(self, Self::Always | Self::ByApi)
    }

    /// Whether the API itself refuses a document without the field.
    #[must_use]
    pub const fn is_by_api(self) -> bool {
        matches!(self, Self::ByApi | Self::ByApiAlone)
    }
}

/// The values of `payment_options[].type`.
pub const PAYMENT_TYPES: &[&str] = &["bambora.creditcard", "bambora.mobilepay", "bambora.vipps"];
/// The values of `store_type[]`.
pub const STORE_TYPES: &[&str] = &["online", "instore", "remote"];
/// The values of `ownership.ownership_structure`.
pub const OWNERSHIP_STRUCTURES: &[&str] =
    &["owners_with_more_than_25", "no_owners_with_more_than_25", "complex"];
