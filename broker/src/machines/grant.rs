//! Giving a service account an access token.

use std::sync::Arc;

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::ids::{ServiceAccountId, TenantId};
use tessera_shared::instant::{Instant, Span};
use tessera_shared::paths;
use tessera_shared::permission::Action;
use tessera_shared::words::TenantStatus;

use crate::act::Tx;
use crate::app::App;
use crate::audit::{NewEvent, record_outside_tenants};
use crate::auth::Caller;
use crate::auth::assertion::{self, Expected, Times, Verifier};
use crate::db::{Across, DbError, Reach};
use crate::http::client::{Client, Proof};
use crate::machines::model::{AccessTokenRow, AccountRow, CredentialRow};
use crate::machines::store;
use crate::outcome::{Outcome, Refusal};
use crate::tenancy::{TenantInfo, TenantScope, actions_in, actions_text, parse_stored};
use crate::tenants;
use crate::tokens::secret::{PlainToken, TokenKind, is_well_formed};

/// How long an access token works, in seconds.
pub const LIFETIME_SECONDS: i64 = 900;

/// What an assertion may take.
const TIMES: Times = Times {
    longest: Span::minutes(10),
    ahead: Span::seconds(30),
    late: Span::seconds(30),
};

/// An access token for its account, this once. Not `Debug`.
pub struct Granted {
    /// The token.
    pub token: PlainToken,
    /// What it may do.
    pub scope: String,
    /// The account's tenant, for the `X-Tenant-Id` header.
    pub tenant: TenantId,
}

/// Why there is none (RFC 6749 §5.2).
pub enum Denied {
    /// Unknown account, ended, or a wrong proof: one answer.
    Client,
    /// A scope the account was not given.
    Scope,
}

/// Checks a service account and gives it an access token.
pub async fn grant_access_token(
    app: &Arc<App>,
    client: Client,
    scope: Option<String>,
    caller: Caller,
) -> Outcome<Result<Granted, Denied>> {
    let client_id = client.id.clone();
    let shared = Arc::clone(app);
    let done = app
        .act(Reach::across(Across::LookUp), move |tx| {
            grant(tx, &shared, &client, scope.as_deref())
        })
        .await;
    let done = match done {
        // The same assertion at the same moment, somewhere else.
        Err(Refusal::Db(DbError::Unique(_))) => Err(Denied::Client),
        other => other?,
    };
    if matches!(done, Err(Denied::Client)) {
        refused_client(app, &client_id, caller).await?;
    }
    Ok(done)
}

/// Writes down that a client could not show who it is, unless that has happened too often.
pub async fn refused_client(app: &Arc<App>, client_id: &str, caller: Caller) -> Outcome<()> {
    app.limits.failed_client(caller.peer)?;
    let actor = caller.actor("token endpoint");
    let label: String = client_id.chars().take(64).collect();
    app.act(Reach::across(Across::Account), move |tx| {
        let event = NewEvent::new(AuditAction::SignInFailed, "", &label);
        record_outside_tenants(tx, &actor, event)
    })
    .await
}

/// A service account that showed who it is.
pub struct Known {
    /// The account.
    pub account: AccountRow,
    /// Its tenant.
    pub scope: TenantScope,
    /// What the tenant is.
    pub info: TenantInfo,
}

/// The service account that `client` is, if its proof holds. Suspended tenants have none.
pub fn know_client(tx: &mut Tx<'_>, app: &App, client: &Client) -> Outcome<Option<Known>> {
    let now = tx.now();
    let Some((account, scope)) = find(tx, &client.id)? else {
        return Ok(None);
    };
    let info = tenants::service::tenant_info(tx, &scope)?;
    if info.status == TenantStatus::Suspended {
        return Ok(None);
    }
    let mut known = store::list_credentials(tx, &scope, now)?;
    known.retain(|row| row.account_id == account.id);
    let Some(used) = prove(tx, app, &scope, &account, &known, &client.proof)? else {
        return Ok(None);
    };
    store::touch(tx, &scope, used, now)?;
    Ok(Some(Known { account, scope, info }))
}

fn grant(tx: &mut Tx<'_>, app: &App, client: &Client, wish: Option<&str>) -> Outcome<Result<Granted, Denied>> {
    let now = tx.now();
    let Some(Known { account, scope, .. }) = know_client(tx, app, client)? else {
        return Ok(Err(Denied::Client));
    };
    let Some(actions) = wanted(&account, wish)? else {
        return Ok(Err(Denied::Scope));
    };
    let token = PlainToken::generate(TokenKind::Access)?;
    let text = actions_text(&actions);
    store::insert_access_token(
        tx,
        &scope,
        &AccessTokenRow {
            digest: app.digester.digest(token.expose()).to_vec(),
            tenant_id: account.tenant_id.clone(),
            account_id: account.id.clone(),
            actions: text.clone(),
            ends_at: (now + Span::seconds(LIFETIME_SECONDS)).millis(),
        },
    )?;
    Ok(Ok(Granted {
        token,
        scope: text,
        tenant: scope.tenant(),
    }))
}

fn find(tx: &mut Tx<'_>, client_id: &str) -> Outcome<Option<(AccountRow, TenantScope)>> {
    let Ok(id) = client_id.parse::<ServiceAccountId>() else {
        return Ok(None);
    };
    match store::find_client(tx, id) {
        Ok(row) => {
            let scope = TenantScope::for_bearer(parse_stored(&row.tenant_id)?);
            Ok(Some((row, scope)))
        }
        Err(DbError::NotFound) => Ok(None),
        Err(cause) => Err(cause.into()),
    }
}

/// The credential that was shown, if it is one of `known`.
fn prove<'a>(
    tx: &mut Tx<'_>,
    app: &App,
    scope: &TenantScope,
    account: &AccountRow,
    known: &'a [CredentialRow],
    proof: &Proof,
) -> Outcome<Option<&'a CredentialRow>> {
    match proof {
        Proof::Secret(secret) if is_well_formed(TokenKind::ServiceAccount, secret) => {
            let digest = app.digester.digest(secret);
            let same = |row: &&CredentialRow| row.digest.as_deref() == Some(digest.as_slice());
            Ok(known.iter().find(same))
        }
        Proof::Secret(_) => Ok(None),
        Proof::Assertion(text) => {
            let now: Instant = tx.now();
            let origin = app.config.public_origin();
            let audiences = [origin.clone(), format!("{origin}{}", paths::OAUTH_TOKEN)];
            let keys = known
                .iter()
                .filter_map(|row| Some((row, Verifier::of(row.jwk.as_deref()?)?)));
            let keys: Vec<_> = keys.collect();
            let expected = Expected {
                client_id: &account.id,
                audiences: &audiences,
                now,
                times: TIMES,
            };
            let keys = keys.iter().map(|(row, key)| (*row, key));
            let Some((row, claims)) = assertion::verify(text, keys, &expected) else {
                return Ok(None);
            };
            // Kept a little longer than it works, for clocks that differ.
            store::use_assertion(tx, scope, &account.id, &claims.jti, claims.ends_at() + Span::minutes(1))?;
            Ok(Some(row))
        }
    }
}

/// The actions asked for, if the account has them all; without a wish, all it has.
fn wanted(account: &AccountRow, scope: Option<&str>) -> Outcome<Option<Vec<Action>>> {
    let own = actions_in(&account.actions)?;
    let Some(scope) = scope else { return Ok(Some(own)) };
    let asked: Result<Vec<Action>, _> = scope.split_whitespace().map(str::parse).collect();
    Ok(asked
        .ok()
        .filter(|asked| !asked.is_empty() && asked.iter().all(|action| own.contains(action))))
}
