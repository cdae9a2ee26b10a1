//! Changes what the customer allows.

use leptos::prelude::*;
use tessera_shared::dto::tenants::{ChangePolicy, Policy};
use tessera_shared::error::FieldError;
use tessera_shared::validate::{MAX_DELIVERY_HOURS, MAX_LIFETIME_DAYS};

use crate::api;
use crate::components::{TenantLine, here};
use crate::forms::checked::{checked, wrong_here};
use crate::forms::creation::{Creation, use_creation};
use crate::forms::failure::FormFailure;
use crate::forms::fields::{AreaField, TextField};
use crate::ui::{Button, Dialog, DialogFoot, Weight};
use crate::{t, tf};

/// Another policy, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Draft {
    days: String,
    hours: String,
    reason: String,
}

impl Draft {
    fn of(policy: Policy) -> Self {
        Self {
            days: policy.max_lifetime_days.to_string(),
            hours: policy.delivery_hours.to_string(),
            reason: String::new(),
        }
    }

    /// The body, or every rule it breaks; one is that something has to change.
    fn to_dto(&self, before: Policy) -> Result<ChangePolicy, Vec<FieldError>> {
        // What is no number breaks the same rule as zero.
        let number = |text: &str| text.trim().parse().unwrap_or(0);
        let after = Policy {
            max_lifetime_days: number(&self.days),
            delivery_hours: number(&self.hours),
        };
        let body = ChangePolicy {
            before,
            after,
            reason: self.reason.trim().to_owned(),
        };
        checked(body, |body| {
            let same = t!("This is already the policy.", "Esta já é a política.");
            let same = (body.after == before).then(|| wrong_here("/after/max_lifetime_days", same));
            same.into_iter().collect()
        })
    }
}

/// Both limits and the reason.
#[component]
pub fn ChangePolicyDialog(
    /// The policy on the screen.
    policy: Policy,
    /// Takes the new one.
    #[prop(into)]
    on_changed: Callback<Policy>,
    /// Unmounts the dialog.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let draft = RwSignal::new(Draft::of(policy));
    let form = use_creation();
    let Creation { errors, act, .. } = form;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let send = |body, _key: String| async move { api::tenants::change_policy(&body).await };
        form.submit(
            draft.with_untracked(|draft| draft.to_dto(policy)),
            send,
            move |policy| {
                on_changed.run(policy);
            },
        );
    };
    let tenant = here::card();
    let accent = tenant.accent.clone();
    let top = move || view! { <TenantLine tenant /> };
    let detail = t!(
        "It counts for what is approved, issued and sent from now on. Tokens and links that are out stay as they are.",
        "Vale para o que for aprovado, emitido e enviado a partir de agora. Tokens já emitidos e links já enviados ficam como estão."
    );
    let days = tf!(
        "Longest lifetime in days, at most {MAX_LIFETIME_DAYS}",
        "Validade máxima em dias, no máximo {MAX_LIFETIME_DAYS}"
    );
    let hours = tf!(
        "Hours a delivery link works, at most {MAX_DELIVERY_HOURS}",
        "Horas de validade do link de entrega, no máximo {MAX_DELIVERY_HOURS}"
    );
    view! {
        <Dialog title=t!("Change policy", "Alterar política") top accent on_close>
            <form on:submit=submit novalidate aria-label=t!("Policy", "Política")>
                <p class="px-5 text-sm text-muted mt-1">{detail}</p>
                <div class="px-5 pt-4 grid gap-4">
                    <TextField id="policy-days" label=days kind="number" pointer="/after/max_lifetime_days" errors autofocus=true
                        value=Signal::derive(move || draft.with(|draft| draft.days.clone()))
                        on_input=move |text| draft.update(|draft| draft.days = text) />
                    <TextField id="policy-hours" label=hours kind="number" pointer="/after/delivery_hours" errors
                        value=Signal::derive(move || draft.with(|draft| draft.hours.clone()))
                        on_input=move |text| draft.update(|draft| draft.hours = text) />
                    <AreaField id="policy-reason" label=t!("Reason, kept in the audit trail", "Motivo, guardado na trilha de auditoria") pointer="/reason" errors
                        value=Signal::derive(move || draft.with(|draft| draft.reason.clone()))
                        on_input=move |text| draft.update(|draft| draft.reason = text) />
                    <FormFailure act />
                </div>
                <DialogFoot>
                    <Button weight=Weight::Ghost class="max-sm:flex-1 max-sm:h-10" on_click=on_close>{t!("Cancel", "Cancelar")}</Button>
                    <Button weight=Weight::Primary class="max-sm:flex-1 max-sm:h-10" busy=act.busy>{t!("Change policy", "Alterar política")}</Button>
                </DialogFoot>
            </form>
        </Dialog>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Policy = Policy {
        max_lifetime_days: 365,
        delivery_hours: 72,
    };

    fn pointers(draft: &Draft) -> Vec<String> {
        let errors = draft.to_dto(NOW).err().unwrap_or_default();
        errors.into_iter().map(|error| error.pointer).collect()
    }

    #[test]
    fn something_has_to_change_and_for_a_reason() {
        let mut draft = Draft::of(NOW);
        assert_eq!(pointers(&draft), ["/reason", "/after/max_lifetime_days"]);
        draft.reason = "The auditors asked for it.".to_owned();
        assert_eq!(pointers(&draft), ["/after/max_lifetime_days"]);
        draft.days = " 90 ".to_owned();
        assert_eq!(draft.to_dto(NOW).unwrap().after.max_lifetime_days, 90);
        draft.hours = "two".to_owned();
        assert_eq!(pointers(&draft), ["/after/delivery_hours"]);
    }
}
