//! What stands in a list's place when it has no rows: nothing yet, still loading, or an error.

use std::time::Duration;

use leptos::prelude::*;

use super::button::{Button, Weight};
use super::copy::CopyButton;
use super::glyph::Glyph;
use super::icon::Icon;
use crate::{t, tf};

/// Nobody sees a skeleton when the answer comes faster than this.
const PATIENCE: Duration = Duration::from_millis(150);

/// Why something did not load, in words for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is the matter: "The list did not load".
    pub title: String,
    /// What it means and what to do.
    pub detail: String,
    /// Finds the call in the broker's log.
    pub request_id: Option<String>,
    /// The thing does not exist, or not for this reader: trying again is no use.
    pub missing: bool,
}

/// Says that there is nothing, and what to do next.
#[component]
pub fn Empty(
    /// The icon of the thing that is missing.
    #[prop(into)]
    icon: Glyph,
    /// "No tokens yet".
    #[prop(into)]
    title: String,
    /// How one comes to be, or how many there are without the filter.
    #[prop(into)]
    detail: String,
    /// Buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="grid justify-items-center content-center text-center px-6 py-10 min-h-64 h-full">
            <span class="grid place-items-center size-10 rounded-lg border border-line-strong bg-canvas text-muted mb-3">
                <Icon name=icon class="icon-lg" />
            </span>
            <p class="text-base font-semibold">{title}</p>
            <p class="text-sm text-muted mt-1 max-w-80 text-pretty">{detail}</p>
            {children.map(|children| view! { <div class="flex flex-wrap justify-center gap-2 mt-4">{children()}</div> })}
        </div>
    }
    .into_any()
}

/// Says why something did not load; with a way to try again and the id support asks for.
#[component]
pub fn Failure(
    /// What is the matter.
    fault: Fault,
    /// Tries again.
    #[prop(into)]
    retry: Callback<()>,
    /// Other ways on.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let Fault {
        title,
        detail,
        request_id,
        missing,
    } = fault;
    let icon = if missing { Glyph::SearchX } else { Glyph::ServerCrash };
    let again = (!missing).then(|| {
        view! { <Button weight=Weight::Primary icon=Glyph::RotateCw on_click=retry>{t!("Try again", "Tentar de novo")}</Button> }
    });
    let id = request_id.filter(|_| !missing).map(|id| {
        let shown = shorten(&id);
        view! { <CopyButton text=Signal::stored(id) label=t!("Copy request id", "Copiar id da chamada") shown /> }
    });
    view! {
        <div role="alert">
            <Empty icon title detail>{again} {id} {children.map(|children| children())}</Empty>
        </div>
    }
    .into_any()
}

/// `req_01kb…c4xd`: start and end of an id, to recognise it by.
pub fn shorten(id: &str) -> String {
    let letters: Vec<char> = id.chars().collect();
    let head = id.find('_').map_or(6, |at| at + 5);
    match (
        letters.get(..head),
        letters.len().checked_sub(4).and_then(|at| letters.get(at..)),
    ) {
        (Some(start), Some(end)) if letters.len() > head + 5 => start.iter().chain(&['…']).chain(end).collect(),
        _ => id.to_owned(),
    }
}

/// The shape of rows that are on their way; shown only when they take long.
#[component]
pub fn Skeleton(
    /// What loads, read out: "tokens".
    what: &'static str,
    /// How many rows.
    #[prop(default = 5)]
    rows: usize,
) -> impl IntoView {
    let late = RwSignal::new(false);
    let show = move || {
        let _gone = late.try_set(true);
    };
    set_timeout(show, PATIENCE);
    let widths = ["skel w-40", "skel w-56", "skel w-44", "skel w-52", "skel w-36"];
    let list = move || {
        widths
            .into_iter()
            .cycle()
            .take(rows)
            .map(|width| {
                view! {
                    <li class="flex items-center gap-4 px-4 h-11 border-b border-line last:border-0">
                        <span class="skel size-4"></span>
                        <span class=width></span>
                        <span class="skel w-16 ml-auto"></span>
                        <span class="skel w-10"></span>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <Show when=move || late.get() fallback=|| view! { <div class="min-h-64"></div> }>
            <div role="status" aria-busy="true">
                <span class="sr-only">{tf!("Loading {what}", "Carregando {what}")}</span>
                <ul aria-hidden="true">{list}</ul>
            </div>
        </Show>
    }
}

/// What loads, in one of its states: on its way, failed, or there. `children` draws the thing and
/// shows [`Empty`] itself when there is nothing in it.
#[component]
pub fn Loaded<T, F>(
    /// The thing; nothing while it is on its way.
    #[prop(into)]
    value: Signal<Option<Result<T, Fault>>>,
    /// What loads, read out: "tokens".
    what: &'static str,
    /// Tries again.
    #[prop(into)]
    retry: Callback<()>,
    /// Draws it.
    children: F,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    F: Fn(T) -> AnyView + Send + Sync + 'static,
{
    move || match value.get() {
        None => view! { <Skeleton what /> }.into_any(),
        Some(Err(fault)) => view! { <Failure fault retry /> }.into_any(),
        Some(Ok(value)) => children(value),
    }
}

#[cfg(test)]
mod tests {
    use super::shorten;

    #[test]
    fn ids_keep_start_and_end() {
        assert_eq!(shorten("req_01kb3m9q00000000000000c4xd"), "req_01kb…c4xd");
        assert_eq!(shorten("01kb9z0000000000f3qd"), "01kb9z…f3qd");
        assert_eq!(shorten("short"), "short");
    }
}
