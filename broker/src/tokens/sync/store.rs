//! The table of changes.

use diesel::prelude::*;
use tessera_shared::instant::Instant;

use crate::db::schema::changes;
use crate::db::{Conn, DbError};

/// One change: its number, tenant, topic and object.
pub type Change = (i64, String, String, String);

/// Changes behind number `after`, and those with one of the numbers in `missing`, by number.
pub fn list_changes(conn: &mut Conn, after: i64, missing: &[i64], limit: usize) -> Result<Vec<Change>, DbError> {
    let columns = (changes::seq, changes::tenant_id, changes::topic, changes::object);
    let mut rows: Vec<Change> = Vec::new();
    if !missing.is_empty() {
        rows = changes::table
            .filter(changes::seq.eq_any(missing))
            .order(changes::seq.asc())
            .select(columns)
            .load(conn)?;
    }
    let news: Vec<Change> = changes::table
        .filter(changes::seq.gt(after))
        .order(changes::seq.asc())
        .limit(i64::try_from(limit).unwrap_or(i64::MAX))
        .select(columns)
        .load(conn)?;
    rows.extend(news);
    Ok(rows)
}

/// Removes changes from before `end`.
pub fn delete_changes(conn: &mut Conn, end: Instant) -> Result<usize, DbError> {
    Ok(diesel::delete(changes::table.filter(changes::at.lt(end.millis()))).execute(conn)?)
}
