//! Managing service accounts: make, rotate, add a key, end, look.

use std::sync::Arc;

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::machines::{
    AddKey, CreateServiceAccount, CreatedServiceAccount, RetireServiceAccount, RotateSecret, RotatedSecret,
    ServiceAccount,
};
use tessera_shared::dto::queue::Topic;
use tessera_shared::error::ErrorCode;
use tessera_shared::ids::{ServiceAccountId, ServiceCredentialId};
use tessera_shared::instant::Span;
use tessera_shared::permission::{Action, allows};

use crate::act::Tx;
use crate::app::App;
use crate::audit::{NewEvent, record};
use crate::auth::actions::{ManageServiceAccounts, ViewMembers};
use crate::auth::{Permit, assertion};
use crate::db::{DbError, Reach};
use crate::machines::model::{AccountRow, CredentialRow};
use crate::machines::store;
use crate::once::OnceKey;
use crate::outcome::{Outcome, Refusal};
use crate::random;
use crate::requests::checks::still_permitted;
use crate::tenancy::actions_text;
use crate::tokens::secret::{PlainToken, TokenKind};

/// Every service account of the tenant.
pub async fn list_service_accounts(app: &Arc<App>, permit: &Permit<ViewMembers>) -> Outcome<Vec<ServiceAccount>> {
    let (scope, now) = (permit.scope().clone(), app.clock.now());
    app.db
        .read(Reach::from(&scope), move |conn| {
            let credentials = store::list_credentials(conn, &scope, now)?;
            let rows = store::list_accounts(conn, &scope)?;
            Ok(rows
                .iter()
                .map(|row| row.account(&credentials))
                .collect::<Result<_, _>>()?)
        })
        .await
}

/// Makes an account and shows its secret, once.
pub async fn create_service_account(
    app: &Arc<App>,
    permit: Permit<ManageServiceAccounts>,
    body: CreateServiceAccount,
    once: OnceKey,
) -> Outcome<CreatedServiceAccount> {
    refuse_beyond(&permit, &body.actions)?;
    let secret = PlainToken::generate(TokenKind::ServiceAccount)?;
    let (digest, hint) = (app.digester.digest(secret.expose()), secret.hint());
    let owner = permit.once_owner();
    let made = app
        .act_once(permit.reach(), &owner, once, move |tx| {
            create(tx, &permit, &body, &digest, hint)
        })
        .await?;
    Ok(CreatedServiceAccount {
        account: made.value,
        secret: made.fresh.then(|| secret.expose().to_owned()),
    })
}

/// Nobody gives what they do not have.
fn refuse_beyond(permit: &Permit<ManageServiceAccounts>, actions: &[Action]) -> Outcome<()> {
    match actions.iter().position(|action| !allows(permit.role(), *action)) {
        None => Ok(()),
        Some(at) => {
            let detail = "You can only give what you may do yourself.";
            Err(Refusal::field(&format!("/actions/{at}"), "not_yours", detail))
        }
    }
}

fn create(
    tx: &mut Tx<'_>,
    permit: &Permit<ManageServiceAccounts>,
    body: &CreateServiceAccount,
    digest: &[u8; 32],
    hint: String,
) -> Outcome<ServiceAccount> {
    still_permitted(tx, permit)?;
    if store::count_accounts(tx, permit.scope())? >= store::MOST {
        let detail = format!("A customer may have {} service accounts at a time.", store::MOST);
        return Err(Refusal::new(ErrorCode::NotPossible, detail));
    }
    let (now, actor) = (tx.now(), permit.actor());
    let maker = actor.answerable().ok_or_else(Refusal::not_found)?;
    let row = AccountRow {
        id: ServiceAccountId::from_u128(random::uuid_v7(now)?).to_string(),
        tenant_id: permit.scope().as_str().to_owned(),
        name: body.name.clone(),
        actions: actions_text(&body.actions),
        created_by: maker.to_string(),
        created_by_name: actor.name.clone(),
        created_by_person: actor.person.clone(),
        created_at: now.millis(),
        last_used_at: None,
        retired_at: None,
    };
    store::insert_account(tx, permit.scope(), &row).map_err(name_taken)?;
    let credential = secret_row(tx, &row, digest, hint)?;
    store::insert_credential(tx, permit.scope(), &credential)?;
    let event = NewEvent::new(AuditAction::ServiceAccountCreated, &row.id, &row.name).fact("actions", &row.actions);
    record(tx, permit.scope(), actor, event)?;
    tx.changed(permit.scope().tenant(), Topic::Catalogue, &row.id)?;
    Ok(row.account(&[credential])?)
}

fn name_taken(cause: DbError) -> Refusal {
    if cause.is_unique("name") {
        Refusal::new(
            ErrorCode::AlreadyExists,
            "A service account of this name exists already.",
        )
    } else {
        cause.into()
    }
}

fn secret_row(tx: &Tx<'_>, account: &AccountRow, digest: &[u8; 32], hint: String) -> Outcome<CredentialRow> {
    let row = new_credential(tx, account, hint)?;
    Ok(CredentialRow {
        digest: Some(digest.to_vec()),
        ..row
    })
}

fn new_credential(tx: &Tx<'_>, account: &AccountRow, hint: String) -> Outcome<CredentialRow> {
    Ok(CredentialRow {
        id: ServiceCredentialId::from_u128(random::uuid_v7(tx.now())?).to_string(),
        tenant_id: account.tenant_id.clone(),
        account_id: account.id.clone(),
        digest: None,
        hint,
        jwk: None,
        created_at: tx.now().millis(),
        ends_at: None,
        last_used_at: None,
    })
}

/// An account that is in use and has room for one more credential.
fn to_change(tx: &mut Tx<'_>, permit: &Permit<ManageServiceAccounts>, id: ServiceAccountId) -> Outcome<AccountRow> {
    still_permitted(tx, permit)?;
    let row = store::find_account(tx, permit.scope(), id)?;
    if row.retired_at.is_some() {
        return Err(Refusal::new(ErrorCode::NotPossible, "This service account was ended."));
    }
    let now = tx.now();
    let known = store::list_credentials(tx, permit.scope(), now)?;
    if known.iter().filter(|known| known.account_id == row.id).count() >= store::MOST_CREDENTIALS {
        let detail = "Too many of its secrets and keys work already; let old ones end first.";
        return Err(Refusal::new(ErrorCode::NotPossible, detail));
    }
    Ok(row)
}

/// Gives an account another secret; older secrets end after the overlap.
pub async fn rotate_service_account(
    app: &Arc<App>,
    permit: Permit<ManageServiceAccounts>,
    id: ServiceAccountId,
    body: RotateSecret,
) -> Outcome<RotatedSecret> {
    let secret = PlainToken::generate(TokenKind::ServiceAccount)?;
    let (digest, hint) = (app.digester.digest(secret.expose()), secret.hint());
    app.act(permit.reach(), move |tx| {
        let row = to_change(tx, &permit, id)?;
        let overlap_ends = tx.now() + Span::hours(i64::from(body.overlap_hours));
        store::end_secrets(tx, permit.scope(), &row.id, overlap_ends)?;
        let credential = secret_row(tx, &row, &digest, hint)?;
        store::insert_credential(tx, permit.scope(), &credential)?;
        let event = NewEvent::new(AuditAction::ServiceAccountRotated, &row.id, &row.name)
            .fact("hint", &credential.hint)
            .fact("overlap_hours", body.overlap_hours);
        record(tx, permit.scope(), permit.actor(), event)?;
        tx.changed(permit.scope().tenant(), Topic::Catalogue, &row.id)
    })
    .await?;
    Ok(RotatedSecret {
        secret: secret.expose().to_owned(),
    })
}

/// Gives an account a public key to sign assertions for.
pub async fn add_service_account_key(
    app: &Arc<App>,
    permit: Permit<ManageServiceAccounts>,
    id: ServiceAccountId,
    body: AddKey,
) -> Outcome<()> {
    let key = assertion::read_jwk(&body.jwk)?;
    app.act(permit.reach(), move |tx| {
        let row = to_change(tx, &permit, id)?;
        let credential = CredentialRow {
            jwk: Some(key.text),
            ..new_credential(tx, &row, key.thumbprint)?
        };
        store::insert_credential(tx, permit.scope(), &credential)?;
        let event =
            NewEvent::new(AuditAction::ServiceAccountKeyAdded, &row.id, &row.name).fact("thumbprint", &credential.hint);
        record(tx, permit.scope(), permit.actor(), event)?;
        tx.changed(permit.scope().tenant(), Topic::Catalogue, &row.id)
    })
    .await
}

/// Ends an account; its access tokens are refused from the next call on.
pub async fn retire_service_account(
    app: &Arc<App>,
    permit: Permit<ManageServiceAccounts>,
    id: ServiceAccountId,
    body: RetireServiceAccount,
) -> Outcome<()> {
    app.act(permit.reach(), move |tx| {
        still_permitted(tx, &permit)?;
        let row = store::find_account(tx, permit.scope(), id)?;
        let now = tx.now();
        if !store::retire_account(tx, permit.scope(), &row.id, now)? {
            return Err(Refusal::new(ErrorCode::NotPossible, "This service account was ended."));
        }
        let event = NewEvent::new(AuditAction::ServiceAccountRetired, &row.id, &row.name).because(Some(&body.reason));
        record(tx, permit.scope(), permit.actor(), event)?;
        tx.changed(permit.scope().tenant(), Topic::Catalogue, &row.id)
    })
    .await
}

/// Removes access tokens and assertions whose time is over.
pub fn settle_access_tokens(tx: &mut Tx<'_>) -> Outcome<usize> {
    let now = tx.now();
    Ok(store::delete_ended_across_tenants(tx, now)?)
}
