//! People across customers, for the owner of the platform and for leads.

use tessera_shared::dto::placing::{Person, PersonDetail, PlacePerson, PlacedPerson, UnplacePerson};
use tessera_shared::ids::UserId;
use tessera_shared::page::Page;
use tessera_shared::paths;

use super::ApiError;
use super::client::{get, post};

/// People by name.
pub async fn list(text: Option<&str>, cursor: Option<&str>) -> Result<Page<Person>, ApiError> {
    get(paths::PEOPLE)
        .query("q", text)
        .query("cursor", cursor)
        .fetch()
        .await
}

/// One of them, and where they work.
pub async fn find(id: UserId) -> Result<PersonDetail, ApiError> {
    get(paths::person(id)).fetch().await
}

/// Gives a person many customers, or says what would come of it.
pub async fn place(id: UserId, body: &PlacePerson) -> Result<PlacedPerson, ApiError> {
    post(paths::person_place(id)).fetch_with(body).await
}

/// Takes a person out of customers.
pub async fn unplace(id: UserId, body: &UnplacePerson) -> Result<(), ApiError> {
    post(paths::person_unplace(id)).run_with(body).await
}
