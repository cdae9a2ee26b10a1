//! Gateways that called before and have been silent since.

use leptos::prelude::*;
use tessera_shared::dto::queue::QueueGateway;

use super::acts::Acts;
use super::load::Source;
use super::model::{RowKey, Whose};
use crate::components::{EnvTag, TenantLine};
use crate::ui::number::count;
use crate::ui::{Badge, Glyph, Kbd, Shape, Time, Tone};
use crate::{t, tf};

/// The section; nothing at all when it is empty.
#[component]
pub fn SilentGateways(
    /// The queue.
    source: Source,
    /// Whose work is shown.
    #[prop(into)]
    whose: Signal<Whose>,
    /// What the reader can do.
    acts: Acts,
) -> impl IntoView {
    let rows = Memo::new(move |_| {
        source
            .with_queue(|queue| whose.get().gateways(queue))
            .unwrap_or_default()
    });
    let total = move || {
        let gateways = source
            .with_queue(|queue| (queue.gateways.total, queue.gateways.mine))
            .unwrap_or_default();
        let shown = if whose.get() == Whose::Mine {
            gateways.1
        } else {
            gateways.0
        };
        count(u64::from(shown))
    };
    view! {
        <Show when=move || rows.with(|rows| !rows.is_empty())>
            <section aria-labelledby="queue-gateways" class="card-t overflow-hidden">
                <div class="card-h border-b border-line">
                    <h2 id="queue-gateways" class="text-sm">{t!("Gateways to look at", "Gateways a verificar")}</h2>
                    <span class="text-sm text-faint num">{total}</span>
                    <span class="text-xs text-faint hidden sm:inline">{t!("they called before and are silent", "já chamaram e estão em silêncio")}</span>
                    <span class="ml-auto hidden lg:flex items-center gap-1.5 text-xs text-faint">{t!("open ", "abrir ")} <Kbd key="↵" /></span>
                </div>
                <ul>
                    <For each=move || rows.get() key=|row| (row.gateway, row.since) children=move |row| view! { <Row row acts /> } />
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn Row(row: QueueGateway, acts: Acts) -> impl IntoView {
    let key = RowKey::Gateway(row.gateway);
    let at_cursor = Memo::new(move |_| acts.cursor.get() == Some(key));
    let of_one = Memo::new(move |_| acts.of_one());
    let kept = StoredValue::new(row.clone());
    let open = move |event: web_sys::MouseEvent| {
        if !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.button() != 0) {
            event.prevent_default();
            kept.with_value(|row| acts.open_gateway(row));
        }
    };
    let href = format!("/gateways/{}?tenant={}", row.gateway, row.tenant.id);
    let (tenant, name) = (&row.tenant.name, &row.name);
    let label = tf!("Open {tenant}, {name}", "Abrir {tenant}, {name}");
    view! {
        <li
            class="border-b border-line last:border-0 hover:bg-hover"
            class=("li-cursor", at_cursor) class=("bg-hover", at_cursor)
            aria-current=move || at_cursor.get().then_some("true")
            on:focusin=move |_| acts.cursor.set(Some(key))
            on:click=move |_| acts.cursor.set(Some(key))
        >
            <div class="grid grid-cols-[minmax(0,1fr)_auto] lg:grid-cols-[1rem_9.75rem_minmax(0,1fr)_auto_4.75rem_5rem] items-center gap-x-3 gap-y-1 px-4 py-2.5 lg:py-0 lg:h-11">
                <span class="max-lg:hidden"></span>
                <TenantLine tenant=row.tenant.clone() quiet=of_one />
                <span class="min-w-0 row-start-2 col-start-1 col-span-2 lg:row-auto lg:col-auto lg:col-span-1 text-sm flex flex-wrap lg:flex-nowrap items-baseline gap-x-2">
                    <a id=key.link_id() href=href class="truncate lg:shrink-0 min-w-0 max-w-full" class=("font-medium", of_one) on:click=open>{row.name.clone()}</a>
                    <span class="text-faint truncate min-w-0">{row.place.clone()}</span>
                </span>
                <span class="row-start-3 col-start-1 lg:row-auto lg:col-auto flex flex-wrap items-center gap-1.5 lg:justify-end">
                    <EnvTag environment=row.environment /><Badge tone=Tone::Warn icon=Glyph::CloudOff text=t!("Silent", "Em silêncio") />
                </span>
                <span class="row-start-1 col-start-2 lg:row-auto lg:col-auto text-right text-sm num whitespace-nowrap text-muted">
                    <Time at=row.since shape=Shape::Age />
                </span>
                <span class="row-start-3 col-start-2 lg:row-auto lg:col-auto flex justify-end">
                    <button
                        type="button" class="btn btn-xs h-7 max-lg:h-10 px-2.5 text-xs"
                        class=("btn-primary", at_cursor) class=("btn-line", move || !at_cursor.get())
                        aria-label=label on:click=move |_| kept.with_value(|row| acts.open_gateway(row))
                    >
                        {t!("Open", "Abrir")}
                    </button>
                </span>
            </div>
        </li>
    }
    .into_any()
}
