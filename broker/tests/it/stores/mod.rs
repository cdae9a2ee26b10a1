//! Every function of every store as one tenant and as another, over the same rows on both databases.
//!
//! A function is tried as the tenant whose things it is given, which has to find or change something;
//! as another tenant, to which those things are as good as random ones; and as nobody. On PostgreSQL
//! it is also tried with the first tenant's scope while the transaction reaches the second tenant
//! only: as if the application's own filter let everything through, the database still gives nothing.

mod issuer_cases;
mod life_cases;
mod of;
mod source;
mod tenancy_cases;
mod view_cases;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use diesel::prelude::*;
use diesel::sql_types::Text;
use tessera_broker::db::{Conn, DbError};
use tessera_broker::outcome::Refusal;
use tessera_shared::ids::{TenantId, UserId};
use tessera_shared::instant::Instant;

use crate::on_both;
use crate::support::contents::{But, Contents, contents};
use crate::support::world::World;
use crate::support::{START, TestApp};
use of::{Of, Who};

const LONG_AGO: Instant = Instant::from_millis(0);
const NOW: Instant = START;
const LATER: Instant = Instant::from_millis(START.millis() + 400 * 86_400_000);

/// What a function gave, as ids and words; nothing when it found nothing.
type Seen = Result<Vec<String>, DbError>;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Reads,
    /// Changes or removes what it is given.
    Changes,
    /// Adds a row.
    Adds,
}

/// A store function, called with the scope of somebody and the things of somebody.
#[derive(Clone, Copy)]
pub struct Case {
    name: &'static str,
    kind: Kind,
    run: fn(&mut Conn, &Who, &Of) -> Seen,
}

const fn reads(name: &'static str, run: fn(&mut Conn, &Who, &Of) -> Seen) -> Case {
    Case {
        name,
        kind: Kind::Reads,
        run,
    }
}

const fn changes(name: &'static str, run: fn(&mut Conn, &Who, &Of) -> Seen) -> Case {
    Case {
        name,
        kind: Kind::Changes,
        run,
    }
}

const fn adds(name: &'static str, run: fn(&mut Conn, &Who, &Of) -> Seen) -> Case {
    Case {
        name,
        kind: Kind::Adds,
        run,
    }
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "what a case gives is what a store function gives"
)]
fn list<T: ToString>(items: impl IntoIterator<Item = T>) -> Seen {
    let mut items: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
    items.sort();
    Ok(items)
}

fn some<T: ToString>(item: Option<T>) -> Seen {
    list(item)
}

fn flag(done: bool) -> Seen {
    list(done.then_some("done"))
}

fn count<T: ToString>(counts: impl IntoIterator<Item = T>) -> Seen {
    list(
        counts
            .into_iter()
            .map(|count| count.to_string())
            .filter(|count| count != "0"),
    )
}

fn cases() -> Vec<Case> {
    [
        life_cases::of_requests(),
        life_cases::of_tokens(),
        life_cases::of_partners(),
        life_cases::of_gateways(),
        tenancy_cases::of_people(),
        tenancy_cases::of_sessions(),
        tenancy_cases::of_tenants(),
        tenancy_cases::of_catalogue_and_audit(),
        tenancy_cases::of_queues(),
        tenancy_cases::of_finding(),
        tenancy_cases::of_machines(),
        view_cases::of_views(),
        issuer_cases::of_issuers(),
        issuer_cases::of_recalls(),
    ]
    .concat()
}

/// What came of a call, whose changes are gone again.
struct Ran {
    seen: Seen,
    changed: bool,
    changed_of_others: bool,
}

impl Ran {
    fn is_nothing(&self) -> bool {
        matches!(&self.seen, Ok(seen) if seen.is_empty()) || matches!(self.seen, Err(DbError::NotFound))
    }

    fn text(&self) -> String {
        format!("{:?}", self.seen)
    }
}

#[derive(QueryableByName)]
struct Setting {
    #[diesel(sql_type = Text)]
    reach: String,
}

/// Looks at all rows from within a transaction that may not.
fn look(conn: &mut Conn, who: &Who) -> Result<(Contents, Contents), DbError> {
    let but = But {
        tenant: who.scope.as_str(),
        user: who.user.as_str(),
    };
    if matches!(conn, Conn::Sqlite(_)) {
        return Ok((contents(conn, None)?, contents(conn, Some(but))?));
    }
    let set = "SELECT set_config('tessera.reach', $1, true) AS reach";
    let now = "SELECT current_setting('tessera.reach') AS reach";
    let reach = diesel::sql_query(now).get_result::<Setting>(conn)?.reach;
    diesel::sql_query(set).bind::<Text, _>("*").execute(conn)?;
    let both = (contents(conn, None)?, contents(conn, Some(but))?);
    diesel::sql_query(set).bind::<Text, _>(reach).execute(conn)?;
    Ok(both)
}

async fn run(app: &TestApp, case: Case, who: &Who, of: &Of) -> Ran {
    let ran = Arc::new(Mutex::new(None));
    let (result, who, of) = (Arc::clone(&ran), who.clone(), of.clone());
    let undone = app.app.act(who.reach.clone(), move |tx| {
        let before = (case.kind != Kind::Reads).then(|| look(tx, &who)).transpose()?;
        let seen = (**tx).transaction::<_, DbError, _>(|conn| (case.run)(conn, &who, &of));
        let after = before.is_some().then(|| look(tx, &who)).transpose()?;
        let differs =
            |pick: fn(&(Contents, Contents)) -> &Contents| before.as_ref().map(pick) != after.as_ref().map(pick);
        *result.lock().unwrap() = Some(Ran {
            seen,
            changed: differs(|both| &both.0),
            changed_of_others: differs(|both| &both.1),
        });
        Err::<(), _>(Refusal::internal("undone"))
    });
    let refusal = undone.await.unwrap_err();
    let ran = ran.lock().unwrap().take();
    ran.unwrap_or_else(|| panic!("{}: {refusal}", case.name))
}

/// Tells what is wrong with one function.
async fn judge(app: &TestApp, case: Case, (a, of_a): (&Who, &Of), (b, of_b): (&Who, &Of)) -> Vec<String> {
    let (random, nobody) = (of_a.random(), Who::new(TenantId::from_u128(7), UserId::from_u128(7)));
    let mut wrong = Vec::new();
    let mut check = |what: &str, good: bool, ran: &Ran| {
        if !good {
            wrong.push(format!("{} {what}: {}", case.name, ran.text()));
        }
    };
    let own = run(app, case, a, of_a).await;
    for own in [&own, &run(app, case, b, of_b).await] {
        let works = match case.kind {
            Kind::Reads => !own.is_nothing() && own.seen.is_ok(),
            Kind::Changes | Kind::Adds => own.seen.is_ok() && own.changed,
        };
        check("on own things", works && !own.changed_of_others, own);
    }

    let foreign = run(app, case, b, of_a).await;
    let like_random = case.kind == Kind::Adds || foreign.text() == run(app, case, b, &random).await.text();
    check(
        "on another's things",
        like_random && !foreign.changed_of_others,
        &foreign,
    );
    let ids = own.seen.iter().flatten().filter(|text| text.contains('_'));
    let known = ids
        .filter(|id| foreign.seen.iter().flatten().any(|seen| seen.contains(*id)))
        .count();
    check("says what another has", known == 0, &foreign);

    let stranger = run(app, case, &nobody, of_a).await;
    let nothing = stranger.is_nothing() || (case.kind == Kind::Adds && stranger.seen.is_err());
    check("as nobody", nothing && !stranger.changed, &stranger);

    // Accounts and their sessions belong to no tenant.
    if !case.name.starts_with("people/session_store") && app.app.db.backend() == tessera_broker::db::Backend::Postgres {
        let forged = Who {
            reach: b.reach.clone(),
            ..a.clone()
        };
        let forged = run(app, case, &forged, of_a).await;
        let refused = if case.kind == Kind::Adds {
            forged.seen.is_err()
        } else {
            forged.is_nothing()
        };
        check("with another's scope", refused && !forged.changed, &forged);
    }
    wrong
}

on_both! {
    async fn as_one_tenant_and_as_another(app) {
        let world = World::make(&app).await;
        let (a, of_a) = Of::fill(&app, &world, "halden").await;
        let (b, of_b) = Of::fill(&app, &world.seen_from_quay().await, "quay").await;
        let mut wrong = Vec::new();
        for case in cases() {
            wrong.extend(judge(&app, case, (&a, &of_a), (&b, &of_b)).await);
        }
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    }
}

#[test]
fn every_function_that_takes_a_scope_has_a_case() {
    let written: BTreeSet<String> = cases().iter().map(|case| case.name.to_owned()).collect();
    assert_eq!(written.len(), cases().len(), "a case stands twice");
    assert_eq!(source::scoped(), written);
}

#[test]
fn a_function_without_a_scope_says_why() {
    assert_eq!(source::unscoped(), source::across_tenants());
}
