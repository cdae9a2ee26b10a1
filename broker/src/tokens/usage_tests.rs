//! Counting in memory.

use tessera_shared::instant::Span;

use super::*;

const NOW: Instant = Instant::from_millis(1_000 * 3_600_000 + 5);

fn asker() -> Asker {
    Asker {
        tenant: TenantId::from_u128(1),
        gateway: Some(GatewayId::from_u128(2)),
    }
}

fn pass(usage: &Usage, token: u128) {
    usage.passed(asker(), Some(TokenId::from_u128(token)), NOW);
}

fn refuse(usage: &Usage, token: u128, reason: RefusalReason) {
    usage.refused(asker(), Some(TokenId::from_u128(token)), reason, NOW);
}

#[test]
fn checks_of_one_hour_add_up_and_are_taken_once() {
    let usage = Usage::default();
    pass(&usage, 7);
    pass(&usage, 7);
    refuse(&usage, 7, RefusalReason::Expired);
    refuse(&usage, 7, RefusalReason::Expired);
    refuse(&usage, 7, RefusalReason::Scope);
    let taken = usage.take();
    let (key, sums) = taken.checks.first_key_value().unwrap();
    assert_eq!((taken.checks.len(), key.hour.millis()), (1, 1_000 * 3_600_000));
    assert_eq!((sums.allowed, sums.refused, sums.last_allowed), (2, 3, NOW.millis()));
    let reasons: Vec<_> = taken
        .refusals
        .iter()
        .map(|((_, reason), times)| (*reason, *times))
        .collect();
    assert_eq!(reasons, [(RefusalReason::Expired, 2), (RefusalReason::Scope, 1)]);
    assert_eq!(usage.len(), 0);
}

#[test]
fn when_gateways_were_heard_of_is_known_before_anything_is_written() {
    let usage = Usage::default();
    refuse(&usage, 7, RefusalReason::Revoked);
    usage.stranger(asker(), [3; 32], NOW + Span::seconds(1));
    usage.seen(asker().tenant, GatewayId::from_u128(2), NOW + Span::seconds(3));
    let seen = usage.last_seen();
    let key = (TenantId::from_u128(1), GatewayId::from_u128(2));
    assert_eq!(seen.get(&key).copied(), Some((NOW + Span::seconds(3)).millis()));
    assert_eq!((seen.len(), usage.len()), (1, 4), "nothing was taken");
}

#[test]
fn memory_is_bounded_and_no_check_is_lost() {
    let usage = Usage::default();
    let spread = u128::from(SHARDS);
    let checks = u128::try_from(MOST_PER_SHARD).unwrap() + 10;
    (1..=checks).for_each(|token| refuse(&usage, token * spread, RefusalReason::Expired));
    let taken = usage.take();
    assert_eq!(taken.checks.len(), MOST_PER_SHARD + 1);
    assert_eq!(taken.refusals.len(), MOST_PER_SHARD + 1);
    let sum: i64 = taken.checks.values().map(|count| count.refused).sum();
    assert_eq!(u128::try_from(sum).unwrap(), checks);
    assert_eq!(taken.refusals.values().sum::<i64>(), sum);
}

#[test]
fn of_very_many_unknown_secrets_only_some_wait_to_be_looked_up() {
    let usage = Usage::default();
    let (shards, most) = (u32::from(SHARDS), u32::try_from(MOST_STRANGERS).unwrap());
    let secrets = shards * most + 1_000;
    for number in 0..secrets {
        let mut digest = [0; 32];
        digest[28..].copy_from_slice(&number.to_be_bytes());
        usage.stranger(asker(), digest, NOW);
    }
    let taken = usage.take();
    assert_eq!(u32::try_from(taken.strangers.len()).unwrap(), shards * most);
    let told: i64 = taken.refusals.values().sum();
    assert_eq!(told, 1_000, "the rest is known to be unknown");
    let refused: i64 = taken.checks.values().map(|count| count.refused).sum();
    assert_eq!(refused, told);
}
