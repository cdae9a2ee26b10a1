//! How the reader likes lists: which columns there are and how high the rows. Kept in this browser.

use std::cell::OnceCell;
use std::str::FromStr;

use gloo_storage::{LocalStorage, Storage};
use leptos::prelude::*;

use super::row::ListColumn;
use crate::i18n::Named;
use crate::t;
use crate::ui::{Answer, Glyph, Icon, Menu, Seg};

const DENSITY: &str = "tessera.density";

/// How high rows are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Density {
    /// 36 px; second lines are left out.
    Compact,
    /// 44 px.
    #[default]
    Normal,
    /// 52 px.
    Roomy,
}

impl Density {
    const ALL: [Self; 3] = [Self::Compact, Self::Normal, Self::Roomy];

    /// Its value of `data-density`.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Compact => "compact",
            Self::Normal => "normal",
            Self::Roomy => "roomy",
        }
    }
}

impl FromStr for Density {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|one| one.as_str() == text).ok_or(())
    }
}

impl Named for Density {
    fn name(self) -> &'static str {
        match self {
            Self::Compact => t!("compact", "compacta"),
            Self::Normal => t!("normal", "normal"),
            Self::Roomy => t!("roomy", "espaçosa"),
        }
    }
}

thread_local! {
    static CHOSEN: OnceCell<ArcRwSignal<Density>> = const { OnceCell::new() };
}

/// The reader's choice.
pub fn density() -> ArcRwSignal<Density> {
    let stored = || {
        let text = LocalStorage::raw().get_item(DENSITY).ok().flatten();
        text.and_then(|text| text.parse().ok()).unwrap_or_default()
    };
    let signal = CHOSEN.with(|cell| cell.get_or_init(|| ArcRwSignal::new(stored())).clone());
    apply(signal.get_untracked());
    signal
}

fn apply(density: Density) {
    if let Some(root) = document().document_element() {
        drop(root.set_attribute("data-density", density.as_str()));
    }
}

fn choose(density: Density) {
    // Without storage the choice lasts as long as the page.
    drop(LocalStorage::raw().set_item(DENSITY, density.as_str()));
    self::density().set(density);
    apply(density);
}

/// The columns the reader took out of a list.
pub fn hidden_columns(list: &'static str) -> RwSignal<Vec<String>> {
    RwSignal::new(LocalStorage::get(key(list)).unwrap_or_default())
}

fn key(list: &str) -> String {
    format!("tessera.columns.{list}")
}

/// Chooses columns and density; for wide screens.
#[component]
pub fn Looks(
    /// The list's name in the browser's storage.
    list: &'static str,
    /// The columns that are taken out.
    hidden: RwSignal<Vec<String>>,
    /// The list's columns.
    columns: fn() -> Vec<ListColumn>,
) -> impl IntoView {
    let toggle = move |id: &'static str, shown: bool| {
        hidden.update(|hidden| {
            hidden.retain(|one| one != id);
            if !shown {
                hidden.push(id.to_owned());
            }
        });
        // Without storage the choice lasts as long as the page.
        drop(LocalStorage::set(key(list), hidden.get_untracked()));
    };
    let choice = move |(id, title): (&'static str, &'static str)| {
        let shown = move || hidden.with(|hidden| !hidden.iter().any(|one| one == id));
        view! {
            <label class="flex items-center gap-2 px-2 min-h-8 rounded-md hover:bg-hover cursor-pointer">
                <input type="checkbox" class="checkbox" prop:checked=shown on:change:target=move |event| toggle(id, event.target().checked()) />
                {title}
            </label>
        }
    };
    let choices = move || {
        let choices = columns().into_iter().skip(1);
        choices
            .map(|column| choice((column.id, column.head.title)))
            .collect_view()
    };
    let face = || view! { <Icon name=Glyph::Columns3 />{t!("Columns", "Colunas")} };
    let heights = Density::ALL.map(|one| Answer::new(one, one.name())).to_vec();
    let density = density();
    let height = Signal::derive(move || density.get());
    view! {
        <div class="max-md:hidden">
            <Menu button="pill cursor-pointer" panel="sheet absolute right-0 top-9 z-40 w-64 max-w-64 p-2 text-sm" stays=true face=ViewFnOnce::from(face)>
                <div role="group" aria-label=t!("Columns", "Colunas")>{choices()}</div>
                <div class="mt-2 px-2 pt-3 pb-1 border-t border-line">
                    <p class="flex items-center gap-2 mb-2 text-xs text-faint" aria-hidden="true">
                        <Icon name=Glyph::Rows3 class="icon-sm" />{t!("Height of rows", "Altura das linhas")}
                    </p>
                    <Seg label=t!("Height of rows", "Altura das linhas") answers=Signal::stored(heights.clone()) value=height on_change=choose />
                </div>
            </Menu>
        </div>
    }
    .into_any()
}
