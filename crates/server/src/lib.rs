//! The endpoint that takes merchant signups, as a program: it checks them with [`merchant_signup`], stores them
//! encrypted in SQLite or PostgreSQL, serves the form that they are filled in with, and tells endpoints what comes of them.
//!
//! [`Settings`] say how; [`State::open`] opens the store and reads the keys; [`router`] is the whole application as an
//! axum [`Router`](axum::Router); [`serve`](serve::serve) runs it on a listener, guarded against slow and hostile clients. The program
//! of the same name does that from its command line.
//!
//! ```no_run
//! use merchant_signup_server::{Settings, State, router, serve};
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let settings = Settings::development("data".as_ref())?;
//! let listener = tokio::net::TcpListener::bind(settings.address).await?;
//! let state = State::open(settings).await?;
//! serve::serve(listener, router(state.clone()), &state, std::future::pending()).await;
//! # Ok(())
//! # }
//! ```
//!
//! # Routes
//!
//! | route | does |
//! |---|---|
//! | `POST /v1/accounts/{aid}/management/settings/connections/bambora` | takes a signup |
//! | `GET` on the same | the account's connection |
//! | `GET /v1/accounts/{aid}/management/settings/connections` | lists the account's connections |
//! | `POST …/connections/bambora/{callback_reference}` | completes a pending connection |
//! | `POST /v1/check?level=&profile=&locale=` | the report on any body; stores nothing |
//! | `GET /openapi.json`, `/docs` | all of this as OpenAPI 3.1, and as a page to read |
//! | `GET /healthz`, `/readyz` | for whoever operates it |
//! | `GET /metrics` | the same, at an address of its own ([`metrics_router`]) |
//! | anything else | the form, where one is configured |

pub mod answer;
pub mod auth;
pub mod config;
mod error;
pub mod limits;
pub mod openapi;
mod paths;
mod routes;
pub mod serve;
mod state;
pub mod store;
pub mod telemetry;
pub mod vault;
pub mod webhooks;

pub use config::Settings;
pub use error::Error;
pub use routes::{CheckBody, metrics_router, router, router_with};
pub use state::State;

/// Shorthand for the crate's own results.
pub type Result<T, E = Error> = std::result::Result<T, E>;
