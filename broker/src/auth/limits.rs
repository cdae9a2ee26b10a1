//! How often somebody may call: token buckets in the memory of this node (GCRA).
//!
//! Buckets stand for an address, an account, a user or a gateway, never for a tenant: one loud caller must
//! not silence their colleagues. IPv6 callers count by their /64, which one subscriber has whole.

use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use tessera_shared::ids::{GatewayId, UserId};

use crate::clock::SharedClock;
use crate::config;
use crate::outcome::{Outcome, Refusal};

/// The broker's clock, as buckets ask for it.
#[derive(Clone)]
struct Steady(SharedClock);

impl Clock for Steady {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.0.elapsed()
    }
}

/// Buckets of one kind; none where the setting is 0.
struct Buckets<K: Hash + Eq + Clone>(Option<RateLimiter<K, DashMapStateStore<K>, Steady, NoOpMiddleware<Duration>>>);

impl<K: Hash + Eq + Clone> Buckets<K> {
    fn take(&self, key: &K) -> Outcome<()> {
        let Some(limiter) = &self.0 else { return Ok(()) };
        limiter.check_key(key).map_err(|full| {
            let wait = full.wait_time_from(limiter.clock().now());
            Refusal::TooMany {
                seconds: wait.as_secs().saturating_add(u64::from(wait.subsec_nanos() > 0)).max(1),
            }
        })
    }

    fn forget_full(&self) {
        if let Some(limiter) = &self.0 {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

/// All buckets of this node.
pub struct Limits {
    public: Buckets<IpAddr>,
    report: Buckets<IpAddr>,
    machine: Buckets<IpAddr>,
    failed_client: Buckets<IpAddr>,
    user: Buckets<UserId>,
    service_account: Buckets<String>,
    sign_in_address: Buckets<IpAddr>,
    sign_in_account: Buckets<String>,
    sign_in_device: Buckets<String>,
    sign_in_all: Buckets<()>,
    letter: Buckets<String>,
    bad_token: Buckets<GatewayId>,
}

impl Limits {
    /// Buckets as the settings say, which fill up as `clock` goes on.
    pub fn new(settings: &config::Limits, clock: &SharedClock) -> Self {
        /// As a function, since each kind has another key.
        fn per_minute<K: Hash + Eq + Clone>(calls: u32, clock: &SharedClock) -> Buckets<K> {
            let quota = NonZeroU32::new(calls).map(Quota::per_minute);
            Buckets(quota.map(|quota| RateLimiter::dashmap_with_clock(quota, Steady(Arc::clone(clock)))))
        }
        Self {
            public: per_minute(settings.public_per_minute, clock),
            report: per_minute(settings.public_per_minute, clock),
            machine: per_minute(settings.machine_per_minute, clock),
            failed_client: per_minute(settings.failed_clients_per_minute, clock),
            user: per_minute(settings.user_per_minute, clock),
            service_account: per_minute(settings.user_per_minute, clock),
            sign_in_address: per_minute(settings.sign_in_per_minute, clock),
            sign_in_account: per_minute(settings.sign_in_account_per_minute, clock),
            sign_in_device: per_minute(settings.sign_in_account_per_minute, clock),
            sign_in_all: per_minute(settings.sign_in_all_per_minute, clock),
            letter: per_minute(settings.letters_per_minute, clock),
            bad_token: per_minute(settings.bad_tokens_per_minute, clock),
        }
    }

    /// Somebody at `peer` who is not signed in wants to change something.
    pub fn public_call(&self, peer: Option<IpAddr>) -> Outcome<()> {
        self.public.take(&block(peer))
    }

    /// A browser at `peer` reports what it refused to do. Not taken from what its people may do.
    pub fn report(&self, peer: Option<IpAddr>) -> Outcome<()> {
        self.report.take(&block(peer))
    }

    /// A machine at `peer` calls an OAuth endpoint. Many partners may call from one address.
    pub fn machine_call(&self, peer: Option<IpAddr>) -> Outcome<()> {
        self.machine.take(&block(peer))
    }

    /// A machine at `peer` was about to be told that it did not show who it is, or no token that is good.
    /// Past this limit it is told to wait instead; those at the same address that do show it go on.
    pub fn failed_client(&self, peer: Option<IpAddr>) -> Outcome<()> {
        self.failed_client.take(&block(peer))
    }

    /// A signed-in user calls.
    pub fn user_call(&self, user: UserId) -> Outcome<()> {
        self.user.take(&user)
    }

    /// A service account calls.
    pub fn service_account_call(&self, account: &str) -> Outcome<()> {
        self.service_account.take(&account.to_owned())
    }

    /// Somebody at `peer` tries a password of `account`. A `device` the account has signed in from
    /// has a bucket of its own, so that guesses from elsewhere never keep its owner out. Somebody who
    /// is signed in and shows once more who they are counts as such a device without any address: one
    /// of them must not keep others from it.
    pub fn sign_in(&self, peer: Option<IpAddr>, account: &str, device: Option<&str>) -> Outcome<()> {
        if peer.is_some() || device.is_none() {
            self.sign_in_address.take(&block(peer))?;
        }
        if let Some(device) = device {
            return self.sign_in_device.take(&format!("{device} {account}"));
        }
        self.sign_in_all.take(&())?;
        self.sign_in_account.take(&account.to_owned())
    }

    /// Somebody at `peer` comes back from a provider of sign-in.
    pub fn provider_sign_in(&self, peer: Option<IpAddr>) -> Outcome<()> {
        self.sign_in_address.take(&block(peer))
    }

    /// Somebody wants a letter sent to `address`.
    pub fn letter(&self, address: &str) -> Outcome<()> {
        self.letter.take(&address.to_owned())
    }

    /// A gateway was about to be told that a token is not good. Whatever the reason, each counts: past the
    /// limit nothing may tell a token that ended from one that never was.
    pub fn bad_token(&self, gateway: GatewayId) -> Outcome<()> {
        self.bad_token.take(&gateway)
    }

    /// Drops buckets that are full again, so that memory follows the callers of the last minute.
    pub fn forget_full(&self) {
        self.public.forget_full();
        self.report.forget_full();
        self.machine.forget_full();
        self.failed_client.forget_full();
        self.user.forget_full();
        self.service_account.forget_full();
        self.sign_in_address.forget_full();
        self.sign_in_account.forget_full();
        self.sign_in_device.forget_full();
        self.letter.forget_full();
        self.bad_token.forget_full();
    }
}

/// What one caller can be told apart by.
fn block(peer: Option<IpAddr>) -> IpAddr {
    match peer {
        Some(IpAddr::V6(address)) => match address.to_ipv4_mapped() {
            Some(v4) => IpAddr::V4(v4),
            None => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
        },
        Some(v4) => v4,
        // No socket peer: everybody of that kind shares one bucket.
        None => IpAddr::V6(Ipv6Addr::UNSPECIFIED),
    }
}

#[cfg(test)]
mod tests {
    use tessera_shared::instant::{Instant, Span};

    use super::*;
    use crate::clock::ManualClock;

    /// Limits of a few calls, and the clock they go by.
    fn few() -> (Limits, Arc<ManualClock>) {
        let settings = config::Limits {
            public_per_minute: 2,
            sign_in_per_minute: 100,
            sign_in_account_per_minute: 2,
            sign_in_all_per_minute: 100,
            user_per_minute: 0,
            letters_per_minute: 1,
            bad_tokens_per_minute: 0,
            machine_per_minute: 0,
            failed_clients_per_minute: 0,
        };
        let clock = ManualClock::at(Instant::from_millis(1_000));
        let shared: SharedClock = clock.clone();
        (Limits::new(&settings, &shared), clock)
    }

    fn at(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn an_address_is_told_when_to_come_back_and_others_go_on() {
        let (limits, clock) = few();
        assert!(limits.public_call(Some(at("192.0.2.1"))).is_ok());
        assert!(limits.public_call(Some(at("192.0.2.1"))).is_ok());
        let refused = limits.public_call(Some(at("192.0.2.1")));
        assert!(matches!(refused, Err(Refusal::TooMany { seconds: 30 })), "{refused:?}");
        assert!(limits.public_call(Some(at("192.0.2.2"))).is_ok());
        clock.advance(Span::millis(29_999));
        assert!(limits.public_call(Some(at("192.0.2.1"))).is_err());
        clock.advance(Span::millis(1));
        assert!(limits.public_call(Some(at("192.0.2.1"))).is_ok());
        assert!(limits.public_call(Some(at("192.0.2.1"))).is_err());
    }

    #[test]
    fn one_subscriber_of_ipv6_is_one_caller() {
        let (limits, _clock) = few();
        assert!(limits.public_call(Some(at("2001:db8:0:1::1"))).is_ok());
        assert!(limits.public_call(Some(at("2001:db8:0:1::2"))).is_ok());
        assert!(limits.public_call(Some(at("2001:db8:0:1:ffff::3"))).is_err());
        assert!(limits.public_call(Some(at("2001:db8:0:2::1"))).is_ok());
    }

    #[test]
    fn guesses_from_elsewhere_do_not_keep_the_owner_out() {
        let (limits, _clock) = few();
        for _ in 0..2 {
            assert!(limits.sign_in(Some(at("192.0.2.1")), "ana@example.com", None).is_ok());
        }
        assert!(limits.sign_in(Some(at("192.0.2.9")), "ana@example.com", None).is_err());
        assert!(
            limits
                .sign_in(Some(at("192.0.2.9")), "ana@example.com", Some("laptop"))
                .is_ok()
        );
        assert!(limits.sign_in(Some(at("192.0.2.9")), "bo@example.com", None).is_ok());
    }

    #[test]
    fn zero_is_no_limit() {
        let (limits, _clock) = few();
        let user = UserId::from_u128(7);
        assert!((0..10_000).all(|_| limits.user_call(user).is_ok()));
    }
}
