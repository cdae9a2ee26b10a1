//! Building the demo world.

use std::sync::Arc;

use diesel::prelude::*;
use tessera_shared::dto::people::DemoLogin;
use tessera_shared::ids::UserId;
use tessera_shared::instant::Instant;
use tessera_shared::lifecycle::{RequestStage, TokenState};
use tessera_shared::permission::Role;

use crate::app::App;
use crate::db::dialect::widen_cache;
use crate::db::schema::{memberships, meta, tenants, users};
use crate::db::{Conn, DbError};
use crate::demo::bulk::Bulk;
use crate::demo::file::{self, Collected};
use crate::demo::names::FIRST;
use crate::demo::people::{EVERYBODY, PASSWORD, logins};
use crate::demo::rng::Rng;
use crate::demo::story::{Cast, Ending, tell};
use crate::demo::tenant::{self, DemoTenant};
use crate::outcome::{Outcome, Refusal};
use crate::random;

/// How large the world shall be.
#[derive(Clone, Copy, Debug)]
pub struct DemoSize {
    /// Tenants.
    pub tenants: u32,
    /// Tokens over all tenants.
    pub tokens: u32,
    /// Requests of the first tenant that wait for their token, on top of those of the story.
    pub to_issue: u32,
}

/// What a newcomer needs to know of it.
#[derive(Debug)]
pub struct DemoWorld {
    /// Who can sign in.
    pub logins: Vec<DemoLogin>,
}

/// The mark of a database that a demo made.
const MARK: &str = "demo";
/// Stories told in one transaction.
const CHUNK: u32 = 2_000;

/// Builds the world, or finds the one that is there. Refused where other data lives.
pub fn build(app: &Arc<App>, size: DemoSize, seed: u64) -> Outcome<DemoWorld> {
    build_watched(app, size, seed, &mut |_credential, _token| {})
}

/// Like [`build`], and shows `watch` every production token that works, behind the credential of
/// a gateway that lets it through. Nobody can learn them later: only digests are stored.
pub fn build_watched(
    app: &Arc<App>,
    size: DemoSize,
    seed: u64,
    watch: &mut dyn FnMut(&str, &str),
) -> Outcome<DemoWorld> {
    let world = DemoWorld { logins: logins() };
    match app.db.read_blocking(found)? {
        Found::Demo => return Ok(world),
        Found::Other => {
            return Err(Refusal::internal(
                "this database holds real tenants; the demo needs one of its own (--data or --database)",
            ));
        }
        Found::Nothing => {}
    }
    tracing::info!(tenants = size.tenants, tokens = size.tokens, "building the demo world");
    let now = app.clock.now();
    let casts = Casts::make(app, size.tenants, now)?;
    let mut samples = Collected::watched_by(watch);
    let mut first: Option<DemoTenant> = None;
    for index in 0..size.tenants {
        let tenant = build_tenant(app, &casts, &mut samples, size, seed, index, now)?;
        if index == 0 {
            first = Some(tenant);
        }
    }
    if let (Some(tenant), Some(samples)) = (first, samples.complete()) {
        file::write(app, &tenant, &samples)?;
    }
    app.db.write_blocking(
        move |conn| {
            widen_cache(conn, false)?;
            diesel::insert_into(meta::table)
                .values((meta::key.eq(MARK), meta::value.eq(seed.to_string())))
                .execute(conn)
                .map_err(DbError::from)
        },
        |_| {},
    )?;
    Ok(world)
}

enum Found {
    Nothing,
    Demo,
    Other,
}

fn found(conn: &mut Conn) -> Result<Found, DbError> {
    let mark: Option<String> = meta::table.find(MARK).select(meta::value).first(conn).optional()?;
    if mark.is_some() {
        return Ok(Found::Demo);
    }
    let count: i64 = tenants::table.count().get_result(conn)?;
    let people: i64 = users::table.count().get_result(conn)?;
    Ok(if count + people == 0 {
        Found::Nothing
    } else {
        Found::Other
    })
}

/// Accounts of everybody, and who plays in each tenant's stories.
#[derive(Clone)]
struct Casts {
    accounts: Vec<UserId>,
}

impl Casts {
    fn make(app: &Arc<App>, _tenants: u32, now: Instant) -> Outcome<Self> {
        let hash = app.passwords.hash_blocking(PASSWORD)?;
        app.db.write_blocking(
            move |conn| {
                let mut accounts = Vec::with_capacity(EVERYBODY.len());
                for person in EVERYBODY {
                    let id = UserId::from_u128(random::uuid_v7(now)?);
                    diesel::insert_into(users::table)
                        .values((
                            users::id.eq(id.to_string()),
                            users::email.eq(person.email),
                            users::name.eq(person.name),
                            users::password_hash.eq(&hash),
                            users::platform_role.eq(person.platform.map(Role::as_str)),
                            users::created_at.eq(now.millis()),
                        ))
                        .execute(conn)?;
                    accounts.push(id);
                }
                Ok::<_, Refusal>(Self { accounts })
            },
            |_| {},
        )
    }

    /// Who decides and who issues in the tenant at `index`; where nobody of the demo does, somebody
    /// who has left since.
    fn of(&self, index: usize) -> Outcome<Cast> {
        let find = |role: Role| {
            EVERYBODY
                .iter()
                .zip(&self.accounts)
                .find(|(person, _)| (person.role_in)(index) == Some(role))
        };
        let anybody = EVERYBODY.iter().zip(&self.accounts).next_back();
        let admin = find(Role::CustomerAdmin).or(anybody);
        let agent = find(Role::SupportAgent).or(anybody);
        let (Some((admin, admin_id)), Some((agent, agent_id))) = (admin, agent) else {
            return Err(Refusal::internal("a demo without people"));
        };
        Ok(Cast {
            admin: (*admin_id, admin.name.to_owned(), admin.email.to_owned()),
            agent: (*agent_id, agent.name.to_owned()),
        })
    }

    fn join(&self, conn: &mut Conn, tenant: &DemoTenant, now: Instant) -> Outcome<()> {
        for (person, account) in EVERYBODY.iter().zip(&self.accounts) {
            if let Some(role) = (person.role_in)(tenant.index) {
                diesel::insert_into(memberships::table)
                    .values((
                        memberships::tenant_id.eq(tenant.id.to_string()),
                        memberships::user_id.eq(account.to_string()),
                        memberships::role.eq(role.as_str()),
                        memberships::created_at.eq(now.millis()),
                    ))
                    .execute(conn)?;
            }
        }
        Ok(())
    }
}

fn build_tenant(
    app: &Arc<App>,
    casts: &Casts,
    samples: &mut Collected<'_>,
    size: DemoSize,
    seed: u64,
    index: u32,
    now: Instant,
) -> Outcome<DemoTenant> {
    let place = usize::try_from(index).unwrap_or(0);
    let (shared, everybody) = (Arc::clone(app), casts.clone());
    let tenant = app.db.write_blocking(
        move |conn| {
            let mut rng = Rng::new(seed, u64::from(index));
            let tenant = tenant::make(conn, &shared.gateways, &mut rng, place, now)?;
            everybody.join(conn, &tenant, now)?;
            Ok::<_, Refusal>(tenant)
        },
        |_| {},
    )?;
    let cast = casts.of(place)?;
    let endings = endings(&mut Rng::new(seed, 1_000_000 + u64::from(index)), size, index);
    let tenant = Arc::new(tenant);
    for (number, chunk) in (0_u64..).zip(endings.chunks(usize::try_from(CHUNK).unwrap_or(1))) {
        let (shared, place, cast, chunk) = (Arc::clone(app), Arc::clone(&tenant), cast.clone(), chunk.to_vec());
        let told = app.db.write_blocking(
            move |conn| {
                let mut rng = Rng::new(seed, 2_000_000_000 + u64::from(index) * 10_000 + number);
                widen_cache(conn, true)?;
                let mut bulk = Bulk::default();
                let tell_one = |ending| {
                    let (to, rng) = ((&mut *conn, &mut bulk), &mut rng);
                    tell(to, &shared, rng, &place, &cast, ending, now)
                };
                let told = chunk.into_iter().map(tell_one).collect::<Outcome<Vec<_>>>()?;
                bulk.flush(conn)?;
                Ok::<_, Refusal>(told)
            },
            |_| {},
        )?;
        told.into_iter()
            .flatten()
            .for_each(|told| samples.take(index, &tenant, told));
    }
    Arc::into_inner(tenant).ok_or_else(|| Refusal::internal("a demo tenant is still in use"))
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
