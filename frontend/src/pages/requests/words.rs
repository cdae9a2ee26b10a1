//! What the stages of a request are called, for the customer's people and for the partner.

use tessera_shared::dto::catalogue::ApiBrief;
use tessera_shared::lifecycle::RequestStage;

use crate::{t, tf};

/// Classes, icon, title and next step of a stage, for the partner.
pub fn partner_stage(stage: RequestStage, tenant: &str) -> (&'static str, &'static str, &'static str, String) {
    match stage {
        RequestStage::AwaitingPartner => (
            "st st-warn",
            "mail",
            t!("Confirm your request", "Confirme seu pedido"),
            t!(
                "Look it over. Nothing happens before you confirm.",
                "Confira tudo. Nada acontece antes que você confirme."
            )
            .to_owned(),
        ),
        RequestStage::AwaitingDecision => (
            "st st-info",
            "hourglass",
            t!("Waiting for a decision", "Esperando uma decisão"),
            tf!(
                "{tenant} decides. You get a mail either way.",
                "{tenant} decide. Você recebe um e-mail em qualquer caso."
            ),
        ),
        RequestStage::AwaitingIssue => (
            "st st-ok",
            "check",
            t!("Approved", "Aprovado"),
            t!(
                "Support issues the token now. You get a mail with a one-time link.",
                "O suporte emite o token agora. Você recebe um e-mail com um link de uso único."
            )
            .to_owned(),
        ),
        RequestStage::Issued => (
            "st st-ok",
            "circle-check",
            t!("Token issued", "Token emitido"),
            t!(
                "The one-time link is in a mail of its own.",
                "O link de uso único está em um e-mail próprio."
            )
            .to_owned(),
        ),
        RequestStage::Withdrawn => (
            "st",
            "x",
            t!("Withdrawn", "Retirado"),
            t!(
                "Nobody works on this request any more.",
                "Ninguém mais trabalha neste pedido."
            )
            .to_owned(),
        ),
        RequestStage::Lapsed => (
            "st",
            "calendar-x",
            t!("Lapsed", "Vencido"),
            t!(
                "Nobody acted in time. File a new request.",
                "Ninguém agiu a tempo. Faça um novo pedido."
            )
            .to_owned(),
        ),
    }
}

/// Whether somebody still has to act on a request in this stage.
pub const fn waits(stage: RequestStage) -> bool {
    matches!(
        stage,
        RequestStage::AwaitingPartner | RequestStage::AwaitingDecision | RequestStage::AwaitingIssue
    )
}

/// What a request is about.
pub fn asks_for(company: &str, apis: &str) -> String {
    tf!("{company} asks for {apis}", "{company} pede {apis}")
}

/// `Seats v3, Fares v1`.
pub fn api_names(apis: &[ApiBrief]) -> String {
    let names: Vec<String> = apis.iter().map(|api| format!("{} {}", api.name, api.version)).collect();
    names.join(", ")
}
