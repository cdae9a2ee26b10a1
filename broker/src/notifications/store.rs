//! The outbox table.

use diesel::prelude::*;
use tessera_shared::instant::Instant;

use crate::db::dialect::hold_due_letters;
use crate::db::schema::outbox;
use crate::db::{Conn, DbError, cached};

/// A letter that is due.
#[derive(Queryable, Selectable)]
#[diesel(table_name = outbox)]
pub struct DueRow {
    pub id: String,
    pub payload: Vec<u8>,
    pub attempts: i32,
    pub created_at: i64,
}

/// How an attempt ended.
pub enum Settled {
    /// Sent at this instant.
    Sent(Instant),
    /// To be tried again then, because.
    Again(Instant, String),
    /// Given up then, because.
    Dead(Instant, String),
}

/// Adds a sealed letter.
pub fn insert(conn: &mut Conn, id: &str, tenant: Option<&str>, payload: &[u8], now: Instant) -> Result<(), DbError> {
    diesel::insert_into(outbox::table)
        .values((
            outbox::id.eq(id),
            outbox::tenant_id.eq(tenant),
            outbox::kind.eq("mail"),
            outbox::payload.eq(payload),
            outbox::attempts.eq(0),
            outbox::next_at.eq(now.millis()),
            outbox::created_at.eq(now.millis()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Takes up to 20 due letters and keeps others from taking them until `lease`.
pub fn claim_due(conn: &mut Conn, now: Instant, lease: Instant) -> Result<Vec<DueRow>, DbError> {
    let ids = hold_due_letters(conn, now.millis(), 20)?;
    let mut claimed = Vec::with_capacity(ids.len());
    for id in ids {
        let letter = outbox::table.find(&id);
        claimed.push(letter.select(DueRow::as_select()).get_result(conn)?);
        cached(diesel::update(letter).set((
            outbox::next_at.eq(lease.millis()),
            outbox::attempts.eq(outbox::attempts + 1),
        )))
        .execute(conn)?;
    }
    Ok(claimed)
}

/// Writes down how an attempt ended. A sent letter's content is erased.
pub fn settle(conn: &mut Conn, id: &str, outcome: &Settled) -> Result<(), DbError> {
    let row = outbox::table.filter(outbox::id.eq(id));
    match outcome {
        Settled::Sent(at) => cached(diesel::update(row).set((
            outbox::sent_at.eq(at.millis()),
            outbox::payload.eq(Vec::<u8>::new()),
            outbox::last_error.eq(None::<String>),
        )))
        .execute(conn)?,
        Settled::Again(at, cause) => {
            cached(diesel::update(row).set((outbox::next_at.eq(at.millis()), outbox::last_error.eq(cause))))
                .execute(conn)?
        }
        Settled::Dead(at, cause) => {
            cached(diesel::update(row).set((outbox::dead_at.eq(at.millis()), outbox::last_error.eq(cause))))
                .execute(conn)?
        }
    };
    Ok(())
}
