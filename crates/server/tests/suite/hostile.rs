//! Slow and hostile clients: refused in time, with little memory, while others are served.

use std::io::Write as _;
use std::time::{Duration, Instant};

use merchant_signup_server::Settings;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::program;
use crate::support::*;

/// Longer than any machine needs for a short timeout to end something, and shorter than what would end it otherwise.
const SOON: Duration = Duration::from_secs(60);

/// Settings whose timeouts of heads and bodies are short, while nothing else ends a request within ten minutes.
fn impatient(database: &Database) -> Settings {
    let mut settings = database.settings();
    settings.limits.header_timeout = Duration::from_millis(300);
    settings.limits.body_timeout = Duration::from_millis(300);
    settings.limits.request_timeout = Duration::from_secs(600);
    settings
}

/// Sends a head and what follows, and returns all that comes back.
async fn raw(server: &Server, text: &[u8]) -> String {
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    // The server may have closed before all of it was sent.
    let _ = stream.write_all(text).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}

fn head(server: &Server, more: &str) -> String {
    let token = server.token(ACCOUNT, "write:accounts");
    format!(
        "POST {} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n{more}\r\n\r\n",
        connection(ACCOUNT)
    )
}

#[tokio::test]
async fn slow_heads_and_bodies_end() {
    let database = Database::sqlite();
    let server = Server::start(impatient(&database)).await;
    let begun = Instant::now();
    // No head at all, half a head: closed without a word.
    assert_eq!(raw(&server, b"").await, "");
    let answer = raw(&server, b"POST /v1/check HTTP/1.1\r\nHost: localhost\r\n").await;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{answer}");
    // Half a body.
    let answer = raw(&server, format!("{}{{", head(&server, "Content-Length: 100")).as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    assert!(answer.contains("\"code\":\"interrupted\""), "{answer}");
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    // Others are served; on a busy machine, one of them may be slower than the short timeouts.
    until(async || {
        server
            .request("POST", &connection(ACCOUNT))
            .json(&ready())
            .try_send()
            .await
            .is_ok_and(|answer| answer.status == 201)
    })
    .await;
}

#[tokio::test]
async fn chunks_that_are_none_are_told_as_such() {
    let database = Database::sqlite();
    let server = Server::start(database.settings()).await;
    let text = format!("{}zz\r\n{{}}\r\n0\r\n\r\n", head(&server, "Transfer-Encoding: chunked"));
    let answer = raw(&server, text.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    assert!(answer.contains("\"code\":\"broken_body\""), "{answer}");
}

#[tokio::test]
async fn a_byte_now_and_then_is_too_slow() {
    let database = Database::sqlite();
    let server = Server::start(impatient(&database)).await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let begun = Instant::now();
    loop {
        if stream.write_all(b"G").await.is_err() {
            break;
        }
        let read = tokio::time::timeout(Duration::from_millis(20), stream.read(&mut [0; 512])).await;
        if matches!(read, Ok(Ok(0) | Err(_))) {
            break;
        }
        assert!(begun.elapsed() < SOON);
    }
}

#[tokio::test]
async fn endless_bodies_and_heads_end() {
    let database = Database::sqlite();
    let server = Server::start(database.settings()).await;
    // Chunks without end.
    let chunk = format!("{:x}\r\n{}\r\n", 65_536, " ".repeat(65_536));
    let text = format!("{}{}", head(&server, "Transfer-Encoding: chunked"), chunk.repeat(32));
    let answer = raw(&server, text.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    // A length that is never sent is not waited for in memory.
    let begun = Instant::now();
    let mut settings = impatient(&database);
    settings.database = database.file("other.sqlite").display().to_string();
    let server = Server::start(settings).await;
    let answer = raw(&server, head(&server, "Content-Length: 18446744073709551615").as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
    assert!(begun.elapsed() < SOON);
    // Heads without end.
    let answer =
        raw(&server, format!("GET / HTTP/1.1\r\nHost: {}\r\n\r\n", "a".repeat(100_000)).as_bytes()).await;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
    let many = "X: 1\r\n".repeat(1000);
    let answer =
        raw(&server, format!("GET /healthz HTTP/1.1\r\nHost: localhost\r\n{many}\r\n").as_bytes()).await;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
    assert_eq!(server.anonymous("GET", "/healthz").send().await.status, 200);
}

#[tokio::test]
async fn hostile_documents_are_read_calmly() {
    let database = Database::sqlite();
    let server = Server::start(database.settings()).await;
    let deep = format!("{}{}", "[".repeat(500_000), "]".repeat(500_000));
    let deep_object = format!("{{\"signup\":{}1{}}}", "{\"a\":".repeat(100_000), "}".repeat(100_000));
    let keys = format!("{{{}\"signup\":{{}}}}", "\"signup\":{},".repeat(80_000));
    let cases = [
        (deep, 400, "document.too_deep"),
        (deep_object, 400, "document.too_deep"),
        (keys, 422, "document.duplicate_key"),
        (format!("{{\"signup\":{}}}", "9".repeat(1_000_000)), 400, "document.malformed"),
        ("{\"signup\":{\"bank_name\":1e400}}".to_owned(), 400, "document.malformed"),
        ("{\"signup\":\"\\u0000\"}".to_owned(), 422, "signup.type"),
    ];
    for (body, status, code) in cases {
        let shown: String = body.chars().take(40).collect();
        for path in [connection(ACCOUNT), format!("{}/client-1", connection(ACCOUNT))] {
            let token = server.token(ACCOUNT, "write:accounts callback:accounts");
            let answer = server.anonymous("POST", &path).token(&token).body(body.clone()).send().await;
            let is_callback = path.ends_with("client-1");
            if is_callback && status == 422 {
                assert_eq!(answer.status, 422, "{shown}");
                continue;
            }
            assert_eq!(answer.status.as_u16(), status, "{shown}");
            assert!(answer.codes().contains(&code.to_owned()), "{shown}: {:?}", answer.codes());
        }
    }
    // A gzip bomb: 10 MB of blanks in 10 KB.
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    bomb.write_all(&vec![b' '; 10_000_000]).unwrap();
    let bomb = bomb.finish().unwrap();
    let call = server.request("POST", &connection(ACCOUNT)).body(bomb.clone());
    assert_eq!(call.header("Content-Encoding", "gzip").send().await.status, 415);
    assert_eq!(server.request("POST", &connection(ACCOUNT)).body(bomb).send().await.status, 400);
}

#[tokio::test]
async fn too_many_at_once_are_turned_away() {
    let database = Database::sqlite();
    let mut settings = database.settings();
    settings.limits.concurrent_requests = 2;
    let server = Server::start(settings).await;
    let mut waiting = Vec::new();
    for _ in 0..2 {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        let text = head(&server, "Content-Length: 100\r\nExpect: 100-continue");
        stream.write_all(text.as_bytes()).await.unwrap();
        stream.read_exact(&mut [0; 25]).await.unwrap();
        waiting.push(stream);
    }
    let answer = server.post(ACCOUNT).await;
    assert_eq!(answer.refusal(), (503, "busy".into()));
    assert_eq!(answer.header("retry-after"), "1");
    assert_eq!(server.anonymous("GET", "/healthz").send().await.status, 200);
    drop(waiting);
    until(async || server.post(ACCOUNT).await.status == 201).await;
}

#[tokio::test]
async fn a_request_that_takes_too_long_is_ended() {
    let database = Database::sqlite();
    let mut settings = database.settings();
    settings.limits.request_timeout = Duration::from_millis(200);
    let server = Server::start(settings).await;
    let answer = raw(&server, format!("{}{{", head(&server, "Content-Length: 100")).as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
    assert!(answer.contains("\"code\":\"timed_out\""), "{answer}");
}

/// Ten thousand by `CONNECTIONS=10000`; the program is a process of its own, since each of its ends is a file.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn open_connections_do_not_stop_others() {
    let count: usize = std::env::var("CONNECTIONS").map_or(500, |count| count.parse().unwrap());
    rlimit::increase_nofile_limit(u64::MAX).unwrap();
    let database = Database::sqlite();
    let running = program::start(&database, &["--header-timeout", "600000"]).await;
    let mut server = Server::start(database.settings()).await;
    server.address = running.address;
    let before = resident(&running);
    let mut open = Vec::new();
    for index in 0..count {
        let mut stream = TcpStream::connect(running.address).await.unwrap();
        if index % 2 == 0 {
            stream.write_all(b"POST /v1/check HTTP/1.1\r\nHost: localhost\r\nX: ").await.unwrap();
        }
        open.push(stream);
    }
    let begun = Instant::now();
    assert_eq!(server.post(ACCOUNT).await.status, 201);
    let taken = begun.elapsed();
    let more = resident(&running).saturating_sub(before);
    println!("{count} open connections: a signup stored in {taken:?}; {more} KiB more memory in the server");
    assert!(taken < SOON, "it does not wait for the others to end: {taken:?}");
    assert!(more < 20_000 + 32 * count, "{more} KiB");
}

/// The memory of a running program, in KiB.
fn resident(running: &program::Running) -> usize {
    let file = format!("/proc/{}/status", running.child.id().unwrap());
    let status = std::fs::read_to_string(file).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().unwrap_or_default()
}
