//! Looking everywhere, a few rows of each kind.

use std::sync::Arc;

use tessera_shared::dto::finding::{Find, Finding, Found, FoundKind, FoundToken};
use tessera_shared::dto::people::TenantCard;
use tessera_shared::instant::Instant;
use tessera_shared::lifecycle::{RequestFacts, TokenFacts};
use tessera_shared::permission::{Action, roles_that_may};

use crate::app::App;
use crate::db::{Conn, DbError, Reach};
use crate::finding::store::{self, NamedLine, Place, RequestLine, TokenBy, TokenLine};
use crate::outcome::Outcome;
use crate::people::my_tenants;
use crate::tenancy::{UserScope, parse_stored};

/// Shortest beginning of a name that is looked for in all tenants; shorter ones begin too many.
const LEAST: usize = 2;
/// Everything before the part of a hint that tells tokens apart.
const HINT_START: &str = "tsr_pt_…";

/// A thing whose tenant is known by its id only.
struct Loose {
    tenant: String,
    found: Box<dyn FnOnce(TenantCard) -> Found>,
}

/// What `body` looks for, in the tenants of the person.
pub async fn find(app: &Arc<App>, user: UserScope, body: Find) -> Outcome<Finding> {
    let now = app.clock.now();
    let finder = body.print().map(|print| app.digester.finder(&print));
    let tenant = body.tenant.map(|tenant| tenant.to_string());
    let text = body.text.trim().to_owned();
    app.db
        .read(Reach::from(&user), move |conn| {
            let items = match finder {
                Some(finder) => {
                    let rows = store::find_tokens(
                        conn,
                        &user,
                        TokenBy::Finder(&finder),
                        &roles_that_may(Action::ViewTokens),
                    )?;
                    placed(conn, &user, tokens(rows, now)?)?
                }
                None => by_text(conn, &user, tenant.as_deref(), &text, now)?,
            };
            Ok(Finding { items })
        })
        .await
}

fn by_text(conn: &mut Conn, user: &UserScope, tenant: Option<&str>, text: &str, now: Instant) -> Outcome<Vec<Found>> {
    let mut loose = Vec::new();
    if let Some(tenant) = tenant {
        loose.extend(here(conn, user, tenant, text, now)?);
    }
    let mut items = placed(conn, user, loose)?;
    if text.chars().count() >= LEAST {
        let by_name = my_tenants::find_cards(conn, user, text, store::SHOWN)?;
        let others = by_name
            .into_iter()
            .filter(|card| Some(card.id.to_string().as_str()) != tenant);
        items.extend(others.map(of_tenant));
        let loose = elsewhere(conn, user, tenant, text, now)?;
        items.extend(placed(conn, user, loose)?);
    }
    Ok(items)
}

/// Any part of a name in one tenant.
fn here(conn: &mut Conn, user: &UserScope, tenant: &str, text: &str, now: Instant) -> Outcome<Vec<Loose>> {
    let mut loose = by_name(conn, user, Place::Here(tenant), text)?;
    for row in store::find_requests(conn, user, tenant, text, &roles_that_may(Action::ViewRequests))? {
        loose.push(request(row)?);
    }
    let by = TokenBy::Text(tenant, text);
    let rows = store::find_tokens(conn, user, by, &roles_that_may(Action::ViewTokens))?;
    loose.extend(tokens(rows, now)?);
    let people = store::find_members(conn, user, tenant, text, &roles_that_may(Action::ViewMembers))?;
    loose.extend(people.into_iter().map(|line| named(FoundKind::Member, line)));
    Ok(loose)
}

/// The beginning of a name, or a whole hint, in all tenants but one.
fn elsewhere(
    conn: &mut Conn,
    user: &UserScope,
    besides: Option<&str>,
    text: &str,
    now: Instant,
) -> Outcome<Vec<Loose>> {
    let mut loose = by_name(conn, user, Place::Besides(besides), text)?;
    let hints = hints(text);
    if !hints.is_empty() {
        let rows = store::find_tokens(conn, user, TokenBy::Hint(&hints), &roles_that_may(Action::ViewTokens))?;
        let others = rows
            .into_iter()
            .filter(|(row, _)| Some(row.tenant_id.as_str()) != besides);
        loose.extend(tokens(others.collect(), now)?);
    }
    Ok(loose)
}

fn by_name(conn: &mut Conn, user: &UserScope, place: Place<'_>, text: &str) -> Outcome<Vec<Loose>> {
    let partners = store::find_partners(conn, user, place, text, &roles_that_may(Action::ViewPartners))?;
    let apis = store::find_apis(conn, user, place, text, &roles_that_may(Action::ViewApis))?;
    let gateways = store::find_gateways(conn, user, place, text, &roles_that_may(Action::ViewGateways))?;
    let kinds = [
        (FoundKind::Partner, partners),
        (FoundKind::Api, apis),
        (FoundKind::Gateway, gateways),
    ];
    let lines = kinds
        .into_iter()
        .flat_map(|(kind, lines)| lines.into_iter().map(move |line| named(kind, line)));
    Ok(lines.collect())
}

/// The hints a text may stand for: a whole one, written with an ellipsis or three dots, or its last four characters.
fn hints(text: &str) -> Vec<String> {
    let end = text
        .strip_prefix(HINT_START)
        .or_else(|| text.strip_prefix("tsr_pt_..."))
        .unwrap_or(text);
    let whole = end.len() == 4 && end.bytes().all(|byte| byte.is_ascii_alphanumeric());
    whole.then(|| format!("{HINT_START}{end}")).into_iter().collect()
}

fn of_tenant(card: TenantCard) -> Found {
    Found {
        kind: FoundKind::Tenant,
        id: card.id.to_string(),
        name: card.name.clone(),
        detail: Some(card.slug.clone()),
        tenant: card,
        environment: None,
        stage: None,
        token: None,
    }
}

fn named(kind: FoundKind, (tenant, id, name, detail): NamedLine) -> Loose {
    let found = Box::new(move |tenant| Found {
        kind,
        id,
        tenant,
        name,
        detail: Some(detail).filter(|detail| !detail.is_empty()),
        environment: None,
        stage: None,
        token: None,
    });
    Loose { tenant, found }
}

fn request(row: RequestLine) -> Result<Loose, DbError> {
    let facts = RequestFacts {
        state: parse_stored(&row.state)?,
        confirmed: row.confirmed_at.is_some(),
        generation: row.generation,
    };
    let environment = parse_stored(&row.environment)?;
    let found = Box::new(move |tenant| Found {
        kind: FoundKind::Request,
        id: row.id,
        tenant,
        name: row.application,
        detail: Some(row.company),
        environment: Some(environment),
        stage: Some(facts.stage()),
        token: None,
    });
    Ok(Loose {
        tenant: row.tenant_id,
        found,
    })
}

fn tokens(rows: Vec<(TokenLine, String)>, now: Instant) -> Result<Vec<Loose>, DbError> {
    rows.into_iter()
        .map(|(row, partner)| token(row, partner, now))
        .collect()
}

fn token(row: TokenLine, partner: String, now: Instant) -> Result<Loose, DbError> {
    let facts = TokenFacts {
        state: parse_stored(&row.state)?,
        starts_at: Instant::from_millis(row.starts_at),
        expires_at: Instant::from_millis(row.expires_at),
    };
    let environment = parse_stored(&row.environment)?;
    let token = FoundToken {
        hint: row.hint,
        state: facts.state_at(now),
        issued_by: row.issued_by_name,
        issued_at: Instant::from_millis(row.issued_at),
        ended_at: row.ended_at.map(Instant::from_millis),
        expires_at: facts.expires_at,
        last_used_at: row.last_used_at.map(Instant::from_millis),
    };
    let found = Box::new(move |tenant| Found {
        kind: FoundKind::Token,
        id: row.id,
        tenant,
        name: row.application,
        detail: Some(partner),
        environment: Some(environment),
        stage: None,
        token: Some(token),
    });
    Ok(Loose {
        tenant: row.tenant_id,
        found,
    })
}

/// Puts to each thing the card of its tenant, as the person sees it.
fn placed(conn: &mut Conn, user: &UserScope, loose: Vec<Loose>) -> Outcome<Vec<Found>> {
    let mut ids: Vec<String> = loose.iter().map(|thing| thing.tenant.clone()).collect();
    ids.sort_unstable();
    ids.dedup();
    let cards = my_tenants::cards_of(conn, user, ids)?;
    let put = |thing: Loose| Some((thing.found)(cards.get(&thing.tenant)?.clone()));
    Ok(loose.into_iter().filter_map(put).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_is_known_in_every_spelling() {
        let known = vec!["tsr_pt_…x3Vd".to_owned()];
        for text in ["tsr_pt_…x3Vd", "tsr_pt_...x3Vd", "x3Vd"] {
            assert_eq!(hints(text), known, "{text}");
        }
        for text in ["", "x3V", "x3Vde", "tsr_gw_…x3Vd", "x3 d"] {
            assert!(hints(text).is_empty(), "{text}");
        }
    }
}
