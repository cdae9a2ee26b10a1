//! The people of the demo world and where they belong.

use tessera_shared::dto::people::DemoLogin;
use tessera_shared::permission::Role;

/// The password of every demo account.
pub const PASSWORD: &str = "paper lanterns at noon";

/// A demo person.
pub struct Person {
    /// Full name.
    pub name: &'static str,
    /// Address of the account.
    pub email: &'static str,
    /// What they are, for a newcomer.
    pub what: &'static str,
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
        what: "support agent of 46 customers",
        platform: None,
        role_in: |tenant| (tenant < 46).then_some(Role::SupportAgent),
    },
    Person {
        name: "Otto Lindqvist",
        email: "otto@tessera.example",
        what: "support agent of other customers only",
        platform: None,
        role_in: |tenant| (46..80).contains(&tenant).then_some(Role::SupportAgent),
    },
    Person {
        name: "Lena Hartwig",
        email: "lena@tessera.example",
        what: "support lead of 120 customers",
        platform: None,
        role_in: |tenant| (tenant < 120).then_some(Role::SupportLead),
    },
    Person {
        name: "Hanna Aas",
        email: "hanna@halden-rail.example",
        what: "admin of Halden Rail",
        platform: None,
        role_in: |tenant| (tenant == 0).then_some(Role::CustomerAdmin),
    },
    Person {
        name: "Marco Bellini",
        email: "marco@northquay.example",
        what: "admin of Northquay Freight and Solvara Energy",
        platform: None,
        role_in: |tenant| matches!(tenant, 1 | 2).then_some(Role::CustomerAdmin),
    },
    Person {
        name: "Paulo Siqueira",
        email: "paulo@kestrel.example",
        what: "admin of Kestrel Air Cargo, auditor of Tidemark Pay",
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
        what: "auditor of Halden Rail",
        platform: None,
        role_in: |tenant| (tenant == 0).then_some(Role::CustomerAuditor),
    },
    Person {
        name: "Vera Okafor",
        email: "vera@tessera.example",
        what: "platform owner, member of no customer",
        platform: Some(Role::PlatformOwner),
        role_in: |_tenant| None,
    },
];

/// What a newcomer needs to sign in.
pub fn logins() -> Vec<DemoLogin> {
    EVERYBODY
        .iter()
        .map(|person| DemoLogin {
            name: person.name.to_owned(),
            what: person.what.to_owned(),
            email: person.email.to_owned(),
            password: PASSWORD.to_owned(),
        })
        .collect()
}
