//! A ready signup read: out of a draft that a check has accepted, or back from where it was stored.

use chrono::NaiveDate;
use serde::de::{Deserialize, Deserializer, Error};

use super::{
    Amount, Applicant, Email, Owner, OwnerKind, Ownership, PaymentOption, ReadySignup, Revenue, Signatory,
    Signature, Url, Verifications,
};
use crate::code::Reason;
use crate::draft::Draft;
use crate::formats::account_number::AccountNumber;
use crate::formats::amount_band::AmountBand;
use crate::formats::currency::Currency;
use crate::formats::date::Date;
use crate::formats::percentage::Percentage;
use crate::formats::phone::E164;
use crate::options::Options;
use crate::payload::{Field, Place};
use crate::profile::Profile;
use crate::report::Report;

/// Reads a signup back from where it was stored, without the day on which it was checked.
///
/// Everything is checked again but what depends on the day: whether a date of birth is past, and how old the person is.
/// It must be ready by one of the [profiles](Profile::ALL). The error names the codes of what is wrong, and repeats nothing that
/// was typed.
///
/// ```
/// use merchant_signup_core::{Date, Options, ReadySignup, parse_str};
///
/// # let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/examples/ready.json"));
/// let signup = parse_str(text, &Options::new(Date::new(2026, 11, 22).ok_or("no such day")?))?;
/// let stored = serde_json::to_string(&signup)?;
///
/// let again: ReadySignup = serde_json::from_str(&stored)?;
/// assert_eq!(again, signup);
/// assert!(serde_json::from_str::<ReadySignup>(r#"{"signup": {}}"#).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl<'de> Deserialize<'de> for ReadySignup {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let draft = Draft::from_deserializer(deserializer).map_err(|_| {
            D::Error::custom("a stored signup is an object, and this is not one that can be read")
        })?;
        let mut refused = None;
        for profile in Profile::ALL {
            let report = crate::check(&draft, &Options::new(Date::MAX).profile(profile));
            if report.errors().all(|issue| depends_on_the_day(issue.code().reason())) {
                return Self::read(&draft)
                    .ok_or_else(|| D::Error::custom("not a signup that is ready to send"));
            }
            refused.get_or_insert(report);
        }
        Err(D::Error::custom(refused.as_ref().map(codes).unwrap_or_default()))
    }
}

/// Whether an error comes and goes with the day that ages are counted to.
const fn depends_on_the_day(reason: Reason) -> bool {
    matches!(reason, Reason::InFuture | Reason::OverMaximumAge | Reason::UnderMinimumAge)
}

fn codes(report: &Report) -> String {
    let codes: Vec<_> = report
        .errors()
        .filter(|issue| !depends_on_the_day(issue.code().reason()))
        .map(|issue| issue.code().to_string())
        .collect();
    format!("not a signup that is ready to send: {}", codes.join(", "))
}

impl ReadySignup {
    /// Reads a draft whose report has no error; none of another.
    pub(crate) fn read(draft: &Draft<'_>) -> Option<Self> {
        Reader { draft }.signup()
    }
}

/// Reads values that the rules have accepted, as their types.
struct Reader<'d> {
    draft: &'d Draft<'d>,
}

impl Reader<'_> {
    fn signup(&self) -> Option<ReadySignup> {
        let revenue = self.revenue()?;
        let account_number = self.typed(Place::of(Field::AccountNumber), |text| {
            AccountNumber::parse(text, Some(revenue.currency)).ok()
        })?;
        Some(ReadySignup {
            payment_options: self.list(Field::PaymentOptions, |option| self.payment_option(option))?,
            revenue,
            bank_name: self.text(Place::of(Field::BankName))?,
            account_number,
            store_type: self.texts(Place::of(Field::StoreType), |word| word.parse().ok())?,
            ownership: Ownership {
                ownership_structure: self
                    .typed(Place::of(Field::OwnershipStructure), |word| word.parse().ok())?,
                owners: self.list(Field::Owners, |owner| self.owner(owner))?,
            },
            verifications: self.verifications(),
            signature: Signature {
                signatures: self.list(Field::Signatures, |signatory| self.signatory(signatory))?,
                politically_exposed_person: self.answer(Field::PoliticallyExposedPerson)?,
                politically_exposed_associated: self.answer(Field::PoliticallyExposedAssociated)?,
            },
            applicant: Applicant {
                phone_number: self.typed(Place::of(Field::PhoneNumber), |text| E164::parse(text).ok())?,
            },
        })
    }

    fn payment_option(&self, option: Place) -> Option<PaymentOption> {
        Some(PaymentOption {
            payment_type: self.typed(option.child(Field::PaymentType), |word| word.parse().ok())?,
            currencies: self
                .texts(option.child(Field::PaymentCurrencies), |text| Currency::parse(text).ok())?,
        })
    }

    fn revenue(&self) -> Option<Revenue> {
        Some(Revenue {
            currency: self.typed(Place::of(Field::RevenueCurrency), |text| Currency::parse(text).ok())?,
            yearly_revenue: self.amount(Field::YearlyRevenue)?,
            highest_transaction_amount: self.amount(Field::HighestTransactionAmount)?,
            average_amount: self.amount(Field::AverageAmount)?,
            accept_prepaid: self.answer(Field::AcceptPrepaid)?,
            subscriptions_or_memberships: self.answer(Field::SubscriptionsOrMemberships)?,
            gift_cards: self.answer(Field::GiftCards)?,
        })
    }

    fn amount(&self, field: Field) -> Option<Amount> {
        let text = self.text(Place::of(field))?;
        let currency = self.typed(Place::of(Field::RevenueCurrency), |text| Currency::parse(text).ok());
        let band = AmountBand::parse_in(&text, currency).ok();
        Some(Amount { text, band })
    }

    fn owner(&self, owner: Place) -> Option<Owner> {
        let date_of_birth = self
            .typed(owner.child(Field::OwnerDateOfBirth), |text| Date::parse(text).ok())
            .map(NaiveDate::from);
        let legal_name = owner.child(Field::OwnerLegalName);
        let kind = match self.text(legal_name).filter(|_| self.draft.has_name(legal_name)) {
            Some(legal_name) => OwnerKind::Company { legal_name, date_of_birth },
            None => OwnerKind::Person { date_of_birth: date_of_birth? },
        };
        Some(Owner {
            name: self.text(owner.child(Field::OwnerName))?,
            percentage: Percentage::from_f64(self.draft.number(owner.child(Field::OwnerPercentage))?)?,
            kind,
        })
    }

    /// Which of them are owed, the rules have seen to.
    fn verifications(&self) -> Verifications {
        Verifications {
            terms_and_conditions: self.answer(Field::TermsAndConditions),
            terms_and_conditions_url: self.text(Place::of(Field::TermsAndConditionsUrl)).map(Url),
            contact_information: self.answer(Field::ContactInformation),
            payment_site: self.answer(Field::PaymentSite),
            clear_pricing: self.answer(Field::ClearPricing),
            payment_product_logos: self.answer(Field::PaymentProductLogos),
        }
    }

    fn signatory(&self, signatory: Place) -> Option<Signatory> {
        Some(Signatory {
            name: self.text(signatory.child(Field::SignatoryName))?,
            email: self.text(signatory.child(Field::SignatoryEmail)).map(Email)?,
        })
    }

    fn answer(&self, field: Field) -> Option<bool> {
        self.draft.boolean(Place::of(field))
    }

    /// A text; a free one without its outer white space, which other formats do not have.
    fn text(&self, place: Place) -> Option<String> {
        self.draft.text(place).map(|text| text.trim().to_owned())
    }

    fn typed<T>(&self, place: Place, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        parse(self.draft.text(place)?)
    }

    fn texts<T>(&self, list: Place, parse: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
        self.draft.elements(list).map(|element| self.typed(element, &parse)).collect()
    }

    fn list<T>(&self, list: Field, read: impl Fn(Place) -> Option<T>) -> Option<Vec<T>> {
        self.draft.elements(Place::of(list)).map(read).collect()
    }
}
