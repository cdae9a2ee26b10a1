//! Routes of a partner's own request, behind the key from their mail.

use std::sync::Arc;

use actix_web::HttpRequest;
use tessera_shared::dto::requests::{MyRequest, WithdrawRequest};
use tessera_shared::dto::tokens::RevokeMine;
use tessera_shared::paths::{self, PARTNER_HEADER};

use crate::app::App;
use crate::http::error::CallIdExt;
use crate::http::extract::{Body, Json, NoContent};
use crate::http::gate::{Access, Gate, address};
use crate::http::route::{Route, get, post};
use crate::outcome::{Outcome, Refusal};
use crate::requests::partner::{self, PartnerKey};

impl Gate for PartnerKey {
    fn access() -> Access {
        Access::Partner
    }

    async fn pass(app: &Arc<App>, req: &HttpRequest) -> Outcome<Self> {
        let key = req
            .headers()
            .get(PARTNER_HEADER)
            .and_then(|value| value.to_str().ok())
            .filter(|key| key.len() == 43)
            .ok_or_else(Refusal::not_found)?;
        partner::open_partner_key(app, key, address(app, req), req.call_id()).await
    }
}

/// Every route of this file.
pub fn routes() -> Vec<Route> {
    vec![
        get(paths::MY_REQUEST)
            .gate::<PartnerKey>()
            .to("get_my_request", "A partner's own request", get_my_request),
        post(paths::MY_REQUEST_CONFIRM).gate::<PartnerKey>().to(
            "confirm_my_request",
            "Confirm the e-mail address; the customer's admins are told",
            confirm_my_request,
        ),
        post(paths::MY_REQUEST_WITHDRAW).gate::<PartnerKey>().to(
            "withdraw_my_request",
            "Take the own request back",
            withdraw_my_request,
        ),
        post(paths::MY_REQUEST_REVOKE).gate::<PartnerKey>().to(
            "revoke_my_token",
            "End the token that came of the own request",
            revoke_my_token,
        ),
    ]
}

async fn get_my_request(app: Arc<App>, key: PartnerKey, (): ()) -> Outcome<Json<MyRequest>> {
    partner::get_my_request(&app, key).await.map(Json)
}

async fn confirm_my_request(app: Arc<App>, key: PartnerKey, (): ()) -> Outcome<NoContent> {
    partner::confirm_my_request(&app, key).await?;
    Ok(NoContent)
}

async fn withdraw_my_request(app: Arc<App>, key: PartnerKey, Body(body): Body<WithdrawRequest>) -> Outcome<NoContent> {
    partner::withdraw_my_request(&app, key, body).await?;
    Ok(NoContent)
}

async fn revoke_my_token(app: Arc<App>, key: PartnerKey, Body(body): Body<RevokeMine>) -> Outcome<NoContent> {
    partner::revoke_my_token(&app, key, body).await?;
    Ok(NoContent)
}
