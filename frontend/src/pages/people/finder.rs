//! Finds customers by typing, and ticks them.

use leptos::prelude::*;
use tessera_shared::permission::{Action, allows};

use super::chosen::{slugs, toggled};
use crate::api::{self, ApiError};
use crate::components::finder::{self, FOUND, found, use_finder};
use crate::state::session;
use crate::t;
use crate::ui::SearchField;

/// Most customers under the field.
const SHOWN: u32 = 8;

/// A customer to tick.
#[derive(Clone, PartialEq, Eq)]
struct Hit {
    slug: String,
    name: String,
    accent: String,
    logo: Option<String>,
}

/// All customers for the owner of the platform, otherwise those the reader leads.
async fn search(text: &str) -> Result<Vec<Hit>, ApiError> {
    if session::me_untracked().is_some_and(|me| me.platform_role.is_some()) {
        let page = api::platform::list(Some(text), None).await?;
        let hits = page.items.into_iter().map(|tenant| Hit {
            slug: tenant.slug,
            name: tenant.name,
            accent: tenant.accent,
            logo: tenant.logo,
        });
        return Ok(hits.take(usize::try_from(SHOWN).unwrap_or(0)).collect());
    }
    let page = api::tenants::search(text, SHOWN).await?;
    let led = page
        .items
        .into_iter()
        .filter(|card| allows(card.role, Action::PlacePeople));
    let hits = led.map(|card| Hit {
        slug: card.slug,
        name: card.name,
        accent: card.accent,
        logo: card.logo,
    });
    Ok(hits.collect())
}

/// A field, and what it finds.
#[component]
pub fn Finder(
    /// The chosen short names, as text.
    chosen: RwSignal<String>,
) -> impl IntoView {
    let finder::Finder { typed, hits, on_input } = use_finder(|text| async move { search(&text).await });
    let rows = move || {
        hits.get()
            .into_iter()
            .map(|hit| view! { <Row hit chosen /> })
            .collect_view()
    };
    view! {
        <div class="grid gap-2">
            <SearchField label=t!("Find customers", "Buscar clientes") value=typed on_input />
            <div role="group" aria-label=t!("Customers found", "Clientes encontrados") class="grid max-h-56 overflow-auto">{rows}</div>
        </div>
    }
}

#[component]
fn Row(hit: Hit, chosen: RwSignal<String>) -> impl IntoView {
    let (slug, tick) = (hit.slug.clone(), hit.slug.clone());
    let ticked = Memo::new(move |_| chosen.with(|text| slugs(text).contains(&slug)));
    view! {
        <label class=FOUND>
            <input
                type="checkbox" class="checkbox" prop:checked=move || ticked.get()
                on:change=move |_| chosen.update(|text| *text = toggled(text, &tick))
            />
            {found(&hit.slug, hit.name, hit.accent, hit.logo)}
        </label>
    }
}
