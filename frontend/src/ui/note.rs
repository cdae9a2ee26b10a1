//! A notice about the state of the page.

use leptos::prelude::*;

use super::badge::Tone;
use super::glyph::Glyph;
use super::icon::Icon;

/// A notice; at most one a page. Bad news is read out at once.
#[component]
pub fn Note(
    /// How bad it is.
    tone: Tone,
    /// Its icon.
    #[prop(into)]
    icon: Glyph,
    children: Children,
) -> impl IntoView {
    let role = if tone == Tone::Bad { "alert" } else { "status" };
    view! {
        <div class=tone.note() role=role>
            <Icon name=icon />
            <div class="flex-1 min-w-0">{children()}</div>
        </div>
    }
}
