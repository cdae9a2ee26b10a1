//! Health, the OpenAPI document and its viewer.

use std::sync::Arc;

use actix_web::HttpResponse;
use tessera_shared::paths;

use crate::app::App;
use crate::db::{Across, Reach};
use crate::http::extract::Raw;
use crate::http::gate::Public;
use crate::http::openapi;
use crate::http::route::{Route, get};
use crate::outcome::Outcome;

/// Where the viewer lives.
pub const VIEWER: &str = "/api/docs";

/// The viewer draws its own icons as `data:` images; it runs no inline script.
pub const VIEWER_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' \
     'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Routes that no feature owns.
pub fn routes() -> Vec<Route> {
    vec![
        get(paths::HEALTHZ).public().to("healthz", "The process lives", healthz),
        get(paths::READYZ)
            .public()
            .to("readyz", "The process can serve", readyz),
        get(paths::OPENAPI)
            .public()
            .to("openapi", "This document", openapi_document),
    ]
}

async fn healthz(_app: Arc<App>, _caller: Public, (): ()) -> Outcome<Raw> {
    Ok(Raw(HttpResponse::Ok().content_type("text/plain").body("ok\n")))
}

async fn readyz(app: Arc<App>, _caller: Public, (): ()) -> Outcome<Raw> {
    let reachable = app
        .db
        .read(Reach::across(Across::Job), |conn| {
            use diesel::prelude::*;
            diesel::select(diesel::dsl::sql::<diesel::sql_types::Integer>("1"))
                .get_result::<i32>(conn)
                .map_err(crate::db::DbError::from)
        })
        .await
        .is_ok();
    let fresh = app.tokens.is_fresh();
    let word = |good: bool| if good { "ok" } else { "failing" };
    let body = serde_json::json!({"database": word(reachable), "checks": word(fresh)});
    let mut answer = if reachable && fresh {
        HttpResponse::Ok()
    } else {
        HttpResponse::ServiceUnavailable()
    };
    Ok(Raw(answer.json(body)))
}

async fn openapi_document(_app: Arc<App>, _caller: Public, (): ()) -> Outcome<Raw> {
    let document = openapi::document(&crate::routes::all());
    Ok(Raw(HttpResponse::Ok().json(document)))
}
