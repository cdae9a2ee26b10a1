//! Links that name a customer: `?tenant=ten_…`. They enter it, and ask first when another one is
//! on the screen.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;
use tessera_shared::dto::people::TenantCard;
use tessera_shared::ids::TenantId;

use crate::api;
use crate::components::TenantLine;
use crate::state::tenant;
use crate::ui::{Button, Dialog, DialogFoot, Weight};

/// Follows the address.
#[component]
pub fn DeepLink() -> impl IntoView {
    let query = use_query_map();
    let wanted = Memo::new(move |_| {
        query
            .read()
            .get("tenant")
            .and_then(|text| text.parse::<TenantId>().ok())
    });
    let asked = RwSignal::new(None::<TenantCard>);
    Effect::new(move || {
        asked.set(None);
        let Some(wanted) = wanted.get() else { return };
        match tenant::heading_for() {
            None => tenant::enter_by_id(wanted),
            Some(here) if here == wanted => {}
            Some(_) => spawn_local(async move {
                if let Ok(cards) = api::tenants::by_ids(&[wanted]).await {
                    let _gone = asked.try_set(cards.into_iter().next());
                }
            }),
        }
    });
    move || asked.get().map(|card| view! { <Ask card asked /> })
}

#[component]
fn Ask(card: TenantCard, asked: RwSignal<Option<TenantCard>>) -> impl IntoView {
    let here = move || tenant::active().map_or_else(|| "another customer".to_owned(), |card| card.name);
    let (name, accent, line) = (card.name.clone(), card.accent.clone(), card.clone());
    let title = format!("Switch to {name}?");
    let stay = move |()| asked.set(None);
    let switch = move |()| {
        asked.set(None);
        tenant::enter(card.clone());
    };
    view! {
        <Dialog title accent top=ViewFnOnce::from(move || view! { <TenantLine tenant=line /> }) on_close=stay>
            <p class="px-5 pt-2 text-sm text-muted">"This link belongs to " {name.clone()} ". You are now in " {here} "."</p>
            <DialogFoot>
                <Button weight=Weight::Ghost on_click=stay>"Stay here"</Button>
                <Button weight=Weight::Primary on_click=switch>"Switch to " {name}</Button>
            </DialogFoot>
        </Dialog>
    }
}
