//! Passkeys in the database.

use diesel::prelude::*;
use tessera_shared::instant::Instant;

use crate::db::schema::{answered_challenges, passkeys};
use crate::db::{Conn, DbError};

/// A stored passkey.
#[derive(Queryable, Selectable)]
#[diesel(table_name = passkeys)]
pub struct PasskeyRow {
    pub id: String,
    pub user_id: String,
    pub credential_id: Vec<u8>,
    pub public_key: Vec<u8>,
    pub sign_count: i64,
    pub backup_eligible: bool,
    pub backed_up: bool,
    pub name: String,
    pub created_at: i64,
    pub used_at: Option<i64>,
}

/// A passkey that is added.
#[derive(Insertable)]
#[diesel(table_name = passkeys)]
pub struct NewPasskey<'a> {
    pub id: &'a str,
    pub user_id: &'a str,
    pub credential_id: &'a [u8],
    pub public_key: &'a [u8],
    pub sign_count: i64,
    pub backup_eligible: bool,
    pub backed_up: bool,
    pub name: &'a str,
    pub created_at: i64,
}

/// Adds a passkey; false when some account has it already.
pub fn insert_passkey(conn: &mut Conn, passkey: &NewPasskey<'_>) -> Result<bool, DbError> {
    let inserted = diesel::insert_into(passkeys::table).values(passkey).execute(conn);
    match inserted.map_err(DbError::from) {
        Err(DbError::Unique(_)) => Ok(false),
        other => Ok(other? == 1),
    }
}

/// The passkeys of a user, the first added first.
pub fn list_passkeys(conn: &mut Conn, user: &str) -> Result<Vec<PasskeyRow>, DbError> {
    Ok(passkeys::table
        .filter(passkeys::user_id.eq(user))
        .order(passkeys::id)
        .select(PasskeyRow::as_select())
        .load(conn)?)
}

/// How many passkeys a user has.
pub fn count_passkeys(conn: &mut Conn, user: &str) -> Result<i64, DbError> {
    Ok(passkeys::table
        .filter(passkeys::user_id.eq(user))
        .count()
        .get_result(conn)?)
}

/// The passkey with this credential, whoever has it.
pub fn find_by_credential(conn: &mut Conn, credential: &[u8]) -> Result<Option<PasskeyRow>, DbError> {
    Ok(passkeys::table
        .filter(passkeys::credential_id.eq(credential))
        .select(PasskeyRow::as_select())
        .get_result(conn)
        .optional()?)
}

/// Writes down that a passkey was shown; false when its counter is no longer the one that was read.
pub fn use_passkey(
    conn: &mut Conn,
    read: &PasskeyRow,
    sign_count: i64,
    backed_up: bool,
    now: Instant,
) -> Result<bool, DbError> {
    let unchanged = passkeys::table
        .find(&read.id)
        .filter(passkeys::sign_count.eq(read.sign_count));
    let used = diesel::update(unchanged)
        .set((
            passkeys::sign_count.eq(sign_count),
            passkeys::backed_up.eq(backed_up),
            passkeys::used_at.eq(now.millis()),
        ))
        .execute(conn)?;
    Ok(used == 1)
}

/// The name of a user's passkey.
pub fn find_name(conn: &mut Conn, user: &str, id: &str) -> Result<Option<String>, DbError> {
    Ok(passkeys::table
        .find(id)
        .filter(passkeys::user_id.eq(user))
        .select(passkeys::name)
        .get_result(conn)
        .optional()?)
}

/// Gives a user's passkey another name.
pub fn rename_passkey(conn: &mut Conn, user: &str, id: &str, name: &str) -> Result<(), DbError> {
    let own = passkeys::table.find(id).filter(passkeys::user_id.eq(user));
    diesel::update(own).set(passkeys::name.eq(name)).execute(conn)?;
    Ok(())
}

/// Removes a user's passkey; false when there was none.
pub fn delete_passkey(conn: &mut Conn, user: &str, id: &str) -> Result<bool, DbError> {
    let own = passkeys::table.find(id).filter(passkeys::user_id.eq(user));
    Ok(diesel::delete(own).execute(conn)? == 1)
}

/// Removes all passkeys of a user; says how many.
pub fn delete_passkeys(conn: &mut Conn, user: &str) -> Result<usize, DbError> {
    Ok(diesel::delete(passkeys::table.filter(passkeys::user_id.eq(user))).execute(conn)?)
}

/// Whether a challenge was answered before.
pub fn is_answered(conn: &mut Conn, digest: &[u8]) -> Result<bool, DbError> {
    let found = answered_challenges::table.find(digest).count();
    Ok(found.get_result::<i64>(conn)? > 0)
}

/// Takes the answer to a challenge; [`DbError::Unique`] when another one was taken just now.
pub fn insert_answered(conn: &mut Conn, digest: &[u8], ends_at: Instant) -> Result<(), DbError> {
    diesel::insert_into(answered_challenges::table)
        .values((
            answered_challenges::digest.eq(digest),
            answered_challenges::ends_at.eq(ends_at.millis()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Forgets answered challenges that are over anyway.
pub fn delete_ended_challenges(conn: &mut Conn, now: Instant) -> Result<usize, DbError> {
    let ended = answered_challenges::table.filter(answered_challenges::ends_at.le(now.millis()));
    Ok(diesel::delete(ended).execute(conn)?)
}
