//! The lists that can be exported, and what of them goes into a file.

use tessera_shared::dto::audit::AuditEvent;
use tessera_shared::dto::catalogue::ApiBrief;
use tessera_shared::dto::partners::Partner;
use tessera_shared::dto::requests::RequestSummary;
use tessera_shared::dto::tokens::TokenSummary;
use tessera_shared::instant::Instant;

use super::service::{List, STEP};
use super::sheet::{Cell, Cells};
use crate::app::App;
use crate::audit::service::{self as audit, AuditFilter};
use crate::db::{Conn, DbError};
use crate::outcome::Outcome;
use crate::partners::service as partners;
use crate::requests::service::{self as requests, RequestFilter};
use crate::tenancy::TenantScope;
use crate::tokens::service::{self as tokens, TokenFilter};

/// What a step gives.
type Step = Outcome<(Vec<Cells>, Option<String>)>;

/// `name=value` of every part of a filter that is there.
fn words(parts: &[(&str, Option<String>)]) -> String {
    let there = parts
        .iter()
        .filter_map(|(name, value)| Some(format!("{name}={}", value.as_ref()?)));
    there.collect::<Vec<_>>().join(", ")
}

fn apis(apis: &[ApiBrief]) -> Cell {
    let names = apis.iter().map(|api| format!("{} {}", api.name, api.version));
    Cell::Text(names.collect::<Vec<_>>().join(", "))
}

/// Cuts what is too much for a step and makes cells of the rest.
fn cut<T>(mut rows: Vec<T>, key: impl Fn(&T) -> String, cells: fn(&T) -> Cells) -> (Vec<Cells>, Option<String>) {
    let (rows, last) = App::cut_page(&mut rows, STEP, key);
    (rows.iter().map(cells).collect(), last)
}

impl List for TokenFilter {
    const NAME: &'static str = "tokens";
    const HEADS: &'static [&'static str] = &[
        "id",
        "application",
        "partner",
        "partner_id",
        "hint",
        "apis",
        "scopes",
        "environment",
        "state",
        "delivery",
        "starts_at",
        "expires_at",
        "revoked_at",
        "last_used_at",
        "checks_24h",
    ];

    fn count(&self, conn: &mut Conn, scope: &TenantScope, now: Instant) -> Result<i64, DbError> {
        tokens::count_tokens(conn, scope, self, now)
    }

    fn step(&self, conn: &mut Conn, scope: &TenantScope, after: Option<String>, now: Instant) -> Step {
        let filter = Self { after, ..self.clone() };
        let rows = tokens::summaries(conn, scope, &filter, now, STEP + 1)?;
        Ok(cut(rows, |row| tokens::page_key(self.sort, row), token))
    }

    fn filter(&self) -> String {
        words(&[
            ("state", self.state.map(|state| state.to_string())),
            (
                "environment",
                self.environment.map(|environment| environment.to_string()),
            ),
            ("partner", self.partner.clone()),
            ("ends_from", self.ends_from.map(|at| at.to_string())),
            ("ends_before", self.ends_before.map(|at| at.to_string())),
            ("idle_since", self.idle_since.map(|at| at.to_string())),
            ("q", self.text.clone()),
        ])
    }
}

fn token(row: &TokenSummary) -> Cells {
    vec![
        Cell::text(row.id),
        Cell::text(&row.application),
        Cell::text(&row.partner.name),
        Cell::text(row.partner.id),
        Cell::text(&row.hint),
        apis(&row.apis),
        Cell::Number(row.scope_count.into()),
        Cell::text(row.environment),
        Cell::text(row.state),
        Cell::text(row.delivery),
        Cell::text(row.starts_at),
        Cell::text(row.expires_at),
        Cell::at(row.revoked_at),
        Cell::at(row.last_used_at),
        Cell::Number(row.checks_24h.iter().map(|checks| u64::from(*checks)).sum()),
    ]
}

impl List for RequestFilter {
    const NAME: &'static str = "requests";
    const HEADS: &'static [&'static str] = &[
        "id",
        "application",
        "company",
        "partner_id",
        "apis",
        "scopes",
        "environment",
        "stage",
        "submitted_at",
        "since",
        "revision",
    ];

    fn count(&self, conn: &mut Conn, scope: &TenantScope, _now: Instant) -> Result<i64, DbError> {
        requests::count_requests(conn, scope, self)
    }

    fn step(&self, conn: &mut Conn, scope: &TenantScope, after: Option<String>, _now: Instant) -> Step {
        let filter = Self { after, ..self.clone() };
        let rows = requests::summaries_of(conn, scope, &filter, STEP + 1)?;
        Ok(cut(rows, |row| row.id.to_string(), request))
    }

    fn filter(&self) -> String {
        words(&[
            ("stage", self.stage.map(|stage| stage.to_string())),
            ("partner", self.partner.clone()),
            ("q", self.text.clone()),
        ])
    }
}

fn request(row: &RequestSummary) -> Cells {
    vec![
        Cell::text(row.id),
        Cell::text(&row.application),
        Cell::text(&row.company),
        Cell::maybe(row.partner),
        apis(&row.apis),
        Cell::Number(row.scope_count.into()),
        Cell::text(row.environment),
        Cell::text(row.stage),
        Cell::text(row.submitted_at),
        Cell::text(row.since),
        Cell::Number(row.revision.into()),
    ]
}

/// Which partners.
#[derive(Clone, Debug, Default)]
pub struct PartnerFilter {
    /// Part of name, contact or address.
    pub text: Option<String>,
}

impl List for PartnerFilter {
    const NAME: &'static str = "partners";
    const HEADS: &'static [&'static str] = &[
        "id",
        "name",
        "contact_name",
        "contact_email",
        "since",
        "active_tokens",
        "ended_tokens",
        "open_requests",
    ];

    fn count(&self, conn: &mut Conn, scope: &TenantScope, _now: Instant) -> Result<i64, DbError> {
        partners::count_partners(conn, scope, self.text.as_deref())
    }

    fn step(&self, conn: &mut Conn, scope: &TenantScope, after: Option<String>, now: Instant) -> Step {
        let rows = partners::page_of_partners(conn, scope, after.as_deref(), self.text.as_deref(), STEP + 1, now)?;
        Ok(cut(rows, partners::page_key, partner))
    }

    fn filter(&self) -> String {
        words(&[("q", self.text.clone())])
    }
}

fn partner(row: &Partner) -> Cells {
    vec![
        Cell::text(row.id),
        Cell::text(&row.name),
        Cell::text(&row.contact_name),
        Cell::text(&row.contact_email),
        Cell::text(row.since),
        Cell::Number(row.active_tokens.into()),
        Cell::Number(row.ended_tokens.into()),
        Cell::Number(row.open_requests.into()),
    ]
}

impl List for AuditFilter {
    const NAME: &'static str = "audit";
    const HEADS: &'static [&'static str] = &[
        "id",
        "at",
        "actor_kind",
        "actor",
        "action",
        "object",
        "label",
        "reason",
        "facts",
        "address",
    ];

    fn count(&self, conn: &mut Conn, scope: &TenantScope, _now: Instant) -> Result<i64, DbError> {
        audit::count_audit(conn, scope, self)
    }

    fn step(&self, conn: &mut Conn, scope: &TenantScope, after: Option<String>, _now: Instant) -> Step {
        let filter = Self { after, ..self.clone() };
        let rows = audit::page_of_audit(conn, scope, &filter, STEP + 1)?;
        Ok(cut(rows, |row| row.id.to_string(), event))
    }

    fn filter(&self) -> String {
        words(&[("action", self.action.clone()), ("object", self.object.clone())])
    }
}

fn event(row: &AuditEvent) -> Cells {
    let facts = row.facts.iter().map(|(name, value)| format!("{name}={value}"));
    vec![
        Cell::text(row.id),
        Cell::text(row.at),
        Cell::text(row.actor_kind),
        Cell::text(&row.actor),
        Cell::text(row.action),
        Cell::text(&row.object),
        Cell::text(&row.label),
        Cell::maybe(row.reason.as_ref()),
        Cell::Text(facts.collect::<Vec<_>>().join("; ")),
        Cell::maybe(row.address.as_ref()),
    ]
}
