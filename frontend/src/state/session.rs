//! Who is signed in.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tessera_shared::dto::people::Me;
use tessera_shared::error::ErrorCode;

use super::toasts;
use crate::api::{self, ApiError};

thread_local! {
    static SESSION: std::cell::Cell<Option<RwSignal<Session>>> = const { std::cell::Cell::new(None) };
}

/// What is known of the session.
#[derive(Clone, Debug, PartialEq)]
pub enum Session {
    /// Not asked yet.
    Unknown,
    /// Somebody is signed in.
    SignedIn(Me),
    /// Nobody is.
    SignedOut {
        /// It ended while the app was in use.
        ended: bool,
    },
    /// The broker did not answer.
    Unreachable(ApiError),
}

/// Makes the signal.
pub fn provide() {
    SESSION.set(Some(RwSignal::new(Session::Unknown)));
}

fn signal() -> Option<RwSignal<Session>> {
    SESSION.get()
}

/// What is known, tracked.
pub fn current() -> Session {
    signal().map_or(Session::Unknown, |session| session.get())
}

/// The signed-in person, tracked.
pub fn me() -> Option<Me> {
    match current() {
        Session::SignedIn(me) => Some(me),
        _ => None,
    }
}

/// The signed-in person, untracked.
pub fn me_untracked() -> Option<Me> {
    untrack(me)
}

/// Asks who is signed in.
pub fn refresh() {
    spawn_local(load());
}

/// Asks who is signed in, and is done when the answer is known.
pub async fn load() {
    let answer = api::session::me().await;
    let Some(session) = signal() else { return };
    let before = session.get_untracked();
    session.set(after(before, answer));
}

/// What is known after the broker was asked.
fn after(before: Session, answer: Result<Me, ApiError>) -> Session {
    let was_in = matches!(before, Session::SignedIn(_));
    match answer {
        Ok(me) => Session::SignedIn(me),
        Err(error) if error.code() == Some(ErrorCode::Unauthenticated) => match before {
            Session::SignedOut { ended } => Session::SignedOut { ended },
            _ => Session::SignedOut { ended: was_in },
        },
        // A broker that is away does not end a session.
        Err(_) if was_in => before,
        Err(error) => Session::Unreachable(error),
    }
}

/// The broker no longer knows the session.
pub fn ended() {
    if let Some(session) = signal()
        && matches!(session.get_untracked(), Session::SignedIn(_))
    {
        session.set(Session::SignedOut { ended: true });
    }
}

/// Signs out. What this browser remembers of customers goes too.
pub fn sign_out() {
    spawn_local(async {
        match api::session::sign_out().await {
            Err(error) if error.code() != Some(ErrorCode::Unauthenticated) => {
                toasts::complain(&error.to_string());
            }
            _ => {
                super::tenant::forget();
                if let Some(session) = signal() {
                    session.set(Session::SignedOut { ended: false });
                }
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use tessera_shared::ids::UserId;
    use tessera_shared::instant::Instant;

    fn me() -> Me {
        Me {
            id: UserId::from_u128(1),
            name: "Iris Vale".to_owned(),
            email: "iris@support.example".to_owned(),
            platform_role: None,
            tenant_count: 3,
            session_ends_at: Instant::from_millis(0),
            demo: false,
        }
    }

    fn refused(code: ErrorCode) -> Result<Me, ApiError> {
        let ApiError::Refused(mut problem) = api::not_found() else {
            return Err(ApiError::Garbled);
        };
        problem.code = code;
        Err(ApiError::Refused(problem))
    }

    #[test]
    fn a_refusal_ends_the_session() {
        let unauthenticated = || refused(ErrorCode::Unauthenticated);
        assert_eq!(
            after(Session::Unknown, unauthenticated()),
            Session::SignedOut { ended: false }
        );
        assert_eq!(
            after(Session::SignedIn(me()), unauthenticated()),
            Session::SignedOut { ended: true }
        );
    }

    #[test]
    fn a_broker_that_is_away_does_not() {
        let signed_in = Session::SignedIn(me());
        assert_eq!(after(signed_in.clone(), Err(ApiError::Offline)), signed_in);
        assert_eq!(after(signed_in.clone(), refused(ErrorCode::Unavailable)), signed_in);
        assert_eq!(
            after(Session::Unknown, Err(ApiError::Offline)),
            Session::Unreachable(ApiError::Offline)
        );
    }
}
