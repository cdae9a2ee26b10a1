//! The body of a keyset-paged list in each of its states.

use leptos::prelude::*;

use super::paged::{Load, Paged};
use crate::components::here::fault;
use crate::t;
use crate::ui::{Button, Failure, Glyph, Note, Pager, Skeleton, Tone, Weight};

/// Skeleton, error, emptiness, or `children` once there are rows.
#[component]
pub fn Filled<Q, T>(
    /// The list.
    paged: Paged<Q, T>,
    /// What it lists, read out while it loads.
    what: &'static str,
    /// Shown when there is nothing.
    empty: ViewFn,
    /// Draws the rows.
    children: ChildrenFn,
) -> impl IntoView
where
    Q: Clone + Send + Sync + 'static,
    T: Send + Sync + 'static,
{
    let some = Memo::new(move |_| paged.len() > 0);
    let failed = move || match paged.load.get() {
        Load::Failed(error) => Some(fault(&error, what)),
        _ => None,
    };
    let waiting = Memo::new(move |_| paged.load.with(|load| matches!(load, Load::Loading)));
    let body = move || {
        if some.get() {
            let rows = children();
            return view! { <div aria-busy=move || waiting.get().to_string()>{rows}</div> }.into_any();
        }
        match failed() {
            Some(fault) => view! { <Failure fault retry=move |()| paged.start_over() /> }.into_any(),
            None if waiting.get() => view! { <Skeleton what /> }.into_any(),
            None => empty.run(),
        }
    };
    let late_fault = move || {
        some.get()
            .then(failed)
            .flatten()
            .map(|fault| view! { <p class="px-4 py-2.5 text-sm text-bad" role="alert">{fault.detail}</p> })
    };
    view! { {body} {late_fault} }.into_any()
}

/// A short list, all of it in the document, with a button for more.
#[component]
pub fn ListBody<Q, T>(
    /// The list.
    paged: Paged<Q, T>,
    /// What it lists, read out while it loads.
    what: &'static str,
    /// Shown when there is nothing.
    #[prop(into)]
    empty: ViewFn,
    /// Draws all rows.
    rows: fn(Vec<T>) -> AnyView,
) -> impl IntoView
where
    Q: Clone + Send + Sync + 'static,
    T: Clone + Send + Sync + 'static,
{
    view! {
        <Filled paged what empty>
            {move || rows(paged.rows())}
            <ListFoot paged />
        </Filled>
    }
}

/// How many rows there are so far, and a button for more.
#[component]
pub fn ListFoot<Q, T>(
    /// The list.
    paged: Paged<Q, T>,
) -> impl IntoView
where
    Q: Clone + Send + Sync + 'static,
    T: Send + Sync + 'static,
{
    let count = Memo::new(move |_| paged.len());
    let busy = Signal::derive(move || paged.load.with(|load| matches!(load, Load::Ready { more: true })));
    view! { <Pager shown=count more=Signal::derive(move || paged.has_more()) busy on_more=move |()| paged.load_more() /> }
}

/// Says that rows changed since they were loaded; nothing moves before the reader asks.
#[component]
pub fn ChangedNote(
    /// Whether something changed.
    changed: RwSignal<bool>,
    /// Loads again.
    #[prop(into)]
    on_show: Callback<()>,
) -> impl IntoView {
    view! {
        <Show when=move || changed.get()>
            <div class="px-3 py-2 border-b border-line">
                <Note tone=Tone::Info icon=Glyph::RefreshCw>
                    <span class="flex flex-wrap items-center gap-2">
                        {t!("Something here changed.", "Algo mudou aqui.")}
                        <Button weight=Weight::Line class="ml-auto" on_click=move |()| { changed.set(false); on_show.run(()); }>{t!("Show", "Mostrar")}</Button>
                    </span>
                </Note>
            </div>
        </Show>
    }
}
