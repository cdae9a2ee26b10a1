//! Buttons: they name the act and its object, and say why when they cannot.

use leptos::prelude::*;

use super::glyph::Glyph;
use super::icon::Icon;

/// How much a button asks for attention. One primary a view; danger only inside a dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// The one act of the view.
    Primary,
    /// Any other act.
    Line,
    /// Quiet: cancel, close, go back.
    Ghost,
    /// Opens a danger dialog; its text ends in `…`.
    LineBad,
    /// Confirms danger, inside the dialog.
    Danger,
}

impl Weight {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "btn btn-sm btn-primary ",
            Self::Line => "btn btn-sm btn-line ",
            Self::Ghost => "btn btn-sm btn-ghost ",
            Self::LineBad => "btn btn-sm btn-line-bad ",
            Self::Danger => "btn btn-sm btn-error ",
        }
    }
}

/// A button. While `busy` it turns and ignores clicks; with `blocked` it stays in reach of the
/// keyboard, does nothing and says why.
#[component]
pub fn Button(
    /// How much it asks for attention.
    weight: Weight,
    /// What it does; leave out for a `submit` button.
    #[prop(into, optional)]
    on_click: Option<Callback<()>>,
    /// Its icon.
    #[prop(into, optional)]
    icon: Option<Glyph>,
    /// The act is under way.
    #[prop(into, optional)]
    busy: Signal<bool>,
    /// Why it cannot be done.
    #[prop(into, optional)]
    blocked: Signal<Option<String>>,
    /// More classes.
    #[prop(optional)]
    class: &'static str,
    children: Children,
) -> impl IntoView {
    let kind = if on_click.is_some() { "button" } else { "submit" };
    let idle = move || busy.get() || blocked.with(Option::is_some);
    let press = move |event: web_sys::MouseEvent| {
        if idle() {
            event.prevent_default();
        } else if let Some(act) = on_click {
            act.run(());
        }
    };
    let glyph = move || {
        if busy.get() {
            view! { <Icon name=Glyph::LoaderCircle class="animate-spin" /> }.into_any()
        } else {
            icon.map(|name| view! { <Icon name /> }).into_any()
        }
    };
    view! {
        <button
            type=kind class=[weight.class(), class].concat()
            aria-busy=move || busy.get().then_some("true")
            aria-disabled=move || idle().then_some("true")
            title=move || blocked.get()
            on:click=press
        >
            {glyph} {children()}
        </button>
    }
    .into_any()
}

/// A square button with an icon only; its name is read out and shown as tooltip.
#[component]
pub fn IconButton(
    /// Its icon.
    #[prop(into)]
    icon: Glyph,
    /// Its name.
    #[prop(into)]
    label: String,
    /// What it does.
    #[prop(into)]
    on_click: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            type="button" class="btn btn-ghost btn-sm btn-square" aria-label=label.clone() title=label
            on:click=move |_| on_click.run(())
        >
            <Icon name=icon />
        </button>
    }
}
