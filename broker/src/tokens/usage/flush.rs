//! Writing down what was counted.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant as Steady};

use tessera_shared::ids::{GatewayId, TenantId};
use tessera_shared::instant::{Instant, Span};
use tessera_shared::words::RefusalReason;

use crate::act::Tx;
use crate::app::App;
use crate::db::dialect::{RefusalDelta, UsageDelta};
use crate::db::{Across, Reach};
use crate::outcome::{Outcome, Refusal};
use crate::tenancy::{SystemJob, TenantScope};
use crate::tokens::usage::store::{self, ByDigest};
use crate::tokens::usage::{Count, Key, Stranger, Taken};

/// With more counters than this, most of them wait for [`REST`]: a busy broker would otherwise spend
/// more on writing down that it was asked than on answering.
const FEW: usize = 512;
/// How long counters of a busy broker wait. What a crash loses is less than a minute of counts.
const REST: Duration = Duration::from_secs(30);
/// Counters written in one transaction, so that other writes need not wait for all of them.
const BATCH: usize = 256;
/// Reasons of refusals are kept for this long.
const KEEP_REASONS: Span = Span::days(90);

/// One counter, as it is written.
#[derive(Clone, Copy)]
enum Line {
    Checks(Key, Count),
    Refusals(Key, RefusalReason, i64),
}

/// Writes down what was counted, or of very much only which gateways were heard of. `written` is when
/// all of it was written last.
pub async fn settle(app: &Arc<App>, written: &mut Steady) -> Outcome<()> {
    if app.usage.len() <= FEW || written.elapsed() >= REST {
        *written = Steady::now();
        return flush(app).await;
    }
    let seen: Vec<_> = app.usage.last_seen().into_iter().collect();
    for batch in seen.chunks(BATCH) {
        let batch = batch.to_vec();
        app.act(Reach::across(Across::Job), move |tx| set_last_seen(tx, batch))
            .await?;
    }
    Ok(())
}

fn set_last_seen(tx: &mut Tx<'_>, seen: impl IntoIterator<Item = ((TenantId, GatewayId), i64)>) -> Outcome<()> {
    for ((tenant, gateway), last) in seen {
        store::set_last_seen(tx, &tenant.to_string(), &gateway.to_string(), last)?;
    }
    Ok(())
}

/// Writes down what was counted since the last time; keeps the rest when the database is away.
pub async fn flush(app: &Arc<App>) -> Outcome<()> {
    let mut taken = app.usage.take();
    if let Err(cause) = name_strangers(app, &mut taken).await {
        keep(app, &lines(&taken));
        let strangers = taken.strangers.into_iter();
        strangers.for_each(|(stranger, count)| app.usage.put_back(stranger, count));
        return Err(cause);
    }
    let lines = Arc::new(lines(&taken));
    for from in (0..lines.len()).step_by(BATCH) {
        let batch = Arc::clone(&lines);
        let written = app
            .act(Reach::across(Across::Job), move |tx| {
                write(tx, batch.iter().skip(from).take(BATCH))
            })
            .await;
        if written.is_err() {
            keep(app, lines.get(from..).unwrap_or_default());
            return written;
        }
    }
    Ok(())
}

fn lines(taken: &Taken) -> Vec<Line> {
    let checks = taken.checks.iter().map(|(key, count)| Line::Checks(*key, *count));
    let refusals = taken.refusals.iter();
    let refusals = refusals.map(|((key, reason), times)| Line::Refusals(*key, *reason, *times));
    checks.chain(refusals).collect()
}

fn keep(app: &App, lines: &[Line]) {
    for line in lines {
        match *line {
            Line::Checks(key, count) => app.usage.at(key, |counters| counters.check(key, count)),
            Line::Refusals(key, reason, times) => {
                app.usage.at(key, |counters| counters.refuse(key, reason, times));
            }
        }
    }
}

/// Counts what the index did not know for the tokens that the database knows.
async fn name_strangers(app: &Arc<App>, taken: &mut Taken) -> Outcome<()> {
    if taken.strangers.is_empty() {
        return Ok(());
    }
    let mut digests: BTreeMap<TenantId, Vec<Vec<u8>>> = BTreeMap::new();
    for stranger in taken.strangers.keys() {
        let of_tenant = digests.entry(stranger.key.tenant).or_default();
        of_tenant.push(stranger.digest.to_vec());
    }
    let known = app
        .db
        .read(Reach::across(Across::Job), move |conn| {
            let mut known = ByDigest::new();
            for (tenant, digests) in digests {
                let scope = TenantScope::for_job(SystemJob::Usage, tenant);
                known.extend(store::list_by_digest(conn, &scope, &digests)?);
            }
            Ok::<_, Refusal>(known)
        })
        .await?;
    for (stranger, count) in std::mem::take(&mut taken.strangers) {
        let (key, reason) = named(stranger, count, &known);
        taken.checks.entry(key).or_default().add(count);
        *taken.refusals.entry((key, reason)).or_default() += count.refused;
    }
    Ok(())
}

fn named(stranger: Stranger, count: Count, known: &ByDigest) -> (Key, RefusalReason) {
    let mut key = stranger.key;
    let ended = known.get(stranger.digest.as_slice()).and_then(|(token, facts)| {
        let reason = facts.refusal_at(Instant::from_millis(count.last))?;
        Some((*token, reason))
    });
    // A token that works and was unknown to the index is not what was asked about then.
    let Some((token, reason)) = ended else {
        return (key, RefusalReason::Unknown);
    };
    key.token = Some(token);
    (key, reason)
}

fn write<'a>(tx: &mut Tx<'_>, lines: impl Iterator<Item = &'a Line>) -> Outcome<()> {
    let mut seen: BTreeMap<(TenantId, GatewayId), i64> = BTreeMap::new();
    for line in lines {
        let (Line::Checks(key, _) | Line::Refusals(key, _, _)) = line;
        let tenant = key.tenant.to_string();
        let gateway = key.gateway.map(|id| id.to_string()).unwrap_or_default();
        let token = key.token.map(|id| id.to_string()).unwrap_or_default();
        let count = match line {
            Line::Checks(_, count) => count,
            Line::Refusals(_, reason, times) => {
                let delta = RefusalDelta {
                    tenant: &tenant,
                    gateway: &gateway,
                    token: &token,
                    hour: key.hour.millis(),
                    reason: reason.as_str(),
                    times: *times,
                };
                store::add_refusals(tx, &delta)?;
                continue;
            }
        };
        let delta = UsageDelta {
            tenant: &tenant,
            gateway: &gateway,
            token: &token,
            hour: key.hour.millis(),
            allowed: count.allowed,
            refused: count.refused,
        };
        let last_used = (key.token.is_some() && count.last_allowed > 0).then_some(count.last_allowed);
        store::add_counts(tx, &delta, last_used)?;
        if let Some(gateway) = key.gateway {
            let last = seen.entry((key.tenant, gateway)).or_default();
            *last = (*last).max(count.last);
        }
    }
    set_last_seen(tx, seen)
}

/// Removes reasons that nobody looks at any more.
pub async fn forget_old(app: &Arc<App>) -> Outcome<usize> {
    app.act(Reach::across(Across::Job), |tx| {
        let end = tx.now() - KEEP_REASONS;
        Ok(store::delete_old_across_tenants(tx, end)?)
    })
    .await
}
