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
mod tls;
mod trial;
mod wire;

use tessera_shared::words::GatewayProduct;

use trial::Trial;

async fn try_all(product: GatewayProduct) {
    let mut trial = Trial::begin(product).await;
    cases::tokens::answers(&mut trial).await;
    cases::tokens::tokens(&mut trial).await;
    cases::tokens::elsewhere(&mut trial).await;
    cases::identity::identity(&mut trial).await;
    cases::calls::calls(&mut trial).await;
    cases::broker::asked(&mut trial).await;
    cases::broker::trouble(&mut trial).await;
    cases::tokens::lifetime(&mut trial).await;
    cases::broker::credential(&mut trial).await;
    cases::broker::over_tls(&mut trial).await;
    trial.end();
}

macro_rules! products {
    ($($name:ident = $product:ident;)+) => {
        $(#[actix_web::test]
        async fn $name() {
            try_all(GatewayProduct::$product).await;
        })+
    };
}

products! {
    nginx = Nginx;
    envoy = Envoy;
    traefik = Traefik;
    caddy = Caddy;
    haproxy = Haproxy;
    apache = Apache;
}
