use super::*;
use crate::clock::ManualClock;
use crate::keys::SecretKey;
use crate::tokens::secret::PlainToken;

const START: Instant = Instant::from_millis(1_000_000);

struct World {
    index: TokenIndex,
    clock: Arc<ManualClock>,
    secret: PlainToken,
    tenant: TenantId,
}

fn keys() -> Keys {
    let key = |byte| SecretKey::new([byte; 32]);
    Keys { token_pepper: key(1), password_pepper: key(2), row_seal: key(3), cursor: key(4), outbox: key(5) }
}

fn world() -> World {
    let clock = ManualClock::at(START);
    let shared: SharedClock = clock.clone();
    let index = TokenIndex::new(&keys(), &shared);
    index.set_fresh_until(START + Span::days(1));
    let tenant = TenantId::from_u128(1);
    index.apply_tenant(tenant, "halden-rail", TenantStatus::Active);
    World { index, clock, secret: PlainToken::generate(TokenKind::Partner).unwrap(), tenant }
}

impl World {
    fn entry(&self, state: TokenState, version: u32) -> TokenEntry {
        TokenEntry {
            digest: self.index.digest(self.secret.expose()),
            tenant: self.tenant,
            token: TokenId::from_u128(7),
            partner: PartnerId::from_u128(8),
            environment: Environment::Production,
            state,
            starts_at: START,
            expires_at: START + Span::hours(1),
            version,
            apis: Arc::from("api_1"),
            audience: Arc::from("https://api.example"),
            scopes: Arc::from("seats:read"),
        }
    }

    fn passes(&self) -> bool {
        let environment = Environment::Production;
        self.index.check(self.secret.expose(), self.tenant, environment).is_ok()
    }
}

#[test]
fn an_older_version_never_comes_back() {
    let world = world();
    world.index.apply(&world.entry(TokenState::Active, 1));
    assert!(world.passes());
    world.index.apply(&world.entry(TokenState::Revoked, 2));
    assert!(!world.passes());
    world.index.apply(&world.entry(TokenState::Active, 1));
    assert!(!world.passes());
}

#[test]
fn the_end_is_exact_to_the_millisecond() {
    let world = world();
    world.index.apply(&world.entry(TokenState::Active, 1));
    world.clock.set(START + Span::hours(1) - Span::millis(1));
    assert!(world.passes());
    world.clock.set(START + Span::hours(1));
    assert!(!world.passes());
}

#[test]
fn a_suspended_tenant_lets_nothing_through() {
    let world = world();
    world.index.apply(&world.entry(TokenState::Active, 1));
    world.index.apply_tenant(world.tenant, "halden-rail", TenantStatus::Suspended);
    assert!(!world.passes());
    world.index.apply_tenant(world.tenant, "halden-rail", TenantStatus::Active);
    assert!(world.passes());
}

#[test]
fn another_tenant_and_another_environment_do_not_know_it() {
    let world = world();
    world.index.apply(&world.entry(TokenState::Active, 1));
    let check = |tenant, environment| world.index.check(world.secret.expose(), tenant, environment).err();
    let other = TenantId::from_u128(2);
    assert_eq!(check(other, Environment::Production), Some(CheckRefusal::Unknown));
    let token = TokenId::from_u128(7);
    assert_eq!(check(world.tenant, Environment::Sandbox), Some(CheckRefusal::NotGood(token)));
}

#[test]
fn without_news_everything_is_refused() {
    let world = world();
    world.index.apply(&world.entry(TokenState::Active, 1));
    world.clock.advance(Span::days(1));
    let refusal = world.index.check(world.secret.expose(), world.tenant, Environment::Production).err();
    assert_eq!(refusal, Some(CheckRefusal::Stale));
    assert!(!world.index.is_fresh());
}

#[test]
fn a_sweep_keeps_what_could_still_work() {
    let world = world();
    world.index.apply(&world.entry(TokenState::Revoked, 2));
    assert_eq!(world.index.sweep(), 1);
    world.clock.advance(Span::hours(2));
    assert_eq!(world.index.sweep(), 0);
}
