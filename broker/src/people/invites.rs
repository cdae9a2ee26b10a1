//! Inviting people to a tenant, and removing them again.

use std::sync::Arc;

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::people::{Invite, InviteMember, RemoveMember};
use tessera_shared::dto::queue::Topic;
use tessera_shared::error::ErrorCode;
use tessera_shared::ids::{InviteId, TenantId, UserId};
use tessera_shared::instant::{Instant, Span};
use tessera_shared::permission::{Role, assignable};

use crate::act::Tx;
use crate::app::App;
use crate::audit::{NewEvent, record};
use crate::auth::actions::{ManageMembers, ViewMembers};
use crate::auth::{Actor, Permit, bearer};
use crate::db::{Across, DbError, Reach};
use crate::notifications::enqueue;
use crate::notifications::letters::{self, Sender};
use crate::once::OnceKey;
use crate::outcome::{Outcome, Refusal};
use crate::people::invite_store::{self, InviteRow};
use crate::people::store;
use crate::random;
use crate::requests::checks::still_permitted;
use crate::tenancy::{TenantInfo, TenantScope};
use crate::tenants;

/// How long a link is good.
const GOOD_FOR: Span = Span::hours(72);
/// Most invitations of a tenant that wait at the same time.
const MOST: i64 = 200;

impl InviteRow {
    fn invite(self) -> Result<Invite, DbError> {
        let corrupt = || DbError::Corrupt("invitation".to_owned());
        Ok(Invite {
            id: self.id.parse().map_err(|_cause| corrupt())?,
            role: self.role()?,
            email: self.email,
            invited_by: self.invited_by_name,
            invited_at: Instant::from_millis(self.invited_at),
            ends_at: Instant::from_millis(self.ends_at),
        })
    }

    pub(super) fn role(&self) -> Result<Role, DbError> {
        let role = self.role.parse();
        role.map_err(|_cause| DbError::Corrupt("role of an invitation".to_owned()))
    }
}

/// Invitations that wait, newest first.
pub async fn list_invites(app: &Arc<App>, permit: &Permit<ViewMembers>) -> Outcome<Vec<Invite>> {
    let (scope, now) = (permit.scope().clone(), app.clock.now());
    app.db
        .read(Reach::from(&scope), move |conn| {
            let rows = invite_store::list_invites(conn, &scope, now, MOST)?;
            Ok(rows.into_iter().map(InviteRow::invite).collect::<Result<_, _>>()?)
        })
        .await
}

/// Invites somebody; an earlier link to the same address ends.
pub async fn invite_member(
    app: &Arc<App>,
    permit: Permit<ManageMembers>,
    body: InviteMember,
    once: OnceKey,
) -> Outcome<Invite> {
    may_give(permit.role(), body.role)?;
    let owner = permit.once_owner();
    let shared = Arc::clone(app);
    let made = app
        .act_once(permit.reach(), &owner, once, move |tx| {
            let info = still_permitted(tx, &permit)?;
            invite(tx, &shared, permit.scope(), &info, permit.actor(), &body)
        })
        .await?;
    Ok(made.value)
}

/// The owner of the platform brings the first people of a tenant: its admins, and leads of support.
pub async fn invite_first(
    app: &Arc<App>,
    actor: Actor,
    tenant: TenantId,
    body: InviteMember,
    once: OnceKey,
) -> Outcome<Invite> {
    may_give(Role::PlatformOwner, body.role)?;
    let owner = format!("platform {tenant} {}", actor.id);
    let shared = Arc::clone(app);
    let made = app
        .act_once(Reach::across(Across::Platform), &owner, once, move |tx| {
            let scope = TenantScope::for_platform(tenant);
            let info = tenants::service::tenant_info(tx, &scope)?;
            invite(tx, &shared, &scope, &info, &actor, &body)
        })
        .await?;
    Ok(made.value)
}

fn may_give(own: Role, role: Role) -> Outcome<()> {
    if assignable(own).contains(&role) {
        return Ok(());
    }
    let detail = "You can only give roles below your own.";
    Err(Refusal::field("/role", "not_yours", detail))
}

/// Invites somebody, in the transaction of whoever may give the role.
pub fn invite(
    tx: &mut Tx<'_>,
    app: &App,
    scope: &TenantScope,
    info: &TenantInfo,
    actor: &Actor,
    body: &InviteMember,
) -> Outcome<Invite> {
    let now = tx.now();
    let email = body.email.to_lowercase();
    if store::is_member(tx, scope, &email)? {
        return Err(Refusal::new(
            ErrorCode::AlreadyExists,
            "Somebody with this address is a member already.",
        ));
    }
    let waiting = invite_store::list_invites(tx, scope, now, MOST)?;
    if waiting.len() >= usize::try_from(MOST).unwrap_or(usize::MAX) {
        return Err(Refusal::new(
            ErrorCode::NotPossible,
            "Too many invitations wait already; withdraw some first.",
        ));
    }
    let code = bearer::generate()?;
    let row = InviteRow {
        id: InviteId::from_u128(random::uuid_v7(now)?).to_string(),
        tenant_id: scope.as_str().to_owned(),
        email,
        role: body.role.to_string(),
        code_hash: bearer::hash(&code),
        invited_by: actor.id.clone(),
        invited_by_name: actor.name.clone(),
        invited_at: now.millis(),
        ends_at: (now + GOOD_FOR).millis(),
    };
    invite_store::replace_invite(tx, scope, &row).map_err(|cause| meanwhile(cause.into()))?;
    let event = NewEvent::new(AuditAction::MemberInvited, &row.id, &row.email).fact("role", body.role);
    record(tx, scope, actor, event)?;
    let sender = Sender::of(app, info);
    enqueue(
        tx,
        &app.keys,
        scope,
        &letters::invite(&sender, &row.email, body.role, &actor.name, &code),
    )?;
    tx.changed(scope.tenant(), Topic::Catalogue, &row.id)?;
    Ok(row.invite()?)
}

/// Takes an invitation back; its link ends.
pub async fn withdraw_invite(app: &Arc<App>, permit: Permit<ManageMembers>, id: InviteId) -> Outcome<()> {
    app.act(permit.reach(), move |tx| {
        still_permitted(tx, &permit)?;
        let row = invite_store::find_invite(tx, permit.scope(), id)?;
        refuse_above(permit.role(), row.role()?)?;
        if !invite_store::delete_invite(tx, permit.scope(), &row.id)? {
            return Err(Refusal::not_found());
        }
        let event = NewEvent::new(AuditAction::InviteWithdrawn, &row.id, &row.email).fact("role", &row.role);
        record(tx, permit.scope(), permit.actor(), event)?;
        tx.changed(permit.scope().tenant(), Topic::Catalogue, &row.id)
    })
    .await
}

/// Ends somebody's membership; what they see of the tenant is gone within a second.
pub async fn remove_member(
    app: &Arc<App>,
    permit: Permit<ManageMembers>,
    user: UserId,
    body: RemoveMember,
) -> Outcome<()> {
    app.act(permit.reach(), move |tx| {
        still_permitted(tx, &permit)?;
        let scope = permit.scope();
        let id = user.to_string();
        let role = store::find_role(tx, scope, &id)?.ok_or_else(Refusal::not_found)?;
        refuse_above(permit.role(), role)?;
        let name = store::find_name(tx, &id)?;
        if !store::delete_membership(tx, scope, &id)? {
            return Err(Refusal::not_found());
        }
        let event = NewEvent::new(AuditAction::MemberRemoved, user, &name)
            .because(Some(&body.reason))
            .fact("role", role);
        record(tx, scope, permit.actor(), event)?;
        tx.changed(scope.tenant(), Topic::Catalogue, &id)
    })
    .await
}

/// Somebody did the same for the same address at the same moment.
pub(super) fn meanwhile(cause: Refusal) -> Refusal {
    match cause {
        Refusal::Db(DbError::Unique(_)) => Refusal::stale(),
        other => other,
    }
}

pub(super) fn refuse_above(own: Role, theirs: Role) -> Outcome<()> {
    if assignable(own).contains(&theirs) {
        return Ok(());
    }
    Err(Refusal::new(
        ErrorCode::NotPossible,
        "Only somebody with a role above this one may take it away.",
    ))
}

/// Removes invitations nobody accepted in time.
pub fn settle_invites(tx: &mut Tx<'_>) -> Outcome<usize> {
    let now = tx.now();
    Ok(invite_store::delete_ended_across_tenants(tx, now)?)
}
