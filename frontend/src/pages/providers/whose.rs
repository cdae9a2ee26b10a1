//! Chooses for whom a provider is: everybody, or one customer found by name.

use leptos::prelude::*;
use tessera_shared::dto::tenants::PlatformTenant;

use crate::api;
use crate::components::finder::{FOUND, Finder, found, use_finder};
use crate::t;
use crate::ui::SearchField;

/// Most customers under the field.
const SHOWN: usize = 6;

/// The choice: everybody first, then the customers that were found.
#[component]
pub fn Whose(
    /// The customer; none for everybody.
    chosen: RwSignal<Option<PlatformTenant>>,
) -> impl IntoView {
    let Finder { typed, hits, on_input } = use_finder(|text| async move {
        let page = api::platform::list(Some(&text), None).await?;
        Ok(page.items.into_iter().take(SHOWN).collect::<Vec<PlatformTenant>>())
    });
    // It stays as it is while one of them is chosen, and so does the focus.
    let listed = Memo::new(move |_| {
        let hits = hits.get();
        let kept = chosen.get().filter(|chosen| hits.iter().all(|hit| hit.id != chosen.id));
        kept.into_iter().chain(hits).collect::<Vec<_>>()
    });
    let customers = move || {
        let all = listed.get().into_iter();
        all.map(|tenant| view! { <Customer tenant chosen /> }).collect_view()
    };
    view! {
        <fieldset class="min-w-0">
            <legend class="lab">{t!("For whom", "Para quem")}</legend>
            <div class="grid gap-1">
                <label class=FOUND>
                    <input type="radio" name="provider-whose" class="radio" prop:checked=move || chosen.with(Option::is_none)
                        on:change=move |_| chosen.set(None) />
                    {t!("Everybody", "Todos")}
                </label>
                {customers}
                <SearchField label=t!("Find a customer", "Buscar um cliente") value=typed on_input />
            </div>
        </fieldset>
    }
}

#[component]
fn Customer(tenant: PlatformTenant, chosen: RwSignal<Option<PlatformTenant>>) -> impl IntoView {
    let (id, whole) = (tenant.id, tenant.clone());
    let checked = move || chosen.with(|chosen| chosen.as_ref().is_some_and(|chosen| chosen.id == id));
    view! {
        <label class=FOUND>
            <input type="radio" name="provider-whose" class="radio" prop:checked=checked
                on:change=move |_| chosen.set(Some(whole.clone())) />
            {found(&tenant.slug, tenant.name, tenant.accent, tenant.logo)}
        </label>
    }
}
