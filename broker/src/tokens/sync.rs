//! News from other nodes: the table of changes is the truth, read again and again.
//!
//! A change draws its number before it commits, so a greater number may be visible first. Numbers
//! that were skipped are therefore asked for again until they appear, or until no transaction can
//! be that old. Entries carry versions, so reading a change twice does no harm. A node that commits
//! wakes the others; without that they look five times a second.

mod news;
mod store;

use std::sync::Arc;
use std::time::{Duration, Instant as Steady};

use tessera_shared::dto::queue::{ChangeEvent, Topic};
use tessera_shared::ids::GatewayId;
use tessera_shared::instant::Span;
use tokio::sync::Notify;

use crate::app::App;
use crate::db::{Across, Backend, Conn, DbError, Reach};
use crate::outcome::Outcome;
use crate::tokens::index::MAX_STALE;
use crate::tokens::load::{extend_freshness, load_index, load_tenants, reload_tokens};
use crate::tokens::model::stored;
use crate::tokens::sync::news::News;
use crate::tokens::sync::store::Change;
use crate::tokens::usage;
use crate::{act, gateways, issuers, recalls};

/// Between two looks lies at least this much, however often others commit.
const LEAST: Duration = Duration::from_millis(20);
/// After that, how long it waits to be woken.
const TURN: Duration = Duration::from_millis(180);
/// Most new changes taken in at one look; the next look follows at once.
const LIMIT: usize = 2_000;
const UPKEEP: Duration = Duration::from_mins(10);
/// Changes are kept for this long.
const KEEP: Span = Span::hours(24);
/// A node that heard nothing for longer reads everything again: changes may be gone.
const TOO_LONG: Duration = Duration::from_hours(1);

/// Follows the changes of other nodes and keeps the index small, for ever. On SQLite this process
/// is the only writer, so there is nothing to follow.
pub async fn follow_changes(app: Arc<App>) {
    let mut news = News::since(app.tokens.newest_change(), Steady::now());
    let (mut heard, mut kept) = (Steady::now(), Steady::now());
    let woken = Arc::new(Notify::new());
    if let Err(cause) = app.db.wake_on_commits(&woken) {
        tracing::warn!(%cause, "other nodes cannot wake this one; it looks at every turn ({TURN:?})");
    }
    loop {
        if app.db.backend() == Backend::Postgres {
            match look(&app, &mut news, heard).await {
                Ok(begun) => heard = begun,
                Err(cause) => {
                    tracing::warn!(%cause, "no news from the database; checks are refused after {MAX_STALE:?}");
                }
            }
        }
        if kept.elapsed() >= UPKEEP {
            kept = Steady::now();
            if let Err(cause) = keep_small(&app).await {
                tracing::warn!(%cause, "old entries could not be removed; tried again later");
            }
        }
        tokio::time::sleep(LEAST).await;
        let turn = tokio::time::sleep(TURN);
        futures_util::future::select(std::pin::pin!(turn), std::pin::pin!(woken.notified())).await;
    }
}

/// Takes in everything that is new and says when the last look at it began.
async fn look(app: &Arc<App>, news: &mut News, heard: Steady) -> Outcome<Steady> {
    let mut lost = heard.elapsed() > TOO_LONG;
    loop {
        let begun = Steady::now();
        let shared = Arc::clone(app);
        if lost || news.is_lost() {
            app.db
                .read(Reach::across(Across::Job), move |_conn| load_everything(&shared))
                .await?;
            *news = News::since(app.tokens.newest_change(), begun);
            lost = false;
            continue;
        }
        let (after, missing) = (news.newest(), news.missing());
        let numbers = app
            .db
            .read(Reach::across(Across::Job), move |conn| {
                let rows = store::list_changes(conn, after, &missing, LIMIT)?;
                take_all(&shared, conn, &rows)?;
                Ok::<_, DbError>(rows.iter().map(|row| row.0).collect::<Vec<_>>())
            })
            .await?;
        let more = numbers.iter().filter(|number| **number > after).count() >= LIMIT;
        news.saw(&numbers, begun);
        // A receipt that cannot be written is no reason to refuse checks: the change is taken in.
        if !numbers.is_empty()
            && let Err(cause) = recalls::service::confirm_by_node(app, numbers).await
        {
            tracing::warn!(%cause, "recalls could not be confirmed");
        }
        if !more && !news.is_lost() {
            extend_freshness(app, begun);
            return Ok(begun);
        }
    }
}

fn load_everything(app: &Arc<App>) -> Outcome<()> {
    gateways::service::load_index(app)?;
    issuers::service::load_keyring(app)?;
    load_index(app)
}

fn take_all(app: &App, conn: &mut Conn, rows: &[Change]) -> Result<(), DbError> {
    let mut tokens: Vec<String> = Vec::new();
    let mut told = Vec::with_capacity(rows.len());
    let mut tenants = false;
    for (seq, tenant, topic, object) in rows {
        let topic: Topic = stored(topic)?;
        match topic {
            Topic::Tokens => tokens.push(object.clone()),
            Topic::Gateways => {
                if let Ok(id) = object.parse::<GatewayId>() {
                    gateways::service::reload_gateway(app, conn, id)?;
                }
            }
            Topic::Catalogue => tenants |= object.starts_with("ten_"),
            Topic::SigningKeys => issuers::service::reload_keys(app, conn, stored(tenant)?)?,
            Topic::Requests | Topic::Brand | Topic::Policy => {}
        }
        told.push(act::Change {
            seq: *seq,
            event: ChangeEvent {
                tenant: stored(tenant)?,
                topic,
            },
            object: Arc::from(object.as_str()),
        });
    }
    if tenants {
        load_tenants(app, conn)?;
    }
    tokens.sort_unstable();
    tokens.dedup();
    tokens.chunks(500).try_for_each(|ids| reload_tokens(app, conn, ids))?;
    // Whoever looks again sees it.
    for change in told {
        app.tell(change);
    }
    Ok(())
}

/// Drops what is over: entries of the index and old changes.
async fn keep_small(app: &Arc<App>) -> Outcome<()> {
    let shared = Arc::clone(app);
    app.db
        .read(Reach::across(Across::Job), move |_conn| {
            shared.tokens.sweep();
            shared.status_lists.forget_places();
            Ok::<_, DbError>(())
        })
        .await?;
    recalls::service::settle_recalls(app).await?;
    usage::forget_old(app).await?;
    app.act(Reach::across(Across::Job), |tx| {
        let end = tx.now() - KEEP;
        Ok(store::delete_changes(tx, end)?)
    })
    .await?;
    Ok(())
}
