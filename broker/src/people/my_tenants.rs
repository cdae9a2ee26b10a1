//! The tenants of the signed-in person: what the switcher asks with every key press.

#[doc(hidden)]
pub mod store;

use std::collections::HashMap;
use std::sync::Arc;

use serde::Deserialize;
use tessera_shared::dto::people::TenantCard;
use tessera_shared::error::ErrorCode;
use tessera_shared::ids::TenantId;
use tessera_shared::page::Page;
use tessera_shared::paths;

use crate::app::App;
use crate::db::{Conn, Reach};
use crate::http::cursor;
use crate::http::extract::{Json, Query, QueryNames};
use crate::http::gate::SignedIn;
use crate::http::route::{Route, get};
use crate::outcome::{Outcome, Refusal};
use crate::people::my_tenants::store::{Filter, MembershipRow};
use crate::queue::service::counts_by_tenant;
use crate::tenancy::UserScope;

/// Most tenants that may be asked for by id.
const MOST_IDS: usize = 50;
/// Joins the two parts of a page's last key; names hold no control characters.
const KEY_SEPARATOR: char = '\u{1f}';

/// Every route of this file.
pub fn routes() -> Vec<Route> {
    vec![get(paths::MY_TENANTS).signed_in().to(
        "list_my_tenants",
        "Customers of the caller by name; q finds the beginning of any word",
        list_my_tenants,
    )]
}

/// What to look for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MyTenantsQuery {
    cursor: Option<String>,
    limit: Option<u32>,
    q: Option<String>,
    ids: Option<String>,
}

impl QueryNames for MyTenantsQuery {
    const NAMES: &'static [&'static str] = &["cursor", "limit", "q", "ids"];
}

async fn list_my_tenants(
    app: Arc<App>,
    caller: SignedIn,
    Query(query): Query<MyTenantsQuery>,
) -> Outcome<Json<Page<TenantCard>>> {
    let limit = cursor::limit(query.limit)?;
    let owner = caller.scope.as_str().to_owned();
    let after = app.open_cursor("my tenants", &owner, query.cursor.as_deref())?;
    let after = after.and_then(|key| {
        key.split_once(KEY_SEPARATOR)
            .map(|(name, id)| (name.to_owned(), id.to_owned()))
    });
    let filter = Filter {
        after,
        text: query.q,
        ids: parse_ids(query.ids.as_deref())?,
    };
    let mut cards = app
        .db
        .read(Reach::from(&caller.scope), move |conn| {
            list_cards(conn, &caller.scope, &filter, limit + 1)
        })
        .await?;
    let key = |card: &TenantCard| format!("{}{KEY_SEPARATOR}{}", card.name, card.id);
    let (items, last) = App::cut_page(&mut cards, limit, key);
    let next = app.seal_cursor("my tenants", &owner, last);
    Ok(Json(Page { items, next }))
}

fn parse_ids(text: Option<&str>) -> Outcome<Option<Vec<String>>> {
    let bad = || Refusal::new(ErrorCode::BadId, "ids takes up to 50 ten_… ids, separated by commas.");
    let Some(text) = text else { return Ok(None) };
    let ids: Result<Vec<TenantId>, _> = text.split(',').filter(|id| !id.is_empty()).map(str::parse).collect();
    let ids = ids.map_err(|_cause| bad())?;
    if ids.len() > MOST_IDS {
        return Err(bad());
    }
    Ok(Some(ids.iter().map(ToString::to_string).collect()))
}

/// The person's tenants that `text` finds, by name.
pub fn find_cards(conn: &mut Conn, user: &UserScope, text: &str, limit: i64) -> Outcome<Vec<TenantCard>> {
    let filter = Filter {
        text: Some(text.to_owned()),
        ..Filter::default()
    };
    list_cards(conn, user, &filter, limit)
}

/// Those of the tenants that are the person's, by their id.
pub fn cards_of(conn: &mut Conn, user: &UserScope, ids: Vec<String>) -> Outcome<HashMap<String, TenantCard>> {
    let limit = i64::try_from(ids.len()).unwrap_or(i64::MAX);
    let filter = Filter {
        ids: Some(ids),
        ..Filter::default()
    };
    let cards = list_cards(conn, user, &filter, limit)?;
    Ok(cards.into_iter().map(|card| (card.id.to_string(), card)).collect())
}

fn list_cards(conn: &mut Conn, user: &UserScope, filter: &Filter, limit: i64) -> Outcome<Vec<TenantCard>> {
    let rows = store::list_memberships(conn, user, filter, limit)?;
    let ids: Vec<&str> = rows.iter().map(|row| row.tenant.id.as_str()).collect();
    let waiting = counts_by_tenant(conn, &ids)?;
    rows.into_iter()
        .map(|row| {
            let waits = waiting.get(&row.tenant.id).copied().unwrap_or_default();
            Ok(MembershipRow::card(row, waits)?)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_tenants_and_few() {
        let id = TenantId::from_u128(7).to_string();
        assert_eq!(parse_ids(None).unwrap(), None);
        assert_eq!(parse_ids(Some("")).unwrap(), Some(vec![]));
        assert_eq!(parse_ids(Some(&id)).unwrap(), Some(vec![id.clone()]));
        assert!(parse_ids(Some("tok_00000000000000000000000000")).is_err());
        assert!(parse_ids(Some(&vec![id; 51].join(","))).is_err());
    }
}
