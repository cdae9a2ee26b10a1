//! The ways to the pages, as tabs of a phone: the four used most, and the rest behind "More".

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_location;

use crate::components::places::{Place, places, platform_places};
use crate::state::session;
use crate::t;
use crate::ui::{Glyph, Icon, Menu};

/// How many of the pages are tabs.
const TABS: usize = 4;
const MORE: &str = "w-full h-[calc(var(--tabbar)-1px)] grid justify-items-center content-center gap-0.5 pt-2 pb-[0.4375rem] \
                    text-[0.6875rem] leading-4 font-medium text-faint cursor-pointer in-[.more-here]:text-ink \
                    in-[.more-here]:shadow-[inset_0_2px_0_var(--ink)]";
const PANEL: &str = "sheet absolute right-2 bottom-15 z-40 w-52 max-w-52 p-2";
const ROW: &str =
    "flex! items-center gap-2.5! px-3! py-2.5! rounded-md text-sm! text-ink! aria-[current]:bg-hover shadow-none!";

/// The tabs.
#[component]
pub fn TabBar() -> impl IntoView {
    let tab = |Place { href, name, icon, .. }: Place| {
        view! { <A href><Icon name=icon class="icon-lg" />{name}</A> }
    };
    let path = use_location().pathname;
    let here = move |place: &Place| path.with(|path| place.holds(path));
    let row = move |place: Place| {
        let current = move || here(&place).then_some("page");
        let Place { href, name, icon, .. } = place;
        view! { <li><a href=href class=ROW aria-current=current><Icon name=icon />{name}</a></li> }
    };
    let more = || {
        let platform = session::me().map(|me| platform_places(&me)).unwrap_or_default();
        places(false).skip(TABS).chain(platform)
    };
    let more_here = Memo::new(move |_| more().any(|place| here(&place)));
    let face = || view! { <Icon name=Glyph::Menu class="icon-lg" />{t!("More", "Mais")} };
    view! {
        <nav class="tabbar" class=("more-here", more_here) aria-label=t!("Main, phone", "Principal, celular")>
            {places(false).take(TABS).map(tab).collect_view()}
            <Menu button=MORE panel=PANEL face=ViewFnOnce::from(face)>
                <ul>{more().map(row).collect_view()}</ul>
            </Menu>
        </nav>
    }
}
