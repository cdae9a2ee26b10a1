//! Routes of bringing a customer.

use std::sync::Arc;

use tessera_shared::dto::setup::{FirstCall, SetUpTenant, TenantSetUp};
use tessera_shared::ids::TenantId;
use tessera_shared::paths;

use crate::app::App;
use crate::auth::actions::ManageTenants;
use crate::http::extract::{Created, Id, Json, OnceBody};
use crate::http::gate::Platform;
use crate::http::route::{Route, get, post};
use crate::outcome::Outcome;
use crate::tenants::setup;

/// Every route of this file.
pub fn routes() -> Vec<Route> {
    vec![
        post(paths::PLATFORM_TENANT_SETUPS).platform::<ManageTenants>().to(
            "set_up_tenant",
            "Create a customer with its first admin's invitation, API and gateway",
            set_up_tenant,
        ),
        get(paths::PLATFORM_TENANT_FIRST_CALL).platform::<ManageTenants>().to(
            "get_first_call",
            "Whether a call of a customer's gateway has passed",
            get_first_call,
        ),
    ]
}

async fn set_up_tenant(
    app: Arc<App>,
    owner: Platform<ManageTenants>,
    OnceBody(body, once): OnceBody<SetUpTenant>,
) -> Outcome<Created<TenantSetUp>> {
    let made = setup::set_up_tenant(&app, owner.actor, body, once).await?;
    Ok(Created(made, None))
}

async fn get_first_call(
    app: Arc<App>,
    _owner: Platform<ManageTenants>,
    Id(tenant): Id<TenantId>,
) -> Outcome<Json<FirstCall>> {
    setup::get_first_call(&app, tenant).await.map(Json)
}
