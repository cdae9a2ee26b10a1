//! The second keystroke: what issuing will do, and the button that does it.

use leptos::html;
use leptos::prelude::*;
use tessera_shared::dto::queue::QueueItem;

use super::acts::Acts;
use crate::ui::{Button, Glyph, Weight};
use crate::{t, tf, tn};

/// Stands below an armed row. The button has the focus, so Enter issues; Escape takes it back.
#[component]
pub fn ConfirmIssue(
    /// The row.
    item: QueueItem,
    /// What the reader can do.
    acts: Acts,
) -> impl IntoView {
    let frame = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        let button = frame
            .get()
            .and_then(|frame| frame.query_selector("button").ok().flatten());
        if let Some(button) =
            button.and_then(|button| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(button).ok())
        {
            let _focused = button.focus();
        }
    });
    let scopes = tn!(u64::try_from(item.scopes.len()).unwrap_or(0), "scope", "scopes"; "escopo", "escopos");
    let (name, address) = (&item.tenant.name, &item.contact_email);
    let facts = tf!(
        "{scopes}, one-time link to {address}",
        "{scopes}, link de uso único para {address}"
    );
    let label = tf!("Issue in {name}", "Emitir em {name}");
    let kept = StoredValue::new(item);
    view! {
        <div node_ref=frame class="flex flex-wrap items-center gap-2 px-4 pb-3 pt-1 lg:pt-0">
            <span class="text-xs text-muted mr-auto break-words min-w-0">{facts}</span>
            <Button weight=Weight::Primary busy=acts.busy icon=Glyph::KeyRound on_click=move |()| acts.issue(&kept.get_value())>
                {label} <kbd class="key key-on" aria-hidden="true">"↵"</kbd>
            </Button>
            <Button weight=Weight::Ghost on_click=move |()| acts.disarm()>{t!("Cancel", "Cancelar")}</Button>
        </div>
        {move || acts.failure.get().map(|text| view! { <p class="px-4 pb-3 text-sm text-bad" role="alert">{text}</p> })}
    }
    .into_any()
}
