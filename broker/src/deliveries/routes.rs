//! Routes of delivery links.

use std::sync::Arc;

use tessera_shared::dto::deliveries::{OpenDelivery, OpenedDelivery, PublicDelivery};
use tessera_shared::ids::DeliveryId;
use tessera_shared::paths;

use crate::app::App;
use crate::deliveries::open;
use crate::http::extract::{Body, Id, Json};
use crate::http::gate::Public;
use crate::http::route::{Route, get, post};
use crate::outcome::Outcome;

/// Every route of this feature.
pub fn routes() -> Vec<Route> {
    vec![
        get(paths::PUBLIC_DELIVERY).public().to(
            "get_delivery",
            "What a link shows before it is opened; never consumes it",
            get_delivery,
        ),
        post(paths::PUBLIC_DELIVERY_OPEN)
            .public()
            .to("open_delivery", "Open a link, once", open_delivery),
    ]
}

async fn get_delivery(app: Arc<App>, _caller: Public, Id(id): Id<DeliveryId>) -> Outcome<Json<PublicDelivery>> {
    open::get_delivery(&app, id).await.map(Json)
}

async fn open_delivery(
    app: Arc<App>,
    Public(caller): Public,
    (Id(id), Body(body)): (Id<DeliveryId>, Body<OpenDelivery>),
) -> Outcome<Json<OpenedDelivery>> {
    open::open_delivery(&app, id, body, caller.address(), caller.call_id)
        .await
        .map(Json)
}
