//! The library's client against the server: they were written to fit.

use merchant_signup::connection::{ConnectionStatus, PaymentOption};
use merchant_signup::formats::account_id::AccountId;
use merchant_signup::{Locale, Options, SignupRequest};
use merchant_signup_client::{Client, ClientError, Completion};

use crate::support::*;

on_each_database!(from_signup_to_enabled, refusals_have_types);

fn client(server: &Server, token: &str) -> Client {
    Client::builder(format!("http://{}", server.address))
        .token(token)
        .locale(Locale::Norwegian)
        .build()
        .unwrap()
}

fn account() -> AccountId {
    AccountId::parse(ACCOUNT).unwrap()
}

fn request() -> SignupRequest {
    serde_json::from_str(READY).unwrap()
}

async fn from_signup_to_enabled(database: Database) {
    let server = Server::start(database.settings()).await;
    let merchant = client(&server, &server.token(ACCOUNT, "read:accounts write:accounts"));

    let error = merchant.connection(&account()).await.unwrap_err();
    assert_eq!(error.status(), Some(404), "{error}");
    let connection = merchant.submit(&account(), &request()).idempotency_key("order-1").await.unwrap();
    assert_eq!(connection.status, Some(ConnectionStatus::Pending));
    let again = merchant.submit(&account(), &request()).idempotency_key("order-1").await.unwrap();
    assert_eq!(again, connection);
    assert_eq!(connection.signup.unwrap().request().unwrap(), request());

    let provider = client(&server, &server.token_of(ACCOUNT, "callback:accounts", "reference-1"));
    let option = PaymentOption::new("bambora.creditcard", ["NOK"]);
    let mut completion = Completion::new("T1", "key", vec![option]);
    completion.secret_token = Some("hush".to_owned());
    server.refer(ACCOUNT, "reference-1").await;
    let enabled = provider.complete(&account(), "reference-1", &completion).await.unwrap().unwrap();
    assert_eq!(enabled.status, Some(ConnectionStatus::Enabled));
    assert_eq!(merchant.connection(&account()).await.unwrap(), enabled);
    server.stop().await;
}

async fn refusals_have_types(database: Database) {
    let server = Server::start(database.settings()).await;
    let merchant = client(&server, &server.token(ACCOUNT, "read:accounts write:accounts"));

    // Ready by the client's rules of today, and not by a server's that judges otherwise: as a completion without options.
    let provider = client(&server, &server.token_of(ACCOUNT, "callback:accounts", "reference-1"));
    let completion = Completion::new("T1", "", Vec::new());
    let error = provider.complete(&account(), "reference-1", &completion).await.unwrap_err();
    let ClientError::Refused(refusal) = error else { panic!("{error:?}") };
    assert_eq!((refusal.status, refusal.code.as_deref()), (422, Some("not_ready")));
    let codes: Vec<&str> = refusal.issues.iter().filter_map(|issue| issue.code.as_deref()).collect();
    assert_eq!(codes, ["md5_key.required", "payment_options.required"]);

    merchant.submit(&account(), &request()).await.unwrap();
    let error = merchant.submit(&account(), &request()).await.unwrap_err();
    let ClientError::Conflict(refusal) = error else { panic!("{error:?}") };
    assert_eq!(refusal.code.as_deref(), Some("connection_exists"));
    assert!(refusal.message.unwrap().starts_with("Kontoen har allerede"));

    let stranger = client(&server, "no.token.atall");
    let error = stranger.connection(&account()).await.unwrap_err();
    assert!(matches!(error, ClientError::Unauthorized(_)), "{error}");

    let options = Options::new(chrono::Utc::now().date_naive());
    let other = AccountId::parse("P12345678").unwrap();
    let error = merchant.submit(&other, &request().into_ready(&options).unwrap()).await.unwrap_err();
    assert_eq!(error.refusal().and_then(|refusal| refusal.code.as_deref()), Some("account_forbidden"));
    server.stop().await;
}
