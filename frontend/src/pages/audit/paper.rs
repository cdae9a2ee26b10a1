//! `/audit/print`: the events of a filter on paper, with whole ids and exact times.

use leptos::prelude::*;
use tessera_shared::dto::audit::AuditEvent;
use tessera_shared::words::TimeSort;

use super::page_title;
use crate::api;
use crate::api::audit::AuditFilter;
use crate::components::audit_words::{object_name, who, words};
use crate::components::paper::{Cell, PaperRow, group};
use crate::components::{Facts, PaperHead, PrintButton, here};
use crate::lists::filter_bar::use_filter;
use crate::ui::{Column, Loaded, PageHead, Weight, moment};
use crate::{t, tf};

/// Most events on one sheet: about thirty pages. An export has them all.
const MOST: usize = 500;

/// The sheet.
#[component]
pub fn AuditPaperPage() -> impl IntoView {
    let (action, _) = use_filter::<String>("action");
    let (object, _) = use_filter::<String>("object");
    let (sort, _) = use_filter::<TimeSort>("sort");
    let found = LocalResource::new(move || {
        let filter = AuditFilter {
            sort: sort.get(),
            action: action.get(),
            object: object.get(),
        };
        async move {
            let filter = &filter;
            let page = |cursor: Option<String>| async move { api::audit::list(filter, cursor.as_deref()).await };
            api::first_rows(MOST, page).await
        }
    });
    let of = t!("audit trail", "trilha de auditoria");
    let value = Signal::derive(move || {
        let answer = found.get();
        answer.map(|answer| answer.map_err(|error: api::ApiError| here::fault(&error, of)))
    });
    let narrowed = move || {
        let action = action.get().map(|action| page_title(&action));
        let parts: Vec<String> = action.into_iter().chain(object.get()).collect();
        (!parts.is_empty()).then(|| {
            let what = parts.join(", ");
            view! { <p class="text-sm text-muted mb-3 print:px-6">{tf!("Only: {what}", "Somente: {what}")}</p> }
        })
    };
    let show = |(events, cut): (Vec<AuditEvent>, bool)| sheet(events, cut);
    view! {
        <PaperHead />
        <PageHead title=t!("Audit trail", "Trilha de auditoria") sub=here::sub(t!("What was done in", "O que foi feito em"))>
            <PrintButton weight=Weight::Primary />
        </PageHead>
        <div class="px-4 sm:px-6 pb-28 print:p-0">
            {narrowed}
            <Loaded value what=of retry=move |()| found.refetch() children=show />
        </div>
    }
}

fn sheet(events: Vec<AuditEvent>, cut: bool) -> AnyView {
    let columns = vec![
        Column::text(t!("When", "Quando")),
        Column::text(t!("What", "O quê")),
        Column::text(t!("Object", "Objeto")),
        Column::text(t!("Who", "Quem")),
        Column::text(t!("Facts", "Dados")),
    ];
    let note = cut.then(|| {
        tf!(
            "There are more than {MOST} events; the newest are shown. Narrow the filter, or export them all from the list.",
            "Há mais de {MOST} eventos; aparecem os mais novos. Restrinja o filtro ou exporte todos pela lista."
        )
    });
    let rows = events.into_iter().map(row).collect();
    group("audit-events", t!("Events", "Eventos"), columns, Some(rows), note)
}

fn row(event: AuditEvent) -> AnyView {
    let (by, name, at) = (who(&event), object_name(&event), event.at);
    let title = words(event.action).title;
    let (object, address, reason) = (event.object.clone(), event.address.clone(), event.reason.clone());
    view! {
        <PaperRow>
            <Cell class="num min-w-28 lg:whitespace-nowrap print:whitespace-normal"><time datetime=at.to_string()>{moment::exact(at)}</time></Cell>
            <Cell>{title}</Cell>
            <Cell class="wrap-anywhere min-w-44">
                {name.map(|name| view! { <span class="font-medium block leading-4">{name}</span> })}
                <span class="mono text-xs text-faint block">{object}</span>
            </Cell>
            <Cell class="text-muted">
                {by}
                {address.map(|address| view! { <span class="mono text-xs text-faint block">{address}</span> })}
            </Cell>
            <Cell class="min-w-40">
                {reason.map(|reason| view! { <p class="text-sm text-muted wrap-anywhere">"“" {reason} "”"</p> })}
                <Facts event />
            </Cell>
        </PaperRow>
    }
    .into_any()
}
