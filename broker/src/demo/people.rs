//! The people of the demo world and where they belong.

use diesel::prelude::*;
use tessera_shared::dto::people::{DemoLogin, DemoPlaces};
use tessera_shared::permission::Role;

use crate::db::schema::{memberships, tenants, users};
use crate::db::{Conn, DbError};
use crate::tenancy::parse_stored;

/// The password of every demo account.
pub const PASSWORD: &str = "paper lanterns at noon";

/// A demo person.
pub struct Person {
    /// Full name.
    pub name: &'static str,
    /// Address of the account.
    pub email: &'static str,
    /// A role on the platform.
    pub platform: Option<Role>,
    /// The role in the tenant at an index, if they are a member there.
    pub role_in: fn(usize) -> Option<Role>,
}

/// Everybody.
pub const EVERYBODY: &[Person] = &[
    Person {
        name: "Iris Vance",
        email: "iris@tessera.example",
        platform: None,
        role_in: |tenant| (tenant < 46).then_some(Role::SupportAgent),
    },
    Person {
        name: "Otto Lindqvist",
        email: "otto@tessera.example",
        platform: None,
        role_in: |tenant| (46..80).contains(&tenant).then_some(Role::SupportAgent),
    },
    Person {
        name: "Lena Hartwig",
        email: "lena@tessera.example",
        platform: None,
        role_in: |tenant| (tenant < 120).then_some(Role::SupportLead),
    },
    Person {
        name: "Hanna Aas",
        email: "hanna@halden-rail.example",
        platform: None,
        role_in: |tenant| (tenant == 0).then_some(Role::CustomerAdmin),
    },
    Person {
        name: "Marco Bellini",
        email: "marco@northquay.example",
        platform: None,
        role_in: |tenant| matches!(tenant, 1 | 2).then_some(Role::CustomerAdmin),
    },
    Person {
        name: "Paulo Siqueira",
        email: "paulo@kestrel.example",
        platform: None,
        role_in: |tenant| match tenant {
            3 => Some(Role::CustomerAdmin),
            4 => Some(Role::CustomerAuditor),
            _ => None,
        },
    },
    Person {
        name: "Aiko Mori",
        email: "aiko@halden-rail.example",
        platform: None,
        role_in: |tenant| (tenant == 0).then_some(Role::CustomerAuditor),
    },
    Person {
        name: "Vera Okafor",
        email: "vera@tessera.example",
        platform: Some(Role::PlatformOwner),
        role_in: |_tenant| None,
    },
];

/// At most so many customers are told by name.
const NAMED: usize = 2;

/// What a newcomer needs to sign in, and where everybody works now.
pub fn logins(conn: &mut Conn) -> Result<Vec<DemoLogin>, DbError> {
    let login = |person: &Person| {
        Ok(DemoLogin {
            name: person.name.to_owned(),
            platform_role: person.platform,
            places: places(conn, person.email)?,
            email: person.email.to_owned(),
            password: PASSWORD.to_owned(),
        })
    };
    EVERYBODY.iter().map(login).collect()
}

fn places(conn: &mut Conn, email: &str) -> Result<Vec<DemoPlaces>, DbError> {
    let rows: Vec<(String, String)> = memberships::table
        .inner_join(users::table.on(users::id.eq(memberships::user_id)))
        .inner_join(tenants::table.on(tenants::id.eq(memberships::tenant_id)))
        .filter(users::email.eq(email))
        .order((memberships::role.asc(), memberships::tenant_id.asc()))
        .select((memberships::role, tenants::name))
        .load(conn)?;
    let of_one_role = rows.chunk_by(|(one, _), (other, _)| one == other);
    let place = |rows: &[(String, String)]| {
        let role = rows.first().map_or("", |(role, _)| role.as_str());
        let names = rows.iter().map(|(_, name)| name.clone());
        Ok(DemoPlaces {
            role: parse_stored(role)?,
            customers: u32::try_from(rows.len()).unwrap_or(u32::MAX),
            names: if rows.len() > NAMED {
                Vec::new()
            } else {
                names.collect()
            },
        })
    };
    of_one_role.map(place).collect()
}

/// What somebody is, for a newcomer at the command line.
pub fn what(login: &DemoLogin) -> String {
    let place = |place: &DemoPlaces| {
        let customers = match place.names.as_slice() {
            [] => format!("{} customers", place.customers),
            names => names.join(" and "),
        };
        format!("{} of {customers}", place.role.as_str().replace('_', " "))
    };
    let on_platform = login.platform_role.map(|role| role.as_str().replace('_', " "));
    let all: Vec<String> = on_platform.into_iter().chain(login.places.iter().map(place)).collect();
    all.join(", ")
}
