//! Denying from the queue.

use leptos::prelude::*;

use super::acts::Acts;
use super::words::apis;
use crate::components::ReasonDialog;

/// The dialog, while a row is about to be denied.
#[component]
pub fn DenyDialog(
    /// What the reader can do.
    acts: Acts,
) -> impl IntoView {
    move || {
        acts.denying.get().map(|item| {
            let title = format!("Deny {} for {}?", apis(&item), item.company);
            let (tenant, environment) = (item.tenant.clone(), item.environment);
            view! {
                <ReasonDialog
                    tenant environment title act="Deny request" danger=true
                    label="Reason, told to the partner"
                    detail="The request is removed; what happened stays in the audit trail."
                    busy=acts.busy error=acts.failure
                    on_close=move |()| acts.denying.set(None)
                    on_confirm=move |reason| acts.deny(&item, reason)
                />
            }
        })
    }
}
