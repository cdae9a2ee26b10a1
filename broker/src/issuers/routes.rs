//! Routes of tenants as issuers: public keys, status lists, and the keys as people see them.

use std::sync::Arc;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse, web};
use tessera_shared::dto::issuer::{RotateSigningKeys, SigningKeys};
use tessera_shared::paths;
use tessera_shared::validate::is_slug;

use crate::app::App;
use crate::auth::{Permit, actions};
use crate::http::extract::{Body, Json, NoContent, OperationDoc, Raw, Slug, Takes};
use crate::http::gate::Public;
use crate::http::route::{Route, get, post};
use crate::issuers::{rotate, service, status};
use crate::outcome::{Outcome, Refusal};

/// Every route of this feature.
pub fn routes() -> Vec<Route> {
    vec![
        get(paths::JWKS).public().to(
            "show_jwks",
            "Public keys of a customer as an issuer (RFC 7517)",
            show_jwks,
        ),
        get(paths::STATUS_LIST).public().to(
            "show_status_list",
            "A list that says which of a customer's tokens still work (Token Status List)",
            show_status_list,
        ),
        get(paths::SIGNING_KEYS).permit::<actions::ViewGateways>().to(
            "list_signing_keys",
            "Keys the broker signs with for the customer",
            list_signing_keys,
        ),
        post(paths::SIGNING_KEYS_ROTATE)
            .permit::<actions::ManageGateways>()
            .fresh()
            .to(
                "rotate_signing_keys",
                "Give the customer another signing key, in an emergency at once",
                rotate_signing_keys,
            ),
    ]
}

/// The tenant's short name and the number of a list.
struct ListPath(String, i32);

impl Takes for ListPath {
    async fn take(req: &HttpRequest, _payload: web::Payload) -> Outcome<Self> {
        let path = req.match_info();
        let slug = path.get("slug").filter(|slug| is_slug(slug));
        let list = path
            .get("list")
            .filter(|list| list.bytes().all(|byte| byte.is_ascii_digit()));
        let list = list.and_then(|list| list.parse().ok());
        let (slug, list) = slug.zip(list).ok_or_else(Refusal::not_found)?;
        Ok(Self(slug.to_owned(), list))
    }

    fn describe(doc: &mut OperationDoc) {
        doc.path.extend(["slug", "list"]);
    }
}

async fn show_jwks(app: Arc<App>, _caller: Public, Slug(slug): Slug) -> Outcome<Raw> {
    let set = service::jwks(&app, &slug)?;
    let max_age = rotate::JWKS_MAX_AGE.as_millis() / 1_000;
    Ok(Raw(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/jwk-set+json"))
        .insert_header((CACHE_CONTROL, format!("public, max-age={max_age}")))
        .body(set)))
}

async fn show_status_list(app: Arc<App>, _caller: Public, ListPath(slug, list): ListPath) -> Outcome<Raw> {
    let text = status::status_list(&app, &slug, list).await?;
    Ok(Raw(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/statuslist+jwt"))
        .insert_header((CACHE_CONTROL, format!("public, max-age={}", status::TTL_SECONDS)))
        .body(text.to_string())))
}

async fn list_signing_keys(app: Arc<App>, permit: Permit<actions::ViewGateways>, (): ()) -> Outcome<Json<SigningKeys>> {
    service::list_signing_keys(&app, permit).await.map(Json)
}

async fn rotate_signing_keys(
    app: Arc<App>,
    permit: Permit<actions::ManageGateways>,
    Body(body): Body<RotateSigningKeys>,
) -> Outcome<NoContent> {
    rotate::rotate_signing_keys(&app, permit, body).await?;
    Ok(NoContent)
}
