//! The logo: chosen or dropped, looked at here, drawn anew by the broker.

use leptos::html;
use leptos::prelude::*;
use tessera_shared::dto::tenants::{Brand, LOGO_KINDS, LOGO_TYPES, MAX_LOGO, NO_SVG};
use tessera_shared::ids::TenantId;
use web_sys::File;

use super::colour::last_good;
use crate::api::{self, ApiError};
use crate::components::{Logo, LogoSize};
use crate::forms::act::{Act, use_act};
use crate::i18n::{self, pick};
use crate::t;
use crate::ui::{Button, Glyph, Icon, Weight};

/// What is wrong with a file, before anything is sent.
fn problem(kind: &str, bytes: f64) -> Option<&'static str> {
    let most = u32::try_from(MAX_LOGO).map_or(f64::MAX, f64::from);
    match kind {
        "image/svg+xml" => Some(pick(NO_SVG, i18n::NO_SVG)),
        kind if !LOGO_TYPES.contains(&kind) => Some(pick(LOGO_KINDS, i18n::LOGO_KINDS)),
        _ if bytes > most => Some(t!(
            "A logo has at most 1 MiB. Make it smaller.",
            "Um logotipo tem no máximo 1 MiB. Reduza-o."
        )),
        _ => None,
    }
}

/// The broker's words: those about the picture itself when there are any.
fn words(error: &ApiError) -> String {
    error
        .fields()
        .first()
        .map_or_else(|| error.to_string(), i18n::field_rule)
}

/// Shows the logo and takes another one.
#[component]
pub fn LogoField(
    /// Short name; seeds the mark.
    slug: String,
    /// The colour as it is typed.
    accent: Signal<String>,
    /// The logo now.
    logo: RwSignal<Option<String>>,
    /// The customer, for the owner of the platform.
    named: Option<TenantId>,
    /// Hears of another logo.
    #[prop(into)]
    on_changed: Callback<Brand>,
) -> impl IntoView {
    let act = use_act();
    let wrong = RwSignal::new(None::<String>);
    let send = Callback::new(move |file: File| {
        wrong.set(problem(&file.type_(), file.size()).map(str::to_owned));
        if wrong.with_untracked(Option::is_none) {
            let call = async move { api::brand::set_logo(named, &file).await };
            act.run_or(
                call,
                move |brand| on_changed.run(brand),
                move |error| wrong.set(Some(words(error))),
            );
        }
    });
    let remove = move |()| {
        wrong.set(None);
        let call = async move { api::brand::remove_logo(named).await };
        act.run_or(
            call,
            move |brand| on_changed.run(brand),
            move |error| wrong.set(Some(words(error))),
        );
    };
    let shown = last_good(accent);
    let tile =
        move || view! { <Logo slug=slug.clone() accent=shown.get() logo=logo.get() size=LogoSize::ExtraLarge /> };
    let failure = move || {
        wrong.get().map(|text| {
            view! { <p class="text-xs text-bad flex gap-1.5" role="alert"><Icon name=Glyph::CircleAlert class="icon-sm mt-px" />{text}</p> }
        })
    };
    view! {
        <div class="grid gap-2">
            <span class="lab mb-0" id="logo-title">{t!("Logo", "Logotipo")}</span>
            <div class="flex flex-wrap items-center gap-4" role="group" aria-labelledby="logo-title">
                {tile}
                <DropZone act send />
                <Show when=move || logo.with(Option::is_some)>
                    <Button weight=Weight::Ghost on_click=remove>{t!("Remove logo", "Remover logotipo")}</Button>
                </Show>
            </div>
            {failure}
        </div>
    }
}

/// A file picker on which a picture can be dropped, too.
#[component]
fn DropZone(act: Act, send: Callback<File>) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let over = RwSignal::new(false);
    let first = |files: Option<web_sys::FileList>| files.and_then(|files| files.get(0));
    let chosen = move |_| {
        let Some(input) = input.get_untracked() else { return };
        if let Some(file) = first(input.files()) {
            send.run(file);
        }
        // The same file may be chosen again, once it was mended.
        input.set_value("");
    };
    let dropped = move |event: web_sys::DragEvent| {
        event.prevent_default();
        over.set(false);
        if let Some(file) = event.data_transfer().and_then(|data| first(data.files())) {
            send.run(file);
        }
    };
    let words = move || {
        if act.busy.get() {
            t!("Drawing it…", "Desenhando…")
        } else {
            t!("Choose a picture", "Escolher uma imagem")
        }
    };
    view! {
        <label
            class="flex-1 min-w-52 flex items-center gap-3 rounded-lg border border-dashed border-line-strong px-4 py-3 cursor-pointer \
                hover:bg-hover focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-focus"
            class=("bg-selected", move || over.get())
            on:dragover=move |event: web_sys::DragEvent| { event.prevent_default(); over.set(true); }
            on:dragleave=move |_| over.set(false)
            on:drop=dropped
        >
            <input
                node_ref=input type="file" class="sr-only" accept="image/png,image/jpeg,image/webp"
                aria-describedby="logo-hint" prop:disabled=move || act.busy.get() on:change=chosen
            />
            <span class="min-w-0">
                <span class="block text-sm font-medium">{words}<span class="max-sm:hidden text-muted font-normal">{t!(" or drop it here", " ou solte aqui")}</span></span>
                <span id="logo-hint" class="block text-xs text-muted">{t!("PNG, JPEG or WebP, at most 1 MiB. A square works best.", "PNG, JPEG ou WebP, até 1 MiB. Um quadrado fica melhor.")}</span>
            </span>
        </label>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_broker_would_refuse_is_not_sent() {
        assert_eq!(problem("image/png", 1_048_576.0), None);
        assert_eq!(problem("image/svg+xml", 10.0), Some(NO_SVG));
        assert_eq!(problem("image/gif", 10.0), Some(LOGO_KINDS));
        assert_eq!(problem("", 10.0), Some(LOGO_KINDS));
        assert!(problem("image/webp", 1_048_577.0).is_some());
    }
}
