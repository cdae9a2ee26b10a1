//! `/audit`: who did what to what, newest first unless the reader sorts otherwise.

mod paper;

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_location;
use tessera_shared::dto::audit::{AuditAction, AuditEvent};
use tessera_shared::dto::views::ViewedList;
use tessera_shared::words::TimeSort;

pub use self::paper::AuditPaperPage;
use crate::api;
use crate::api::audit::AuditFilter;
use crate::components::audit_words::{Words, object_name, who, words};
use crate::components::{Facts, here};
use crate::lists::export::ExportButtons;
use crate::lists::filter_bar::{PillSelect, Search, use_filter};
use crate::lists::looks::{Looks, hidden_columns};
use crate::lists::paged::use_paged;
use crate::lists::row::{ListColumn, Row};
use crate::lists::rows::List;
use crate::lists::sort::{SortChoice, use_sorting};
use crate::lists::views::ViewsMenu;
use crate::t;
use crate::ui::{Badge, Button, Column, CopyButton, Empty, Glyph, Icon, PageHead, Shape, Time, Weight, shorten};

/// Groups of actions: what their names start with, and what they are called.
fn groups() -> [(&'static str, &'static str); 7] {
    [
        ("request.", t!("Requests", "Pedidos")),
        ("token.", t!("Tokens", "Tokens")),
        ("delivery.", t!("Links", "Links")),
        ("partner.", t!("Partners", "Parceiros")),
        ("api.", t!("APIs", "APIs")),
        ("gateway.", t!("Gateways", "Gateways")),
        ("member.", t!("Members", "Membros")),
    ]
}

/// What a group of actions or an action is called.
fn page_title(action: &str) -> String {
    let group = groups().into_iter().find(|(prefix, _)| *prefix == action);
    let name = group.map(|(_, title)| title);
    name.or_else(|| Some(words(action.parse().ok()?).title))
        .map_or_else(|| action.to_owned(), str::to_owned)
}

/// The audit trail of the active customer.
#[component]
pub fn AuditPage() -> impl IntoView {
    let (action, set_action) = use_filter::<String>("action");
    let (object, set_object) = use_filter::<String>("object");
    let (sort, sorting) = use_sorting::<TimeSort>();
    let paged = use_paged(
        move || AuditFilter {
            sort: sort.get(),
            action: action.get(),
            object: object.get(),
        },
        |filter, cursor| Box::pin(async move { api::audit::list(&filter, cursor.as_deref()).await }),
    );
    let clear = move |()| {
        set_action.set(None);
        set_object.set(None);
    };
    let hidden = hidden_columns("audit");
    let empty = move || {
        let filtered = action.get().is_some() || object.get().is_some();
        if !filtered {
            return view! { <Empty icon=Glyph::ScrollText title=t!("Nothing happened yet", "Nada aconteceu ainda") detail=t!("Every change writes a line here, in the same step as the change.", "Toda mudança grava uma linha aqui, no mesmo passo da mudança.") /> }.into_any();
        }
        view! {
            <Empty icon=Glyph::ListFilter title=t!("No event matches", "Nenhum evento corresponde") detail=t!("There may be others without these filters.", "Pode haver outros sem esses filtros.")>
                <Button weight=Weight::Line on_click=clear>{t!("Clear filters", "Limpar filtros")}</Button>
            </Empty>
        }
        .into_any()
    };
    let search = use_location().search;
    let paper = move || match search.get() {
        search if search.is_empty() => "/audit/print".to_owned(),
        search => format!("/audit/print?{}", search.trim_start_matches('?')),
    };
    view! {
        <PageHead title=t!("Audit", "Auditoria") sub=here::sub(t!("What was done in", "O que foi feito em"))>
            <A href=paper attr:class="btn btn-sm btn-line"><Icon name=Glyph::Printer />{t!("Print", "Imprimir")}</A>
            <A href="/review" attr:class="btn btn-sm btn-line"><Icon name=Glyph::FileText />{t!("Access review", "Revisão de acessos")}</A>
        </PageHead>
        <div class="px-4 sm:px-6 pb-28">
            <div class="card-t max-md:overflow-clip">
                <div class="flex flex-wrap items-center gap-2 px-3 py-2.5 border-b border-line">
                    <Search label=t!("Id of an object", "Id de um objeto") value=object set_value=set_object />
                    <ActionPill value=action set_value=set_action />
                    <SortChoice sorting all=TimeSort::ALL class="md:hidden" />
                    <div class="ml-auto max-sm:w-full flex flex-wrap items-center gap-2">
                        <ViewsMenu list=ViewedList::Audit />
                        <Looks columns=AuditEvent::columns list="audit" hidden />
                        <ExportButtons paged fetch=|filter, format| Box::pin(async move { api::audit::export(&filter, format).await }) />
                    </div>
                </div>
                <List paged what=t!("events", "eventos") caption=t!("Audit events", "Eventos de auditoria") empty hidden sorting />
            </div>
        </div>
    }
}

/// Chooses a group of actions or one action.
#[component]
fn ActionPill(value: Memo<Option<String>>, set_value: SignalSetter<Option<String>>) -> impl IntoView {
    let option = move |text: &'static str, title: &'static str| {
        let chosen = move || value.with(|value| value.as_deref() == Some(text));
        view! { <option value=text prop:selected=chosen>{title}</option> }
    };
    let group = move |(prefix, title): (&'static str, &'static str)| {
        let all = AuditAction::ALL
            .iter()
            .filter(|action| action.as_str().starts_with(prefix));
        let each = all
            .map(|action| option(action.as_str(), words(*action).title))
            .collect_view();
        view! { <optgroup label=title>{option(prefix, title)} {each}</optgroup> }
    };
    let on_choose = move |action: String| set_value.set(Some(action).filter(|action| !action.is_empty()));
    view! {
        <PillSelect label=t!("Action", "Ação") field="max-w-48" on_choose>
            <option value="" prop:selected=move || value.with(Option::is_none)>{t!("any", "todas")}</option>
            {groups().map(group).collect_view()}
        </PillSelect>
    }
}

/// The page of the object, where there is one.
fn page_of(object: &str) -> Option<String> {
    let folder = match object.split_once('_')?.0 {
        "req" => "requests",
        "tok" => "tokens",
        "prt" => "partners",
        "api" => "apis",
        "gtw" => "gateways",
        _ => return None,
    };
    Some(format!("/{folder}/{object}"))
}

#[component]
fn Object(event: AuditEvent) -> impl IntoView {
    let name = object_name(&event);
    let object = event.object;
    let shown = shorten(&object);
    let class = "font-medium truncate max-w-full";
    let name = name.map(|name| match page_of(&object) {
        Some(href) => view! { <A href attr:class=class>{name}</A> }.into_any(),
        None => view! { <span class=class>{name}</span> }.into_any(),
    });
    view! {
        <span class="flex flex-col items-start gap-1 min-w-0 leading-4">
            {name} <CopyButton text=Signal::stored(object) label=t!("Copy id", "Copiar id") shown class="btn-ghost btn-xs -ml-2 text-faint" />
        </span>
    }
}

#[component]
fn Story(event: AuditEvent) -> impl IntoView {
    let reason = event.reason.clone();
    view! {
        {reason.map(|reason| view! { <p class="text-sm text-muted wrap-anywhere">"“" {reason} "”"</p> })}
        <Facts event />
    }
}

impl Row for AuditEvent {
    fn columns() -> Vec<ListColumn> {
        let (wide, wider) = ("hidden lg:table-cell", "hidden xl:table-cell");
        vec![
            ListColumn::new("when", Column::text(t!("When", "Quando")), "whitespace-nowrap num")
                .sorted(TimeSort::Oldest.as_str(), Some(TimeSort::Newest.as_str())),
            ListColumn::new("what", Column::text(t!("What", "O quê")), ""),
            ListColumn::new("object", Column::text(t!("Object", "Objeto")), "max-w-64"),
            ListColumn::new("who", Column::text(t!("Who", "Quem")), "text-muted"),
            ListColumn::new(
                "facts",
                Column::classed(t!("Facts", "Dados"), wide),
                "hidden lg:table-cell max-w-96",
            ),
            ListColumn::new(
                "address",
                Column::classed(t!("Address", "Endereço"), wider),
                "hidden xl:table-cell mono text-xs text-faint",
            ),
        ]
    }

    fn key(&self) -> String {
        self.id.to_string()
    }

    fn href(&self) -> Option<String> {
        page_of(&self.object)
    }

    fn cells(&self) -> Vec<AnyView> {
        let event = self.clone();
        let Words { icon, tone, title } = words(event.action);
        vec![
            view! { <Time at=event.at shape=Shape::DateTime /> }.into_any(),
            view! { <Badge tone icon text=title /> }.into_any(),
            view! { <Object event=event.clone() /> }.into_any(),
            who(&event).into_any(),
            view! { <Story event=event.clone() /> }.into_any(),
            event.address.into_any(),
        ]
    }

    fn card(&self) -> AnyView {
        let event = self.clone();
        let Words { icon, tone, title } = words(event.action);
        view! {
            <div class="grid gap-1">
                <div class="flex flex-wrap items-center gap-x-2 gap-y-1">
                    <Badge tone icon text=title />
                    <span class="ml-auto text-xs text-faint num whitespace-nowrap"><Time at=event.at shape=Shape::DateTime /></span>
                </div>
                <div class="text-sm min-w-0"><Object event=event.clone() /></div>
                <div class="text-xs text-muted">{who(&event)}</div>
                <Story event />
            </div>
        }
        .into_any()
    }
}
