//! `GET /gateway/hello`: a gateway asks whether its credential works and what it is bound to. The first
//! call of whoever installs one, before there is any token.

use std::sync::Arc;

use tessera_shared::dto::setup::GatewayHello;
use tessera_shared::error::ErrorCode;
use tessera_shared::words::TenantStatus;

use crate::app::App;
use crate::db::Reach;
use crate::gateways::gate::GatewayKey;
use crate::http::extract::Json;
use crate::outcome::{Outcome, Refusal};
use crate::tenancy::TenantScope;
use crate::tenants;
use crate::tokens::usage::Asker;

/// Says hello, and counts it as a call that passed.
pub async fn greet_gateway(app: Arc<App>, GatewayKey(gateway): GatewayKey, (): ()) -> Outcome<Json<GatewayHello>> {
    let scope = TenantScope::for_bearer(gateway.tenant);
    let info = app
        .db
        .read(Reach::from(&scope), move |conn| {
            tenants::service::tenant_info(conn, &scope)
        })
        .await?;
    if info.status == TenantStatus::Suspended {
        let detail = "This customer is suspended; no check passes.";
        return Err(Refusal::new(ErrorCode::TenantSuspended, detail));
    }
    let asker = Asker {
        tenant: gateway.tenant,
        gateway: Some(gateway.id),
    };
    app.usage.passed(asker, None, app.clock.now());
    Ok(Json(GatewayHello {
        customer: info.slug,
        gateway: gateway.name.clone(),
        environment: gateway.environment,
        audience: gateway.audience.clone(),
        required_scopes: gateway.required_scopes.clone(),
    }))
}
