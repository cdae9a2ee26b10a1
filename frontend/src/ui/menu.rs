//! A button that opens a short list of links or choices. Escape, a click elsewhere and a choice close it.

use std::time::Duration;

use leptos::context::Provider;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The menu that something stands in.
#[derive(Clone, Copy)]
pub struct OpenMenu {
    open: RwSignal<bool>,
    knob: NodeRef<html::Button>,
}

impl OpenMenu {
    /// Closes it, with the focus on its button: a dialog that opens next gives the focus back there.
    pub fn close(self) {
        if let Some(knob) = self.knob.get_untracked() {
            // The button is on the page, so it takes the focus.
            drop(knob.focus());
        }
        self.open.set(false);
    }

    /// Closes it, and its button takes the focus if nothing else does.
    fn leave(self) {
        if self.open.try_get_untracked() != Some(true) {
            return;
        }
        self.open.set(false);
        let settle = move || {
            let Some(knob) = self.knob.try_get_untracked().flatten() else {
                return;
            };
            // The page around the button takes the focus from what cannot have it.
            let lost = document().active_element().is_none_or(|now| now.contains(Some(&knob)));
            if lost {
                drop(knob.focus());
            }
        };
        // What was clicked takes the focus after this event, if it can.
        set_timeout(settle, Duration::ZERO);
    }
}

/// A menu. What stands in it finds it as [`OpenMenu`].
#[component]
pub fn Menu(
    /// Classes of the button.
    button: &'static str,
    /// Classes of the list.
    panel: &'static str,
    /// What the button shows; it carries the name.
    #[prop(into)]
    face: ViewFnOnce,
    /// Whether it stays open when something in it is clicked.
    #[prop(optional)]
    stays: bool,
    children: ChildrenFn,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let (place, knob) = (NodeRef::<html::Div>::new(), NodeRef::<html::Button>::new());
    let menu = OpenMenu { open, knob };
    let children = StoredValue::new(children);
    let elsewhere = window_event_listener(leptos::ev::pointerdown, move |event| {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        let inside = place
            .try_get_untracked()
            .flatten()
            .is_some_and(|place| place.contains(target.as_ref()));
        if !inside {
            menu.leave();
        }
    });
    on_cleanup(move || elsewhere.remove());
    let press = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            event.prevent_default();
            menu.close();
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
    let chosen = move |_| {
        if !stays {
            menu.leave();
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
                <div class=panel on:click=chosen>
                    <Provider value=menu>{children.with_value(|children| children())}</Provider>
                </div>
            </Show>
        </div>
    }
}
