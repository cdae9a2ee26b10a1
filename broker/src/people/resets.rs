//! A new password by mail, for who has lost theirs.
//!
//! Asking gets one answer whether there is an account or not; what there is says the letter. The
//! link is good once and for half an hour.

use std::sync::Arc;

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::people::{AskReset, CompleteReset};
use tessera_shared::ids::UserId;
use tessera_shared::instant::Span;

use crate::act::Tx;
use crate::app::App;
use crate::audit::{NewEvent, record_outside_tenants};
use crate::auth::password::NewPassword;
use crate::auth::{Actor, Caller, bearer};
use crate::db::{Across, DbError, Reach};
use crate::notifications::letters::Sender;
use crate::notifications::{account_letters as letters, enqueue_outside_tenants};
use crate::outcome::{Outcome, Refusal};
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
        let letter = match store::find_account(tx, &email)? {
            Some(account) => {
                let code = bearer::generate()?;
                let now = tx.now();
                reset_store::replace_reset(tx, &account.id, &bearer::hash(&code), now, now + GOOD_FOR)?;
                letters::reset_password(&sender, &account.email, &code)
            }
            None => letters::no_account(&sender, &email),
        };
        enqueue_outside_tenants(tx, &shared.keys, &letter)?;
        record_outside_tenants(tx, &actor, NewEvent::new(AuditAction::PasswordResetAsked, "", &email))
    });
    match asked.await {
        // Asked twice at the same moment: the other letter is on its way.
        Err(Refusal::Db(DbError::Unique(_))) => Ok(()),
        other => other,
    }
}

/// Sets the password of the account a link was made for; every session of it ends. An unknown, used
/// or ended code is one answer.
pub async fn complete_reset(app: &Arc<App>, body: CompleteReset, caller: Caller) -> Outcome<()> {
    let code_hash = bearer::hash(&body.code);
    let (now, wanted) = (app.clock.now(), code_hash.clone());
    let (name, email) = app
        .db
        .read(Reach::across(Across::Account), move |conn| {
            let user = reset_store::find_reset(conn, &wanted, now)?;
            store::find_name_and_email(conn, &user)
        })
        .await?;
    let password = NewPassword::new("/password", body.password, [name.as_str(), &email]);
    let password_hash = app.passwords.hash_new(password).await?;
    let shared = Arc::clone(app);
    app.act(Reach::across(Across::Account), move |tx| {
        let now = tx.now();
        let user = reset_store::find_reset(tx, &code_hash, now)?;
        if !reset_store::delete_reset(tx, &code_hash)? {
            return Err(Refusal::not_found());
        }
        store::set_password(tx, &user, &password_hash)?;
        let account = store::find_name_and_email(tx, &user)?;
        let id: UserId = user.parse().map_err(|_cause| DbError::Corrupt("user id".to_owned()))?;
        let actor = Actor::user(id, &account.0, &account.1).calling(caller.address(), caller.call_id.clone());
        let scope = UserScope::of(&actor).ok_or_else(Refusal::not_found)?;
        let closed = session_store::close_all(tx, &scope)?;
        let letter = letters::password_changed(&Sender::platform(&shared), &account.1);
        enqueue_outside_tenants(tx, &shared.keys, &letter)?;
        let event = NewEvent::new(AuditAction::PasswordReset, id, &account.1).fact("sessions", closed);
        record_outside_tenants(tx, &actor, event)
    })
    .await
}

/// Removes links nobody used in time.
pub fn settle_resets(tx: &mut Tx<'_>) -> Outcome<usize> {
    let now = tx.now();
    Ok(reset_store::delete_ended_resets(tx, now)?)
}
