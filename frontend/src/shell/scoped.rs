//! Pages and the customer they are drawn for: a page is made afresh when the customer changes, so
//! nothing that was loaded for one is ever seen under another.

use leptos::prelude::*;

use crate::components::NotForRole;
use crate::state::overlays::Overlays;
use crate::state::{session, tenant};
use crate::t;
use crate::ui::{Button, Empty, Glyph, Skeleton, Weight};

/// A page that needs a customer.
pub fn in_tenant(page: fn() -> AnyView) -> impl IntoView {
    let owner = tenant::page_owner();
    let entering = Memo::new(move |_| tenant::is_entering());
    move || match owner.get() {
        Some(_) => page(),
        None if entering.get() => view! { <Skeleton what="customer" /> }.into_any(),
        None => view! { <NoCustomer /> }.into_any(),
    }
}

/// A page for one customer or for all.
pub fn in_any(page: fn() -> AnyView) -> impl IntoView {
    let owner = tenant::page_owner();
    let entering = Memo::new(move |_| tenant::is_entering());
    move || match owner.get() {
        None if entering.get() => view! { <Skeleton what="customer" /> }.into_any(),
        _ => page(),
    }
}

/// A page of the platform, for its owners.
pub fn for_owners(page: fn() -> AnyView) -> impl IntoView {
    let owns = Memo::new(|_| session::me().is_some_and(|me| me.platform_role.is_some()));
    move || {
        if owns.get() {
            return page();
        }
        let why = t!(
            "Only owners of the platform work here.",
            "Só os donos da plataforma trabalham aqui."
        );
        view! { <NotForRole why=why.to_owned() /> }.into_any()
    }
}

#[component]
fn NoCustomer() -> impl IntoView {
    let overlays = use_context::<Overlays>();
    let choose = move |()| {
        if let Some(overlays) = overlays {
            overlays.switching.set(true);
        }
    };
    view! {
        <h1 class="sr-only">{t!("No customer", "Nenhum cliente")}</h1>
        <Empty
            icon=Glyph::Layers title=t!("Enter a customer first", "Entre primeiro em um cliente")
            detail=t!("This page belongs to one customer. Choose one here, in the bar above, or with C.", "Esta página é de um cliente. Escolha um aqui, na barra acima ou com C.")
        >
            <Button weight=Weight::Primary on_click=choose>{t!("Choose a customer", "Escolher um cliente")}</Button>
        </Empty>
    }
}
