//! Asks for a passkey.

use leptos::prelude::*;

use crate::api::{ApiError, authenticator};
use crate::forms::act::use_act;
use crate::forms::failure::FormFailure;
use crate::t;
use crate::ui::{Button, Glyph, Weight};

/// What is said where a passkey would do and there is none.
pub fn no_passkeys_here() -> &'static str {
    t!(
        "This browser cannot show passkeys on this page.",
        "Este navegador não consegue apresentar chaves de acesso nesta página."
    )
}

/// The button, or why there is none; `send` shows the passkey, `on_done` hears that it was good.
#[component]
pub fn PasskeyButton<F>(
    /// What the button does.
    act: &'static str,
    /// How much it asks for attention.
    weight: Weight,
    /// Shows the passkey.
    send: fn() -> F,
    /// Hears of a good one.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView
where
    F: Future<Output = Result<(), ApiError>> + 'static,
{
    if !authenticator::is_there() {
        return view! { <p class="text-sm text-muted">{no_passkeys_here()}</p> }.into_any();
    }
    let progress = use_act();
    let show = move |()| progress.run(send(), move |()| on_done.run(()));
    view! {
        <div class="grid gap-3">
            <Button weight class="w-full" icon=Glyph::FingerprintPattern busy=progress.busy on_click=show>{act}</Button>
            <FormFailure act=progress />
        </div>
    }
    .into_any()
}
