//! Token revocation (RFC 7009): by a service account that may, or by whoever holds the token. A gateway
//! that shows who it is has no more power than a holder, and only over what is good for it.

use std::sync::Arc;

use tessera_shared::ids::{GatewayId, TenantId, TokenId};
use tessera_shared::paths;
use tessera_shared::permission::Action;
use tessera_shared::words::Environment;

use crate::act::Tx;
use crate::app::App;
use crate::auth::{Actor, Caller};
use crate::db::{Across, DbError, Reach};
use crate::gateways::client::know_gateway;
use crate::gateways::gate::no_news;
use crate::http::client::Client;
use crate::issuers::access_token;
use crate::machines::client::RevocationCall;
use crate::machines::grant::{Known, know_client, refused_client};
use crate::machines::store;
use crate::outcome::{Outcome, Refusal};
use crate::tenancy::{TenantInfo, TenantScope, actions_in, parse_stored};
use crate::tenants;
use crate::tokens::change::revoke_by_secret;
use crate::tokens::index::CheckRefusal;
use crate::tokens::secret::{TokenKind, is_well_formed};

/// How a call ended.
pub enum Revoked {
    /// The token works no more, if it ever did.
    Done,
    /// The client did not show who it is.
    UnknownClient,
    /// The client may not.
    NotAllowed,
    /// A JWT.
    WrongKind,
}

/// Ends the token of a call. Tokens of other tenants are as good as unknown.
pub async fn revoke_shown_token(app: &Arc<App>, call: RevocationCall, caller: Caller) -> Outcome<Revoked> {
    if let Some(client) = &call.client
        && client.id.starts_with(GatewayId::PREFIX)
    {
        return revoke_at_gateway(app, client, &call.token, caller).await;
    }
    let client_id = call.client.as_ref().map(|client| client.id.clone());
    let looks_like_jwt = access_token::has_form(&call.token);
    let (shared, address) = (Arc::clone(app), caller.clone());
    let done = app
        .act(Reach::across(Across::LookUp), move |tx| {
            let known = match &call.client {
                None => None,
                Some(client) => match know_client(tx, &shared, client)? {
                    None => return Ok(Revoked::UnknownClient),
                    Some(known) => Some(known),
                },
            };
            if looks_like_jwt {
                return Ok(Revoked::WrongKind);
            }
            revoke(tx, &shared, known, &call.token, &address)
        })
        .await?;
    if let (Revoked::UnknownClient, Some(id)) = (&done, client_id) {
        refused_client(app, &id, caller).await?;
    }
    Ok(done)
}

async fn revoke_at_gateway(app: &Arc<App>, client: &Client, token: &str, caller: Caller) -> Outcome<Revoked> {
    let Some(gateway) = know_gateway(app, client, paths::REVOKE)? else {
        refused_client(app, &client.id, caller).await?;
        return Ok(Revoked::UnknownClient);
    };
    if access_token::has_form(token) {
        return Ok(Revoked::WrongKind);
    }
    let found = find(app, token)?.filter(|(tenant, _)| *tenant == gateway.tenant);
    let Some((tenant, id)) = found else {
        return Ok(Revoked::Done);
    };
    let actor = Actor::gateway(gateway.id, &gateway.name).calling(caller.address(), caller.call_id);
    let (scope, shared) = (TenantScope::for_bearer(tenant), Arc::clone(app));
    app.act(Reach::from(&scope), move |tx| {
        let info = tenants::service::tenant_info(tx, &scope)?;
        end(tx, &shared, (&scope, &info), &actor, Some(gateway.environment), id)
    })
    .await
}

/// Ends a token that was found; nobody is told that it had ended before.
fn end(
    tx: &mut Tx<'_>,
    app: &App,
    (scope, info): (&TenantScope, &TenantInfo),
    actor: &Actor,
    environment: Option<Environment>,
    id: TokenId,
) -> Outcome<Revoked> {
    match revoke_by_secret(tx, app, (scope, info), actor, environment, id) {
        // It ended in the meantime.
        Ok(()) | Err(Refusal::Known { .. } | Refusal::Db(DbError::NotFound)) => Ok(Revoked::Done),
        Err(other) => Err(other),
    }
}

fn revoke(tx: &mut Tx<'_>, app: &App, known: Option<Known>, token: &str, caller: &Caller) -> Outcome<Revoked> {
    if let Some(known) = &known
        && !actions_in(&known.account.actions)?.contains(&Action::RevokeToken)
    {
        return Ok(Revoked::NotAllowed);
    }
    if is_well_formed(TokenKind::Access, token) {
        // The account's own, or the holder's.
        let account = known.as_ref().map(|known| known.account.id.as_str());
        store::delete_access_token_across_tenants(tx, &app.digester.digest(token), account)?;
        return Ok(Revoked::Done);
    }
    let Some((tenant, id)) = find(app, token)? else {
        return Ok(Revoked::Done);
    };
    let holder = TenantScope::for_bearer(tenant);
    let (scope, info, actor) = match known {
        // Not the account's to end, nor to know of.
        Some(known) if known.scope.tenant() != tenant => return Ok(Revoked::Done),
        Some(Known { account, scope, info }) => {
            let maker = parse_stored(&account.created_by)?;
            let actor = Actor::service_account(&account.id, &account.name, maker, &account.created_by_person);
            (scope, info, actor)
        }
        None => {
            let info = tenants::service::tenant_info(tx, &holder)?;
            (holder, info, Actor::partner(None, "Holder of the token", ""))
        }
    };
    let actor = actor.calling(caller.peer.map(|peer| peer.to_string()), caller.call_id.clone());
    end(tx, app, (&scope, &info), &actor, None, id)
}

/// The token with this secret, if it may be one that still works.
fn find(app: &App, secret: &str) -> Outcome<Option<(TenantId, TokenId)>> {
    match app.tokens.find(secret) {
        Ok(found) => Ok(Some(found)),
        Err(CheckRefusal::Stale) => Err(no_news()),
        Err(_unknown) => Ok(None),
    }
}
