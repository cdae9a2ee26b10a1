//! Switching the customer: type, choose, there.

mod list;
mod row;

use leptos::html;
use leptos::prelude::*;
use tessera_shared::dto::people::TenantCard;
use wasm_bindgen::JsCast;

use self::list::{List, use_list};
use self::row::{Rows, option_id};
use crate::state::tenant;
use crate::t;
use crate::ui::{Glyph, Icon, Kbd, options};

const SHEET: &str = "sheet fixed z-50 max-sm:inset-x-0 max-sm:bottom-0 max-sm:rounded-b-none sm:left-3 lg:left-(--rail) \
                     sm:top-[3.125rem] sm:w-[25rem] flex flex-col";

/// The switcher; mount it to open it. Focus returns to where it was.
#[component]
pub fn Switcher(
    /// Whether it is shown.
    open: RwSignal<bool>,
) -> impl IntoView {
    let list = use_list();
    let (field, all) = (NodeRef::<html::Input>::new(), NodeRef::<html::Button>::new());
    return_focus();
    Effect::new(move || focus(field.get()));
    let choose = Callback::new(move |card: TenantCard| {
        open.set(false);
        tenant::enter(card);
    });
    let leave = move |_| {
        open.set(false);
        tenant::leave();
    };
    let press = move |event: web_sys::KeyboardEvent| {
        match event.key().as_str() {
            "Escape" => open.set(false),
            // Only two things take the focus in here.
            "Tab" if has_focus(all) => focus(field.get_untracked()),
            "Tab" => focus(all.get_untracked()),
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <div class="fixed inset-0 z-40 bg-(--scrim) sm:bg-transparent" on:click=move |_| open.set(false)></div>
        <div class=SHEET role="dialog" aria-modal="true" aria-label=t!("Switch customer", "Trocar de cliente") on:keydown=press>
            <SearchLine list field choose />
            <Listbox list choose />
            <div class="flex items-center gap-3 px-3 h-10 border-t border-line bg-sunken text-xs text-faint">
                <button
                    node_ref=all type="button" on:click=leave
                    class="inline-flex items-center gap-1.5 min-h-6 font-medium text-muted cursor-pointer"
                >
                    <Icon name=Glyph::Layers class="icon-sm" />{t!("All customers", "Todos os clientes")}
                </button>
                <span class="ml-auto max-sm:hidden flex items-center gap-1"><Kbd key="↑" /><Kbd key="↓" />{t!(" choose", " escolher")}</span>
                <span class="max-sm:hidden flex items-center gap-1"><Kbd key="⌥F" />{t!(" favourite", " favorito")}</span>
            </div>
        </div>
    }
}

#[component]
fn SearchLine(list: List, field: NodeRef<html::Input>, choose: Callback<TenantCard>) -> impl IntoView {
    // Enter may be faster than the answer: it then takes the first row of the answer.
    let hasty = RwSignal::new(false);
    Effect::new(move || {
        if hasty.get() && list.is_current() {
            hasty.set(false);
            list.row(0).into_iter().for_each(|card| choose.run(card));
        }
    });
    let press = move |event: web_sys::KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        let at = list.at.get_untracked();
        let last = untrack(|| list.len()).saturating_sub(1);
        match (event.key().as_str(), event.alt_key()) {
            (key, _) if let Some(to) = options::step(key, at, last) => point(list, to),
            ("Enter", _) if untrack(|| list.is_current()) => list.row(at).into_iter().for_each(|card| choose.run(card)),
            ("Enter", _) => hasty.set(true),
            (_, true) if event.code() == "KeyF" => {
                list.row(at)
                    .into_iter()
                    .for_each(|card| tenant::toggle_favourite(card.id));
            }
            (_, true) => match digit(&event.code()).and_then(|number| list.favourite(number)) {
                Some(card) => choose.run(card),
                None => return,
            },
            _ => return,
        }
        event.prevent_default();
    };
    let active = move || (list.len() > 0).then(|| option_id(list.at.get()));
    let write = move |event: web_sys::Event| {
        hasty.set(false);
        list.text.set(event_target_value(&event));
    };
    view! {
        <div class="flex items-center gap-2 px-3 h-12 border-b border-line">
            <Icon name=Glyph::Search class="text-faint" />
            <input
                node_ref=field class="flex-1 min-w-0 bg-transparent outline-none text-base max-sm:text-lg" role="combobox"
                aria-expanded="true" aria-controls="switch-list" aria-autocomplete="list" aria-activedescendant=active
                aria-label=t!("Find a customer", "Buscar um cliente") placeholder=t!("Find a customer", "Buscar um cliente") autocomplete="off" spellcheck="false"
                autocapitalize="off" enterkeyhint="go" prop:value=list.text on:input=write on:keydown=press
            />
            <span class="text-xs text-faint num whitespace-nowrap" role="status">{move || list.tally()}</span>
        </div>
    }
}

#[component]
fn Listbox(list: List, choose: Callback<TenantCard>) -> impl IntoView {
    let groups = move || {
        let groups = list.groups.get();
        groups
            .into_iter()
            .map(|group| view! { <Rows group list choose /> })
            .collect_view()
    };
    let nothing = move || {
        list.why_empty()
            .map(|why| view! { <p class="px-3 py-6 text-sm text-muted text-center" role="alert">{why}</p> })
    };
    view! {
        <div
            id="switch-list" role="listbox" aria-label=t!("Customers", "Clientes")
            class="pb-1.5 min-h-14 max-h-[min(34rem,calc(100dvh-10rem))] max-sm:max-h-[60dvh] overflow-y-auto"
        >
            {groups}
        </div>
        {nothing}
    }
}

/// Moves the choice and keeps it in sight.
fn point(list: List, number: usize) {
    list.at.set(number);
    options::keep_id_in_sight(&option_id(number));
}

/// `Digit3` is 3, whatever the keyboard writes there together with Alt.
fn digit(code: &str) -> Option<usize> {
    code.strip_prefix("Digit")?.parse().ok().filter(|number| *number > 0)
}

/// Focuses an element.
pub fn focus<E: JsCast>(element: Option<E>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        // Not connected to the page is the only failure, and then nobody sees it.
        drop(element.focus());
    }
}

fn has_focus(button: NodeRef<html::Button>) -> bool {
    let focused = document().active_element();
    button
        .get_untracked()
        .is_some_and(|button| focused.is_some_and(|focused| button.is_same_node(Some(&focused))))
}

/// Gives the focus back when what is drawn here goes.
pub fn return_focus() {
    let before = StoredValue::new_local(document().active_element());
    on_cleanup(move || {
        let before = before.try_get_value().flatten();
        set_timeout(move || focus(before), std::time::Duration::ZERO);
    });
}
