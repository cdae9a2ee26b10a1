//! Suspends a customer and lets it work again.

use leptos::prelude::*;
use tessera_shared::dto::tenants::{ChangeTenantStatus, PlatformTenant};
use tessera_shared::words::TenantStatus;

use super::card;
use crate::api;
use crate::components::ReasonDialog;
use crate::components::here;
use crate::forms::act::use_act;
use crate::ui::{Button, Weight};
use crate::{t, tf};

/// The customer whose status is being changed; lists draw their rows without captures.
#[derive(Clone, Copy)]
pub struct Changing(pub RwSignal<Option<PlatformTenant>>);

/// Opens the dialog.
#[component]
pub fn StatusButton(
    /// Whose.
    tenant: PlatformTenant,
    /// How much it asks for attention.
    #[prop(default = Weight::Ghost)]
    weight: Weight,
) -> impl IntoView {
    let changing = use_context::<Changing>();
    let name = tenant.name.clone();
    let words = match tenant.status {
        TenantStatus::Active => t!("Suspend…", "Suspender…"),
        TenantStatus::Suspended => t!("Resume…", "Retomar…"),
    };
    let open = move |()| {
        if let Some(Changing(changing)) = changing {
            changing.set(Some(tenant.clone()));
        }
    };
    view! {
        <Button weight class="btn-sm" on_click=open>{words}<span class="sr-only">" "{name}</span></Button>
    }
}

/// Asks for the reason and does it.
#[component]
pub fn StatusDialog(
    /// The customer as it is now.
    tenant: PlatformTenant,
    /// Hears that it is done.
    #[prop(into)]
    on_done: Callback<()>,
    /// Unmounts the dialog.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let act = use_act();
    let (id, name, working) = (tenant.id, tenant.name.clone(), tenant.status == TenantStatus::Active);
    let (title, verb, detail) = if working {
        (
            tf!("Suspend {name}?", "Suspender {name}?"),
            t!("Suspend customer", "Suspender cliente"),
            t!(
                "Its gateways refuse every token from the next check on, and nothing can be decided or issued. \
                 Its people can still read. Resuming takes it all back.",
                "Seus gateways recusam todos os tokens a partir da próxima verificação, e nada pode ser decidido nem \
                 emitido. Suas pessoas ainda podem ler. Retomar desfaz tudo isso."
            ),
        )
    } else {
        (
            tf!("Let {name} work again?", "Deixar {name} voltar a funcionar?"),
            t!("Resume customer", "Retomar cliente"),
            t!(
                "Its gateways accept its tokens again from the next check on.",
                "Seus gateways voltam a aceitar os tokens a partir da próxima verificação."
            ),
        )
    };
    let confirm = move |reason: String| {
        let body = ChangeTenantStatus { reason };
        let call = async move {
            if working {
                api::platform::suspend(id, &body).await
            } else {
                api::platform::resume(id, &body).await
            }
        };
        let told = if working {
            tf!("{name} is suspended.", "{name} está suspenso.")
        } else {
            tf!("{name} works again.", "{name} voltou a funcionar.")
        };
        act.run(call, move |()| {
            here::say(&told);
            on_done.run(());
        });
    };
    view! {
        <ReasonDialog
            title detail act=verb tenant=card(tenant) danger=working
            busy=act.busy error=act.failure on_confirm=confirm on_close
        />
    }
}
