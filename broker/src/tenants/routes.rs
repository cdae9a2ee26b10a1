//! Routes of the active tenant and of the platform's tenants.

use std::sync::Arc;

use serde::Deserialize;
use tessera_shared::dto::overview::{MyOverview, Overview};
use tessera_shared::dto::tenants::{
    ChangePolicy, ChangeTenantStatus, CreateTenant, PlatformTenant, Policy, TenantDetail,
};
use tessera_shared::error::ErrorCode;
use tessera_shared::ids::TenantId;
use tessera_shared::page::Page;
use tessera_shared::paths;

use crate::app::App;
use crate::auth::{Permit, actions};
use crate::http::cursor;
use crate::http::extract::{Body, Created, Id, Json, NoContent, OnceBody, Query, QueryNames};
use crate::http::gate::{Platform, SignedIn};
use crate::http::route::{Route, get, post};
use crate::outcome::{Outcome, Refusal};
use crate::tenants::{my_overview, overview, policy, service};

/// Every route of this feature.
pub fn routes() -> Vec<Route> {
    vec![
        get(paths::TENANT)
            .permit::<actions::ViewTenant>()
            .to("get_tenant", "The active customer", get_tenant),
        post(paths::TENANT_POLICY).permit::<actions::ManagePolicy>().to(
            "change_policy",
            "Change what the customer allows, from now on",
            change_policy,
        ),
        get(paths::MY_OVERVIEW).signed_in().to(
            "get_my_overview",
            "Figures and series over all customers of the caller",
            get_my_overview,
        ),
        get(paths::OVERVIEW).permit::<actions::ViewTenant>().to(
            "get_overview",
            "Figures and series of the active customer",
            get_overview,
        ),
        get(paths::PLATFORM_TENANTS).platform::<actions::ManageTenants>().to(
            "list_tenants",
            "All customers by short name",
            list_tenants,
        ),
        post(paths::PLATFORM_TENANTS).platform::<actions::ManageTenants>().to(
            "create_tenant",
            "Create a customer",
            create_tenant,
        ),
        post(paths::PLATFORM_TENANT_SUSPEND)
            .platform::<actions::ManageTenants>()
            .fresh()
            .to(
                "suspend_tenant",
                "Suspend a customer: its people read on, nothing is issued, no check passes",
                suspend_tenant,
            ),
        post(paths::PLATFORM_TENANT_RESUME)
            .platform::<actions::ManageTenants>()
            .to("resume_tenant", "Let a suspended customer work again", resume_tenant),
    ]
}

/// Which period to look at.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OverviewQuery {
    days: Option<u32>,
}

impl QueryNames for OverviewQuery {
    const NAMES: &'static [&'static str] = &["days"];
}

impl OverviewQuery {
    fn days(&self) -> Outcome<u32> {
        let days = self.days.unwrap_or(90);
        if matches!(days, 7 | 30 | 90) {
            Ok(days)
        } else {
            Err(Refusal::new(ErrorCode::Malformed, "days takes 7, 30 or 90."))
        }
    }
}

/// What to look for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TenantQuery {
    cursor: Option<String>,
    limit: Option<u32>,
    q: Option<String>,
}

impl QueryNames for TenantQuery {
    const NAMES: &'static [&'static str] = &["cursor", "limit", "q"];
}

async fn get_tenant(app: Arc<App>, permit: Permit<actions::ViewTenant>, (): ()) -> Outcome<Json<TenantDetail>> {
    service::get_tenant(&app, permit).await.map(Json)
}

async fn change_policy(
    app: Arc<App>,
    permit: Permit<actions::ManagePolicy>,
    Body(body): Body<ChangePolicy>,
) -> Outcome<Json<Policy>> {
    policy::change_policy(&app, permit, body).await.map(Json)
}

async fn get_overview(
    app: Arc<App>,
    permit: Permit<actions::ViewTenant>,
    Query(query): Query<OverviewQuery>,
) -> Outcome<Json<Overview>> {
    overview::get_overview(&app, &permit, query.days()?).await.map(Json)
}

async fn get_my_overview(
    app: Arc<App>,
    caller: SignedIn,
    Query(query): Query<OverviewQuery>,
) -> Outcome<Json<MyOverview>> {
    my_overview::get_my_overview(&app, caller.scope, query.days()?)
        .await
        .map(Json)
}

async fn list_tenants(
    app: Arc<App>,
    _owner: Platform<actions::ManageTenants>,
    Query(query): Query<TenantQuery>,
) -> Outcome<Json<Page<PlatformTenant>>> {
    let limit = cursor::limit(query.limit)?;
    let after = app.open_cursor("tenants", "platform", query.cursor.as_deref())?;
    let text = query.q.filter(|text| !text.trim().is_empty());
    let (items, last) = service::list_tenants(&app, after, text, limit).await?;
    let next = app.seal_cursor("tenants", "platform", last);
    Ok(Json(Page { items, next }))
}

async fn create_tenant(
    app: Arc<App>,
    owner: Platform<actions::ManageTenants>,
    OnceBody(body, once): OnceBody<CreateTenant>,
) -> Outcome<Created<PlatformTenant>> {
    let tenant = service::create_tenant(&app, owner.actor, body, once).await?;
    Ok(Created(tenant, None))
}

async fn suspend_tenant(
    app: Arc<App>,
    owner: Platform<actions::ManageTenants>,
    (Id(tenant), Body(body)): (Id<TenantId>, Body<ChangeTenantStatus>),
) -> Outcome<NoContent> {
    service::suspend_tenant(&app, owner.actor, tenant, body).await?;
    Ok(NoContent)
}

async fn resume_tenant(
    app: Arc<App>,
    owner: Platform<actions::ManageTenants>,
    (Id(tenant), Body(body)): (Id<TenantId>, Body<ChangeTenantStatus>),
) -> Outcome<NoContent> {
    service::resume_tenant(&app, owner.actor, tenant, body).await?;
    Ok(NoContent)
}
