//! Adding an authenticator app: its seed is shown, then proven by a code.

use std::sync::Arc;

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::factors::{GiveCode, RecoveryCodes, TotpEnrolment};
use tessera_shared::error::ErrorCode;

use crate::app::App;
use crate::audit::{NewEvent, record_outside_tenants};
use crate::auth::Actor;
use crate::auth::session::{SessionHash, SessionSecret};
use crate::db::{Across, Reach};
use crate::factors::service::{APP, make_recovery_codes, seal_identity, seed_of};
use crate::factors::totp::Seed;
use crate::factors::{qr, store};
use crate::notifications::letters::Sender;
use crate::notifications::{account_letters, enqueue_outside_tenants};
use crate::outcome::{Outcome, Refusal};
use crate::people;
use crate::tenancy::UserScope;

fn has_one() -> Refusal {
    Refusal::new(
        ErrorCode::AlreadyExists,
        "You have an authenticator app already; remove it first.",
    )
}

/// Makes a seed and shows it, once; an earlier one that was not confirmed is forgotten.
pub async fn begin_totp(app: &Arc<App>, scope: UserScope, actor: Actor) -> Outcome<TotpEnrolment> {
    let seed = Seed::generate()?;
    let uri = seed.uri(&actor.person);
    let shown = TotpEnrolment {
        secret: seed.text(),
        qr: qr::draw(&uri)?,
        uri,
    };
    let shared = Arc::clone(app);
    app.act(Reach::across(Across::Account), move |tx| {
        let (user, now) = (scope.as_str(), tx.now().millis());
        if store::find_totp(tx, user)?.is_some_and(|row| row.confirmed_at.is_some()) {
            return Err(has_one());
        }
        let sealed = shared.keys.factor_seal.seal(&seal_identity(user, now), seed.as_bytes());
        let sealed = sealed.map_err(Refusal::internal)?;
        if store::replace_unconfirmed_totp(tx, user, &sealed, now)? {
            Ok(())
        } else {
            Err(has_one())
        }
    })
    .await?;
    Ok(shown)
}

/// What comes of a confirmed app.
pub struct Confirmed {
    /// To be kept by the person, shown once.
    pub codes: RecoveryCodes,
    /// The session goes on under another name.
    pub session: SessionSecret,
}

/// Confirms the app by a code. The session goes on with a new secret, whole from now on; the
/// caller's other sessions end.
pub async fn confirm_totp(
    app: &Arc<App>,
    scope: UserScope,
    actor: Actor,
    current: SessionHash,
    body: GiveCode,
) -> Outcome<Confirmed> {
    app.limits.sign_in(None, &actor.person, Some(scope.as_str()))?;
    let shared = Arc::clone(app);
    app.act(Reach::across(Across::Account), move |tx| {
        let (user, now) = (scope.as_str(), tx.now());
        let row = store::find_totp(tx, user)?.filter(|row| row.confirmed_at.is_none());
        let row = row.ok_or_else(|| Refusal::new(ErrorCode::NotPossible, "Begin with a new picture."))?;
        let code: String = body.code.chars().filter(|c| !c.is_whitespace()).collect();
        let step = seed_of(&shared, user, &row)?.step_of(&code, now, row.last_step);
        let step = step.ok_or_else(|| {
            let detail = "This is not the code the app shows now. Check that its clock is right.";
            Refusal::field("/code", "wrong", detail)
        })?;
        if !store::confirm_totp(tx, user, step, now)? {
            return Err(Refusal::stale());
        }
        let codes = make_recovery_codes(tx, &shared, user)?;
        let closed = people::sessions::close_others(tx, &scope, &current)?;
        let session = people::sessions::complete(tx, &current)?;
        let letter = account_letters::factor_added(&Sender::platform(&shared), &actor.person, APP);
        enqueue_outside_tenants(tx, &shared.keys, &letter)?;
        let event = NewEvent::new(AuditAction::FactorAdded, scope.user(), &actor.name)
            .fact("factor", APP)
            .fact("sessions", closed);
        record_outside_tenants(tx, &actor, event)?;
        Ok(Confirmed { codes, session })
    })
    .await
}
