//! Managing gateways: add, retire, look.

use std::collections::HashMap;
use std::sync::Arc;

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::gateways::{CreateGateway, CreatedGateway, Gateway, GatewaySnippet, RefusalCount};
use tessera_shared::dto::queue::Topic;
use tessera_shared::dto::setup::FirstCall;
use tessera_shared::error::ErrorCode;
use tessera_shared::ids::GatewayId;
use tessera_shared::instant::{Instant, Span};
use tessera_shared::permission::{Action, roles_that_may};
use tessera_shared::words::Environment;

use crate::act::{Effect, Tx};
use crate::app::App;
use crate::audit::{NewEvent, record};
use crate::auth::actions::{ManageGateways, ViewGateways};
use crate::auth::{Actor, Permit};
use crate::db::{Across, Conn, DbError, Reach};
use crate::gateways::credentials::{GatewayCredentialRow, Known, NewCredential};
use crate::gateways::gate::no_news;
use crate::gateways::model::{GatewayRow, QUIET};
use crate::gateways::{credential_store, snippet, store};
use crate::once::OnceKey;
use crate::outcome::{Outcome, Refusal};
use crate::random;
use crate::requests::checks::still_permitted;
use crate::tenancy::{TenantScope, UserScope};
use crate::tokens::usage::refusals_by_gateway;

/// Every gateway of the tenant.
pub async fn list_gateways(app: &Arc<App>, permit: &Permit<ViewGateways>) -> Outcome<Vec<Gateway>> {
    let (scope, now) = (permit.scope().clone(), app.clock.now());
    app.db
        .read(Reach::from(&scope), move |conn| {
            let seen = Seen::read(conn, &scope, now)?;
            let rows = store::list_gateways(conn, &scope)?;
            rows.iter().map(|row| seen.gateway(row)).collect()
        })
        .await
}

/// One gateway.
pub async fn get_gateway(app: &Arc<App>, permit: &Permit<ViewGateways>, id: GatewayId) -> Outcome<Gateway> {
    let (scope, now) = (permit.scope().clone(), app.clock.now());
    app.db
        .read(Reach::from(&scope), move |conn| read_gateway(conn, &scope, id, now))
        .await
}

/// Configuration to paste into a gateway: what there is for products that ask as it does.
pub async fn list_gateway_snippets(
    app: &Arc<App>,
    permit: &Permit<ViewGateways>,
    id: GatewayId,
) -> Outcome<Vec<GatewaySnippet>> {
    let gateway = get_gateway(app, permit, id).await?;
    let tenant = app.tokens.tenant(permit.scope().tenant()).ok_or_else(no_news)?;
    Ok(snippet::snippets(&app.config.public_origin(), tenant.slug(), &gateway))
}

/// One gateway, as its page shows it.
pub fn read_gateway(conn: &mut Conn, scope: &TenantScope, id: GatewayId, now: Instant) -> Outcome<Gateway> {
    let row = store::find_gateway(conn, scope, id)?;
    Seen::read(conn, scope, now)?.gateway(&row)
}

/// What was seen of the gateways of a tenant in the last 24 hours.
struct Seen {
    checks: HashMap<String, Vec<(u32, u32)>>,
    refusals: HashMap<String, Vec<RefusalCount>>,
    credentials: Vec<GatewayCredentialRow>,
    now: Instant,
}

impl Seen {
    fn read(conn: &mut Conn, scope: &TenantScope, now: Instant) -> Result<Self, DbError> {
        Ok(Self {
            checks: store::hourly_checks(conn, scope, now)?,
            refusals: refusals_by_gateway(conn, scope, now.floor_hour() - Span::hours(23))?,
            credentials: credential_store::list_credentials(conn, scope, now)?,
            now,
        })
    }

    fn gateway(&self, row: &GatewayRow) -> Outcome<Gateway> {
        let checks = self.checks.get(&row.id).map_or(&[][..], Vec::as_slice);
        let refusals = self.refusals.get(&row.id).cloned().unwrap_or_default();
        Ok(Gateway {
            refusals_24h: refusals,
            ..row.gateway(&self.credentials, checks, self.now)?
        })
    }
}

/// Gateways of one tenant that need a look.
#[derive(Clone, Debug, Default)]
pub struct Quiet {
    /// The tenant's id.
    pub tenant: String,
    /// Called once, and not lately.
    pub silent: u32,
    /// Never called.
    pub unseen: u32,
}

/// Silent gateways and those that never called, by tenant, where the person's role lets them see gateways.
pub fn quiet_by_tenant(conn: &mut Conn, user: &UserScope, now: Instant) -> Result<Vec<Quiet>, DbError> {
    let roles = roles_that_may(Action::ViewGateways);
    let mut by_tenant: HashMap<String, Quiet> = HashMap::new();
    for (tenant, last_seen) in store::list_quiet(conn, user, &roles, now - QUIET)? {
        let quiet = by_tenant.entry(tenant).or_default();
        let count = if last_seen.is_some() {
            &mut quiet.silent
        } else {
            &mut quiet.unseen
        };
        *count = count.saturating_add(1);
    }
    let named = |(tenant, quiet)| Quiet { tenant, ..quiet };
    Ok(by_tenant.into_iter().map(named).collect())
}

/// Gateways of an environment that were in use at `at`, by name.
pub fn gateways_at(
    conn: &mut Conn,
    scope: &TenantScope,
    environment: Environment,
    at: i64,
) -> Outcome<Vec<GatewayRow>> {
    let mut rows = store::list_gateways(conn, scope)?;
    rows.retain(|row| {
        row.environment == environment.as_str()
            && row.created_at <= at
            && row.retired_at.is_none_or(|retired| retired > at)
    });
    rows.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(rows)
}

/// Adds a gateway and shows its credential, once.
pub async fn create_gateway(
    app: &Arc<App>,
    permit: Permit<ManageGateways>,
    body: CreateGateway,
    once: OnceKey,
) -> Outcome<CreatedGateway> {
    let credential = NewCredential::generate(app)?;
    let known = credential.known.clone();
    let owner = permit.once_owner();
    let made = app
        .act_once(permit.reach(), &owner, once, move |tx| {
            still_permitted(tx, &permit)?;
            create_gateway_row(tx, permit.scope(), permit.actor(), &body, known)
        })
        .await?;
    Ok(CreatedGateway {
        gateway: made.value,
        credential: made.fresh.then(|| credential.expose()),
    })
}

/// Adds a gateway, in the transaction of whoever may.
pub fn create_gateway_row(
    tx: &mut Tx<'_>,
    scope: &TenantScope,
    actor: &Actor,
    body: &CreateGateway,
    known: Known,
) -> Outcome<Gateway> {
    if store::count_gateways(tx, scope)? >= store::MOST {
        let detail = format!("A customer may have {} gateways at a time.", store::MOST);
        return Err(Refusal::new(ErrorCode::NotPossible, detail));
    }
    let now = tx.now();
    let row = GatewayRow {
        id: GatewayId::from_u128(random::uuid_v7(now)?).to_string(),
        tenant_id: scope.as_str().to_owned(),
        name: body.name.clone(),
        place: body.place.clone(),
        environment: body.environment.to_string(),
        mode: body.mode.to_string(),
        audience: body.audience.clone(),
        required_scopes: body.required_scopes.join(" "),
        credential_since: now.millis(),
        retired_at: None,
        version: 1,
        created_at: now.millis(),
        last_seen_at: None,
    };
    store::insert_gateway(tx, scope, &row).map_err(name_taken)?;
    let credential = known.row(tx, &row)?;
    credential_store::insert_credential(tx, scope, &credential)?;
    let event = event(AuditAction::GatewayCreated, &row).fact("hint", &credential.hint);
    settle(tx, (scope, actor), &row, event)?;
    Ok(row.gateway(&[credential], &[], now)?)
}

fn name_taken(cause: DbError) -> Refusal {
    if cause.is_unique("name") {
        Refusal::new(ErrorCode::AlreadyExists, "A gateway of this name exists already.")
    } else {
        cause.into()
    }
}

/// What is told of every change of a gateway.
pub fn event(action: AuditAction, row: &GatewayRow) -> NewEvent {
    NewEvent::new(action, &row.id, &row.name).fact("environment", &row.environment)
}

/// Writes the event down, and lets every index know what is left to the gateway.
pub fn settle(
    tx: &mut Tx<'_>,
    (scope, actor): (&TenantScope, &Actor),
    row: &GatewayRow,
    event: NewEvent,
) -> Outcome<()> {
    record(tx, scope, actor, event)?;
    let now = tx.now();
    let credentials = credential_store::list_credentials_of(tx, scope, &row.id, now)?;
    tx.then(Effect::Gateway(Box::new(row.news(&credentials)?)));
    tx.changed(scope.tenant(), Topic::Gateways, &row.id)
}

/// Ends a gateway with all its credentials.
pub async fn retire_gateway(app: &Arc<App>, permit: Permit<ManageGateways>, id: GatewayId) -> Outcome<()> {
    app.act(permit.reach(), move |tx| {
        let mut row = to_change(tx, &permit, id)?;
        let now = tx.now();
        row.retired_at = Some(now.millis());
        store::update_gateway(tx, permit.scope(), &row)?;
        credential_store::end_credentials(tx, permit.scope(), &row.id, now)?;
        let event = event(AuditAction::GatewayRetired, &row);
        settle(tx, (permit.scope(), permit.actor()), &row, event)
    })
    .await
}

/// A gateway in use, kept from other writers, with its next version.
pub fn to_change(tx: &mut Tx<'_>, permit: &Permit<ManageGateways>, id: GatewayId) -> Outcome<GatewayRow> {
    still_permitted(tx, permit)?;
    let mut row = store::lock_gateway(tx, permit.scope(), id)?;
    if row.retired_at.is_some() {
        return Err(Refusal::new(ErrorCode::NotPossible, "This gateway is retired."));
    }
    row.version += 1;
    Ok(row)
}

/// Whether a call of any gateway of the tenant has passed.
pub fn first_call(conn: &mut Conn, scope: &TenantScope) -> Outcome<FirstCall> {
    Ok(FirstCall {
        passed: store::has_passed(conn, scope)?,
    })
}

/// Fills the index at start.
pub fn load_index(app: &App) -> Outcome<()> {
    let now = app.clock.now();
    let (rows, credentials) = app.db.read_blocking(Reach::across(Across::Job), |conn| {
        // Rows first: a change in between is then newer than the version it is taken for, and comes again.
        let rows = store::list_all_across_tenants(conn)?;
        Ok::<_, DbError>((rows, credential_store::list_all_across_tenants(conn, now)?))
    })?;
    let mut of: HashMap<String, Vec<GatewayCredentialRow>> = HashMap::new();
    for credential in credentials {
        of.entry(credential.gateway_id.clone()).or_default().push(credential);
    }
    for row in rows {
        let own = of.remove(&row.id).unwrap_or_default();
        app.gateways.apply(&row.news(&own)?);
    }
    Ok(())
}

/// Reads one gateway again, whatever happened to it.
pub fn reload_gateway(app: &App, conn: &mut Conn, id: GatewayId) -> Result<(), DbError> {
    if let Some(row) = store::find_across_tenants(conn, id)? {
        let own = credential_store::list_of_gateway_across_tenants(conn, id, app.clock.now())?;
        app.gateways.apply(&row.news(&own)?);
    }
    Ok(())
}
