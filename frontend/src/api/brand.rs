//! Name, colour and logo of the customer on the screen, or of any for the owner of the platform.

use tessera_shared::dto::tenants::{Brand, ChangeBrand};
use tessera_shared::ids::TenantId;
use tessera_shared::paths;

use super::ApiError;
use super::client::{Call, post};

/// To the customer on the screen, or as the owner to the one named.
fn to<'a>(named: Option<TenantId>, own: &'static str, other: fn(TenantId) -> String) -> Call<'a> {
    match named {
        Some(id) => post(other(id)),
        None => post(own).in_tenant(),
    }
}

/// Changes name and colour.
pub async fn change(named: Option<TenantId>, body: &ChangeBrand) -> Result<Brand, ApiError> {
    let call = to(named, paths::TENANT_BRAND, paths::platform_tenant_brand);
    call.fetch_with(body).await
}

/// Gives it a logo.
pub async fn set_logo(named: Option<TenantId>, picture: &web_sys::File) -> Result<Brand, ApiError> {
    let call = to(named, paths::TENANT_LOGO, paths::platform_tenant_logo);
    call.fetch_with_file(picture).await
}

/// Takes the logo away.
pub async fn remove_logo(named: Option<TenantId>) -> Result<Brand, ApiError> {
    let call = to(named, paths::TENANT_LOGO_REMOVE, paths::platform_tenant_logo_remove);
    call.fetch().await
}
