//! Signing in with a passkey: as the second step after the password, or with nothing else.
//!
//! A passkey alone is both factors: something its owner has, which asked for something they are or
//! know. It stands in for the password, so it opens no account without one: people who come from a
//! provider are let in by it alone.
//!
//! A passkey that is not good counts like a wrong code. A good one is taken however many wrong
//! passwords there were: nobody can guess a signature, and so its owner cannot be kept out.

use std::sync::Arc;

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::passkeys::{PasskeyQuestion, ShowPasskey};
use tessera_shared::error::ErrorCode;

use crate::act::Tx;
use crate::app::App;
use crate::audit::{NewEvent, record_outside_tenants};
use crate::auth::{Actor, Caller, bearer};
use crate::db::{Across, Reach};
use crate::factors::passkeys::{self, Asked, Purpose, Whose, Why};
use crate::http::person::Halfway;
use crate::notifications::letters::Sender;
use crate::notifications::{account_letters, enqueue_outside_tenants};
use crate::outcome::{Outcome, Refusal};
use crate::people::second_factor::make_whole;
use crate::people::sign_in::{Begun, Shown, actor_of, limit_try, open_session, signed_out};
use crate::people::store;
use crate::people::store::AccountRow;

/// How the trail says that a passkey was shown.
pub(super) const PASSKEY: &str = "passkey";

/// What is said of a passkey that is not good.
pub(super) fn wrong_passkey() -> Refusal {
    let detail = "This passkey was not accepted. Try again, or show something else.";
    Refusal::field("/passkey", "wrong", detail)
}

/// Writes down that a passkey of the account, or shown for it, was not good.
pub(super) fn count_wrong_passkey(
    tx: &mut Tx<'_>,
    app: &App,
    actor: &Actor,
    account: &AccountRow,
    at: &str,
    why: Why,
) -> Outcome<()> {
    store::count_failure(tx, &account.email)?;
    if why == Why::Counter {
        let letter = account_letters::passkey_copied(&Sender::platform(app), &account.email);
        enqueue_outside_tenants(tx, &app.keys, &letter)?;
    }
    let event = NewEvent::new(AuditAction::SignInFailed, &account.id, &account.email)
        .fact("at", at)
        .fact("by", PASSKEY)
        .fact("because", why.as_str());
    record_outside_tenants(tx, actor, event)
}

/// Asks for a passkey of the account whose password was right.
pub async fn begin_second_factor_passkey(app: &Arc<App>, half: Halfway) -> Outcome<PasskeyQuestion> {
    let shared = Arc::clone(app);
    app.db
        .read(Reach::across(Across::Account), move |conn| {
            let asked = Asked {
                purpose: Purpose::SecondFactor,
                holder: half.session.as_bytes(),
            };
            passkeys::ask(conn, &shared, asked, Whose::Of(half.user.scope.as_str()))
        })
        .await
}

/// Makes a whole session of half of one, under a new secret.
pub async fn finish_sign_in_with_passkey(app: &Arc<App>, half: Halfway, body: ShowPasskey) -> Outcome<Begun> {
    let Halfway { user, session, caller } = half;
    let email = user.email.clone();
    limit_try(app, &caller, &email)?;
    let shared = Arc::clone(app);
    app.act(Reach::across(Across::Account), move |tx| {
        let account = store::find_account(tx, &email)?.ok_or_else(signed_out)?;
        let asked = Asked {
            purpose: Purpose::SecondFactor,
            holder: session.as_bytes(),
        };
        match passkeys::accept_passkey(tx, &shared, asked, Whose::Of(&account.id), &body)? {
            Ok(_) => make_whole(tx, &shared, &session, &account, &caller, PASSKEY).map(Ok),
            // That it failed is written down, so the transaction does not fail.
            Err(why) => {
                let actor = actor_of(&account, &caller)?;
                count_wrong_passkey(tx, &shared, &actor, &account, "second factor", why)?;
                Ok(Err(wrong_passkey()))
            }
        }
    })
    .await?
}

/// Asks for anybody's passkey: what the browser is known by from now on, and the question.
pub async fn begin_passkey_sign_in(app: &Arc<App>) -> Outcome<(String, PasskeyQuestion)> {
    let browser = bearer::generate()?;
    let holder = bearer::hash(&browser);
    let shared = Arc::clone(app);
    let question = app
        .db
        .read(Reach::across(Across::Account), move |conn| {
            let asked = Asked {
                purpose: Purpose::SignIn,
                holder: &holder,
            };
            passkeys::ask(conn, &shared, asked, Whose::Anybody)
        })
        .await?;
    Ok((browser, question))
}

/// Begins a session for who shows a passkey of an account with a password.
pub async fn sign_in_with_passkey(
    app: &Arc<App>,
    browser: Option<String>,
    body: ShowPasskey,
    caller: Caller,
) -> Outcome<Begun> {
    let credential = body.id.clone();
    let owner = app
        .db
        .read(Reach::across(Across::Account), move |conn| {
            let user = passkeys::find_owner(conn, &credential)?;
            user.map(|user| store::find_account_by_id(conn, &user))
                .transpose()
                .map_err(Refusal::from)
        })
        .await?
        .map(|(account, _platform_role)| account);
    let name = owner
        .as_ref()
        .map_or(body.id.as_str(), |account| account.email.as_str());
    limit_try(app, &caller, name)?;
    let shared = Arc::clone(app);
    app.act(Reach::across(Across::Account), move |tx| {
        let holder = browser.map(|browser| bearer::hash(&browser)).unwrap_or_default();
        let asked = Asked {
            purpose: Purpose::SignIn,
            holder: &holder,
        };
        let accepted = passkeys::accept_passkey(tx, &shared, asked, Whose::Anybody, &body)?;
        let why = match accepted {
            Ok(accepted) => {
                let (account, _platform_role) = store::find_account_by_id(tx, &accepted.user)?;
                if account.password_hash.is_some() {
                    return open_session(tx, &shared, &account, &caller, Shown::Enough(PASSKEY)).map(Ok);
                }
                Why::NoPassword
            }
            Err(why) => why,
        };
        let actor = caller.actor("sign-in");
        if let Some(account) = &owner {
            count_wrong_passkey(tx, &shared, &actor, account, PASSKEY, why)?;
        } else {
            let event = NewEvent::new(AuditAction::SignInFailed, "", "a passkey nobody has")
                .fact("at", PASSKEY)
                .fact("because", why.as_str());
            record_outside_tenants(tx, &actor, event)?;
        }
        Ok(Err(Refusal::new(
            ErrorCode::WrongCredentials,
            "This passkey was not accepted. Sign in with your password instead.",
        )))
    })
    .await?
}
