//! A short message about something just done.

use leptos::prelude::*;

use super::badge::Tone;
use super::glyph::Glyph;
use super::icon::Icon;

/// One toast; the live region around it belongs to whoever shows it.
#[component]
pub fn Toast(
    /// Good or bad news.
    #[prop(default = Tone::Ok)]
    tone: Tone,
    /// What was done.
    #[prop(into)]
    text: String,
    /// A link or button, such as undo.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let icon = match tone {
        Tone::Bad | Tone::Warn => Glyph::CircleAlert,
        _ => Glyph::CircleCheck,
    };
    view! {
        <div class="toast-t">
            <Icon name=icon />
            <span>{text}</span>
            {children.map(|children| children())}
        </div>
    }
    .into_any()
}
