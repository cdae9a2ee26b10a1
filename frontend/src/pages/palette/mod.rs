//! What the palette finds: things of all the reader's customers, a token by its secret, and what can be done.

mod commands;
mod list;
mod model;
mod row;
mod secret;

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsCast;

use self::list::{Fate, List, use_list};
use self::model::{Choice, choose};
use self::row::{History, Rows};
use crate::state::overlays::Overlays;
use crate::t;
use crate::ui::{Glyph, Icon, Kbd, options};

/// Everything below the palette's field.
#[component]
pub fn PalettePage() -> impl IntoView {
    let overlays = use_context::<Overlays>().unwrap_or_default();
    let list = use_list(overlays);
    let navigate = use_navigate();
    let take = Callback::new(move |(choice, apart): (Choice, bool)| {
        overlays.finding.set(false);
        choose(choice, apart, overlays, &navigate);
    });
    follow_keys(list, take);
    let groups = move || {
        let groups = list.groups.get();
        groups
            .into_iter()
            .map(|group| view! { <Rows group list take /> })
            .collect_view()
    };
    view! {
        {move || list.fate.get().map(|fate| view! { <Note fate /> })}
        <div
            id="palette-list" role="listbox" aria-label=t!("Results", "Resultados")
            class="pb-2 min-h-14 max-h-[60dvh] overflow-y-auto"
        >
            {groups}
            {move || list.is_waiting().then(|| view! { <Waiting /> })}
        </div>
        {move || list.history().map(|found| view! { <History found /> })}
        {move || list.why_empty().map(|why| view! { <p class="px-4 pb-6 text-sm text-muted text-center">{why}</p> })}
        <p class="sr-only" role="status">{move || list.tally()}</p>
        <div class="flex items-center gap-4 px-4 h-10 border-t border-line bg-sunken text-xs text-faint whitespace-nowrap overflow-hidden">
            <span class="inline-flex items-center gap-1"><Kbd key="↑" /><Kbd key="↓" /> {t!("choose", "escolher")}</span>
            <span class="inline-flex items-center gap-1"><Kbd key="↵" /> {t!("open", "abrir")}</span>
            <span class="ml-auto max-sm:hidden">{t!("Paste a token to find its owner", "Cole um token para achar o dono")}</span>
        </div>
    }
}

/// Rows that are on their way.
#[component]
fn Waiting() -> impl IntoView {
    view! {
        <div class="px-4 py-3 grid gap-4" role="presentation">
            <span class="skel w-2/3"></span><span class="skel w-1/2"></span><span class="skel w-3/5"></span>
        </div>
    }
}

/// What became of a secret that was pasted.
#[component]
fn Note(fate: Fate) -> impl IntoView {
    let (class, icon, text) = match fate {
        Fate::Hashed => (
            "note note-ok",
            Glyph::ShieldCheck,
            t!(
                "Hashed in your browser. The token itself was not sent, and this field forgot it.",
                "O hash foi calculado no seu navegador. O token não foi enviado, e este campo o esqueceu."
            ),
        ),
        Fate::NotWhole => (
            "note note-warn",
            Glyph::TriangleAlert,
            t!(
                "This is no whole partner token: its checksum does not fit. It was not sent, and this field forgot it.",
                "Isto não é um token de parceiro completo: a soma de verificação não confere. Não foi enviado, e este campo o esqueceu."
            ),
        ),
        Fate::NoCrypto => (
            "note note-warn",
            Glyph::TriangleAlert,
            t!(
                "This browser hashes on secure pages only. The token was not sent, and this field forgot it.",
                "Este navegador só calcula hashes em páginas seguras. O token não foi enviado, e este campo o esqueceu."
            ),
        ),
    };
    view! { <div class=format!("mx-4 mt-3 mb-1 py-2 {class}") role="status"><Icon name=icon /><p>{text}</p></div> }
}

/// The keys that move and take, as long as the palette is there. The field itself belongs to the frame.
fn follow_keys(list: List, take: Callback<(Choice, bool)>) {
    let hasty = RwSignal::new(false);
    Effect::new(move || {
        list.text.track();
        hasty.set(false);
    });
    Effect::new(move || {
        if hasty.get() && list.is_current() {
            hasty.set(false);
            list.choice(0).into_iter().for_each(|choice| take.run((choice, false)));
        }
    });
    let handle = window_event_listener(leptos::ev::keydown, move |event| {
        if event.is_composing() || !is_in_palette(&event) {
            return;
        }
        let (at, last) = (list.at.get_untracked(), untrack(|| list.len()).saturating_sub(1));
        match event.key().as_str() {
            key if let Some(to) = options::step(key, at, last) => list.point(to),
            "Enter" if untrack(|| list.is_current()) => {
                let apart = event.ctrl_key() || event.meta_key();
                list.choice(at).into_iter().for_each(|choice| take.run((choice, apart)));
            }
            // Enter may be faster than the answer: it then takes the first row of the answer.
            "Enter" => hasty.set(true),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || handle.remove());
}

fn is_in_palette(event: &web_sys::KeyboardEvent) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| target.closest("[data-palette] input").ok().flatten().is_some())
}
