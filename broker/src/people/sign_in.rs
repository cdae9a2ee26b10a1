//! Beginning a session, with a password or after a provider has vouched for the person.
//!
//! A wrong password and an unknown address get the same answer after the same work. Guessing is
//! slowed by address, by account and over all (see [`crate::auth::limits`]), and after
//! [`MOST_FAILURES`] wrong passwords in a row the account takes none from unknown devices until its
//! owner signs in from a known one or sets another by mail. Devices the owner has signed in from go
//! on all the while, so that nobody can be kept out by guessing.

use std::sync::Arc;

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::factors::SecondFactorNeeded;
use tessera_shared::dto::people::SignIn;
use tessera_shared::error::ErrorCode;
use tessera_shared::ids::{ProviderId, UserId};
use tessera_shared::instant::{Instant, Span};

use crate::act::Tx;
use crate::app::App;
use crate::audit::{NewEvent, record_outside_tenants};
use crate::auth::session::{SessionSecret, Stage};
use crate::auth::{Actor, Caller, device};
use crate::db::{Across, DbError, Reach};
use crate::factors;
use crate::outcome::{Outcome, Refusal};
use crate::people::second_factor::HALF;
use crate::people::session_store::NewSession;
use crate::people::store::AccountRow;
use crate::people::{session_store, store};

/// Wrong passwords in a row that an account takes from unknown devices (NIST SP 800-63B-4 §3.2.2
/// allows 100).
pub const MOST_FAILURES: i32 = 100;

/// What a browser gets to keep.
pub struct Begun {
    /// Value of the session's cookie.
    pub session: SessionSecret,
    /// Value of the device's cookie; none before the session is whole.
    pub device: Option<String>,
    /// What has to be shown before the session opens anything.
    pub needed: Option<SecondFactorNeeded>,
}

/// What somebody showed to begin a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The password: an account with a second factor has to show that too.
    Password,
    /// All there is to show, under the name the audit trail has for it.
    Enough(&'static str),
}

/// The session is over, or never was.
pub(super) fn signed_out() -> Refusal {
    Refusal::new(ErrorCode::Unauthenticated, "Sign in first, or again.")
}

/// Counts one try to sign in to `account`. Says by which device it comes, if the account knows it.
pub(super) fn limit_try(app: &App, caller: &Caller, account: &str) -> Outcome<Option<String>> {
    let cookie = caller.device.as_deref();
    let device = cookie.and_then(|cookie| device::recognise(&app.keys.device, cookie, account));
    app.limits.sign_in(caller.peer, account, device.as_deref())?;
    Ok(device)
}

/// Begins a session for the right e-mail and password.
pub async fn sign_in(app: &Arc<App>, credentials: SignIn, caller: Caller) -> Outcome<Begun> {
    let email = credentials.email.to_lowercase();
    let device = limit_try(app, &caller, &email)?;
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
        Some(account) => begin_session(app, account, caller, Shown::Password).await,
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

/// Begins a session for who has shown that the account is theirs: a whole one, half of one where a
/// second factor comes next, or one that can only add the factor its person's role needs.
pub async fn begin_session(app: &Arc<App>, account: AccountRow, caller: Caller, shown: Shown) -> Outcome<Begun> {
    let shared = Arc::clone(app);
    app.act(Reach::across(Across::Account), move |tx| match shown {
        Shown::Enough(_by) => open_session(tx, &shared, &account, &caller, shown),
        Shown::Password => match factors::service::needed(tx, &account.id)? {
            Some(needed) => {
                let until = tx.now() + HALF;
                let session = insert_session(tx, &account, &caller, Stage::SecondFactor, until)?;
                let event = NewEvent::new(AuditAction::PasswordShown, &account.id, &account.email);
                record_outside_tenants(tx, &actor_of(&account, &caller)?, event)?;
                Ok(Begun {
                    session,
                    device: None,
                    needed: Some(needed),
                })
            }
            None => open_session(tx, &shared, &account, &caller, shown),
        },
    })
    .await
}

/// Opens a session for who has shown all they have. Without a second factor where the settings
/// require one it can only add that.
pub(super) fn open_session(
    tx: &mut Tx<'_>,
    app: &App,
    account: &AccountRow,
    caller: &Caller,
    shown: Shown,
) -> Outcome<Begun> {
    let user = account.id.as_str();
    let (by, lacks_factor) = match shown {
        Shown::Password => ("password", factors::service::is_required(tx, app, user)?),
        Shown::Enough(by) => (by, false),
    };
    let stage = if lacks_factor { Stage::Enrol } else { Stage::Full };
    let until = tx.now() + Span::hours(i64::from(app.config.session.absolute_hours));
    let session = insert_session(tx, account, caller, stage, until)?;
    let event = NewEvent::new(AuditAction::SignedIn, user, &account.email).fact("by", by);
    record_outside_tenants(tx, &actor_of(account, caller)?, event)?;
    if account.failures > 0 {
        store::forget_failures(tx, user)?;
    }
    let device = device::remember(&app.keys.device, &account.email)?;
    Ok(Begun {
        session,
        device: Some(device),
        needed: None,
    })
}

/// Opens a session for a user whom a provider has vouched for.
pub async fn begin_session_with(app: &Arc<App>, user: UserId, caller: &Caller, provider: ProviderId) -> Outcome<Begun> {
    let (shared, caller) = (Arc::clone(app), caller.clone());
    app.act(Reach::across(Across::Account), move |tx| {
        let (account, _platform_role) = store::find_account_by_id(tx, &user.to_string())?;
        let begun = open_session(tx, &shared, &account, &caller, Shown::Enough("provider"))?;
        session_store::set_provider(tx, &begun.session.hash(), &provider.to_string())?;
        Ok(begun)
    })
    .await
}

pub(super) fn actor_of(account: &AccountRow, caller: &Caller) -> Outcome<Actor> {
    let id = account.id.parse::<UserId>();
    let id = id.map_err(|_cause| DbError::Corrupt("user id".to_owned()))?;
    Ok(Actor::user(id, &account.name, &account.email).calling(caller.address(), caller.call_id.clone()))
}

fn insert_session(
    tx: &mut Tx<'_>,
    account: &AccountRow,
    caller: &Caller,
    stage: Stage,
    ends_at: Instant,
) -> Outcome<SessionSecret> {
    let session = SessionSecret::generate()?;
    let now = tx.now();
    let row = NewSession {
        hash: &session.hash(),
        user: &account.id,
        stage,
        address: caller.address(),
        now,
        ends_at,
    };
    session_store::insert_session(tx, row)?;
    Ok(session)
}
