//! Changing an issued token: suspend, resume, revoke, reissue. One function moves the state; each
//! use case says who may and what follows.

use std::sync::Arc;

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::queue::Topic;
use tessera_shared::dto::tokens::{ChangeToken, RevokeMine};
use tessera_shared::ids::{RequestId, TokenId};
use tessera_shared::instant::Instant;
use tessera_shared::lifecycle::{TokenEvent, TokenState};
use tessera_shared::words::{DeliveryState, Environment};

use crate::act::Tx;
use crate::app::App;
use crate::audit::{NewEvent, record};
use crate::auth::permit::ActionKind;
use crate::auth::{Actor, Permit, actions};
use crate::deliveries;
use crate::notifications::enqueue;
use crate::notifications::letters::{self, Sender};
use crate::once::OnceKey;
use crate::outcome::{Outcome, Refusal};
use crate::recalls::service::record_recall;
use crate::requests::checks::still_permitted;
use crate::requests::store as requests;
use crate::tenancy::{TenantInfo, TenantScope};
use crate::tokens::issue::{Grant, issue};
use crate::tokens::model::{TokenRow, count, stored};
use crate::tokens::store;

/// Stops a token for a while.
pub async fn suspend_token(
    app: &Arc<App>,
    permit: Permit<actions::SuspendToken>,
    id: TokenId,
    body: ChangeToken,
) -> Outcome<()> {
    change_token(app, permit, id, body, TokenEvent::Suspend).await
}

/// Lets a suspended token work again.
pub async fn resume_token(
    app: &Arc<App>,
    permit: Permit<actions::ResumeToken>,
    id: TokenId,
    body: ChangeToken,
) -> Outcome<()> {
    change_token(app, permit, id, body, TokenEvent::Resume).await
}

/// Ends a token for good.
pub async fn revoke_token(
    app: &Arc<App>,
    permit: Permit<actions::RevokeToken>,
    id: TokenId,
    body: ChangeToken,
) -> Outcome<()> {
    change_token(app, permit, id, body, TokenEvent::Revoke).await
}

async fn change_token<A: ActionKind + Send>(
    app: &Arc<App>,
    permit: Permit<A>,
    id: TokenId,
    body: ChangeToken,
    event: TokenEvent,
) -> Outcome<()> {
    let shared = Arc::clone(app);
    app.act(permit.reach(), move |tx| {
        let info = still_permitted(tx, &permit)?;
        let row = read_as_seen(tx, permit.scope(), id, body.version)?;
        let change = Change {
            app: &shared,
            scope: permit.scope(),
            info: &info,
            actor: permit.actor(),
        };
        change.apply(tx, row, event, &body.reason)?;
        Ok(())
    })
    .await
}

/// Ends a token for the partner who holds it; it must have come from the partner's own request.
pub fn revoke_of_request(
    tx: &mut Tx<'_>,
    app: &App,
    scope: &TenantScope,
    info: &TenantInfo,
    actor: &Actor,
    request: RequestId,
    body: &RevokeMine,
) -> Outcome<()> {
    let row = store::lock_token(tx, scope, body.token)?;
    if row.request()? != request {
        return Err(Refusal::not_found());
    }
    Change {
        app,
        scope,
        info,
        actor,
    }
    .apply(tx, row, TokenEvent::Revoke, &body.reason)?;
    Ok(())
}

/// Ends a token for somebody who shows its secret; who speaks for one environment only, ends none of others.
pub fn revoke_by_secret(
    tx: &mut Tx<'_>,
    app: &App,
    (scope, info): (&TenantScope, &TenantInfo),
    actor: &Actor,
    environment: Option<Environment>,
    token: TokenId,
) -> Outcome<()> {
    let row = store::lock_token(tx, scope, token)?;
    if environment.is_some_and(|environment| environment.as_str() != row.environment) {
        return Err(Refusal::not_found());
    }
    let change = Change {
        app,
        scope,
        info,
        actor,
    };
    change.apply(tx, row, TokenEvent::Revoke, "Revoked with the token in hand.")?;
    Ok(())
}

/// Ends a token and issues its successor with a new secret, for the same grant and end, or as long as the policy
/// allows by now.
pub async fn reissue_token(
    app: &Arc<App>,
    permit: Permit<actions::IssueToken>,
    id: TokenId,
    body: ChangeToken,
    once: OnceKey,
) -> Outcome<TokenId> {
    let owner = permit.once_owner();
    let shared = Arc::clone(app);
    let issued = app
        .act_once(permit.reach(), &owner, once, move |tx| {
            let info = still_permitted(tx, &permit)?;
            let row = read_as_seen(tx, permit.scope(), id, body.version)?;
            let (scope, info, actor) = (permit.scope(), &info, permit.actor());
            let change = Change {
                app: &shared,
                scope,
                info,
                actor,
            };
            let ended = change.apply(tx, row, TokenEvent::Revoke, &body.reason)?;
            let grant = same_grant(tx, scope, info, &ended)?;
            issue(tx, &shared, scope, info, actor, &grant)
        })
        .await?;
    Ok(issued.value)
}

fn same_grant(tx: &mut Tx<'_>, scope: &TenantScope, info: &TenantInfo, ended: &TokenRow) -> Outcome<Grant> {
    let starts_at = Instant::from_millis(ended.starts_at).max(tx.now());
    let words = |text: &str| text.split(' ').map(str::to_owned).collect();
    Ok(Grant {
        request: requests::lock_request(tx, scope, ended.request()?)?,
        apis: ended.api_briefs()?,
        scopes: words(&ended.scopes),
        audience: words(&ended.audience),
        networks: stored(&ended.allowed_networks)?,
        starts_at,
        expires_at: Instant::from_millis(ended.expires_at).min(info.latest_end(starts_at)),
    })
}

fn read_as_seen(tx: &mut Tx<'_>, scope: &TenantScope, id: TokenId, version: u32) -> Outcome<TokenRow> {
    let row = store::lock_token(tx, scope, id)?;
    if count(row.version) == version {
        Ok(row)
    } else {
        Err(Refusal::stale())
    }
}

/// Who changes a token, where.
pub struct Change<'a> {
    /// Keys and settings.
    pub app: &'a App,
    /// The tenant.
    pub scope: &'a TenantScope,
    /// What the tenant is.
    pub info: &'a TenantInfo,
    /// Who.
    pub actor: &'a Actor,
}

impl Change<'_> {
    /// Moves a token's state: row, audit event, letter to the partner and index, all or nothing.
    pub fn apply(&self, tx: &mut Tx<'_>, mut row: TokenRow, event: TokenEvent, reason: &str) -> Outcome<TokenRow> {
        let (now, read) = (tx.now(), row.version);
        let state = row.facts()?.after(event, now)?;
        let ended = matches!(state, TokenState::Revoked | TokenState::Expired);
        row.state = state.to_string();
        row.version += 1;
        row.ended_at = (state != TokenState::Active).then_some(now.millis());
        row.ended_reason = (state != TokenState::Active).then(|| reason.to_owned());
        if ended && row.delivery_state != DeliveryState::Opened.as_str() {
            row.delivery_state = DeliveryState::Superseded.to_string();
            deliveries::service::supersede_delivery(tx, self.scope, &row.id)?;
        }
        row.reseal(&self.app.keys)?;
        if !store::update_token(tx, self.scope, &row, read)? {
            return Err(Refusal::stale());
        }
        let audit = NewEvent::new(action_of(event), &row.id, &row.label())
            .of_request(row.request()?)
            .because(Some(reason))
            .fact("state", state);
        record(tx, self.scope, self.actor, audit)?;
        if ended {
            self.tell_partner(tx, &row, reason)?;
        }
        tx.then(row.effect()?);
        let seq = tx.number_change(self.scope.tenant(), Topic::Tokens, &row.id)?;
        if matches!(state, TokenState::Revoked | TokenState::Suspended) {
            record_recall(tx, self.app, self.scope, seq, &row.id, state)?;
        }
        Ok(row)
    }

    fn tell_partner(&self, tx: &mut Tx<'_>, row: &TokenRow, reason: &str) -> Outcome<()> {
        let request = requests::find_request(tx, self.scope, row.request()?)?;
        let sender = Sender::of(self.app, self.info);
        let letter = letters::token_ended(&sender, &request.contact_email, &row.application, &row.hint, reason);
        enqueue(tx, &self.app.keys, self.scope, &letter)
    }
}

fn action_of(event: TokenEvent) -> AuditAction {
    match event {
        TokenEvent::Suspend => AuditAction::TokenSuspended,
        TokenEvent::Resume => AuditAction::TokenResumed,
        TokenEvent::Expire => AuditAction::TokenExpired,
        TokenEvent::Revoke | TokenEvent::Rotate => AuditAction::TokenRevoked,
    }
}
