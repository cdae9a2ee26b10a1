//! Denying from the queue.

use leptos::prelude::*;

use super::acts::Acts;
use super::words::apis;
use crate::components::ReasonDialog;
use crate::{t, tf};

/// The dialog, while a row is about to be denied.
#[component]
pub fn DenyDialog(
    /// What the reader can do.
    acts: Acts,
) -> impl IntoView {
    move || {
        acts.denying.get().map(|item| {
            let (apis, company) = (apis(&item), &item.company);
            let title = tf!("Deny {apis} for {company}?", "Negar {apis} para {company}?");
            let (tenant, environment) = (item.tenant.clone(), item.environment);
            view! {
                <ReasonDialog
                    tenant environment title act=t!("Deny request", "Negar pedido") danger=true
                    label=t!("Reason, told to the partner", "Motivo, informado ao parceiro")
                    detail=t!("The request is removed; what happened stays in the audit trail.", "O pedido é removido; o que aconteceu permanece na trilha de auditoria.")
                    busy=acts.busy error=acts.failure
                    on_close=move |()| acts.denying.set(None)
                    on_confirm=move |reason| acts.deny(&item, reason)
                />
            }
        })
    }
}
