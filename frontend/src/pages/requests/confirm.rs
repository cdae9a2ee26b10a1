//! Confirms a danger act that needs no reason.

use leptos::prelude::*;
use tessera_shared::words::Environment;

use crate::components::here;
use crate::components::{EnvTag, TenantLine};
use crate::t;
use crate::ui::{Badge, Button, Dialog, DialogFoot, Glyph, Tone, Weight};

/// The question, what follows, and the act. Mount it to open it; `on_close` has to unmount it.
#[component]
pub fn ConfirmDialog(
    /// The question.
    title: String,
    /// What will happen.
    detail: &'static str,
    /// The act and its object.
    act: &'static str,
    /// Where it works.
    environment: Environment,
    /// Whether the act is under way.
    #[prop(into)]
    busy: Signal<bool>,
    /// Why the last try failed.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// Does it.
    #[prop(into)]
    on_confirm: Callback<()>,
    /// Unmounts the dialog.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let tenant = here::card();
    let accent = tenant.accent.clone();
    let top = move || view! { <TenantLine tenant /><EnvTag environment /> };
    view! {
        <Dialog title danger=true top accent on_close>
            <p class="px-5 text-sm text-muted mt-1">{detail}</p>
            {move || error.get().map(|text| view! {
                <p class="px-5 pt-3" role="alert"><Badge tone=Tone::Bad icon=Glyph::CircleAlert text /></p>
            })}
            <DialogFoot>
                <Button weight=Weight::Ghost class="max-sm:flex-1 max-sm:h-10" on_click=on_close>{t!("Cancel", "Cancelar")}</Button>
                <Button weight=Weight::Danger class="max-sm:flex-1 max-sm:h-10" busy on_click=on_confirm>{act}</Button>
            </DialogFoot>
        </Dialog>
    }
}
