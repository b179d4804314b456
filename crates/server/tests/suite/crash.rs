//! Killed in the middle of writing: what was answered is there, nothing is half there, and endpoints are told of all of it.
//! `KILLS=100` for the long form.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use merchant_signup_server::store::DeliveryStatus;

use crate::program;
use crate::receiver::{Mood, Receiver};
use crate::support::*;

on_each_database!(what_was_answered_survives);

const WRITERS: u32 = 4;

async fn what_was_answered_survives(database: Database) {
    let kills: u32 = std::env::var("KILLS").map_or(12, |kills| kills.parse().unwrap());
    let next = Arc::new(AtomicU32::new(0));
    // Its store is opened for tokens and for counting; the killed program is another process.
    let server = Arc::new(Server::start(database.settings()).await);
    let (mut answered, mut checked) = (Vec::new(), 0);
    // An endpoint that fails, hangs and is well again, from one round to the next.
    let receiver = Receiver::start(&database).await;
    let file = database.file("webhooks.json").display().to_string();
    let webhooks = ["--webhooks", &file, "--webhook-first-retry", "10", "--webhook-timeout", "200"];
    let webhooks =
        [&webhooks[..], &["--webhook-longest-retry", "50", "--webhook-attempts", "1000000"]].concat();
    let moods = [Mood::Takes, Mood::TakesSome, Mood::Hangs, Mood::Answers(500)];
    for round in 0..kills {
        receiver.be(moods[round as usize % moods.len()]);
        let mut running = program::start(&database, &webhooks).await;
        let address = running.address;
        let mut writers = Vec::new();
        for _ in 0..WRITERS {
            let (next, server) = (Arc::clone(&next), Arc::clone(&server));
            writers.push(tokio::spawn(async move {
                let mut answered = Vec::new();
                loop {
                    let account = format!("T{:08}", next.fetch_add(1, Ordering::Relaxed));
                    let call = server.request("POST", &connection(&account)).json(&ready()).at(address);
                    match call.try_send().await {
                        Ok(answer) if answer.status == 201 => answered.push(account),
                        Ok(answer) => panic!("{answer:?}"),
                        Err(_) => return answered,
                    }
                }
            }));
        }
        // At another moment of its work in every round: after 20 signups, and a few milliseconds that differ.
        let due = next.load(Ordering::Relaxed) + 20;
        until(async || next.load(Ordering::Relaxed) >= due).await;
        tokio::time::sleep(Duration::from_micros(u64::from(round * 7919 % 5000))).await;
        running.child.start_kill().unwrap();
        running.child.wait().await.unwrap();
        for writer in writers {
            answered.extend(writer.await.unwrap());
        }

        // It starts on what it left, and all that was answered is there.
        let running = program::start(&database, &webhooks).await;
        for account in &answered[checked..] {
            let answer = server.request("GET", &connection(account)).at(running.address).send().await;
            assert_eq!(answer.status, 200, "{account} was answered and is not there");
            assert_complete(&answer);
        }
        checked = answered.len();
    }
    // What was begun and not answered is there in full, or not at all.
    let mut unanswered = 0;
    for number in 0..next.load(Ordering::Relaxed) {
        let account = format!("T{number:08}");
        let answer = server.get(&account).await;
        match answer.status.as_u16() {
            200 => assert_complete(&answer),
            status => assert!(status == 404 && !answered.contains(&account), "{account}: {status}"),
        }
        unanswered += u32::from(answer.status == 200 && !answered.contains(&account));
    }
    let store = server.state.store();
    let (delivered, pending) = (DeliveryStatus::Delivered, DeliveryStatus::Pending);
    let listed = store.deliveries(None, None, None, 1_000_000).await.unwrap();
    let in_outbox: BTreeSet<&str> = listed.iter().map(|listed| listed.event.account.as_str()).collect();
    assert_eq!(listed.len(), in_outbox.len(), "a signup is one event");
    for account in &answered {
        assert!(in_outbox.contains(account.as_str()), "nobody is told of {account}");
    }
    receiver.be(Mood::Takes);
    let running = program::start(&database, &webhooks).await;
    let told = || receiver.taken().iter().map(|body| body["data"]["account_id"].clone()).collect::<Vec<_>>();
    until_at_most(Duration::from_secs(90), async || told().len() == listed.len()).await;
    until(async || store.deliveries(Some(pending), None, None, 10).await.unwrap().is_empty()).await;
    assert_eq!(store.deliveries(Some(delivered), None, None, 1_000_000).await.unwrap().len(), listed.len());
    drop(running);
    println!(
        "{kills} kills: {} answered signups are there, {unanswered} more were stored unanswered; all {} were told, {} of \
         them more than once",
        answered.len(),
        listed.len(),
        receiver.repeated()
    );
    assert!(answered.len() >= kills as usize * 10);
}

fn assert_complete(answer: &Answer) {
    let stored = answer.json();
    let mut signup = stored["signup"].clone();
    signup.as_object_mut().unwrap().remove("created_at");
    assert_eq!(signup, ready()["signup"]);
    assert_eq!(stored["events"].as_array().unwrap().len(), 1);
    assert_eq!(stored["status"], "pending");
}
