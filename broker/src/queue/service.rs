//! Building the queue from rows that wait.

use std::collections::HashMap;
use std::sync::Arc;

use tessera_shared::dto::queue::{Queue, QueueGateways, QueueItem, QueueKind, QueueSection};
use tessera_shared::instant::{Instant, Span};
use tessera_shared::lifecycle::RequestState;
use tessera_shared::permission::{Action, Role, allows, roles_that_may};

use crate::app::App;
use crate::db::{Conn, DbError, Reach};
use crate::gateways::model::QUIET;
use crate::outcome::Outcome;
use crate::queue::gateway_store;
use crate::queue::items::{GATEWAYS, ScopeLine, action_of, gateway_item, request_item, stored, token_item};
use crate::queue::store::{self, Requests, Tokens};
use crate::tenancy::{TenantScope, UserScope};

pub use crate::queue::store::QueueScope;

/// A link that was not opened for this long needs somebody.
const UNOPENED: Span = Span::hours(24);
/// A token that ends within this time is shown.
const EXPIRING: Span = Span::days(14);

/// Everything that waits within `scope`.
pub async fn get_queue(app: &Arc<App>, scope: QueueScope) -> Outcome<Queue> {
    let now = app.clock.now();
    Ok(app
        .db
        .read(Reach::from(&scope.user), move |conn| queue(conn, &scope, now))
        .await?)
}

fn queue(conn: &mut Conn, scope: &QueueScope, now: Instant) -> Result<Queue, DbError> {
    let sections = QueueKind::ALL
        .iter()
        .map(|kind| section(conn, scope, *kind, now))
        .collect::<Result<_, _>>()?;
    let tenants = match scope.tenant {
        Some(_) => 1,
        None => store::count_tenants(conn, &scope.user)?,
    };
    Ok(Queue {
        sections,
        gateways: gateways(conn, scope, now)?,
        tenants: small(tenants),
    })
}

fn section(conn: &mut Conn, scope: &QueueScope, kind: QueueKind, now: Instant) -> Result<QueueSection, DbError> {
    let delivery = Tokens::Delivery(now, now - UNOPENED);
    let expiring = Tokens::Expiring(now, now + EXPIRING);
    let (items, counts) = match kind {
        QueueKind::ToDecide => of_requests(conn, scope, Requests::ToDecide, kind)?,
        QueueKind::ToIssue => of_requests(conn, scope, Requests::ToIssue, kind)?,
        QueueKind::Delivery => of_tokens(conn, scope, delivery, kind)?,
        QueueKind::Expiring => of_tokens(conn, scope, expiring, kind)?,
    };
    let (total, mine) = totals(&counts, action_of(kind))?;
    Ok(QueueSection {
        kind,
        total,
        mine,
        items,
    })
}

/// Gateways that called before and are silent now.
fn gateways(conn: &mut Conn, scope: &QueueScope, now: Instant) -> Result<QueueGateways, DbError> {
    let since = now - QUIET;
    let roles = roles_that_may(GATEWAYS);
    let items = gateway_store::list_silent(conn, scope, since, &roles)?
        .into_iter()
        .map(gateway_item)
        .collect::<Result<_, _>>()?;
    let (total, mine) = totals(&gateway_store::count_silent(conn, scope, since)?, GATEWAYS)?;
    Ok(QueueGateways { total, mine, items })
}

type Section = (Vec<QueueItem>, Vec<(String, i64)>);

fn of_requests(conn: &mut Conn, scope: &QueueScope, which: Requests, kind: QueueKind) -> Result<Section, DbError> {
    let rows = store::list_requests(conn, scope, which, &roles_for(kind))?;
    let ids: Vec<String> = rows.iter().map(|line| line.0.id.clone()).collect();
    let mut scopes: HashMap<String, Vec<ScopeLine>> = HashMap::new();
    for (request, scope) in store::list_scopes(conn, scope, &ids)? {
        scopes.entry(request).or_default().push(scope);
    }
    let items = rows
        .into_iter()
        .map(|line| {
            let own = scopes.remove(&line.0.id).unwrap_or_default();
            request_item(line, kind, &own)
        })
        .collect::<Result<_, _>>()?;
    Ok((items, store::count_requests(conn, scope, which)?))
}

fn of_tokens(conn: &mut Conn, scope: &QueueScope, which: Tokens, kind: QueueKind) -> Result<Section, DbError> {
    let items = store::list_tokens(conn, scope, which, &roles_for(kind))?
        .into_iter()
        .map(|line| token_item(line, kind))
        .collect::<Result<_, _>>()?;
    Ok((items, store::count_tokens(conn, scope, which)?))
}

fn roles_for(kind: QueueKind) -> Vec<&'static str> {
    roles_that_may(action_of(kind))
}

/// All of a section, and how many of it the person can act on, from counts per role.
fn totals(counts: &[(String, i64)], action: Action) -> Result<(u32, u32), DbError> {
    let (mut total, mut mine) = (0_u32, 0_u32);
    for (role, count) in counts {
        let count = small(*count);
        total = total.saturating_add(count);
        if allows(stored::<Role>(role)?, action) {
            mine = mine.saturating_add(count);
        }
    }
    Ok((total, mine))
}

fn small(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// How many requests wait in one tenant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// For a decision.
    pub to_decide: u32,
    /// For a token.
    pub to_issue: u32,
}

impl Waiting {
    /// Takes in the requests of one state: `submitted` or `approved`.
    fn add(&mut self, state: &str, count: i64) -> Result<(), DbError> {
        match stored::<RequestState>(state)? {
            RequestState::Submitted => self.to_decide = small(count),
            _ => self.to_issue = small(count),
        }
        Ok(())
    }

    /// What of it waits for `role`.
    pub fn for_role(self, role: Role) -> u32 {
        let mine = |action, count| if allows(role, action) { count } else { 0 };
        mine(Action::DecideRequest, self.to_decide).saturating_add(mine(Action::IssueToken, self.to_issue))
    }
}

/// What waits in the tenant.
pub fn counts(conn: &mut Conn, scope: &TenantScope) -> Result<Waiting, DbError> {
    let mut by_tenant = counts_by_tenant(conn, &[scope.as_str()])?;
    Ok(by_tenant.remove(scope.as_str()).unwrap_or_default())
}

/// What waits in each of some tenants, by their ids; the caller found these ids among the
/// memberships of the person who gets the answer.
pub fn counts_by_tenant(conn: &mut Conn, tenants: &[&str]) -> Result<HashMap<String, Waiting>, DbError> {
    let mut by_tenant: HashMap<String, Waiting> = HashMap::new();
    for (tenant, state, count) in store::count_waiting(conn, tenants)? {
        by_tenant.entry(tenant).or_default().add(&state, count)?;
    }
    Ok(by_tenant)
}

/// What waits in one tenant of a person.
#[derive(Clone, Debug)]
pub struct TenantWaits {
    /// The tenant's id.
    pub tenant: String,
    /// All of it.
    pub waiting: Waiting,
    /// How much of it the person can act on.
    pub mine: u32,
}

/// What waits in each of the person's tenants where anything does; `roles` are the tenants with the person's role.
pub fn waits_of_person(
    conn: &mut Conn,
    user: &UserScope,
    roles: &[(String, String)],
) -> Result<Vec<TenantWaits>, DbError> {
    let mut by_tenant: HashMap<String, Waiting> = HashMap::new();
    for (tenant, state, count) in store::count_by_tenant(conn, user)? {
        by_tenant.entry(tenant).or_default().add(&state, count)?;
    }
    let waits = roles.iter().filter_map(|(tenant, role)| {
        let waiting = by_tenant.get(tenant).copied()?;
        Some(stored::<Role>(role).map(|role| TenantWaits {
            tenant: tenant.clone(),
            waiting,
            mine: waiting.for_role(role),
        }))
    });
    waits.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_tell_apart_what_the_role_can_act_on() {
        let counts = [("customer_admin".to_owned(), 3), ("support_agent".to_owned(), 4)];
        assert_eq!(totals(&counts, Action::DecideRequest).unwrap(), (7, 3));
        assert_eq!(totals(&counts, Action::IssueToken).unwrap(), (7, 4));
        assert!(totals(&[("nobody".to_owned(), 1)], Action::IssueToken).is_err());
    }

    #[test]
    fn what_waits_depends_on_the_role() {
        let waiting = Waiting {
            to_decide: 2,
            to_issue: 5,
        };
        assert_eq!(waiting.for_role(Role::CustomerAdmin), 2);
        assert_eq!(waiting.for_role(Role::SupportAgent), 5);
        assert_eq!(waiting.for_role(Role::CustomerAuditor), 0);
    }
}
