//! A colour: typed or picked, with how text reads on it.

use leptos::prelude::*;
use tessera_shared::accent::{parse_hex, reading};

use crate::forms::fields::{Errors, TextField};
use crate::t;
use crate::ui::number::point;
use crate::ui::{Glyph, Icon};

/// The last text that was a colour, while another one is being typed.
pub fn last_good(value: Signal<String>) -> Memo<String> {
    Memo::new(move |last: Option<&String>| {
        let now = value.get();
        match (parse_hex(&now), last) {
            (None, Some(last)) => last.clone(),
            (None, None) => "#3451b2".to_owned(),
            (Some(_), _) => now,
        }
    })
}

/// The accent colour of a customer.
#[component]
pub fn ColourField(
    /// What is wrong with the form.
    errors: Errors,
    /// Where errors of the colour point.
    #[prop(default = "/accent")]
    pointer: &'static str,
    /// The text now.
    #[prop(into)]
    value: Signal<String>,
    /// Takes a new text.
    #[prop(into)]
    on_input: Callback<String>,
) -> impl IntoView {
    let good = last_good(value);
    view! {
        <div class="grid gap-2">
            <div class="flex items-start gap-3">
                <div class="flex-1">
                    <TextField id="brand-accent" label=t!("Colour", "Cor") pointer errors hint=t!("Written #rrggbb.", "No formato #rrggbb.") value on_input />
                </div>
                <label class="pt-6.5">
                    <span class="sr-only">{t!("Pick a colour", "Escolher uma cor")}</span>
                    <input
                        type="color" class="block size-9 max-sm:size-10 rounded-lg border border-line-strong bg-surface p-1 cursor-pointer"
                        prop:value=move || good.get() on:input:target=move |event| on_input.run(event.target().value())
                    />
                </label>
            </div>
            <Readable accent=good />
        </div>
    }
}

/// A ratio with one tenth, `5.3`, in Portuguese `5,3`.
fn contrast(ratio: f64) -> String {
    format!("{ratio:.1}").replace('.', &point().to_string())
}

/// How text reads on a colour, and whether it had to be moved for that.
#[component]
fn Readable(accent: Memo<String>) -> impl IntoView {
    let line = move || {
        let reading = reading(&accent.get())?;
        let told = if reading.as_given {
            t!("Shown as it is.", "Mostrada como está.")
        } else {
            t!(
                "Shown a little lighter or darker, so that text on it stays readable.",
                "Mostrada um pouco mais clara ou mais escura, para que o texto sobre ela continue legível."
            )
        };
        Some(view! {
            <Icon name=Glyph::CircleCheck class="icon-sm text-ok mt-0.5" />
            <span>
                {t!("Text on it has a contrast of ", "O texto sobre ela tem contraste de ")}
                <span class="num text-ink">{contrast(reading.light)}</span>{t!(" in light and ", " no tema claro e ")}
                <span class="num text-ink">{contrast(reading.dark)}</span>{t!(" in dark; 4.5 is needed. ", " no escuro; é preciso 4,5. ")} {told}
            </span>
        })
    };
    view! { <p class="text-xs text-muted flex gap-1.5" aria-live="polite" data-testid="contrast">{line}</p> }
}
