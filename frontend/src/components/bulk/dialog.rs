//! The dialog of an act on many rows: the question, the run and what became of it.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::act::ActRef;
use super::chosen::Bulk;
use super::guard::{ShortNameField, use_guard};
use super::lines::{PlanLines, RunLines};
use super::plan::Plan;
use super::run::{self, Run};
use super::words;
use crate::components::{ReasonField, TenantLine, reason_problem};
use crate::ui::{Button, Dialog, DialogFoot, Glyph, Weight};
use crate::{t, tf};

/// Asks about the act that was chosen, or shows the run.
#[component]
pub fn BulkDialog(
    /// The choice of the page.
    bulk: Bulk,
    /// Told the act and the keys of the rows that were done; it may be told again.
    #[prop(into)]
    on_done: Callback<(ActRef, Vec<String>)>,
    /// The run is over and its dialog gone.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let run = run::current();
    run::watch();
    let runs = Memo::new({
        let run = run.clone();
        move |_| run.with(Option::is_some)
    });
    let settled = run.clone();
    Effect::new(move |_| settled.with(|run| settle(bulk, run.as_ref(), on_done, on_close)));
    move || match (runs.get(), bulk.asking.get()) {
        (true, _) => view! { <Running on_close /> }.into_any(),
        (false, Some(plan)) => view! { <Question bulk plan /> }.into_any(),
        (false, None) => ().into_any(),
    }
}

/// After a run: what was done leaves the list, what failed stays chosen and says why.
fn settle(bulk: Bulk, run: Option<&Run>, on_done: Callback<(ActRef, Vec<String>)>, on_close: Callback<()>) {
    let Some(run) = run.filter(|run| !run.running) else {
        return;
    };
    let done: Vec<_> = run.done().collect();
    bulk.let_go(&done);
    bulk.failures
        .set(run.failed().map(|(key, why)| (key, why.to_owned())).collect());
    let clean = run.is_clean();
    on_done.run((run.act, done));
    if clean {
        // Not from within the effect that reads it.
        set_timeout(
            move || {
                run::forget();
                let _gone = on_close.try_run(());
            },
            std::time::Duration::ZERO,
        );
    }
}

#[component]
fn Question(bulk: Bulk, plan: Plan) -> impl IntoView {
    let act = plan.act;
    let danger = act.ends();
    let guard = use_guard(&plan);
    let reason = RwSignal::new(act.reason().map(|reason| reason.usual.to_owned()).unwrap_or_default());
    let wrong = RwSignal::new(None::<String>);
    let kept = StoredValue::new(plan.clone());
    let missing = Signal::derive(move || kept.with_value(|plan| guard.missing(plan)));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let text = reason.with_untracked(|text| text.trim().to_owned());
        wrong.set(if act.reason().is_some() {
            reason_problem(&text)
        } else {
            None
        });
        if wrong.with_untracked(Option::is_none) && missing.get_untracked().is_none() {
            bulk.confirm(&text);
        }
    };
    let only = plan.only_tenant().cloned();
    let accent = only.as_ref().map(|card| card.accent.clone()).unwrap_or_default();
    let slug = only.as_ref().map(|card| card.slug.clone()).unwrap_or_default();
    let groups = plan.groups.len();
    let top = move || match only {
        Some(tenant) => view! { <TenantLine tenant /> }.into_any(),
        None => view! { <span class="text-muted">{words::customers(groups)}</span> }.into_any(),
    };
    let field = act
        .reason()
        .map(|of| view! { <ReasonField label=of.label reason wrong /> });
    let weight = if danger { Weight::Danger } else { Weight::Primary };
    let (title, label) = (words::question(&plan), act.confirm(plan.count()));
    let foot = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if act.reason().is_none() {
            focus_last_button(foot);
        }
    });
    view! {
        <Dialog title danger top accent on_close=move |()| bulk.asking.set(None)>
            <form on:submit=submit>
                <p class="px-5 text-sm text-muted mt-1">{act.consequence()}</p>
                <PlanLines plan guard />
                {field}
                <ShortNameField guard slug />
                <DialogFoot>
                    <div node_ref=foot class="contents">
                        <Button weight=Weight::Ghost on_click=move |()| bulk.asking.set(None) class="max-sm:flex-1 max-sm:h-10">{t!("Cancel", "Cancelar")}</Button>
                        <Button weight blocked=missing class="max-sm:flex-1 max-sm:h-10">{label}</Button>
                    </div>
                </DialogFoot>
            </form>
        </Dialog>
    }
    .into_any()
}

/// Shows the rows of the run one by one as they are answered. Escape stops it, and later closes it.
#[component]
fn Running(on_close: Callback<()>) -> impl IntoView {
    let run = run::current();
    let (lines_of, running_of, words_of) = (run.clone(), run.clone(), run);
    let lines =
        Signal::derive(move || lines_of.with(|run| run.as_ref().map(|run| run.lines.clone()).unwrap_or_default()));
    let running = Memo::new(move |_| running_of.with(|run| run.as_ref().is_some_and(|run| run.running)));
    let status = move || words_of.with(|run| run.as_ref().map(Run::summary).unwrap_or_default());
    let foot = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        running.track();
        focus_last_button(foot);
    });
    let close = move |()| {
        if running.get_untracked() {
            run::stop();
        } else {
            run::forget();
            on_close.run(());
        }
    };
    let open = Memo::new(move |_| lines.with(|lines| lines.iter().filter(|line| line.is_open()).count()));
    let buttons = move || {
        if running.get() {
            view! { <Button weight=Weight::Line class="max-sm:flex-1 max-sm:h-10" on_click=move |()| run::stop()>{t!("Stop", "Parar")}</Button> }
                .into_any()
        } else {
            let left = open.get_untracked();
            view! {
                <Button weight=Weight::Line class="max-sm:flex-1 max-sm:h-10" icon=Glyph::RotateCw on_click=move |()| run::retry()>
                    {tf!("Try {left} again", "Tentar {left} de novo")}
                </Button>
                <Button weight=Weight::Primary class="max-sm:flex-1 max-sm:h-10" on_click=close>{t!("Close", "Fechar")}</Button>
            }
            .into_any()
        }
    };
    view! {
        <Dialog title=t!("What became of the selection", "O que houve com a seleção") on_close=close>
            // Escape is taken here: a browser closes a dialog by itself when it is pressed twice.
            <div on:keydown=move |event| {
                if event.key().eq_ignore_ascii_case("escape") {
                    event.prevent_default();
                    event.stop_propagation();
                    close(());
                }
            }>
                <p class="px-5 text-sm text-muted mt-1" role="status">{status}</p>
                <RunLines lines />
                <DialogFoot><div node_ref=foot class="contents">{buttons}</div></DialogFoot>
            </div>
        </Dialog>
    }
    .into_any()
}

/// The focus would fall to the page when the button that has it goes.
fn focus_last_button(frame: NodeRef<html::Div>) {
    request_animation_frame(move || {
        // The dialog may be gone by now.
        let buttons = frame
            .try_get_untracked()
            .flatten()
            .and_then(|frame| frame.query_selector("button:last-of-type").ok().flatten());
        if let Some(button) = buttons.and_then(|button| button.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _focused = button.focus();
        }
    });
}
