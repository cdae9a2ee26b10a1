//! What people and gateways see of signing keys, and the keys in memory.

use std::collections::BTreeMap;
use std::sync::Arc;

use tessera_shared::dto::issuer::SigningKeys;
use tessera_shared::ids::TenantId;

use crate::app::App;
use crate::auth::Permit;
use crate::auth::actions::ViewGateways;
use crate::db::{Across, Conn, DbError, Reach};
use crate::gateways::gate::no_news;
use crate::issuers::keyring::TenantKeys;
use crate::issuers::model::SigningKeyRow;
use crate::issuers::{names, store};
use crate::outcome::{Outcome, Refusal};
use crate::tenancy::{SystemJob, TenantScope, parse_stored};
use crate::tokens::index::Tenant;

/// Keys of the tenant that are believed now.
pub async fn list_signing_keys(app: &Arc<App>, permit: Permit<ViewGateways>) -> Outcome<SigningKeys> {
    let now = app.clock.now();
    let slug = permit.tenant().slug.clone();
    let items = app
        .db
        .read(permit.reach(), move |conn| {
            let rows = store::list_keys(conn, permit.scope(), now)?;
            rows.iter().map(|row| Ok::<_, Refusal>(row.signing_key(now)?)).collect()
        })
        .await?;
    Ok(SigningKeys {
        issuer: names::issuer(app, &slug),
        jwks_uri: names::jwks_uri(app, &slug),
        items,
    })
}

/// The tenant with this short name, from memory. One that is suspended is as unknown as one that does
/// not exist; without news from the database nothing is known.
pub fn find_issuer(app: &App, slug: &str) -> Outcome<Arc<Tenant>> {
    if !app.tokens.is_fresh() {
        return Err(no_news());
    }
    app.tokens
        .tenant_by_slug(slug)
        .filter(|tenant| !tenant.is_suspended())
        .ok_or_else(Refusal::not_found)
}

/// The public keys of a tenant as a JWK Set (RFC 7517 §5).
pub fn jwks(app: &App, slug: &str) -> Outcome<String> {
    let tenant = find_issuer(app, slug)?;
    let keys = app
        .keyring
        .believed(tenant.id, app.clock.now(), |key| key.public_key().to_owned());
    Ok(format!("{{\"keys\":[{}]}}", keys.join(",")))
}

/// Fills the keyring from the database.
pub fn load_keyring(app: &App) -> Outcome<()> {
    let now = app.clock.now();
    let rows = app.db.read_blocking(Reach::across(Across::Job), |conn| {
        store::list_all_across_tenants(conn, now)
    })?;
    let mut of: BTreeMap<String, Vec<SigningKeyRow>> = BTreeMap::new();
    for row in rows {
        of.entry(row.tenant_id.clone()).or_default().push(row);
    }
    for (tenant, rows) in of {
        let tenant = parse_stored(&tenant)?;
        app.keyring.apply(&TenantKeys { tenant, rows });
    }
    Ok(())
}

/// Reads the keys of one tenant again.
pub fn reload_keys(app: &App, conn: &mut Conn, tenant: TenantId) -> Result<(), DbError> {
    let scope = TenantScope::for_job(SystemJob::SigningKeys, tenant);
    let rows = store::list_keys(conn, &scope, app.clock.now())?;
    app.keyring.apply(&TenantKeys { tenant, rows });
    Ok(())
}
