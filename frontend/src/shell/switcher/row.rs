//! A part of the switcher's list and its rows.

use leptos::prelude::*;
use tessera_shared::dto::people::TenantCard;

use super::list::{Group, List, Part};
use crate::components::marked::{Where, marked};
use crate::components::{Logo, LogoSize};
use crate::state::tenant;
use crate::ui::{Glyph, Icon};
use crate::{t, tf};

/// A part with its heading.
#[component]
pub fn Rows(
    /// The part.
    group: Group,
    /// The list it is a part of.
    list: List,
    /// Takes the choice.
    choose: Callback<TenantCard>,
) -> impl IntoView {
    let Group { part, first, rows } = group;
    let favourites = part == Part::Favourites;
    let rows = rows.into_iter().enumerate().map(|(index, card)| {
        let shortcut = (favourites && index < 9).then(|| format!("⌥{}", index + 1));
        view! { <Row card number=first + index shortcut list choose /> }
    });
    view! {
        <div role="group" aria-label=part.heading()>
            <div class="grp" role="presentation">{part.heading()}</div>
            {rows.collect_view()}
        </div>
    }
}

#[component]
fn Row(
    card: TenantCard,
    number: usize,
    shortcut: Option<String>,
    list: List,
    choose: Callback<TenantCard>,
) -> impl IntoView {
    let TenantCard {
        id, slug, accent, logo, ..
    } = card.clone();
    let name = marked(&card.name, &list.text.get_untracked(), Where::Beginning);
    let side = if tenant::active_id() == Some(id) {
        Some(t!("you are here", "você está aqui").to_owned())
    } else {
        {
            let waiting = card.waiting;
            (waiting > 0).then(|| tf!("{waiting} waiting", "{waiting} aguardando"))
        }
    };
    let selected = Memo::new(move |_| list.at.get() == number);
    let point = move |_| {
        list.at.maybe_update(|at| std::mem::replace(at, number) != number);
    };
    let hint = move || {
        let key = if selected.get() {
            Some("↵".to_owned())
        } else {
            shortcut.clone()
        };
        key.map(|key| view! { <span class="key max-sm:hidden" aria-hidden="true">{key}</span> })
    };
    view! {
        <div
            class="opt-row" role="option" id=option_id(number) aria-selected=move || selected.get().to_string()
            on:mousemove=point on:click=move |_| choose.run(card.clone())
        >
            <Logo slug=slug.clone() accent logo size=LogoSize::Normal />
            <span class="min-w-0 flex-1 truncate font-medium">
                {name} " " <span class="mono text-xs text-faint font-normal ml-1">{slug}</span>
            </span>
            {side.map(|side| view! { <span class="text-xs text-muted whitespace-nowrap">{side}</span> })}
            <Star id selected />
            {hint}
        </div>
    }
}

/// Marks a favourite; a click changes that, as the key does.
#[component]
fn Star(id: tessera_shared::ids::TenantId, selected: Memo<bool>) -> impl IntoView {
    let on = Memo::new(move |_| tenant::favourites().contains(&id));
    let toggle = move |event: web_sys::MouseEvent| {
        event.stop_propagation();
        tenant::toggle_favourite(id);
    };
    let body = move || {
        match (on.get(), selected.get()) {
        (true, _) => view! {
            <Icon name=Glyph::Star class="icon-sm fill-current" /><span class="sr-only">{t!("Favourite", "Favorito")}</span>
        }
        .into_any(),
        (false, true) => view! { <Icon name=Glyph::Star class="icon-sm" /> }.into_any(),
        (false, false) => ().into_any(),
    }
    };
    view! { <span class="grid place-items-center size-6 -mx-1 text-faint hover:text-ink" on:click=toggle>{body}</span> }
}

/// The element of a row.
pub fn option_id(number: usize) -> String {
    format!("switch-{number}")
}
