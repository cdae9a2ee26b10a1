//! A person's memberships with what the switcher shows of each tenant.

use diesel::prelude::*;
use tessera_shared::dto::people::TenantCard;
use tessera_shared::permission::Role;

use crate::db::schema::{memberships, tenants};
use crate::db::{Conn, DbError, pattern};
use crate::queue::service::Waiting;
use crate::tenancy::UserScope;

/// Words of a search that are looked at.
const MOST_WORDS: usize = 4;

/// What to look for.
#[derive(Debug, Default)]
pub struct Filter {
    /// After this name and id.
    pub after: Option<(String, String)>,
    /// Every word of it begins a word of the tenant's name or its short name.
    pub text: Option<String>,
    /// Only these tenants.
    pub ids: Option<Vec<String>>,
}

/// The tenant of a membership.
#[derive(Queryable, Selectable)]
#[diesel(table_name = tenants)]
pub struct TenantRow {
    pub id: String,
    pub slug: String,
    pub name: String,
    pub accent: String,
    pub logo: Option<String>,
    pub status: String,
}

/// A membership of the person.
#[derive(Queryable)]
pub struct MembershipRow {
    pub tenant: TenantRow,
    pub role: String,
}

/// Tenants the person is a member of, by name.
pub fn list_memberships(
    conn: &mut Conn,
    user: &UserScope,
    filter: &Filter,
    limit: i64,
) -> Result<Vec<MembershipRow>, DbError> {
    let mut query = memberships::table
        .inner_join(tenants::table.on(tenants::id.eq(memberships::tenant_id)))
        .filter(memberships::user_id.eq(user.as_str()))
        .order((tenants::name.asc(), tenants::id.asc()))
        .limit(limit)
        .select((TenantRow::as_select(), memberships::role))
        .into_boxed();
    if let Some((name, id)) = &filter.after {
        query = query.filter(
            tenants::name
                .gt(name)
                .or(tenants::name.eq(name).and(tenants::id.gt(id))),
        );
    }
    if let Some(ids) = &filter.ids {
        query = query.filter(tenants::id.eq_any(ids));
    }
    let words = filter.text.iter().flat_map(|text| text.split_whitespace());
    for word in words.take(MOST_WORDS) {
        let word = pattern::beginning(word);
        let first = tenants::search.like(word.clone()).escape(pattern::ESCAPE);
        let later = tenants::search.like(format!("% {word}")).escape(pattern::ESCAPE);
        query = query.filter(first.or(later));
    }
    Ok(query.load(conn)?)
}

impl MembershipRow {
    /// What the person sees.
    pub fn card(self, waits: Waiting) -> Result<TenantCard, DbError> {
        let corrupt = || DbError::Corrupt("tenant card".to_owned());
        let role: Role = self.role.parse().map_err(|_cause| corrupt())?;
        Ok(TenantCard {
            id: self.tenant.id.parse().map_err(|_cause| corrupt())?,
            slug: self.tenant.slug,
            name: self.tenant.name,
            accent: self.tenant.accent,
            logo: self.tenant.logo,
            status: self.tenant.status.parse().map_err(|_cause| corrupt())?,
            waiting: waits.for_role(role),
            role,
        })
    }
}
