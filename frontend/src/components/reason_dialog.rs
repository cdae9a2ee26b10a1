//! Asks for a reason before an act that others will read about.

use leptos::prelude::*;
use tessera_shared::dto::people::TenantCard;
use tessera_shared::validate::{Errors, MAX_TEXT};
use tessera_shared::words::Environment;

use super::environment::EnvTag;
use super::tenant::TenantLine;
use crate::i18n::field_rule;
use crate::t;
use crate::ui::{Badge, Button, Dialog, DialogFoot, Field, Glyph, Tone, Weight};

/// Confirms an act with a reason. Danger shows whose thing it is on top and fills the button red.
/// Mount it to open it; `on_close` has to unmount it.
#[component]
pub fn ReasonDialog(
    /// The question: `Revoke “Fare quotes” of Kitewing Travel?`.
    #[prop(into)]
    title: String,
    /// What will happen.
    #[prop(into)]
    detail: String,
    /// The act and its object: `Revoke token`.
    #[prop(into)]
    act: String,
    /// Whose thing it is.
    tenant: TenantCard,
    /// What the reason is for.
    #[prop(default = t!("Reason, kept in the audit trail", "Motivo, guardado na trilha de auditoria"))]
    label: &'static str,
    /// What stands in the field at first.
    #[prop(optional, into)]
    text: String,
    /// Where it works.
    #[prop(optional, into)]
    environment: Option<Environment>,
    /// Cannot be taken back.
    #[prop(optional)]
    danger: bool,
    /// Whether the act is under way.
    #[prop(into)]
    busy: Signal<bool>,
    /// Why the last try failed.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// Does it, with the reason.
    #[prop(into)]
    on_confirm: Callback<String>,
    /// Unmounts the dialog.
    #[prop(into)]
    on_close: Callback<()>,
    /// Facts above the reason, such as the blast radius.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let reason = RwSignal::new(text);
    let wrong = RwSignal::new(None::<String>);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let text = reason.with_untracked(|text| text.trim().to_owned());
        wrong.set(reason_problem(&text));
        if wrong.with_untracked(Option::is_none) {
            on_confirm.run(text);
        }
    };
    let weight = if danger { Weight::Danger } else { Weight::Primary };
    let accent = tenant.accent.clone();
    let top = move || view! { <TenantLine tenant /> {environment.map(|environment| view! { <EnvTag environment /> })} };
    let failed = move || {
        error.get().map(|text| {
            view! {
                <p class="px-5 pt-3" role="alert"><Badge tone=Tone::Bad icon=Glyph::CircleAlert text /></p>
            }
        })
    };
    view! {
        <Dialog title danger top accent on_close>
            <form on:submit=submit>
                <p class="px-5 text-sm text-muted mt-1">{detail}</p>
                {children.map(|children| children())}
                <ReasonField label reason wrong />
                {failed}
                <DialogFoot>
                    <Button weight=Weight::Ghost on_click=on_close class="max-sm:flex-1 max-sm:h-10">{t!("Cancel", "Cancelar")}</Button>
                    <Button weight busy class="max-sm:flex-1 max-sm:h-10">{act}</Button>
                </DialogFoot>
            </form>
        </Dialog>
    }
}

/// The field of a reason in a dialog; the focus begins there.
#[component]
pub fn ReasonField(
    /// What the reason is for.
    label: &'static str,
    /// What is typed.
    reason: RwSignal<String>,
    /// What is wrong with it.
    wrong: RwSignal<Option<String>>,
) -> impl IntoView {
    view! {
        <div class="px-5 pt-4">
            <Field id="reason" label error=wrong>
                <textarea
                    id="reason" class="textarea w-full min-h-16 text-sm" rows="2" autofocus
                    class=("textarea-error", move || wrong.with(Option::is_some))
                    aria-invalid=move || wrong.with(Option::is_some).to_string() aria-describedby="reason-note"
                    prop:value=move || reason.get()
                    on:input:target=move |event| reason.set(event.target().value())
                ></textarea>
            </Field>
        </div>
    }
    .into_any()
}

/// What is wrong with a reason, by the rule both sides share.
pub fn reason_problem(reason: &str) -> Option<String> {
    struct Reason<'a>(&'a str);
    impl tessera_shared::validate::Validate for Reason<'_> {
        fn check(&self, errors: &mut Errors) {
            errors.text("/reason", self.0, MAX_TEXT);
        }
    }
    let errors = tessera_shared::validate::Validate::validate(&Reason(reason)).err()?;
    errors.into_iter().next().map(|error| field_rule(&error))
}
