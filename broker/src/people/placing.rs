//! People across tenants: who works where, and giving somebody many tenants at once.
//!
//! "Give Ana these forty customers" is one call and one transaction: each tenant gets an event in its own
//! trail, and the answer says what became of each. A tenant the caller may not look at and one that does
//! not exist are the same answer. Nobody places themselves, and nobody of a customer becomes support.

use std::collections::HashSet;
use std::sync::Arc;

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::placing::{
    Person, PersonDetail, PlaceOutcome, PlacePerson, Placed, PlacedPerson, UnplacePerson,
};
use tessera_shared::dto::queue::Topic;
use tessera_shared::error::ErrorCode;
use tessera_shared::ids::{TenantId, UserId};
use tessera_shared::permission::{Role, is_support};
use tessera_shared::words::TenantStatus;

use crate::act::Tx;
use crate::app::App;
use crate::audit::{NewEvent, record, record_outside_tenants};
use crate::db::{Across, Conn, Reach};
use crate::outcome::{Outcome, Refusal};
use crate::people::placer::{Over, Placer};
use crate::people::{place_store, store};
use crate::tenancy::TenantScope;
use crate::tenants;

/// What a page of people is asked for.
pub struct PeopleQuery {
    /// After this name and id.
    pub after: Option<(String, String)>,
    /// A part of the name or the address.
    pub text: Option<String>,
    /// Most rows.
    pub limit: i64,
}

/// People the caller may look at, by name.
pub async fn list_people(app: &Arc<App>, placer: Placer, query: PeopleQuery) -> Outcome<Vec<Person>> {
    let now = app.clock.now();
    app.db
        .read(Reach::across(Across::Account), move |conn| {
            let over = placer.over();
            let mut people = place_store::list_people(conn, over, query.after, query.text.as_deref(), query.limit)?;
            place_store::count_for(conn, over, &mut people, now)?;
            Ok(people)
        })
        .await
}

/// One person and where they work, as far as the caller may look.
pub async fn get_person(app: &Arc<App>, placer: Placer, user: UserId) -> Outcome<PersonDetail> {
    let now = app.clock.now();
    app.db
        .read(Reach::across(Across::Account), move |conn| {
            let over = placer.over();
            let (person, places) = look(conn, over, user)?;
            let mut people = [person];
            place_store::count_for(conn, over, &mut people, now)?;
            let [person] = people;
            let roles = match may_place(&placer, over, user, person.platform_role, &places) {
                Ok(()) => over.gives().to_vec(),
                Err(_refused) => Vec::new(),
            };
            Ok(PersonDetail { person, places, roles })
        })
        .await
}

type Places = Vec<tessera_shared::dto::placing::Place>;

/// A person the caller may know: anybody for the owner, otherwise somebody of a tenant they lead.
fn look(conn: &mut Conn, over: &Over, user: UserId) -> Outcome<(Person, Places)> {
    let person = place_store::find_person(conn, user)?;
    let places = place_store::list_places(conn, over, user)?;
    if places.is_empty() && over.ids().is_some() {
        return Err(Refusal::not_found());
    }
    Ok((person, places))
}

fn may_place(placer: &Placer, over: &Over, user: UserId, platform: Option<Role>, places: &Places) -> Outcome<()> {
    let refused = |detail: &str| Err(Refusal::new(ErrorCode::NotPossible, detail));
    if placer.user().user() == user {
        return refused("You cannot place yourself; somebody else has to.");
    }
    if platform.is_some() {
        return refused("Who runs the platform has no place inside a customer.");
    }
    // A lead passes on people of support they work with; new ones come by invitation.
    let of_support = places.iter().any(|place| is_support(place.tenant.role));
    if over.ids().is_some() && !of_support {
        return refused("Only people of support can be placed. Invite others as members.");
    }
    Ok(())
}

/// Gives a person a role in many tenants, or says what would come of it.
pub async fn place_person(app: &Arc<App>, placer: Placer, user: UserId, body: PlacePerson) -> Outcome<PlacedPerson> {
    if !placer.over().gives().contains(&body.role) {
        let detail = "You can only give roles of support below your own.";
        return Err(Refusal::field("/role", "not_yours", detail));
    }
    let reach = Reach::across(Across::Account);
    if body.preview {
        let read = move |conn: &mut Conn| {
            let over = placer.over();
            let (person, places) = look(conn, over, user)?;
            may_place(&placer, over, user, person.platform_role, &places)?;
            let steps = steps(conn, over, user, &body)?;
            Ok(answer(steps))
        };
        return app.db.read(reach, read).await;
    }
    app.act(reach, move |tx| {
        let over = placer.over_now(tx)?;
        let (person, places) = look(tx, &over, user)?;
        may_place(&placer, &over, user, person.platform_role, &places)?;
        let steps = steps(tx, &over, user, &body)?;
        let mut changed = 0_usize;
        for step in &steps {
            changed += usize::from(take(tx, &placer, &person, step, body.role)?);
        }
        if changed > 0 && over.ids().is_none() {
            let event = NewEvent::new(AuditAction::PersonPlaced, user, &person.name)
                .fact("role", body.role)
                .fact("customers", changed);
            record_outside_tenants(tx, &placer.actor, event)?;
        }
        Ok(answer(steps))
    })
    .await
}

/// What has to be done in one tenant.
struct Step {
    placed: Placed,
    scope: Option<TenantScope>,
    before: Option<Role>,
}

fn answer(steps: Vec<Step>) -> PlacedPerson {
    PlacedPerson {
        results: steps.into_iter().map(|step| step.placed).collect(),
    }
}

fn steps(conn: &mut Conn, over: &Over, user: UserId, body: &PlacePerson) -> Outcome<Vec<Step>> {
    let mut seen = HashSet::new();
    let slugs = body.tenants.iter().filter(|slug| seen.insert(slug.as_str()));
    let slugs: Vec<String> = slugs.cloned().collect();
    slugs
        .into_iter()
        .map(|slug| step(conn, over, user, slug, body.role))
        .collect()
}

fn step(conn: &mut Conn, over: &Over, user: UserId, slug: String, role: Role) -> Outcome<Step> {
    let Some(tenant) = covered(conn, over, &slug)? else {
        let placed = Placed {
            slug,
            name: None,
            outcome: PlaceOutcome::Unknown,
        };
        return Ok(Step {
            placed,
            scope: None,
            before: None,
        });
    };
    let scope = TenantScope::for_placer(tenant);
    let info = tenants::service::tenant_info(conn, &scope)?;
    let before = store::find_role(conn, &scope, &user.to_string())?;
    let outcome = match before {
        _ if info.status == TenantStatus::Suspended => PlaceOutcome::Suspended,
        None => PlaceOutcome::Added,
        Some(before) if before == role => PlaceOutcome::Unchanged,
        Some(before) if is_support(before) && over.takes(before) => PlaceOutcome::Changed,
        Some(_other) => PlaceOutcome::Kept,
    };
    Ok(Step {
        placed: Placed {
            slug,
            name: Some(info.name),
            outcome,
        },
        scope: Some(scope),
        before,
    })
}

fn covered(conn: &mut Conn, over: &Over, slug: &str) -> Outcome<Option<TenantId>> {
    match tenants::service::find_tenant_by_slug(conn, slug) {
        Ok(tenant) => Ok(over.covers(tenant).then_some(tenant)),
        Err(refusal) if refusal.code() == ErrorCode::NotFound => Ok(None),
        Err(refusal) => Err(refusal),
    }
}

/// Does one step; false when there is nothing to do.
fn take(tx: &mut Tx<'_>, placer: &Placer, person: &Person, step: &Step, role: Role) -> Outcome<bool> {
    let Some(scope) = &step.scope else { return Ok(false) };
    let (now, id) = (tx.now(), person.id.to_string());
    let event = match (step.placed.outcome, step.before) {
        (PlaceOutcome::Added, _) => {
            store::insert_membership(tx, scope, person.id, role, now)?;
            NewEvent::new(AuditAction::MemberAdded, person.id, &person.name).fact("role", role)
        }
        (PlaceOutcome::Changed, Some(before)) => {
            if !place_store::change_role(tx, scope, &id, before, role)? {
                return Err(Refusal::stale());
            }
            NewEvent::new(AuditAction::MemberRoleChanged, person.id, &person.name)
                .fact("role_before", before)
                .fact("role", role)
        }
        _ => return Ok(false),
    };
    record(tx, scope, &placer.actor, event)?;
    tx.changed(scope.tenant(), Topic::Catalogue, &id)?;
    Ok(true)
}

/// Takes a person out of tenants: out of all that are named, or out of none.
pub async fn unplace_person(app: &Arc<App>, placer: Placer, user: UserId, body: UnplacePerson) -> Outcome<()> {
    app.act(Reach::across(Across::Account), move |tx| {
        let over = placer.over_now(tx)?;
        let (person, places) = look(tx, &over, user)?;
        for tenant in &body.tenants {
            let place = places.iter().find(|place| place.tenant.id == *tenant);
            let place = place.ok_or_else(Refusal::not_found)?;
            if !place.removable || placer.user().user() == user {
                let detail = "Only somebody with a role above this one may take it away.";
                return Err(Refusal::new(ErrorCode::NotPossible, detail));
            }
            let scope = TenantScope::for_placer(*tenant);
            if !store::delete_membership(tx, &scope, &user.to_string())? {
                return Err(Refusal::stale());
            }
            let event = NewEvent::new(AuditAction::MemberRemoved, user, &person.name)
                .because(Some(&body.reason))
                .fact("role", place.tenant.role);
            record(tx, &scope, &placer.actor, event)?;
            tx.changed(*tenant, Topic::Catalogue, &user.to_string())?;
        }
        Ok(())
    })
    .await
}
