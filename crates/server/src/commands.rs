//! What an operator's commands do.

use chrono::Utc;
use merchant_signup::formats::account_id::AccountId;
use merchant_signup_server::auth::Tokens;
use merchant_signup_server::config::{Place, Serve, WebhookCommand};
use merchant_signup_server::store::Store;
use merchant_signup_server::vault::Vault;
use merchant_signup_server::webhooks::Secrets;
use merchant_signup_server::{Error, Result};

use crate::{failed, store};

/// Reads all that starting reads, and changes nothing.
pub(crate) async fn check_config(options: &Serve) -> Result<()> {
    let settings = options.settings()?;
    settings.warn_of_open_secrets();
    Tokens::open(settings.tokens.clone())?;
    Vault::open(&settings.encryption_keys)?;
    for (folder, what) in [(&settings.form, "form"), (&settings.playground, "playground")] {
        if let Some(folder) = folder.as_deref().filter(|folder| !folder.join("index.html").is_file()) {
            return Err(Error::new(format!("{} has no index.html: it is no built {what}", folder.display())));
        }
    }
    let (version, newest) = Store::look_at(&settings.database).await?;
    let version = match version {
        None => "the database is made at the start".to_owned(),
        Some(version) if version < newest => {
            format!("the database is brought from version {version} to {newest} at the start")
        }
        Some(version) => format!("the database is of version {version}"),
    };
    println!(
        "it could start on {}; {version}; endpoints of webhooks: {}",
        settings.address,
        settings.webhooks.endpoints.len()
    );
    Ok(())
}

pub(crate) async fn export(place: &Place, account: AccountId) -> Result<()> {
    let export = store(place).await?.export(account).await.map_err(failed)?;
    let export = export.ok_or_else(|| Error::new(format!("nothing is stored for {account}")))?;
    println!("{}", serde_json::to_string_pretty(&export).map_err(failed)?);
    Ok(())
}

pub(crate) async fn webhooks(command: &WebhookCommand) -> Result<()> {
    match command {
        WebhookCommand::List { place, filter } => {
            let store = store(place).await?;
            let endpoint = filter.endpoint.as_deref();
            let listed = store.deliveries(Some(filter.status), filter.account, endpoint, filter.most).await;
            for delivery in listed.map_err(failed)? {
                println!("{}", serde_json::to_string(&delivery).map_err(failed)?);
            }
        }
        WebhookCommand::Retry { place, endpoint, event } => {
            let store = store(place).await?;
            let retried = store.retry(Utc::now(), endpoint.as_deref(), event.as_deref()).await;
            println!("{} webhooks are tried again", retried.map_err(failed)?);
        }
        WebhookCommand::Remove { place, endpoint } => {
            if !store(place).await?.remove_endpoint(endpoint).await.map_err(failed)? {
                return Err(Error::new(format!("there is no endpoint {endpoint}")));
            }
            println!(
                "{endpoint} is told of nothing any more; a server that is configured with it adds it again"
            );
        }
        WebhookCommand::Secret { file, retire } => {
            let secrets = if *retire { Secrets::retire(file)? } else { Secrets::rotate(file)? };
            match secrets.count() {
                1 => println!("{} has one secret, which signs", file.display()),
                count => println!(
                    "{} has {count} secrets, and each signs: give the endpoint the first, then drop the others with --retire",
                    file.display()
                ),
            }
        }
    }
    Ok(())
}
