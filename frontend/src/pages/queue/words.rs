//! What the rows and sections of the queue say.

use tessera_shared::dto::queue::{QueueItem, QueueKind};
use tessera_shared::instant::Instant;

use crate::tn;
use crate::ui::moment;

/// Things that wait longer than a day are late.
const LATE: u64 = 86_400;

/// Title of a section.
pub const fn title(kind: QueueKind) -> &'static str {
    match kind {
        QueueKind::ToDecide => "To decide",
        QueueKind::ToIssue => "To issue",
        QueueKind::Delivery => "Delivery problems",
        QueueKind::Expiring => "Expiring",
    }
}

/// Who has to act, or what is in the section.
pub const fn hint(kind: QueueKind, mine: bool) -> &'static str {
    match (kind, mine) {
        (QueueKind::ToDecide, true) => "waiting for you",
        (QueueKind::ToDecide, false) => "the customer’s own admin decides",
        (QueueKind::ToIssue, true) => "approved, waiting for you",
        (QueueKind::ToIssue, false) => "approved, support issues",
        (QueueKind::Delivery, _) => "the partner has no secret yet",
        (QueueKind::Expiring, _) => "ends within 14 days",
    }
}

/// `Seats v3, Fares v1`.
pub fn apis(item: &QueueItem) -> String {
    let names: Vec<String> = item
        .apis
        .iter()
        .map(|api| format!("{} {}", api.name, api.version))
        .collect();
    names.join(", ")
}

/// What the row is about.
pub fn subject(item: &QueueItem) -> String {
    match item.kind {
        QueueKind::ToDecide => format!("{} asks for {}", item.company, apis(item)),
        _ => format!("{}, {}", item.company, apis(item)),
    }
}

/// The muted words behind it.
pub fn aside(item: &QueueItem, now: Instant) -> String {
    let scopes = || tn!(u64::try_from(item.scopes.len()).unwrap_or(0), "scope", "scopes"; "escopo", "escopos");
    match item.kind {
        QueueKind::ToIssue => item
            .starts_at
            .filter(|start| *start > now)
            .map_or_else(scopes, |start| format!("starts {}", moment::date_time(start))),
        // The badge says what is wrong with the link.
        QueueKind::Delivery => item.application.clone(),
        QueueKind::ToDecide | QueueKind::Expiring => scopes(),
    }
}

/// Whether the row needs somebody now.
pub fn is_late(item: &QueueItem, now: Instant) -> bool {
    match item.kind {
        QueueKind::Expiring => moment::seconds_since(now, item.since) < LATE,
        _ => moment::seconds_since(item.since, now) >= LATE,
    }
}

/// The button of a row: what it does.
pub const fn act(item: &QueueItem) -> &'static str {
    match (item.kind, item.mine) {
        (QueueKind::ToDecide, true) => "Decide",
        (QueueKind::ToIssue, true) => "Issue",
        _ => "Open",
    }
}
