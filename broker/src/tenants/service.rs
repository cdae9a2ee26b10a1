//! Tenants: the active one, its public page, and the platform's list.

use std::sync::Arc;

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::people::TenantCard;
use tessera_shared::dto::queue::Topic;
use tessera_shared::dto::tenants::{ChangeTenantStatus, CreateTenant, PlatformTenant, TenantDetail};
use tessera_shared::error::ErrorCode;
use tessera_shared::ids::TenantId;
use tessera_shared::words::TenantStatus;

use crate::act::{Effect, Tx};
use crate::app::App;
use crate::audit::{NewEvent, record, record_outside_tenants};
use crate::auth::actions::ViewTenant;
use crate::auth::{Actor, Permit};
use crate::db::{Across, Conn, DbError, Reach};
use crate::once::OnceKey;
use crate::outcome::{Outcome, Refusal};
use crate::queue::service::counts;
use crate::random;
use crate::tenancy::{SystemJob, TenantInfo, TenantScope};
use crate::tenants::store;

pub use crate::tenants::search::search_text;

/// The tenant the call acts in.
pub async fn get_tenant(app: &Arc<App>, permit: Permit<ViewTenant>) -> Outcome<TenantDetail> {
    app.db
        .read(permit.reach(), move |conn| {
            let scope = permit.scope();
            let waits = counts(conn, scope)?;
            let (partners, apis, gateways) = store::count_parts(conn, scope)?;
            let info = permit.tenant();
            let small = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
            Ok(TenantDetail {
                card: TenantCard {
                    id: scope.tenant(),
                    slug: info.slug.clone(),
                    name: info.name.clone(),
                    accent: info.accent.clone(),
                    logo: info.logo.clone(),
                    status: info.status,
                    role: permit.role(),
                    waiting: waits.for_role(permit.role()),
                },
                policy: info.policy,
                to_decide: waits.to_decide,
                to_issue: waits.to_issue,
                partners: small(partners),
                apis: small(apis),
                gateways: small(gateways),
            })
        })
        .await
}

/// What the tenant is, for jobs and callers known by their own secret.
pub fn tenant_info(conn: &mut Conn, scope: &TenantScope) -> Outcome<TenantInfo> {
    Ok(store::find_info(conn, scope)?)
}

/// The tenant with this short name.
pub fn find_tenant_by_slug(conn: &mut Conn, slug: &str) -> Outcome<TenantId> {
    Ok(store::find_by_slug(conn, slug)?)
}

/// The tenant behind a public page. A suspended one and an unknown one are the same answer.
pub async fn open_public_page(app: &Arc<App>, slug: String) -> Outcome<(TenantScope, TenantInfo)> {
    app.db
        .read(Reach::across(Across::LookUp), move |conn| {
            let tenant = match store::find_by_slug(conn, &slug) {
                Err(DbError::NotFound) => return Err(Refusal::not_found()),
                found => found?,
            };
            let scope = TenantScope::for_public_page(tenant);
            let info = store::find_info(conn, &scope)?;
            match info.status {
                TenantStatus::Active => Ok((scope, info)),
                TenantStatus::Suspended => Err(Refusal::not_found()),
            }
        })
        .await
}

/// A page of all tenants by short name, for the platform owner, and the key of its last row.
pub async fn list_tenants(
    app: &Arc<App>,
    after: Option<String>,
    text: Option<String>,
    limit: i64,
) -> Outcome<(Vec<PlatformTenant>, Option<String>)> {
    let mut rows = app
        .db
        .read(Reach::across(Across::Platform), move |conn| {
            store::list_platform(conn, after.as_deref(), text.as_deref(), limit + 1)
        })
        .await?;
    Ok(App::cut_page(&mut rows, limit, |row| row.slug.clone()))
}

/// Creates a tenant.
pub async fn create_tenant(app: &Arc<App>, actor: Actor, body: CreateTenant, once: OnceKey) -> Outcome<PlatformTenant> {
    let owner = format!("platform {}", actor.id);
    let made = app
        .act_once(Reach::across(Across::Platform), &owner, once, move |tx| {
            create_platform_tenant(tx, &actor, body)
        })
        .await?;
    Ok(made.value)
}

/// Adds a tenant, and says what the owner of the platform sees of it.
pub fn create_platform_tenant(tx: &mut Tx<'_>, actor: &Actor, body: CreateTenant) -> Outcome<PlatformTenant> {
    let id = create_tenant_row(tx, actor, &body)?;
    Ok(PlatformTenant {
        id,
        slug: body.slug,
        name: body.name,
        accent: body.accent,
        logo: None,
        status: TenantStatus::Active,
        members: 0,
        created_at: tx.now(),
    })
}

/// Adds a tenant, in the trail of the platform and its own.
pub fn create_tenant_row(tx: &mut Tx<'_>, actor: &Actor, body: &CreateTenant) -> Outcome<TenantId> {
    let now = tx.now();
    let id = TenantId::from_u128(random::uuid_v7(now)?);
    store::insert_tenant(tx, id, body, now).map_err(taken)?;
    let scope = TenantScope::for_job(SystemJob::CommandLine, id);
    let event = NewEvent::new(AuditAction::TenantCreated, id, &body.name).fact("slug", &body.slug);
    record_outside_tenants(tx, actor, event.clone())?;
    record(tx, &scope, actor, event)?;
    tx.then(Effect::Tenant(id, body.slug.clone(), TenantStatus::Active));
    tx.changed(id, Topic::Catalogue, scope.as_str())?;
    Ok(id)
}

/// Suspends a tenant: its people read on, nothing is issued, and no check passes from now on.
pub async fn suspend_tenant(app: &Arc<App>, actor: Actor, tenant: TenantId, body: ChangeTenantStatus) -> Outcome<()> {
    let action = AuditAction::TenantSuspended;
    change_status(app, actor, tenant, TenantStatus::Suspended, action, body).await
}

/// Lets a suspended tenant work again.
pub async fn resume_tenant(app: &Arc<App>, actor: Actor, tenant: TenantId, body: ChangeTenantStatus) -> Outcome<()> {
    let action = AuditAction::TenantResumed;
    change_status(app, actor, tenant, TenantStatus::Active, action, body).await
}

async fn change_status(
    app: &Arc<App>,
    actor: Actor,
    tenant: TenantId,
    to: TenantStatus,
    action: AuditAction,
    body: ChangeTenantStatus,
) -> Outcome<()> {
    app.act(Reach::across(Across::Platform), move |tx| {
        let scope = TenantScope::for_platform(tenant);
        let info = store::find_info(tx, &scope)?;
        if info.status == to || !store::change_status(tx, &scope, info.status, to)? {
            let detail = format!("This customer is {} already.", to.as_str());
            return Err(Refusal::new(ErrorCode::NotPossible, detail));
        }
        let event = NewEvent::new(action, tenant, &info.name).because(Some(&body.reason));
        record_outside_tenants(tx, &actor, event.clone())?;
        record(tx, &scope, &actor, event)?;
        tx.then(Effect::Tenant(tenant, info.slug, to));
        tx.changed(tenant, Topic::Catalogue, scope.as_str())
    })
    .await
}

fn taken(cause: DbError) -> Refusal {
    if cause.is_unique("slug") {
        Refusal::new(
            ErrorCode::AlreadyExists,
            "A customer with this short name exists already.",
        )
    } else {
        cause.into()
    }
}
