//! Beginning a session with a password.
//!
//! A wrong password and an unknown address get the same answer after the same work. Guessing is
//! slowed by address, by account and over all (see [`crate::auth::limits`]), and after
//! [`MOST_FAILURES`] wrong passwords in a row the account takes none from unknown devices until its
//! owner signs in from a known one or sets another by mail. Devices the owner has signed in from go
//! on all the while, so that nobody can be kept out by guessing.

use std::sync::Arc;

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::people::SignIn;
use tessera_shared::error::ErrorCode;
use tessera_shared::ids::UserId;
use tessera_shared::instant::Span;

use crate::app::App;
use crate::audit::{NewEvent, record_outside_tenants};
use crate::auth::session::SessionSecret;
use crate::auth::{Actor, Caller, device};
use crate::db::{Across, DbError, Reach};
use crate::outcome::{Outcome, Refusal};
use crate::people::store::AccountRow;
use crate::people::{session_store, store};

/// Wrong passwords in a row that an account takes from unknown devices (NIST SP 800-63B-4 §3.2.2
/// allows 100).
pub const MOST_FAILURES: i32 = 100;

/// What a browser gets to keep.
pub struct Begun {
    /// Value of the session's cookie.
    pub session: SessionSecret,
    /// Value of the device's cookie.
    pub device: String,
}

/// Begins a session for the right e-mail and password.
pub async fn sign_in(app: &Arc<App>, credentials: SignIn, caller: Caller) -> Outcome<Begun> {
    let email = credentials.email.to_lowercase();
    let cookie = caller.device.as_deref();
    let device = cookie.and_then(|cookie| device::recognise(&app.keys.device, cookie, &email));
    app.limits.sign_in(caller.peer, &email, device.as_deref())?;
    let wanted = email.clone();
    let account = app
        .db
        .read(Reach::across(Across::Account), move |conn| {
            store::find_account(conn, &wanted)
        })
        .await?;
    let stored = account.as_ref().and_then(|account| account.password_hash.clone());
    let right = app.passwords.verify(credentials.password, stored).await?;
    let open = |account: &AccountRow| device.is_some() || account.failures < MOST_FAILURES;
    match account.filter(|account| right && open(account)) {
        Some(account) => begin_session(app, account, &caller).await,
        None => Err(refuse(app, email, &caller, device.is_some()).await?),
    }
}

async fn refuse(app: &Arc<App>, email: String, caller: &Caller, known_device: bool) -> Outcome<Refusal> {
    let actor = caller.actor("sign-in");
    app.act(Reach::across(Across::Account), move |tx| {
        if !known_device {
            // Also for an address without account: the same work for both.
            store::count_failure(tx, &email)?;
        }
        let event = NewEvent::new(AuditAction::SignInFailed, "", &email);
        record_outside_tenants(tx, &actor, event)
    })
    .await?;
    Ok(Refusal::new(
        ErrorCode::WrongCredentials,
        "E-mail or password is wrong.",
    ))
}

async fn begin_session(app: &Arc<App>, account: AccountRow, caller: &Caller) -> Outcome<Begun> {
    let id = account.id.parse::<UserId>();
    let id = id.map_err(|_cause| DbError::Corrupt("user id".to_owned()))?;
    let device = device::remember(&app.keys.device, &account.email)?;
    let session = SessionSecret::generate()?;
    let hash = session.hash();
    let ends_at = app.clock.now() + Span::hours(i64::from(app.config.session.absolute_hours));
    let (address, call_id) = (caller.address(), caller.call_id.clone());
    app.act(Reach::across(Across::Account), move |tx| {
        let actor = Actor::user(id, &account.name, &account.email).calling(address.clone(), call_id);
        let now = tx.now();
        session_store::insert_session(tx, &hash, &account.id, address.as_deref(), now, ends_at)?;
        if account.failures > 0 {
            store::forget_failures(tx, &account.id)?;
        }
        let event = NewEvent::new(AuditAction::SignedIn, id, &account.email);
        record_outside_tenants(tx, &actor, event)
    })
    .await?;
    Ok(Begun { session, device })
}
