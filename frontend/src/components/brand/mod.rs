//! How a customer shows itself: name, colour and logo, with what comes of them before they are saved.

mod colour;
mod logo;
mod preview;

use leptos::prelude::*;
use tessera_shared::dto::tenants::{Brand, ChangeBrand};
use tessera_shared::ids::TenantId;

pub use self::colour::ColourField;
use self::logo::LogoField;
use self::preview::Preview;
use crate::api;
use crate::forms::checked::checked;
use crate::forms::creation::{Creation, use_creation};
use crate::forms::failure::FormFailure;
use crate::forms::fields::TextField;
use crate::t;
use crate::ui::{Button, Weight};

/// Changes the brand of a customer. A logo is taken at once; name and colour when they are saved.
#[component]
pub fn BrandForm(
    /// Short name; seeds the mark.
    slug: String,
    /// The brand as it is.
    brand: Brand,
    /// The customer, for the owner of the platform; otherwise the one on the screen.
    #[prop(optional_no_strip)]
    named: Option<TenantId>,
    /// Hears what it is now.
    #[prop(into)]
    on_changed: Callback<Brand>,
) -> impl IntoView {
    let draft = RwSignal::new(ChangeBrand {
        name: brand.name.clone(),
        accent: brand.accent.clone(),
    });
    let logo = RwSignal::new(brand.logo.clone());
    let form = use_creation();
    let Creation { errors, act, .. } = form;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = draft.get_untracked();
        let body = ChangeBrand {
            name: typed.name.trim().to_owned(),
            accent: typed.accent.trim().to_owned(),
        };
        let send = move |body, _key| async move { api::brand::change(named, &body).await };
        form.submit(checked(body, |_| Vec::new()), send, move |brand| on_changed.run(brand));
    };
    let pictured = move |brand: Brand| {
        logo.set(brand.logo.clone());
        on_changed.run(brand);
    };
    let accent = Signal::derive(move || draft.with(|draft| draft.accent.clone()));
    let name = Signal::derive(move || draft.with(|draft| draft.name.clone()));
    view! {
        <div class="grid gap-5">
            <LogoField slug=slug.clone() accent logo named on_changed=pictured />
            <form class="grid gap-4" on:submit=submit novalidate aria-label=t!("Name and colour", "Nome e cor")>
                <TextField id="brand-name" label=t!("Name", "Nome") pointer="/name" errors
                    hint=t!("The short name stays as it is: it stands in addresses.", "O nome curto não muda: ele está nos endereços.") value=name
                    on_input=move |text| draft.update(|draft| draft.name = text) />
                <ColourField errors value=accent on_input=move |text| draft.update(|draft| draft.accent = text) />
                <Preview slug name accent logo />
                <FormFailure act />
                <div class="flex justify-end">
                    <Button weight=Weight::Primary busy=act.busy class="max-sm:flex-1 max-sm:h-10">{t!("Save name and colour", "Salvar nome e cor")}</Button>
                </div>
            </form>
        </div>
    }
}
