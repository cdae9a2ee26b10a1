//! A new password by mail, for who has lost theirs.
//!
//! Asking gets one answer after the same work whether there is an account or not: a link is written
//! down for the address, and only the letter differs. Without an account the letter does not have the
//! code, and the code would open nothing. The link is good once and for half an hour.

use std::sync::Arc;

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::people::{AskReset, CompleteReset};
use tessera_shared::instant::{Instant, Span};

use crate::act::Tx;
use crate::app::App;
use crate::audit::{NewEvent, record_outside_tenants};
use crate::auth::password::NewPassword;
use crate::auth::{Caller, bearer};
use crate::db::{Across, Conn, DbError, Reach};
use crate::notifications::letters::Sender;
use crate::notifications::{account_letters as letters, enqueue_outside_tenants};
use crate::outcome::{Outcome, Refusal};
use crate::people::sign_in::actor_of;
use crate::people::store::AccountRow;
use crate::people::{reset_store, session_store, store};
use crate::tenancy::UserScope;

/// How long a link is good.
const GOOD_FOR: Span = Span::minutes(30);

/// Sends a letter to the address: the link, or that there is no account.
pub async fn ask_reset(app: &Arc<App>, body: AskReset, caller: Caller) -> Outcome<()> {
    let email = body.email.to_lowercase();
    app.limits.letter(&email)?;
    let (shared, actor) = (Arc::clone(app), caller.actor("password reset"));
    let asked = app.act(Reach::across(Across::Account), move |tx| {
        let sender = Sender::platform(&shared);
        let (code, now) = (bearer::generate()?, tx.now());
        reset_store::replace_reset(tx, &email, &bearer::hash(&code), now, now + GOOD_FOR)?;
        // Both are written, since one takes longer to write than the other.
        let (link, nothing) = (
            letters::reset_password(&sender, &email, &code),
            letters::no_account(&sender, &email),
        );
        let letter = if store::has_account(tx, &email)? { link } else { nothing };
        enqueue_outside_tenants(tx, &shared.keys, &letter)?;
        record_outside_tenants(tx, &actor, NewEvent::new(AuditAction::PasswordResetAsked, "", &email))
    });
    match asked.await {
        // Asked twice at the same moment: the other letter is on its way.
        Err(Refusal::Db(DbError::Unique(_))) => Ok(()),
        other => other,
    }
}

/// The account a code is good for.
fn account_of(conn: &mut Conn, code_hash: &[u8], now: Instant) -> Outcome<AccountRow> {
    let email = reset_store::find_reset(conn, code_hash, now)?;
    store::find_account(conn, &email)?.ok_or_else(Refusal::not_found)
}

/// Whether a code is still good, before a password is thought of. Consumes nothing, and tells nothing
/// that completing would not: an unknown, used or ended code is one answer.
pub async fn open_reset(app: &Arc<App>, code: String) -> Outcome<()> {
    let (code_hash, now) = (bearer::hash(&code), app.clock.now());
    app.db
        .read(Reach::across(Across::Account), move |conn| {
            account_of(conn, &code_hash, now).map(|_account| ())
        })
        .await
}

/// Sets the password of the account a link was made for; every session of it ends. An unknown, used
/// or ended code is one answer.
pub async fn complete_reset(app: &Arc<App>, body: CompleteReset, caller: Caller) -> Outcome<()> {
    let code_hash = bearer::hash(&body.code);
    let (now, wanted) = (app.clock.now(), code_hash.clone());
    let account = app
        .db
        .read(Reach::across(Across::Account), move |conn| {
            account_of(conn, &wanted, now)
        })
        .await?;
    let theirs = [account.name.as_str(), &account.email];
    let password = NewPassword::new("/password", body.password, theirs);
    let password_hash = app.passwords.hash_new(password).await?;
    let shared = Arc::clone(app);
    app.act(Reach::across(Across::Account), move |tx| {
        let now = tx.now();
        let account = account_of(tx, &code_hash, now)?;
        if !reset_store::delete_reset(tx, &code_hash)? {
            return Err(Refusal::not_found());
        }
        store::set_password(tx, &account.id, &password_hash)?;
        let actor = actor_of(&account, &caller)?;
        let scope = UserScope::of(&actor).ok_or_else(Refusal::not_found)?;
        let closed = session_store::close_all(tx, &scope)?;
        let letter = letters::password_changed(&Sender::platform(&shared), &account.email);
        enqueue_outside_tenants(tx, &shared.keys, &letter)?;
        let event = NewEvent::new(AuditAction::PasswordReset, &account.id, &account.email).fact("sessions", closed);
        record_outside_tenants(tx, &actor, event)
    })
    .await
}

/// Removes links nobody used in time.
pub fn settle_resets(tx: &mut Tx<'_>) -> Outcome<usize> {
    let now = tx.now();
    Ok(reset_store::delete_ended_resets(tx, now)?)
}
