//! A ready signup written: as the JSON that the endpoint takes, and by `Debug`, which shows nothing that a person typed.

use std::fmt;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Amount, Owner, OwnerKind, Ownership, ReadySignup, Signatory, Signature, Verifications};
use crate::formats::date::Date;

/// As the endpoint takes it: `{"signup": {…}}`.
impl Serialize for ReadySignup {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Body<'a>(&'a ReadySignup);

        impl Serialize for Body<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let Self(signup) = self;
                let mut map = serializer.serialize_map(None)?;
                map.serialize_entry("payment_options", &signup.payment_options)?;
                map.serialize_entry("revenue", &signup.revenue)?;
                map.serialize_entry("bank_name", &signup.bank_name)?;
                map.serialize_entry("account_number", &signup.account_number)?;
                map.serialize_entry("store_type", &signup.store_type)?;
                map.serialize_entry("ownership", &signup.ownership)?;
                if !signup.verifications.is_empty() {
                    map.serialize_entry("verifications", &signup.verifications)?;
                }
                map.serialize_entry("signature", &signup.signature)?;
                map.serialize_entry("applicant", &signup.applicant)?;
                map.end()
            }
        }

        serializer.collect_map([("signup", Body(self))])
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl Serialize for Owner {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", &self.name)?;
        if let Some(legal_name) = self.legal_name() {
            map.serialize_entry("legal_name", legal_name)?;
        }
        if let Some(date_of_birth) = self.date_of_birth() {
            map.serialize_entry("date_of_birth", &Date::from(date_of_birth))?;
        }
        map.serialize_entry("percentage", &self.percentage)?;
        map.end()
    }
}

/// What was recognized, without the text.
impl fmt::Debug for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Amount").field("band", &self.band).finish_non_exhaustive()
    }
}

/// How much there is of what may be many.
impl fmt::Debug for ReadySignup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadySignup")
            .field("payment_options", &self.payment_options)
            .field("store_type", &self.store_type)
            .field("ownership", &self.ownership)
            .field("signature", &self.signature)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Ownership {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ownership")
            .field("ownership_structure", &self.ownership_structure)
            .field("owners", &self.owners.len())
            .finish()
    }
}

impl fmt::Debug for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Owner").field("kind", &self.kind).finish_non_exhaustive()
    }
}

impl fmt::Debug for OwnerKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Person { .. } => "Person",
            Self::Company { .. } => "Company",
        })
    }
}

impl fmt::Debug for Verifications {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifications").finish_non_exhaustive()
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signature").field("signatures", &self.signatures.len()).finish_non_exhaustive()
    }
}

impl fmt::Debug for Signatory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signatory").finish_non_exhaustive()
    }
}
