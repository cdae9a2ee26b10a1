//! Recording recalls and who confirmed them.

use std::sync::Arc;

use tessera_shared::dto::tokens::{Recall, Receipt};
use tessera_shared::ids::{GatewayId, TokenId};
use tessera_shared::instant::{Instant, Span};
use tessera_shared::lifecycle::TokenState;
use tessera_shared::words::{Environment, GatewayMode};

use crate::act::Tx;
use crate::app::App;
use crate::db::{Across, Conn, Reach};
use crate::gateways;
use crate::outcome::Outcome;
use crate::recalls::{RecallRow, ReceiptKind, store};
use crate::tenancy::{SystemJob, TenantScope, parse_stored};

/// Gateways are asked about recalls no older than this.
const CONFIRM_WITHIN: Span = Span::hours(24);
/// Recalls confirmed by one call; the next call confirms the rest.
const MOST: i64 = 1_000;
/// Recalls are kept for this long.
const KEEP: Span = Span::days(90);

/// Records in the transaction of a change that it recalls a token. The node that takes it has it in
/// memory by the time anybody hears of it.
pub fn record_recall(
    tx: &mut Tx<'_>,
    app: &App,
    scope: &TenantScope,
    seq: i64,
    token: &str,
    state: TokenState,
) -> Outcome<()> {
    let now = tx.now();
    let row = RecallRow {
        tenant_id: scope.as_str().to_owned(),
        seq,
        token_id: token.to_owned(),
        state: state.to_string(),
        recalled_at: now.millis(),
    };
    store::insert_recall(tx, scope, &row)?;
    store::insert_receipt(tx, scope, seq, (ReceiptKind::Node, &app.node), now)?;
    Ok(())
}

/// This node has taken in the changes `seqs`. Few of them are recalls, and only those need a writer.
pub async fn confirm_by_node(app: &Arc<App>, seqs: Vec<i64>) -> Outcome<()> {
    let (node, reader) = (app.node.clone(), app.node.clone());
    let open = app
        .db
        .read(Reach::across(Across::Job), move |conn| {
            store::list_unconfirmed_across_tenants(conn, &reader, &seqs)
        })
        .await?;
    if open.is_empty() {
        return Ok(());
    }
    app.act(Reach::across(Across::Job), move |tx| {
        let now = tx.now();
        for (tenant, seq) in open {
            let scope = TenantScope::for_job(SystemJob::Sync, parse_stored(&tenant)?);
            store::insert_receipt(tx, &scope, seq, (ReceiptKind::Node, &node), now)?;
        }
        Ok(())
    })
    .await
}

/// A gateway says that it refuses whatever was recalled up to the change `seq`. Says how many recalls
/// that confirmed.
pub async fn confirm_by_gateway(
    app: &Arc<App>,
    scope: TenantScope,
    gateway: GatewayId,
    environment: Environment,
    seq: i64,
) -> Outcome<usize> {
    let (read, since) = (scope.clone(), app.clock.now() - CONFIRM_WITHIN);
    let own = (gateway, environment);
    let some = app
        .db
        .read(Reach::from(&scope), move |conn| {
            store::list_unconfirmed(conn, &read, own, seq, since, 1)
        })
        .await?;
    // Most calls confirm what was confirmed before, and need not wait for a writer.
    if some.is_empty() {
        return Ok(0);
    }
    app.act(Reach::from(&scope), move |tx| {
        let now = tx.now();
        gateways::store::lock_gateway(tx, &scope, gateway)?;
        let open = store::list_unconfirmed(tx, &scope, own, seq, since, MOST)?;
        for seq in &open {
            let confirmer = gateway.to_string();
            store::insert_receipt(tx, &scope, *seq, (ReceiptKind::Gateway, &confirmer), now)?;
        }
        Ok(open.len())
    })
    .await
}

/// The newest recall of a token and who has confirmed it, if the token is recalled.
pub fn recall_of_token(
    conn: &mut Conn,
    scope: &TenantScope,
    token: TokenId,
    environment: Environment,
) -> Outcome<Option<Recall>> {
    let Some(row) = store::newest_recall(conn, scope, token)? else {
        return Ok(None);
    };
    let confirmed = store::list_receipts(conn, scope, row.seq)?;
    let took = |at: i64| u64::try_from(at - row.recalled_at).unwrap_or(0);
    let mut nodes = Vec::new();
    for (kind, confirmer, at) in &confirmed {
        if kind == ReceiptKind::Node.as_str() {
            nodes.push(Receipt {
                name: confirmer.clone(),
                mode: None,
                millis: Some(took(*at)),
            });
        }
    }
    let mut at_gateways = Vec::new();
    for gateway in gateways::service::gateways_at(conn, scope, environment, row.recalled_at)? {
        let receipt = confirmed
            .iter()
            .find(|(kind, confirmer, _)| kind == ReceiptKind::Gateway.as_str() && *confirmer == gateway.id);
        let mode: GatewayMode = parse_stored(&gateway.mode)?;
        at_gateways.push(Receipt {
            name: gateway.name,
            mode: Some(mode),
            millis: receipt.map(|(_, _, at)| took(*at)),
        });
    }
    Ok(Some(Recall {
        seq: row.seq,
        state: parse_stored(&row.state)?,
        at: Instant::from_millis(row.recalled_at),
        nodes,
        gateways: at_gateways,
    }))
}

/// Removes what nobody looks at any more.
pub async fn settle_recalls(app: &Arc<App>) -> Outcome<usize> {
    app.act(Reach::across(Across::Job), |tx| {
        let end = tx.now() - KEEP;
        Ok(store::delete_old_across_tenants(tx, end)?)
    })
    .await
}
