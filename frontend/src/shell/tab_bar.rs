//! The ways to the pages, as tabs of a phone: the four used most, and the rest behind "More".

use leptos::prelude::*;
use leptos_router::components::A;

use crate::components::places::{Place, places};
use crate::t;
use crate::ui::{Glyph, Icon, Menu};

const MORE: &str = "w-full grid justify-items-center gap-0.5 pt-2 pb-[0.4375rem] text-[0.6875rem] leading-4 font-medium \
                    text-faint cursor-pointer";
const PANEL: &str = "sheet absolute right-2 bottom-15 z-40 w-48 max-w-48 p-2";
const ROW: &str = "flex! items-center gap-2.5! px-3! py-2.5! rounded-md text-sm! text-ink!";

/// The tabs.
#[component]
pub fn TabBar() -> impl IntoView {
    let tab = |Place { href, name, icon, .. }: Place| {
        view! { <A href><Icon name=icon class="icon-lg" />{name}</A> }
    };
    let row = |Place { href, name, icon, .. }: Place| {
        view! { <li><A href attr:class=ROW><Icon name=icon />{name}</A></li> }
    };
    let face = || view! { <Icon name=Glyph::Menu class="icon-lg" />{t!("More", "Mais")} };
    view! {
        <nav class="tabbar" aria-label=t!("Main, phone", "Principal, celular")>
            {places(false).take(4).map(tab).collect_view()}
            <Menu button=MORE panel=PANEL face=ViewFnOnce::from(face)>
                <ul>{places(false).skip(4).map(row).collect_view()}</ul>
            </Menu>
        </nav>
    }
}
