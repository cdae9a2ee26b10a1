//! Tenant by tenant, many of them at a time.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::sync_channel;

use tessera_shared::instant::Instant;
use tessera_shared::lifecycle::{RequestStage, TokenState};

use crate::app::App;
use crate::db::dialect::widen_cache;
use crate::db::{Across, Reach};
use crate::demo::bulk::Bulk;
use crate::demo::names::FIRST;
use crate::demo::plot::Ending;
use crate::demo::rng::Rng;
use crate::demo::service::{Casts, DemoSize};
use crate::demo::story::{Told, tell};
use crate::demo::tenant::{self, DemoTenant};
use crate::outcome::{Outcome, Refusal};

/// Tenants that are built at the same time, so that their writes wait together and commit
/// together: ids lie in the order of the stories' times, every tenant touches all of the indexes,
/// and each commit writes them.
const TOGETHER: usize = 64;
/// Stories of one write. SQLite's effort to keep a write undoable grows with the square of its length.
const CHUNK: usize = 100;

/// What stays the same while a world is built.
pub struct Plan<'a> {
    /// Where.
    pub app: &'a Arc<App>,
    /// The people.
    pub casts: Arc<Casts>,
    /// How large.
    pub size: DemoSize,
    /// The same seed makes the same world.
    pub seed: u64,
    /// When the world is looked at.
    pub now: Instant,
}

type Built = (DemoTenant, Vec<Told>);

/// Builds every tenant and hands each over with the tokens of its stories.
pub fn build_tenants(plan: &Plan<'_>, mut take: impl FnMut(DemoTenant, Vec<Told>)) -> Outcome<()> {
    let next = AtomicU32::new(0);
    std::thread::scope(|scope| {
        let (built, waiting) = sync_channel::<Outcome<Built>>(TOGETHER);
        for _ in 0..TOGETHER {
            let (built, next) = (built.clone(), &next);
            scope.spawn(move || {
                let tenants = std::iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed));
                let rest = tenants.take_while(|index| *index < plan.size.tenants);
                // Nobody takes more when one of them failed.
                rest.map(|index| build_tenant(plan, index))
                    .all(|tenant| built.send(tenant).is_ok())
            });
        }
        drop(built);
        waiting.into_iter().try_for_each(|tenant| {
            let (tenant, told) = tenant?;
            take(tenant, told);
            Ok(())
        })
    })
}

fn build_tenant(plan: &Plan<'_>, index: u32) -> Outcome<Built> {
    let (seed, number, now) = (plan.seed, u64::from(index), plan.now);
    let place = usize::try_from(index).unwrap_or(0);
    let (app, casts) = (Arc::clone(plan.app), Arc::clone(&plan.casts));
    let tenant = plan.app.db.write_blocking(
        Reach::across(Across::Demo),
        move |conn| {
            let mut rng = Rng::new(seed, number);
            let tenant = tenant::make(conn, &app.gateways, &mut rng, place, now)?;
            casts.join(conn, &tenant, now)?;
            Ok::<_, Refusal>(Arc::new(tenant))
        },
        |_| {},
    )?;
    let cast = plan.casts.of(place)?;
    let endings = endings(&mut Rng::new(seed, 1_000_000 + number), plan.size, index);
    let mut all = Vec::new();
    for (part, chunk) in (0_u64..).zip(endings.chunks(CHUNK)) {
        let (app, tenant, cast, chunk) = (Arc::clone(plan.app), Arc::clone(&tenant), cast.clone(), chunk.to_vec());
        let told = plan.app.db.write_blocking(
            Reach::across(Across::Demo),
            move |conn| {
                widen_cache(conn, true)?;
                let mut rng = Rng::new(seed, 2_000_000_000 + number * 10_000 + part);
                let (mut bulk, mut told) = (Bulk::default(), Vec::new());
                for ending in chunk {
                    let to = (&mut *conn, &mut bulk);
                    told.extend(tell(to, &app, &mut rng, &tenant, &cast, ending, now)?);
                }
                bulk.flush(conn)?;
                Ok::<_, Refusal>(told)
            },
            |_| {},
        )?;
        all.extend(told);
    }
    let tenant = Arc::into_inner(tenant).ok_or_else(|| Refusal::internal("a demo tenant is still in use"))?;
    Ok((tenant, all))
}

/// How the stories of one tenant end. The first tenants are busy and have things waiting.
fn endings(rng: &mut Rng, size: DemoSize, index: u32) -> Vec<Ending> {
    let first = u32::try_from(FIRST.len()).unwrap_or(14).min(size.tenants);
    let rest = size.tenants - first;
    let share = if rest == 0 {
        size.tokens / first.max(1)
    } else {
        size.tokens / 4 / first.max(1)
    };
    let tokens = if index < first {
        share
    } else {
        (size.tokens - share * first) / rest.max(1)
    };
    let mut endings = Vec::new();
    if index < 8 {
        waiting(rng, index, &mut endings);
    }
    if index == 0 {
        endings.extend((0..size.to_issue).map(|_| Ending::Request(RequestStage::AwaitingIssue)));
    }
    endings.push(Ending::Request(RequestStage::Withdrawn));
    endings.push(Ending::Request(RequestStage::Lapsed));
    for _ in 0..tokens {
        endings.push(match rng.range(0, 99) {
            0..=71 if size.ending_soon > 0 && rng.chance(size.ending_soon) => Ending::Expiring,
            0..=71 => Ending::Token(TokenState::Active),
            72..=83 => Ending::Token(TokenState::Expired),
            84..=93 => Ending::Token(TokenState::Revoked),
            94..=96 => Ending::Token(TokenState::Suspended),
            _ => Ending::Token(TokenState::Pending),
        });
    }
    endings
}

fn waiting(rng: &mut Rng, index: u32, endings: &mut Vec<Ending>) {
    let mut add = |count: i64, ending: Ending| {
        for _ in 0..count {
            endings.push(ending);
        }
    };
    add(rng.range(1, 2), Ending::Request(RequestStage::AwaitingPartner));
    add(
        if index == 0 { 3 } else { rng.range(0, 1) },
        Ending::Request(RequestStage::AwaitingDecision),
    );
    add(
        if index == 0 { 2 } else { rng.range(0, 2) },
        Ending::Request(RequestStage::AwaitingIssue),
    );
    add(rng.range(0, 1), Ending::Unopened);
    add(rng.range(1, 3), Ending::Expiring);
}
