//! The few statements the two databases spell differently; the only match on the connection's kind.

use diesel::connection::SimpleConnection;
use diesel::sql_types::{BigInt, Binary, Text};

use diesel::{QueryableByName, RunQueryDsl, sql_query};

use crate::db::{Conn, DbError, cached};

/// What a connection of SQLite keeps in memory of the database.
pub const CACHE_KIBIBYTES: u32 = 32_768;

/// Adds to the counters of one hour of use, making the row when it is the first.
/// `seen_at` is not stored here.
pub struct UsageDelta<'a> {
    /// The tenant.
    pub tenant: &'a str,
    /// Who asked; empty when the holder did.
    pub gateway: &'a str,
    /// About which token; empty for tokens nobody knows.
    pub token: &'a str,
    /// Start of the hour, in milliseconds.
    pub hour: i64,
    /// Let through.
    pub allowed: i64,
    /// Refused.
    pub refused: i64,
}

/// See [`UsageDelta`]. Both databases know this form of upsert, but Diesel's builder does not
/// offer it over two backends.
pub fn add_usage(conn: &mut Conn, delta: &UsageDelta<'_>) -> Result<(), DbError> {
    let statement = "INSERT INTO usage_hours (tenant_id, gateway_id, token_id, hour, allowed, refused) \
         VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (tenant_id, token_id, hour, gateway_id) DO UPDATE SET \
         allowed = usage_hours.allowed + excluded.allowed, \
         refused = usage_hours.refused + excluded.refused";
    let upsert = sql_query(statement)
        .bind::<Text, _>(delta.tenant)
        .bind::<Text, _>(delta.gateway)
        .bind::<Text, _>(delta.token)
        .bind::<BigInt, _>(delta.hour)
        .bind::<BigInt, _>(delta.allowed)
        .bind::<BigInt, _>(delta.refused);
    cached(upsert).execute(conn)?;
    Ok(())
}

/// Adds to the refusals of one hour for one reason, making the row when it is the first.
pub struct RefusalDelta<'a> {
    /// The tenant.
    pub tenant: &'a str,
    /// Who asked; empty when the holder did.
    pub gateway: &'a str,
    /// About which token; empty for tokens nobody knows.
    pub token: &'a str,
    /// Start of the hour, in milliseconds.
    pub hour: i64,
    /// Why.
    pub reason: &'a str,
    /// How often.
    pub times: i64,
}

/// See [`RefusalDelta`] and [`add_usage`].
pub fn add_refusal(conn: &mut Conn, delta: &RefusalDelta<'_>) -> Result<(), DbError> {
    let statement = "INSERT INTO refusal_hours (tenant_id, gateway_id, token_id, hour, reason, times) \
         VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (tenant_id, token_id, hour, gateway_id, reason) DO UPDATE SET \
         times = refusal_hours.times + excluded.times";
    let upsert = sql_query(statement)
        .bind::<Text, _>(delta.tenant)
        .bind::<Text, _>(delta.gateway)
        .bind::<Text, _>(delta.token)
        .bind::<BigInt, _>(delta.hour)
        .bind::<Text, _>(delta.reason)
        .bind::<BigInt, _>(delta.times);
    cached(upsert).execute(conn)?;
    Ok(())
}

/// Claims an idempotency key for this transaction; false when somebody has it. A transaction that
/// holds the key and has not ended yet is waited for.
pub fn claim_key(conn: &mut Conn, owner: &str, key: &str, hash: &[u8], now: i64) -> Result<bool, DbError> {
    let statement = "INSERT INTO idempotency_keys (owner, key, body_hash, reply, created_at) \
         VALUES ($1, $2, $3, '', $4) ON CONFLICT (owner, key) DO NOTHING";
    let insert = sql_query(statement)
        .bind::<Text, _>(owner)
        .bind::<Text, _>(key)
        .bind::<Binary, _>(hash)
        .bind::<BigInt, _>(now);
    Ok(cached(insert).execute(conn)? == 1)
}

/// Ids of letters that are due at `now`, the longest due first, and holds them until the end of the
/// transaction. Letters that another writer holds are passed over: waiting for each other in
/// turn, two writers that take several would never end.
pub fn hold_due_letters(conn: &mut Conn, now: i64, most: i64) -> Result<Vec<String>, DbError> {
    #[derive(QueryableByName)]
    struct Due {
        #[diesel(sql_type = Text)]
        id: String,
    }
    let due = "SELECT id FROM outbox WHERE sent_at IS NULL AND dead_at IS NULL AND next_at <= $1 \
         ORDER BY next_at, id LIMIT $2";
    let rows: Vec<Due> = match conn {
        Conn::Sqlite(inner) => {
            cached(sql_query(due).bind::<BigInt, _>(now).bind::<BigInt, _>(most)).get_results(inner)?
        }
        Conn::Postgres(inner) => {
            let held = [due, " FOR UPDATE SKIP LOCKED"].concat();
            cached(sql_query(held).bind::<BigInt, _>(now).bind::<BigInt, _>(most)).get_results(inner)?
        }
    };
    Ok(rows.into_iter().map(|due| due.id).collect())
}

/// Gives the connection's cache of pages a gigabyte for a flood of rows, or takes it back. With
/// less, rows that fall all over the indexes make SQLite write and read its pages again and again.
pub fn widen_cache(conn: &mut Conn, wide: bool) -> Result<(), DbError> {
    if let Conn::Sqlite(inner) = conn {
        let size = if wide { 1_048_576 } else { CACHE_KIBIBYTES };
        inner.batch_execute(&format!("PRAGMA cache_size = -{size}"))?;
    }
    Ok(())
}

/// Inserts many rows by one statement. Diesel offers that for one backend at a time only.
macro_rules! insert_many {
    ($conn:expr, $table:expr, $rows:expr) => {
        match $conn {
            $crate::db::Conn::Sqlite(inner) => diesel::insert_into($table).values($rows).execute(inner),
            $crate::db::Conn::Postgres(inner) => diesel::insert_into($table).values($rows).execute(inner),
        }
    };
}
pub(crate) use insert_many;

/// Walks through all rows of one long answer without holding them at the same time, and lets go of
/// the memory SQLite took for it. PostgreSQL has as much time for it as it needs.
macro_rules! for_each_row {
    ($conn:expr, $query:expr, $row:ty, $take:expr) => {
        match $conn {
            $crate::db::Conn::Sqlite(inner) => {
                let rows = $query.load_iter::<$row, diesel::connection::DefaultLoadingMode>(inner)?;
                rows.map(|row| row.map_err(DbError::from)).try_for_each($take)?;
                inner.batch_execute("PRAGMA shrink_memory")?;
            }
            $crate::db::Conn::Postgres(inner) => {
                inner.batch_execute("SET statement_timeout = 0")?;
                let walked = $query
                    .load_iter::<$row, diesel::pg::PgRowByRowLoadingMode>(inner)
                    .map_err(DbError::from)
                    .and_then(|rows| rows.map(|row| row.map_err(DbError::from)).try_for_each($take));
                // However it ended: the connection goes back to others.
                inner.batch_execute($crate::db::STATEMENT_TIMEOUT)?;
                walked?;
            }
        }
    };
}
pub(crate) use for_each_row;

/// Locks the row of a tenant's object until the end of the transaction, so that two writers of
/// the same object take turns. SQLite has one writer at a time anyway.
pub fn lock_row(conn: &mut Conn, table: LockTable, id: &str) -> Result<(), DbError> {
    if let Conn::Postgres(inner) = conn {
        let statement = match table {
            LockTable::Requests => "SELECT id FROM requests WHERE id = $1 FOR UPDATE",
            LockTable::Tokens => "SELECT id FROM tokens WHERE id = $1 FOR UPDATE",
            LockTable::Deliveries => "SELECT id FROM deliveries WHERE id = $1 FOR UPDATE",
            LockTable::Gateways => "SELECT id FROM gateways WHERE id = $1 FOR UPDATE",
            // Rows that name the tenant are added while it is held.
            LockTable::Tenants => "SELECT id FROM tenants WHERE id = $1 FOR NO KEY UPDATE",
            LockTable::Users => "SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE",
        };
        cached(sql_query(statement).bind::<Text, _>(id)).execute(inner)?;
    }
    Ok(())
}

/// Tables whose rows are changed by more than one kind of writer.
#[derive(Clone, Copy, Debug)]
pub enum LockTable {
    /// Access requests.
    Requests,
    /// Tokens.
    Tokens,
    /// Deliveries.
    Deliveries,
    /// Gateways.
    Gateways,
    /// Tenants, for what a tenant has one of.
    Tenants,
    /// Users, for what a user has so many of.
    Users,
}
