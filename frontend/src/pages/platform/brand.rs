//! Changes name, colour and logo of a customer.

use leptos::prelude::*;
use tessera_shared::dto::tenants::{Brand, PlatformTenant};

use super::card;
use crate::components::here;
use crate::components::{BrandForm, TenantLine};
use crate::ui::{Button, Dialog, DialogFoot, Weight};
use crate::{t, tf};

/// The customer whose brand is being changed; lists draw their rows without captures.
#[derive(Clone, Copy)]
pub struct Branding(pub RwSignal<Option<PlatformTenant>>);

/// Opens the dialog.
#[component]
pub fn BrandButton(
    /// Whose.
    tenant: PlatformTenant,
    /// How much it asks for attention.
    #[prop(default = Weight::Ghost)]
    weight: Weight,
) -> impl IntoView {
    let branding = use_context::<Branding>();
    let name = tenant.name.clone();
    let open = move |()| {
        if let Some(Branding(branding)) = branding {
            branding.set(Some(tenant.clone()));
        }
    };
    view! {
        <Button weight class="btn-sm" on_click=open>{t!("Brand…", "Marca…")}<span class="sr-only">{t!(" of ", " de ")}{name}</span></Button>
    }
}

/// The form.
#[component]
pub fn BrandDialog(
    /// The customer as it is now.
    tenant: PlatformTenant,
    /// Hears of every change.
    #[prop(into)]
    on_changed: Callback<()>,
    /// Unmounts the dialog.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let brand = Brand {
        name: tenant.name.clone(),
        accent: tenant.accent.clone(),
        logo: tenant.logo.clone(),
    };
    let (id, slug, accent) = (tenant.id, tenant.slug.clone(), tenant.accent.clone());
    let top = move || view! { <TenantLine tenant=card(tenant) /> };
    let changed = move |brand: Brand| {
        let name = &brand.name;
        here::say(&tf!(
            "{name} looks as chosen.",
            "{name} está com a aparência escolhida."
        ));
        on_changed.run(());
    };
    view! {
        <Dialog title=t!("Name, colour and logo", "Nome, cor e logotipo") top accent on_close>
            <div class="px-5 pt-3"><BrandForm slug brand named=Some(id) on_changed=changed /></div>
            <DialogFoot>
                <Button weight=Weight::Ghost class="max-sm:flex-1 max-sm:h-10" on_click=on_close>{t!("Close", "Fechar")}</Button>
            </DialogFoot>
        </Dialog>
    }
}
