//! Finding anything in the reader's customers.

use tessera_shared::dto::finding::{Find, Finding, Found};
use tessera_shared::paths;

use super::ApiError;
use super::client::post;

/// What `body` finds, of the customer on the screen first.
pub async fn find(body: &Find) -> Result<Vec<Found>, ApiError> {
    let finding: Finding = post(paths::MY_FIND).fetch_with(body).await?;
    Ok(finding.items)
}
