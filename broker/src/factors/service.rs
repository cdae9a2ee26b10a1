//! Which factors somebody has, and taking them away.

use std::sync::Arc;

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::factors::{Factors, RecoveryCodes, SecondFactorNeeded};
use tessera_shared::error::ErrorCode;
use tessera_shared::instant::Instant;
use tessera_shared::permission::Role;

use crate::act::Tx;
use crate::app::App;
use crate::audit::{NewEvent, record_outside_tenants};
use crate::auth::Actor;
use crate::auth::session::SessionHash;
use crate::config::SecondFactor;
use crate::db::{Across, Conn, Reach};
use crate::factors::store::TotpRow;
use crate::factors::totp::Seed;
use crate::factors::{passkeys, recovery, store};
use crate::notifications::letters::Sender;
use crate::notifications::{account_letters, enqueue_outside_tenants};
use crate::outcome::{Outcome, Refusal};
use crate::people;
use crate::tenancy::UserScope;

/// What an authenticator app is called in trail and letters.
pub(super) const APP: &str = "an authenticator app";

/// Roles that need a second factor where the settings require one.
const STAFF: [&str; 2] = [Role::SupportAgent.as_str(), Role::SupportLead.as_str()];

/// Under what a seed is sealed: the row it belongs to.
pub(super) fn seal_identity(user: &str, created_at: i64) -> String {
    format!("totp_factors.sealed_seed {user} {created_at}")
}

/// Opens the seed of a row.
pub(super) fn seed_of(app: &App, user: &str, row: &TotpRow) -> Outcome<Seed> {
    let identity = seal_identity(user, row.created_at);
    let plain = app.keys.factor_seal.open(&identity, &row.sealed_seed);
    plain.map(Seed::from_bytes).map_err(Refusal::internal)
}

/// What `user` has to show beside the password, if they have a factor.
pub fn needed(conn: &mut Conn, user: &str) -> Outcome<Option<SecondFactorNeeded>> {
    let totp = store::find_totp(conn, user)?.is_some_and(|row| row.confirmed_at.is_some());
    let passkey = passkeys::has_passkeys(conn, user)?;
    if !totp && !passkey {
        return Ok(None);
    }
    let recovery_codes = store::count_recovery_codes(conn, user)? > 0;
    Ok(Some(SecondFactorNeeded {
        totp,
        passkey,
        recovery_codes,
    }))
}

/// Whether `user` may not work without a second factor: people of support and of the platform.
pub fn is_required(conn: &mut Conn, app: &App, user: &str) -> Outcome<bool> {
    if app.config.sign_in.second_factor == SecondFactor::Offered {
        return Ok(false);
    }
    let (_password, platform_role) = store::find_account_kind(conn, user)?;
    Ok(platform_role || store::has_role_anywhere(conn, user, &STAFF)?)
}

/// The caller's factors.
pub async fn list_factors(app: &Arc<App>, scope: UserScope) -> Outcome<Factors> {
    let shared = Arc::clone(app);
    app.db
        .read(Reach::across(Across::Account), move |conn| {
            let user = scope.as_str();
            let since = store::find_totp(conn, user)?.and_then(|row| row.confirmed_at);
            let left = store::count_recovery_codes(conn, user)?;
            Ok(Factors {
                totp_since: since.map(Instant::from_millis),
                passkeys: passkeys::list_passkeys(conn, &shared, user)?,
                recovery_codes_left: u32::try_from(left).unwrap_or(0),
                has_password: store::find_account_kind(conn, user)?.0,
                required: is_required(conn, &shared, user)?,
            })
        })
        .await
}

/// Takes the authenticator app away; the other sessions of the caller end.
pub async fn remove_totp(app: &Arc<App>, scope: UserScope, actor: Actor, current: SessionHash) -> Outcome<()> {
    let shared = Arc::clone(app);
    app.act(Reach::across(Across::Account), move |tx| {
        if !store::delete_totp(tx, scope.as_str())? {
            return Err(Refusal::not_found());
        }
        after_removal(tx, &shared, scope.as_str())?;
        let closed = people::sessions::close_others(tx, &scope, &current)?;
        let letter = account_letters::factor_removed(&Sender::platform(&shared), &actor.person, APP);
        enqueue_outside_tenants(tx, &shared.keys, &letter)?;
        let event = NewEvent::new(AuditAction::FactorRemoved, scope.user(), &actor.name)
            .fact("factor", APP)
            .fact("sessions", closed);
        record_outside_tenants(tx, &actor, event)
    })
    .await
}

/// What follows from taking a factor of `user` away: who needs one keeps the last one, and without
/// any there is nothing that recovery codes could stand in for.
pub(super) fn after_removal(tx: &mut Tx<'_>, app: &App, user: &str) -> Outcome<()> {
    if needed(tx, user)?.is_some() {
        return Ok(());
    }
    if is_required(tx, app, user)? {
        let detail = "Your role needs a second factor, and this is your last one.";
        return Err(Refusal::new(ErrorCode::NotPossible, detail));
    }
    store::delete_recovery_codes(tx, user)?;
    Ok(())
}

/// Puts new recovery codes in the place of all earlier ones.
pub(super) fn make_recovery_codes(tx: &mut Tx<'_>, app: &App, user: &str) -> Outcome<RecoveryCodes> {
    let now = tx.now();
    store::delete_recovery_codes(tx, user)?;
    let mut codes = Vec::with_capacity(recovery::HOW_MANY);
    for _ in 0..recovery::HOW_MANY {
        let code = recovery::generate()?;
        let plain = recovery::read(&code).ok_or_else(|| Refusal::internal("a recovery code that cannot be read"))?;
        let digest = recovery::digest(&app.keys.recovery_pepper, user, &plain);
        store::insert_recovery_code(tx, user, &digest, now)?;
        codes.push(code);
    }
    Ok(RecoveryCodes { codes })
}

/// Gives the caller new recovery codes; the earlier ones are good no longer.
pub async fn replace_recovery_codes(app: &Arc<App>, scope: UserScope, actor: Actor) -> Outcome<RecoveryCodes> {
    let shared = Arc::clone(app);
    app.act(Reach::across(Across::Account), move |tx| {
        if needed(tx, scope.as_str())?.is_none() {
            let detail = "Recovery codes stand in for a second factor; add one first.";
            return Err(Refusal::new(ErrorCode::NotPossible, detail));
        }
        let codes = make_recovery_codes(tx, &shared, scope.as_str())?;
        let letter = account_letters::recovery_codes_made(&Sender::platform(&shared), &actor.person);
        enqueue_outside_tenants(tx, &shared.keys, &letter)?;
        let event = NewEvent::new(AuditAction::RecoveryCodesMade, scope.user(), &actor.name);
        record_outside_tenants(tx, &actor, event)?;
        Ok(codes)
    })
    .await
}

/// Takes all factors of an account away, on the word of whoever runs the broker; false when it had
/// none.
pub fn forget_factors(tx: &mut Tx<'_>, app: &App, actor: &Actor, user: &str, email: &str) -> Outcome<bool> {
    let had = store::delete_totp(tx, user)?;
    store::delete_recovery_codes(tx, user)?;
    if had {
        let letter = account_letters::factor_removed(&Sender::platform(app), email, APP);
        enqueue_outside_tenants(tx, &app.keys, &letter)?;
        let event = NewEvent::new(AuditAction::FactorRemoved, user, email).fact("factor", APP);
        record_outside_tenants(tx, actor, event)?;
    }
    Ok(passkeys::forget_passkeys(tx, app, actor, user, email)? || had)
}
