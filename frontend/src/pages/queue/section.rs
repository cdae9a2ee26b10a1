//! One section of the queue.

use leptos::prelude::*;
use tessera_shared::dto::queue::{QueueItem, QueueKind, QueueSection};

use super::acts::Acts;
use super::bulk::plan::can_choose;
use super::model::{Whose, key_of};
use super::row::Row;
use super::words::{hint, title};
use crate::components::bulk::AllBox;
use crate::ui::Kbd;
use crate::ui::number::count;
use crate::{t, tf};

/// Title, count, keys and rows; nothing at all when it is empty.
#[component]
pub fn Section(
    /// The section, as it changes.
    #[prop(into)]
    section: Signal<Option<QueueSection>>,
    /// Which one.
    kind: QueueKind,
    /// Whose work is shown.
    #[prop(into)]
    whose: Signal<Whose>,
    /// What the reader can do.
    acts: Acts,
) -> impl IntoView {
    let shown = Memo::new(move |_| {
        section
            .with(|section| section.as_ref().map(|section| whose.get().rows(section)))
            .unwrap_or_default()
    });
    let mine = Memo::new(move |_| section.with(|section| section.as_ref().is_some_and(|section| section.mine > 0)));
    let rows = move || shown.with(|(rows, _)| rows.clone());
    let left_out = move || {
        shown
            .with(|(rows, total)| (usize::try_from(*total).is_ok_and(|total| total > rows.len())).then_some(rows.len()))
    };
    let choosable =
        Memo::new(move |_| shown.with(|(rows, _)| rows.iter().map(|row| key_of(row).link_id()).collect::<Vec<_>>()));
    let id = title_id(kind);
    view! {
        <Show when=move || shown.with(|(rows, _)| !rows.is_empty())>
            <section aria-labelledby=id class="card-t overflow-hidden">
                <div class="card-h border-b border-line">
                    <ChooseAll kind rows=choosable acts />
                    <h2 id=id class="text-sm">{title(kind)}</h2>
                    <span class="text-sm text-faint num">{move || shown.with(|(_, total)| count(u64::from(*total)))}</span>
                    <span class="text-xs text-faint hidden sm:inline">{move || hint(kind, mine.get())}</span>
                    <span class="ml-auto hidden lg:flex items-center gap-1.5 text-xs text-faint">{move || mine.get().then(|| keys(kind))}</span>
                </div>
                <ul>
                    <For each=rows key=|item| (key_of(item), item.version) children=move |item: QueueItem| view! { <Row item acts /> } />
                </ul>
                {move || left_out().map(|shown| {
                    let words = tf!(
                        "The oldest {shown} are shown. The others follow as these are done.",
                        "São mostrados os {shown} mais antigos. Os outros seguem quando estes estiverem feitos."
                    );
                    view! { <p class="px-4 py-2.5 border-t border-line text-xs text-faint">{words}</p> }
                })}
            </section>
        </Show>
    }
}

/// Chooses all rows of the section that are shown, or none.
#[component]
fn ChooseAll(kind: QueueKind, #[prop(into)] rows: Signal<Vec<String>>, acts: Acts) -> impl IntoView {
    let title = title(kind);
    let label = tf!("Select all: {title}", "Selecionar tudo: {title}");
    can_choose(kind).then(|| view! { <AllBox label keys=rows bulk=acts.bulk /> })
}

const fn title_id(kind: QueueKind) -> &'static str {
    match kind {
        QueueKind::ToDecide => "queue-to-decide",
        QueueKind::ToIssue => "queue-to-issue",
        QueueKind::Delivery => "queue-delivery",
        QueueKind::Expiring => "queue-expiring",
    }
}

fn keys(kind: QueueKind) -> AnyView {
    match kind {
        QueueKind::ToDecide => view! { {t!("decide ", "decidir ")} <Kbd key="A" /> <Kbd key="D" /> }.into_any(),
        QueueKind::ToIssue => {
            view! { {t!("issue ", "emitir ")} <Kbd key="I" /> {t!(" then ", " e depois ")} <Kbd key="↵" /> }.into_any()
        }
        QueueKind::Delivery => view! { {t!("resend ", "reenviar ")} <Kbd key="R" /> }.into_any(),
        QueueKind::Expiring => view! { {t!("open ", "abrir ")} <Kbd key="↵" /> }.into_any(),
    }
}
