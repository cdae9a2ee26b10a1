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
use crate::{t, tf};

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
    let here =
        move || tenant::active().map_or_else(|| t!("another customer", "outro cliente").to_owned(), |card| card.name);
    let (name, accent, line) = (card.name.clone(), card.accent.clone(), card.clone());
    let title = tf!("Switch to {name}?", "Ir para {name}?");
    let belongs = name.clone();
    let stay = move |()| asked.set(None);
    let switch = move |()| {
        asked.set(None);
        tenant::enter(card.clone());
    };
    view! {
        <Dialog title accent top=ViewFnOnce::from(move || view! { <TenantLine tenant=line /> }) on_close=stay>
            <p class="px-5 pt-2 text-sm text-muted">{move || { let (name, here) = (&belongs, here()); tf!("This link belongs to {name}. You are now in {here}.", "Este link é de {name}. Você está agora em {here}.") }}</p>
            <DialogFoot>
                <Button weight=Weight::Ghost on_click=stay>{t!("Stay here", "Ficar aqui")}</Button>
                <Button weight=Weight::Primary on_click=switch>{tf!("Switch to {name}", "Ir para {name}")}</Button>
            </DialogFoot>
        </Dialog>
    }
}
