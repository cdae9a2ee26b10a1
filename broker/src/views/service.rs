//! What a person does with their views.

use std::sync::Arc;

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::views::{MOST_VIEWS, RenameView, SaveView, SavedView, ViewedList};
use tessera_shared::error::ErrorCode;
use tessera_shared::ids::{TenantId, ViewId};

use super::filter::Filter;
use super::store::{self, ViewRow};
use crate::app::App;
use crate::audit::{NewEvent, record_outside_tenants};
use crate::auth::Actor;
use crate::db::{Across, DbError, Reach};
use crate::once::OnceKey;
use crate::outcome::{Outcome, Refusal};
use crate::people::my_tenants::cards_of;
use crate::random;
use crate::tenancy::UserScope;

/// The caller's views by name: those that show in every tenant and those of `tenant`, of one list or of all. There
/// are at most 50 of a list, so they come in one piece.
pub async fn list_views(
    app: &Arc<App>,
    scope: UserScope,
    list: Option<ViewedList>,
    tenant: Option<TenantId>,
) -> Outcome<Vec<SavedView>> {
    app.db
        .read(Reach::from(&scope), move |conn| {
            let rows = store::list_views(conn, &scope, list, tenant)?;
            rows.into_iter().map(|row| Ok(row.view()?)).collect()
        })
        .await
}

/// Keeps a filter under a name.
pub async fn save_view(
    app: &Arc<App>,
    scope: UserScope,
    actor: Actor,
    body: SaveView,
    filter: Filter,
    once: OnceKey,
) -> Outcome<SavedView> {
    if body.tenant.is_none() && filter.names_object() {
        return Err(Refusal::field(
            "/tenant",
            "required",
            "The filter names something of one customer, so the view belongs to that customer.",
        ));
    }
    let owner = format!("views {}", scope.as_str());
    let made = app.act_once(Reach::across(Across::Account), &owner, once, move |tx| {
        if let Some(tenant) = body.tenant
            && cards_of(tx, &scope, vec![tenant.to_string()])?.is_empty()
        {
            return Err(Refusal::not_found());
        }
        let kept = store::count_views(tx, &scope, body.list)?;
        if usize::try_from(kept).is_ok_and(|kept| kept >= MOST_VIEWS) {
            let detail = format!("You keep {MOST_VIEWS} views of this list. Remove one of them first.");
            return Err(Refusal::new(ErrorCode::NotPossible, detail));
        }
        let now = tx.now();
        let row = ViewRow {
            id: ViewId::from_u128(random::uuid_v7(now)?).to_string(),
            user_id: scope.as_str().to_owned(),
            tenant_id: body.tenant.map(|tenant| tenant.to_string()),
            list: body.list.to_string(),
            search: body.name.to_lowercase(),
            name: body.name,
            query: filter.query(),
            created_at: now.millis(),
        };
        store::insert_view(tx, &scope, &row).map_err(taken)?;
        record_outside_tenants(
            tx,
            &actor,
            event(AuditAction::ViewSaved, &row).fact("query", &row.query),
        )?;
        Ok(row.view()?)
    });
    Ok(made.await?.value)
}

/// Gives a view of the caller another name.
pub async fn rename_view(app: &Arc<App>, scope: UserScope, actor: Actor, id: ViewId, body: RenameView) -> Outcome<()> {
    app.act(Reach::across(Across::Account), move |tx| {
        let mut row = store::find_view(tx, &scope, id)?;
        if row.name == body.name {
            return Ok(());
        }
        if !store::rename_view(tx, &scope, id, &body.name).map_err(taken)? {
            return Err(Refusal::not_found());
        }
        let before = std::mem::replace(&mut row.name, body.name);
        record_outside_tenants(tx, &actor, event(AuditAction::ViewRenamed, &row).fact("before", before))
    })
    .await
}

/// Takes a view of the caller away.
pub async fn remove_view(app: &Arc<App>, scope: UserScope, actor: Actor, id: ViewId) -> Outcome<()> {
    app.act(Reach::across(Across::Account), move |tx| {
        let row = store::find_view(tx, &scope, id)?;
        if !store::delete_view(tx, &scope, id)? {
            return Err(Refusal::not_found());
        }
        record_outside_tenants(
            tx,
            &actor,
            event(AuditAction::ViewRemoved, &row).fact("query", &row.query),
        )
    })
    .await
}

fn event(action: AuditAction, row: &ViewRow) -> NewEvent {
    let event = NewEvent::new(action, &row.id, &row.name).fact("list", &row.list);
    match &row.tenant_id {
        Some(tenant) => event.fact("tenant", tenant),
        None => event,
    }
}

fn taken(cause: DbError) -> Refusal {
    // SQLite names an index of expressions, as PostgreSQL names every index.
    if cause.is_unique("saved_views_by_name") {
        return Refusal::new(ErrorCode::AlreadyExists, "A view of this list has this name already.");
    }
    cause.into()
}
