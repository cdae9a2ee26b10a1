//! `/requests`: everything asked of the customer.

use leptos::prelude::*;
use leptos_router::components::A;
use tessera_shared::dto::queue::Topic;
use tessera_shared::dto::requests::RequestSummary;
use tessera_shared::dto::views::ViewedList;
use tessera_shared::lifecycle::RequestStage;
use tessera_shared::permission::Action;
use tessera_shared::words::TimeSort;

use super::words::{api_names, waits};
use crate::api;
use crate::api::requests::RequestFilter;
use crate::components::here;
use crate::components::{EnvTag, StageBadge};
use crate::i18n::Named;
use crate::lists::export::ExportButtons;
use crate::lists::filter_bar::{Search, use_filter};
use crate::lists::list_body::ChangedNote;
use crate::lists::looks::{Looks, hidden_columns};
use crate::lists::paged::use_paged;
use crate::lists::row::{ListColumn, Row};
use crate::lists::rows::List;
use crate::lists::sort::{SortChoice, use_sorting};
use crate::lists::views::ViewsMenu;
use crate::ui::{Answer, Button, Column, Empty, Glyph, Icon, PageHead, Seg, Shape, Time, Weight};
use crate::{t, tn};

/// The list of requests.
#[component]
pub fn RequestsPage() -> impl IntoView {
    let (stage, set_stage) = use_filter::<RequestStage>("stage");
    let (text, set_text) = use_filter::<String>("q");
    let (sort, sorting) = use_sorting::<TimeSort>();
    let paged = use_paged(
        move || RequestFilter {
            sort: sort.get(),
            stage: stage.get(),
            q: text.get(),
            partner: None,
        },
        |filter, cursor| Box::pin(async move { api::requests::list(&filter, cursor.as_deref()).await }),
    );
    let clear = move |()| {
        set_stage.set(None);
        set_text.set(None);
    };
    let hidden = hidden_columns("requests");
    let empty = move || {
        if stage.get().is_some() || text.get().is_some() {
            view! {
                <Empty icon=Glyph::ListFilter title=t!("No request matches", "Nenhum pedido corresponde") detail=t!("There may be others without these filters.", "Pode haver outros sem esses filtros.")>
                    <Button weight=Weight::Line on_click=clear>{t!("Clear filters", "Limpar filtros")}</Button>
                </Empty>
            }
            .into_any()
        } else {
            view! {
                <Empty icon=Glyph::GitPullRequestArrow title=t!("No requests yet", "Nenhum pedido ainda")
                    detail=t!("A request appears here when a partner asks on the request page, or when you file one for them.", "Um pedido aparece aqui quando um parceiro pede na página de pedidos ou quando você envia um por ele.") />
            }
            .into_any()
        }
    };
    let stages = std::iter::once(Answer::new(None, t!("All", "Todos")))
        .chain(
            RequestStage::ALL
                .iter()
                .map(|stage| Answer::new(Some(*stage), stage.name())),
        )
        .collect::<Vec<_>>();
    view! {
        <PageHead title=t!("Requests", "Pedidos") sub=here::sub(t!("What partners asked of", "O que os parceiros pediram a"))>
            <NewRequestLink />
        </PageHead>
        <div class="px-4 sm:px-6 pb-28">
            <div class="card-t max-md:overflow-clip">
                <div class="flex flex-wrap items-center gap-2 px-3 py-2.5 border-b border-line">
                    <Search label=t!("Search requests", "Buscar pedidos") value=text set_value=set_text />
                    <Seg label=t!("Stage", "Etapa") answers=Signal::stored(stages) value=stage on_change=move |stage| set_stage.set(stage) />
                    <SortChoice sorting all=TimeSort::ALL class="md:hidden" />
                    <div class="ml-auto max-sm:w-full flex flex-wrap items-center gap-2">
                        <ViewsMenu list=ViewedList::Requests />
                        <Looks columns=RequestSummary::columns list="requests" hidden />
                        <ExportButtons paged fetch=|filter, format| Box::pin(async move { api::requests::export(&filter, format).await }) />
                    </div>
                </div>
                <ChangedNote changed=paged.changed on_show=move |()| paged.refresh() />
                <List paged what=t!("requests", "pedidos") caption=t!("Requests", "Pedidos") empty live=Topic::Requests hidden sorting />
            </div>
        </div>
    }
}

/// Goes to the form, for those who may file.
#[component]
pub fn NewRequestLink() -> impl IntoView {
    let may = here::may(Action::SubmitRequest);
    view! {
        <Show when=move || may.get()>
            <A href="/requests/new" attr:class="btn btn-primary btn-sm"><Icon name=Glyph::Plus />{t!("New request", "Novo pedido")}</A>
        </Show>
    }
}

const fn over(stage: RequestStage) -> bool {
    matches!(stage, RequestStage::Withdrawn | RequestStage::Lapsed)
}

/// Since when somebody has to act; nothing once nobody has.
fn age(row: &RequestSummary) -> AnyView {
    let since = row.since;
    waits(row.stage)
        .then(|| view! { <Time at=since shape=Shape::Age /> })
        .into_any()
}

impl Row for RequestSummary {
    fn columns() -> Vec<ListColumn> {
        let wide = "hidden xl:table-cell";
        vec![
            ListColumn::new("application", Column::text(t!("Application", "Aplicação")), "max-w-64"),
            ListColumn::new("partner", Column::text(t!("Partner", "Parceiro")), "max-w-48 truncate"),
            ListColumn::new("api", Column::text("API"), "whitespace-nowrap"),
            ListColumn::new(
                "environment",
                Column::classed(t!("Environment", "Ambiente"), wide),
                wide,
            ),
            ListColumn::new("stage", Column::text(t!("Stage", "Etapa")), ""),
            ListColumn::new(
                "for",
                Column::right(t!("Waiting", "Espera")),
                "r whitespace-nowrap text-muted",
            ),
            ListColumn::new("filed", Column::right(t!("Filed", "Enviado")), "r whitespace-nowrap")
                .sorted(TimeSort::Oldest.as_str(), Some(TimeSort::Newest.as_str())),
        ]
    }

    fn key(&self) -> String {
        self.id.to_string()
    }

    fn href(&self) -> Option<String> {
        Some(format!("/requests/{}", self.id))
    }

    fn ended(&self) -> bool {
        over(self.stage)
    }

    fn cells(&self) -> Vec<AnyView> {
        let row = self.clone();
        let scopes = tn!(row.scope_count.into(), "scope", "scopes"; "escopo", "escopos");
        vec![
            view! {
                <A href=format!("/requests/{}", row.id) attr:class="font-medium block truncate leading-4">{row.application}</A>
            }
            .into_any(),
            row.company.into_any(),
            view! { {api_names(&row.apis)} " " <span class="text-faint">{scopes}</span> }.into_any(),
            view! { <EnvTag environment=row.environment /> }.into_any(),
            view! { <StageBadge stage=row.stage /> }.into_any(),
            age(self),
            view! { <Time at=row.submitted_at /> }.into_any(),
        ]
    }

    fn card(&self) -> AnyView {
        let (row, waiting) = (self.clone(), age(self));
        view! {
            <div class="flex items-center gap-2">
                <A href=format!("/requests/{}", row.id) attr:class="font-medium truncate text-sm">{row.application}</A>
                <span class="ml-auto"><StageBadge stage=row.stage /></span>
            </div>
            <div class="text-sm text-muted truncate">{row.company} ", " {api_names(&row.apis)}</div>
            <div class="flex items-center gap-2 text-xs text-faint mt-1">
                <EnvTag environment=row.environment />
                <span class="ml-auto num">{waiting}</span>
            </div>
        }
        .into_any()
    }
}
