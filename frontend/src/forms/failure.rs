//! The line under a form that says why it was refused.

use leptos::prelude::*;

use super::act::Act;
use crate::ui::{Glyph, Icon};

/// What the last try came to, when it did not succeed.
#[component]
pub fn FormFailure(act: Act) -> impl IntoView {
    move || {
        act.failure.get().map(|text| {
            view! {
                <p class="text-sm text-bad flex gap-1.5" role="alert">
                    <Icon name=Glyph::CircleAlert class="mt-0.5" /><span>{text}</span>
                </p>
            }
        })
    }
}
