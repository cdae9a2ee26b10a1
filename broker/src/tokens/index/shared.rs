//! What many tokens have in common, held once: tenants, holders and terms.

use std::collections::{HashMap, HashSet};
use std::hash::{Hash, Hasher};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use tessera_shared::ids::{PartnerId, TenantId};
use tessera_shared::networks::Networks;
use tessera_shared::words::{Environment, TenantStatus};

use crate::tokens::index::TokenEntry;

/// One tenant, shared by all its tokens: suspending it reaches all of them at once.
pub struct Tenant {
    /// The tenant.
    pub id: TenantId,
    slug: OnceLock<Box<str>>,
    suspended: AtomicBool,
}

impl Tenant {
    /// A tenant nobody has told about yet counts as suspended.
    fn unknown(id: TenantId) -> Self {
        Self {
            id,
            slug: OnceLock::new(),
            suspended: AtomicBool::new(true),
        }
    }

    /// Short name, for identity headers.
    pub fn slug(&self) -> &str {
        self.slug.get().map_or("", |slug| slug)
    }

    /// Whether no check may pass.
    pub fn is_suspended(&self) -> bool {
        self.suspended.load(Ordering::Acquire)
    }
}

/// Who holds tokens of a tenant.
pub struct Holder {
    /// Whose APIs.
    pub tenant: Arc<Tenant>,
    /// Who holds them.
    pub partner: PartnerId,
}

impl PartialEq for Holder {
    fn eq(&self, other: &Self) -> bool {
        (self.tenant.id, self.partner) == (other.tenant.id, other.partner)
    }
}

impl Eq for Holder {}

impl Hash for Holder {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.tenant.id, self.partner).hash(state);
    }
}

/// What a token is good for. Three word lists in one text, because there are very many of these.
#[derive(PartialEq, Eq, Hash)]
pub struct Terms {
    /// Where it works.
    pub environment: Environment,
    scopes_at: u32,
    audience_at: u32,
    text: Box<str>,
    /// Hardly any token has some.
    networks: Option<Box<Networks>>,
}

impl Terms {
    fn of(entry: &TokenEntry) -> Self {
        let at = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        Self {
            environment: entry.environment,
            scopes_at: at(entry.apis.len()),
            audience_at: at(entry.apis.len() + entry.scopes.len()),
            text: [&*entry.apis, &*entry.scopes, &*entry.audience].concat().into(),
            networks: (!entry.networks.is_anywhere()).then(|| Box::new(entry.networks.clone())),
        }
    }

    /// Networks; none means anywhere.
    pub fn networks(&self) -> Option<&Networks> {
        self.networks.as_deref()
    }

    fn part(&self, from: u32, to: Option<u32>) -> &str {
        let at = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
        self.text
            .get(at(from)..to.map_or(self.text.len(), at))
            .unwrap_or_default()
    }

    /// Space-separated ids of the APIs.
    pub fn apis(&self) -> &str {
        self.part(0, Some(self.scopes_at))
    }

    /// Space-separated scopes.
    pub fn scopes(&self) -> &str {
        self.part(self.scopes_at, Some(self.audience_at))
    }

    /// Space-separated resource identifiers.
    pub fn audience(&self) -> &str {
        self.part(self.audience_at, None)
    }
}

/// The shared values. Only writers come here; checks hold what they need.
#[derive(Default)]
pub struct Shared(Mutex<Sets>);

#[derive(Default)]
struct Sets {
    tenants: HashMap<TenantId, Arc<Tenant>>,
    slugs: HashMap<Box<str>, TenantId>,
    holders: HashSet<Arc<Holder>>,
    terms: HashSet<Arc<Terms>>,
    /// Counts what this node itself was told about tenants.
    tenant_news: u64,
}

impl Sets {
    fn tenant(&mut self, id: TenantId) -> &Arc<Tenant> {
        self.tenants.entry(id).or_insert_with(|| Arc::new(Tenant::unknown(id)))
    }

    fn set_tenant(&mut self, id: TenantId, slug: &str, status: TenantStatus) {
        let tenant = self.tenant(id);
        tenant.slug.get_or_init(|| slug.into());
        tenant
            .suspended
            .store(status == TenantStatus::Suspended, Ordering::Release);
        self.slugs.insert(slug.into(), id);
    }
}

/// The one equal to `new` that is held already, or `new` itself from now on.
fn intern<T: Eq + Hash>(held: &mut HashSet<Arc<T>>, new: T) -> Arc<T> {
    if let Some(known) = held.get(&new) {
        return Arc::clone(known);
    }
    let new = Arc::new(new);
    held.insert(Arc::clone(&new));
    new
}

impl Shared {
    fn sets(&self) -> MutexGuard<'_, Sets> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A tenant somebody has told about.
    pub fn known_tenant(&self, id: TenantId) -> Option<Arc<Tenant>> {
        self.sets().tenants.get(&id).map(Arc::clone)
    }

    /// The tenant with this short name.
    pub fn tenant_by_slug(&self, slug: &str) -> Option<Arc<Tenant>> {
        let sets = self.sets();
        let id = sets.slugs.get(slug)?;
        sets.tenants.get(id).map(Arc::clone)
    }

    /// Takes in what was just committed about a tenant.
    pub fn tenant_changed(&self, id: TenantId, slug: &str, status: TenantStatus) {
        let mut sets = self.sets();
        sets.tenant_news += 1;
        sets.set_tenant(id, slug, status);
    }

    /// To be asked before tenants are read from the database; see [`Shared::tenants_read`].
    pub fn tenant_news(&self) -> u64 {
        self.sets().tenant_news
    }

    /// Takes in what was read, unless something was committed since the reading began: then the
    /// rows may be older than what is known, and the caller reads again.
    pub fn tenants_read(&self, news: u64, rows: &[(TenantId, String, TenantStatus)]) -> bool {
        let mut sets = self.sets();
        if sets.tenant_news != news {
            return false;
        }
        for (id, slug, status) in rows {
            sets.set_tenant(*id, slug, *status);
        }
        true
    }

    /// Holder and terms of an entry.
    pub fn of(&self, entry: &TokenEntry) -> (Arc<Holder>, Arc<Terms>) {
        let terms = Terms::of(entry);
        let mut sets = self.sets();
        let holder = Holder {
            tenant: Arc::clone(sets.tenant(entry.tenant)),
            partner: entry.partner,
        };
        (intern(&mut sets.holders, holder), intern(&mut sets.terms, terms))
    }

    /// Forgets what no token refers to any more.
    pub fn drop_unused(&self) {
        let mut sets = self.sets();
        sets.holders.retain(|held| Arc::strong_count(held) > 1);
        sets.terms.retain(|held| Arc::strong_count(held) > 1);
    }
}
