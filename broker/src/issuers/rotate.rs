//! Giving tenants signing keys and others after them.

use std::sync::Arc;

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::issuer::{KeyRotation, KeyState, RotateSigningKeys, SigningAlgorithm};
use tessera_shared::dto::queue::Topic;
use tessera_shared::error::ErrorCode;
use tessera_shared::ids::TenantId;
use tessera_shared::instant::{Instant, Span};

use crate::act::{Effect, Tx};
use crate::app::App;
use crate::audit::{NewEvent, record};
use crate::auth::actions::ManageGateways;
use crate::auth::{Actor, Permit};
use crate::db::{Across, Reach};
use crate::issuers::keyring::{TenantKeys, identity};
use crate::issuers::model::SigningKeyRow;
use crate::issuers::sign::NewPair;
use crate::issuers::store;
use crate::outcome::{Outcome, Refusal};
use crate::requests::checks::still_permitted;
use crate::tenancy::{SystemJob, TenantScope, parse_stored};

/// How long gateways may keep the public keys they fetched.
pub const JWKS_MAX_AGE: Span = Span::minutes(5);
/// A key is published for this long before it signs: twice what gateways may keep.
const LEAD: Span = Span::minutes(10);
/// No JWT of ours lives longer.
pub const LONGEST_JWT: Span = Span::hours(1);
/// Beyond that, for clocks that differ.
const LEEWAY: Span = Span::minutes(1);
/// A key signs for this long before the broker makes another one.
const ROTATE_AFTER: Span = Span::days(30);
/// Ended keys are kept for this long, for people who look.
const KEEP_ENDED: Span = Span::days(7);
/// Tenants looked after in one transaction.
const BATCH: i64 = 100;

/// Gives the tenant another signing key.
pub async fn rotate_signing_keys(
    app: &Arc<App>,
    permit: Permit<ManageGateways>,
    body: RotateSigningKeys,
) -> Outcome<()> {
    let shared = Arc::clone(app);
    app.act(permit.reach(), move |tx| {
        still_permitted(tx, &permit)?;
        let change = Rotation {
            kind: body.rotation,
            algorithm: body.algorithm,
            reason: Some(&body.reason),
        };
        rotate(tx, &shared, permit.scope(), permit.actor(), &change)
    })
    .await
}

/// What is to happen to the keys of a tenant.
struct Rotation<'a> {
    kind: KeyRotation,
    algorithm: SigningAlgorithm,
    reason: Option<&'a str>,
}

fn rotate(tx: &mut Tx<'_>, app: &App, scope: &TenantScope, actor: &Actor, change: &Rotation<'_>) -> Outcome<()> {
    let now = tx.now();
    let known = store::lock_keys(tx, scope, now)?;
    let signs_from = match change.kind {
        KeyRotation::Emergency => now,
        KeyRotation::Planned if known.is_empty() => now,
        KeyRotation::Planned => now + LEAD,
    };
    if change.kind == KeyRotation::Planned {
        if let Some(waiting) = known.iter().find(|row| row.state(now) == KeyState::Published) {
            let from = Instant::from_millis(waiting.signs_from);
            let detail = format!("A new key is published already and signs from {from}.");
            return Err(Refusal::new(ErrorCode::NotPossible, detail));
        }
        for row in known.iter().filter(|row| row.ends_at.is_none()) {
            store::end_key(tx, scope, &row.id, signs_from, signs_from + LONGEST_JWT + LEEWAY)?;
        }
    } else {
        for row in &known {
            let until = row
                .signs_until
                .map_or(now, |until| Instant::from_millis(until).min(now));
            store::end_key(tx, scope, &row.id, until, now)?;
        }
    }
    let id = add_key(tx, app, scope, change.algorithm, signs_from)?;
    let label = format!("Signing key {}", change.algorithm);
    let event = NewEvent::new(AuditAction::SigningKeyRotated, &id, &label)
        .because(change.reason)
        .fact(
            "rotation",
            if known.is_empty() {
                "first"
            } else {
                change.kind.as_str()
            },
        )
        .fact("algorithm", change.algorithm)
        .fact("signs_from", signs_from);
    record(tx, scope, actor, event)?;
    let rows = store::list_keys(tx, scope, now)?;
    tx.then(Effect::SigningKeys(Box::new(TenantKeys {
        tenant: scope.tenant(),
        rows,
    })));
    tx.changed(scope.tenant(), Topic::SigningKeys, &id)
}

fn add_key(
    tx: &mut Tx<'_>,
    app: &App,
    scope: &TenantScope,
    algorithm: SigningAlgorithm,
    signs_from: Instant,
) -> Outcome<String> {
    let pair = NewPair::generate(algorithm)?;
    let sealed = app
        .keys
        .issuer
        .seal(&identity(scope.as_str(), &pair.id), &pair.private_key)
        .map_err(Refusal::internal)?;
    let row = SigningKeyRow {
        id: pair.id.clone(),
        tenant_id: scope.as_str().to_owned(),
        algorithm: algorithm.to_string(),
        public_key: pair.public_key,
        private_key: sealed,
        created_at: tx.now().millis(),
        signs_from: signs_from.millis(),
        signs_until: None,
        ends_at: None,
    };
    store::insert_key(tx, scope, &row)?;
    Ok(pair.id)
}

/// Makes the tenant's first key, unless it has one.
pub async fn make_first_key(app: &Arc<App>, scope: &TenantScope) -> Outcome<()> {
    let (shared, scope) = (Arc::clone(app), scope.clone());
    app.act(Reach::from(&scope), move |tx| first_key(tx, &shared, &scope))
        .await
}

fn first_key(tx: &mut Tx<'_>, app: &App, scope: &TenantScope) -> Outcome<()> {
    let now = tx.now();
    let known = store::lock_keys(tx, scope, now)?;
    if known.iter().any(|row| row.ends_at.is_none()) {
        return Ok(());
    }
    let first = Rotation {
        kind: KeyRotation::Planned,
        algorithm: SigningAlgorithm::Es256,
        reason: None,
    };
    rotate(tx, app, scope, &Actor::system("signing keys"), &first)
}

/// Gives every tenant a key, and those whose key has signed for a month the next one. Says how many
/// tenants that were.
pub async fn keep_signing_keys(app: &Arc<App>) -> Outcome<usize> {
    let shared = Arc::clone(app);
    app.act(Reach::across(Across::Job), move |tx| {
        let now = tx.now();
        let keyless = store::list_keyless_across_tenants(tx, BATCH)?;
        for tenant in &keyless {
            first_key(tx, &shared, &scope_of(*tenant))?;
        }
        let due = store::list_due_across_tenants(tx, now - ROTATE_AFTER, BATCH)?;
        for tenant in &due {
            next_key(tx, &shared, &scope_of(*tenant))?;
        }
        store::delete_ended_across_tenants(tx, now - KEEP_ENDED)?;
        Ok(keyless.len() + due.len())
    })
    .await
}

fn scope_of(tenant: TenantId) -> TenantScope {
    TenantScope::for_job(SystemJob::SigningKeys, tenant)
}

/// The planned successor, which signs as the key before it does.
fn next_key(tx: &mut Tx<'_>, app: &App, scope: &TenantScope) -> Outcome<()> {
    let now = tx.now();
    let known = store::lock_keys(tx, scope, now)?;
    let Some(last) = known.iter().find(|row| row.ends_at.is_none()) else {
        return Ok(());
    };
    // Another node was faster.
    if Instant::from_millis(last.signs_from) >= now - ROTATE_AFTER {
        return Ok(());
    }
    let next = Rotation {
        kind: KeyRotation::Planned,
        algorithm: parse_stored(&last.algorithm)?,
        reason: None,
    };
    rotate(tx, app, scope, &Actor::system("signing keys"), &next)
}
