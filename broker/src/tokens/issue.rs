//! Issuing: from an approved request to a token and its sealed delivery, in one action.

use std::sync::Arc;

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::catalogue::ApiBrief;
use tessera_shared::dto::queue::Topic;
use tessera_shared::dto::requests::IssueToken;
use tessera_shared::error::ErrorCode;
use tessera_shared::ids::{RequestId, TokenId};
use tessera_shared::instant::Instant;
use tessera_shared::lifecycle::{RequestEvent, TokenState};
use tessera_shared::networks::Networks;
use tessera_shared::words::DeliveryState;

use crate::act::Tx;
use crate::app::App;
use crate::audit::{NewEvent, record};
use crate::auth::actions::IssueToken as Issue;
use crate::auth::{Actor, Permit};
use crate::deliveries;
use crate::once::OnceKey;
use crate::outcome::{Outcome, Refusal};
use crate::random;
use crate::requests::checks::{may_issue, still_permitted};
use crate::requests::model::{DecisionRow, RequestRow, ScopeRow, briefs, count};
use crate::requests::{scope_store, store as requests};
use crate::tenancy::{TenantInfo, TenantScope};
use crate::tokens::model::{TokenRow, stored};
use crate::tokens::secret::{PlainToken, TokenKind};
use crate::tokens::store;

/// Issues the token of an approved request.
pub async fn issue_token(
    app: &Arc<App>,
    permit: Permit<Issue>,
    id: RequestId,
    body: IssueToken,
    once: OnceKey,
) -> Outcome<TokenId> {
    let owner = permit.once_owner();
    let shared = Arc::clone(app);
    let issued = app
        .act_once(permit.reach(), &owner, once, move |tx| {
            let tenant = still_permitted(tx, &permit)?;
            let request = requests::lock_request(tx, permit.scope(), id)?;
            request.facts()?.after(RequestEvent::Issue)?;
            if count(request.revision) != body.revision {
                return Err(Refusal::stale());
            }
            let decision = requests::find_decision(tx, permit.scope(), id)?
                .ok_or_else(|| Refusal::internal("an approved request without a decision"))?;
            may_issue(permit.actor(), &request, &decision)?;
            let grant = granted(tx, permit.scope(), &tenant, &request, &decision)?;
            issue(tx, &shared, permit.scope(), &tenant, permit.actor(), &grant)
        })
        .await?;
    Ok(issued.value)
}

/// Everything a token is made from.
pub struct Grant {
    /// The request, as it stands before this issue.
    pub request: RequestRow,
    /// The APIs it reaches.
    pub apis: Vec<ApiBrief>,
    /// What it may do.
    pub scopes: Vec<String>,
    /// Resource identifiers it is good for.
    pub audience: Vec<String>,
    /// Networks it may be used from.
    pub networks: Networks,
    /// Works from here.
    pub starts_at: Instant,
    /// Ends here.
    pub expires_at: Instant,
}

fn granted(
    tx: &mut Tx<'_>,
    scope: &TenantScope,
    tenant: &TenantInfo,
    request: &RequestRow,
    decision: &DecisionRow,
) -> Outcome<Grant> {
    let now = tx.now();
    let starts_at = decision.starts_at.map_or(now, Instant::from_millis).max(now);
    let expires_at = Instant::from_millis(decision.ends_at).min(tenant.latest_end(starts_at));
    if expires_at <= starts_at {
        return Err(Refusal::new(
            ErrorCode::NotPossible,
            "The granted time is over; the partner has to ask again.",
        ));
    }
    let rows = scope_store::scopes_of(tx, scope, request.request_id()?)?;
    let rows: Vec<ScopeRow> = rows.into_iter().filter(|row| row.granted == Some(true)).collect();
    let mut scopes: Vec<String> = rows.iter().map(|row| row.scope.clone()).collect();
    let mut audience: Vec<String> = rows.iter().map(|row| row.audience.clone()).collect();
    scopes.dedup();
    audience.dedup();
    Ok(Grant {
        request: request.clone(),
        apis: briefs(rows.iter()),
        scopes,
        audience,
        networks: stored(&decision.allowed_networks)?,
        starts_at,
        expires_at,
    })
}

/// Makes the next token of a request and hands it over.
pub fn issue(
    tx: &mut Tx<'_>,
    app: &App,
    scope: &TenantScope,
    tenant: &TenantInfo,
    actor: &Actor,
    grant: &Grant,
) -> Outcome<TokenId> {
    let now = tx.now();
    if !requests::count_generation(tx, scope, &grant.request, now)? {
        return Err(Refusal::stale());
    }
    let secret = PlainToken::generate(TokenKind::Partner)?;
    let id = TokenId::from_u128(random::uuid_v7(now)?);
    let row = new_row(app, id, actor, grant, &secret, now)?;
    store::insert_token(tx, scope, &row, &app.digester.finder(&secret.print()))?;
    let request = grant.request.request_id()?;
    let mut event = NewEvent::new(AuditAction::TokenIssued, id, &row.label())
        .of_request(request)
        .fact("scopes", &row.scopes)
        .fact("generation", row.generation)
        .fact("starts_at", grant.starts_at)
        .fact("expires_at", grant.expires_at);
    if !grant.networks.is_anywhere() {
        event = event.fact("allowed_networks", &grant.networks);
    }
    record(tx, scope, actor, event)?;
    deliveries::seal::seal_delivery(tx, app, scope, tenant, actor, &row, &grant.request, &secret)?;
    tx.then(row.effect()?);
    tx.changed(scope.tenant(), Topic::Requests, &grant.request.id)?;
    tx.changed(scope.tenant(), Topic::Tokens, &row.id)?;
    Ok(id)
}

fn new_row(
    app: &App,
    id: TokenId,
    actor: &Actor,
    grant: &Grant,
    secret: &PlainToken,
    now: Instant,
) -> Outcome<TokenRow> {
    let request = &grant.request;
    let partner_id = request
        .partner_id
        .clone()
        .ok_or_else(|| Refusal::internal("an approved request without a partner"))?;
    let mut row = TokenRow {
        id: id.to_string(),
        tenant_id: request.tenant_id.clone(),
        request_id: request.id.clone(),
        partner_id,
        generation: request.generation + 1,
        application: request.application.clone(),
        environment: request.environment.clone(),
        state: TokenState::Active.to_string(),
        digest: app.tokens.digest(secret.expose()).to_vec(),
        hint: secret.hint(),
        apis: serde_json::to_string(&grant.apis).map_err(Refusal::internal)?,
        scopes: grant.scopes.join(" "),
        audience: grant.audience.join(" "),
        starts_at: grant.starts_at.millis(),
        expires_at: grant.expires_at.millis(),
        issued_by: actor.answerable().map(|id| id.to_string()),
        issued_by_name: actor.name.clone(),
        issued_at: now.millis(),
        ended_at: None,
        ended_reason: None,
        version: 1,
        seal: Vec::new(),
        delivery_state: DeliveryState::Sealed.to_string(),
        last_used_at: None,
        last_gateway_id: None,
        allowed_networks: grant.networks.to_string(),
    };
    row.reseal(&app.keys)?;
    Ok(row)
}
