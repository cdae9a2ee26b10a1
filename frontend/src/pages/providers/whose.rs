//! Chooses for whom a provider is: everybody, or one customer found by name.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use tessera_shared::dto::tenants::PlatformTenant;

use crate::api;
use crate::components::{Logo, LogoSize};
use crate::t;
use crate::ui::SearchField;

const PAUSE: Duration = Duration::from_millis(150);
/// Most customers under the field.
const SHOWN: usize = 6;
const LINE: &str =
    "flex items-center gap-2.5 px-2 py-1.5 min-h-9 rounded-md cursor-pointer hover:bg-hover text-sm min-w-0";

/// The choice: everybody first, then the customers that were found.
#[component]
pub fn Whose(
    /// The customer; none for everybody.
    chosen: RwSignal<Option<PlatformTenant>>,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let hits = RwSignal::new(Vec::<PlatformTenant>::new());
    let look = StoredValue::new_local(debounce(PAUSE, move |text: String| {
        spawn_local(async move {
            // A failed look leaves what was found before; typing on looks again.
            if let Ok(page) = api::platform::list(Some(&text), None).await
                && typed.try_with_untracked(|typed| *typed == text) == Some(true)
            {
                hits.set(page.items.into_iter().take(SHOWN).collect());
            }
        });
    }));
    let on_input = move |text: String| {
        typed.set(text.clone());
        if text.trim().is_empty() {
            hits.set(Vec::new());
        } else {
            look.update_value(|look| look(text));
        }
    };
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
                <label class=LINE>
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
        <label class=LINE>
            <input type="radio" name="provider-whose" class="radio" prop:checked=checked
                on:change=move |_| chosen.set(Some(whole.clone())) />
            <Logo slug=tenant.slug.clone() accent=tenant.accent logo=tenant.logo size=LogoSize::Small />
            <span class="truncate">{tenant.name}</span>
            <span class="mono text-xs text-faint ml-auto">{tenant.slug}</span>
        </label>
    }
}
