//! Giving a gateway another credential, and ending one it has.

use std::sync::Arc;

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::gateways::{Gateway, RotateGateway, RotatedCredential};
use tessera_shared::ids::{GatewayCredentialId, GatewayId};
use tessera_shared::instant::{Instant, Span};

use crate::act::Tx;
use crate::app::App;
use crate::auth::Permit;
use crate::auth::actions::ManageGateways;
use crate::gateways::credentials::{Known, NewCredential, end_one, give_way};
use crate::gateways::model::stored;
use crate::gateways::service::{event, read_gateway, settle, to_change};
use crate::gateways::{credential_store, store};
use crate::once::OnceKey;
use crate::outcome::Outcome;
use crate::requests::checks::still_permitted;

/// Gives a gateway another credential; the one before ends after the overlap.
pub async fn rotate_gateway(
    app: &Arc<App>,
    permit: Permit<ManageGateways>,
    id: GatewayId,
    body: RotateGateway,
    once: OnceKey,
) -> Outcome<RotatedCredential> {
    let credential = NewCredential::generate(app)?;
    let known = credential.known.clone();
    let owner = permit.once_owner();
    let made = app
        .act_once(permit.reach(), &owner, once, move |tx| {
            rotate(tx, &permit, id, &body, known)
        })
        .await?;
    Ok(RotatedCredential {
        gateway: made.value,
        credential: made.fresh.then(|| credential.expose()),
    })
}

fn rotate(
    tx: &mut Tx<'_>,
    permit: &Permit<ManageGateways>,
    id: GatewayId,
    body: &RotateGateway,
    known: Known,
) -> Outcome<Gateway> {
    let mut row = to_change(tx, permit, id)?;
    let (scope, now) = (permit.scope(), tx.now());
    let mut before = credential_store::list_credentials_of(tx, scope, &row.id, now)?;
    let overlap = Span::hours(i64::from(body.overlap_hours));
    for changed in give_way(&mut before, now, overlap) {
        credential_store::update_credential(tx, scope, changed)?;
    }
    let credential = known.row(tx, &row)?;
    credential_store::insert_credential(tx, scope, &credential)?;
    row.credential_since = now.millis();
    store::update_gateway(tx, scope, &row)?;
    let event = event(AuditAction::GatewayRotated, &row)
        .fact("hint", &credential.hint)
        .fact("overlap_hours", body.overlap_hours);
    settle(tx, (scope, permit.actor()), &row, event)?;
    read_gateway(tx, scope, id, now)
}

/// Ends one of the credentials of a gateway that has others, before its time.
pub async fn end_gateway_credential(
    app: &Arc<App>,
    permit: Permit<ManageGateways>,
    id: GatewayCredentialId,
) -> Outcome<()> {
    app.act(permit.reach(), move |tx| {
        still_permitted(tx, &permit)?;
        let (scope, now): (_, Instant) = (permit.scope(), tx.now());
        let gateway = credential_store::find_credential(tx, scope, id)?.gateway_id;
        let row = to_change(tx, &permit, stored(&gateway)?)?;
        let mut all = credential_store::list_credentials_of(tx, scope, &row.id, now)?;
        let ended = end_one(&mut all, &id.to_string(), now)?;
        credential_store::update_credential(tx, scope, ended)?;
        store::update_gateway(tx, scope, &row)?;
        let event = event(AuditAction::GatewayCredentialEnded, &row).fact("hint", &ended.hint);
        settle(tx, (scope, permit.actor()), &row, event)
    })
    .await
}
