//! Endpoints are told of events: at least once, whatever happens to them or to the server.

use std::time::Duration;

use chrono::{TimeDelta, Utc};
use merchant_signup_server::Settings;
use merchant_signup_server::store::{Act, Attempt, DeliveryStatus, Ending, Known, NewSession};
use merchant_signup_server::webhooks::{Couriers, Secrets};
use serde_json::{Value, json};

use crate::receiver::{Mood, Receiver};
use crate::support::*;

on_each_database!(
    every_change_is_told,
    a_session_is_told_like_any_signup,
    an_event_is_stored_with_its_change,
    an_endpoint_that_fails_is_tried_again,
    an_endpoint_that_hangs_is_tried_again,
    what_failed_for_good_is_tried_again_by_a_command,
    several_servers_share_the_work,
    what_a_server_took_and_never_settled_is_due_again,
    both_secrets_sign_while_they_are_rotated,
    an_endpoint_hears_of_its_accounts,
    old_deliveries_are_forgotten,
);

async fn start(database: &Database, receiver: &Receiver) -> (Server, Couriers) {
    let server = Server::start(settings(database, receiver)).await;
    let couriers = Couriers::start(&server.state).unwrap();
    (server, couriers)
}

fn settings(database: &Database, receiver: &Receiver) -> Settings {
    let mut settings = database.settings();
    settings.webhooks = receiver.settings(database);
    settings
}

/// What is in the outbox in a status.
async fn outbox(server: &Server, status: DeliveryStatus) -> usize {
    server.state.store().deliveries(Some(status), None, None, 1000).await.unwrap().len()
}

fn operator() -> Act<'static> {
    Act { account: ACCOUNT.parse().unwrap(), by: "operator", at: Utc::now(), key: None }
}

async fn every_change_is_told(database: Database) {
    let receiver = Receiver::start(&database).await;
    let (server, couriers) = start(&database, &receiver).await;
    let signup = |answer: &Answer, at: usize| answer.json()["direct_signups"][at]["signup_id"].clone();
    let first = signup(&server.post(ACCOUNT).await, 0);
    let known = Known { signature_link: Some("https://sign.example/1".into()), ..Known::default() };
    server.state.store().note(&operator(), &known).await.unwrap();
    assert_eq!(server.call_back(ACCOUNT, "reference-1", &callback()).await.status, 201);
    server.state.store().end(&operator(), Ending::Failed, "").await.unwrap();
    let second = signup(&server.post(ACCOUNT).await, 1);
    server.state.store().end(&operator(), Ending::Declined, "").await.unwrap();
    // A refused signup is no event.
    assert_eq!(server.request("POST", &connection(ACCOUNT)).body("{}").send().await.status, 422);

    until(async || receiver.taken().len() == 6).await;
    let events = server.get(ACCOUNT).await.json()["events"].clone();
    for (number, (body, (event, status, signup))) in receiver
        .taken()
        .iter()
        .zip([
            ("created", "pending", &first),
            ("updated", "pending", &first),
            ("enabled", "enabled", &first),
            ("failed", "failed", &first),
            ("created", "pending", &second),
            ("declined", "declined", &second),
        ])
        .enumerate()
    {
        // Nothing else is in it, and so nothing that a person typed.
        let due = json!({
            "type": format!("connection.{event}"),
            "timestamp": body["timestamp"],
            "data": {
                "account_id": ACCOUNT, "connection": "bambora", "signup_id": signup, "status": status,
                "sequence": number + 1,
            },
        });
        assert_eq!(*body, due);
        let told = chrono::DateTime::parse_from_rfc3339(body["timestamp"].as_str().unwrap()).unwrap();
        let stored = events[number]["created_at"].as_str().unwrap();
        assert_eq!(told, chrono::DateTime::parse_from_rfc3339(stored).unwrap());
    }
    assert_eq!(receiver.repeated(), 0);
    until(async || outbox(&server, DeliveryStatus::Delivered).await == 6).await;
    couriers.stop(Duration::from_secs(5)).await;
}

async fn a_session_is_told_like_any_signup(database: Database) {
    let receiver = Receiver::start(&database).await;
    let (server, couriers) = start(&database, &receiver).await;
    let store = server.state.store();
    let link = NewSession {
        link: "the-link",
        link_expires_at: Utc::now(),
        return_url: None,
        refresh_url: None,
        locale: None,
    };
    let session = store.create_session(&operator(), &link).await.unwrap();
    let request: merchant_signup::SignupRequest = serde_json::from_value(ready()).unwrap();
    for _ in 0..2 {
        store.submit(&session, &operator(), &request.signup, &json!({})).await.unwrap();
    }
    until(async || outbox(&server, DeliveryStatus::Delivered).await == 1).await;
    assert_eq!(receiver.taken()[0]["type"], "connection.created");
    assert_eq!(receiver.asked(), 1, "a repetition is no event");
    couriers.stop(Duration::from_secs(5)).await;
}

async fn an_event_is_stored_with_its_change(database: Database) {
    let receiver = Receiver::start(&database).await;
    // Nobody delivers yet, and without an endpoint there is nothing to deliver.
    let before = Server::start(database.settings()).await;
    assert_eq!(before.post("P12345678").await.status, 201);
    assert_eq!(outbox(&before, DeliveryStatus::Pending).await, 0);
    let server = Server::start(settings(&database, &receiver)).await;
    let call = server.request("POST", &connection(ACCOUNT)).json(&ready()).header("Idempotency-Key", "1");
    assert_eq!(call.clone().send().await.status, 201);
    assert_eq!(call.send().await.status, 201);
    assert_eq!(server.post(ACCOUNT).await.status, 409);
    assert_eq!(outbox(&server, DeliveryStatus::Pending).await, 1, "a repetition is no event");
    // A server without the endpoint in its configuration writes for it too.
    assert_eq!(before.post("P00000001").await.status, 201);
    assert_eq!(outbox(&server, DeliveryStatus::Pending).await, 2);
    let couriers = Couriers::start(&server.state).unwrap();
    until(async || receiver.taken().len() == 2).await;
    couriers.stop(Duration::from_secs(5)).await;
    assert!(server.state.store().remove_endpoint("platform").await.unwrap());
    assert!(!server.state.store().remove_endpoint("platform").await.unwrap());
    assert_eq!(before.post("P00000002").await.status, 201);
    assert_eq!(outbox(&server, DeliveryStatus::Pending).await, 0);
}

async fn an_endpoint_that_fails_is_tried_again(database: Database) {
    let receiver = Receiver::start(&database).await;
    let mut settings = settings(&database, &receiver);
    settings.webhooks.attempts = 1000;
    let server = Server::start(settings).await;
    let couriers = Couriers::start(&server.state).unwrap();
    receiver.be(Mood::TakesSome);
    for number in 0..10 {
        assert_eq!(server.post(&format!("T{number:08}")).await.status, 201);
    }
    until(async || receiver.taken().len() == 10).await;
    until(async || outbox(&server, DeliveryStatus::Delivered).await == 10).await;
    assert!(receiver.asked() >= 28, "two in three were refused: {}", receiver.asked());
    // An endpoint that has restarted is found again, and a redirect is not followed.
    for mood in [Mood::Answers(503), Mood::Redirects, Mood::Answers(429)] {
        receiver.be(mood);
        let asked = receiver.asked();
        assert_eq!(server.post(&format!("P{asked:08}")).await.status, 201);
        until(async || receiver.asked() >= asked + 2).await;
        let told = receiver.taken().len();
        receiver.be(Mood::Takes);
        until(async || receiver.taken().len() == told + 1).await;
    }
    couriers.stop(Duration::from_secs(5)).await;
}

async fn an_endpoint_that_hangs_is_tried_again(database: Database) {
    let receiver = Receiver::start(&database).await;
    let mut settings = settings(&database, &receiver);
    settings.webhooks.timeout = Duration::from_millis(300);
    settings.webhooks.attempts = 1000;
    let server = Server::start(settings).await;
    let couriers = Couriers::start(&server.state).unwrap();
    receiver.be(Mood::Hangs);
    assert_eq!(server.post(ACCOUNT).await.status, 201);
    until(async || receiver.asked() >= 2).await;
    // Signups do not wait for it.
    assert_eq!(server.post("P12345678").await.status, 201);
    receiver.be(Mood::Takes);
    until(async || receiver.taken().len() == 2).await;
    couriers.stop(Duration::from_secs(5)).await;
}

async fn what_failed_for_good_is_tried_again_by_a_command(database: Database) {
    let receiver = Receiver::start(&database).await;
    let (server, couriers) = start(&database, &receiver).await;
    receiver.be(Mood::Answers(500));
    assert_eq!(server.post(ACCOUNT).await.status, 201);
    until(async || outbox(&server, DeliveryStatus::Failed).await == 1).await;
    assert_eq!(receiver.asked(), 3, "as many as it is configured for");
    let store = server.state.store();
    let failed = store.deliveries(Some(DeliveryStatus::Failed), None, Some("platform"), 10).await.unwrap();
    assert_eq!((failed[0].failure.as_deref(), failed[0].event.attempt), (Some("it answered 500"), 3));
    assert_eq!(failed[0].event.account, ACCOUNT);
    assert_eq!(store.outbox_size().await.unwrap(), (0, 1));

    receiver.be(Mood::Takes);
    assert_eq!(store.retry(Utc::now(), Some("other"), None).await.unwrap(), 0);
    assert_eq!(store.retry(Utc::now(), None, Some(&failed[0].event.event)).await.unwrap(), 1);
    until(async || outbox(&server, DeliveryStatus::Delivered).await == 1).await;
    assert_eq!(receiver.taken().len(), 1);

    // An endpoint that says that it is gone is not asked twice.
    receiver.be(Mood::Answers(410));
    let asked = receiver.asked();
    assert_eq!(server.post("P12345678").await.status, 201);
    until(async || outbox(&server, DeliveryStatus::Failed).await == 1).await;
    assert_eq!(receiver.asked(), asked + 1);
    couriers.stop(Duration::from_secs(5)).await;
}

async fn several_servers_share_the_work(database: Database) {
    let receiver = Receiver::start(&database).await;
    let (one, of_one) = start(&database, &receiver).await;
    let (other, of_other) = start(&database, &receiver).await;
    for number in 0..40 {
        let server = if number % 2 == 0 { &one } else { &other };
        assert_eq!(server.post(&format!("T{number:08}")).await.status, 201);
    }
    until(async || outbox(&one, DeliveryStatus::Delivered).await == 40).await;
    assert_eq!((receiver.taken().len(), receiver.repeated(), receiver.asked()), (40, 0, 40));
    of_one.stop(Duration::from_secs(5)).await;
    of_other.stop(Duration::from_secs(5)).await;
}

async fn what_a_server_took_and_never_settled_is_due_again(database: Database) {
    let receiver = Receiver::start(&database).await;
    let server = Server::start(settings(&database, &receiver)).await;
    assert_eq!(server.post(ACCOUNT).await.status, 201);
    let (store, now) = (server.state.store(), Utc::now());
    let later = now + TimeDelta::seconds(60);
    let taken = store.take_due("platform", now, later, 10).await.unwrap();
    assert_eq!((taken.len(), taken[0].attempt), (1, 1));
    assert!(store.take_due("platform", now, later, 10).await.unwrap().is_empty(), "it is taken");
    let again = store.take_due("platform", later, later + TimeDelta::seconds(60), 10).await.unwrap();
    assert_eq!((again.len(), again[0].attempt), (1, 2), "its taker has ended");
    // The first taker was only slow: that it failed counts no more, that it delivered would.
    let late = [(taken[0].clone(), Attempt::Failed("late".into()))];
    store.settle("platform", now, &late).await.unwrap();
    assert_eq!(outbox(&server, DeliveryStatus::Pending).await, 1);
    store.settle("platform", now, &[(taken[0].clone(), Attempt::Delivered)]).await.unwrap();
    assert_eq!(outbox(&server, DeliveryStatus::Delivered).await, 1);
    let failed = [(again[0].clone(), Attempt::Failed("too late".into()))];
    store.settle("platform", now, &failed).await.unwrap();
    assert_eq!(outbox(&server, DeliveryStatus::Delivered).await, 1);
}

async fn both_secrets_sign_while_they_are_rotated(database: Database) {
    let receiver = Receiver::start(&database).await;
    let (server, couriers) = start(&database, &receiver).await;
    let file = database.file("webhook-secret");
    // The receiver checks a signature of every secret in the file.
    for (number, change) in [Secrets::rotate, Secrets::retire].into_iter().enumerate() {
        change(&file).unwrap();
        assert_eq!(server.post(&format!("T{number:08}")).await.status, 201);
        until(async || receiver.taken().len() == number + 1).await;
    }
    couriers.stop(Duration::from_secs(5)).await;
}

async fn an_endpoint_hears_of_its_accounts(database: Database) {
    let receiver = Receiver::start(&database).await;
    let mut settings = settings(&database, &receiver);
    settings.webhooks.endpoints[0].accounts = vec![ACCOUNT.parse().unwrap(), "P12345678".parse().unwrap()];
    let server = Server::start(settings).await;
    let couriers = Couriers::start(&server.state).unwrap();
    for account in ["T00000001", ACCOUNT, "T00000002", "P12345678"] {
        assert_eq!(server.post(account).await.status, 201);
    }
    until(async || receiver.taken().len() == 2).await;
    let mut accounts: Vec<Value> =
        receiver.taken().iter().map(|body| body["data"]["account_id"].clone()).collect();
    accounts.sort_by_key(ToString::to_string);
    assert_eq!(accounts, ["P12345678", ACCOUNT]);
    couriers.stop(Duration::from_secs(5)).await;
}

async fn old_deliveries_are_forgotten(database: Database) {
    let receiver = Receiver::start(&database).await;
    let (server, couriers) = start(&database, &receiver).await;
    assert_eq!(server.post(ACCOUNT).await.status, 201);
    until(async || outbox(&server, DeliveryStatus::Delivered).await == 1).await;
    couriers.stop(Duration::from_secs(5)).await;
    assert_eq!(server.post("P12345678").await.status, 201);
    let store = server.state.store();
    store.tidy(Utc::now() + TimeDelta::days(29), None, 24).await.unwrap();
    assert_eq!(outbox(&server, DeliveryStatus::Delivered).await, 1);
    store.tidy(Utc::now() + TimeDelta::days(31), None, 24).await.unwrap();
    assert_eq!(outbox(&server, DeliveryStatus::Delivered).await, 0);
    assert_eq!(outbox(&server, DeliveryStatus::Pending).await, 1, "what is not delivered stays");
}
