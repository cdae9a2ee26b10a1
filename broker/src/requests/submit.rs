//! Filing a request: by a partner on the public page, or by an agent for a known partner.

use std::sync::Arc;

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::queue::Topic;
use tessera_shared::dto::requests::{FileRequest, Filed, SubmitRequest, Wish};
use tessera_shared::ids::{RequestId, UserId};
use tessera_shared::lifecycle::RequestState;

use crate::act::Tx;
use crate::app::App;
use crate::audit::{NewEvent, record};
use crate::auth::actions::SubmitRequest as Submit;
use crate::auth::{Actor, Permit, bearer};
use crate::catalogue;
use crate::db::Reach;
use crate::notifications::enqueue;
use crate::notifications::letters::{self, Sender};
use crate::once::OnceKey;
use crate::outcome::Outcome;
use crate::partners;
use crate::random;
use crate::requests::checks::still_permitted;
use crate::requests::model::RequestRow;
use crate::requests::snapshot::snapshot;
use crate::requests::store;
use crate::tenancy::{TenantInfo, TenantScope};
use crate::tenants;

/// Who asks, and through whom.
struct Asker {
    company: String,
    contact_name: String,
    contact_email: String,
    filed_by: Option<(UserId, String)>,
}

/// A partner files a request on the tenant's public page.
pub async fn file_request(
    app: &Arc<App>,
    slug: String,
    body: FileRequest,
    once: OnceKey,
    address: Option<String>,
    call_id: String,
) -> Outcome<Filed> {
    let (scope, info) = tenants::service::open_public_page(app, slug).await?;
    app.limits.letter(&body.contact_email.to_lowercase())?;
    let owner = format!("{} public", scope.as_str());
    let shared = Arc::clone(app);
    let filed = app
        .act_once(Reach::from(&scope), &owner, once, move |tx| {
            let asker = Asker {
                company: body.company,
                contact_name: body.contact_name,
                contact_email: body.contact_email.to_lowercase(),
                filed_by: None,
            };
            let actor = Actor::partner(None, &asker.company, &asker.contact_email).calling(address, call_id);
            submit(tx, &shared, &scope, &info, &actor, asker, &body.wish)
        })
        .await?;
    Ok(filed.value)
}

/// An agent files a request for a known partner, who still has to confirm it.
pub async fn submit_request(
    app: &Arc<App>,
    permit: Permit<Submit>,
    body: SubmitRequest,
    once: OnceKey,
) -> Outcome<Filed> {
    let owner = permit.once_owner();
    let shared = Arc::clone(app);
    let filed = app
        .act_once(permit.reach(), &owner, once, move |tx| {
            let info = still_permitted(tx, &permit)?;
            let partner = partners::service::find_partner(tx, permit.scope(), body.partner)?;
            let asker = Asker {
                company: partner.name,
                contact_name: partner.contact_name,
                contact_email: partner.contact_email,
                filed_by: permit.actor().answerable().map(|id| (id, permit.actor().name.clone())),
            };
            submit(tx, &shared, permit.scope(), &info, permit.actor(), asker, &body.wish)
        })
        .await?;
    Ok(filed.value)
}

fn submit(
    tx: &mut Tx<'_>,
    app: &App,
    scope: &TenantScope,
    info: &TenantInfo,
    actor: &Actor,
    asker: Asker,
    wish: &Wish,
) -> Outcome<Filed> {
    catalogue::service::resolve_scopes(tx, scope, &wish.scopes)?;
    let id = RequestId::from_u128(random::uuid_v7(tx.now())?);
    let key = bearer::generate()?;
    let row = new_row(tx, scope, id, &key, &asker, wish);
    let mut scopes = wish.scopes.clone();
    scopes.sort();
    scopes.dedup();
    store::insert_request(tx, scope, &row, &scopes)?;
    let event = NewEvent::new(AuditAction::RequestSubmitted, id, &row.label())
        .of_request(id)
        .because(Some(&wish.reason))
        .fact("environment", wish.environment)
        .fact("lifetime_days", wish.lifetime_days)
        .fact("contact", &row.contact_email)
        .fact("scopes", names(&scopes));
    record(tx, scope, actor, event)?;
    let sender = Sender::of(app, info);
    let letter = letters::confirm_request(&sender, &row.contact_email, &row.application, &key);
    enqueue(tx, &app.keys, scope, &letter)?;
    tx.changed(scope.tenant(), Topic::Requests, &row.id)?;
    Ok(Filed {
        id,
        sent_to: row.contact_email,
    })
}

fn names(scopes: &[tessera_shared::dto::requests::ScopeRef]) -> String {
    let names: Vec<&str> = scopes.iter().map(|scope| scope.scope.as_str()).collect();
    names.join(" ")
}

fn new_row(tx: &Tx<'_>, scope: &TenantScope, id: RequestId, key: &str, asker: &Asker, wish: &Wish) -> RequestRow {
    let now = tx.now().millis();
    RequestRow {
        id: id.to_string(),
        tenant_id: scope.as_str().to_owned(),
        state: RequestState::Submitted.to_string(),
        revision: 1,
        generation: 0,
        partner_id: None,
        company: asker.company.clone(),
        contact_name: asker.contact_name.clone(),
        contact_email: asker.contact_email.clone(),
        application: wish.application.clone(),
        environment: wish.environment.to_string(),
        reason: wish.reason.clone(),
        lifetime_days: i32::try_from(wish.lifetime_days).unwrap_or(i32::MAX),
        filed_by: asker.filed_by.as_ref().map(|(id, _)| id.to_string()),
        filed_by_name: asker.filed_by.as_ref().map(|(_, name)| name.clone()),
        snapshot: snapshot(id, 1, &asker.contact_email, wish),
        partner_key_hash: bearer::hash(key),
        confirmed_at: None,
        since: now,
        created_at: now,
        updated_at: now,
    }
}
