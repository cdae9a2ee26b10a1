//! The views of one person.

use diesel::prelude::*;
use tessera_shared::dto::views::{SavedView, ViewedList};
use tessera_shared::ids::{TenantId, ViewId};

use crate::db::dialect::{LockTable, lock_row};
use crate::db::schema::saved_views;
use crate::db::{Conn, DbError};
use crate::tenancy::{UserScope, parse_stored};

/// A stored view.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = saved_views, treat_none_as_default_value = false)]
pub struct ViewRow {
    pub id: String,
    pub user_id: String,
    pub tenant_id: Option<String>,
    pub list: String,
    pub name: String,
    pub search: String,
    pub query: String,
    pub created_at: i64,
}

/// The person's views by name: those that show in every tenant and those of `tenant`.
pub fn list_views(
    conn: &mut Conn,
    user: &UserScope,
    list: Option<ViewedList>,
    tenant: Option<TenantId>,
) -> Result<Vec<ViewRow>, DbError> {
    let mut query = saved_views::table
        .filter(saved_views::user_id.eq(user.as_str()))
        .order((saved_views::search.asc(), saved_views::id.asc()))
        .select(ViewRow::as_select())
        .into_boxed();
    query = match tenant {
        Some(tenant) => query.filter(
            saved_views::tenant_id
                .is_null()
                .or(saved_views::tenant_id.eq(tenant.to_string())),
        ),
        None => query.filter(saved_views::tenant_id.is_null()),
    };
    if let Some(list) = list {
        query = query.filter(saved_views::list.eq(list.as_str()));
    }
    Ok(query.load(conn)?)
}

/// How many views the person has of a list, in all tenants. Until the end of the transaction nobody else counts, who would
/// find room for the same last one.
pub fn count_views(conn: &mut Conn, user: &UserScope, list: ViewedList) -> Result<i64, DbError> {
    lock_row(conn, LockTable::Users, user.as_str())?;
    Ok(saved_views::table
        .filter(saved_views::user_id.eq(user.as_str()))
        .filter(saved_views::list.eq(list.as_str()))
        .count()
        .get_result(conn)?)
}

/// A view of the person.
pub fn find_view(conn: &mut Conn, user: &UserScope, id: ViewId) -> Result<ViewRow, DbError> {
    Ok(saved_views::table
        .filter(saved_views::user_id.eq(user.as_str()))
        .filter(saved_views::id.eq(id.to_string()))
        .select(ViewRow::as_select())
        .get_result(conn)?)
}

/// Adds a view of the person.
pub fn insert_view(conn: &mut Conn, user: &UserScope, row: &ViewRow) -> Result<(), DbError> {
    if row.user_id != user.as_str() {
        return Err(DbError::Constraint("a view of somebody else".to_owned()));
    }
    diesel::insert_into(saved_views::table).values(row).execute(conn)?;
    Ok(())
}

/// Gives a view of the person another name; false when it is gone.
pub fn rename_view(conn: &mut Conn, user: &UserScope, id: ViewId, name: &str) -> Result<bool, DbError> {
    let own = saved_views::table
        .filter(saved_views::user_id.eq(user.as_str()))
        .filter(saved_views::id.eq(id.to_string()));
    let renamed = diesel::update(own)
        .set((saved_views::name.eq(name), saved_views::search.eq(name.to_lowercase())))
        .execute(conn)?;
    Ok(renamed == 1)
}

/// Takes a view of the person away; false when it is gone.
pub fn delete_view(conn: &mut Conn, user: &UserScope, id: ViewId) -> Result<bool, DbError> {
    let own = saved_views::table
        .filter(saved_views::user_id.eq(user.as_str()))
        .filter(saved_views::id.eq(id.to_string()));
    Ok(diesel::delete(own).execute(conn)? == 1)
}

impl ViewRow {
    /// What its person sees.
    pub fn view(self) -> Result<SavedView, DbError> {
        let corrupt = || DbError::Corrupt("saved view".to_owned());
        Ok(SavedView {
            id: self.id.parse().map_err(|_cause| corrupt())?,
            list: parse_stored(&self.list)?,
            name: self.name,
            query: self.query,
            tenant: self
                .tenant_id
                .map(|id| id.parse().map_err(|_cause| corrupt()))
                .transpose()?,
        })
    }
}
