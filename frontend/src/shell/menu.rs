//! A button that opens a short list of links. Escape, a click elsewhere and a choice close it.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// A menu.
#[component]
pub fn Menu(
    /// Classes of the button.
    button: &'static str,
    /// Classes of the list.
    panel: &'static str,
    /// What the button shows; it carries the name.
    #[prop(into)]
    face: ViewFnOnce,
    children: ChildrenFn,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let (place, knob) = (NodeRef::<html::Div>::new(), NodeRef::<html::Button>::new());
    let elsewhere = window_event_listener(leptos::ev::pointerdown, move |event| {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        let inside = place
            .try_get_untracked()
            .flatten()
            .is_some_and(|place| place.contains(target.as_ref()));
        if !inside && open.try_get_untracked() == Some(true) {
            open.set(false);
        }
    });
    on_cleanup(move || elsewhere.remove());
    let press = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            event.prevent_default();
            open.set(false);
            if let Some(knob) = knob.get_untracked() {
                // The button is on the page, so it takes the focus.
                drop(knob.focus());
            }
        }
    };
    let left = move |event: web_sys::FocusEvent| {
        let next = event
            .related_target()
            .and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        let outside = next.is_some_and(|next| !place.get_untracked().is_some_and(|place| place.contains(Some(&next))));
        if outside {
            open.set(false);
        }
    };
    view! {
        <div node_ref=place class="relative" on:keydown=press on:focusout=left>
            <button
                node_ref=knob type="button" class=button aria-expanded=move || open.get().to_string()
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {face.run()}
            </button>
            <Show when=move || open.get()>
                <div class=panel on:click=move |_| open.set(false)>{children()}</div>
            </Show>
        </div>
    }
}
