//! The texts of a ready signup: those that a format has accepted, and the payload's closed sets of words.

use std::fmt;

use serde::ser::{Serialize, Serializer};

/// Declares a text that a format has accepted.
macro_rules! texts {
    ($( $(#[$doc:meta])* $name:ident; )*) => { $(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash)]
        pub struct $name(pub(super) String);

        impl $name {
            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        /// Without what it says.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }
    )* };
}

texts! {
    /// An e-mail address, as [`formats::email`](crate::formats::email) accepts it.
    Email;
    /// An absolute http or https URL, as [`formats::url`](crate::formats::url) accepts it.
    Url;
}

/// Declares one of the payload's closed sets of words.
macro_rules! words {
    ($(
        $(#[$doc:meta])*
        $name:ident $what:literal { $( $(#[$word_doc:meta])* $variant:ident = $word:literal, )* }
    )*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name { $( $(#[$word_doc])* $variant, )* }

        impl $name {
            /// All of them, in the payload's order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $word, )* }
            }

        }

        $crate::names::from_str!($name, $what, Self::ALL, |word| word.as_str());

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    )* };
}

words! {
    /// What is paid with.
    PaymentType "a type of payment" {
        /// Cards, `bambora.creditcard`.
        CreditCard = "bambora.creditcard",
        /// MobilePay, `bambora.mobilepay`.
        MobilePay = "bambora.mobilepay",
        /// Vipps, `bambora.vipps`.
        Vipps = "bambora.vipps",
    }

    /// Where is sold.
    StoreType "a type of store" {
        /// On the web, `online`.
        Online = "online",
        /// In a shop, `instore`.
        Instore = "instore",
        /// By phone or mail, `remote`.
        Remote = "remote",
    }

    /// Whether there are owners to list.
    OwnershipStructure "an ownership structure" {
        /// At least one owner with more than 25 %, `owners_with_more_than_25`.
        OwnersWithMoreThan25 = "owners_with_more_than_25",
        /// None, `no_owners_with_more_than_25`.
        NoOwnersWithMoreThan25 = "no_owners_with_more_than_25",
        /// Neither says it, `complex`.
        Complex = "complex",
    }
}
