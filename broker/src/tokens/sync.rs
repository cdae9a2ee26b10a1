//! News from other nodes: the table of changes is the truth, read again and again.
//!
//! Sequence numbers are drawn before their transaction commits, so a greater number may be visible
//! first. Each look therefore reads a window behind the newest number again; entries carry
//! versions, so reading twice changes nothing.

use std::sync::Arc;
use std::time::Duration;

use diesel::prelude::*;
use tessera_shared::dto::queue::{ChangeEvent, Topic};
use tessera_shared::ids::{GatewayId, TokenId};

use crate::app::App;
use crate::db::schema::changes;
use crate::db::{Backend, Conn, DbError};
use crate::outcome::Outcome;
use crate::tokens::load::{extend_freshness, load_tenants, reload_token};
use crate::tokens::model::stored;
use crate::gateways;

const TICK: Duration = Duration::from_millis(200);
/// How far behind the newest number a look begins.
const WINDOW: i64 = 2_000;

/// Follows the changes of other nodes for ever. On SQLite there are none.
pub async fn follow_changes(app: Arc<App>) {
    if app.db.backend() == Backend::Sqlite {
        return;
    }
    let mut seen = Seen::default();
    loop {
        if let Err(cause) = seen.look(&app).await {
            tracing::warn!(%cause, "no news from the database; checks are refused after {:?}", crate::tokens::index::MAX_STALE);
        }
        tokio::time::sleep(TICK).await;
    }
}

#[derive(Default)]
struct Seen {
    newest: Option<i64>,
    recent: std::collections::HashSet<i64>,
}

impl Seen {
    async fn look(&mut self, app: &Arc<App>) -> Outcome<()> {
        let begun = app.clock.now();
        let from = self.newest.map(|newest| newest - WINDOW);
        let rows: Vec<(i64, String, String, String)> =
            app.db.read(move |conn| news(conn, from)).await?;
        let fresh: Vec<_> = rows.iter().filter(|row| !self.recent.contains(&row.0)).cloned().collect();
        let shared = Arc::clone(app);
        let taken = fresh.clone();
        app.db
            .read(move |conn| {
                for (_, tenant, topic, object) in &taken {
                    take(&shared, conn, tenant, topic, object)?;
                }
                Ok::<_, DbError>(())
            })
            .await?;
        self.newest = rows.last().map(|row| row.0).or(self.newest).or(Some(0));
        self.recent = rows.iter().map(|row| row.0).collect();
        // What was committed before the look began is known now.
        if app.clock.now() >= begun {
            extend_freshness(app);
        }
        Ok(())
    }
}

fn news(conn: &mut Conn, from: Option<i64>) -> Result<Vec<(i64, String, String, String)>, DbError> {
    let newest: Option<i64> = changes::table.select(diesel::dsl::max(changes::seq)).first(conn)?;
    let from = from.unwrap_or_else(|| newest.unwrap_or(0) - WINDOW);
    Ok(changes::table
        .filter(changes::seq.gt(from))
        .order(changes::seq.asc())
        .select((changes::seq, changes::tenant_id, changes::topic, changes::object))
        .load(conn)?)
}

fn take(app: &App, conn: &mut Conn, tenant: &str, topic: &str, object: &str) -> Result<(), DbError> {
    let topic: Topic = stored(topic)?;
    match topic {
        Topic::Tokens => {
            if let Ok(id) = object.parse::<TokenId>() {
                reload_token(app, conn, id)?;
            }
        }
        Topic::Gateways => {
            if let Ok(id) = object.parse::<GatewayId>() {
                gateways::service::reload_gateway(app, conn, id)?;
            }
        }
        Topic::Catalogue if object.starts_with("ten_") => load_tenants(app, conn)?,
        Topic::Requests | Topic::Catalogue => {}
    }
    // Nobody may be listening.
    drop(app.changes.send(ChangeEvent { tenant: stored(tenant)?, topic }));
    Ok(())
}
