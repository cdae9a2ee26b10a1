//! Routes of gateways: managing them, and what they ask.

use std::sync::Arc;

use tessera_shared::dto::gateways::{
    AckEvents, Acked, AddGatewayKey, CreateGateway, CreatedGateway, Gateway, GatewaySnippet, RotateGateway,
    RotatedCredential,
};
use tessera_shared::ids::{GatewayCredentialId, GatewayId};
use tessera_shared::page::Page;
use tessera_shared::paths;

use crate::app::App;
use crate::auth::{Permit, actions};
use crate::gateways::feed::{self, LastEvent};
use crate::gateways::gate::{GatewayKey, OauthCaller};
use crate::gateways::hello::greet_gateway;
use crate::gateways::introspect::introspect_token;
use crate::gateways::verify::verify_token;
use crate::gateways::{keys, rotate, service};
use crate::http::extract::{Body, Created, Id, Json, NoContent, OnceBody, Raw};
use crate::http::route::{Route, any, get, post};
use crate::outcome::Outcome;

/// Every route of this feature.
pub fn routes() -> Vec<Route> {
    vec![
        any(paths::GATEWAY_VERIFY).gate::<GatewayKey>().to(
            "verify_token",
            "Forward-auth: may this call pass?",
            verify_token,
        ),
        any(paths::GATEWAY_VERIFY_TAIL).gate::<GatewayKey>().to(
            "verify_token_tail",
            "Forward-auth with a path appended, as Envoy does",
            verify_token,
        ),
        get(paths::GATEWAY_HELLO).gate::<GatewayKey>().to(
            "greet_gateway",
            "Does this gateway's credential work, and what is it bound to?",
            greet_gateway,
        ),
        get(paths::GATEWAY_EVENTS).gate::<GatewayKey>().to(
            "follow_events",
            "What becomes of tokens, as server-sent events that are signed",
            follow_events,
        ),
        post(paths::GATEWAY_EVENTS_ACK).gate::<GatewayKey>().to(
            "confirm_events",
            "Confirm up to which event everything is taken in",
            confirm_events,
        ),
        post(paths::INTROSPECT).gate::<OauthCaller>().to(
            "introspect_token",
            "Token introspection (RFC 7662)",
            introspect_token,
        ),
        get(paths::GATEWAYS).permit::<actions::ViewGateways>().to(
            "list_gateways",
            "Gateways of the customer by name",
            list_gateways,
        ),
        post(paths::GATEWAYS).permit::<actions::ManageGateways>().to(
            "create_gateway",
            "Add a gateway; its credential is shown once",
            create_gateway,
        ),
        get(paths::GATEWAY)
            .permit::<actions::ViewGateways>()
            .to("get_gateway", "One gateway", get_gateway),
        get(paths::GATEWAY_SNIPPETS).permit::<actions::ViewGateways>().to(
            "list_gateway_snippets",
            "Configuration to paste into a gateway, by product",
            list_gateway_snippets,
        ),
        post(paths::GATEWAY_ROTATE)
            .permit::<actions::ManageGateways>()
            .fresh()
            .to(
                "rotate_gateway",
                "Give a gateway another credential; the one before goes on for the overlap",
                rotate_gateway,
            ),
        post(paths::GATEWAY_KEYS)
            .permit::<actions::ManageGateways>()
            .fresh()
            .to(
                "add_gateway_key",
                "Give a gateway a public key to sign assertions for (RFC 7523)",
                add_gateway_key,
            ),
        post(paths::GATEWAY_CREDENTIAL_END)
            .permit::<actions::ManageGateways>()
            .fresh()
            .to(
                "end_gateway_credential",
                "End one of a gateway's credentials before its time",
                end_gateway_credential,
            ),
        post(paths::GATEWAY_RETIRE)
            .permit::<actions::ManageGateways>()
            .fresh()
            .to(
                "retire_gateway",
                "End a gateway with all its credentials",
                retire_gateway,
            ),
    ]
}

async fn follow_events(app: Arc<App>, GatewayKey(gateway): GatewayKey, LastEvent(after): LastEvent) -> Outcome<Raw> {
    feed::open(app, gateway, after).await.map(Raw)
}

async fn confirm_events(
    app: Arc<App>,
    GatewayKey(gateway): GatewayKey,
    Body(body): Body<AckEvents>,
) -> Outcome<Json<Acked>> {
    feed::confirm_events(&app, &gateway, body.seq).await.map(Json)
}

async fn list_gateways(app: Arc<App>, permit: Permit<actions::ViewGateways>, (): ()) -> Outcome<Json<Page<Gateway>>> {
    let items = service::list_gateways(&app, &permit).await?;
    Ok(Json(Page { items, next: None }))
}

async fn create_gateway(
    app: Arc<App>,
    permit: Permit<actions::ManageGateways>,
    OnceBody(body, once): OnceBody<CreateGateway>,
) -> Outcome<Created<CreatedGateway>> {
    let made = service::create_gateway(&app, permit, body, once).await?;
    let address = paths::gateway(made.gateway.id);
    Ok(Created(made, Some(address)))
}

async fn get_gateway(
    app: Arc<App>,
    permit: Permit<actions::ViewGateways>,
    Id(id): Id<GatewayId>,
) -> Outcome<Json<Gateway>> {
    service::get_gateway(&app, &permit, id).await.map(Json)
}

async fn list_gateway_snippets(
    app: Arc<App>,
    permit: Permit<actions::ViewGateways>,
    Id(id): Id<GatewayId>,
) -> Outcome<Json<Page<GatewaySnippet>>> {
    let items = service::list_gateway_snippets(&app, &permit, id).await?;
    Ok(Json(Page { items, next: None }))
}

async fn rotate_gateway(
    app: Arc<App>,
    permit: Permit<actions::ManageGateways>,
    (Id(id), OnceBody(body, once)): (Id<GatewayId>, OnceBody<RotateGateway>),
) -> Outcome<Json<RotatedCredential>> {
    rotate::rotate_gateway(&app, permit, id, body, once).await.map(Json)
}

async fn add_gateway_key(
    app: Arc<App>,
    permit: Permit<actions::ManageGateways>,
    (Id(id), OnceBody(body, once)): (Id<GatewayId>, OnceBody<AddGatewayKey>),
) -> Outcome<Created<Gateway>> {
    let gateway = keys::add_gateway_key(&app, permit, id, body, once).await?;
    let address = paths::gateway(gateway.id);
    Ok(Created(gateway, Some(address)))
}

async fn end_gateway_credential(
    app: Arc<App>,
    permit: Permit<actions::ManageGateways>,
    Id(id): Id<GatewayCredentialId>,
) -> Outcome<NoContent> {
    rotate::end_gateway_credential(&app, permit, id).await?;
    Ok(NoContent)
}

async fn retire_gateway(
    app: Arc<App>,
    permit: Permit<actions::ManageGateways>,
    Id(id): Id<GatewayId>,
) -> Outcome<NoContent> {
    service::retire_gateway(&app, permit, id).await?;
    Ok(NoContent)
}
