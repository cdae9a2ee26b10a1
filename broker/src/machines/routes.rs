//! Routes that manage service accounts.

use std::sync::Arc;

use tessera_shared::dto::machines::{
    AddKey, CreateServiceAccount, CreatedServiceAccount, RetireServiceAccount, RotateSecret, RotatedSecret,
    ServiceAccount,
};
use tessera_shared::ids::ServiceAccountId;
use tessera_shared::page::Page;
use tessera_shared::paths;

use crate::app::App;
use crate::auth::Permit;
use crate::auth::actions::{ManageServiceAccounts, ViewMembers};
use crate::http::extract::{Body, Created, Id, Json, NoContent, OnceBody};
use crate::http::route::{Route, get, post};
use crate::machines::service;
use crate::outcome::Outcome;

/// Every route of this file.
pub fn routes() -> Vec<Route> {
    vec![
        get(paths::SERVICE_ACCOUNTS).permit::<ViewMembers>().to(
            "list_service_accounts",
            "Service accounts of the customer by name",
            list_service_accounts,
        ),
        post(paths::SERVICE_ACCOUNTS)
            .permit::<ManageServiceAccounts>()
            .fresh()
            .to(
                "create_service_account",
                "Make a service account; its secret is shown once",
                create_service_account,
            ),
        post(paths::SERVICE_ACCOUNT_ROTATE)
            .permit::<ManageServiceAccounts>()
            .fresh()
            .to(
                "rotate_service_account",
                "Give a service account another secret; older ones end after the overlap",
                rotate_service_account,
            ),
        post(paths::SERVICE_ACCOUNT_KEYS)
            .permit::<ManageServiceAccounts>()
            .fresh()
            .to(
                "add_service_account_key",
                "Give a service account a public key for private_key_jwt (RFC 7523)",
                add_service_account_key,
            ),
        post(paths::SERVICE_ACCOUNT_RETIRE)
            .permit::<ManageServiceAccounts>()
            .fresh()
            .to(
                "retire_service_account",
                "End a service account and its access tokens",
                retire_service_account,
            ),
    ]
}

async fn list_service_accounts(
    app: Arc<App>,
    permit: Permit<ViewMembers>,
    (): (),
) -> Outcome<Json<Page<ServiceAccount>>> {
    let items = service::list_service_accounts(&app, &permit).await?;
    Ok(Json(Page { items, next: None }))
}

async fn create_service_account(
    app: Arc<App>,
    permit: Permit<ManageServiceAccounts>,
    OnceBody(body, once): OnceBody<CreateServiceAccount>,
) -> Outcome<Created<CreatedServiceAccount>> {
    let made = service::create_service_account(&app, permit, body, once).await?;
    Ok(Created(made, None))
}

async fn rotate_service_account(
    app: Arc<App>,
    permit: Permit<ManageServiceAccounts>,
    (Id(id), Body(body)): (Id<ServiceAccountId>, Body<RotateSecret>),
) -> Outcome<Json<RotatedSecret>> {
    service::rotate_service_account(&app, permit, id, body).await.map(Json)
}

async fn add_service_account_key(
    app: Arc<App>,
    permit: Permit<ManageServiceAccounts>,
    (Id(id), Body(body)): (Id<ServiceAccountId>, Body<AddKey>),
) -> Outcome<NoContent> {
    service::add_service_account_key(&app, permit, id, body).await?;
    Ok(NoContent)
}

async fn retire_service_account(
    app: Arc<App>,
    permit: Permit<ManageServiceAccounts>,
    (Id(id), Body(body)): (Id<ServiceAccountId>, Body<RetireServiceAccount>),
) -> Outcome<NoContent> {
    service::retire_service_account(&app, permit, id, body).await?;
    Ok(NoContent)
}
