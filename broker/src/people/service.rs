//! Who is signed in, and accounts as other rooms need them.

use std::collections::HashMap;
use std::sync::Arc;

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::people::Me;
use tessera_shared::ids::{ProviderId, TenantId, UserId};
use tessera_shared::instant::{Instant, Span};
use tessera_shared::permission::Role;

use crate::act::Tx;
use crate::app::App;
use crate::audit::{NewEvent, record, record_outside_tenants};
use crate::auth::Actor;
use crate::auth::session::{SessionHash, SessionSecret, Stage};
use crate::db::{Across, Conn, DbError, Reach};
use crate::http::gate::SignedIn;
use crate::outcome::{Outcome, Refusal};
use crate::people::placer::places_anywhere;
use crate::people::{session_store, store};
use crate::random;
use crate::tenancy::{SignedInUser, TenantScope, parse_stored, resolve_session};

/// Ends the caller's session; says with which provider it began.
pub async fn sign_out(app: &Arc<App>, caller: SignedIn, session: &SessionSecret) -> Outcome<Option<ProviderId>> {
    let hash = session.hash();
    app.act(Reach::across(Across::Account), move |tx| {
        let provider = session_store::find_provider(tx, &hash)?;
        session_store::delete_session(tx, &hash)?;
        let event = NewEvent::new(AuditAction::SignedOut, caller.scope.user(), &caller.user.email);
        record_outside_tenants(tx, &caller.actor, event)?;
        Ok(provider.as_deref().map(parse_stored).transpose()?)
    })
    .await
}

/// Who is signed in.
pub async fn get_me(app: &Arc<App>, caller: &SignedIn) -> Outcome<Me> {
    let (scope, role) = (caller.scope.clone(), caller.user.platform_role);
    let (count, places_people) = app
        .db
        .read(Reach::from(&scope), move |conn| {
            let count = store::count_tenants(conn, &scope)?;
            Ok::<_, Refusal>((count, places_anywhere(conn, &scope, role)?))
        })
        .await?;
    // What was written down counts, not what was seen since: see `touch_session`.
    let now = app.clock.now();
    let seen_at = if is_stale(&caller.user, now) {
        now
    } else {
        caller.user.seen_at
    };
    let idle_end = seen_at + Span::millis(app.config.session.idle_ms());
    let session_ends_at = idle_end.min(caller.user.ends_at);
    let until = |end: Instant| u32::try_from((end - now).as_millis() / 1_000).unwrap_or(0);
    Ok(Me {
        id: caller.scope.user(),
        name: caller.user.name.clone(),
        email: caller.user.email.clone(),
        platform_role: caller.user.platform_role,
        tenant_count: u32::try_from(count).unwrap_or(u32::MAX),
        places_people,
        session_ends_at,
        session_left_seconds: until(session_ends_at),
        session_most_seconds: until(caller.user.ends_at),
        must_enrol: caller.user.stage == Stage::Enrol,
        demo: app.catcher.is_some(),
    })
}

fn is_stale(user: &SignedInUser, now: Instant) -> bool {
    now - user.seen_at >= Span::minutes(1)
}

/// Keeps a used session alive. Written at most once a minute: reads stay reads.
pub async fn touch_session(app: &Arc<App>, hash: &SessionHash, user: &SignedInUser, now: Instant) {
    if !is_stale(user, now) {
        return;
    }
    let hash = hash.clone();
    let touched = app
        .act(Reach::across(Across::Account), move |tx| {
            session_store::touch_session(tx, &hash, now).map_err(Refusal::from)
        })
        .await;
    if let Err(cause) = touched {
        tracing::warn!(%cause, "a session was not kept alive");
    }
}

/// Where the session's user is a member, and as what; none when the session is over.
pub async fn roles_of_session(app: &Arc<App>, session: &SessionSecret) -> Outcome<Option<HashMap<TenantId, Role>>> {
    let (hash, now, idle) = (session.hash(), app.clock.now(), app.config.session.idle_ms());
    app.db
        .read(Reach::across(Across::LookUp), move |conn| {
            let Some(user) = resolve_session(conn, &hash, now, idle, &[Stage::Full])? else {
                return Ok(None);
            };
            Ok(Some(store::list_roles(conn, &user.scope)?))
        })
        .await
}

/// Adds an account; used by the command line and the demo.
pub fn create_user(
    tx: &mut Tx<'_>,
    actor: &Actor,
    email: &str,
    name: &str,
    password_hash: &str,
    platform_role: Option<Role>,
) -> Outcome<UserId> {
    let now = tx.now();
    let id = UserId::from_u128(random::uuid_v7(now)?);
    store::insert_user(tx, id, email, name, Some(password_hash), platform_role, now)?;
    let event = NewEvent::new(AuditAction::UserCreated, id, email);
    record_outside_tenants(tx, actor, event)?;
    Ok(id)
}

/// Makes a user a member; used by the command line and the demo.
pub fn add_member(
    tx: &mut Tx<'_>,
    scope: &TenantScope,
    actor: &Actor,
    user: (UserId, &str),
    role: Role,
) -> Outcome<()> {
    let now = tx.now();
    store::insert_membership(tx, scope, user.0, role, now)?;
    let event = NewEvent::new(AuditAction::MemberAdded, user.0, user.1).fact("role", role);
    record(tx, scope, actor, event)
}

/// The account id and name behind an address.
pub fn find_user(conn: &mut Conn, email: &str) -> Outcome<(UserId, String)> {
    let account = store::find_account(conn, email)?.ok_or_else(Refusal::not_found)?;
    let id = account
        .id
        .parse()
        .map_err(|_cause| DbError::Corrupt("user id".to_owned()))?;
    Ok((id, account.name))
}

/// Addresses of the tenant's members with one of `roles`.
pub fn addresses(conn: &mut Conn, scope: &TenantScope, roles: &[Role]) -> Outcome<Vec<String>> {
    let people = store::list_addresses(conn, scope, roles)?;
    Ok(people.into_iter().map(|(email, _name)| email).collect())
}

/// Removes sessions that are over.
pub fn settle_sessions(tx: &mut Tx<'_>, idle_ms: i64) -> Outcome<usize> {
    let now = tx.now();
    Ok(session_store::delete_ended_sessions(tx, now, idle_ms)?)
}
