//! The people of a tenant.

use std::sync::Arc;

use tessera_shared::dto::people::{Member, RemoveMember};
use tessera_shared::ids::UserId;
use tessera_shared::page::Page;
use tessera_shared::paths;

use crate::app::App;
use crate::auth::Permit;
use crate::auth::actions::{ManageMembers, ViewMembers};
use crate::db::Reach;
use crate::http::extract::{Body, Id, Json, NoContent};
use crate::http::route::{Route, get, post};
use crate::outcome::Outcome;
use crate::people::{invites, member_sessions, store};

/// Every route of this file.
pub fn routes() -> Vec<Route> {
    vec![
        get(paths::MEMBERS)
            .permit::<ViewMembers>()
            .to("list_members", "People of the customer by name", list_members),
        post(paths::MEMBER_REMOVE).permit::<ManageMembers>().fresh().to(
            "remove_member",
            "End somebody's membership",
            remove_member,
        ),
        post(paths::MEMBER_SIGN_OUT).permit::<ManageMembers>().to(
            "sign_out_member",
            "End all sessions of somebody with a role below the own; they are told by mail",
            sign_out_member,
        ),
    ]
}

async fn list_members(app: Arc<App>, permit: Permit<ViewMembers>, (): ()) -> Outcome<Json<Page<Member>>> {
    let scope = permit.scope().clone();
    let items = app
        .db
        .read(Reach::from(&scope), move |conn| store::list_members(conn, &scope))
        .await?;
    Ok(Json(Page { items, next: None }))
}

async fn remove_member(
    app: Arc<App>,
    permit: Permit<ManageMembers>,
    (Id(user), Body(body)): (Id<UserId>, Body<RemoveMember>),
) -> Outcome<NoContent> {
    invites::remove_member(&app, permit, user, body).await?;
    Ok(NoContent)
}

async fn sign_out_member(app: Arc<App>, permit: Permit<ManageMembers>, Id(user): Id<UserId>) -> Outcome<NoContent> {
    member_sessions::sign_out_member(&app, permit, user).await?;
    Ok(NoContent)
}
