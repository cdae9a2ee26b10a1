//! `/platform/tenants/new`: a customer in under a minute. Three short steps are typed, everything is made
//! at once, and the last step waits for the first call of the new gateway.

mod draft;
mod first_call;
mod parts;

use leptos::prelude::*;
use leptos_router::components::A;
use tessera_shared::dto::setup::TenantSetUp;
use tessera_shared::error::FieldError;

use self::draft::{SetUpDraft, Step};
use self::first_call::FirstCallStep;
use self::parts::{AdminPart, ApiPart, CustomerPart};
use crate::api;
use crate::forms::creation::{Creation, use_creation};
use crate::forms::failure::FormFailure;
use crate::forms::fields::focus_first_error;
use crate::t;
use crate::ui::{Button, Glyph, Icon, Weight};

/// The wizard.
#[component]
pub fn SetUpTenantPage() -> impl IntoView {
    let draft = RwSignal::new(SetUpDraft::default());
    let step = RwSignal::new(Step::Customer);
    let made = RwSignal::new(None::<TenantSetUp>);
    let body = move || match made.get() {
        Some(made) => view! { <FirstCallStep made /> }.into_any(),
        None => view! { <Form draft step made /> }.into_any(),
    };
    view! {
        <div class="px-4 sm:px-6 pt-5 pb-28 max-w-3xl 2xl:mx-auto">
            <h1 class="text-xl">{t!("Add a customer", "Adicionar um cliente")}</h1>
            <Steps step=Signal::derive(move || if made.with(Option::is_some) { Step::Test } else { step.get() }) />
            {body}
        </div>
    }
}

/// Where the reader is.
#[component]
fn Steps(step: Signal<Step>) -> impl IntoView {
    let entry = move |(number, this): (usize, Step)| {
        let done = move || step.get() > this;
        let mark = move || {
            if done() {
                view! { <Icon name=Glyph::Check class="icon-sm text-ok" /><span class="sr-only">{t!("Done: ", "Concluído: ")}</span> }
                    .into_any()
            } else {
                view! { <span class="num" aria-hidden="true">{number + 1}</span> }.into_any()
            }
        };
        view! {
            <li
                class="flex items-center gap-1.5 text-sm text-muted aria-[current=step]:text-ink aria-[current=step]:font-semibold"
                aria-current=move || (step.get() == this).then_some("step")
            >
                {mark} {this.title()}
            </li>
        }
    };
    let entries = Step::ALL.into_iter().enumerate().map(entry).collect_view();
    view! { <ol class="flex flex-wrap gap-x-5 gap-y-1 mt-2 mb-5" aria-label=t!("Steps", "Passos")>{entries}</ol> }
}

#[component]
fn Form(draft: RwSignal<SetUpDraft>, step: RwSignal<Step>, made: RwSignal<Option<TenantSetUp>>) -> impl IntoView {
    let form = use_creation();
    let Creation { errors, act, .. } = form;
    // The first step that has something wrong with it is the one to look at.
    let show = move |found: &[FieldError]| {
        if let Some(first) = draft::first_wrong(found) {
            step.set(first);
        }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let now = step.get_untracked();
        let found = draft.with_untracked(|draft| draft.problems(now));
        if !found.is_empty() {
            errors.set(found);
            focus_first_error();
        } else if let Some(next) = now.next_typed() {
            errors.set(Vec::new());
            step.set(next);
        } else {
            let checked = draft.with_untracked(SetUpDraft::to_dto);
            if let Err(found) = &checked {
                show(found);
            }
            let send = move |body, key: String| async move {
                let answer = api::platform::set_up(&body, &key).await;
                if let Err(error) = &answer {
                    show(error.fields());
                }
                answer
            };
            form.submit(checked, send, move |answer| made.set(Some(answer)));
        }
    };
    let part = move || match step.get() {
        Step::Customer => view! { <CustomerPart draft errors /> }.into_any(),
        Step::Admin => view! { <AdminPart draft errors /> }.into_any(),
        Step::Api | Step::Test => view! { <ApiPart draft errors /> }.into_any(),
    };
    let back = move || {
        match step.get().before() {
        Some(before) => {
            view! { <Button weight=Weight::Ghost on_click=move |()| step.set(before) class="max-sm:flex-1 max-sm:h-10">{t!("Back", "Voltar")}</Button> }
                .into_any()
        }
        None => view! { <A href="/platform/tenants" exact=true attr:class="btn btn-ghost btn-sm max-sm:flex-1 max-sm:h-10">{t!("Cancel", "Cancelar")}</A> }.into_any(),
    }
    };
    view! {
        <form class="card-t p-5 grid gap-4" on:submit=submit novalidate aria-label=t!("New customer", "Novo cliente")>
            {part}
            <FormFailure act />
            <div class="flex flex-wrap justify-end gap-2">
                {back}
                <Button weight=Weight::Primary busy=act.busy class="max-sm:flex-1 max-sm:h-10">
                    {move || if step.get() == Step::Api { t!("Create customer", "Criar cliente") } else { t!("Continue", "Continuar") }}
                </Button>
            </div>
        </form>
    }
}
