//! How a tenant shows itself: name, colour and logo, changed by its own admin or by the owner of the
//! platform.
//!
//! The address of a logo holds a hash of tenant and picture: it changes with the picture, so browsers
//! may keep what they have, and nobody finds it who was not told by a card or a public page. A logo is
//! no more secret than the public page it stands on, so whoever knows the address may see it.

use std::sync::Arc;

use aws_lc_rs::digest;
use tessera_shared::dto::audit::AuditAction;
use tessera_shared::dto::queue::Topic;
use tessera_shared::dto::tenants::{Brand, ChangeBrand};
use tessera_shared::ids::TenantId;

use crate::act::Tx;
use crate::app::App;
use crate::audit::{NewEvent, record, record_outside_tenants};
use crate::auth::actions::BrandTenant;
use crate::auth::{Actor, Permit};
use crate::db::{Across, Reach};
use crate::outcome::{Outcome, Refusal};
use crate::requests::checks::still_permitted;
use crate::tenancy::{TenantInfo, TenantScope};
use crate::tenants::{brand_store, service};

/// Who changes a brand.
pub enum By {
    /// Somebody of the tenant itself.
    Member(Box<Permit<BrandTenant>>),
    /// The owner of the platform, who names the tenant; it may be suspended.
    Owner(Box<Actor>, TenantScope),
}

impl By {
    /// A member under a permit.
    pub fn member(permit: Permit<BrandTenant>) -> Self {
        Self::Member(Box::new(permit))
    }

    /// The owner, in this tenant.
    pub fn owner(actor: Actor, tenant: TenantId) -> Self {
        Self::Owner(Box::new(actor), TenantScope::for_platform(tenant))
    }

    fn reach(&self) -> Reach {
        match self {
            Self::Member(permit) => permit.reach(),
            Self::Owner(..) => Reach::across(Across::Platform),
        }
    }

    fn scope(&self) -> &TenantScope {
        match self {
            Self::Member(permit) => permit.scope(),
            Self::Owner(_, scope) => scope,
        }
    }

    /// What the tenant is at this moment of the transaction.
    fn look(&self, tx: &mut Tx<'_>) -> Outcome<TenantInfo> {
        if let Self::Member(permit) = self {
            still_permitted(tx, permit)?;
        }
        service::tenant_info(tx, self.scope())
    }

    /// Writes the event down where it belongs and tells everybody who looks.
    fn settle(&self, tx: &mut Tx<'_>, event: NewEvent) -> Outcome<()> {
        let scope = self.scope();
        match self {
            Self::Member(permit) => record(tx, scope, permit.actor(), event)?,
            Self::Owner(actor, _) => {
                record_outside_tenants(tx, actor, event.clone())?;
                record(tx, scope, actor, event)?;
            }
        }
        tx.changed(scope.tenant(), Topic::Brand, scope.as_str())
    }
}

/// Gives a tenant another name and colour.
pub async fn change_brand(app: &Arc<App>, by: By, body: ChangeBrand) -> Outcome<Brand> {
    app.act(by.reach(), move |tx| {
        let info = by.look(tx)?;
        let (scope, now) = (by.scope(), tx.now());
        if (&info.name, &info.accent) != (&body.name, &body.accent) {
            brand_store::change_brand(tx, scope, &info.slug, &body, now)?;
            let event = NewEvent::new(AuditAction::TenantBranded, scope.as_str(), &body.name)
                .changed("name", &info.name, &body.name)
                .changed("colour", &info.accent, &body.accent);
            by.settle(tx, event)?;
        }
        Ok(Brand {
            name: body.name,
            accent: body.accent,
            logo: info.logo,
        })
    })
    .await
}

/// Gives a tenant a logo.
pub async fn set_logo(app: &Arc<App>, by: By, upload: Vec<u8>) -> Outcome<Brand> {
    let png = app.pictures.draw(upload).await?;
    let version = version_of(by.scope(), &png);
    app.act(by.reach(), move |tx| {
        let info = by.look(tx)?;
        let (scope, now) = (by.scope(), tx.now());
        if info.logo.as_ref() != Some(&version) {
            brand_store::replace_logo(tx, scope, &version, &png, now)?;
            let event = NewEvent::new(AuditAction::LogoChanged, scope.as_str(), &info.name).fact("logo", &version);
            by.settle(tx, event)?;
        }
        Ok(Brand {
            name: info.name,
            accent: info.accent,
            logo: Some(version),
        })
    })
    .await
}

/// Takes a tenant's logo away; the generated mark comes back.
pub async fn remove_logo(app: &Arc<App>, by: By) -> Outcome<Brand> {
    app.act(by.reach(), move |tx| {
        let info = by.look(tx)?;
        let (scope, now) = (by.scope(), tx.now());
        if brand_store::delete_logo(tx, scope, now)? {
            by.settle(tx, NewEvent::new(AuditAction::LogoRemoved, scope.as_str(), &info.name))?;
        }
        Ok(Brand {
            name: info.name,
            accent: info.accent,
            logo: None,
        })
    })
    .await
}

/// The picture at an address.
pub async fn get_logo(app: &Arc<App>, version: String) -> Outcome<Vec<u8>> {
    app.db
        .read(Reach::across(Across::LookUp), move |conn| {
            brand_store::find_logo_across_tenants(conn, &version).map_err(Refusal::from)
        })
        .await
}

/// 128 bits of a hash over tenant and picture, in hex: two tenants with the same picture share nothing.
fn version_of(scope: &TenantScope, png: &[u8]) -> String {
    let mut context = digest::Context::new(&digest::SHA256);
    context.update(scope.as_str().as_bytes());
    context.update(&[0]);
    context.update(png);
    let hash = context.finish();
    let half = hash.as_ref().iter().take(16);
    half.map(|byte| format!("{byte:02x}")).collect()
}
