//! A danger act on a public page: a quiet button that unfolds into question, reason and act.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::ApiError;
use crate::t;
use crate::ui::Icon;

/// Asks for a reason before acting.
#[component]
pub fn ReasonForm<F, Fut>(
    /// Label of the button that unfolds the form.
    open_label: &'static str,
    /// What will happen, as a question.
    question: &'static str,
    /// What follows from it.
    detail: &'static str,
    /// Label of the button that acts.
    act: &'static str,
    /// Acts; the page reloads what it shows by itself.
    send: F,
) -> impl IntoView
where
    F: Fn(String) -> Fut + Copy + Send + Sync + 'static,
    Fut: Future<Output = Result<(), ApiError>> + 'static,
{
    let open = RwSignal::new(false);
    let reason = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<String>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = reason.get_untracked().trim().to_owned();
        if busy.get_untracked() {
            return;
        }
        if text.is_empty() {
            failure.set(Some(t!("Say why.", "Diga o motivo.").to_owned()));
            return;
        }
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            if let Err(error) = send(text).await {
                failure.try_set(Some(error.to_string()));
            }
            busy.try_set(false);
        });
    };
    view! {
        <Show
            when=move || open.get()
            fallback=move || view! {
                <button type="button" class="btn btn-line-bad btn-sm max-sm:h-11 mt-6" on:click=move |_| open.set(true)>{open_label}</button>
            }
        >
            <form class="card-t p-5 mt-6 grid gap-3" aria-label=question on:submit=submit novalidate>
                <h2 class="text-base">{question}</h2>
                <p class="text-sm text-muted">{detail}</p>
                <div>
                    <label class="lab" for="why">{t!("Reason", "Motivo")}</label>
                    <textarea id="why" class="textarea w-full min-h-16 text-sm" rows="2" maxlength="1000"
                        aria-invalid=move || failure.with(Option::is_some).to_string() aria-describedby="why-error"
                        prop:value=move || reason.get()
                        on:input:target=move |event| reason.set(event.target().value()) />
                    <p id="why-error" role="alert" class="text-xs text-bad mt-1.5 flex gap-1.5">
                        {move || failure.get().map(|why| view! { <Icon name="circle-alert" class="icon-sm" />{why} })}
                    </p>
                </div>
                <div class="flex flex-wrap justify-end gap-2">
                    <button type="button" class="btn btn-ghost btn-sm max-sm:h-10" on:click=move |_| open.set(false)>{t!("Cancel", "Cancelar")}</button>
                    <button type="submit" class="btn btn-error btn-sm max-sm:h-10" disabled=move || busy.get()>{act}</button>
                </div>
            </form>
        </Show>
    }
}
