//! Routes of names, colours and logos.

use std::sync::Arc;

use actix_web::http::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH};
use actix_web::{HttpRequest, HttpResponse, web};
use tessera_shared::dto::tenants::{Brand, ChangeBrand, LOGO_KINDS, LOGO_TYPES, MAX_LOGO, NO_SVG};
use tessera_shared::error::ErrorCode;
use tessera_shared::ids::TenantId;
use tessera_shared::paths;

use crate::app::App;
use crate::auth::Permit;
use crate::auth::actions::BrandTenant;
use crate::http::extract::{Body, Id, Json, OperationDoc, Raw, Takes, media_type, read_at_most};
use crate::http::gate::{Platform, Public};
use crate::http::route::{Route, get, post};
use crate::outcome::{Outcome, Refusal};
use crate::tenants::brand::{self, By};

/// A logo is looked at, and nothing else: opened as a page it has no origin, no script, no form.
const POLICY: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

/// Every route of this file.
pub fn routes() -> Vec<Route> {
    vec![
        post(paths::TENANT_BRAND).permit::<BrandTenant>().to(
            "change_brand",
            "Change name and colour of the customer",
            change_brand,
        ),
        post(paths::TENANT_LOGO).permit::<BrandTenant>().to(
            "set_logo",
            "Give the customer a logo; the body is a PNG, JPEG or WebP of at most 1 MiB",
            set_logo,
        ),
        post(paths::TENANT_LOGO_REMOVE).permit::<BrandTenant>().to(
            "remove_logo",
            "Take the customer's logo away",
            remove_logo,
        ),
        post(paths::PLATFORM_TENANT_BRAND).platform::<BrandTenant>().to(
            "change_brand_of",
            "Change name and colour of any customer",
            change_brand_of,
        ),
        post(paths::PLATFORM_TENANT_LOGO).platform::<BrandTenant>().to(
            "set_logo_of",
            "Give any customer a logo; the body is a PNG, JPEG or WebP of at most 1 MiB",
            set_logo_of,
        ),
        post(paths::PLATFORM_TENANT_LOGO_REMOVE).platform::<BrandTenant>().to(
            "remove_logo_of",
            "Take the logo of any customer away",
            remove_logo_of,
        ),
        get(paths::PUBLIC_LOGO)
            .public()
            .to("get_logo", "A logo, as PNG, to be kept for ever", get_logo),
    ]
}

/// The bytes of a picture.
struct Upload(Vec<u8>);

impl Takes for Upload {
    async fn take(req: &HttpRequest, payload: web::Payload) -> Outcome<Self> {
        let kind = media_type(req);
        if !LOGO_TYPES.contains(&kind.as_str()) {
            let why = if kind == "image/svg+xml" { NO_SVG } else { LOGO_KINDS };
            return Err(Refusal::new(ErrorCode::UnsupportedMediaType, why));
        }
        let bytes = read_at_most(payload, MAX_LOGO, "A logo has at most 1 MiB.").await?;
        Ok(Self(bytes.to_vec()))
    }

    fn describe(_doc: &mut OperationDoc) {}
}

/// The version in the path, and the one the browser has already.
struct Wanted {
    version: String,
    known: bool,
}

impl Takes for Wanted {
    async fn take(req: &HttpRequest, _payload: web::Payload) -> Outcome<Self> {
        let version = req.match_info().get("logo").unwrap_or_default().to_owned();
        let known = req.headers().get(IF_NONE_MATCH).and_then(|tag| tag.to_str().ok());
        Ok(Self {
            known: known == Some(&tag(&version)),
            version,
        })
    }

    fn describe(doc: &mut OperationDoc) {
        doc.path.push("logo");
    }
}

fn tag(version: &str) -> String {
    format!("\"{version}\"")
}

async fn change_brand(
    app: Arc<App>,
    permit: Permit<BrandTenant>,
    Body(body): Body<ChangeBrand>,
) -> Outcome<Json<Brand>> {
    brand::change_brand(&app, By::member(permit), body).await.map(Json)
}

async fn set_logo(app: Arc<App>, permit: Permit<BrandTenant>, Upload(bytes): Upload) -> Outcome<Json<Brand>> {
    brand::set_logo(&app, By::member(permit), bytes).await.map(Json)
}

async fn remove_logo(app: Arc<App>, permit: Permit<BrandTenant>, (): ()) -> Outcome<Json<Brand>> {
    brand::remove_logo(&app, By::member(permit)).await.map(Json)
}

async fn change_brand_of(
    app: Arc<App>,
    owner: Platform<BrandTenant>,
    (Id(tenant), Body(body)): (Id<TenantId>, Body<ChangeBrand>),
) -> Outcome<Json<Brand>> {
    let by = By::owner(owner.actor, tenant);
    brand::change_brand(&app, by, body).await.map(Json)
}

async fn set_logo_of(
    app: Arc<App>,
    owner: Platform<BrandTenant>,
    (Id(tenant), Upload(bytes)): (Id<TenantId>, Upload),
) -> Outcome<Json<Brand>> {
    let by = By::owner(owner.actor, tenant);
    brand::set_logo(&app, by, bytes).await.map(Json)
}

async fn remove_logo_of(app: Arc<App>, owner: Platform<BrandTenant>, Id(tenant): Id<TenantId>) -> Outcome<Json<Brand>> {
    brand::remove_logo(&app, By::owner(owner.actor, tenant)).await.map(Json)
}

async fn get_logo(app: Arc<App>, _caller: Public, wanted: Wanted) -> Outcome<Raw> {
    let tag = tag(&wanted.version);
    let png = brand::get_logo(&app, wanted.version).await?;
    let mut answer = if wanted.known {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    answer
        .insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((ETAG, tag))
        .insert_header(("content-security-policy", POLICY));
    Ok(Raw(if wanted.known {
        answer.finish()
    } else {
        answer.content_type("image/png").body(png)
    }))
}
