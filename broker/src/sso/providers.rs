//! The owner of the platform adds and changes providers of sign-in.

use std::sync::Arc;

use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::sso::{AddProvider, ChangeProvider, Provider, ProviderSettings};
use tessera_shared::error::{ErrorCode, FieldError};
use tessera_shared::ids::ProviderId;
use tessera_shared::instant::Instant;

use crate::app::App;
use crate::audit::{NewEvent, record_outside_tenants};
use crate::auth::Actor;
use crate::db::{Across, Conn, DbError, Reach};
use crate::once::OnceKey;
use crate::outcome::{Outcome, Refusal};
use crate::random;
use crate::sso::model::{ProviderRow, Stored};
use crate::sso::store;

/// A page of providers, the oldest first, and the key of its last row.
pub async fn list_providers(
    app: &Arc<App>,
    after: Option<String>,
    limit: i64,
) -> Outcome<(Vec<Provider>, Option<String>)> {
    let origin = app.config.public_origin();
    let read = move |conn: &mut Conn| {
        let rows = store::list_providers_across_tenants(conn, after.as_deref(), limit + 1)?;
        let providers = rows.into_iter().map(|stored| shown(conn, stored, &origin));
        providers.collect::<Outcome<Vec<_>>>()
    };
    let mut providers = app.db.read(Reach::across(Across::Platform), read).await?;
    Ok(App::cut_page(&mut providers, limit, |provider| provider.id.to_string()))
}

/// As the owner of the platform sees it. `origin` is where people reach this broker.
fn shown(conn: &mut Conn, stored: Stored, origin: &str) -> Outcome<Provider> {
    let tenant_name = store::find_tenant_name(conn, &stored.row)?;
    Ok(stored.provider(origin, tenant_name)?)
}

/// Adds a provider.
pub async fn add_provider(app: &Arc<App>, actor: Actor, body: AddProvider, once: OnceKey) -> Outcome<Provider> {
    let owner = format!("platform {}", actor.id);
    let shared = Arc::clone(app);
    let made = app
        .act_once(Reach::across(Across::Platform), &owner, once, move |tx| {
            let now = tx.now();
            let id = ProviderId::from_u128(random::uuid_v7(now)?);
            let tenant = body.tenant.map(|tenant| tenant.to_string());
            let fresh = ProviderRow {
                id: id.to_string(),
                home: tenant.clone().unwrap_or_default(),
                tenant_id: tenant,
                name: String::new(),
                issuer: String::new(),
                client_id: String::new(),
                client_secret: None,
                scopes: String::new(),
                groups_claim: String::new(),
                enabled: false,
                version: 1,
                created_at: now.millis(),
                updated_at: now.millis(),
            };
            let provider = laid_over(&shared, fresh, body.settings, body.client_secret)?;
            store::insert_provider(tx, &provider).map_err(unfit)?;
            record_outside_tenants(tx, &actor, event(AuditAction::ProviderAdded, &provider, &provider))?;
            shown(tx, provider, &shared.config.public_origin())
        })
        .await?;
    Ok(made.value)
}

/// Changes a provider; who is signed in stays so.
pub async fn change_provider(app: &Arc<App>, actor: Actor, id: ProviderId, body: ChangeProvider) -> Outcome<Provider> {
    let shared = Arc::clone(app);
    app.act(Reach::across(Across::Platform), move |tx| {
        let now = tx.now();
        let before = store::find_provider(tx, &id.to_string())?;
        body.validate_for(before.tenant()?).map_err(Refusal::Invalid)?;
        let mut provider = laid_over(&shared, before.row.clone(), body.settings, body.client_secret)?;
        if !store::update_provider(tx, &provider, body.version, now).map_err(unfit)? {
            return Err(Refusal::stale());
        }
        record_outside_tenants(tx, &actor, event(AuditAction::ProviderChanged, &before, &provider))?;
        bump(&mut provider, now);
        shown(tx, provider, &shared.config.public_origin())
    })
    .await
}

fn bump(provider: &mut Stored, now: Instant) {
    provider.row.version += 1;
    provider.row.updated_at = now.millis();
}

/// `row` with other settings and, where one is given, another secret.
fn laid_over(app: &App, row: ProviderRow, settings: ProviderSettings, secret: Option<String>) -> Outcome<Stored> {
    let client_secret = match secret {
        Some(secret) => {
            let sealed = app.keys.provider.seal(&row.id, secret.as_bytes());
            Some(sealed.map_err(Refusal::internal)?)
        }
        None => row.client_secret,
    };
    Ok(Stored {
        row: ProviderRow {
            name: settings.name,
            issuer: settings.issuer,
            client_id: settings.client_id,
            client_secret,
            scopes: settings.scopes,
            groups_claim: settings.groups_claim,
            enabled: settings.enabled,
            ..row
        },
        domains: settings.domains,
        mappings: settings.mappings,
    })
}

/// What a provider is now, and what of it was something else before.
fn event(action: AuditAction, before: &Stored, provider: &Stored) -> NewEvent {
    let (was, row) = (&before.row, &provider.row);
    let mappings = |of: &Stored| {
        let mappings = of.mappings.iter().map(|mapping| {
            let tenant = mapping.tenant.map_or_else(|| "all".to_owned(), |id| id.to_string());
            format!("{} = {} ({tenant})", mapping.group, mapping.role)
        });
        mappings.collect::<Vec<_>>().join(", ")
    };
    let event = NewEvent::new(action, &row.id, &row.name)
        .changed("name", &was.name, &row.name)
        .changed("issuer", &was.issuer, &row.issuer)
        .changed("client_id", &was.client_id, &row.client_id)
        .changed("scopes", &was.scopes, &row.scopes)
        .changed("groups_claim", &was.groups_claim, &row.groups_claim)
        .changed("domains", before.domains.join(" "), provider.domains.join(" "))
        .changed("mappings", mappings(before), mappings(provider))
        .changed("enabled", was.enabled, row.enabled)
        .fact("tenant", row.tenant_id.as_deref().unwrap_or("all"));
    // Never the secret itself.
    if was.client_secret == row.client_secret {
        event
    } else {
        event.fact("client_secret", "replaced")
    }
}

/// What the database does not take, in words.
fn unfit(cause: DbError) -> Refusal {
    match cause {
        DbError::Unique(_) => Refusal::new(
            ErrorCode::AlreadyExists,
            "One of the domains belongs to another provider already.",
        ),
        DbError::Constraint(_) => Refusal::Invalid(vec![FieldError {
            pointer: "/settings/mappings".to_owned(),
            code: "unknown".to_owned(),
            detail: "A customer named here does not exist.".to_owned(),
        }]),
        other => other.into(),
    }
}
