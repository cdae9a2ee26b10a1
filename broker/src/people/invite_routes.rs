//! Routes of invitations.

use std::sync::Arc;

use tessera_shared::dto::people::{AcceptInvite, Invite, InviteMember, OpenInvite, OpenedInvite};
use tessera_shared::ids::{InviteId, TenantId};
use tessera_shared::page::Page;
use tessera_shared::paths;

use crate::app::App;
use crate::auth::Permit;
use crate::auth::actions::{ManageMembers, ManageTenants, ViewMembers};
use crate::http::extract::{Body, Created, Id, Json, NoContent, OnceBody};
use crate::http::gate::{Platform, Public};
use crate::http::route::{Route, get, post};
use crate::outcome::Outcome;
use crate::people::{invites, joining};

/// Every route of this file.
pub fn routes() -> Vec<Route> {
    vec![
        get(paths::INVITES).permit::<ViewMembers>().to(
            "list_invites",
            "Invitations nobody has accepted yet",
            list_invites,
        ),
        post(paths::INVITES)
            .permit::<ManageMembers>()
            .to("invite_member", "Invite somebody by e-mail", invite_member),
        post(paths::PLATFORM_TENANT_INVITES).platform::<ManageTenants>().to(
            "invite_first",
            "Invite the first people of a customer",
            invite_first,
        ),
        post(paths::INVITE_WITHDRAW).permit::<ManageMembers>().to(
            "withdraw_invite",
            "Take an invitation back; its link ends",
            withdraw_invite,
        ),
        post(paths::PUBLIC_INVITE_OPEN)
            .public()
            .to("open_invite", "What an invitation's link says", open_invite),
        post(paths::PUBLIC_INVITE_ACCEPT).public().to(
            "accept_invite",
            "Become a member, with a new account where there is none",
            accept_invite,
        ),
    ]
}

async fn list_invites(app: Arc<App>, permit: Permit<ViewMembers>, (): ()) -> Outcome<Json<Page<Invite>>> {
    let items = invites::list_invites(&app, &permit).await?;
    Ok(Json(Page { items, next: None }))
}

async fn invite_member(
    app: Arc<App>,
    permit: Permit<ManageMembers>,
    OnceBody(body, once): OnceBody<InviteMember>,
) -> Outcome<Created<Invite>> {
    let invite = invites::invite_member(&app, permit, body, once).await?;
    Ok(Created(invite, None))
}

async fn invite_first(
    app: Arc<App>,
    caller: Platform<ManageTenants>,
    (Id(tenant), OnceBody(body, once)): (Id<TenantId>, OnceBody<InviteMember>),
) -> Outcome<Created<Invite>> {
    let invite = invites::invite_first(&app, caller.actor, tenant, body, once).await?;
    Ok(Created(invite, None))
}

async fn withdraw_invite(app: Arc<App>, permit: Permit<ManageMembers>, Id(id): Id<InviteId>) -> Outcome<NoContent> {
    invites::withdraw_invite(&app, permit, id).await?;
    Ok(NoContent)
}

async fn open_invite(app: Arc<App>, _caller: Public, Body(body): Body<OpenInvite>) -> Outcome<Json<OpenedInvite>> {
    joining::open_invite(&app, body.code).await.map(Json)
}

async fn accept_invite(app: Arc<App>, Public(caller): Public, Body(body): Body<AcceptInvite>) -> Outcome<NoContent> {
    joining::accept_invite(&app, body, caller.address(), caller.call_id).await?;
    Ok(NoContent)
}
