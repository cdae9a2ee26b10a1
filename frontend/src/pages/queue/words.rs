//! What the rows and sections of the queue say.

use tessera_shared::dto::queue::{QueueItem, QueueKind};
use tessera_shared::instant::Instant;

use crate::pages::requests::words::asks_for;
use crate::ui::moment;
use crate::{t, tf, tn};

/// Things that wait longer than a day are late.
const LATE: u64 = 86_400;

/// Title of a section.
pub fn title(kind: QueueKind) -> &'static str {
    match kind {
        QueueKind::ToDecide => t!("To decide", "A decidir"),
        QueueKind::ToIssue => t!("To issue", "A emitir"),
        QueueKind::Delivery => t!("Delivery problems", "Problemas de entrega"),
        QueueKind::Expiring => t!("Expiring", "Perto do fim"),
    }
}

/// Who has to act, or what is in the section.
pub fn hint(kind: QueueKind, mine: bool) -> &'static str {
    match (kind, mine) {
        (QueueKind::ToDecide, true) => t!("waiting for you", "esperando por você"),
        (QueueKind::ToDecide, false) => t!(
            "the customer’s own admin decides",
            "o administrador do próprio cliente decide"
        ),
        (QueueKind::ToIssue, true) => t!("approved, waiting for you", "aprovados, esperando por você"),
        (QueueKind::ToIssue, false) => t!("approved, support issues", "aprovados, o suporte emite"),
        (QueueKind::Delivery, _) => t!("the partner has no secret yet", "o parceiro ainda não tem o segredo"),
        (QueueKind::Expiring, _) => t!("ends within 14 days", "terminam em até 14 dias"),
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
        QueueKind::ToDecide => asks_for(&item.company, &apis(item)),
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
            .map_or_else(scopes, |start| {
                let start = moment::date_time(start);
                tf!("starts {start}", "começa em {start}")
            }),
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
pub fn act(item: &QueueItem) -> &'static str {
    match (item.kind, item.mine) {
        (QueueKind::ToDecide, true) => t!("Decide", "Decidir"),
        (QueueKind::ToIssue, true) => t!("Issue", "Emitir"),
        (QueueKind::Delivery, true) => t!("Resend", "Reenviar"),
        _ => t!("Open", "Abrir"),
    }
}
