//! From a person a provider vouches for to an account with roles.

use std::collections::BTreeMap;

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::sso::RoleMapping;
use tessera_shared::ids::{TenantId, UserId};
use tessera_shared::permission::Role;

use crate::act::Tx;
use crate::audit::{NewEvent, record_outside_tenants};
use crate::auth::Actor;
use crate::outcome::Outcome;
use crate::people::provided::{self, Account};
use crate::sso::identity_store;
use crate::sso::model::Stored;
use crate::sso::reason::Reason;
use crate::sso::store;
use crate::tenancy::{TenantScope, parse_stored};

/// Who the provider says it is.
pub struct Person {
    /// Their name for machines, at this issuer.
    pub subject: String,
    /// Verified, in lower case.
    pub email: String,
    /// Full name.
    pub name: String,
    /// Groups, as the provider spells them.
    pub groups: Vec<String>,
}

/// What somebody's groups give; of several roles in one tenant, the one mapped first.
struct Wanted {
    platform: Option<Role>,
    tenants: BTreeMap<TenantId, Role>,
}

impl Wanted {
    fn of(mappings: &[RoleMapping], groups: &[String]) -> Self {
        let mut wanted = Self {
            platform: None,
            tenants: BTreeMap::new(),
        };
        for mapping in mappings.iter().filter(|mapping| groups.contains(&mapping.group)) {
            match mapping.tenant {
                Some(tenant) => {
                    wanted.tenants.entry(tenant).or_insert(mapping.role);
                }
                None => wanted.platform = wanted.platform.or(Some(mapping.role)),
            }
        }
        wanted
    }

    fn is_empty(&self) -> bool {
        self.platform.is_none() && self.tenants.is_empty()
    }
}

/// The account of a person, with the roles their groups give now; or why they are not let in.
/// What the provider no longer gives is taken away even then.
pub fn join(tx: &mut Tx<'_>, provider: &Stored, actor: &Actor, person: &Person) -> Outcome<Result<UserId, Reason>> {
    if !may_speak_for(tx, provider, &person.email)? {
        return Ok(Err(Reason::ForeignDomain));
    }
    let wanted = Wanted::of(&provider.mappings, &person.groups);
    let known = identity_store::find_identity(tx, &provider.row.issuer, &person.subject)?;
    let (found, given) = match known {
        Some((user, given)) => (Ok(provided::find_account(tx, &user)?), given),
        None => (link(tx, provider, actor, person, &wanted)?, None),
    };
    let mut account = match found {
        Ok(account) => account,
        Err(reason) => return Ok(Err(reason)),
    };
    if reaches_further(provider, &account)? {
        return Ok(Err(Reason::ReachesFurther));
    }
    let given = given.as_deref().map(parse_stored).transpose()?;
    let given = settle_platform_role(tx, actor, &mut account, given, wanted.platform)?;
    settle_memberships(tx, provider, actor, &mut account, &wanted.tenants)?;
    let now = tx.now();
    identity_store::touch_identity(tx, &provider.row.issuer, &person.subject, given, now)?;
    if account.platform_role.is_none() && account.tenants.is_empty() {
        return Ok(Err(Reason::NoRole));
    }
    Ok(Ok(account.id))
}

/// A provider with domains speaks for these; one without, for what no other speaks for.
fn may_speak_for(tx: &mut Tx<'_>, provider: &Stored, email: &str) -> Outcome<bool> {
    if !provider.domains.is_empty() {
        return Ok(provider.speaks_for(email));
    }
    let domain = email.rsplit('@').next().unwrap_or_default();
    Ok(!store::has_authority(tx, domain)?)
}

/// Links a person seen for the first time: to the account with their address, if the provider is the
/// authority for it, or to a new one, if their groups give a role.
fn link(
    tx: &mut Tx<'_>,
    provider: &Stored,
    actor: &Actor,
    person: &Person,
    wanted: &Wanted,
) -> Outcome<Result<Account, Reason>> {
    let account = match provided::find_account_by_email(tx, &person.email)? {
        Some(account) => {
            let linked = identity_store::is_linked(tx, &provider.row.issuer, &account.id.to_string())?;
            // Linked to somebody else: an address that was given to another person.
            if linked || !provider.speaks_for(&person.email) {
                return Ok(Err(Reason::AddressTaken));
            }
            if reaches_further(provider, &account)? {
                return Ok(Err(Reason::ReachesFurther));
            }
            account
        }
        None if wanted.is_empty() => return Ok(Err(Reason::NoRole)),
        None => provided::create_account(tx, actor, &person.email, &person.name)?,
    };
    let now = tx.now();
    let user = account.id.to_string();
    identity_store::insert_identity(tx, &provider.row.issuer, &person.subject, &user, now)?;
    let event = NewEvent::new(AuditAction::IdentityLinked, account.id, &account.email)
        .fact("provider", &provider.row.name)
        .fact("issuer", &provider.row.issuer)
        .fact("subject", &person.subject);
    record_outside_tenants(tx, actor, event)?;
    Ok(Ok(account))
}

/// Whether the account has a role that a tenant's own provider must not open.
fn reaches_further(provider: &Stored, account: &Account) -> Outcome<bool> {
    let Some(home) = provider.tenant()? else {
        return Ok(false);
    };
    Ok(account.platform_role.is_some() || account.tenants.iter().any(|tenant| *tenant != home))
}

/// Says which role on the platform counts as the provider's from now on.
fn settle_platform_role(
    tx: &mut Tx<'_>,
    actor: &Actor,
    account: &mut Account,
    given: Option<Role>,
    wanted: Option<Role>,
) -> Outcome<Option<Role>> {
    if account.platform_role != given {
        // By hand.
        return Ok(None);
    }
    if wanted != given {
        provided::set_platform_role(tx, actor, account, wanted)?;
    }
    Ok(wanted)
}

fn settle_memberships(
    tx: &mut Tx<'_>,
    provider: &Stored,
    actor: &Actor,
    account: &mut Account,
    wanted: &BTreeMap<TenantId, Role>,
) -> Outcome<()> {
    let user = account.id.to_string();
    let mut given: BTreeMap<TenantId, Role> = BTreeMap::new();
    for (tenant, role) in identity_store::list_provided_across_tenants(tx, &provider.row.id, &user)? {
        given.insert(parse_stored(&tenant)?, parse_stored(&role)?);
    }
    let mut tenants: Vec<TenantId> = wanted.keys().chain(given.keys()).copied().collect();
    tenants.sort_unstable();
    tenants.dedup();
    for tenant in tenants {
        let change = Change {
            scope: TenantScope::for_provider(tenant),
            given: given.get(&tenant).copied(),
            wanted: wanted.get(&tenant).copied(),
        };
        change.make(tx, provider, actor, account)?;
    }
    Ok(())
}

/// What a provider gave in one tenant, and what it gives now.
struct Change {
    scope: TenantScope,
    given: Option<Role>,
    wanted: Option<Role>,
}

impl Change {
    fn make(self, tx: &mut Tx<'_>, provider: &Stored, actor: &Actor, account: &mut Account) -> Outcome<()> {
        let (scope, row) = (&self.scope, &provider.row);
        let user = account.id.to_string();
        let has = provided::find_role(tx, scope, account)?;
        if has != self.given {
            // Given or changed by hand: no longer the provider's.
            return Ok(identity_store::delete_provided(tx, scope, &row.id, &user)?);
        }
        if self.given == self.wanted {
            return Ok(());
        }
        if let Some(role) = self.given {
            provided::take_membership(tx, scope, actor, account, (role, &row.name))?;
        }
        if let Some(role) = self.wanted {
            provided::give_membership(tx, scope, actor, account, (role, &row.name))?;
            identity_store::insert_provided(tx, scope, row, &user, role)?;
        }
        Ok(())
    }
}
