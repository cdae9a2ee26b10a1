//! Routes of the queue.

use std::sync::Arc;

use serde::Deserialize;
use tessera_shared::dto::queue::Queue;
use tessera_shared::paths;
use tessera_shared::words::Environment;

use crate::app::App;
use crate::auth::Permit;
use crate::auth::actions::ViewRequests;
use crate::http::extract::{Json, Query, QueryNames};
use crate::http::gate::SignedIn;
use crate::http::route::{Route, get};
use crate::outcome::{Outcome, Refusal};
use crate::queue::service::{self, QueueScope};
use crate::tenancy::{TenantScope, UserScope};

/// Every route of this feature.
pub fn routes() -> Vec<Route> {
    vec![
        get(paths::MY_QUEUE).signed_in().to(
            "get_my_queue",
            "What waits in all customers of the caller",
            get_my_queue,
        ),
        get(paths::QUEUE)
            .permit::<ViewRequests>()
            .to("get_queue", "What waits in the active customer", get_queue),
    ]
}

/// What to look for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QueueQuery {
    environment: Option<Environment>,
    mine: Option<bool>,
}

impl QueryNames for QueueQuery {
    const NAMES: &'static [&'static str] = &["environment", "mine"];
}

impl QueueQuery {
    fn scope(&self, user: UserScope, tenant: Option<TenantScope>) -> QueueScope {
        QueueScope {
            user,
            tenant,
            environment: self.environment,
            mine: self.mine.unwrap_or(false),
        }
    }
}

async fn get_my_queue(app: Arc<App>, caller: SignedIn, Query(query): Query<QueueQuery>) -> Outcome<Json<Queue>> {
    let scope = query.scope(caller.scope, None);
    service::get_queue(&app, scope).await.map(Json)
}

async fn get_queue(
    app: Arc<App>,
    permit: Permit<ViewRequests>,
    Query(query): Query<QueueQuery>,
) -> Outcome<Json<Queue>> {
    let user = UserScope::of(permit.actor()).ok_or_else(Refusal::not_found)?;
    let scope = query.scope(user, Some(permit.scope().clone()));
    service::get_queue(&app, scope).await.map(Json)
}
