//! Proving once more who one is, before something dangerous.
//!
//! Whoever has a second factor shows one, since a password may be what a thief has; others show
//! the password. The session goes on under a new secret.

use std::sync::Arc;

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::factors::{Proof, StepUp};
use tessera_shared::dto::passkeys::{PasskeyQuestion, ShowPasskey};

use crate::act::Tx;
use crate::app::App;
use crate::audit::{NewEvent, record_outside_tenants};
use crate::auth::session::{SessionHash, SessionSecret};
use crate::db::{Across, Reach};
use crate::factors::passkeys::{Asked, Purpose, Whose};
use crate::factors::{self, passkeys};
use crate::http::person::SignedIn;
use crate::outcome::{Outcome, Refusal};
use crate::people::passkey_sign_in::{PASSKEY, count_wrong_passkey, wrong_passkey};
use crate::people::second_factor::{WRONG_CODE, show_code};
use crate::people::sign_in::MOST_FAILURES;
use crate::people::store::AccountRow;
use crate::people::{sessions, store};

/// Makes the session fresh for who proves that it is theirs.
pub async fn step_up(app: &Arc<App>, caller: SignedIn, current: SessionHash, body: StepUp) -> Outcome<SessionSecret> {
    let device = Some(caller.scope.as_str());
    app.limits.sign_in(None, &caller.actor.person, device)?;
    let email = caller.user.email.clone();
    let account = app
        .db
        .read(Reach::across(Across::Account), move |conn| {
            store::find_account(conn, &email)
        })
        .await?
        .ok_or_else(Refusal::not_found)?;
    let right = match body.by {
        Proof::Password => {
            let stored = account.password_hash.clone();
            app.passwords.verify(body.proof.clone(), stored).await?
        }
        Proof::Code | Proof::Passkey => false,
    };
    let shared = Arc::clone(app);
    app.act(Reach::across(Across::Account), move |tx| {
        if let Some(passkey) = &body.passkey {
            return prove_by_passkey(tx, &shared, &caller, &account, &current, passkey);
        }
        match prove(tx, &shared, &caller, &account, &body, right)? {
            Ok(by) => go_on(tx, &caller, &current, by).map(Ok),
            // That it failed is written down, so the transaction does not fail.
            Err(refusal) => {
                store::count_failure(tx, &account.email)?;
                let event = NewEvent::new(AuditAction::SignInFailed, caller.scope.user(), &account.email);
                record_outside_tenants(tx, &caller.actor, event.fact("at", "step-up"))?;
                Ok(Err(refusal))
            }
        }
    })
    .await?
}

/// Goes on with the session of who has proven that it is theirs.
fn go_on(tx: &mut Tx<'_>, caller: &SignedIn, current: &SessionHash, by: &str) -> Outcome<SessionSecret> {
    let session = sessions::freshen(tx, current)?;
    let event = NewEvent::new(AuditAction::SteppedUp, caller.scope.user(), &caller.user.email);
    record_outside_tenants(tx, &caller.actor, event.fact("by", by))?;
    Ok(session)
}

/// Asks for a passkey of the caller.
pub async fn begin_passkey_step_up(app: &Arc<App>, caller: SignedIn, current: SessionHash) -> Outcome<PasskeyQuestion> {
    let shared = Arc::clone(app);
    app.db
        .read(Reach::across(Across::Account), move |conn| {
            passkeys::ask(conn, &shared, asked(&current), Whose::Of(caller.scope.as_str()))
        })
        .await
}

fn asked(current: &SessionHash) -> Asked<'_> {
    Asked {
        purpose: Purpose::StepUp,
        holder: current.as_bytes(),
    }
}

fn prove_by_passkey(
    tx: &mut Tx<'_>,
    app: &App,
    caller: &SignedIn,
    account: &AccountRow,
    current: &SessionHash,
    shown: &ShowPasskey,
) -> Outcome<Result<SessionSecret, Refusal>> {
    match passkeys::accept_passkey(tx, app, asked(current), Whose::Of(&account.id), shown)? {
        Ok(_) => go_on(tx, caller, current, PASSKEY).map(Ok),
        // That it failed is written down, so the transaction does not fail.
        Err(why) => {
            count_wrong_passkey(tx, app, &caller.actor, account, "step-up", why)?;
            Ok(Err(wrong_passkey()))
        }
    }
}

/// By what it is proven, or why it is not. `right` says whether the shown password is theirs.
fn prove(
    tx: &mut Tx<'_>,
    app: &App,
    caller: &SignedIn,
    account: &AccountRow,
    body: &StepUp,
    right: bool,
) -> Outcome<Result<&'static str, Refusal>> {
    let has_factor = factors::service::needed(tx, &account.id)?.is_some();
    let open = account.failures < MOST_FAILURES;
    let refused = |code, detail: &str| Ok(Err(Refusal::field("/proof", code, detail)));
    match body.by {
        Proof::Code if has_factor && open => {
            let shown = show_code(tx, app, &caller.actor, account, &body.proof)?;
            Ok(shown.map_err(|_of_sign_in| Refusal::field("/proof", "wrong", WRONG_CODE)))
        }
        Proof::Code | Proof::Passkey => refused("wrong", WRONG_CODE),
        Proof::Password if has_factor => {
            refused("factor_needed", "Show your second factor; the password is not enough.")
        }
        Proof::Password if open && right => Ok(Ok("password")),
        Proof::Password => refused("wrong", "This is not your password."),
    }
}
