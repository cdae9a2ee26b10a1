//! From an access token and a header to a checked scope: what a service account may do, looked up
//! on every request.

use diesel::prelude::*;
use tessera_shared::ids::{TenantId, UserId};
use tessera_shared::instant::Instant;
use tessera_shared::permission::{Action, Role};

use crate::auth::Actor;
use crate::db::schema::{access_tokens, service_accounts, tenants};
use crate::db::{Conn, DbError};
use crate::outcome::{Outcome, Refusal};
use crate::tenancy::resolve::{TENANT_INFO, TenantInfoRow, tenant_info_of};
use crate::tenancy::{Membership, TenantScope, parse_stored};

/// A list of actions as it is stored.
pub fn actions_text(actions: &[Action]) -> String {
    let mut actions = actions.to_vec();
    actions.sort();
    actions.dedup();
    let names: Vec<&str> = actions.iter().map(|action| action.as_str()).collect();
    names.join(" ")
}

/// The actions in a stored list.
pub fn actions_in(text: &str) -> Result<Vec<Action>, DbError> {
    text.split_whitespace().map(parse_stored).collect()
}

/// A service account that calls: what it may do in its tenant, and who it is.
pub struct Machine {
    /// As if it were a member.
    pub membership: Membership,
    /// For audit events.
    pub actor: Actor,
}

type AccountRow = (String, String, String, String, TenantInfoRow);

fn membership(tenant: TenantId, actions: &str, info: TenantInfoRow) -> Outcome<Membership> {
    Ok(Membership {
        scope: TenantScope::checked(tenant),
        role: Role::ServiceAccount,
        granted: actions_in(actions)?,
        info: tenant_info_of(info)?,
    })
}

/// The tenant and the account of an access token that is good at `now`.
pub fn resolve_machine(conn: &mut Conn, digest: &[u8], now: Instant) -> Outcome<Option<Machine>> {
    type Row = (String, String, AccountRow);
    let row: Option<Row> = access_tokens::table
        .inner_join(service_accounts::table.on(service_accounts::id.eq(access_tokens::account_id)))
        .inner_join(tenants::table.on(tenants::id.eq(access_tokens::tenant_id)))
        .filter(access_tokens::digest.eq(digest))
        .filter(access_tokens::ends_at.gt(now.millis()))
        .filter(service_accounts::retired_at.is_null())
        .select((
            access_tokens::tenant_id,
            access_tokens::actions,
            (
                service_accounts::id,
                service_accounts::name,
                service_accounts::created_by,
                service_accounts::created_by_person,
                TENANT_INFO,
            ),
        ))
        .get_result(conn)
        .optional()?;
    let Some((tenant, actions, (id, name, maker, person, info))) = row else {
        return Ok(None);
    };
    let maker: UserId = parse_stored(&maker)?;
    Ok(Some(Machine {
        membership: membership(parse_stored(&tenant)?, &actions, info)?,
        actor: Actor::service_account(&id, &name, maker, &person),
    }))
}

/// What the account may do now, inside a transaction that changes something on its behalf.
pub fn resolve_account(conn: &mut Conn, id: &str, tenant: TenantId) -> Outcome<Membership> {
    let row: Option<(String, TenantInfoRow)> = service_accounts::table
        .inner_join(tenants::table.on(tenants::id.eq(service_accounts::tenant_id)))
        .filter(service_accounts::tenant_id.eq(tenant.to_string()))
        .filter(service_accounts::id.eq(id))
        .filter(service_accounts::retired_at.is_null())
        .select((service_accounts::actions, TENANT_INFO))
        .get_result(conn)
        .optional()?;
    let (actions, info) = row.ok_or_else(Refusal::not_found)?;
    membership(tenant, &actions, info)
}
