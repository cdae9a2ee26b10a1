//! All tenants of a person at a glance.
//!
//! Reading it over very many tenants takes a while, so an answer is kept for a few seconds. What it was made from is
//! part of its name: whoever joins or leaves a tenant, or gets another role, never sees an answer from before.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use tessera_shared::dto::overview::{MyOverview, TenantGateways, TenantWaiting};
use tessera_shared::ids::UserId;
use tessera_shared::instant::{Instant, Span};

use crate::app::App;
use crate::db::{Conn, Reach};
use crate::gateways::service::quiet_by_tenant;
use crate::outcome::Outcome;
use crate::people::my_tenants::cards_of;
use crate::queue::service::{TenantWaits, Waiting, waits_of_person};
use crate::tenancy::UserScope;
use crate::tenants::overview::overview;
use crate::tenants::overview_store::{OverviewScope, list_roles};

/// Tenants shown in each list.
const SHOWN: usize = 8;
/// How long an answer is good for.
const KEPT: Span = Span::seconds(10);
/// Most answers kept at a time.
const MOST_KEPT: usize = 512;

/// Answers of the last seconds.
#[derive(Default)]
pub struct Recent(Mutex<HashMap<Key, (Instant, Arc<MyOverview>)>>);

/// Whose answer, over how many days, and what their memberships were then.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    user: UserId,
    days: u32,
    memberships: u64,
}

impl Recent {
    fn find(&self, key: Key, now: Instant) -> Option<Arc<MyOverview>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(&key)
            .filter(|(at, _)| *at <= now && now - *at < KEPT)
            .map(|(_, answer)| Arc::clone(answer))
    }

    fn keep(&self, key: Key, now: Instant, answer: &Arc<MyOverview>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|_, (at, _)| now - *at < KEPT);
        if kept.len() < MOST_KEPT {
            kept.insert(key, (now, Arc::clone(answer)));
        }
    }
}

/// Figures of the last `days` days over every tenant of the person.
pub async fn get_my_overview(app: &Arc<App>, user: UserScope, days: u32) -> Outcome<MyOverview> {
    let now = app.clock.now();
    let (of, person) = (user.user(), user.clone());
    let roles = app
        .db
        .read(Reach::from(&user), move |conn| list_roles(conn, &person))
        .await?;
    let mut hasher = DefaultHasher::new();
    roles.hash(&mut hasher);
    let key = Key {
        user: of,
        days,
        memberships: hasher.finish(),
    };
    if let Some(answer) = app.recent_overviews.find(key, now) {
        return Ok(Arc::unwrap_or_clone(answer));
    }
    let answer = app
        .db
        .read(Reach::from(&user), move |conn| {
            my_overview(conn, &user, &roles, days, now)
        })
        .await?;
    let answer = Arc::new(answer);
    app.recent_overviews.keep(key, now, &answer);
    Ok(Arc::unwrap_or_clone(answer))
}

fn my_overview(
    conn: &mut Conn,
    user: &UserScope,
    roles: &[(String, String)],
    days: u32,
    now: Instant,
) -> Outcome<MyOverview> {
    let waits = waits_of_person(conn, user, roles)?;
    let all = waits.iter().fold(Waiting::default(), |all, of| Waiting {
        to_decide: all.to_decide.saturating_add(of.waiting.to_decide),
        to_issue: all.to_issue.saturating_add(of.waiting.to_issue),
    });
    Ok(MyOverview {
        customers: small(roles.len()),
        overview: overview(conn, &OverviewScope::Person(user.clone()), all, days, now)?,
        waiting: list_waiting(conn, user, waits)?,
        gateways: list_gateways(conn, user, now)?,
    })
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn list_waiting(conn: &mut Conn, user: &UserScope, mut waits: Vec<TenantWaits>) -> Outcome<Vec<TenantWaiting>> {
    let whole = |of: &TenantWaits| of.waiting.to_decide.saturating_add(of.waiting.to_issue);
    waits.sort_by_key(|of| (Reverse(of.mine), Reverse(whole(of)), of.tenant.clone()));
    waits.truncate(SHOWN);
    let mut cards = cards_of(conn, user, waits.iter().map(|of| of.tenant.clone()).collect())?;
    let row = |of: TenantWaits| {
        cards.remove(&of.tenant).map(|tenant| TenantWaiting {
            tenant,
            to_decide: of.waiting.to_decide,
            to_issue: of.waiting.to_issue,
        })
    };
    Ok(waits.into_iter().filter_map(row).collect())
}

fn list_gateways(conn: &mut Conn, user: &UserScope, now: Instant) -> Outcome<Vec<TenantGateways>> {
    let mut quiet = quiet_by_tenant(conn, user, now)?;
    quiet.sort_by_key(|of| (Reverse(of.silent), Reverse(of.unseen), of.tenant.clone()));
    quiet.truncate(SHOWN);
    let mut cards = cards_of(conn, user, quiet.iter().map(|of| of.tenant.clone()).collect())?;
    let rows = quiet.into_iter().filter_map(|of| {
        cards.remove(&of.tenant).map(|tenant| TenantGateways {
            tenant,
            silent: of.silent,
            unseen: of.unseen,
        })
    });
    Ok(rows.collect())
}
