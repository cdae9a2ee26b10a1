//! What partners ask without signing in.

use tessera_shared::dto::catalogue::PublicCatalogue;
use tessera_shared::dto::deliveries::{OpenDelivery, OpenedDelivery, PublicDelivery};
use tessera_shared::dto::requests::{FileRequest, Filed, MyRequest, WithdrawRequest};
use tessera_shared::dto::tokens::RevokeMine;
use tessera_shared::ids::DeliveryId;
use tessera_shared::paths;

use super::ApiError;
use super::client::{get, post};

/// What a customer shows to partners.
pub async fn get_tenant(slug: &str) -> Result<PublicCatalogue, ApiError> {
    get(paths::public_tenant(slug)).quiet().fetch().await
}

/// Files a request.
pub async fn file_request(slug: &str, body: &FileRequest, key: &str) -> Result<Filed, ApiError> {
    post(paths::public_requests(slug))
        .quiet()
        .once(key)
        .fetch_with(body)
        .await
}

/// What a link shows before it is opened.
pub async fn get_delivery(id: DeliveryId) -> Result<PublicDelivery, ApiError> {
    get(paths::public_delivery(id)).quiet().fetch().await
}

/// Opens a link, once.
pub async fn open_delivery(id: DeliveryId, body: &OpenDelivery) -> Result<OpenedDelivery, ApiError> {
    post(paths::public_delivery_open(id)).quiet().fetch_with(body).await
}

/// The partner's own request.
pub async fn get_my_request(key: &str) -> Result<MyRequest, ApiError> {
    get(paths::MY_REQUEST).quiet().for_partner(key).fetch().await
}

/// Confirms the e-mail address.
pub async fn confirm_my_request(key: &str) -> Result<(), ApiError> {
    post(paths::MY_REQUEST_CONFIRM).quiet().for_partner(key).run().await
}

/// Takes the request back.
pub async fn withdraw_my_request(key: &str, body: &WithdrawRequest) -> Result<(), ApiError> {
    post(paths::MY_REQUEST_WITHDRAW)
        .quiet()
        .for_partner(key)
        .run_with(body)
        .await
}

/// Ends the token that came of it.
pub async fn revoke_my_token(key: &str, body: &RevokeMine) -> Result<(), ApiError> {
    post(paths::MY_REQUEST_REVOKE)
        .quiet()
        .for_partner(key)
        .run_with(body)
        .await
}
