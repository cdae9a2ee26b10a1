//! The life of a request and of the token that came of it: what happened, what is now, and what lies ahead.

use tessera_shared::dto::audit::AuditEvent;
use tessera_shared::dto::requests::RequestDetail;
use tessera_shared::dto::tokens::{DayUse, Recall, TokenDetail};
use tessera_shared::instant::{Instant, Span};
use tessera_shared::lifecycle::{RequestStage, TokenState};
use tessera_shared::words::DeliveryState;

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Past {
    /// An event of the trail.
    Event(AuditEvent),
    /// On this day a gateway first let it through.
    FirstUse,
    /// The last time a gateway let it through, and which.
    LastUse(Option<String>),
    /// Gateways confirmed that they refuse it: how many, and who has not yet.
    Confirmed(usize, Vec<String>),
}

/// What there is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Now {
    /// A request at this stage.
    Request(RequestStage),
    /// A token in this state.
    Token(TokenState),
}

/// Something that may still come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ahead {
    /// The partner confirms the address.
    Confirm,
    /// An admin decides.
    Decide,
    /// Support issues the token.
    Issue,
    /// The partner opens the link.
    Open,
    /// The token starts to work.
    Start,
    /// It is used for the first time.
    FirstUse,
    /// It ends.
    End,
}

/// Everything a timeline shows, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Life {
    /// What happened, with when.
    pub past: Vec<(Instant, Past)>,
    /// Nothing once it is over.
    pub now: Option<Now>,
    /// What lies ahead, with its time where one is set.
    pub ahead: Vec<(Option<Instant>, Ahead)>,
}

fn events(events: &[AuditEvent]) -> Vec<(Instant, Past)> {
    events
        .iter()
        .map(|event| (event.at, Past::Event(event.clone())))
        .collect()
}

impl Life {
    /// Of a request of which no token came yet.
    pub fn of_request(detail: &RequestDetail) -> Self {
        use Ahead::{Confirm, Decide, End, Issue, Open};
        let stage = detail.summary.stage;
        let ahead: &[Ahead] = match stage {
            RequestStage::AwaitingPartner => &[Confirm, Decide, Issue, Open, End],
            RequestStage::AwaitingDecision => &[Decide, Issue, Open, End],
            RequestStage::AwaitingIssue => &[Issue, Open, End],
            RequestStage::Issued | RequestStage::Withdrawn | RequestStage::Lapsed => &[],
        };
        let end = detail.decision.as_ref().map(|decision| decision.ends_at);
        let timed = |step: &Ahead| (end.filter(|_| *step == End), *step);
        Self {
            past: events(&detail.timeline),
            now: (!ahead.is_empty()).then_some(Now::Request(stage)),
            ahead: ahead.iter().map(timed).collect(),
        }
    }

    /// From the request to the end of its token.
    pub fn of_token(detail: &TokenDetail) -> Self {
        let summary = &detail.summary;
        let mut past = events(&detail.timeline);
        past.extend(uses(detail));
        past.extend(detail.recall.as_ref().and_then(confirmed));
        // Equal instants keep their order: the change before what it led to.
        past.sort_by_key(|(at, _)| *at);
        let live = !matches!(summary.state, TokenState::Revoked | TokenState::Expired);
        let sealed = detail
            .delivery
            .as_ref()
            .filter(|link| link.state == DeliveryState::Sealed);
        let ahead = [
            (summary.state == TokenState::Pending).then_some((Some(summary.starts_at), Ahead::Start)),
            sealed.map(|link| (Some(link.expires_at), Ahead::Open)),
            summary.last_used_at.is_none().then_some((None, Ahead::FirstUse)),
            Some((Some(summary.expires_at), Ahead::End)),
        ];
        Self {
            past,
            now: live.then_some(Now::Token(summary.state)),
            ahead: ahead.into_iter().flatten().filter(|_| live).collect(),
        }
    }
}

/// First and last use. The days that are kept tell the first one only when it lies within them.
fn uses(detail: &TokenDetail) -> Vec<(Instant, Past)> {
    let Some(last) = detail.summary.last_used_at else {
        return Vec::new();
    };
    let opened = detail.delivery.as_ref().and_then(|delivery| delivery.opened_at);
    let first = first_use(&detail.usage, detail.issued_at, opened, last).map(|at| (at, Past::FirstUse));
    let last = (last, Past::LastUse(detail.last_gateway.clone()));
    first.into_iter().chain([last]).collect()
}

/// Where the first use stands: on its day, of which no hour is kept, and not before somebody had the token.
fn first_use(usage: &[DayUse], issued: Instant, opened: Option<Instant>, last: Instant) -> Option<Instant> {
    let kept = usage.first().is_some_and(|day| day.day <= issued);
    let first = usage.iter().find(|day| day.allowed > 0).map(|day| day.day)?;
    (kept && first < last.floor_day()).then(|| first.max(opened.unwrap_or(issued)))
}

fn confirmed(recall: &Recall) -> Option<(Instant, Past)> {
    let millis = |millis: u64| Span::millis(i64::try_from(millis).unwrap_or(i64::MAX));
    let (done, open): (Vec<_>, Vec<_>) = recall.gateways.iter().partition(|receipt| receipt.millis.is_some());
    let last = done.iter().filter_map(|receipt| receipt.millis).max()?;
    let waiting = open.into_iter().map(|receipt| receipt.name.clone()).collect();
    Some((recall.at + millis(last), Past::Confirmed(done.len(), waiting)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn nobody_uses_a_token_before_somebody_has_it() {
        let day = |text: &str, allowed: u64| DayUse {
            day: at(text),
            allowed,
            refused: 0,
        };
        let usage = [
            day("2026-11-15T00:00:00Z", 0),
            day("2026-11-16T00:00:00Z", 7),
            day("2026-11-17T00:00:00Z", 9),
        ];
        let (issued, opened) = (at("2026-11-16T01:29:00Z"), at("2026-11-16T01:53:00Z"));
        let last = at("2026-11-17T07:12:00Z");
        assert_eq!(first_use(&usage, issued, Some(opened), last), Some(opened));
        assert_eq!(first_use(&usage, issued, None, last), Some(issued));
        let (early, the_day) = (at("2026-11-15T10:00:00Z"), at("2026-11-16T00:00:00Z"));
        assert_eq!(first_use(&usage, early, Some(early), last), Some(the_day));
        // A last use of the same day says it better, and days that are gone say nothing.
        assert_eq!(
            first_use(&usage, issued, Some(opened), at("2026-11-16T03:00:00Z")),
            None
        );
        assert_eq!(first_use(&usage, at("2026-11-01T00:00:00Z"), None, last), None);
    }
}
