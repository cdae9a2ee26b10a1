//! The palette's field. It stands at once; what it finds is drawn by a part that comes over the wire when the palette
//! is first opened.

use leptos::html;
use leptos::prelude::*;

use super::switcher::{focus, return_focus};
use crate::state::overlays::Overlays;
use crate::t;
use crate::ui::{Glyph, Icon, Kbd};

/// The palette; mount it to open it. Focus returns to where it was.
#[component]
pub fn Palette(
    /// Closes it, and holds what is typed.
    overlays: Overlays,
    /// Draws what it finds.
    draw: fn() -> AnyView,
) -> impl IntoView {
    let Overlays { finding, text, row, .. } = overlays;
    let field = NodeRef::<html::Input>::new();
    text.set(String::new());
    return_focus();
    Effect::new(move || focus(field.get()));
    let press = move |event: web_sys::KeyboardEvent| {
        match event.key().as_str() {
            // Clears, then closes.
            "Escape" if text.with_untracked(String::is_empty) => finding.set(false),
            "Escape" => text.set(String::new()),
            // Nothing else takes the focus in here.
            "Tab" => focus(field.get_untracked()),
            _ => return,
        }
        event.prevent_default();
    };
    let label = t!("Search or paste a token", "Busque ou cole um token");
    view! {
        <div class="fixed inset-0 z-40 bg-(--scrim)" on:click=move |_| finding.set(false)></div>
        <div
            class="sheet fixed z-50 inset-x-2 top-2 w-auto sm:inset-x-0 sm:mx-auto sm:top-[14vh] sm:max-w-2xl flex flex-col"
            role="dialog" aria-modal="true" aria-label=t!("Search and commands", "Busca e comandos") data-palette on:keydown=press
        >
            <div class="flex items-center gap-3 px-4 h-14 border-b border-line">
                <Icon name=Glyph::Search class="icon-lg text-faint" />
                <input
                    node_ref=field class="flex-1 min-w-0 bg-transparent outline-none text-lg" role="combobox"
                    aria-expanded="true" aria-controls="palette-list" aria-autocomplete="list" aria-activedescendant=row
                    aria-label=label placeholder=label autocomplete="off" spellcheck="false" autocapitalize="off"
                    enterkeyhint="go" prop:value=text on:input:target=move |event| text.set(event.target().value())
                />
                <button
                    type="button" class="grid place-items-center min-w-6 min-h-6 cursor-pointer" tabindex="-1"
                    aria-label=t!("Close", "Fechar") on:click=move |_| finding.set(false)
                >
                    <Kbd key="esc" />
                </button>
            </div>
            {draw()}
        </div>
    }
}
