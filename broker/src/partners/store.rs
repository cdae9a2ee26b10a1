//! Partners in the database.

use std::collections::HashMap;

use diesel::dsl::count_star;
use diesel::prelude::*;
use tessera_shared::dto::partners::Partner;
use tessera_shared::ids::PartnerId;
use tessera_shared::instant::Instant;
use tessera_shared::lifecycle::{RequestState, TokenState};

use crate::db::pattern::{self, lower};
use crate::db::schema::{partners, requests, tokens};
use crate::db::{Conn, DbError};
use crate::tenancy::TenantScope;

/// A stored partner.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = partners, treat_none_as_default_value = false)]
pub struct PartnerRow {
    pub id: String,
    pub tenant_id: String,
    pub name: String,
    pub contact_name: String,
    pub contact_email: String,
    pub created_at: i64,
}

/// Keeps of a boxed query what is found by a text, whatever is selected.
macro_rules! matching {
    ($query:expr, $text:expr) => {{
        let mut query = $query;
        if let Some(text) = $text {
            let like = pattern::containing(text);
            let name = lower(partners::name).like(like.clone()).escape(pattern::ESCAPE);
            let contact = lower(partners::contact_name).like(like.clone()).escape(pattern::ESCAPE);
            query = query.filter(
                name.or(contact)
                    .or(partners::contact_email.like(like).escape(pattern::ESCAPE)),
            );
        }
        query
    }};
}

/// Partners of the tenant by name, after the key of an earlier page (`name`, `id`).
pub fn list_partners(
    conn: &mut Conn,
    scope: &TenantScope,
    after: Option<(String, String)>,
    text: Option<&str>,
    limit: i64,
) -> Result<Vec<PartnerRow>, DbError> {
    let mut query = partners::table
        .filter(partners::tenant_id.eq(scope.as_str()))
        .order((partners::name.asc(), partners::id.asc()))
        .limit(limit)
        .select(PartnerRow::as_select())
        .into_boxed();
    if let Some((name, id)) = after {
        query = query.filter(
            partners::name
                .gt(name.clone())
                .or(partners::name.eq(name).and(partners::id.gt(id))),
        );
    }
    Ok(matching!(query, text).load(conn)?)
}

/// How many partners of the tenant are found by a text.
pub fn count_partners(conn: &mut Conn, scope: &TenantScope, text: Option<&str>) -> Result<i64, DbError> {
    let query = partners::table
        .filter(partners::tenant_id.eq(scope.as_str()))
        .select(count_star())
        .into_boxed();
    Ok(matching!(query, text).get_result(conn)?)
}

/// One partner of the tenant.
pub fn find_partner(conn: &mut Conn, scope: &TenantScope, id: PartnerId) -> Result<PartnerRow, DbError> {
    Ok(partners::table
        .filter(partners::tenant_id.eq(scope.as_str()))
        .filter(partners::id.eq(id.to_string()))
        .select(PartnerRow::as_select())
        .get_result(conn)?)
}

/// The partner of the tenant with this contact address.
pub fn find_by_email(conn: &mut Conn, scope: &TenantScope, email: &str) -> Result<Option<PartnerRow>, DbError> {
    Ok(partners::table
        .filter(partners::tenant_id.eq(scope.as_str()))
        .filter(partners::contact_email.eq(email))
        .select(PartnerRow::as_select())
        .get_result(conn)
        .optional()?)
}

/// Adds a partner.
pub fn insert_partner(conn: &mut Conn, scope: &TenantScope, row: &PartnerRow) -> Result<(), DbError> {
    scope.holds(&row.tenant_id)?;
    let search = partners::search.eq(row.name.to_lowercase());
    diesel::insert_into(partners::table)
        .values((row, search))
        .execute(conn)?;
    Ok(())
}

/// Working tokens, ended tokens and open requests of a partner. A token that is suspended or has
/// yet to start is neither working nor ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub active: u32,
    pub ended: u32,
    pub open: u32,
}

/// Counts for some partners of the tenant.
pub fn counts(
    conn: &mut Conn,
    scope: &TenantScope,
    ids: &[String],
    now: Instant,
) -> Result<HashMap<String, Counts>, DbError> {
    let mut by_partner: HashMap<String, Counts> = HashMap::new();
    for (partner, count) in count_working(conn, scope, ids, now)? {
        by_partner.entry(partner).or_default().active = small(count);
    }
    for (partner, count) in count_ended(conn, scope, ids, now)? {
        by_partner.entry(partner).or_default().ended = small(count);
    }
    for (partner, count) in count_open(conn, scope, ids)? {
        if let Some(partner) = partner {
            by_partner.entry(partner).or_default().open = small(count);
        }
    }
    Ok(by_partner)
}

fn small(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn count_working(
    conn: &mut Conn,
    scope: &TenantScope,
    ids: &[String],
    now: Instant,
) -> Result<Vec<(String, i64)>, DbError> {
    Ok(tokens::table
        .filter(tokens::tenant_id.eq(scope.as_str()))
        .filter(tokens::partner_id.eq_any(ids))
        .filter(tokens::state.eq_any(TokenState::WORKING))
        .filter(tokens::starts_at.le(now.millis()))
        .filter(tokens::expires_at.gt(now.millis()))
        .group_by(tokens::partner_id)
        .select((tokens::partner_id, count_star()))
        .load(conn)?)
}

fn count_ended(
    conn: &mut Conn,
    scope: &TenantScope,
    ids: &[String],
    now: Instant,
) -> Result<Vec<(String, i64)>, DbError> {
    let ended = [TokenState::Revoked, TokenState::Expired].map(TokenState::as_str);
    Ok(tokens::table
        .filter(tokens::tenant_id.eq(scope.as_str()))
        .filter(tokens::partner_id.eq_any(ids))
        // The clock ends a token; the stored state may lag behind it.
        .filter(tokens::state.eq_any(ended).or(tokens::expires_at.le(now.millis())))
        .group_by(tokens::partner_id)
        .select((tokens::partner_id, count_star()))
        .load(conn)?)
}

fn count_open(conn: &mut Conn, scope: &TenantScope, ids: &[String]) -> Result<Vec<(Option<String>, i64)>, DbError> {
    let open = [RequestState::Submitted, RequestState::Approved].map(RequestState::as_str);
    Ok(requests::table
        .filter(requests::tenant_id.eq(scope.as_str()))
        .filter(requests::partner_id.eq_any(ids))
        .filter(requests::state.eq_any(open))
        .filter(requests::generation.eq(0))
        .group_by(requests::partner_id)
        .select((requests::partner_id, count_star()))
        .load(conn)?)
}

impl PartnerRow {
    /// What readers see.
    pub fn partner(self, counts: Counts) -> Result<Partner, DbError> {
        Ok(Partner {
            id: self
                .id
                .parse()
                .map_err(|_cause| DbError::Corrupt("partner id".to_owned()))?,
            name: self.name,
            contact_name: self.contact_name,
            contact_email: self.contact_email,
            since: Instant::from_millis(self.created_at),
            active_tokens: counts.active,
            ended_tokens: counts.ended,
            open_requests: counts.open,
        })
    }
}
