//! The catalogue: look, add, and what the public page shows.

use std::sync::Arc;

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::catalogue::{Api, ApiBrief, CreateApi, PublicCatalogue, PublicTenant};
use tessera_shared::dto::queue::Topic;
use tessera_shared::dto::requests::ScopeRef;
use tessera_shared::error::ErrorCode;
use tessera_shared::ids::ApiId;
use tessera_shared::instant::Instant;

use crate::act::Tx;
use crate::app::App;
use crate::audit::{NewEvent, record};
use crate::auth::actions::{ManageApis, ViewApis};
use crate::auth::{Actor, Permit};
use crate::catalogue::store;
use crate::db::{Conn, DbError, Reach};
use crate::once::OnceKey;
use crate::outcome::{Outcome, Refusal};
use crate::random;
use crate::requests::checks::still_permitted;
use crate::tenancy::TenantScope;
use crate::tenants;

/// Every API of the tenant.
pub async fn list_apis(app: &Arc<App>, permit: &Permit<ViewApis>) -> Outcome<Vec<Api>> {
    let (scope, now) = (permit.scope().clone(), app.clock.now());
    app.db
        .read(Reach::from(&scope), move |conn| counted(conn, &scope, now))
        .await
}

fn counted(conn: &mut Conn, scope: &TenantScope, now: Instant) -> Outcome<Vec<Api>> {
    let mut apis = store::list_apis(conn, scope)?;
    for (list, tokens) in store::count_active(conn, scope, now)? {
        let briefs: Vec<ApiBrief> = serde_json::from_str(&list).map_err(|cause| DbError::Corrupt(cause.to_string()))?;
        for api in apis
            .iter_mut()
            .filter(|api| briefs.iter().any(|brief| brief.id == api.id))
        {
            api.active_tokens = api.active_tokens.saturating_add(u32::try_from(tokens).unwrap_or(0));
        }
    }
    Ok(apis)
}

/// One API.
pub async fn get_api(app: &Arc<App>, permit: &Permit<ViewApis>, id: ApiId) -> Outcome<Api> {
    let apis = list_apis(app, permit).await?;
    apis.into_iter().find(|api| api.id == id).ok_or_else(Refusal::not_found)
}

/// Adds an API.
pub async fn create_api(app: &Arc<App>, permit: Permit<ManageApis>, body: CreateApi, once: OnceKey) -> Outcome<Api> {
    let owner = permit.once_owner();
    let made = app
        .act_once(permit.reach(), &owner, once, move |tx| {
            still_permitted(tx, &permit)?;
            create_api_row(tx, permit.scope(), permit.actor(), body)
        })
        .await?;
    Ok(made.value)
}

/// Adds an API, in the transaction of whoever may.
pub fn create_api_row(tx: &mut Tx<'_>, scope: &TenantScope, actor: &Actor, body: CreateApi) -> Outcome<Api> {
    if store::count_apis(tx, scope)? >= store::MOST {
        let detail = format!("A customer may have {} APIs.", store::MOST);
        return Err(Refusal::new(ErrorCode::NotPossible, detail));
    }
    let now = tx.now();
    let id = ApiId::from_u128(random::uuid_v7(now)?);
    store::insert_api(tx, scope, id, &body, now).map_err(taken)?;
    let event = NewEvent::new(AuditAction::ApiCreated, id, &format!("{} {}", body.name, body.version))
        .fact("audience", &body.audience);
    record(tx, scope, actor, event)?;
    tx.changed(scope.tenant(), Topic::Catalogue, &id.to_string())?;
    Ok(Api {
        id,
        slug: body.slug,
        name: body.name,
        version: body.version,
        audience: body.audience,
        description: body.description,
        scopes: body.scopes,
        active_tokens: 0,
    })
}

fn taken(cause: DbError) -> Refusal {
    if cause.is_unique("api_scopes") {
        Refusal::field("/scopes", "twice", "Name every scope once.")
    } else if cause.is_unique("slug") {
        Refusal::new(ErrorCode::AlreadyExists, "This short name and version exist already.")
    } else {
        cause.into()
    }
}

/// What partners may see of the tenant with this short name.
pub async fn public_catalogue(app: &Arc<App>, slug: String) -> Outcome<PublicCatalogue> {
    let (scope, info) = tenants::service::open_public_page(app, slug).await?;
    let apis = app
        .db
        .read(Reach::from(&scope), move |conn| load_apis(conn, &scope))
        .await?;
    Ok(PublicCatalogue {
        tenant: PublicTenant {
            slug: info.slug,
            name: info.name,
            accent: info.accent,
            logo: info.logo,
        },
        policy: info.policy,
        apis,
    })
}

/// Every API of the tenant with its scopes, without counting tokens: for public pages and for
/// other features.
pub fn load_apis(conn: &mut Conn, scope: &TenantScope) -> Outcome<Vec<Api>> {
    Ok(store::list_apis(conn, scope)?)
}

/// Checks that every scope is in the tenant's catalogue.
pub fn resolve_scopes(conn: &mut Conn, scope: &TenantScope, wanted: &[ScopeRef]) -> Outcome<()> {
    let apis = load_apis(conn, scope)?;
    let known = |wish: &ScopeRef| {
        apis.iter()
            .filter(|api| api.id == wish.api)
            .any(|api| api.scopes.iter().any(|known| known.name == wish.scope))
    };
    if wanted.iter().all(known) {
        Ok(())
    } else {
        Err(Refusal::field(
            "/wish/scopes",
            "unknown",
            "Choose scopes from this customer's catalogue.",
        ))
    }
}
