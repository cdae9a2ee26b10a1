//! Which passkeys somebody has, what they call them, and taking them away.

use std::sync::Arc;

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::passkeys::{Passkey, Passkeys, RenamePasskey};
use tessera_shared::ids::PasskeyId;
use tessera_shared::instant::Instant;

use super::data::decode;
use super::{PASSKEY, Party, store};
use crate::act::Tx;
use crate::app::App;
use crate::audit::{NewEvent, record_outside_tenants};
use crate::auth::Actor;
use crate::auth::session::SessionHash;
use crate::db::{Across, Conn, DbError, Reach};
use crate::factors;
use crate::notifications::letters::Sender;
use crate::notifications::{account_letters, enqueue_outside_tenants};
use crate::outcome::{Outcome, Refusal};
use crate::people;
use crate::tenancy::UserScope;

/// Whether `user` has a passkey.
pub fn has_passkeys(conn: &mut Conn, user: &str) -> Outcome<bool> {
    Ok(store::count_passkeys(conn, user)? > 0)
}

/// The user who has the credential with this id, as browsers write it.
pub fn find_owner(conn: &mut Conn, credential: &str) -> Outcome<Option<String>> {
    let Ok(credential) = decode(credential) else {
        return Ok(None);
    };
    Ok(store::find_by_credential(conn, &credential)?.map(|row| row.user_id))
}

/// The passkeys of `user`.
pub fn list_passkeys(conn: &mut Conn, app: &App, user: &str) -> Outcome<Passkeys> {
    let passkey = |row: store::PasskeyRow| {
        Ok(Passkey {
            id: row
                .id
                .parse()
                .map_err(|_cause| DbError::Corrupt("passkey".to_owned()))?,
            name: row.name,
            created_at: Instant::from_millis(row.created_at),
            used_at: row.used_at.map(Instant::from_millis),
            backed_up: row.backed_up,
        })
    };
    let rows = store::list_passkeys(conn, user)?;
    let items: Result<_, DbError> = rows.into_iter().map(passkey).collect();
    Ok(Passkeys {
        items: items?,
        possible: Party::of(&app.config).is_some(),
    })
}

/// Gives a passkey of the caller another name.
pub async fn rename_passkey(
    app: &Arc<App>,
    scope: UserScope,
    actor: Actor,
    id: PasskeyId,
    body: RenamePasskey,
) -> Outcome<()> {
    app.act(Reach::across(Across::Account), move |tx| {
        let (user, id) = (scope.as_str(), id.to_string());
        let before = store::find_name(tx, user, &id)?.ok_or_else(Refusal::not_found)?;
        if before == body.name {
            return Ok(());
        }
        store::rename_passkey(tx, user, &id, &body.name)?;
        let event = NewEvent::new(AuditAction::FactorRenamed, scope.user(), &actor.name)
            .fact("factor", PASSKEY)
            .fact("before", before)
            .fact("name", &body.name);
        record_outside_tenants(tx, &actor, event)
    })
    .await
}

/// Takes a passkey of the caller away; their other sessions end.
pub async fn remove_passkey(
    app: &Arc<App>,
    scope: UserScope,
    actor: Actor,
    current: SessionHash,
    id: PasskeyId,
) -> Outcome<()> {
    let shared = Arc::clone(app);
    app.act(Reach::across(Across::Account), move |tx| {
        let (user, id) = (scope.as_str(), id.to_string());
        let name = store::find_name(tx, user, &id)?.ok_or_else(Refusal::not_found)?;
        store::delete_passkey(tx, user, &id)?;
        factors::service::after_removal(tx, &shared, user)?;
        let closed = people::sessions::close_others(tx, &scope, &current)?;
        let letter = account_letters::factor_removed(&Sender::platform(&shared), &actor.person, PASSKEY);
        enqueue_outside_tenants(tx, &shared.keys, &letter)?;
        let event = NewEvent::new(AuditAction::FactorRemoved, scope.user(), &actor.name)
            .fact("factor", PASSKEY)
            .fact("name", name)
            .fact("sessions", closed);
        record_outside_tenants(tx, &actor, event)
    })
    .await
}

/// Takes all passkeys of an account away, on the word of whoever runs the broker; false when it had
/// none.
pub fn forget_passkeys(tx: &mut Tx<'_>, app: &App, actor: &Actor, user: &str, email: &str) -> Outcome<bool> {
    let had = store::delete_passkeys(tx, user)?;
    if had > 0 {
        let letter = account_letters::factor_removed(&Sender::platform(app), email, PASSKEY);
        enqueue_outside_tenants(tx, &app.keys, &letter)?;
        let event = NewEvent::new(AuditAction::FactorRemoved, user, email)
            .fact("factor", PASSKEY)
            .fact("passkeys", had);
        record_outside_tenants(tx, actor, event)?;
    }
    Ok(had > 0)
}

/// Forgets which challenges were answered, once they are over.
pub fn settle_answered_challenges(tx: &mut Tx<'_>) -> Outcome<usize> {
    let now = tx.now();
    Ok(store::delete_ended_challenges(tx, now)?)
}
