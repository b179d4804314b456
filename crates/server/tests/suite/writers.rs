//! Many at once.

use merchant_signup_server::store::{Act, Ending};

use crate::support::*;

on_each_database!(
    two_hundred_writers_of_one_account,
    writers_on_two_servers,
    callbacks_at_once,
    stopping_finishes_what_was_begun
);

async fn two_hundred_writers_of_one_account(database: Database) {
    let server = Server::start(database.settings()).await;
    let account = ACCOUNT.parse().unwrap();
    for round in 1..=3_i64 {
        let calls: Vec<_> = (0..200)
            .map(|_| tokio::spawn(server.request("POST", &connection(ACCOUNT)).json(&ready()).send()))
            .collect();
        let mut statuses = Vec::new();
        for call in calls {
            statuses.push(call.await.unwrap().status.as_u16());
        }
        statuses.sort_unstable();
        assert_eq!(statuses[0], 201);
        assert!(statuses[1..].iter().all(|status| *status == 409), "{statuses:?}");
        assert_eq!(server.state.store().count(Some(account)).await.unwrap(), round);
        let events = server.get(ACCOUNT).await.json()["events"].as_array().unwrap().len();
        assert_eq!(i64::try_from(events).unwrap(), 2 * round - 1);

        let act = Act { account, by: "operator", at: chrono::Utc::now(), key: None };
        server.state.store().end(&act, Ending::Failed, "").await.unwrap();
    }
}

async fn writers_on_two_servers(database: Database) {
    let servers = [Server::start(database.settings()).await, Server::start(database.settings()).await];
    let calls: Vec<_> = (0..60)
        .map(|index| {
            tokio::spawn(servers[index % 2].request("POST", &connection(ACCOUNT)).json(&ready()).send())
        })
        .collect();
    let mut stored = 0;
    for call in calls {
        let status = call.await.unwrap().status.as_u16();
        assert!(matches!(status, 201 | 409), "{status}");
        stored += usize::from(status == 201);
    }
    assert_eq!(stored, 1);
    assert_eq!(servers[0].get(ACCOUNT).await.json(), servers[1].get(ACCOUNT).await.json());
}

async fn callbacks_at_once(database: Database) {
    let server = Server::start(database.settings()).await;
    server.post(ACCOUNT).await;
    let path = format!("{}/reference-1", connection(ACCOUNT));
    server.refer(ACCOUNT, "reference-1").await;
    let token = server.token_of(ACCOUNT, "callback:accounts", "reference-1");
    let call = server.anonymous("POST", &path).token(&token).json(&callback());
    let calls: Vec<_> = (0..50).map(|_| tokio::spawn(call.clone().send())).collect();
    let mut stored = 0;
    for call in calls {
        stored += usize::from(call.await.unwrap().status == 201);
    }
    assert_eq!(stored, 1);
    assert_eq!(server.get(ACCOUNT).await.json()["events"].as_array().unwrap().len(), 2);
}

async fn stopping_finishes_what_was_begun(database: Database) {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let server = Server::start(database.settings()).await;
    let token = server.token(ACCOUNT, "write:accounts");
    let mut stream = tokio::net::TcpStream::connect(server.address).await.unwrap();
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nExpect: 100-continue\r\n\r\n",
        connection(ACCOUNT),
        READY.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    // It asks for the body: the request has begun.
    let mut asked = [0; 25];
    stream.read_exact(&mut asked).await.unwrap();
    assert!(asked.starts_with(b"HTTP/1.1 100 Continue"));
    let address = server.address;
    let stopping = tokio::spawn(server.stop());
    // Nothing new is taken, once it is stopping.
    until(async || tokio::net::TcpStream::connect(address).await.is_err()).await;
    stream.write_all(READY.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 201 Created"), "{answer}");
    assert!(stopping.await.unwrap());
    let server = Server::start(database.settings()).await;
    assert_eq!(server.get(ACCOUNT).await.status, 200);
}
