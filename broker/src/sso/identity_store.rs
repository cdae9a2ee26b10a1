//! Who people are at their issuers, what their provider gave them, and which answers were taken.

use diesel::prelude::*;
use tessera_shared::instant::Instant;
use tessera_shared::permission::Role;

use crate::db::schema::{identities, provided_memberships, returned_sign_ins};
use crate::db::{Conn, DbError};
use crate::sso::model::ProviderRow;
use crate::tenancy::TenantScope;

/// Takes an answer; [`DbError::Unique`] when it was taken before.
pub fn insert_returned(conn: &mut Conn, state_hash: &[u8], ends_at: Instant) -> Result<(), DbError> {
    diesel::insert_into(returned_sign_ins::table)
        .values((
            returned_sign_ins::state_hash.eq(state_hash),
            returned_sign_ins::ends_at.eq(ends_at.millis()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Forgets answers whose flow is over anyway.
pub fn delete_ended_returned(conn: &mut Conn, now: Instant) -> Result<usize, DbError> {
    Ok(diesel::delete(returned_sign_ins::table.filter(returned_sign_ins::ends_at.le(now.millis()))).execute(conn)?)
}

/// The user an issuer knows as `subject`, and the role on the platform it gave them last.
pub fn find_identity(
    conn: &mut Conn,
    issuer: &str,
    subject: &str,
) -> Result<Option<(String, Option<String>)>, DbError> {
    Ok(identities::table
        .find((issuer, subject))
        .select((identities::user_id, identities::platform_role))
        .get_result(conn)
        .optional()?)
}

/// Whether an issuer knows the user already, as whomever.
pub fn is_linked(conn: &mut Conn, issuer: &str, user: &str) -> Result<bool, DbError> {
    let known: i64 = identities::table
        .filter(identities::issuer.eq(issuer))
        .filter(identities::user_id.eq(user))
        .count()
        .get_result(conn)?;
    Ok(known > 0)
}

/// Links a user.
pub fn insert_identity(conn: &mut Conn, issuer: &str, subject: &str, user: &str, now: Instant) -> Result<(), DbError> {
    diesel::insert_into(identities::table)
        .values((
            identities::issuer.eq(issuer),
            identities::subject.eq(subject),
            identities::user_id.eq(user),
            identities::created_at.eq(now.millis()),
            identities::used_at.eq(now.millis()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Writes down that an identity was used, and which role on the platform its groups gave.
pub fn touch_identity(
    conn: &mut Conn,
    issuer: &str,
    subject: &str,
    platform_role: Option<Role>,
    now: Instant,
) -> Result<(), DbError> {
    diesel::update(identities::table.find((issuer, subject)))
        .set((
            identities::platform_role.eq(platform_role.map(Role::as_str)),
            identities::used_at.eq(now.millis()),
        ))
        .execute(conn)?;
    Ok(())
}

/// The memberships a provider gave to a user: tenant and role, as ids and words.
pub fn list_provided_across_tenants(
    conn: &mut Conn,
    provider: &str,
    user: &str,
) -> Result<Vec<(String, String)>, DbError> {
    Ok(provided_memberships::table
        .filter(provided_memberships::provider_id.eq(provider))
        .filter(provided_memberships::user_id.eq(user))
        .order(provided_memberships::tenant_id.asc())
        .select((provided_memberships::tenant_id, provided_memberships::role))
        .load(conn)?)
}

/// Marks a membership as given by a provider.
pub fn insert_provided(
    conn: &mut Conn,
    scope: &TenantScope,
    provider: &ProviderRow,
    user: &str,
    role: Role,
) -> Result<(), DbError> {
    diesel::insert_into(provided_memberships::table)
        .values((
            provided_memberships::tenant_id.eq(scope.as_str()),
            provided_memberships::user_id.eq(user),
            provided_memberships::provider_id.eq(&provider.id),
            provided_memberships::home.eq(&provider.home),
            provided_memberships::role.eq(role.as_str()),
        ))
        .execute(conn)?;
    Ok(())
}

/// From now on the membership counts as given by hand, if it counted as this provider's.
pub fn delete_provided(conn: &mut Conn, scope: &TenantScope, provider: &str, user: &str) -> Result<(), DbError> {
    let mark = provided_memberships::table.find((scope.as_str(), user));
    diesel::delete(mark.filter(provided_memberships::provider_id.eq(provider))).execute(conn)?;
    Ok(())
}
