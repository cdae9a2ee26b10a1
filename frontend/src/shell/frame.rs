//! The frame itself, with somebody signed in.

use leptos::prelude::*;
use leptos_router::components::Outlet;
use wasm_bindgen::JsCast;

use super::{
    bar, deep_link, favicon, keys, notice, palette, rail, session_end, shortcuts, step_up, stray, switcher, tab_bar,
    title, toast, waiting,
};
use crate::state::overlays::Overlays;
use crate::state::tenant;
use crate::t;

/// The frame.
#[component]
pub fn Frame(
    /// Draws what the palette finds.
    palette: fn() -> AnyView,
) -> impl IntoView {
    let overlays = Overlays::default();
    let Overlays {
        switching,
        helping,
        finding,
        ..
    } = overlays;
    provide_context(overlays);
    keys::listen(overlays);
    favicon::follow();
    stray::follow();
    let title = title::follow();
    let waiting = waiting::use_waiting();
    let coloured = move || tenant::active().is_some();
    let accent = move || tenant::active().map(|card| card.accent).unwrap_or_default();
    let slug = move || tenant::active().map(|card| card.slug).unwrap_or_default();
    let band = move || if coloured() { "band" } else { "band-all" };
    view! {
        <div class=("tenant", coloured) style:--tenant=accent data-tenant=slug>
            <SkipLink />
            <header class="bar">
                <bar::Bar switching finding />
                <div class=band role="presentation"></div>
            </header>
            <div class="frame">
                <rail::Rail helping waiting />
                <main id="main" tabindex="-1" class="has-tabbar min-w-0 outline-none">
                    <notice::Notice />
                    <Outlet />
                </main>
            </div>
            <tab_bar::TabBar />
            {move || switching.get().then(|| view! { <switcher::Switcher open=switching /> })}
            {move || finding.get().then(|| view! { <palette::Palette overlays draw=palette /> })}
            {move || helping.get().then(|| view! { <shortcuts::Shortcuts open=helping /> })}
            <deep_link::DeepLink />
            <session_end::SessionEnd />
            <step_up::StepUpDialogs />
            <toast::ToastRegion />
            <div class="sr-only" aria-live="polite">{title}</div>
        </div>
    }
}

/// Past bar and rail. The router would take the fragment for a new address, so this moves the focus
/// by itself.
#[component]
fn SkipLink() -> impl IntoView {
    let skip = |event: web_sys::MouseEvent| {
        event.prevent_default();
        let main = document().get_element_by_id("main");
        if let Some(main) = main.and_then(|main| main.dyn_into::<web_sys::HtmlElement>().ok()) {
            // It always takes the focus while it is on the page.
            drop(main.focus());
        }
    };
    view! {
        <a class="btn btn-primary btn-sm fixed left-2 top-2 z-50 -translate-y-20 focus:translate-y-0" href="#main" on:click=skip>
            {t!("Skip to content", "Pular para o conteúdo")}
        </a>
    }
}
