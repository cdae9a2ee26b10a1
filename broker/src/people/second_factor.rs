//! The second step of signing in.
//!
//! After the right password of an account with a second factor there is half a session: it lasts
//! [`HALF`] and opens nothing but this step. A wrong code counts like a wrong password, and the
//! count goes back only with a whole session, so that a stolen password does not buy guesses.

use std::sync::Arc;

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::factors::GiveCode;
use tessera_shared::instant::Span;

use crate::act::Tx;
use crate::app::App;
use crate::audit::{NewEvent, record_outside_tenants};
use crate::auth::session::SessionHash;
use crate::auth::{Actor, Caller};
use crate::db::{Across, Reach};
use crate::factors::{Accepted, accept_code};
use crate::http::person::Halfway;
use crate::notifications::letters::Sender;
use crate::notifications::{account_letters, enqueue_outside_tenants};
use crate::outcome::{Outcome, Refusal};
use crate::people::sign_in::{Begun, MOST_FAILURES, Shown, actor_of, limit_try, open_session, signed_out};
use crate::people::store::AccountRow;
use crate::people::{session_store, store};

/// How long the second factor may take.
pub(super) const HALF: Span = Span::minutes(5);

/// What is said of a code that is not good.
pub(super) const WRONG_CODE: &str = "This code is wrong or was used before. Wait for the next one.";

fn wrong_code() -> Refusal {
    Refusal::field("/code", "wrong", WRONG_CODE)
}

/// Takes a code of the account; tells its owner when it was a recovery code.
pub(super) fn show_code(
    tx: &mut Tx<'_>,
    app: &App,
    actor: &Actor,
    account: &AccountRow,
    code: &str,
) -> Outcome<Result<&'static str, Refusal>> {
    let Some(accepted) = accept_code(tx, app, &account.id, code)? else {
        return Ok(Err(wrong_code()));
    };
    if accepted == Accepted::RecoveryCode {
        let letter = account_letters::recovery_code_used(&Sender::platform(app), &account.email);
        enqueue_outside_tenants(tx, &app.keys, &letter)?;
        let event = NewEvent::new(AuditAction::RecoveryCodeUsed, &account.id, &account.email);
        record_outside_tenants(tx, actor, event)?;
    }
    Ok(Ok(accepted.as_str()))
}

/// Makes a whole session of half of one, under a new secret.
pub async fn finish_sign_in(app: &Arc<App>, half: Halfway, body: GiveCode) -> Outcome<Begun> {
    let Halfway { user, session, caller } = half;
    let email = user.email.clone();
    let device = limit_try(app, &caller, &email)?;
    let shared = Arc::clone(app);
    app.act(Reach::across(Across::Account), move |tx| {
        let account = store::find_account(tx, &email)?.ok_or_else(signed_out)?;
        let actor = actor_of(&account, &caller)?;
        let open = device.is_some() || account.failures < MOST_FAILURES;
        let shown = if open {
            show_code(tx, &shared, &actor, &account, &body.code)?
        } else {
            Err(wrong_code())
        };
        let by = match shown {
            Ok(by) => by,
            // That it failed is written down, so the transaction does not fail.
            Err(refusal) => {
                store::count_failure(tx, &email)?;
                let event = NewEvent::new(AuditAction::SignInFailed, &account.id, &email).fact("at", "second factor");
                record_outside_tenants(tx, &actor, event)?;
                return Ok(Err(refusal));
            }
        };
        make_whole(tx, &shared, &session, &account, &caller, by).map(Ok)
    })
    .await?
}

/// Makes a whole session of half of one, for who has shown the second factor.
pub(super) fn make_whole(
    tx: &mut Tx<'_>,
    app: &App,
    half: &SessionHash,
    account: &AccountRow,
    caller: &Caller,
    by: &'static str,
) -> Outcome<Begun> {
    // Whoever comes with the same half at the same moment finds it gone.
    if !session_store::take_session(tx, half)? {
        return Err(signed_out());
    }
    open_session(tx, app, account, caller, Shown::Enough(by))
}
