//! The endpoint that takes merchant signups, as a program.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "what a command has to say goes to the terminal"
)]

use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser as _;
use merchant_signup::formats::account_id::AccountId;
use merchant_signup_server::auth::{self, Claims};
use merchant_signup_server::config::{Cli, Command, Place, Serve};
use merchant_signup_server::store::{Act, Erased, Known, Outcome, Store};
use merchant_signup_server::telemetry::{self, LogFormat};
use merchant_signup_server::vault::Vault;
use merchant_signup_server::webhooks::Couriers;
use merchant_signup_server::{Error, Result, State, metrics_router, router, serve};
use tokio::net::TcpListener;

mod commands;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let command = cli.command.unwrap_or_else(|| Command::Serve(Box::new(cli.serve)));
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("error: no threads can be started: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(run(command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> Result<()> {
    // A server begins to log by itself. A command is read by a person, who is told what it could not do.
    if !matches!(&command, Command::Serve(options) if !options.check_config) {
        telemetry::log(LogFormat::Plain, tracing::Level::WARN);
    }
    match command {
        Command::Serve(options) if options.check_config => commands::check_config(&options).await,
        Command::Serve(options) => serve_until_stopped(&options).await,
        Command::Token(token) => {
            let claims = Claims {
                sub: token.subject.clone(),
                account_id: token.account.to_string(),
                scope: token.scope.join(" "),
            };
            println!("{}", auth::issue(&token.settings()?, &claims, token.seconds)?);
            Ok(())
        }
        Command::RotateKey { place, retire } => rotate(&place, retire).await,
        Command::Erase { place, account } => {
            let erased = store(&place).await?.erase(account).await.map_err(failed)?;
            let Erased { signups, drafts } = erased;
            println!("{account}: {signups} signups and {drafts} drafts erased; the history stays");
            Ok(())
        }
        Command::End { place, account, status, description } => {
            let act = by_operator(account);
            match store(&place).await?.end(&act, status, &description).await.map_err(failed)? {
                Outcome::Stored(_) => println!("{account}: ended; the account may sign up anew"),
                Outcome::NotFound => return Err(failed(format!("{account} has no connection"))),
                _ => return Err(failed(format!("the connection of {account} has ended already"))),
            }
            Ok(())
        }
        Command::Backup { place, to } => {
            let opened = store(&place).await?.back_up(&to).await?;
            println!("{}: a copy of the database and its keys; all {opened} sealed texts open", to.display());
            Ok(())
        }
        Command::Verify { place } => match store(&place).await?.verify().await.map_err(failed)? {
            (opened, 0) => {
                println!("all {opened} sealed texts open");
                Ok(())
            }
            (_, broken) => Err(failed(format!(
                "{broken} sealed texts cannot be opened with these keys: the log names them"
            ))),
        },
        Command::Export { place, account } => commands::export(&place, account).await,
        Command::Webhooks(command) => commands::webhooks(&command).await,
        Command::Note {
            place,
            account,
            case_id,
            store_id,
            mcc,
            metadata,
            callback_reference,
            signature_link,
            description,
        } => {
            let metadata = metadata.into_iter().map(|(name, value)| (name, value.into())).collect();
            let known =
                Known { case_id, store_id, mcc, metadata, callback_reference, signature_link, description };
            match store(&place).await?.note(&by_operator(account), &known).await.map_err(failed)? {
                Outcome::Stored(_) => println!("{account}: noted"),
                Outcome::NotFound => return Err(failed(format!("{account} has no connection"))),
                _ => return Err(failed(format!("the connection of {account} is not pending"))),
            }
            Ok(())
        }
    }
}

fn by_operator(account: AccountId) -> Act<'static> {
    Act { account, by: "operator", at: chrono::Utc::now(), key: None }
}

async fn serve_until_stopped(options: &Serve) -> Result<()> {
    let settings = options.settings()?;
    let is_development = settings.development.is_some();
    telemetry::log(if is_development { LogFormat::Plain } else { LogFormat::Json }, options.log_level());
    // A connection is a file; as many as the system allows.
    if let Err(error) = rlimit::increase_nofile_limit(u64::MAX) {
        tracing::warn!(%error, "the limit to open files stays as it is");
    }
    let (address, metrics_address) = (settings.address, settings.metrics_address);
    let state = State::open(settings).await?;
    let (listener, address) = listen(address).await?;
    let metrics = match metrics_address {
        Some(address) => Some(listen(address).await?),
        None => None,
    };
    if is_development {
        eprintln!(
            "\n*** DEVELOPMENT MODE: anyone on this machine gets a token. Never for real signups. ***\n"
        );
    }
    println!("listening on http://{address}");
    let metrics = metrics.map(|(listener, address)| {
        println!("metrics on http://{address}/metrics");
        let state = state.clone();
        tokio::spawn(async move {
            serve::serve(listener, metrics_router(state.clone()), &state, std::future::pending()).await
        })
    });
    tracing::info!(
        version = env!("CARGO_PKG_VERSION"),
        %address,
        database = state.store().kind(),
        profile = state.settings().profile.name,
        form = state.settings().form.is_some(),
        playground = state.settings().playground.is_some(),
        webhooks = state.settings().webhooks.endpoints.len(),
        development = is_development,
        "started"
    );
    let keeper = tokio::spawn(keep(state.clone()));
    let couriers = Couriers::start(&state)?;
    let finished = serve::serve(listener, router(state.clone()), &state, stopped()).await;
    keeper.abort();
    if let Some(metrics) = metrics {
        metrics.abort();
    }
    couriers.stop(state.limits().shutdown_timeout).await;
    state.store().close().await;
    if !finished {
        tracing::warn!("some requests were not finished in time");
    }
    tracing::info!("stopped");
    Ok(())
}

async fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(address)
        .await
        .map_err(|error| failed(format!("{address} cannot be listened on: {error}")))?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}

/// Does what time brings, now and every hour.
async fn keep(state: State) {
    let mut hours = tokio::time::interval(Duration::from_secs(3600));
    loop {
        hours.tick().await;
        state.tidy().await;
    }
}

/// Waits for Ctrl+C, or for the system to end the program.
async fn stopped() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

async fn rotate(place: &Place, retire: bool) -> Result<()> {
    let (database, keys) = place.resolve()?;
    if Vault::create(&keys)? {
        let store = Store::open(&database, Vault::open(&keys)?).await?;
        println!("the first key is in {}: keep a copy apart from the database's", keys.display());
        let (_, broken) = store.verify().await.map_err(failed)?;
        if broken > 0 {
            println!(
                "{broken} texts are sealed with other keys: they can be read again once the lines of their key file are in this one"
            );
        }
        return Ok(());
    }
    let store = store(place).await?;
    let resealed = if retire {
        let (resealed, dropped) = store.retire_keys().await?;
        println!("the newest key seals; older ones are kept aside in {}.retired", keys.display());
        if dropped > 0 {
            println!(
                "{dropped} keys were dropped that nothing here is sealed with: a backup of that time needs its own copy"
            );
        }
        resealed
    } else {
        let resealed = store.rotate().await?;
        println!("a new key is in use, also by servers that run; {} texts were sealed anew", resealed.sealed);
        println!(
            "put the old keys aside with rotate-key --retire, and keep a copy of them with your backups"
        );
        resealed
    };
    if resealed.skipped > 0 {
        println!("{} texts cannot be opened, and stay as they are: the log names them", resealed.skipped);
    }
    Ok(())
}

/// The store that is there: a command that makes one where a name is mistyped would find nothing in it, and say that all
/// is well.
pub(crate) async fn store(place: &Place) -> Result<Store> {
    let (database, keys) = place.resolve()?;
    Store::open_existing(&database, Vault::open(&keys)?).await
}

pub(crate) fn failed(why: impl std::fmt::Display) -> Error {
    Error::new(why.to_string())
}
