//! Reading tokens: the list, everything about one, and what other features ask.

use std::net::IpAddr;
use std::sync::Arc;

use tessera_shared::dto::requests::MyToken;
use tessera_shared::dto::tokens::{DayUse, Recall, TokenDetail, TokenSummary};
use tessera_shared::ids::{RequestId, TokenId};
use tessera_shared::instant::{Instant, Span};
use tessera_shared::lifecycle::TokenState;
use tessera_shared::networks::Networks;
use tessera_shared::words::RefusalReason;

use crate::app::App;
use crate::audit;
use crate::auth::Permit;
use crate::auth::actions::ViewTokens;
use crate::db::{Conn, DbError, Reach};
use crate::deliveries;
use crate::outcome::{Outcome, Refusal};
use crate::recalls::service::recall_of_token;
use crate::tenancy::TenantScope;
use crate::tokens::model::{TokenRow, stored};
use crate::tokens::store;
use crate::tokens::usage::refusals_of_token;

pub use crate::tokens::store::{TokenFilter, page_key};

/// Days of use a token's page shows.
const USE_DAYS: i64 = 28;

/// A page of the tenant's tokens, in the order of the filter, and the key of its last row when more follow.
pub async fn list_tokens(
    app: &Arc<App>,
    permit: &Permit<ViewTokens>,
    filter: TokenFilter,
    limit: i64,
) -> Outcome<(Vec<TokenSummary>, Option<String>)> {
    let (scope, now, sort) = (permit.scope().clone(), app.clock.now(), filter.sort);
    let mut rows = app
        .db
        .read(Reach::from(&scope), move |conn| {
            summaries(conn, &scope, &filter, now, limit + 1)
        })
        .await?;
    Ok(App::cut_page(&mut rows, limit, |row| page_key(sort, row)))
}

/// Rows of the list, in the order of the filter.
pub fn summaries(
    conn: &mut Conn,
    scope: &TenantScope,
    filter: &TokenFilter,
    now: Instant,
    limit: i64,
) -> Outcome<Vec<TokenSummary>> {
    let rows = store::list_tokens(conn, scope, filter, now, limit)?;
    let ids: Vec<String> = rows.iter().map(|(row, _)| row.id.clone()).collect();
    let mut checks = store::hourly_checks(conn, scope, &ids, now)?;
    rows.iter()
        .map(|(row, partner)| {
            let hours = checks.remove(&row.id).unwrap_or_default();
            Ok(row.summary(partner, hours, now)?)
        })
        .collect()
}

/// How many tokens of the tenant the filter lets through.
pub fn count_tokens(conn: &mut Conn, scope: &TenantScope, filter: &TokenFilter, now: Instant) -> Result<i64, DbError> {
    store::count_tokens(conn, scope, filter, now)
}

/// Everything about one token.
pub async fn get_token(app: &Arc<App>, permit: Permit<ViewTokens>, id: TokenId) -> Outcome<TokenDetail> {
    let now = app.clock.now();
    app.db
        .read(permit.reach(), move |conn| detail(conn, permit.scope(), id, now))
        .await
}

fn detail(conn: &mut Conn, scope: &TenantScope, id: TokenId, now: Instant) -> Outcome<TokenDetail> {
    let row = store::find_token(conn, scope, id)?;
    let (partner, last_gateway) = store::names(conn, scope, &row)?;
    let hours = store::hourly_checks(conn, scope, std::slice::from_ref(&row.id), now)?
        .remove(&row.id)
        .unwrap_or_default();
    let request = row.request()?;
    let secrets: Result<Vec<_>, _> = store::list_of_request(conn, scope, request)?
        .iter()
        .map(|other| other.secret_info(now))
        .collect();
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect();
    Ok(TokenDetail {
        summary: row.summary(&partner, hours, now)?,
        scopes: words(&row.scopes),
        audience: words(&row.audience),
        allowed_networks: row.networks(),
        request,
        issued_by: row.issued_by_name.clone(),
        issued_at: Instant::from_millis(row.issued_at),
        ended_reason: row.ended_reason.clone(),
        secrets: secrets?,
        delivery: deliveries::service::delivery_of_token(conn, scope, &row.id)?,
        usage: daily_use(conn, scope, id, now)?,
        refusals: refusals_of_token(conn, scope, id, first_day(now))?,
        last_gateway,
        recall: recall(conn, scope, &row, now)?,
        timeline: audit::timeline(conn, scope, request)?,
    })
}

/// Who refuses a token that is suspended or revoked.
fn recall(conn: &mut Conn, scope: &TenantScope, row: &TokenRow, now: Instant) -> Outcome<Option<Recall>> {
    if !matches!(row.facts()?.state_at(now), TokenState::Suspended | TokenState::Revoked) {
        return Ok(None);
    }
    recall_of_token(conn, scope, row.token_id()?, stored(&row.environment)?)
}

/// When the days begin whose use is shown.
fn first_day(now: Instant) -> Instant {
    now.floor_day() - Span::days(USE_DAYS - 1)
}

fn daily_use(conn: &mut Conn, scope: &TenantScope, id: TokenId, now: Instant) -> Outcome<Vec<DayUse>> {
    let first = first_day(now);
    let mut days: Vec<DayUse> = (0..USE_DAYS)
        .map(|day| DayUse {
            day: first + Span::days(day),
            allowed: 0,
            refused: 0,
        })
        .collect();
    for (hour, allowed, refused) in store::usage_since(conn, scope, id, first)? {
        let slot = (Instant::from_millis(hour) - first).as_millis() / 86_400_000;
        if let Some(day) = usize::try_from(slot).ok().and_then(|slot| days.get_mut(slot)) {
            day.allowed += u64::try_from(allowed).unwrap_or(0);
            day.refused += u64::try_from(refused).unwrap_or(0);
        }
    }
    Ok(days)
}

/// Why a token does not work now for who calls from there, by its row, if it does not. For what was made
/// of it, such as a JWT.
pub async fn refusal(
    app: &Arc<App>,
    scope: TenantScope,
    id: TokenId,
    from: Option<IpAddr>,
) -> Outcome<Option<RefusalReason>> {
    let now = app.clock.now();
    let suspended = app
        .tokens
        .tenant(scope.tenant())
        .is_none_or(|tenant| tenant.is_suspended());
    let row = app
        .db
        .read(Reach::from(&scope), move |conn| {
            Ok::<_, Refusal>(store::find_token(conn, &scope, id))
        })
        .await?;
    let row = match row {
        Ok(row) => row,
        Err(DbError::NotFound) => return Ok(Some(RefusalReason::Unknown)),
        Err(cause) => return Err(cause.into()),
    };
    if suspended {
        return Ok(Some(RefusalReason::TenantSuspended));
    }
    let networks: Networks = stored(&row.allowed_networks)?;
    let outside = (!networks.admit(from)).then_some(RefusalReason::Network);
    Ok(row.facts()?.refusal_at(now).or(outside))
}

/// The newest token that came of a request.
pub fn newest_of_request(conn: &mut Conn, scope: &TenantScope, request: RequestId) -> Outcome<Option<TokenId>> {
    let rows = store::list_of_request(conn, scope, request)?;
    Ok(rows.first().map(TokenRow::token_id).transpose()?)
}

/// The newest tokens of a partner.
pub fn list_of_partner(
    conn: &mut Conn,
    scope: &TenantScope,
    partner: &str,
    now: Instant,
    limit: i64,
) -> Outcome<Vec<TokenSummary>> {
    let filter = TokenFilter {
        partner: Some(partner.to_owned()),
        ..TokenFilter::default()
    };
    summaries(conn, scope, &filter, now, limit)
}

/// The newest token of a request, as its partner sees it.
pub fn my_token(conn: &mut Conn, scope: &TenantScope, request: RequestId, now: Instant) -> Outcome<Option<MyToken>> {
    let rows = store::list_of_request(conn, scope, request)?;
    let token = rows.first().map(|row| {
        Ok::<_, crate::db::DbError>(MyToken {
            id: row.token_id()?,
            hint: row.hint.clone(),
            state: row.facts()?.state_at(now),
            delivery: stored(&row.delivery_state)?,
            starts_at: Instant::from_millis(row.starts_at),
            expires_at: Instant::from_millis(row.expires_at),
            allowed_networks: row.networks(),
        })
    });
    Ok(token.transpose()?)
}
