//! Giving a gateway a public key, by which it shows who it is at OAuth endpoints (RFC 7523).

use std::sync::Arc;

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::gateways::{AddGatewayKey, Gateway};
use tessera_shared::error::ErrorCode;
use tessera_shared::ids::GatewayId;

use crate::act::Tx;
use crate::app::App;
use crate::auth::Permit;
use crate::auth::actions::ManageGateways;
use crate::auth::assertion::{PublicKey, read_key};
use crate::gateways::credentials::GatewayCredentialRow;
use crate::gateways::service::{event, read_gateway, settle, to_change};
use crate::gateways::{credential_store, store};
use crate::once::OnceKey;
use crate::outcome::{Outcome, Refusal};

/// Most keys of a gateway that work: an assertion that names none is held against each of them.
const MOST: usize = 4;

/// Adds a public key beside whatever the gateway has.
pub async fn add_gateway_key(
    app: &Arc<App>,
    permit: Permit<ManageGateways>,
    id: GatewayId,
    body: AddGatewayKey,
    once: OnceKey,
) -> Outcome<Gateway> {
    let key = read_key(&body.key)?;
    let owner = permit.once_owner();
    let made = app
        .act_once(permit.reach(), &owner, once, move |tx| add(tx, &permit, id, key))
        .await?;
    Ok(made.value)
}

fn add(tx: &mut Tx<'_>, permit: &Permit<ManageGateways>, id: GatewayId, key: PublicKey) -> Outcome<Gateway> {
    let mut row = to_change(tx, permit, id)?;
    let (scope, now) = (permit.scope(), tx.now());
    let all = credential_store::list_credentials_of(tx, scope, &row.id, now)?;
    if all.iter().filter(|known| known.jwk.is_some()).count() >= MOST {
        let detail = format!("A gateway may have {MOST} keys at a time; end one first.");
        return Err(Refusal::new(ErrorCode::NotPossible, detail));
    }
    // One that was ended stays ended, and with it every assertion that it ever signed.
    if credential_store::has_had_key(tx, scope, &row.id, &key.thumbprint)? {
        let detail = "This gateway has this key, or has had it. Make another pair.";
        return Err(Refusal::new(ErrorCode::AlreadyExists, detail));
    }
    let credential = GatewayCredentialRow::of_key(tx, &row, key)?;
    credential_store::insert_credential(tx, scope, &credential)?;
    row.credential_since = now.millis();
    store::update_gateway(tx, scope, &row)?;
    let event = event(AuditAction::GatewayKeyAdded, &row).fact("thumbprint", &credential.hint);
    settle(tx, (scope, permit.actor()), &row, event)?;
    read_gateway(tx, scope, id, now)
}
