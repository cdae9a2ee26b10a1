//! Who is signed in.

use std::cell::Cell;

use leptos::prelude::*;
use leptos::task::spawn_local;
use tessera_shared::dto::people::Me;
use tessera_shared::error::ErrorCode;
use tessera_shared::instant::{Instant, Span};

use super::toasts;
use super::waiting::Waiting;
use crate::api::{self, ApiError};
use crate::ui::moment;

thread_local! {
    static SESSION: Cell<Option<RwSignal<Session>>> = const { Cell::new(None) };
    /// Calls that wait until somebody has signed in again.
    static WAITING: Waiting = const { Waiting::new() };
    /// How long the session lasts, as far as is known.
    static LASTS: Cell<Option<Lasts>> = const { Cell::new(None) };
}

/// The broker writes down once a minute that a session was used.
const WRITTEN_DOWN: Span = Span::minutes(1);

/// How long a session lasts, by this browser's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Lasts {
    /// Until then, unless it is used before.
    until: Instant,
    /// Until then at most.
    most: Instant,
    /// So long without use.
    idle: Span,
}

impl Lasts {
    fn told(me: &Me, now: Instant) -> Self {
        let seconds = |count: u32| Span::seconds(i64::from(count));
        Self {
            until: now + seconds(me.session_left_seconds),
            most: now + seconds(me.session_most_seconds),
            idle: seconds(me.session_left_seconds),
        }
    }

    /// After it was used, which may have been written down up to a minute before.
    fn used(self, now: Instant) -> Self {
        let idle_end = (now + self.idle - WRITTEN_DOWN).max(self.until);
        Self {
            until: idle_end.min(self.most),
            ..self
        }
    }
}

/// What is known of the session.
#[derive(Clone, Debug, PartialEq)]
pub enum Session {
    /// Not asked yet.
    Unknown,
    /// Somebody is signed in.
    SignedIn(Me),
    /// It ended while the app was in use: the page stays, and its person may sign in again over it.
    Ended(Me),
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
        Session::SignedIn(me) | Session::Ended(me) => Some(me),
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
    if let Ok(me) = &answer {
        LASTS.set(Some(Lasts::told(me, moment::now())));
    }
    let Some(session) = signal() else { return };
    let before = session.get_untracked();
    session.set(after(before, answer));
}

/// A call succeeded, so the session lasts longer.
pub fn used() {
    LASTS.set(LASTS.get().map(|lasts| lasts.used(moment::now())));
}

/// How many seconds are left, as far as is known.
pub fn seconds_left() -> Option<i64> {
    let signed_in = signal().is_some_and(|session| matches!(session.get_untracked(), Session::SignedIn(_)));
    let lasts = LASTS.get().filter(|_| signed_in)?;
    Some((lasts.until - moment::now()).as_millis() / 1_000)
}

/// Uses the session so that it lasts; says how many seconds are left then.
pub async fn stay() -> Result<i64, ApiError> {
    load().await;
    Ok(seconds_left().unwrap_or(0))
}

/// Whether it ended while the app was in use. Tracked.
pub fn has_ended() -> bool {
    matches!(current(), Session::Ended(_))
}

/// A call was refused for lack of a session: whether it may be sent again. Another tab may have gone
/// on under another cookie; otherwise the person is asked to sign in, over the page.
pub async fn go_on() -> bool {
    load().await;
    match signal().map(|session| session.get_untracked()) {
        Some(Session::SignedIn(_)) => true,
        Some(Session::Ended(_)) => WAITING.with(Waiting::wait).await,
        _ => false,
    }
}

/// Somebody signed in over the page. It goes on only for the person it belongs to.
pub fn again() {
    spawn_local(async {
        let before = me_untracked().map(|me| me.id);
        load().await;
        if me_untracked().map(|me| me.id) != before {
            // Nothing of one person may stay for another.
            drop(window().location().reload());
        }
        let signed_in = !untrack(has_ended);
        WAITING.with(|waiting| waiting.settle(signed_in));
    });
}

/// Gives the page up: on to the sign-in page, which comes back here.
pub fn leave() {
    if let Some(session) = signal() {
        session.set(Session::SignedOut { ended: true });
    }
    WAITING.with(|waiting| waiting.settle(false));
}

/// What is known after the broker was asked.
fn after(before: Session, answer: Result<Me, ApiError>) -> Session {
    let was_in = matches!(before, Session::SignedIn(_) | Session::Ended(_));
    match answer {
        Ok(me) => Session::SignedIn(me),
        Err(error) if error.code() == Some(ErrorCode::Unauthenticated) => match before {
            Session::SignedIn(me) | Session::Ended(me) => Session::Ended(me),
            Session::SignedOut { ended } => Session::SignedOut { ended },
            _ => Session::SignedOut { ended: false },
        },
        // A broker that is away does not end a session.
        Err(_) if was_in => before,
        Err(error) => Session::Unreachable(error),
    }
}

/// Signs out, at the provider too where the session began with one. What this browser remembers of
/// customers goes as well.
pub fn sign_out() {
    spawn_local(async {
        match api::session::sign_out().await {
            Err(error) if error.code() != Some(ErrorCode::Unauthenticated) => {
                toasts::complain(&error.to_string());
            }
            answer => {
                super::tenant::forget();
                if let Ok(Some(url)) = answer.map(|out| out.url) {
                    drop(window().location().assign(&url));
                    return;
                }
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

    fn me() -> Me {
        Me {
            id: UserId::from_u128(1),
            name: "Iris Vale".to_owned(),
            email: "iris@support.example".to_owned(),
            platform_role: None,
            tenant_count: 3,
            places_people: false,
            session_ends_at: Instant::from_millis(0),
            session_left_seconds: 0,
            session_most_seconds: 0,
            must_enrol: false,
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
    fn a_refusal_ends_the_session_and_keeps_the_page() {
        let unauthenticated = || refused(ErrorCode::Unauthenticated);
        assert_eq!(
            after(Session::Unknown, unauthenticated()),
            Session::SignedOut { ended: false }
        );
        assert_eq!(after(Session::SignedIn(me()), unauthenticated()), Session::Ended(me()));
        assert_eq!(after(Session::Ended(me()), Ok(me())), Session::SignedIn(me()));
    }

    #[test]
    fn use_prolongs_a_session_up_to_its_end() {
        let at = |minutes: i64| Instant::from_millis(minutes * 60_000);
        let told = Me {
            session_left_seconds: 30 * 60,
            session_most_seconds: 40 * 60,
            ..me()
        };
        let lasts = Lasts::told(&told, at(0));
        assert_eq!(lasts.until, at(30));
        assert_eq!(lasts.used(at(0)).until, at(30), "never sooner than was told");
        assert_eq!(lasts.used(at(5)).until, at(34), "a minute may not be written down");
        assert_eq!(lasts.used(at(20)).until, at(40));
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
