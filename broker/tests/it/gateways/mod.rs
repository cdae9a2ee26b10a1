//! Real gateways in front of a real API, each with the configuration the broker shows, against a
//! table of what a client, a broker in trouble or a wrong credential may try.
//!
//! A product that cannot do something stands in `deviations` with what it does instead; a deviation that is
//! none any more fails as well.

mod api;
mod cases;
mod cast;
mod deviations;
mod door;
mod edge;
mod jwt;
mod tls;
mod trial;
mod wire;

use tessera_shared::words::{GatewayMode, GatewayProduct};

use trial::Trial;

/// One that asks the broker about every call.
async fn try_asking(product: GatewayProduct, mode: GatewayMode) {
    let mut trial = Trial::begin(product, mode).await;
    cases::tokens::answers(&mut trial).await;
    cases::tokens::tokens(&mut trial).await;
    cases::tokens::elsewhere(&mut trial).await;
    cases::identity::identity(&mut trial).await;
    cases::networks::networks(&mut trial).await;
    cases::calls::calls(&mut trial).await;
    cases::broker::asked(&mut trial).await;
    cases::broker::trouble(&mut trial).await;
    cases::tokens::lifetime(&mut trial).await;
    cases::broker::credential(&mut trial).await;
    cases::broker::over_tls(&mut trial).await;
    trial.end();
}

/// One that verifies JWTs by itself.
async fn try_verifying(product: GatewayProduct) {
    let mut trial = Trial::begin(product, GatewayMode::LocalJwt).await;
    cases::tokens::answers(&mut trial).await;
    cases::tokens::tokens(&mut trial).await;
    cases::tokens::elsewhere(&mut trial).await;
    cases::identity::identity(&mut trial).await;
    cases::calls::calls(&mut trial).await;
    cases::jwts::lies(&mut trial).await;
    cases::jwts::lifetime(&mut trial).await;
    cases::jwts::trouble(&mut trial).await;
    cases::jwts::rotation(&mut trial).await;
    cases::jwts::over_tls(&mut trial).await;
    trial.end();
}

macro_rules! products {
    ($($name:ident = $trial:expr;)+) => {
        $(#[actix_web::test]
        async fn $name() {
            $trial.await;
        })+
    };
}

products! {
    nginx = try_asking(GatewayProduct::Nginx, GatewayMode::ForwardAuth);
    envoy = try_asking(GatewayProduct::Envoy, GatewayMode::ForwardAuth);
    traefik = try_asking(GatewayProduct::Traefik, GatewayMode::ForwardAuth);
    caddy = try_asking(GatewayProduct::Caddy, GatewayMode::ForwardAuth);
    haproxy = try_asking(GatewayProduct::Haproxy, GatewayMode::ForwardAuth);
    apache = try_asking(GatewayProduct::Apache, GatewayMode::Introspection);
    envoy_by_jwt = try_verifying(GatewayProduct::Envoy);
    haproxy_by_jwt = try_verifying(GatewayProduct::Haproxy);
    apache_by_jwt = try_verifying(GatewayProduct::Apache);
}
