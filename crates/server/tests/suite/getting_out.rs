//! Getting signups out: lists in pages, and all that is stored for an account.

use chrono::Utc;
use merchant_signup_server::store::{Act, Draft, Ending, NewSession, Store};
use merchant_signup_server::vault::Vault;
use serde_json::{Value, json};

use crate::receiver::Receiver;
use crate::support::*;

on_each_database!(connections_are_listed_in_pages, lists_have_a_scope_of_their_own, an_account_is_exported);

fn path(account: &str, query: &str) -> String {
    format!("/v1/accounts/{account}/management/settings/connections{query}")
}

async fn list(server: &Server, query: &str) -> Answer {
    let token = server.token(ACCOUNT, "list:accounts");
    server.anonymous("GET", &path(ACCOUNT, query)).token(&token).send().await
}

fn operator() -> Act<'static> {
    Act { account: ACCOUNT.parse().unwrap(), by: "operator", at: Utc::now(), key: None }
}

async fn connections_are_listed_in_pages(database: Database) {
    let server = Server::start(database.settings()).await;
    assert_eq!(list(&server, "").await.json(), json!({ "connections": [] }));
    for number in 0..5 {
        assert_eq!(server.post(ACCOUNT).await.status, 201);
        let ending = if number % 2 == 0 { Ending::Failed } else { Ending::Declined };
        server.state.store().end(&operator(), ending, "").await.unwrap();
    }
    assert_eq!(server.post(ACCOUNT).await.status, 201);
    assert_eq!(server.post("P12345678").await.status, 201);

    let connection = server.get(ACCOUNT).await.json();
    let signups = connection["direct_signups"].as_array().unwrap();
    let mut due: Vec<&Value> = signups.iter().map(|signup| &signup["signup_id"]).collect();
    due.reverse();
    // Page by page, each once, the newest first.
    let (mut found, mut after) = (Vec::new(), String::new());
    for size in [4, 2] {
        let page = list(&server, &format!("?limit=4{after}")).await;
        assert_eq!(page.status, 200);
        let page = page.json();
        assert_eq!(page["connections"].as_array().unwrap().len(), size);
        found.extend(page["connections"].as_array().unwrap().clone());
        after = page["next"].as_str().map(|next| format!("&starting_after={next}")).unwrap_or_default();
    }
    assert_eq!(after, "", "the last page has no next");
    assert_eq!(found.iter().map(|one| &one["signup_id"]).collect::<Vec<_>>(), due);
    assert_eq!(found[0]["status"], "pending");
    assert_eq!(found[0]["created_by"], "client-1");
    assert_eq!(found[0]["updated_at"], connection["updated_at"]);
    assert!(!found[0].to_string().contains("Nordmann"));

    for (status, count) in [("pending", 1), ("enabled", 0), ("failed", 3), ("declined", 2)] {
        let page = list(&server, &format!("?status={status}")).await.json();
        let found = page["connections"].as_array().unwrap();
        assert!(found.len() == count && found.iter().all(|one| one["status"] == status), "{page}");
    }
    let of_another = server.get("P12345678").await.json()["direct_signups"][0]["signup_id"].clone();
    for bad in [
        "?status=open",
        "?limit=0",
        "?limit=101",
        "?limit=x",
        "?starting_after=nothing",
        "?starting_after=%00",
    ] {
        assert_eq!(list(&server, bad).await.refusal(), (400, "invalid_query".into()), "{bad}");
    }
    let of_another = format!("?starting_after={}", of_another.as_str().unwrap());
    assert_eq!(list(&server, &of_another).await.refusal(), (404, "not_found".into()));
}

async fn lists_have_a_scope_of_their_own(database: Database) {
    let server = Server::start(database.settings()).await;
    for (account, scope, refusal) in [
        (ACCOUNT, "read:accounts write:accounts callback:accounts", "scope_missing"),
        ("P12345678", "list:accounts", "account_forbidden"),
    ] {
        let call = server.anonymous("GET", &path(ACCOUNT, "")).token(&server.token(account, scope));
        assert_eq!(call.send().await.refusal(), (403, refusal.into()));
    }
    let call = server.anonymous("GET", &connection(ACCOUNT)).token(&server.token(ACCOUNT, "list:accounts"));
    assert_eq!(call.send().await.refusal(), (403, "scope_missing".into()), "a list is not what was typed");
}

async fn an_account_is_exported(database: Database) {
    let receiver = Receiver::start(&database).await;
    let mut settings = database.settings();
    settings.webhooks = receiver.settings(&database);
    let server = Server::start(settings).await;
    let store = server.state.store();
    assert!(store.export(ACCOUNT.parse().unwrap()).await.unwrap().is_none());
    assert_eq!(server.post(ACCOUNT).await.status, 201);
    store.end(&operator(), Ending::Failed, "").await.unwrap();
    assert_eq!(server.post(ACCOUNT).await.status, 201);
    assert_eq!(server.call_back(ACCOUNT, "reference-1", &callback()).await.status, 201);
    let link = NewSession {
        link: "the-link",
        link_expires_at: Utc::now(),
        return_url: Some("https://platform.example/"),
        refresh_url: None,
        locale: Some("nb"),
    };
    store.create_session(&operator(), &link).await.unwrap();
    let draft = Draft { draft: json!({ "bank_name": "DNB" }), ..Draft::default() };
    store.save_draft(ACCOUNT.parse().unwrap(), &draft, Utc::now()).await.unwrap();

    let export = async |store: &Store| {
        let export = store.export(ACCOUNT.parse().unwrap()).await;
        serde_json::to_value(export.unwrap().unwrap()).unwrap()
    };
    let exported = export(store).await;
    assert_eq!(exported["account_id"], ACCOUNT);
    assert_eq!(exported["connection"], server.get(ACCOUNT).await.json());
    let signups = exported["signups"].as_array().unwrap();
    assert_eq!(signups.len(), 2);
    assert!(signups.iter().all(|signup| signup["signup"] == ready()["signup"]), "{exported}");
    assert_eq!(signups[1]["configuration"]["merchant_number"], "T7777777");
    assert_eq!(exported["draft"]["draft"], json!({ "bank_name": "DNB" }));
    assert_eq!(exported["sessions"][0]["locale"], "nb");
    let told: Vec<&Value> = exported["webhooks"].as_array().unwrap().iter().map(|one| &one["type"]).collect();
    assert_eq!(told, ["connection.created", "connection.failed", "connection.created", "connection.enabled"]);
    let text = exported.to_string();
    assert!(!text.contains("the-most-secret-token") && !text.contains("the-link") && !text.contains("hash"));

    // Keys can be new, and what was erased is not exported.
    let other =
        Store::open(&database.url, Vault::open(&database.settings().encryption_keys).unwrap()).await.unwrap();
    assert_eq!(other.rotate().await.unwrap().skipped, 0);
    other.retire_keys().await.unwrap();
    assert_eq!(export(store).await, exported);
    store.erase(ACCOUNT.parse().unwrap()).await.unwrap();
    let erased = export(store).await;
    assert!(!erased.to_string().contains("Nordmann") && erased["draft"].is_null(), "{erased}");
    assert_eq!(erased["webhooks"], exported["webhooks"]);
}
