//! Building the demo world.

use std::sync::Arc;

use diesel::prelude::*;
use tessera_shared::dto::people::DemoLogin;
use tessera_shared::ids::UserId;
use tessera_shared::instant::Instant;
use tessera_shared::permission::Role;

use crate::app::App;
use crate::db::dialect::widen_cache;
use crate::db::schema::{memberships, meta, tenants, users};
use crate::db::{Across, Conn, DbError, Reach};
use crate::demo::build::{Plan, build_tenants};
use crate::demo::file::{self, Collected};
pub use crate::demo::people::what;
use crate::demo::people::{EVERYBODY, PASSWORD, logins};
use crate::demo::plot::Cast;
use crate::demo::tenant::DemoTenant;
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
    /// Of a hundred working tokens, so many end within days.
    pub ending_soon: i64,
}

/// What a newcomer needs to know of it.
#[derive(Debug)]
pub struct DemoWorld {
    /// Who can sign in.
    pub logins: Vec<DemoLogin>,
}

/// The mark of a database that a demo made.
const MARK: &str = "demo";

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
    match app.db.read_blocking(Reach::across(Across::Demo), found)? {
        Found::Demo => return world(app),
        Found::Other => {
            return Err(Refusal::internal(
                "this database holds real tenants; the demo needs one of its own (--data or --database)",
            ));
        }
        Found::Nothing => {}
    }
    tracing::info!(tenants = size.tenants, tokens = size.tokens, "building the demo world");
    let now = app.clock.now();
    let plan = Plan {
        casts: Arc::new(Casts::make(app, now)?),
        app,
        size,
        seed,
        now,
    };
    let mut samples = Collected::watched_by(watch);
    let mut first: Option<DemoTenant> = None;
    build_tenants(&plan, |tenant, told| {
        for told in told {
            samples.take(&tenant, told);
        }
        if tenant.index == 0 {
            first = Some(tenant);
        }
    })?;
    if let (Some(tenant), Some(samples)) = (first, samples.complete()) {
        file::write(app, &tenant, &samples, &world(app)?.logins)?;
    }
    app.db.write_blocking(
        Reach::across(Across::Demo),
        move |conn| {
            widen_cache(conn, false)?;
            diesel::insert_into(meta::table)
                .values((meta::key.eq(MARK), meta::value.eq(seed.to_string())))
                .execute(conn)
                .map_err(DbError::from)
        },
        |_| {},
    )?;
    world(app)
}

fn world(app: &Arc<App>) -> Outcome<DemoWorld> {
    let logins = app.db.read_blocking(Reach::across(Across::Demo), logins)?;
    Ok(DemoWorld { logins })
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
pub struct Casts {
    accounts: Vec<UserId>,
}

impl Casts {
    fn make(app: &Arc<App>, now: Instant) -> Outcome<Self> {
        let hash = app.passwords.hash_blocking(PASSWORD)?;
        app.db.write_blocking(
            Reach::across(Across::Demo),
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
    pub fn of(&self, index: usize) -> Outcome<Cast> {
        let find = |role: Role| {
            EVERYBODY
                .iter()
                .zip(&self.accounts)
                .find(|(person, _)| (person.role_in)(index) == Some(role))
        };
        // Two persons also where nobody of the demo works: who decides never issues.
        let (mut first, mut last) = (
            EVERYBODY.iter().zip(&self.accounts),
            EVERYBODY.iter().zip(&self.accounts),
        );
        let admin = find(Role::CustomerAdmin).or(last.next_back());
        let agent = find(Role::SupportAgent).or(first.next());
        let (Some((admin, admin_id)), Some((agent, agent_id))) = (admin, agent) else {
            return Err(Refusal::internal("a demo without people"));
        };
        Ok(Cast {
            admin: (*admin_id, admin.name.to_owned(), admin.email.to_owned()),
            agent: (*agent_id, agent.name.to_owned()),
        })
    }

    /// Makes everybody who belongs there a member.
    pub fn join(&self, conn: &mut Conn, tenant: &DemoTenant, now: Instant) -> Outcome<()> {
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
