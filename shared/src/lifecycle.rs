//! The two state machines: what may happen to a request and to a token, and what follows.

use crate::instant::Instant;
use crate::vocabulary;
use crate::words::RefusalReason;

vocabulary! {
    /// Where a stored access request stands. A denied request is removed, so `denied` names the
    /// end of the machine and never a row.
    RequestState {
        /// Waiting: first for the partner to confirm the e-mail address, then for a decision.
        Submitted => "submitted",
        /// An admin said yes; support can issue.
        Approved => "approved",
        /// An admin said no.
        Denied => "denied",
        /// The partner, or support for them, took it back.
        Withdrawn => "withdrawn",
        /// Nobody acted in time.
        Lapsed => "lapsed",
    }
}

vocabulary! {
    /// What can happen to a request.
    RequestEvent {
        /// The partner proved the e-mail address.
        Confirm => "confirm",
        /// An admin approves.
        Approve => "approve",
        /// An admin denies.
        Deny => "deny",
        /// Taken back.
        Withdraw => "withdraw",
        /// Time ran out.
        Lapse => "lapse",
        /// Support issues the token.
        Issue => "issue",
    }
}

vocabulary! {
    /// The same as a reader sees it: who has to act next.
    RequestStage {
        /// The partner has to confirm the e-mail address.
        AwaitingPartner => "awaiting_partner",
        /// The tenant's admin has to decide.
        AwaitingDecision => "awaiting_decision",
        /// Support has to issue.
        AwaitingIssue => "awaiting_issue",
        /// A token was issued.
        Issued => "issued",
        /// Taken back.
        Withdrawn => "withdrawn",
        /// Nobody acted in time.
        Lapsed => "lapsed",
    }
}

vocabulary! {
    /// Where a token stands.
    TokenState {
        /// Its start lies ahead.
        Pending => "pending",
        /// Works.
        Active => "active",
        /// Stopped for a while.
        Suspended => "suspended",
        /// Works for a while beside its successor.
        Rotating => "rotating",
        /// Ended by a person, for good.
        Revoked => "revoked",
        /// Its time is over.
        Expired => "expired",
    }
}

vocabulary! {
    /// What can happen to a token.
    TokenEvent {
        /// Stop for a while.
        Suspend => "suspend",
        /// Work again.
        Resume => "resume",
        /// End for good.
        Revoke => "revoke",
        /// Its time is over.
        Expire => "expire",
        /// A successor was issued and both work for a while.
        Rotate => "rotate",
    }
}

/// The event does not fit the state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cannot {event} what is {state}")]
pub struct NotPossible {
    /// The state it is in.
    pub state: &'static str,
    /// What was tried.
    pub event: &'static str,
}

/// The facts of a request that its machine looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestFacts {
    /// The stored state.
    pub state: RequestState,
    /// Whether the partner confirmed the e-mail address.
    pub confirmed: bool,
    /// How many tokens were issued from it.
    pub generation: i32,
}

impl RequestFacts {
    /// Who has to act next.
    pub const fn stage(self) -> RequestStage {
        match self.state {
            RequestState::Submitted if !self.confirmed => RequestStage::AwaitingPartner,
            RequestState::Submitted => RequestStage::AwaitingDecision,
            RequestState::Approved if self.generation == 0 => RequestStage::AwaitingIssue,
            RequestState::Approved => RequestStage::Issued,
            RequestState::Withdrawn => RequestStage::Withdrawn,
            RequestState::Denied | RequestState::Lapsed => RequestStage::Lapsed,
        }
    }

    /// The state after `event`, or why it cannot happen.
    pub const fn after(self, event: RequestEvent) -> Result<RequestState, NotPossible> {
        match (self.stage(), event) {
            (RequestStage::AwaitingPartner, RequestEvent::Confirm) => Ok(RequestState::Submitted),
            (RequestStage::AwaitingDecision, RequestEvent::Approve) => Ok(RequestState::Approved),
            (RequestStage::AwaitingDecision, RequestEvent::Deny) => Ok(RequestState::Denied),
            (
                RequestStage::AwaitingPartner | RequestStage::AwaitingDecision | RequestStage::AwaitingIssue,
                RequestEvent::Withdraw,
            ) => Ok(RequestState::Withdrawn),
            (
                RequestStage::AwaitingPartner | RequestStage::AwaitingDecision | RequestStage::AwaitingIssue,
                RequestEvent::Lapse,
            ) => Ok(RequestState::Lapsed),
            (RequestStage::AwaitingIssue, RequestEvent::Issue) => Ok(RequestState::Approved),
            (stage, event) => Err(NotPossible {
                state: stage.as_str(),
                event: event.as_str(),
            }),
        }
    }
}

/// The facts of a token that its machine and the check look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenFacts {
    /// The stored state: `active`, `suspended`, `rotating`, `revoked` or `expired`.
    pub state: TokenState,
    /// It works from this instant on.
    pub starts_at: Instant,
    /// It no longer works at this instant and after.
    pub expires_at: Instant,
}

impl TokenState {
    /// A token in one of these, as they are stored, is not stopped: whether it works follows from its start and end.
    pub const WORKING: [&'static str; 2] = [Self::Active.as_str(), Self::Rotating.as_str()];
}

impl TokenFacts {
    /// The state at `now`: expiry and start are read off the clock, never off a job.
    pub fn state_at(self, now: Instant) -> TokenState {
        match self.state {
            TokenState::Revoked | TokenState::Expired => self.state,
            _ if now >= self.expires_at => TokenState::Expired,
            TokenState::Suspended => TokenState::Suspended,
            _ if now < self.starts_at => TokenState::Pending,
            stored => stored,
        }
    }

    /// Whether a gateway may let it through at `now`.
    pub fn works_at(self, now: Instant) -> bool {
        self.refusal_at(now).is_none()
    }

    /// Why no gateway may let it through at `now`, if none may.
    pub fn refusal_at(self, now: Instant) -> Option<RefusalReason> {
        match self.state_at(now) {
            TokenState::Active | TokenState::Rotating => None,
            TokenState::Pending => Some(RefusalReason::NotStarted),
            TokenState::Suspended => Some(RefusalReason::Suspended),
            TokenState::Revoked => Some(RefusalReason::Revoked),
            TokenState::Expired => Some(RefusalReason::Expired),
        }
    }

    /// The stored state after `event` at `now`, or why it cannot happen.
    pub fn after(self, event: TokenEvent, now: Instant) -> Result<TokenState, NotPossible> {
        let state = self.state_at(now);
        match (state, event) {
            (TokenState::Pending | TokenState::Active | TokenState::Rotating, TokenEvent::Suspend) => {
                Ok(TokenState::Suspended)
            }
            (TokenState::Suspended, TokenEvent::Resume) => Ok(TokenState::Active),
            (TokenState::Active, TokenEvent::Rotate) => Ok(TokenState::Rotating),
            (
                TokenState::Pending | TokenState::Active | TokenState::Rotating | TokenState::Suspended,
                TokenEvent::Revoke,
            ) => Ok(TokenState::Revoked),
            (TokenState::Expired, TokenEvent::Expire) if self.state != TokenState::Expired => Ok(TokenState::Expired),
            (state, event) => Err(NotPossible {
                state: state.as_str(),
                event: event.as_str(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instant::Span;
    use proptest::prelude::*;

    fn any_of<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
        proptest::sample::select(all)
    }

    proptest! {
        #[test]
        fn nothing_leaves_an_ended_token(
            event in any_of(TokenEvent::ALL),
            ended in any_of(&[TokenState::Revoked, TokenState::Expired]),
            now in 0_i64..2_000,
        ) {
            let facts = TokenFacts {
                state: ended,
                starts_at: Instant::from_millis(0),
                expires_at: Instant::from_millis(1_000),
            };
            prop_assert!(facts.after(event, Instant::from_millis(now)).is_err());
        }

        #[test]
        fn a_token_works_only_inside_its_window(
            state in any_of(TokenState::ALL),
            now in -10_i64..1_010,
        ) {
            let facts = TokenFacts {
                state,
                starts_at: Instant::from_millis(0),
                expires_at: Instant::from_millis(1_000),
            };
            if facts.works_at(Instant::from_millis(now)) {
                prop_assert!((0..1_000).contains(&now));
                prop_assert!(!matches!(state, TokenState::Suspended | TokenState::Revoked | TokenState::Expired));
            }
        }

        #[test]
        fn a_request_is_decided_once(
            confirmed: bool,
            first in any_of(RequestEvent::ALL),
            second in any_of(RequestEvent::ALL),
        ) {
            let start = RequestFacts { state: RequestState::Submitted, confirmed, generation: 0 };
            let decides = |event| matches!(event, RequestEvent::Approve | RequestEvent::Deny);
            if let Ok(state) = start.after(first) && decides(first) {
                let then = RequestFacts { state, ..start };
                prop_assert!(!decides(second) || then.after(second).is_err());
            }
        }
    }

    #[test]
    fn expiry_is_exact() {
        let end = Instant::from_millis(1_000);
        let facts = TokenFacts {
            state: TokenState::Active,
            starts_at: Instant::from_millis(0),
            expires_at: end,
        };
        assert!(facts.works_at(end - Span::millis(1)));
        assert!(!facts.works_at(end));
    }
}
