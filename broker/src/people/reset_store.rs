//! Links for a new password, in the database.

use diesel::prelude::*;
use tessera_shared::instant::Instant;

use crate::db::schema::password_resets;
use crate::db::{Conn, DbError};

/// Adds a link for an address; an earlier one for the same address ends.
pub fn replace_reset(
    conn: &mut Conn,
    email: &str,
    code_hash: &[u8],
    now: Instant,
    ends_at: Instant,
) -> Result<(), DbError> {
    diesel::delete(password_resets::table.filter(password_resets::email.eq(email))).execute(conn)?;
    diesel::insert_into(password_resets::table)
        .values((
            password_resets::code_hash.eq(code_hash),
            password_resets::email.eq(email),
            password_resets::asked_at.eq(now.millis()),
            password_resets::ends_at.eq(ends_at.millis()),
        ))
        .execute(conn)?;
    Ok(())
}

/// The address a code was made for, while it is good.
pub fn find_reset(conn: &mut Conn, code_hash: &[u8], now: Instant) -> Result<String, DbError> {
    Ok(password_resets::table
        .find(code_hash)
        .filter(password_resets::ends_at.gt(now.millis()))
        .select(password_resets::email)
        .get_result(conn)?)
}

/// Ends a link; false when somebody else just did.
pub fn delete_reset(conn: &mut Conn, code_hash: &[u8]) -> Result<bool, DbError> {
    Ok(diesel::delete(password_resets::table.find(code_hash)).execute(conn)? == 1)
}

/// Removes links whose time is over.
pub fn delete_ended_resets(conn: &mut Conn, now: Instant) -> Result<usize, DbError> {
    Ok(diesel::delete(password_resets::table.filter(password_resets::ends_at.le(now.millis()))).execute(conn)?)
}
