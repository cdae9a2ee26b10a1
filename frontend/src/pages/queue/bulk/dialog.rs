//! The dialog of an act on many rows: the question, the run and what became of it.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::super::acts::Acts;
use super::guard::{ShortNameField, use_guard};
use super::lines::{PlanLines, RunLines};
use super::plan::{BulkAct, Plan};
use super::run::{self, Run};
use super::words;
use crate::components::{ReasonField, TenantLine, reason_problem};
use crate::ui::{Button, Dialog, DialogFoot, Glyph, Weight};
use crate::{t, tf};

/// Asks about the act that was chosen, or shows the run.
#[component]
pub fn BulkDialog(
    /// What the reader can do.
    acts: Acts,
) -> impl IntoView {
    let run = run::current();
    run::watch();
    let runs = Memo::new({
        let run = run.clone();
        move |_| run.with(|run| run.as_ref().map(|run| run.act))
    });
    let settled = run.clone();
    Effect::new(move |_| settled.with(|run| settle(acts, run.as_ref())));
    move || match (runs.get(), acts.bulk.asking.get()) {
        (Some(_), _) => view! { <Running acts /> }.into_any(),
        (None, Some(plan)) => view! { <Question acts plan /> }.into_any(),
        (None, None) => ().into_any(),
    }
}

/// After a run: what was done leaves the list, what failed stays chosen and says why.
fn settle(acts: Acts, run: Option<&Run>) {
    let Some(run) = run.filter(|run| !run.running) else {
        return;
    };
    let done: Vec<_> = run.done().collect();
    acts.bulk.let_go(&done);
    acts.bulk
        .failures
        .set(run.failed().map(|(key, why)| (key, why.to_owned())).collect());
    for row in &done {
        acts.take_out(*row);
    }
    if done.len() == run.lines.len() {
        // Not from within the effect that reads it.
        set_timeout(
            move || {
                run::forget();
                acts.focus_cursor();
            },
            std::time::Duration::ZERO,
        );
    }
}

#[component]
fn Question(acts: Acts, plan: Plan) -> impl IntoView {
    let bulk = acts.bulk;
    let act = plan.act;
    let danger = act == BulkAct::Deny;
    let guard = use_guard(&plan);
    let reason = RwSignal::new(words::usual_reason(act).to_owned());
    let wrong = RwSignal::new(None::<String>);
    let kept = StoredValue::new(plan.clone());
    let missing = Signal::derive(move || kept.with_value(|plan| guard.missing(plan)));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let text = reason.with_untracked(|text| text.trim().to_owned());
        wrong.set(if act.needs_reason() {
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
        .needs_reason()
        .then(|| view! { <ReasonField label=words::reason_label(act) reason wrong /> });
    let weight = if danger { Weight::Danger } else { Weight::Primary };
    let (title, label) = (words::question(&plan), words::confirm(act, plan.count()));
    let foot = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if !act.needs_reason() {
            focus_last_button(foot);
        }
    });
    view! {
        <Dialog title danger top accent on_close=move |()| bulk.asking.set(None)>
            <form on:submit=submit>
                <p class="px-5 text-sm text-muted mt-1">{words::consequence(act)}</p>
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
fn Running(acts: Acts) -> impl IntoView {
    let run = run::current();
    let (lines_of, running_of, words_of) = (run.clone(), run.clone(), run);
    let lines =
        Signal::derive(move || lines_of.with(|run| run.as_ref().map(|run| run.lines.clone()).unwrap_or_default()));
    let running = Memo::new(move |_| running_of.with(|run| run.as_ref().is_some_and(|run| run.running)));
    let status = move || words_of.with(|run| run.as_ref().map(words::summary).unwrap_or_default());
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
            acts.focus_cursor();
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
