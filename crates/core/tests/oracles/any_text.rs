//! Nothing that a person types may bring the process down, and a fix is never to be fixed again.

use merchant_signup_core::{
    formats::{
        Fault, account_id, account_number, amount_band,
        currency::{self, Currency},
        date,
        email::{self, Email},
        kontonummer,
        phone::{self, E164},
    },
    text,
};
use proptest::{prelude::*, sample::select};

use super::check;

#[test]
fn is_judged_calmly_and_fixed_once() {
    let near = select(vec![
        "+47",
        "00",
        "9999",
        "NO93 8601 1117 947",
        "8601.11.17947",
        "nok",
        "\u{202F}",
        " ",
        "-",
        "<",
        ">",
        "1.000",
        ",5",
        "å",
        "@",
        ".no",
    ]);
    let text = prop_oneof![".{0,80}", prop::collection::vec(near, 0..6).prop_map(|pieces| pieces.concat())];
    check(
        30_000,
        (text, select(vec![None, Some(Currency::NOK), Some(Currency::SEK), Some(Currency::EUR)])),
        |(text, currency)| {
            let _ = (
                account_id::AccountId::parse(&text),
                amount_band::AmountBand::parse(&text),
                date::Date::parse(&text),
            );
            let _ = (
                kontonummer::Kontonummer::parse(&text),
                text::has_unsafe_characters(&text),
                text::nearest(&text, ["bank_name"].into_iter()),
            );
            let account = |text: &str| account_number::AccountNumber::parse(text, currency);
            if let Some(fixed) = account_number::fix(&text, currency) {
                let (read, again) = (account(&fixed), account_number::fix(&fixed, currency));
                assert!(read.is_ok() && again.is_none());
                assert!(account(&text) == read || account(&text) == Err(Fault::Label));
            }
            if let Some(fixed) = phone::fix(&text) {
                let as_it_stands = E164::parse(&text);
                assert!(E164::parse(&fixed).is_ok() && phone::fix(&fixed).is_none());
                assert!(as_it_stands.is_err() || as_it_stands.is_ok_and(|number| number.has_trunk_prefix()));
            }
            if let Some(fixed) = currency::fix(&text) {
                assert!(
                    Currency::parse(&fixed).is_ok()
                        && Currency::parse(&text).is_err()
                        && currency::fix(&fixed).is_none()
                );
            }
            if let Some(fixed) = email::fix(&text) {
                assert!(
                    Email::parse(&fixed).is_ok()
                        && email::same(&fixed, text.trim())
                        && email::fix(&fixed).is_none()
                );
            }
            if let Ok(band) = amount_band::AmountBand::parse(&text) {
                assert_eq!(amount_band::AmountBand::parse(&band.to_string()), Ok(band));
            }
        },
    );
}
