//! Pages that are printed, or saved as a PDF.

use leptos::prelude::*;

use super::here;
use super::tenant::TenantLine;
use crate::state::session;
use crate::ui::number::count;
use crate::ui::{Button, Column, Glyph, Table, Weight, moment};
use crate::{t, tf};

/// Prints the page.
#[component]
pub fn PrintButton(
    /// How much it asks for attention.
    #[prop(default = Weight::Line)]
    weight: Weight,
) -> impl IntoView {
    // Refused only where the page is shown without a window's own printing.
    let print = |()| drop(window().print());
    view! {
        <span class="print:hidden">
            <Button weight icon=Glyph::Printer on_click=print>
                <span>{t!("Print", "Imprimir")}<span class="max-sm:hidden">{t!(" or save as PDF", " ou salvar em PDF")}</span></span>
            </Button>
        </span>
    }
    .into_any()
}

/// Stands on paper only, where the bar is not: which customer, and who printed it when.
#[component]
pub fn PaperHead() -> impl IntoView {
    let card = here::card();
    let slug = card.slug.clone();
    let reader = session::me_untracked().map(|me| me.name).unwrap_or_default();
    let at = RwSignal::new(moment::now());
    let printing = window_event_listener_untyped("beforeprint", move |_| {
        let _gone = at.try_set(moment::now());
    });
    on_cleanup(move || printing.remove());
    let made = move || {
        let at = moment::exact(at.get());
        tf!("Printed by {reader}, {at}", "Impresso por {reader}, {at}")
    };
    view! {
        <div class="hidden print:flex items-center gap-3 border-b border-line-strong px-6 pb-3 mb-3" data-testid="paper-head">
            <TenantLine tenant=card />
            <span class="mono text-xs text-muted">{slug}</span>
            <span class="ml-auto text-xs text-muted">{made}</span>
        </div>
    }
    .into_any()
}

/// A row of a sheet. On a phone's screen it is a block, and still a row to a screen reader.
#[component]
pub fn PaperRow(children: Children) -> impl IntoView {
    view! { <tr role="row">{children()}</tr> }.into_any()
}

/// A cell of a sheet.
#[component]
pub fn Cell(
    /// The head of its column, which stands before it on a phone's screen; none where it says itself what it is.
    #[prop(optional)]
    head: Option<&'static str>,
    /// Classes.
    #[prop(optional)]
    class: &'static str,
    children: Children,
) -> impl IntoView {
    let Some(head) = head else {
        return view! { <td role="cell" class=class>{children()}</td> }.into_any();
    };
    view! {
        <td role="cell" class=class><span class="cell-head" aria-hidden="true">{head}</span><div>{children()}</div></td>
    }
    .into_any()
}

/// One group of a sheet: a heading with its number, and a table whose head stands on every page of paper.
pub fn group(
    id: &'static str,
    title: &'static str,
    columns: Vec<Column>,
    rows: Option<Vec<AnyView>>,
    note: Option<String>,
) -> AnyView {
    let number = rows.as_ref().map(|rows| count(u64::try_from(rows.len()).unwrap_or(0)));
    let body = match rows {
        Some(rows) if rows.is_empty() => view! {
            <p class="px-4 py-3 text-sm text-muted">{t!("There is nothing here.", "Não há nada aqui.")}</p>
        }
        .into_any(),
        Some(rows) => view! {
            <div class="relative overflow-x-auto print:overflow-visible" tabindex="0" role="region" aria-label=tf!("Table: {title}", "Tabela: {title}")>
                <Table caption=title columns>{rows}</Table>
            </div>
        }
        .into_any(),
        None => view! {
            <p class="px-4 py-3 text-sm text-muted">{t!("Your role may not see this here.", "Seu papel não pode ver isto aqui.")}</p>
        }
        .into_any(),
    };
    view! {
        <section class="paper card-t overflow-hidden print:overflow-visible" aria-labelledby=id>
            <div class="card-h border-b border-line">
                <h2 id=id class="text-sm">{title}</h2>
                <span class="text-xs text-faint num">{number}</span>
            </div>
            {body}
            {note.map(|note| view! { <p class="px-4 py-3 text-sm text-muted border-t border-line">{note}</p> })}
        </section>
    }
    .into_any()
}
