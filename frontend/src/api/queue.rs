//! What waits for somebody.

use tessera_shared::dto::queue::Queue;
use tessera_shared::paths;
use tessera_shared::words::Environment;

use super::ApiError;
use super::client::get;

/// What waits in all customers of the reader.
pub async fn mine(environment: Option<Environment>) -> Result<Queue, ApiError> {
    get(paths::MY_QUEUE).query("environment", environment).fetch().await
}

/// What waits in the customer on the screen.
pub async fn of_tenant(environment: Option<Environment>) -> Result<Queue, ApiError> {
    get(paths::QUEUE)
        .in_tenant()
        .query("environment", environment)
        .fetch()
        .await
}
