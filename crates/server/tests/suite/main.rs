//! The server over real HTTP, on SQLite always and on PostgreSQL where `DATABASE_URL_POSTGRES` names one.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "helpers of tests: a surprise fails the test that meets it"
)]

/// Makes a test of each function for each kind of database.
macro_rules! on_each_database {
    ($($name:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                super::$name(crate::support::Database::sqlite()).await;
            })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                if let Some(database) = crate::support::Database::postgres().await {
                    super::$name(database).await;
                }
            })*
        }
    };
}

mod client;
mod crash;
mod faults;
mod form;
mod getting_out;
mod hostile;
mod life;
mod maintenance;
mod openapi;
mod operations;
mod program;
mod quick_start;
mod receiver;
mod sessions;
mod support;
mod tokens;
mod versions;
mod webhooks;
mod writers;
