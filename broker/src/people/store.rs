//! Users, sessions and memberships in the database.

use std::collections::HashMap;

use diesel::dsl::exists;
use diesel::prelude::*;
use tessera_shared::dto::people::Member;
use tessera_shared::ids::{TenantId, UserId};
use tessera_shared::instant::Instant;
use tessera_shared::permission::Role;

use crate::db::schema::{memberships, users};
use crate::db::{Conn, DbError};
use crate::tenancy::{TenantScope, UserScope, parse_stored};

/// An account, as sign-in needs it.
#[derive(Queryable, Selectable)]
#[diesel(table_name = users)]
pub struct AccountRow {
    pub id: String,
    pub email: String,
    pub name: String,
    pub password_hash: Option<String>,
    pub failures: i32,
}

/// The account with this address.
pub fn find_account(conn: &mut Conn, email: &str) -> Result<Option<AccountRow>, DbError> {
    Ok(users::table
        .filter(users::email.eq(email.to_lowercase()))
        .select(AccountRow::as_select())
        .get_result(conn)
        .optional()?)
}

/// Whether there is an account with this address. The answer is one row either way, and takes as long:
/// for who must not tell the two apart.
pub fn has_account(conn: &mut Conn, email: &str) -> Result<bool, DbError> {
    let theirs = users::table.filter(users::email.eq(email.to_lowercase()));
    Ok(diesel::select(exists(theirs)).get_result(conn)?)
}

/// Adds an account.
pub fn insert_user(
    conn: &mut Conn,
    id: UserId,
    email: &str,
    name: &str,
    password_hash: Option<&str>,
    platform_role: Option<Role>,
    now: Instant,
) -> Result<(), DbError> {
    diesel::insert_into(users::table)
        .values((
            users::id.eq(id.to_string()),
            users::email.eq(email.to_lowercase()),
            users::name.eq(name),
            users::password_hash.eq(password_hash),
            users::platform_role.eq(platform_role.map(Role::as_str)),
            users::created_at.eq(now.millis()),
            users::failures.eq(0),
        ))
        .execute(conn)?;
    Ok(())
}

/// The account with this id, and its role on the platform.
pub fn find_account_by_id(conn: &mut Conn, user: &str) -> Result<(AccountRow, Option<String>), DbError> {
    Ok(users::table
        .find(user)
        .select((AccountRow::as_select(), users::platform_role))
        .get_result(conn)?)
}

/// Gives an account another role on the platform, or none.
pub fn set_platform_role(conn: &mut Conn, user: &str, role: Option<Role>) -> Result<(), DbError> {
    diesel::update(users::table.find(user))
        .set(users::platform_role.eq(role.map(Role::as_str)))
        .execute(conn)?;
    Ok(())
}

/// Counts a wrong password against the account with this address, if there is one.
pub fn count_failure(conn: &mut Conn, email: &str) -> Result<(), DbError> {
    diesel::update(users::table.filter(users::email.eq(email)))
        .set(users::failures.eq(users::failures + 1))
        .execute(conn)?;
    Ok(())
}

/// Forgets the wrong passwords of an account after a right one.
pub fn forget_failures(conn: &mut Conn, user: &str) -> Result<(), DbError> {
    diesel::update(users::table.find(user))
        .set(users::failures.eq(0))
        .execute(conn)?;
    Ok(())
}

/// Makes a user a member.
pub fn insert_membership(
    conn: &mut Conn,
    scope: &TenantScope,
    user: UserId,
    role: Role,
    now: Instant,
) -> Result<(), DbError> {
    diesel::insert_into(memberships::table)
        .values((
            memberships::tenant_id.eq(scope.as_str()),
            memberships::user_id.eq(user.to_string()),
            memberships::role.eq(role.as_str()),
            memberships::created_at.eq(now.millis()),
        ))
        .execute(conn)?;
    Ok(())
}

/// The stored password of an account, if it has one.
pub fn find_password(conn: &mut Conn, user: &str) -> Result<Option<String>, DbError> {
    Ok(users::table.find(user).select(users::password_hash).get_result(conn)?)
}

/// Gives an account another password; false when it is no longer the one that was read.
pub fn change_password(conn: &mut Conn, user: &str, read: &str, password_hash: &str) -> Result<bool, DbError> {
    let changed = diesel::update(users::table.find(user).filter(users::password_hash.eq(read)))
        .set(users::password_hash.eq(password_hash))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Gives an account another password and forgets the wrong ones.
pub fn set_password(conn: &mut Conn, user: &str, password_hash: &str) -> Result<(), DbError> {
    diesel::update(users::table.find(user))
        .set((users::password_hash.eq(password_hash), users::failures.eq(0)))
        .execute(conn)?;
    Ok(())
}

/// In how many tenants the user is a member.
pub fn count_tenants(conn: &mut Conn, scope: &UserScope) -> Result<i64, DbError> {
    Ok(memberships::table
        .filter(memberships::user_id.eq(scope.as_str()))
        .count()
        .get_result(conn)?)
}

/// The tenants the user is a member of.
pub fn list_tenant_ids(conn: &mut Conn, scope: &UserScope) -> Result<Vec<TenantId>, DbError> {
    let ids: Vec<String> = memberships::table
        .filter(memberships::user_id.eq(scope.as_str()))
        .select(memberships::tenant_id)
        .load(conn)?;
    ids.iter()
        .map(|id| id.parse().map_err(|_cause| DbError::Corrupt("membership".to_owned())))
        .collect()
}

/// What the user is, by tenant.
pub fn list_roles(conn: &mut Conn, scope: &UserScope) -> Result<HashMap<TenantId, Role>, DbError> {
    let rows: Vec<(String, String)> = memberships::table
        .filter(memberships::user_id.eq(scope.as_str()))
        .select((memberships::tenant_id, memberships::role))
        .load(conn)?;
    let rows = rows.iter();
    rows.map(|(tenant, role)| Ok((parse_stored(tenant)?, parse_stored(role)?)))
        .collect()
}

/// Addresses of the tenant's members with one of `roles`, with their names.
pub fn list_addresses(conn: &mut Conn, scope: &TenantScope, roles: &[Role]) -> Result<Vec<(String, String)>, DbError> {
    let roles: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
    Ok(memberships::table
        .inner_join(users::table.on(users::id.eq(memberships::user_id)))
        .filter(memberships::tenant_id.eq(scope.as_str()))
        .filter(memberships::role.eq_any(roles))
        .order(users::email.asc())
        .select((users::email, users::name))
        .load(conn)?)
}

/// What a user is in the tenant, if they are a member.
pub fn find_role(conn: &mut Conn, scope: &TenantScope, user: &str) -> Result<Option<Role>, DbError> {
    let role: Option<String> = memberships::table
        .filter(memberships::tenant_id.eq(scope.as_str()))
        .filter(memberships::user_id.eq(user))
        .select(memberships::role)
        .get_result(conn)
        .optional()?;
    role.map(|role| role.parse().map_err(|_cause| DbError::Corrupt("role".to_owned())))
        .transpose()
}

/// Whether somebody with this address is a member of the tenant. One question, so that it takes no
/// longer where they have an account elsewhere.
pub fn is_member(conn: &mut Conn, scope: &TenantScope, email: &str) -> Result<bool, DbError> {
    let members = memberships::table
        .inner_join(users::table.on(users::id.eq(memberships::user_id)))
        .filter(memberships::tenant_id.eq(scope.as_str()))
        .filter(users::email.eq(email));
    Ok(members.count().get_result::<i64>(conn)? > 0)
}

/// The name of an account.
pub fn find_name(conn: &mut Conn, user: &str) -> Result<String, DbError> {
    Ok(users::table.find(user).select(users::name).get_result(conn)?)
}

/// Name and address of an account.
pub fn find_name_and_email(conn: &mut Conn, user: &str) -> Result<(String, String), DbError> {
    Ok(users::table
        .find(user)
        .select((users::name, users::email))
        .get_result(conn)?)
}

/// Ends a membership; false when there was none.
pub fn delete_membership(conn: &mut Conn, scope: &TenantScope, user: &str) -> Result<bool, DbError> {
    let gone = diesel::delete(
        memberships::table
            .filter(memberships::tenant_id.eq(scope.as_str()))
            .filter(memberships::user_id.eq(user)),
    )
    .execute(conn)?;
    Ok(gone == 1)
}

/// Most members one page shows.
const MOST_MEMBERS: i64 = 500;

/// Members of the tenant by name.
pub fn list_members(conn: &mut Conn, scope: &TenantScope) -> Result<Vec<Member>, DbError> {
    type Row = (String, String, String, String, i64, Option<i64>);
    let rows: Vec<Row> = memberships::table
        .inner_join(users::table.on(users::id.eq(memberships::user_id)))
        .filter(memberships::tenant_id.eq(scope.as_str()))
        .order((users::name.asc(), users::id.asc()))
        .limit(MOST_MEMBERS)
        .select((
            users::id,
            users::name,
            users::email,
            memberships::role,
            memberships::created_at,
            users::last_seen_at,
        ))
        .load(conn)?;
    let corrupt = || DbError::Corrupt("member".to_owned());
    rows.into_iter()
        .map(|(id, name, email, role, since, seen)| {
            Ok(Member {
                id: id.parse().map_err(|_cause| corrupt())?,
                name,
                email,
                role: role.parse().map_err(|_cause| corrupt())?,
                since: Instant::from_millis(since),
                last_seen_at: seen.map(Instant::from_millis),
            })
        })
        .collect()
}
