//! Saved views: the filter of a list under a name, one click away in every session and on every machine.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::{use_location, use_navigate};
use tessera_shared::dto::views::{SaveView, SavedView, ViewedList};
use web_sys::UrlSearchParams;

use super::view_dialogs::{RenameDialog, SaveDialog};
use crate::api;
use crate::components::here;
use crate::forms::act;
use crate::ui::menu::{Menu, OpenMenu};
use crate::ui::{Button, Glyph, Icon, IconButton, Weight};
use crate::{t, tf};

// On a phone the list under the menu may be shorter than the menu, and it clips what sticks out; and short messages stand
// at the bottom.
const PANEL: &str = "sheet z-40 p-2 text-sm max-h-[70dvh] overflow-y-auto max-md:fixed max-md:inset-x-3 max-md:top-16 \
                     max-md:w-auto md:absolute md:right-0 md:top-9 md:w-80";

/// What is asked in a dialog.
#[derive(Clone)]
pub enum Asked {
    /// A name for the filter.
    Save,
    /// Another name for a view.
    Rename(SavedView),
}

/// The views of a list, as far as they are known.
#[derive(Clone, Copy)]
pub struct Views {
    /// The list.
    pub list: ViewedList,
    /// The filter in the address, in one spelling.
    pub query: Memo<String>,
    /// The open dialog.
    pub asked: RwSignal<Option<Asked>>,
    known: RwSignal<Option<Vec<SavedView>>>,
    failure: RwSignal<Option<String>>,
}

impl Views {
    /// Asks the broker. What is known stays on the screen meanwhile.
    fn load(self) {
        let (list, tenant) = (self.list, here::card().id);
        spawn_local(async move {
            let answer = api::views::list(Some(list), tenant).await;
            let why = answer.as_ref().err().map(act::words);
            // The reader may have left the page in the meantime.
            self.failure.try_set(why);
            if let Ok(views) = answer {
                self.known
                    .try_maybe_update(|known| (known.replace(views.clone()).as_ref() != Some(&views), ()));
            }
        });
    }
}

/// Takes a view away, and offers to take that back.
fn remove(view: SavedView) {
    spawn_local(async move {
        if let Err(error) = api::views::remove(view.id).await {
            here::complain(&act::words(&error));
            return;
        }
        let name = &view.name;
        let text = tf!("{name} is deleted", "{name} foi excluída");
        here::say_undoable(&text, move || restore(view));
    });
}

/// Saves a view that was deleted once more.
fn restore(view: SavedView) {
    let SavedView {
        list,
        name,
        query,
        tenant,
        ..
    } = view;
    let body = SaveView {
        list,
        name,
        query,
        tenant,
    };
    spawn_local(async move {
        match api::views::save(&body, &api::fresh_key()).await {
            Ok(SavedView { name, .. }) => here::say(&tf!("{name} is back", "{name} voltou")),
            Err(error) => here::complain(&act::words(&error)),
        }
    });
}

/// A query in the spelling in which two of the same filter are equal; the customer is no part of a filter.
fn spelled(query: &str) -> String {
    let spelled = UrlSearchParams::new_with_str(query).and_then(|parts| {
        parts.delete("tenant");
        parts.sort()?;
        Ok(parts.to_string().into())
    });
    spelled.unwrap_or_default()
}

/// The menu of a list's views, for the bar above it.
#[component]
pub fn ViewsMenu(
    /// The list.
    list: ViewedList,
) -> impl IntoView {
    let search = use_location().search;
    let views = Views {
        list,
        query: Memo::new(move |_| search.with(|search| spelled(search))),
        asked: RwSignal::new(None),
        known: RwSignal::new(None),
        failure: RwSignal::new(None),
    };
    let face = || view! { <Icon name=Glyph::Bookmark />{t!("Views", "Visões")} };
    let dialog = move || match views.asked.get()? {
        Asked::Save => Some(view! { <SaveDialog views /> }.into_any()),
        Asked::Rename(view) => Some(view! { <RenameDialog views view /> }.into_any()),
    };
    view! {
        <Menu button="pill cursor-pointer" panel=PANEL face=ViewFnOnce::from(face)>
            <Panel views />
        </Menu>
        {dialog}
    }
    .into_any()
}

#[component]
fn Panel(views: Views) -> impl IntoView {
    let menu = expect_context::<OpenMenu>();
    views.load();
    let none = move || views.query.with(String::is_empty);
    let blocked =
        Signal::derive(move || none().then(|| t!("Filter the list first.", "Filtre a lista primeiro.").to_owned()));
    let rows = move || {
        match views.known.get() {
        None => view! { <p class="px-2 py-2 grid" aria-busy="true"><span class="skel w-2/3"></span></p> }.into_any(),
        Some(known) if known.is_empty() => view! {
            <p class="px-2 pb-2 text-muted">
                {t!("Filter the list, then save the filter here: it is yours alone, and there on every machine you sign in on.",
                    "Filtre a lista e salve o filtro aqui: ele é só seu e aparece em todo aparelho em que você entrar.")}
            </p>
        }
        .into_any(),
        Some(known) => {
            let rows = known.into_iter().map(|view| view! { <ViewRow view views menu /> });
            view! { <ul class="pb-1">{rows.collect_view()}</ul> }.into_any()
        }
    }
    };
    let failed = move || {
        let why = views.failure.get();
        why.map(|why| view! { <p class="px-2 pb-2 text-bad" role="alert">{why}</p> })
    };
    let save = move |()| {
        menu.close();
        views.asked.set(Some(Asked::Save));
    };
    view! {
        <section aria-label=t!("Saved views", "Visões salvas")>
            <h2 class="px-2 pt-1 pb-1.5 text-xs font-medium text-faint">{t!("Saved views", "Visões salvas")}</h2>
            {rows} {failed}
            <div class="border-t border-line pt-2">
                <Button weight=Weight::Ghost icon=Glyph::Plus blocked on_click=save class="w-full justify-start">
                    {t!("Save this filter…", "Salvar este filtro…")}
                </Button>
            </div>
        </section>
    }
}

/// A view as a link, with what can be done to it.
#[component]
fn ViewRow(view: SavedView, views: Views, menu: OpenMenu) -> impl IntoView {
    let navigate = use_navigate();
    let SavedView {
        name, query, tenant, ..
    } = view.clone();
    let here = format!("/{}?{query}", views.list);
    // In a tab of its own the link has to say in which customer.
    let href = format!("{here}&tenant={}", here::card().id);
    let own = spelled(&query);
    let current = Memo::new(move |_| views.query.with(|query| *query == own));
    let go = move |event: web_sys::MouseEvent| {
        let apart = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
        if !apart && event.button() == 0 {
            event.prevent_default();
            navigate(&here, leptos_router::NavigateOptions::default());
        }
    };
    let only = tenant.map(|_| {
        view! { <span class="ml-auto shrink-0 text-xs text-faint">{t!("only here", "só aqui")}</span> }
    });
    let (of_rename, of_remove) = (view.clone(), view);
    let rename = move |()| {
        menu.close();
        views.asked.set(Some(Asked::Rename(of_rename.clone())));
    };
    let delete = move |()| {
        menu.close();
        remove(of_remove.clone());
    };
    let check = move || {
        current
            .get()
            .then(|| view! { <Icon name=Glyph::Check class="icon-sm" /> })
    };
    view! {
        <li class="flex items-center rounded-md hover:bg-hover">
            <a
                href=href aria-current=move || current.get().then_some("true") title=name.clone() on:click=go
                class="flex-1 min-w-0 flex items-center gap-2 px-2 min-h-9 rounded-md aria-[current=true]:font-medium"
            >
                <span class="w-3.5 shrink-0" aria-hidden="true">{check}</span>
                <span class="truncate">{name.clone()}</span>
                {only}
            </a>
            <IconButton icon=Glyph::Pencil label=tf!("Rename {name}", "Renomear {name}") on_click=rename />
            <IconButton icon=Glyph::X label=tf!("Delete {name}", "Excluir {name}") on_click=delete />
        </li>
    }
}
