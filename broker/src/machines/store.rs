//! Service accounts, their credentials and their access tokens in the database.

use diesel::prelude::*;
use tessera_shared::ids::ServiceAccountId;
use tessera_shared::instant::Instant;

use crate::db::schema::{access_tokens, service_accounts, service_credentials, used_assertions};
use crate::db::{Conn, DbError};
use crate::machines::model::{AccessTokenRow, AccountRow, CredentialRow};
use crate::tenancy::TenantScope;

/// Most accounts in use a tenant may have, and most ended ones that are shown.
pub const MOST: i64 = 100;
/// Most credentials of an account that work at the same time.
pub const MOST_CREDENTIALS: usize = 10;

/// Accounts of the tenant by name, ended ones last.
pub fn list_accounts(conn: &mut Conn, scope: &TenantScope) -> Result<Vec<AccountRow>, DbError> {
    let of_tenant = || service_accounts::table.filter(service_accounts::tenant_id.eq(scope.as_str()));
    let mut rows: Vec<AccountRow> = of_tenant()
        .filter(service_accounts::retired_at.is_null())
        .order(service_accounts::name.asc())
        .limit(MOST)
        .select(AccountRow::as_select())
        .load(conn)?;
    let retired: Vec<AccountRow> = of_tenant()
        .filter(service_accounts::retired_at.is_not_null())
        .order(service_accounts::retired_at.desc())
        .limit(MOST)
        .select(AccountRow::as_select())
        .load(conn)?;
    rows.extend(retired);
    Ok(rows)
}

/// How many accounts of the tenant are in use.
pub fn count_accounts(conn: &mut Conn, scope: &TenantScope) -> Result<i64, DbError> {
    Ok(service_accounts::table
        .filter(service_accounts::tenant_id.eq(scope.as_str()))
        .filter(service_accounts::retired_at.is_null())
        .count()
        .get_result(conn)?)
}

/// One account of the tenant.
pub fn find_account(conn: &mut Conn, scope: &TenantScope, id: ServiceAccountId) -> Result<AccountRow, DbError> {
    Ok(service_accounts::table
        .filter(service_accounts::tenant_id.eq(scope.as_str()))
        .filter(service_accounts::id.eq(id.to_string()))
        .select(AccountRow::as_select())
        .get_result(conn)?)
}

/// The account behind a `client_id`, in whichever tenant it lies, while it is in use.
pub fn find_client(conn: &mut Conn, id: ServiceAccountId) -> Result<AccountRow, DbError> {
    Ok(service_accounts::table
        .filter(service_accounts::id.eq(id.to_string()))
        .filter(service_accounts::retired_at.is_null())
        .select(AccountRow::as_select())
        .get_result(conn)?)
}

/// Adds an account.
pub fn insert_account(conn: &mut Conn, scope: &TenantScope, row: &AccountRow) -> Result<(), DbError> {
    scope.holds(&row.tenant_id)?;
    diesel::insert_into(service_accounts::table).values(row).execute(conn)?;
    Ok(())
}

/// Ends an account and all it could show; false when it was ended before.
pub fn retire_account(conn: &mut Conn, scope: &TenantScope, id: &str, now: Instant) -> Result<bool, DbError> {
    let account = service_accounts::table
        .filter(service_accounts::tenant_id.eq(scope.as_str()))
        .filter(service_accounts::id.eq(id))
        .filter(service_accounts::retired_at.is_null());
    let ended = diesel::update(account)
        .set(service_accounts::retired_at.eq(now.millis()))
        .execute(conn)?;
    let tokens = access_tokens::table
        .filter(access_tokens::tenant_id.eq(scope.as_str()))
        .filter(access_tokens::account_id.eq(id));
    diesel::delete(tokens).execute(conn)?;
    end_credentials(conn, scope, id, now)?;
    Ok(ended == 1)
}

/// Credentials that have not ended at `now`, in milliseconds.
#[diesel::dsl::auto_type(no_type_alias)]
fn working(now: i64) -> _ {
    service_credentials::ends_at
        .is_null()
        .or(service_credentials::ends_at.gt(now))
}

/// Credentials of the tenant's accounts that work at `now`, the newest first.
pub fn list_credentials(conn: &mut Conn, scope: &TenantScope, now: Instant) -> Result<Vec<CredentialRow>, DbError> {
    Ok(service_credentials::table
        .filter(service_credentials::tenant_id.eq(scope.as_str()))
        .filter(working(now.millis()))
        .order(service_credentials::id.desc())
        .select(CredentialRow::as_select())
        .load(conn)?)
}

/// Adds a credential.
pub fn insert_credential(conn: &mut Conn, scope: &TenantScope, row: &CredentialRow) -> Result<(), DbError> {
    scope.holds(&row.tenant_id)?;
    diesel::insert_into(service_credentials::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// Lets every secret and key of an account end at `at`, unless it ends before.
pub fn end_credentials(conn: &mut Conn, scope: &TenantScope, account: &str, at: Instant) -> Result<(), DbError> {
    let later = service_credentials::table
        .filter(service_credentials::tenant_id.eq(scope.as_str()))
        .filter(service_credentials::account_id.eq(account))
        .filter(working(at.millis()));
    diesel::update(later)
        .set(service_credentials::ends_at.eq(at.millis()))
        .execute(conn)?;
    Ok(())
}

/// Like [`end_credentials`], for secrets only: keys go on.
pub fn end_secrets(conn: &mut Conn, scope: &TenantScope, account: &str, at: Instant) -> Result<(), DbError> {
    let later = service_credentials::table
        .filter(service_credentials::tenant_id.eq(scope.as_str()))
        .filter(service_credentials::account_id.eq(account))
        .filter(service_credentials::digest.is_not_null())
        .filter(working(at.millis()));
    diesel::update(later)
        .set(service_credentials::ends_at.eq(at.millis()))
        .execute(conn)?;
    Ok(())
}

/// Writes down that a credential was used for an access token.
pub fn touch(conn: &mut Conn, scope: &TenantScope, credential: &CredentialRow, now: Instant) -> Result<(), DbError> {
    let used = service_credentials::table
        .filter(service_credentials::tenant_id.eq(scope.as_str()))
        .filter(service_credentials::id.eq(&credential.id));
    diesel::update(used)
        .set(service_credentials::last_used_at.eq(now.millis()))
        .execute(conn)?;
    let account = service_accounts::table
        .filter(service_accounts::tenant_id.eq(scope.as_str()))
        .filter(service_accounts::id.eq(&credential.account_id));
    diesel::update(account)
        .set(service_accounts::last_used_at.eq(now.millis()))
        .execute(conn)?;
    Ok(())
}

/// Adds an access token.
pub fn insert_access_token(conn: &mut Conn, scope: &TenantScope, row: &AccessTokenRow) -> Result<(), DbError> {
    scope.holds(&row.tenant_id)?;
    diesel::insert_into(access_tokens::table).values(row).execute(conn)?;
    Ok(())
}

/// Removes an access token in whichever tenant it lies, of `account` only if one is named.
pub fn delete_access_token_across_tenants(
    conn: &mut Conn,
    digest: &[u8],
    account: Option<&str>,
) -> Result<(), DbError> {
    let token = access_tokens::table.filter(access_tokens::digest.eq(digest));
    match account {
        None => diesel::delete(token).execute(conn)?,
        Some(account) => diesel::delete(token.filter(access_tokens::account_id.eq(account))).execute(conn)?,
    };
    Ok(())
}

/// Remembers an assertion until its end. Taking it twice is a [`DbError::Unique`].
pub fn use_assertion(
    conn: &mut Conn,
    scope: &TenantScope,
    account: &str,
    jti: &str,
    ends_at: Instant,
) -> Result<(), DbError> {
    diesel::insert_into(used_assertions::table)
        .values((
            used_assertions::tenant_id.eq(scope.as_str()),
            used_assertions::account_id.eq(account),
            used_assertions::jti.eq(jti),
            used_assertions::ends_at.eq(ends_at.millis()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Removes access tokens and assertions of any tenant whose time is over.
pub fn delete_ended_across_tenants(conn: &mut Conn, now: Instant) -> Result<usize, DbError> {
    let tokens = access_tokens::table.filter(access_tokens::ends_at.le(now.millis()));
    let assertions = used_assertions::table.filter(used_assertions::ends_at.le(now.millis()));
    Ok(diesel::delete(tokens).execute(conn)? + diesel::delete(assertions).execute(conn)?)
}
