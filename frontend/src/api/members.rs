//! The people of the customer on the screen, and invitations.

use tessera_shared::dto::people::{AcceptInvite, Invite, InviteMember, Member, OpenInvite, OpenedInvite, RemoveMember};
use tessera_shared::ids::{InviteId, UserId};
use tessera_shared::page::Page;
use tessera_shared::paths;

use super::ApiError;
use super::client::{get, post};

/// Everybody by name.
pub async fn list() -> Result<Page<Member>, ApiError> {
    get(paths::MEMBERS).in_tenant().fetch().await
}

/// Ends somebody's membership.
pub async fn remove(id: UserId, body: &RemoveMember) -> Result<(), ApiError> {
    post(paths::member_remove(id)).in_tenant().run_with(body).await
}

/// Ends all sessions of somebody.
pub async fn sign_out(id: UserId) -> Result<(), ApiError> {
    post(paths::member_sign_out(id)).in_tenant().run().await
}

/// Who is invited and not yet here.
pub async fn list_invites() -> Result<Page<Invite>, ApiError> {
    get(paths::INVITES).in_tenant().fetch().await
}

/// Invites somebody.
pub async fn invite(body: &InviteMember, key: &str) -> Result<Invite, ApiError> {
    post(paths::INVITES).in_tenant().once(key).fetch_with(body).await
}

/// Takes an invitation back.
pub async fn withdraw_invite(id: InviteId) -> Result<(), ApiError> {
    post(paths::invite_withdraw(id)).in_tenant().run().await
}

/// What an invitation's link says.
pub async fn open_invite(code: &str) -> Result<OpenedInvite, ApiError> {
    let body = OpenInvite { code: code.to_owned() };
    post(paths::PUBLIC_INVITE_OPEN).quiet().fetch_with(&body).await
}

/// Accepts it, once.
pub async fn accept_invite(body: &AcceptInvite) -> Result<(), ApiError> {
    post(paths::PUBLIC_INVITE_ACCEPT).quiet().run_with(body).await
}
