//! Every route of the broker, gathered from the features. A route that is not in this table does
//! not exist; the OpenAPI document and the authorisation tests are made from the same table.

use crate::http::route::Route;
use crate::http::{docs, reports};
use crate::{
    audit, catalogue, deliveries, demo, exports, factors, finding, gateways, issuers, machines, notifications,
    partners, people, queue, requests, sso, tenants, tokens, views,
};

/// The table. Patterns are tried from the top, so what gateways ask for every call of every client
/// comes first.
pub fn all() -> Vec<Route> {
    [
        gateways::routes::routes(),
        people::routes::routes(),
        people::session_routes::routes(),
        people::reset_routes::routes(),
        factors::routes::routes(),
        factors::passkeys::routes::routes(),
        sso::routes::routes(),
        sso::provider_routes::routes(),
        people::my_tenants::routes(),
        people::members::routes(),
        people::invite_routes::routes(),
        people::place_routes::routes(),
        machines::oauth_routes::routes(),
        issuers::routes::routes(),
        machines::routes::routes(),
        tenants::routes::routes(),
        tenants::brand_routes::routes(),
        tenants::setup_routes::routes(),
        queue::routes::routes(),
        finding::routes::routes(),
        views::routes::routes(),
        requests::routes::routes(),
        requests::partner_routes::routes(),
        tokens::routes::routes(),
        deliveries::routes::routes(),
        partners::routes::routes(),
        catalogue::routes::routes(),
        audit::routes::routes(),
        exports::routes::routes(),
        notifications::routes::routes(),
        demo::routes::routes(),
        docs::routes(),
        reports::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
