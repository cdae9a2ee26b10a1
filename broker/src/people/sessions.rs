//! The signed-in person's own sessions and password.

use std::sync::Arc;

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::people::{ChangePassword, Session};
use tessera_shared::ids::{SessionId, UserId};
use tessera_shared::instant::Instant;

use crate::act::Tx;
use crate::app::App;
use crate::audit::{NewEvent, record_outside_tenants};
use crate::auth::Actor;
use crate::auth::password::NewPassword;
use crate::auth::session::{SessionHash, SessionSecret};
use crate::db::{Across, Conn, DbError, Reach};
use crate::notifications::letters::Sender;
use crate::notifications::{account_letters, enqueue_outside_tenants};
use crate::outcome::{Outcome, Refusal};
use crate::people::session_store::{self, SessionRow};
use crate::people::sign_in::signed_out;
use crate::people::store;
use crate::tenancy::UserScope;

/// What a session is called outside: half of its hash, from which no cookie can be made.
fn session_id(id_hash: &[u8]) -> Result<SessionId, DbError> {
    let half: [u8; 16] = id_hash
        .first_chunk()
        .copied()
        .ok_or_else(|| DbError::Corrupt("session".to_owned()))?;
    Ok(SessionId::from_u128(u128::from_be_bytes(half)))
}

fn alive(app: &App, conn: &mut Conn, scope: &UserScope, now: Instant) -> Result<Vec<SessionRow>, DbError> {
    session_store::list_sessions(conn, scope, now, app.config.session.idle_ms())
}

/// The caller's sessions, the last used first.
pub async fn list_sessions(app: &Arc<App>, scope: &UserScope, current: SessionHash) -> Outcome<Vec<Session>> {
    let (shared, scope, now) = (Arc::clone(app), scope.clone(), app.clock.now());
    app.db
        .read(Reach::across(Across::Account), move |conn| {
            let rows = alive(&shared, conn, &scope, now)?;
            let session = |row: SessionRow| {
                Ok(Session {
                    id: session_id(&row.id_hash)?,
                    started_at: Instant::from_millis(row.created_at),
                    seen_at: Instant::from_millis(row.seen_at),
                    ends_at: Instant::from_millis(row.ends_at),
                    current: row.id_hash == current.as_bytes(),
                    address: row.address,
                })
            };
            rows.into_iter().map(session).collect()
        })
        .await
}

/// Ends one of the caller's sessions.
pub async fn close_session(app: &Arc<App>, scope: UserScope, actor: Actor, id: SessionId) -> Outcome<()> {
    let shared = Arc::clone(app);
    app.act(Reach::across(Across::Account), move |tx| {
        let now = tx.now();
        for row in alive(&shared, tx, &scope, now)? {
            if session_id(&row.id_hash)? == id && session_store::close_session(tx, &scope, &row.id_hash)? {
                let event = NewEvent::new(AuditAction::SessionClosed, id, &actor.name);
                return record_outside_tenants(tx, &actor, event);
            }
        }
        Err(Refusal::not_found())
    })
    .await
}

/// Ends all of the caller's sessions but the one that asks.
pub async fn close_other_sessions(app: &Arc<App>, scope: UserScope, actor: Actor, current: SessionHash) -> Outcome<()> {
    app.act(Reach::across(Across::Account), move |tx| {
        let closed = session_store::close_others(tx, &scope, &current)?;
        if closed == 0 {
            return Ok(());
        }
        let event = NewEvent::new(AuditAction::SessionClosed, scope.user(), &actor.name).fact("sessions", closed);
        record_outside_tenants(tx, &actor, event)
    })
    .await
}

/// Goes on with a session under a new secret, whole from now on and its person proven just now.
pub fn complete(tx: &mut Tx<'_>, current: &SessionHash) -> Outcome<SessionSecret> {
    let (secret, now) = (SessionSecret::generate()?, tx.now());
    let done = session_store::renew_session(tx, current, &secret.hash(), now)?;
    if done { Ok(secret) } else { Err(signed_out()) }
}

/// Goes on with a session under a new secret, its person proven just now.
pub fn freshen(tx: &mut Tx<'_>, current: &SessionHash) -> Outcome<SessionSecret> {
    let (secret, now) = (SessionSecret::generate()?, tx.now());
    let done = session_store::freshen_session(tx, current, &secret.hash(), now)?;
    if done { Ok(secret) } else { Err(signed_out()) }
}

/// Ends all sessions of the user but `kept`; says how many.
pub fn close_others(tx: &mut Tx<'_>, scope: &UserScope, kept: &SessionHash) -> Outcome<usize> {
    Ok(session_store::close_others(tx, scope, kept)?)
}

/// Ends all sessions of an account, on the word of whoever runs the broker; says how many.
pub fn close_all_of(tx: &mut Tx<'_>, actor: &Actor, user: UserId, name: &str, email: &str) -> Outcome<usize> {
    let scope = UserScope::of(&Actor::user(user, name, email)).ok_or_else(Refusal::not_found)?;
    let closed = session_store::close_all(tx, &scope)?;
    if closed > 0 {
        let event = NewEvent::new(AuditAction::SessionClosed, user, name).fact("sessions", closed);
        record_outside_tenants(tx, actor, event)?;
    }
    Ok(closed)
}

/// Gives the caller another password and ends their other sessions.
pub async fn change_password(
    app: &Arc<App>,
    scope: UserScope,
    actor: Actor,
    current: SessionHash,
    body: ChangePassword,
) -> Outcome<()> {
    app.limits.sign_in(None, &actor.person, Some(scope.as_str()))?;
    let user = scope.as_str().to_owned();
    let read = app
        .db
        .read(Reach::across(Across::Account), move |conn| {
            store::find_password(conn, &user)
        })
        .await?;
    let right = app.passwords.verify(body.current, read.clone()).await?;
    let Some(read) = read.filter(|_| right) else {
        app.act(Reach::across(Across::Account), move |tx| {
            let event =
                NewEvent::new(AuditAction::SignInFailed, scope.user(), &actor.person).fact("at", "password change");
            record_outside_tenants(tx, &actor, event)
        })
        .await?;
        return Err(Refusal::field(
            "/current",
            "wrong",
            "This is not the password you have now.",
        ));
    };
    let new = NewPassword::new("/new", body.new, [actor.name.as_str(), &actor.person]);
    let hash = app.passwords.hash_new(new).await?;
    let shared = Arc::clone(app);
    app.act(Reach::across(Across::Account), move |tx| {
        if !store::change_password(tx, scope.as_str(), &read, &hash)? {
            return Err(Refusal::stale());
        }
        let closed = session_store::close_others(tx, &scope, &current)?;
        let letter = account_letters::password_changed(&Sender::platform(&shared), &actor.person);
        enqueue_outside_tenants(tx, &shared.keys, &letter)?;
        let event = NewEvent::new(AuditAction::PasswordChanged, scope.user(), &actor.name).fact("sessions", closed);
        record_outside_tenants(tx, &actor, event)
    })
    .await
}
