//! A modal dialog: the browser's own, so focus is trapped and the page behind it is inert.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::button::IconButton;
use super::glyph::Glyph;
use crate::t;

thread_local! {
    static NUMBER: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}

/// A modal dialog, on phones a sheet from below. Mount it to open it; `on_close` has to unmount it.
/// Focus returns to where it was.
#[component]
pub fn Dialog(
    /// The question, as title.
    #[prop(into)]
    title: String,
    /// Asks before danger: read out as alert.
    #[prop(optional)]
    danger: bool,
    /// The line on top that says whose thing this is; the close button stands at its end.
    #[prop(optional, into)]
    top: Option<ViewFnOnce>,
    /// Colour of the customer it belongs to.
    #[prop(optional, into)]
    accent: Option<String>,
    /// Whether Escape and the cross close it; without them only its own buttons do.
    #[prop(default = true)]
    closes: bool,
    /// Closes: Escape, the cross, Cancel.
    #[prop(into)]
    on_close: Callback<()>,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    keep_focus(node);
    // One dialog may ask something over another.
    let title_id = format!("dialog-title-{}", NUMBER.replace(NUMBER.get() + 1));
    let title_of = title_id.clone();
    let role = if danger { "alertdialog" } else { "dialog" };
    let coloured = accent.is_some();
    view! {
        <dialog
            node_ref=node role=role aria-modal="true" aria-labelledby=title_of
            class="scrim w-dvw h-dvh max-w-none max-h-none border-0 text-ink max-sm:items-end max-sm:p-0 backdrop:bg-transparent"
            on:cancel=move |event: web_sys::Event| {
                event.prevent_default();
                if closes {
                    on_close.run(());
                }
            }
        >
            <div
                class="sheet max-w-xl max-sm:rounded-b-none max-sm:max-h-[94dvh] max-sm:overflow-auto"
                class=("tenant", coloured) style:--tenant=accent.unwrap_or_default()
            >
                {coloured.then(|| view! { <div class="h-1 bg-accent-solid"></div> })}
                <div class="flex items-center gap-2 px-5 pt-4 text-sm">
                    {top.map(ViewFnOnce::run)}
                    {closes.then(|| view! {
                        <span class="ml-auto -mr-2"><IconButton icon=Glyph::X label=t!("Close", "Fechar") on_click=on_close /></span>
                    })}
                </div>
                <h2 id=title_id class="text-lg px-5 pt-1">{title}</h2>
                {children()}
            </div>
        </dialog>
    }
    .into_any()
}

/// The row of buttons at the end of a dialog.
#[component]
pub fn DialogFoot(children: Children) -> impl IntoView {
    view! { <div class="flex flex-wrap justify-end gap-2 px-5 py-4 mt-1">{children()}</div> }
}

/// Opens the dialog as soon as it stands, and gives the focus back when it goes.
fn keep_focus(node: NodeRef<html::Dialog>) {
    let before = StoredValue::new_local(
        document()
            .active_element()
            .and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()),
    );
    Effect::new(move |_| {
        if let Some(dialog) = node.get() {
            // Not connected to the page is the only failure, and then nobody sees it.
            let _failed = dialog.show_modal();
        }
    });
    on_cleanup(move || {
        let element = before.try_get_value().flatten();
        if let Some(element) = element {
            // The page behind stays inert until the dialog is gone.
            set_timeout(move || drop(element.focus()), std::time::Duration::ZERO);
        }
    });
}
