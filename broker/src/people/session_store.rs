//! Sessions in the database.

use diesel::prelude::*;
use tessera_shared::instant::Instant;

use crate::auth::session::{SessionHash, Stage};
use crate::db::schema::{memberships, sessions, users};
use crate::db::{Conn, DbError};
use crate::tenancy::{TenantScope, UserScope};

/// A stored session.
#[derive(Queryable, Selectable)]
#[diesel(table_name = sessions)]
pub struct SessionRow {
    pub id_hash: Vec<u8>,
    pub created_at: i64,
    pub seen_at: i64,
    pub ends_at: i64,
    pub address: Option<String>,
}

/// A session that begins.
pub struct NewSession<'a> {
    pub hash: &'a SessionHash,
    pub user: &'a str,
    pub stage: Stage,
    pub address: Option<String>,
    pub now: Instant,
    pub ends_at: Instant,
}

/// Begins a session.
pub fn insert_session(conn: &mut Conn, session: NewSession<'_>) -> Result<(), DbError> {
    let now = session.now.millis();
    diesel::insert_into(sessions::table)
        .values((
            sessions::id_hash.eq(session.hash.as_bytes()),
            sessions::user_id.eq(session.user),
            sessions::created_at.eq(now),
            sessions::seen_at.eq(now),
            sessions::ends_at.eq(session.ends_at.millis()),
            sessions::address.eq(session.address),
            sessions::stage.eq(session.stage.as_str()),
            sessions::authenticated_at.eq(now),
        ))
        .execute(conn)?;
    if session.stage == Stage::Full {
        diesel::update(users::table.find(session.user))
            .set(users::last_seen_at.eq(now))
            .execute(conn)?;
    }
    Ok(())
}

/// Goes on with a session under another secret, whole and with its person proven at `now`; false
/// when it was over.
pub fn renew_session(conn: &mut Conn, hash: &SessionHash, new: &SessionHash, now: Instant) -> Result<bool, DbError> {
    let renewed = diesel::update(sessions::table.find(hash.as_bytes()))
        .set((
            sessions::id_hash.eq(new.as_bytes()),
            sessions::stage.eq(Stage::Full.as_str()),
            sessions::authenticated_at.eq(now.millis()),
        ))
        .execute(conn)?;
    Ok(renewed == 1)
}

/// Goes on with a session under another secret, as far as it had come; false when it was over.
pub fn freshen_session(conn: &mut Conn, hash: &SessionHash, new: &SessionHash, now: Instant) -> Result<bool, DbError> {
    let fresh = diesel::update(sessions::table.find(hash.as_bytes()))
        .set((
            sessions::id_hash.eq(new.as_bytes()),
            sessions::authenticated_at.eq(now.millis()),
        ))
        .execute(conn)?;
    Ok(fresh == 1)
}

/// Ends a session that is to be used up; false when it was over.
pub fn take_session(conn: &mut Conn, hash: &SessionHash) -> Result<bool, DbError> {
    Ok(diesel::delete(sessions::table.find(hash.as_bytes())).execute(conn)? == 1)
}

/// Writes down with which provider a session began.
pub fn set_provider(conn: &mut Conn, hash: &SessionHash, provider: &str) -> Result<(), DbError> {
    diesel::update(sessions::table.find(hash.as_bytes()))
        .set(sessions::provider_id.eq(provider))
        .execute(conn)?;
    Ok(())
}

/// With which provider a session began, if with one.
pub fn find_provider(conn: &mut Conn, hash: &SessionHash) -> Result<Option<String>, DbError> {
    let provider: Option<Option<String>> = sessions::table
        .find(hash.as_bytes())
        .select(sessions::provider_id)
        .get_result(conn)
        .optional()?;
    Ok(provider.flatten())
}

/// Writes down that a session was used.
pub fn touch_session(conn: &mut Conn, hash: &SessionHash, now: Instant) -> Result<(), DbError> {
    diesel::update(sessions::table.find(hash.as_bytes()))
        .set(sessions::seen_at.eq(now.millis()))
        .execute(conn)?;
    Ok(())
}

/// Ends a session.
pub fn delete_session(conn: &mut Conn, hash: &SessionHash) -> Result<(), DbError> {
    diesel::delete(sessions::table.find(hash.as_bytes())).execute(conn)?;
    Ok(())
}

/// Removes sessions that are over.
pub fn delete_ended_sessions(conn: &mut Conn, now: Instant, idle_ms: i64) -> Result<usize, DbError> {
    Ok(diesel::delete(
        sessions::table.filter(
            sessions::ends_at
                .le(now.millis())
                .or(sessions::seen_at.le(now.millis() - idle_ms)),
        ),
    )
    .execute(conn)?)
}

/// The user's sessions that are alive at `now`, the last used first.
pub fn list_sessions(
    conn: &mut Conn,
    scope: &UserScope,
    now: Instant,
    idle_ms: i64,
) -> Result<Vec<SessionRow>, DbError> {
    Ok(sessions::table
        .filter(sessions::user_id.eq(scope.as_str()))
        .filter(sessions::ends_at.gt(now.millis()))
        .filter(sessions::seen_at.gt(now.millis() - idle_ms))
        .filter(sessions::stage.eq(Stage::Full.as_str()))
        .order((sessions::seen_at.desc(), sessions::created_at.desc()))
        .select(SessionRow::as_select())
        .load(conn)?)
}

/// Ends one session of the user; false when it was over.
pub fn close_session(conn: &mut Conn, scope: &UserScope, id_hash: &[u8]) -> Result<bool, DbError> {
    let own = sessions::table
        .filter(sessions::user_id.eq(scope.as_str()))
        .filter(sessions::id_hash.eq(id_hash));
    Ok(diesel::delete(own).execute(conn)? == 1)
}

/// Ends all sessions of the user but one; says how many.
pub fn close_others(conn: &mut Conn, scope: &UserScope, kept: &SessionHash) -> Result<usize, DbError> {
    let others = sessions::table
        .filter(sessions::user_id.eq(scope.as_str()))
        .filter(sessions::id_hash.ne(kept.as_bytes()));
    Ok(diesel::delete(others).execute(conn)?)
}

/// Ends all sessions of a member of the tenant; says how many.
pub fn close_all_of_member(conn: &mut Conn, scope: &TenantScope, user: &str) -> Result<usize, DbError> {
    let members = memberships::table
        .filter(memberships::tenant_id.eq(scope.as_str()))
        .select(memberships::user_id);
    let theirs = sessions::table
        .filter(sessions::user_id.eq(user))
        .filter(sessions::user_id.eq_any(members));
    Ok(diesel::delete(theirs).execute(conn)?)
}

/// Ends all sessions of the user; says how many.
pub fn close_all(conn: &mut Conn, scope: &UserScope) -> Result<usize, DbError> {
    Ok(diesel::delete(sessions::table.filter(sessions::user_id.eq(scope.as_str()))).execute(conn)?)
}
