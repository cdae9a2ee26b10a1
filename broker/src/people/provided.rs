//! Accounts and memberships, as sign-in with a provider finds and makes them.

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::queue::Topic;
use tessera_shared::ids::{TenantId, UserId};
use tessera_shared::permission::Role;

use crate::act::Tx;
use crate::audit::{NewEvent, record, record_outside_tenants};
use crate::auth::Actor;
use crate::db::Conn;
use crate::outcome::{Outcome, Refusal};
use crate::people::store::{self, AccountRow};
use crate::random;
use crate::tenancy::{TenantScope, UserScope, parse_stored};

/// A user with all their roles.
pub struct Account {
    /// The account.
    pub id: UserId,
    /// Full name.
    pub name: String,
    /// Address.
    pub email: String,
    /// Role on the platform.
    pub platform_role: Option<Role>,
    /// Tenants they are a member of.
    pub tenants: Vec<TenantId>,
}

/// The account with an address, if there is one.
pub fn find_account_by_email(conn: &mut Conn, email: &str) -> Outcome<Option<Account>> {
    let row = store::find_account(conn, email)?;
    row.map(|row| find_account(conn, &row.id)).transpose()
}

/// The account with an id.
pub fn find_account(conn: &mut Conn, user: &str) -> Outcome<Account> {
    let (row, platform_role): (AccountRow, _) = store::find_account_by_id(conn, user)?;
    let id: UserId = parse_stored(&row.id)?;
    let scope = UserScope::of(&Actor::user(id, &row.name, &row.email)).ok_or_else(Refusal::not_found)?;
    Ok(Account {
        id,
        tenants: store::list_tenant_ids(conn, &scope)?,
        name: row.name,
        email: row.email,
        platform_role: platform_role.as_deref().map(parse_stored).transpose()?,
    })
}

/// Makes an account that has no password and no role yet.
pub fn create_account(tx: &mut Tx<'_>, actor: &Actor, email: &str, name: &str) -> Outcome<Account> {
    let now = tx.now();
    let id = UserId::from_u128(random::uuid_v7(now)?);
    store::insert_user(tx, id, email, name, None, None, now)?;
    record_outside_tenants(tx, actor, NewEvent::new(AuditAction::UserCreated, id, email))?;
    Ok(Account {
        id,
        name: name.to_owned(),
        email: email.to_owned(),
        platform_role: None,
        tenants: Vec::new(),
    })
}

/// Gives the account another role on the platform, or none.
pub fn set_platform_role(tx: &mut Tx<'_>, actor: &Actor, account: &mut Account, role: Option<Role>) -> Outcome<()> {
    store::set_platform_role(tx, &account.id.to_string(), role)?;
    let word = |role: Option<Role>| role.map_or("none", Role::as_str);
    let event = NewEvent::new(AuditAction::PlatformRoleChanged, account.id, &account.email)
        .fact("from", word(account.platform_role))
        .fact("to", word(role));
    account.platform_role = role;
    record_outside_tenants(tx, actor, event)
}

/// What the account is in a tenant.
pub fn find_role(conn: &mut Conn, scope: &TenantScope, account: &Account) -> Outcome<Option<Role>> {
    Ok(store::find_role(conn, scope, &account.id.to_string())?)
}

/// Makes the account a member; `provider` is the name of who says so.
pub fn give_membership(
    tx: &mut Tx<'_>,
    scope: &TenantScope,
    actor: &Actor,
    account: &mut Account,
    (role, provider): (Role, &str),
) -> Outcome<()> {
    let now = tx.now();
    store::insert_membership(tx, scope, account.id, role, now)?;
    account.tenants.push(scope.tenant());
    let event = NewEvent::new(AuditAction::MemberAdded, account.id, &account.name)
        .fact("role", role)
        .fact("provider", provider);
    record(tx, scope, actor, event)?;
    tx.changed(scope.tenant(), Topic::Catalogue, &account.id.to_string())
}

/// Ends a membership; `provider` is the name of who says so.
pub fn take_membership(
    tx: &mut Tx<'_>,
    scope: &TenantScope,
    actor: &Actor,
    account: &mut Account,
    (role, provider): (Role, &str),
) -> Outcome<()> {
    store::delete_membership(tx, scope, &account.id.to_string())?;
    account.tenants.retain(|tenant| *tenant != scope.tenant());
    let event = NewEvent::new(AuditAction::MemberRemoved, account.id, &account.name)
        .fact("role", role)
        .fact("provider", provider);
    record(tx, scope, actor, event)?;
    tx.changed(scope.tenant(), Topic::Catalogue, &account.id.to_string())
}
