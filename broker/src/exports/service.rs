//! One export: who may have one, what is written down of it, and the file itself.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::Bytes;
use tessera_shared::dto::audit::AuditAction;
use tessera_shared::error::ErrorCode;
use tessera_shared::instant::Instant;
use tessera_shared::words::ExportFormat;

use super::csv::Csv;
use super::sheet::{Cells, Sheet};
use super::xlsx::{MOST_ROWS, Xlsx};
use crate::app::App;
use crate::audit::{NewEvent, record};
use crate::auth::Permit;
use crate::auth::permit::ActionKind;
use crate::db::{Conn, DbError};
use crate::outcome::{Outcome, Refusal};
use crate::tenancy::TenantScope;

/// Rows read at a time.
pub const STEP: i64 = 500;

/// When whoever has an export running may try again, in seconds.
const BUSY: u64 = 5;

/// Who has an export running on this node: one a person.
#[derive(Debug, Default)]
pub struct Exports(Mutex<HashSet<String>>);

/// The right to one export; given back when the file is done or the download is broken off.
struct Turn {
    app: Arc<App>,
    who: String,
}

impl Turn {
    fn take(app: &Arc<App>, who: &str) -> Outcome<Self> {
        let mut running = app.exports.0.lock().unwrap_or_else(PoisonError::into_inner);
        if running.insert(who.to_owned()) {
            Ok(Self {
                app: Arc::clone(app),
                who: who.to_owned(),
            })
        } else {
            Err(Refusal::TooMany { seconds: BUSY })
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut running = self.app.exports.0.lock().unwrap_or_else(PoisonError::into_inner);
        running.remove(&self.who);
    }
}

/// A list and a filter.
pub trait List: Send + Sync + 'static {
    /// What the list is called in addresses and file names.
    const NAME: &'static str;
    /// The columns.
    const HEADS: &'static [&'static str];

    /// How many rows the filter lets through.
    fn count(&self, conn: &mut Conn, scope: &TenantScope, now: Instant) -> Result<i64, DbError>;

    /// Up to [`STEP`] rows behind the row with the key `after`, and the key of the last one when more follow.
    fn step(
        &self,
        conn: &mut Conn,
        scope: &TenantScope,
        after: Option<String>,
        now: Instant,
    ) -> Outcome<(Vec<Cells>, Option<String>)>;

    /// The filter in words, for the audit trail; empty when there is none.
    fn filter(&self) -> String;
}

/// Starts an export: it is counted and written down first, then read while it is sent.
pub async fn export<A: ActionKind, L: List>(
    app: &Arc<App>,
    permit: Permit<A>,
    list: L,
    format: ExportFormat,
) -> Outcome<HttpResponse> {
    let turn = Turn::take(app, &permit.actor().id)?;
    let (list, now, scope) = (Arc::new(list), app.clock.now(), permit.scope().clone());
    let counted = (Arc::clone(&list), scope.clone());
    let rows = app
        .db
        .read(permit.reach(), move |conn| counted.0.count(conn, &counted.1, now))
        .await?;
    if format == ExportFormat::Xlsx && rows >= MOST_ROWS {
        return Err(Refusal::new(
            ErrorCode::TooLarge,
            "A sheet holds at most 1,048,575 rows below its heads. Export as CSV, or filter the list.",
        ));
    }
    let event = NewEvent::new(AuditAction::ListExported, permit.scope().as_str(), L::NAME)
        .fact("format", format)
        .fact("rows", rows)
        .fact("filter", list.filter());
    let (acting, actor) = (scope.clone(), permit.actor().clone());
    app.act(permit.reach(), move |tx| record(tx, &acting, &actor, event))
        .await?;
    let (kind, sheet): (_, Box<dyn Sheet>) = match format {
        ExportFormat::Csv => ("text/csv; charset=utf-8", Box::new(Csv)),
        ExportFormat::Xlsx => (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Box::new(Xlsx::new()),
        ),
    };
    let day: String = now.to_string().chars().take(10).collect();
    let name = format!("{}-{}-{day}.{format}", permit.tenant().slug, L::NAME);
    let file = File {
        turn,
        list,
        scope,
        now,
        next: Next::Begin(sheet),
    };
    let body = futures_util::stream::try_unfold(file, |mut file| async move {
        let part = file.next_part().await.map_err(|cause| {
            tracing::warn!(%cause, "an export broke off");
            actix_web::error::ErrorInternalServerError("broken off")
        })?;
        Ok::<_, actix_web::Error>(part.map(|part| (Bytes::from(part), file)))
    });
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, kind))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .streaming(body))
}

/// What comes next of a file.
enum Next {
    Begin(Box<dyn Sheet>),
    /// Rows behind this key.
    Rows(Box<dyn Sheet>, Option<String>),
    End(Box<dyn Sheet>),
    Nothing,
}

/// A file being sent.
struct File<L> {
    turn: Turn,
    list: Arc<L>,
    scope: TenantScope,
    now: Instant,
    next: Next,
}

impl<L: List> File<L> {
    /// The next bytes, never none of them; nothing behind the end.
    async fn next_part(&mut self) -> Outcome<Option<Vec<u8>>> {
        loop {
            if self.turn.app.is_stopping() {
                return Err(Refusal::internal("the broker stops"));
            }
            let part = match std::mem::replace(&mut self.next, Next::Nothing) {
                Next::Begin(mut sheet) => {
                    let part = sheet.begin(L::HEADS)?;
                    self.next = Next::Rows(sheet, None);
                    part
                }
                Next::Rows(mut sheet, after) => {
                    let (list, scope, now) = (Arc::clone(&self.list), self.scope.clone(), self.now);
                    // Rows are packed on the thread that read them: other calls are answered meanwhile.
                    let read = move |conn: &mut Conn| {
                        let (rows, last) = list.step(conn, &scope, after, now)?;
                        Ok::<_, Refusal>((sheet.rows(&rows)?, sheet, last))
                    };
                    let (part, sheet, last) = self.turn.app.db.read((&self.scope).into(), read).await?;
                    self.next = match last {
                        None => Next::End(sheet),
                        last => Next::Rows(sheet, last),
                    };
                    part
                }
                Next::End(mut sheet) => sheet.end()?,
                Next::Nothing => return Ok(None),
            };
            // A compressed file may keep some rows to itself at first.
            if !part.is_empty() {
                return Ok(Some(part));
            }
        }
    }
}
