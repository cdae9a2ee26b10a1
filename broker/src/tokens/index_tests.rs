use tessera_shared::instant::Span;

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
    Keys {
        token_pepper: key(1),
        password_pepper: key(2),
        row_seal: key(3),
        cursor: key(4),
        outbox: key(5),
        device: key(5),
        factor_seal: key(6),
        recovery_pepper: key(7),
        challenge: key(8),
        provider: key(8),
        flow: key(9),
        issuer: key(10),
    }
}

fn world() -> World {
    let clock = ManualClock::at(START);
    let shared: SharedClock = clock.clone();
    let index = TokenIndex::new(&keys(), &shared);
    index.always_fresh();
    let tenant = TenantId::from_u128(1);
    index.apply_tenant(tenant, "halden-rail", TenantStatus::Active);
    World {
        index,
        clock,
        secret: PlainToken::generate(TokenKind::Partner).unwrap(),
        tenant,
    }
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
            networks: Networks::default(),
        }
    }

    fn passes(&self) -> bool {
        let environment = Environment::Production;
        self.index
            .check(self.secret.expose(), self.tenant, environment, || None)
            .is_ok()
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
    world
        .index
        .apply_tenant(world.tenant, "halden-rail", TenantStatus::Suspended);
    assert!(!world.passes());
    world
        .index
        .apply_tenant(world.tenant, "halden-rail", TenantStatus::Active);
    assert!(world.passes());
}

#[test]
fn another_tenant_and_another_environment_do_not_know_it() {
    let world = world();
    world.index.apply(&world.entry(TokenState::Active, 1));
    let check = |tenant, environment| {
        world
            .index
            .check(world.secret.expose(), tenant, environment, || None)
            .err()
    };
    let other = TenantId::from_u128(2);
    let digest = world.index.digest(world.secret.expose());
    assert_eq!(
        check(other, Environment::Production),
        Some(CheckRefusal::Unknown(digest))
    );
    let token = TokenId::from_u128(7);
    assert_eq!(
        check(world.tenant, Environment::Sandbox),
        Some(CheckRefusal::NotGood(Refused {
            tenant: world.tenant,
            token,
            reason: RefusalReason::Environment,
        }))
    );
}

#[test]
fn without_news_everything_is_refused() {
    let shared: SharedClock = ManualClock::at(START);
    let index = TokenIndex::new(&keys(), &shared);
    let world = World { index, ..world() };
    world
        .index
        .apply_tenant(world.tenant, "halden-rail", TenantStatus::Active);
    world.index.apply(&world.entry(TokenState::Active, 1));
    let check = || {
        world
            .index
            .check(world.secret.expose(), world.tenant, Environment::Production, || None)
            .err()
    };
    assert_eq!(check(), Some(CheckRefusal::Stale));
    world.index.fresh_since(Steady::now());
    assert_eq!(check(), None);
}

#[test]
fn a_tenant_nobody_told_about_lets_nothing_through() {
    let world = world();
    let entry = TokenEntry {
        tenant: TenantId::from_u128(3),
        ..world.entry(TokenState::Active, 1)
    };
    world.index.apply(&entry);
    let check = || {
        world
            .index
            .check(world.secret.expose(), entry.tenant, Environment::Production, || None)
    };
    assert!(check().is_err());
    world
        .index
        .apply_tenant(entry.tenant, "vesper-air", TenantStatus::Active);
    assert!(check().is_ok_and(|passed| passed.tenant().slug() == "vesper-air"));
}

#[test]
fn rows_read_before_a_tenant_was_suspended_do_not_resume_it() {
    let world = world();
    world.index.apply(&world.entry(TokenState::Active, 1));
    let rows = [(world.tenant, "halden-rail".to_owned(), TenantStatus::Active)];
    let news = world.index.tenant_news();
    world
        .index
        .apply_tenant(world.tenant, "halden-rail", TenantStatus::Suspended);
    assert!(!world.index.apply_tenants_read(news, &rows));
    assert!(!world.passes());
    assert!(world.index.apply_tenants_read(world.index.tenant_news(), &rows));
    assert!(world.passes());
}

#[test]
fn a_pending_token_starts_to_the_millisecond() {
    let world = world();
    let starts_at = START + Span::minutes(1);
    world.index.apply(&TokenEntry {
        starts_at,
        ..world.entry(TokenState::Active, 1)
    });
    world.clock.set(starts_at - Span::millis(1));
    assert!(!world.passes());
    world.clock.set(starts_at);
    assert!(world.passes());
}

#[test]
fn a_check_tells_who_it_is() {
    let world = world();
    world.index.apply(&world.entry(TokenState::Rotating, 1));
    let Ok(passed) = world
        .index
        .check(world.secret.expose(), world.tenant, Environment::Production, || None)
    else {
        panic!("it does not pass");
    };
    assert_eq!((passed.apis(), passed.scopes()), ("api_1", "seats:read"));
    assert_eq!(passed.audience(), "https://api.example");
    assert_eq!(
        (passed.token, passed.partner()),
        (TokenId::from_u128(7), PartnerId::from_u128(8))
    );
    assert_eq!(
        (passed.tenant().id, passed.tenant().slug()),
        (world.tenant, "halden-rail")
    );
}

#[test]
fn an_entry_takes_what_the_documentation_says() {
    assert_eq!(size_of::<Key>() + size_of::<Slot>(), 72);
}

#[test]
fn a_sweep_keeps_what_could_still_work() {
    let world = world();
    world.index.apply(&world.entry(TokenState::Revoked, 2));
    assert_eq!(world.index.sweep(), 1);
    world.clock.advance(Span::hours(2));
    assert_eq!(world.index.sweep(), 0);
}
