//! One row of the queue.

use leptos::prelude::*;
use tessera_shared::dto::queue::{QueueItem, QueueKind};

use super::acts::{Acts, href};
use super::bulk::plan::can_choose;
use super::confirm::ConfirmIssue;
use super::model::key_of;
use super::words::{act, aside, is_late, subject};
use crate::components::bulk::RowBox;
use crate::components::{EnvTag, TenantLine};
use crate::ui::{Badge, Glyph, Shape, Time, Tone, moment, use_now};
use crate::{t, tf};

const SUBJECT: &str = "min-w-0 row-start-2 lg:row-auto lg:col-auto lg:col-span-1 text-sm flex flex-wrap lg:flex-nowrap \
                       items-baseline gap-x-2";
const MARKS: &str =
    "row-start-3 lg:row-auto lg:col-auto lg:col-span-1 flex flex-wrap items-center gap-1.5 lg:justify-end";

/// A row: customer, what it is about, where, since when, and the one act.
#[component]
pub fn Row(
    /// The row.
    item: QueueItem,
    /// What the reader can do.
    acts: Acts,
) -> impl IntoView {
    let key = key_of(&item);
    let now = use_now();
    let at_cursor = Memo::new(move |_| acts.cursor.get() == Some(key));
    let chosen = Memo::new(move |_| acts.bulk.has(&key.link_id()));
    let armed = Memo::new(move |_| acts.armed.get() == Some(key));
    let kept = StoredValue::new(item);
    let item = kept.get_value();
    let (late_item, aside_item, late_now) = (item.clone(), item.clone(), now.clone());
    let late = Memo::new(move |_| is_late(&late_item, late_now.get()));
    let button = act(&item);
    let press = move |_| acts.press(&kept.get_value());
    let open = move |event: web_sys::MouseEvent| {
        if !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.button() != 0) {
            event.prevent_default();
            acts.open(&kept.get_value());
        }
    };
    let of_one = Memo::new(move |_| acts.of_one());
    // On phones, below the customer's logo: that comes second where the row has a box.
    let (under_logo, marks_under_logo) = if can_choose(item.kind) {
        ("col-start-2 col-span-2", "col-start-2")
    } else {
        ("col-start-1 col-span-3", "col-start-1 col-span-2")
    };
    let under_logo = format!("{under_logo} {SUBJECT}");
    let marks_under_logo = format!("{marks_under_logo} {MARKS}");
    let name = format!("{button} {}, {}", item.tenant.name, subject(&item));
    view! {
        <li
            class="border-b border-line last:border-0 hover:bg-hover"
            class=("li-cursor", at_cursor) class=("bg-hover", move || at_cursor.get() && !chosen.get()) class=("bg-selected", chosen)
            aria-current=move || at_cursor.get().then_some("true")
            on:focusin=move |_| acts.cursor.set(Some(key))
            on:click=move |_| acts.cursor.set(Some(key))
        >
            <div class="grid grid-cols-[auto_minmax(0,1fr)_auto] lg:grid-cols-[1rem_9.75rem_minmax(0,1fr)_auto_4.75rem_5rem] items-center gap-x-3 gap-y-1 px-4 py-2.5 lg:py-0 lg:h-11">
                <Choice item=item.clone() acts />
                <TenantLine tenant=item.tenant.clone() quiet=of_one />
                <span class=under_logo>
                    <a id=key.link_id() href=href(&item) class="truncate lg:shrink-0 min-w-0 max-w-full" class=("font-medium", of_one) on:click=open>{subject(&item)}</a>
                    <span class="text-faint truncate min-w-0">{move || aside(&aside_item, now.get())}</span>
                </span>
                <span class=marks_under_logo>
                    <Marks item=item.clone() />
                </span>
                <span
                    class="row-start-1 col-start-3 lg:row-auto lg:col-auto text-right text-sm num whitespace-nowrap text-muted"
                    class=("text-bad!", late) class=("font-medium", late)
                >
                    <When item=item.clone() />
                    {move || late.get().then(|| view! { <span class="sr-only">{t!(" (late)", " (atrasado)")}</span> })}
                </span>
                <span class="row-start-3 col-start-3 lg:row-auto lg:col-auto flex justify-end">
                    <button
                        type="button" class="btn btn-xs h-7 max-lg:h-10 px-2.5 text-xs"
                        class=("btn-primary", at_cursor) class=("btn-line", move || !at_cursor.get())
                        aria-label=name on:click=press
                    >
                        {button}
                    </button>
                </span>
            </div>
            {move || acts.bulk.failure(&key.link_id()).map(|why| view! { <p class="px-4 pb-2 text-xs text-bad">{why}</p> })}
            {move || armed.get().then(|| view! { <ConfirmIssue item=kept.get_value() acts /> })}
        </li>
    }
    .into_any()
}

/// The box that chooses a row; with shift, everything up to it.
#[component]
fn Choice(item: QueueItem, acts: Acts) -> impl IntoView {
    let key = key_of(&item);
    let chosen = Memo::new(move |_| acts.bulk.has(&key.link_id()));
    if !can_choose(item.kind) {
        return view! { <span class="max-lg:hidden"></span> }.into_any();
    }
    let (name, subject) = (&item.tenant.name, subject(&item));
    let label = tf!("Select {name}, {subject}", "Selecionar {name}, {subject}");
    let kept = StoredValue::new(item);
    let range = move |()| kept.with_value(|item| acts.choose_to(item));
    let toggle = move |()| acts.bulk.toggle(key.link_id());
    view! { <RowBox label chosen on_toggle=toggle on_range=range /> }.into_any()
}

/// Environment and state.
#[component]
fn Marks(item: QueueItem) -> impl IntoView {
    let state = match item.kind {
        QueueKind::Delivery if item.lapsed => Some((Tone::Bad, Glyph::MailX, t!("Link ran out", "Link expirado"))),
        QueueKind::Delivery => Some((Tone::Warn, Glyph::Mail, t!("Not opened", "Não aberto"))),
        _ => None,
    };
    view! {
        <EnvTag environment=item.environment />
        {state.map(|(tone, icon, text)| view! { <Badge tone icon text /> })}
    }
}

/// How long it waits; for a token that expires, its end.
#[component]
fn When(item: QueueItem) -> impl IntoView {
    let now = use_now();
    match item.kind {
        QueueKind::Expiring if moment::seconds_since(now.get_untracked(), item.since) >= 86_400 => {
            let text = moment::day_month(item.since);
            view! { <time datetime=item.since.to_string() title=moment::exact(item.since)>{text}</time> }.into_any()
        }
        QueueKind::Expiring => view! { <Time at=item.since /> }.into_any(),
        _ => view! { <Time at=item.since shape=Shape::Age /> }.into_any(),
    }
}
