//! A new customer in one step, and how the owner of the platform sees that it works.
//!
//! The owner has no place inside a tenant. So there is no way to add an API or a gateway to one that
//! exists: tenant, invitation, API and gateway come into being in one transaction, and afterwards the
//! owner may only ask whether a gateway's call has passed. That call is made with the gateway's own
//! credential. A token would need a request, an admin's approval and an agent; nobody makes one alone,
//! not for a test either.

use std::sync::Arc;

use tessera_shared::dto::catalogue::Api;
use tessera_shared::dto::gateways::{CreatedGateway, Gateway};
use tessera_shared::dto::people::{Invite, InviteMember};
use tessera_shared::dto::setup::{FirstCall, SetUpTenant, TenantSetUp};
use tessera_shared::dto::tenants::PlatformTenant;
use tessera_shared::ids::TenantId;
use tessera_shared::permission::Role;

use crate::act::Tx;
use crate::app::App;
use crate::auth::Actor;
use crate::catalogue;
use crate::db::{Across, Reach};
use crate::gateways::credentials::NewCredential;
use crate::gateways::service::{create_gateway_row, first_call};
use crate::once::OnceKey;
use crate::outcome::Outcome;
use crate::people::invites::invite;
use crate::tenancy::TenantScope;
use crate::tenants::service;

/// What is kept for a repeated call: no secret among it.
type Made = (PlatformTenant, Invite, Api, Gateway);

/// Makes a tenant with everything it needs to begin.
pub async fn set_up_tenant(app: &Arc<App>, actor: Actor, body: SetUpTenant, once: OnceKey) -> Outcome<TenantSetUp> {
    let credential = NewCredential::generate(app)?;
    let (shared, known) = (Arc::clone(app), credential.known.clone());
    let owner = format!("platform {}", actor.id);
    let made = app
        .act_once(Reach::across(Across::Platform), &owner, once, move |tx| {
            let tenant = service::create_platform_tenant(tx, &actor, body.tenant)?;
            let scope = TenantScope::for_platform(tenant.id);
            let invite = invite_admin(tx, &shared, &scope, &actor, body.admin_email)?;
            let api = catalogue::service::create_api_row(tx, &scope, &actor, body.api)?;
            let gateway = create_gateway_row(tx, &scope, &actor, &body.gateway, known)?;
            Ok::<Made, _>((tenant, invite, api, gateway))
        })
        .await?;
    let (tenant, invite, api, gateway) = made.value;
    Ok(TenantSetUp {
        tenant,
        invite,
        api,
        gateway: CreatedGateway {
            gateway,
            credential: made.fresh.then(|| credential.expose()),
        },
    })
}

fn invite_admin(tx: &mut Tx<'_>, app: &App, scope: &TenantScope, actor: &Actor, email: String) -> Outcome<Invite> {
    let info = service::tenant_info(tx, scope)?;
    let role = Role::CustomerAdmin;
    invite(tx, app, scope, &info, actor, &InviteMember { email, role })
}

/// Whether a call of any gateway of a tenant has passed.
pub async fn get_first_call(app: &Arc<App>, tenant: TenantId) -> Outcome<FirstCall> {
    app.db
        .read(Reach::across(Across::Platform), move |conn| {
            let scope = TenantScope::for_platform(tenant);
            service::tenant_info(conn, &scope)?;
            first_call(conn, &scope)
        })
        .await
}
