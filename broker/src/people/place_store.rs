//! People and their memberships across tenants, in the database.

use std::collections::HashMap;

use diesel::prelude::*;
use tessera_shared::dto::people::TenantCard;
use tessera_shared::dto::placing::{Person, Place};
use tessera_shared::ids::UserId;
use tessera_shared::instant::Instant;
use tessera_shared::permission::Role;

use crate::db::schema::{memberships, sessions, tenants, users};
use crate::db::{Conn, DbError, pattern};
use crate::people::my_tenants::store::TenantRow;
use crate::people::placer::Over;
use crate::tenancy::{TenantScope, UserScope};

/// Most memberships of one person that are shown.
const MOST_SHOWN: i64 = 500;

fn corrupt() -> DbError {
    DbError::Corrupt("person".to_owned())
}

/// The tenants in which the user has one of `roles`.
pub fn list_places_of(conn: &mut Conn, scope: &UserScope, roles: &[Role]) -> Result<Vec<String>, DbError> {
    let roles: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
    Ok(memberships::table
        .filter(memberships::user_id.eq(scope.as_str()))
        .filter(memberships::role.eq_any(roles))
        .select(memberships::tenant_id)
        .load(conn)?)
}

type PersonRow = (String, String, String, Option<String>, Option<i64>);

const PERSON: (
    users::id,
    users::name,
    users::email,
    users::platform_role,
    users::last_seen_at,
) = (
    users::id,
    users::name,
    users::email,
    users::platform_role,
    users::last_seen_at,
);

/// People by name and id: all of them, or those who work in one of the tenants.
pub fn list_people(
    conn: &mut Conn,
    over: &Over,
    after: Option<(String, String)>,
    text: Option<&str>,
    limit: i64,
) -> Result<Vec<Person>, DbError> {
    let mut query = users::table
        .order((users::name.asc(), users::id.asc()))
        .limit(limit)
        .select(PERSON)
        .into_boxed();
    if let Some((name, id)) = after {
        query = query.filter(
            users::name
                .gt(name.clone())
                .or(users::name.eq(name).and(users::id.gt(id))),
        );
    }
    if let Some(text) = text {
        let wanted = pattern::containing(text);
        let named = pattern::lower(users::name).like(wanted.clone()).escape(pattern::ESCAPE);
        query = query.filter(named.or(users::email.like(wanted).escape(pattern::ESCAPE)));
    }
    if let Some(ids) = over.ids() {
        let here = memberships::table
            .filter(memberships::tenant_id.eq_any(ids))
            .select(memberships::user_id);
        query = query.filter(users::id.eq_any(here));
    }
    let rows: Vec<PersonRow> = query.load(conn)?;
    rows.into_iter().map(person).collect()
}

/// One person, whoever may know them.
pub fn find_person(conn: &mut Conn, user: UserId) -> Result<Person, DbError> {
    let row: PersonRow = users::table.find(user.to_string()).select(PERSON).get_result(conn)?;
    person(row)
}

fn person((id, name, email, platform_role, seen): PersonRow) -> Result<Person, DbError> {
    Ok(Person {
        id: id.parse().map_err(|_cause| corrupt())?,
        name,
        email,
        platform_role: platform_role
            .map(|role| role.parse())
            .transpose()
            .map_err(|_cause| corrupt())?,
        tenants: 0,
        sessions: 0,
        last_seen_at: seen.map(Instant::from_millis),
    })
}

/// Fills in how many tenants and living sessions each of them has.
pub fn count_for(conn: &mut Conn, over: &Over, people: &mut [Person], now: Instant) -> Result<(), DbError> {
    let ids: Vec<String> = people.iter().map(|person| person.id.to_string()).collect();
    let mut places = memberships::table
        .filter(memberships::user_id.eq_any(&ids))
        .group_by(memberships::user_id)
        .select((memberships::user_id, diesel::dsl::count_star()))
        .into_boxed();
    if let Some(tenants) = over.ids() {
        places = places.filter(memberships::tenant_id.eq_any(tenants));
    }
    let places: HashMap<String, i64> = places.load::<(String, i64)>(conn)?.into_iter().collect();
    let alive: HashMap<String, i64> = sessions::table
        .filter(sessions::user_id.eq_any(&ids))
        .filter(sessions::ends_at.gt(now.millis()))
        .group_by(sessions::user_id)
        .select((sessions::user_id, diesel::dsl::count_star()))
        .load::<(String, i64)>(conn)?
        .into_iter()
        .collect();
    let of = |counts: &HashMap<String, i64>, id: &str| {
        u32::try_from(counts.get(id).copied().unwrap_or(0)).unwrap_or(u32::MAX)
    };
    for person in people {
        let id = person.id.to_string();
        (person.tenants, person.sessions) = (of(&places, &id), of(&alive, &id));
    }
    Ok(())
}

/// Where a person works, by name of the tenant.
pub fn list_places(conn: &mut Conn, over: &Over, user: UserId) -> Result<Vec<Place>, DbError> {
    let mut query = memberships::table
        .inner_join(tenants::table.on(tenants::id.eq(memberships::tenant_id)))
        .filter(memberships::user_id.eq(user.to_string()))
        .order((tenants::name.asc(), tenants::id.asc()))
        .limit(MOST_SHOWN)
        .select((TenantRow::as_select(), memberships::role, memberships::created_at))
        .into_boxed();
    if let Some(ids) = over.ids() {
        query = query.filter(tenants::id.eq_any(ids));
    }
    let rows: Vec<(TenantRow, String, i64)> = query.load(conn)?;
    rows.into_iter()
        .map(|(tenant, role, since)| {
            let role: Role = role.parse().map_err(|_cause| corrupt())?;
            Ok(Place {
                removable: over.takes(role),
                since: Instant::from_millis(since),
                tenant: TenantCard {
                    id: tenant.id.parse().map_err(|_cause| corrupt())?,
                    slug: tenant.slug,
                    name: tenant.name,
                    accent: tenant.accent,
                    logo: tenant.logo,
                    status: tenant.status.parse().map_err(|_cause| corrupt())?,
                    role,
                    waiting: 0,
                },
            })
        })
        .collect()
}

/// Gives a member another role; false when they no longer have the one that was read.
pub fn change_role(conn: &mut Conn, scope: &TenantScope, user: &str, from: Role, to: Role) -> Result<bool, DbError> {
    let member = memberships::table
        .filter(memberships::tenant_id.eq(scope.as_str()))
        .filter(memberships::user_id.eq(user))
        .filter(memberships::role.eq(from.as_str()));
    let changed = diesel::update(member)
        .set(memberships::role.eq(to.as_str()))
        .execute(conn)?;
    Ok(changed == 1)
}
