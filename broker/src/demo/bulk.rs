//! Rows of the demo world that nothing else points at, written many at a time.

use diesel::prelude::*;

use crate::db::dialect::insert_many;
use crate::db::schema::{audit_events, refusal_hours, usage_hours};
use crate::db::{Conn, DbError};

/// Rows of one statement; times the columns of a row that stays below what SQLite binds.
const FULL: usize = 500;

/// An audit event of a story.
#[derive(Insertable)]
#[diesel(table_name = audit_events, treat_none_as_default_value = false)]
pub struct AuditRow {
    /// The event.
    pub id: String,
    /// Where.
    pub tenant_id: String,
    /// When.
    pub at: i64,
    /// Kind of the actor.
    pub actor_kind: &'static str,
    /// Nobody's account.
    pub actor_id: &'static str,
    /// Who, by name.
    pub actor: String,
    /// What.
    pub action: &'static str,
    /// To what.
    pub object: String,
    /// What that is called.
    pub label: String,
    /// The request it belongs to.
    pub request_ref: String,
    /// Why.
    pub reason: Option<String>,
    /// Facts as JSON.
    pub facts: String,
    /// Finds the call in the log.
    pub call_id: &'static str,
}

/// Checks of a token in one hour.
#[derive(Insertable)]
#[diesel(table_name = usage_hours)]
pub struct UsageRow {
    /// Whose.
    pub tenant_id: String,
    /// Who asked.
    pub gateway_id: String,
    /// About which token.
    pub token_id: String,
    /// Start of the hour.
    pub hour: i64,
    /// Let through.
    pub allowed: i64,
    /// Refused.
    pub refused: i64,
}

/// Why checks of a token were refused in one hour.
#[derive(Insertable)]
#[diesel(table_name = refusal_hours)]
pub struct RefusalRow {
    /// Whose.
    pub tenant_id: String,
    /// Who asked.
    pub gateway_id: String,
    /// About which token.
    pub token_id: String,
    /// Start of the hour.
    pub hour: i64,
    /// Why.
    pub reason: &'static str,
    /// How often.
    pub times: i64,
}

/// Rows that wait to be written.
#[derive(Default)]
pub struct Bulk {
    audit: Vec<AuditRow>,
    usage: Vec<UsageRow>,
    refusals: Vec<RefusalRow>,
}

impl Bulk {
    /// Takes an audit event.
    pub fn event(&mut self, conn: &mut Conn, row: AuditRow) -> Result<(), DbError> {
        self.audit.push(row);
        if self.audit.len() < FULL {
            Ok(())
        } else {
            self.flush(conn)
        }
    }

    /// Takes an hour of use.
    pub fn usage(&mut self, conn: &mut Conn, row: UsageRow) -> Result<(), DbError> {
        self.usage.push(row);
        if self.usage.len() < FULL {
            Ok(())
        } else {
            self.flush(conn)
        }
    }

    /// Takes the reason of refusals that an hour of use counts; it is written with that.
    pub fn refusal(&mut self, row: RefusalRow) {
        self.refusals.push(row);
    }

    /// Writes what waits.
    pub fn flush(&mut self, conn: &mut Conn) -> Result<(), DbError> {
        let (audit, usage) = (std::mem::take(&mut self.audit), std::mem::take(&mut self.usage));
        let refusals = std::mem::take(&mut self.refusals);
        if !audit.is_empty() {
            insert_many!(&mut *conn, audit_events::table, &audit)?;
        }
        if !usage.is_empty() {
            insert_many!(&mut *conn, usage_hours::table, &usage)?;
        }
        if !refusals.is_empty() {
            insert_many!(conn, refusal_hours::table, &refusals)?;
        }
        Ok(())
    }
}
