//! Second factors in the database.

use diesel::prelude::*;
use tessera_shared::instant::Instant;

use crate::db::schema::{memberships, recovery_codes, totp_factors, users};
use crate::db::{Conn, DbError};

/// A stored authenticator app.
#[derive(Queryable, Selectable)]
#[diesel(table_name = totp_factors)]
pub struct TotpRow {
    pub sealed_seed: Vec<u8>,
    pub last_step: i64,
    pub created_at: i64,
    pub confirmed_at: Option<i64>,
}

/// The app of a user, confirmed or about to be.
pub fn find_totp(conn: &mut Conn, user: &str) -> Result<Option<TotpRow>, DbError> {
    Ok(totp_factors::table
        .find(user)
        .select(TotpRow::as_select())
        .get_result(conn)
        .optional()?)
}

/// Puts an app that is about to be confirmed in the place of an earlier one like that; false when
/// there is a confirmed one.
pub fn replace_unconfirmed_totp(
    conn: &mut Conn,
    user: &str,
    sealed_seed: &[u8],
    created_at: i64,
) -> Result<bool, DbError> {
    diesel::delete(
        totp_factors::table
            .find(user)
            .filter(totp_factors::confirmed_at.is_null()),
    )
    .execute(conn)?;
    let inserted = diesel::insert_into(totp_factors::table)
        .values((
            totp_factors::user_id.eq(user),
            totp_factors::sealed_seed.eq(sealed_seed),
            totp_factors::last_step.eq(0),
            totp_factors::created_at.eq(created_at),
        ))
        .execute(conn);
    match inserted.map_err(DbError::from) {
        Err(DbError::Unique(_)) => Ok(false),
        other => Ok(other? == 1),
    }
}

/// Confirms the app with its first code; false when somebody was faster.
pub fn confirm_totp(conn: &mut Conn, user: &str, step: i64, now: Instant) -> Result<bool, DbError> {
    let waiting = totp_factors::table
        .find(user)
        .filter(totp_factors::confirmed_at.is_null());
    let confirmed = diesel::update(waiting)
        .set((
            totp_factors::confirmed_at.eq(now.millis()),
            totp_factors::last_step.eq(step),
        ))
        .execute(conn)?;
    Ok(confirmed == 1)
}

/// Writes down that the code of `step` was taken; false when it, or a later one, was before.
pub fn take_step(conn: &mut Conn, user: &str, step: i64) -> Result<bool, DbError> {
    let older = totp_factors::table.find(user).filter(totp_factors::last_step.lt(step));
    Ok(diesel::update(older)
        .set(totp_factors::last_step.eq(step))
        .execute(conn)?
        == 1)
}

/// Removes the app; false when there was none.
pub fn delete_totp(conn: &mut Conn, user: &str) -> Result<bool, DbError> {
    let confirmed = totp_factors::table
        .find(user)
        .filter(totp_factors::confirmed_at.is_not_null());
    Ok(diesel::delete(confirmed).execute(conn)? == 1)
}

/// Adds a recovery code.
pub fn insert_recovery_code(conn: &mut Conn, user: &str, digest: &[u8], now: Instant) -> Result<(), DbError> {
    diesel::insert_into(recovery_codes::table)
        .values((
            recovery_codes::user_id.eq(user),
            recovery_codes::digest.eq(digest),
            recovery_codes::created_at.eq(now.millis()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Uses a recovery code up; false when there is no such one.
pub fn take_recovery_code(conn: &mut Conn, user: &str, digest: &[u8]) -> Result<bool, DbError> {
    Ok(diesel::delete(recovery_codes::table.find((user, digest))).execute(conn)? == 1)
}

/// Removes all recovery codes.
pub fn delete_recovery_codes(conn: &mut Conn, user: &str) -> Result<usize, DbError> {
    Ok(diesel::delete(recovery_codes::table.filter(recovery_codes::user_id.eq(user))).execute(conn)?)
}

/// How many recovery codes are left.
pub fn count_recovery_codes(conn: &mut Conn, user: &str) -> Result<i64, DbError> {
    Ok(recovery_codes::table
        .filter(recovery_codes::user_id.eq(user))
        .count()
        .get_result(conn)?)
}

/// Whether the user has a password, and a role on the platform.
pub fn find_account_kind(conn: &mut Conn, user: &str) -> Result<(bool, bool), DbError> {
    Ok(users::table
        .find(user)
        .select((users::password_hash.is_not_null(), users::platform_role.is_not_null()))
        .get_result(conn)?)
}

/// Whether the user is a member of any tenant with one of `roles`.
pub fn has_role_anywhere(conn: &mut Conn, user: &str, roles: &[&str]) -> Result<bool, DbError> {
    let member = memberships::table
        .filter(memberships::user_id.eq(user))
        .filter(memberships::role.eq_any(roles.to_vec()));
    Ok(member.count().get_result::<i64>(conn)? > 0)
}
