//! Runs the application on a listener: with a limit to open connections, a limit to how long a request's head may take,
//! and an end that finishes what was begun.

use std::future::Future;
use std::net::IpAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower::util::MapRequest;

use crate::State;

/// The most that a request's head may have, in bytes.
const HEAD_BYTES: usize = 32 * 1024;
/// The most headers that a request may have.
const HEADERS: usize = 64;
/// What a loop that fails waits before it tries again, so that it does not spin.
const PAUSE: Duration = Duration::from_millis(50);

/// The address at the other end of a request's connection.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// Serves until `stop` is there, then finishes the requests that have begun, as far as the limit allows.
///
/// Returns whether all of them were finished.
pub async fn serve(
    listener: TcpListener,
    application: Router,
    state: &State,
    stop: impl Future<Output = ()>,
) -> bool {
    let limits = state.limits();
    let graceful = GracefulShutdown::new();
    let connections = Arc::new(Semaphore::new(limits.connections));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(limits.header_timeout)
        .max_buf_size(HEAD_BYTES)
        .max_headers(HEADERS)
        .keep_alive(true);
    let mut stop = pin!(stop);
    loop {
        let (stream, peer, permit) = tokio::select! {
            accepted = accept(&listener, &connections) => accepted,
            () = &mut stop => break,
        };
        // Answers are small: each is to leave at once.
        let _ = stream.set_nodelay(true);
        let service = MapRequest::new(application.clone(), move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(peer);
            request
        });
        let service = TowerToHyperService::new(service);
        let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), service));
        let counted = state.count_connection();
        tokio::spawn(async move {
            // How it ended is the client's affair.
            let _ = connection.await;
            drop((permit, counted));
        });
    }
    drop(listener);
    tokio::time::timeout(limits.shutdown_timeout, graceful.shutdown()).await.is_ok()
}

/// The next connection, once there is room for it.
async fn accept(
    listener: &TcpListener,
    connections: &Arc<Semaphore>,
) -> (TcpStream, Peer, Option<tokio::sync::OwnedSemaphorePermit>) {
    // The semaphore is never closed.
    let permit = Arc::clone(connections).acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => return (stream, Peer(peer.ip().to_canonical()), permit),
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}
