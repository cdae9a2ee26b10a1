//! The cases of signing keys, of places in status lists, of recalls and of the feed.

use tessera_broker::db::{Conn, DbError};
use tessera_broker::gateways::feed_store as feed;
use tessera_broker::issuers::status::Place;
use tessera_broker::issuers::{status_store, store};
use tessera_broker::recalls::{RecallRow, ReceiptKind, store as recalls};
use tessera_broker::tenancy::TenantScope;

use super::of::{Of, PLACE, id};
use super::{Case, NOW, adds, changes, count, flag, list, reads, some};

/// The recall of every tenant has this number.
pub const SEQ: i64 = 7;
const NODE: (ReceiptKind, &str) = (ReceiptKind::Node, "here");

fn recall(of: &Of, seq: i64) -> RecallRow {
    RecallRow {
        tenant_id: of.token.tenant_id.clone(),
        seq,
        token_id: of.token.id.clone(),
        state: "revoked".to_owned(),
        recalled_at: NOW.millis(),
    }
}

/// A recall of the tenant's token that its gateway has not confirmed.
pub fn add_recall(conn: &mut Conn, scope: &TenantScope, of: &Of) -> Result<(), DbError> {
    recalls::insert_recall(conn, scope, &recall(of, SEQ))?;
    recalls::insert_receipt(conn, scope, SEQ, NODE, NOW)
}

pub fn of_recalls() -> Vec<Case> {
    vec![
        adds("recalls/store::insert_recall", |conn, who, of| {
            recalls::insert_recall(conn, &who.scope, &recall(of, SEQ + 1)).map(|()| vec![])
        }),
        adds("recalls/store::insert_receipt", |conn, who, of| {
            who.scope.holds(&of.token.tenant_id)?;
            let node = (ReceiptKind::Node, "there");
            recalls::insert_receipt(conn, &who.scope, SEQ, node, NOW).map(|()| vec![])
        }),
        reads("recalls/store::newest_recall", |conn, who, of| {
            some(recalls::newest_recall(conn, &who.scope, id(&of.token.id))?.map(|row| row.token_id))
        }),
        reads("recalls/store::list_receipts", |conn, who, _| {
            let receipts = recalls::list_receipts(conn, &who.scope, SEQ)?;
            list(receipts.into_iter().map(|(_, confirmer, _)| confirmer))
        }),
        reads("recalls/store::list_unconfirmed", |conn, who, of| {
            let gateway = (id(&of.gateway.id), id(&of.gateway.environment));
            list(recalls::list_unconfirmed(conn, &who.scope, gateway, SEQ, NOW, 9)?)
        }),
        reads("gateways/feed_store::list_token_changes", |conn, who, _| {
            let changes = feed::list_token_changes(conn, &who.scope, 0, 99)?;
            list(changes.into_iter().map(|(_, token)| token))
        }),
        reads("gateways/feed_store::list_tokens_by_id", |conn, who, of| {
            let rows = feed::list_tokens_by_id(conn, &who.scope, std::slice::from_ref(&of.token.id))?;
            list(rows.into_iter().map(|row| row.id))
        }),
    ]
}

pub fn of_issuers() -> Vec<Case> {
    vec![
        reads("issuers/store::list_keys", |conn, who, _| {
            list(store::list_keys(conn, &who.scope, NOW)?.into_iter().map(|row| row.id))
        }),
        reads("issuers/store::lock_keys", |conn, who, _| {
            list(store::lock_keys(conn, &who.scope, NOW)?.into_iter().map(|row| row.id))
        }),
        adds("issuers/store::insert_key", |conn, who, of| {
            let mut row = of.signing_key.clone();
            row.id.push('x');
            store::insert_key(conn, &who.scope, &row).map(|()| vec![])
        }),
        changes("issuers/store::end_key", |conn, who, of| {
            store::end_key(conn, &who.scope, &of.signing_key.id, NOW, NOW).map(|()| vec![])
        }),
        reads("issuers/status_store::find_place", |conn, who, of| {
            let place = status_store::find_place(conn, &who.scope, id(&of.token.id))?;
            some(place.map(|place| place.position))
        }),
        reads("issuers/status_store::newest_list", |conn, who, _| {
            let (newest, taken) = status_store::newest_list(conn, &who.scope)?;
            count([i64::from(newest), taken])
        }),
        reads("issuers/status_store::lock_newest_list", |conn, who, _| {
            let (newest, taken) = status_store::lock_newest_list(conn, &who.scope)?;
            count([i64::from(newest), taken])
        }),
        reads("issuers/status_store::is_taken", |conn, who, _| {
            flag(status_store::is_taken(conn, &who.scope, PLACE)?)
        }),
        adds("issuers/status_store::insert_place", |conn, who, of| {
            let free = Place { position: 8, ..PLACE };
            status_store::insert_place(conn, &who.scope, id(&of.bare.id), free).map(|()| vec![])
        }),
        reads("issuers/status_store::list_places", |conn, who, _| {
            let places = status_store::list_places(conn, &who.scope, PLACE.list)?;
            list(places.into_iter().map(|(position, _facts)| position))
        }),
    ]
}
