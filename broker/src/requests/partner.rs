//! What a partner may do with their own request: see it, confirm it, take it back, end its token.
//!
//! The partner is known by the key in the link they got by mail. It opens exactly one request.

use std::sync::Arc;

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::catalogue::PublicTenant;
use tessera_shared::dto::queue::Topic;
use tessera_shared::dto::requests::{MyRequest, WithdrawRequest};
use tessera_shared::dto::tokens::RevokeMine;
use tessera_shared::ids::RequestId;
use tessera_shared::instant::Instant;
use tessera_shared::lifecycle::{RequestEvent, RequestState};
use tessera_shared::permission::Role;

use crate::act::Tx;
use crate::app::App;
use crate::audit::{NewEvent, record};
use crate::auth::{Actor, bearer};
use crate::db::{Across, Conn, Reach};
use crate::notifications::enqueue;
use crate::notifications::letters::{self, Sender};
use crate::outcome::{Outcome, Refusal};
use crate::partners;
use crate::people;
use crate::requests::checks::still_working;
use crate::requests::model::{RequestRow, ScopeRow, stored};
use crate::requests::{decide, scope_store, store};
use crate::tenancy::{TenantInfo, TenantScope};
use crate::tenants;
use crate::tokens;

/// A partner with a good key, and the one request it opens.
#[derive(Clone, Debug)]
pub struct PartnerKey {
    /// Where the request lies.
    pub scope: TenantScope,
    /// What the tenant is.
    pub info: TenantInfo,
    /// The request.
    pub request: RequestId,
    /// Who acts.
    pub actor: Actor,
}

/// Looks a key up. An unknown key is the same answer as an unknown page.
pub async fn open_partner_key(
    app: &Arc<App>,
    key: &str,
    address: Option<String>,
    call_id: String,
) -> Outcome<PartnerKey> {
    let hash = bearer::hash(key);
    app.db
        .read(Reach::across(Across::LookUp), move |conn| {
            let row = store::find_by_partner_key(conn, &hash)?.ok_or_else(Refusal::not_found)?;
            let scope = TenantScope::for_bearer(stored(&row.tenant_id)?);
            let info = tenants::service::tenant_info(conn, &scope)?;
            let partner = row.partner_id.as_deref().map(stored).transpose()?;
            let actor = Actor::partner(partner, &row.company, &row.contact_email).calling(address, call_id);
            Ok(PartnerKey {
                scope,
                info,
                request: row.request_id()?,
                actor,
            })
        })
        .await
}

/// The partner's own request.
pub async fn get_my_request(app: &Arc<App>, key: PartnerKey) -> Outcome<MyRequest> {
    let now = app.clock.now();
    app.db
        .read(Reach::from(&key.scope), move |conn| my_request(conn, &key, now))
        .await
}

fn my_request(conn: &mut Conn, key: &PartnerKey, now: Instant) -> Outcome<MyRequest> {
    let row = store::find_request(conn, &key.scope, key.request)?;
    let scopes = scope_store::scopes_of(conn, &key.scope, key.request)?;
    Ok(MyRequest {
        id: key.request,
        tenant: PublicTenant {
            slug: key.info.slug.clone(),
            name: key.info.name.clone(),
            accent: key.info.accent.clone(),
            logo: key.info.logo.clone(),
        },
        stage: row.facts()?.stage(),
        company: row.company.clone(),
        application: row.application.clone(),
        environment: stored(&row.environment)?,
        scopes: scopes.iter().map(ScopeRow::requested).collect(),
        submitted_at: Instant::from_millis(row.created_at),
        token: tokens::service::my_token(conn, &key.scope, key.request, now)?,
    })
}

/// Confirms the e-mail address; only now the tenant's admins hear of the request.
/// Confirming again changes nothing.
pub async fn confirm_my_request(app: &Arc<App>, key: PartnerKey) -> Outcome<()> {
    let shared = Arc::clone(app);
    app.act(Reach::from(&key.scope), move |tx| {
        let request = store::lock_request(tx, &key.scope, key.request)?;
        let facts = request.facts()?;
        let goes_on = matches!(facts.state, RequestState::Submitted | RequestState::Approved);
        // The link in a mail may be followed twice.
        if facts.confirmed && goes_on {
            return Ok(());
        }
        facts.after(RequestEvent::Confirm)?;
        still_working(&tenants::service::tenant_info(tx, &key.scope)?)?;
        confirm(tx, &shared, &key, &request)
    })
    .await
}

fn confirm(tx: &mut Tx<'_>, app: &App, key: &PartnerKey, request: &RequestRow) -> Outcome<()> {
    let now = tx.now();
    let partner = partners::service::find_or_create_partner(
        tx,
        &key.scope,
        &key.actor,
        &request.company,
        &request.contact_name,
        &request.contact_email,
    )?;
    if !store::confirm_request(tx, &key.scope, request, &partner.to_string(), now)? {
        return Err(Refusal::stale());
    }
    let event = NewEvent::new(AuditAction::RequestConfirmed, key.request, &request.label())
        .of_request(key.request)
        .fact("contact", &request.contact_email);
    record(tx, &key.scope, &key.actor, event)?;
    let sender = Sender::of(app, &key.info);
    for to in people::service::addresses(tx, &key.scope, &[Role::CustomerAdmin])? {
        let letter = letters::request_to_decide(
            &sender,
            &key.scope,
            &to,
            key.request,
            &request.company,
            &request.application,
            &request.reason,
        );
        enqueue(tx, &app.keys, &key.scope, &letter)?;
    }
    tx.changed(key.scope.tenant(), Topic::Requests, &request.id)
}

/// Takes the request back.
pub async fn withdraw_my_request(app: &Arc<App>, key: PartnerKey, body: WithdrawRequest) -> Outcome<()> {
    app.act(Reach::from(&key.scope), move |tx| {
        let request = store::lock_request(tx, &key.scope, key.request)?;
        decide::end(
            tx,
            &key.scope,
            &key.actor,
            &request,
            RequestEvent::Withdraw,
            &body.reason,
        )
    })
    .await
}

/// Ends the token that came of the request.
pub async fn revoke_my_token(app: &Arc<App>, key: PartnerKey, body: RevokeMine) -> Outcome<()> {
    let shared = Arc::clone(app);
    app.act(Reach::from(&key.scope), move |tx| {
        tokens::change::revoke_of_request(tx, &shared, &key.scope, &key.info, &key.actor, key.request, &body)
    })
    .await
}
