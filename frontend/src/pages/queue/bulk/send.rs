//! What goes out for a row.

use std::sync::Arc;

use tessera_shared::dto::queue::QueueItem;
use tessera_shared::dto::requests::{ApproveRequest, DenyRequest, IssueToken, ScopeRef};
use tessera_shared::dto::tokens::ChangeToken;

use super::super::model::key_of;
use super::super::words::subject;
use super::plan::BulkAct;
use crate::api::{self, ApiError, named};
use crate::components::bulk::Item;

/// The row for the dialog of an act.
pub fn item(act: BulkAct, row: QueueItem) -> Item {
    Item {
        key: key_of(&row).link_id(),
        tenant: row.tenant.clone(),
        subject: subject(&row),
        environment: row.environment,
        version: row.version,
        call: Arc::new(move |reason, key| {
            let row = row.clone();
            Box::pin(async move { send(act, &row, reason, &key).await })
        }),
        undo: None,
    }
}

/// One call, in the customer of its row.
async fn send(act: BulkAct, item: &QueueItem, reason: String, key: &str) -> Result<(), ApiError> {
    let (at, id) = (&item.tenant, item.request);
    match act {
        BulkAct::Approve => approve(item).await,
        BulkAct::Deny => {
            let body = DenyRequest {
                revision: item.version,
                snapshot: item.snapshot.clone(),
                reason,
            };
            named::deny(at, id, &body).await
        }
        BulkAct::Issue => {
            let body = IssueToken { revision: item.version };
            named::issue(at, id, &body, key).await.map(drop)
        }
        BulkAct::Resend => {
            let token = item.token.ok_or_else(api::not_found)?;
            let body = ChangeToken {
                version: item.version,
                reason,
            };
            named::reissue(at, token, &body, key).await.map(drop)
        }
    }
}

/// Grants everything that the row's revision asks for, for as long as it asks and the policy allows. The list knows
/// scopes by name only, so the request is read first; the snapshot makes sure that it says what the row said.
async fn approve(item: &QueueItem) -> Result<(), ApiError> {
    let detail = named::request(&item.tenant, item.request).await?;
    let scopes = detail.scopes.iter().map(|row| ScopeRef {
        api: row.api.id,
        scope: row.scope.clone(),
    });
    let body = ApproveRequest {
        revision: item.version,
        snapshot: item.snapshot.clone(),
        scopes: scopes.collect(),
        starts_at: None,
        ends_at: None,
        allowed_networks: Vec::new(),
        reason: None,
    };
    named::approve(&item.tenant, item.request, &body).await
}
