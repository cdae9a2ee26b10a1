//! What the stages of a request are called, for the customer's people and for the partner.

use tessera_shared::dto::catalogue::ApiBrief;
use tessera_shared::lifecycle::RequestStage;

/// Classes, icon, title and next step of a stage, for the partner.
pub fn partner_stage(stage: RequestStage, tenant: &str) -> (&'static str, &'static str, &'static str, String) {
    match stage {
        RequestStage::AwaitingPartner => (
            "st st-warn",
            "mail",
            "Confirm your request",
            "Look it over. Nothing happens before you confirm.".to_owned(),
        ),
        RequestStage::AwaitingDecision => (
            "st st-info",
            "hourglass",
            "Waiting for a decision",
            format!("{tenant} decides. You get a mail either way."),
        ),
        RequestStage::AwaitingIssue => (
            "st st-ok",
            "check",
            "Approved",
            "Support issues the token now. You get a mail with a one-time link.".to_owned(),
        ),
        RequestStage::Issued => (
            "st st-ok",
            "circle-check",
            "Token issued",
            "The one-time link is in a mail of its own.".to_owned(),
        ),
        RequestStage::Withdrawn => (
            "st",
            "x",
            "Withdrawn",
            "Nobody works on this request any more.".to_owned(),
        ),
        RequestStage::Lapsed => (
            "st",
            "calendar-x",
            "Lapsed",
            "Nobody acted in time. File a new request.".to_owned(),
        ),
    }
}

/// `Seats v3, Fares v1`.
pub fn api_names(apis: &[ApiBrief]) -> String {
    let names: Vec<String> = apis.iter().map(|api| format!("{} {}", api.name, api.version)).collect();
    names.join(", ")
}
