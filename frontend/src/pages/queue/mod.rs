//! The queue: everything that waits for somebody, in the active customer or in all of them.
//! Rows never move by themselves; news wait behind a line: an act lands where the screen says.

mod acts;
mod bulk;
mod confirm;
mod deny;
mod gateways;
mod keys;
mod load;
mod model;
mod preview;
mod row;
mod section;
mod words;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use tessera_shared::dto::queue::QueueKind;
use tessera_shared::words::Environment;

use self::acts::{Acts, use_acts};
use self::bulk::{BulkBar, BulkDialog};
use self::deny::DenyDialog;
use self::gateways::SilentGateways;
use self::keys::press_key;
use self::load::{Source, use_source};
use self::model::{Whose, find};
use self::preview::Preview;
use self::section::Section;
use crate::lists::filter_bar::{PillChoice, use_filter};
use crate::ui::keys::use_keys;
use crate::ui::number::count;
use crate::ui::{Answer, Button, Empty, Failure, Glyph, Icon, Kbd, PageHead, Seg, Skeleton, Weight, moment};
use crate::{t, tf, tn};

/// What waits.
#[component]
pub fn QueuePage() -> impl IntoView {
    let (environment, set_environment) = use_filter::<Environment>("environment");
    let (everyones, set_everyones) = use_filter::<bool>("everyone");
    let whose = Memo::new(move |_| {
        if everyones.get() == Some(true) {
            Whose::Everyones
        } else {
            Whose::Mine
        }
    });
    let set_whose = move |whose| set_everyones.set((whose == Whose::Everyones).then_some(true));
    let source = use_source(environment.into());
    let navigate = StoredValue::new_local(use_navigate());
    let go = Callback::new(move |path: String| navigate.with_value(|go| go(&path, NavigateOptions::default())));
    let acts = use_acts(source, whose, go);
    let at_cursor = Memo::new(move |_| {
        let key = acts.cursor.get()?;
        source.with_queue(|queue| find(queue, key).cloned()).flatten()
    });
    Effect::new(move |_| place_cursor(source, acts, whose.get()));
    use_keys(move |key| press_key(key, acts));
    // The sections stay on the screen while their rows change.
    let phase = Memo::new(move |_| {
        source.shown.with(|shown| {
            shown
                .as_ref()
                .map(|answer| answer.as_ref().map(drop).map_err(Clone::clone))
        })
    });
    let body = move || match phase.get() {
        None => view! { <div class="card-t overflow-hidden"><Skeleton what=t!("queue", "fila") /></div> }.into_any(),
        Some(Err(fault)) => {
            view! { <div class="card-t overflow-hidden"><Failure fault retry=move |()| source.reload() /></div> }
                .into_any()
        }
        Some(Ok(())) => {
            view! { <Sections source whose acts on_everyone=move |()| set_everyones.set(Some(true)) /> }.into_any()
        }
    };
    view! {
        <PageHead title=t!("Queue", "Fila") sub=Signal::derive(move || sub(source, whose.get()))>
            <Seg label=t!("Whose work", "De quem") answers=Signal::derive(move || answers(source)) value=whose on_change=set_whose />
            <PillChoice label=t!("Environment", "Ambiente") all=Environment::ALL value=environment set_value=set_environment />
        </PageHead>
        <div class="grid grid-cols-[minmax(0,1fr)] xl:grid-cols-[minmax(0,1fr)_20.5rem] gap-4 px-4 sm:px-6 pb-28">
            <div class="flex flex-col gap-4 min-w-0">
                <NewsLine source whose />
                {body}
            </div>
            <Preview item=at_cursor acts />
        </div>
        <KeyBar source whose />
        <DenyDialog acts />
        <BulkBar acts />
        <BulkDialog acts />
    }
}

fn sub(source: Source, whose: Whose) -> String {
    let of_all = source.tenant.get().is_none();
    source
        .with_queue(|queue| match (whose.count(queue), whose) {
            (0, _) => t!("Nothing waits", "Nada pendente").to_owned(),
            (number, Whose::Mine) => waits_for_reader(number),
            (number, Whose::Everyones) => waits_for_someone(number, of_all.then_some(queue.tenants)),
        })
        .unwrap_or_else(|| t!("Oldest first.", "Mais antigos primeiro.").to_owned())
}

fn waits_for_reader(number: u32) -> String {
    let waits = tn!(number.into(), "thing waits", "things wait"; "item espera", "itens esperam");
    tf!(
        "{waits} for you. Oldest first.",
        "{waits} por você. Mais antigos primeiro."
    )
}

fn waits_for_someone(number: u32, customers: Option<u32>) -> String {
    let waits = tn!(number.into(), "thing waits", "things wait"; "item espera", "itens esperam");
    match customers {
        None => tf!(
            "{waits} for someone. Oldest first.",
            "{waits} por alguém. Mais antigos primeiro."
        ),
        Some(customers) => {
            let customers = tn!(customers.into(), "customer", "customers"; "cliente", "clientes");
            tf!(
                "{waits} for someone, across {customers}. Oldest first.",
                "{waits} por alguém, em {customers}. Mais antigos primeiro."
            )
        }
    }
}

fn answers(source: Source) -> Vec<Answer<Whose>> {
    let of = |whose: Whose, label: &str| Answer {
        value: whose,
        label: label.to_owned(),
        count: source.with_queue(|queue| count(whose.count(queue).into())),
    };
    vec![
        of(Whose::Mine, t!("For me", "Para mim")),
        of(Whose::Everyones, t!("Everyone", "De todos")),
    ]
}

/// Keeps the cursor and the choice on rows that exist.
fn place_cursor(source: Source, acts: Acts, whose: Whose) {
    let keys = source.with_queue(|queue| whose.keys(queue)).unwrap_or_default();
    let known: Vec<String> = keys.iter().map(|key| key.link_id()).collect();
    acts.bulk.keep_only(&known);
    if !acts.cursor.get_untracked().is_some_and(|key| keys.contains(&key)) {
        acts.cursor.set(keys.first().copied());
    }
}

#[component]
fn Sections(
    source: Source,
    #[prop(into)] whose: Signal<Whose>,
    acts: Acts,
    #[prop(into)] on_everyone: Callback<()>,
) -> impl IntoView {
    let shown = Memo::new(move |_| source.with_queue(|queue| whose.get().count(queue)).unwrap_or(0));
    let others = Memo::new(move |_| source.with_queue(|queue| Whose::Everyones.count(queue)).unwrap_or(0));
    let sections = QueueKind::ALL
        .iter()
        .map(|kind| {
            let section = Signal::derive(move || {
                source
                    .with_queue(|queue| queue.sections.iter().find(|section| section.kind == *kind).cloned())
                    .flatten()
            });
            view! { <Section section kind=*kind whose acts /> }
        })
        .collect_view();
    let nothing = move || {
        match (shown.get(), others.get()) {
        (0, 0) => view! {
            <Empty icon=Glyph::Inbox title=t!("Nothing waits", "Nada pendente") detail=t!("Requests, links nobody opened and tokens that end soon appear here.", "Pedidos, links que ninguém abriu e tokens que terminam em breve aparecem aqui.") />
        }
        .into_any(),
        (0, _) => view! {
            <Empty icon=Glyph::Inbox title=t!("Nothing waits for you", "Nada pendente para você") detail=t!("Others have something to do here.", "Outras pessoas têm o que fazer aqui.")>
                <Button weight=Weight::Line on_click=on_everyone>{t!("Show everyone’s work", "Mostrar o de todos")}</Button>
            </Empty>
        }
        .into_any(),
        _ => ().into_any(),
    }
    };
    view! {
        {sections}
        <SilentGateways source whose acts />
        <Show when=move || shown.get() == 0><div class="card-t">{nothing}</div></Show>
    }
    .into_any()
}

/// "2 new": rows wait here until the reader asks for them. The line floats over the list: one that pushed the rows
/// down would move them under the pointer.
#[component]
fn NewsLine(source: Source, #[prop(into)] whose: Signal<Whose>) -> impl IntoView {
    let words = Memo::new(move |_| source.news_words(whose.get()));
    view! {
        <div role="status" class="sticky top-[calc(var(--bar)+var(--band)+0.5rem)] z-10 h-0 -mb-4 grid justify-items-center">
            {move || words.get().map(|words| view! {
                <button type="button" class="btn btn-sm btn-line shadow-md -translate-y-1" on:click=move |_| source.show_news()>
                    <Icon name=Glyph::ArrowUp /> {words} {t!(", show", ", mostrar")}
                </button>
            })}
        </div>
    }
}

/// The keys that do something here now, and whose clock the times follow; nothing without rows.
#[component]
fn KeyBar(source: Source, #[prop(into)] whose: Signal<Whose>) -> impl IntoView {
    let any = Memo::new(move |_| source.with_queue(|queue| whose.get().count(queue) > 0) == Some(true));
    let mine = move |kind| Memo::new(move |_| source.with_queue(|queue| queue.has_mine(kind)) == Some(true));
    let (decide, issue, deliver) = (
        mine(QueueKind::ToDecide),
        mine(QueueKind::ToIssue),
        mine(QueueKind::Delivery),
    );
    view! {
        <Show when=move || any.get()>
            <div class="hidden lg:flex fixed bottom-0 left-(--rail) right-0 items-center gap-4 px-6 h-9 border-t border-line bg-surface text-xs text-faint z-20">
                <span><Kbd key="J" /> <Kbd key="K" /> {t!(" move", " mover")}</span>
                <span><Kbd key="X" /> {t!(" select", " selecionar")}</span>
                <span><Kbd key="↵" /> {t!(" open", " abrir")}</span>
                {move || decide.get().then(|| view! {
                    <span><Kbd key="A" /> {t!(" approve", " aprovar")}</span>
                    <span><Kbd key="D" /> {t!(" deny", " negar")}</span>
                })}
                {move || issue.get().then(|| view! { <span><Kbd key="I" /> {t!(" issue", " emitir")}</span> })}
                {move || deliver.get().then(|| view! { <span><Kbd key="R" /> {t!(" resend", " reenviar")}</span> })}
                <span class="ml-auto">{t!("Times in ", "Horários em ")} {moment::zone()}</span>
            </div>
        </Show>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_below_the_title_counts_what_is_shown() {
        assert_eq!(waits_for_reader(1), "1 thing waits for you. Oldest first.");
        assert_eq!(waits_for_reader(4), "4 things wait for you. Oldest first.");
        assert_eq!(waits_for_someone(7, None), "7 things wait for someone. Oldest first.");
        assert_eq!(
            waits_for_someone(58, Some(12)),
            "58 things wait for someone, across 12 customers. Oldest first."
        );
    }
}
