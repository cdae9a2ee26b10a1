//! `/requests`: everything asked of the customer.

use leptos::prelude::*;
use leptos_router::components::A;
use tessera_shared::dto::queue::Topic;
use tessera_shared::dto::requests::RequestSummary;
use tessera_shared::lifecycle::RequestStage;
use tessera_shared::permission::Action;

use super::words::api_names;
use crate::api;
use crate::api::requests::RequestFilter;
use crate::components::here;
use crate::components::{EnvTag, StageBadge};
use crate::lists::filter_bar::{Search, use_filter};
use crate::lists::list_body::{ChangedNote, ListBody};
use crate::lists::paged::use_paged;
use crate::tn;
use crate::ui::{Answer, Button, Column, Empty, Glyph, Icon, PageHead, Seg, Shape, Table, Time, Weight};

const COLUMNS: &[Column] = &[
    Column::text("Application"),
    Column::text("Partner"),
    Column::text("API"),
    Column::classed("Environment", "hidden xl:table-cell"),
    Column::text("Stage"),
    Column::right("For"),
    Column::right("Filed"),
];

/// The list of requests.
#[component]
pub fn RequestsPage() -> impl IntoView {
    let (stage, set_stage) = use_filter::<RequestStage>("stage");
    let (text, set_text) = use_filter::<String>("q");
    let paged = use_paged(
        move || RequestFilter {
            stage: stage.get(),
            q: text.get(),
            partner: None,
        },
        |filter, cursor| Box::pin(async move { api::requests::list(&filter, cursor.as_deref()).await }),
    );
    let changed = here::use_changed(Topic::Requests);
    let clear = move |()| {
        set_stage.set(None);
        set_text.set(None);
    };
    let empty = move || {
        if stage.get().is_some() || text.get().is_some() {
            view! {
                <Empty icon=Glyph::ListFilter title="No request matches" detail="There may be others without these filters.">
                    <Button weight=Weight::Line on_click=clear>"Clear filters"</Button>
                </Empty>
            }
            .into_any()
        } else {
            view! {
                <Empty icon=Glyph::GitPullRequestArrow title="No requests yet"
                    detail="A request appears here when a partner asks on the request page, or when you file one for them." />
            }
            .into_any()
        }
    };
    let stages = std::iter::once(Answer::new(None, "All"))
        .chain(
            RequestStage::ALL
                .iter()
                .map(|stage| Answer::new(Some(*stage), stage_name(*stage))),
        )
        .collect::<Vec<_>>();
    view! {
        <PageHead title="Requests" sub=here::sub("What partners asked of")>
            <NewRequestLink />
        </PageHead>
        <div class="px-4 sm:px-6 pb-28">
            <div class="card-t overflow-hidden">
                <div class="flex flex-wrap items-center gap-2 px-3 py-2.5 border-b border-line">
                    <Search label="Search requests" value=text set_value=set_text />
                    <Seg label="Stage" answers=Signal::stored(stages) value=stage on_change=move |stage| set_stage.set(stage) />
                </div>
                <ChangedNote changed on_show=move |()| paged.refresh() />
                <ListBody paged what="requests" empty rows />
            </div>
        </div>
    }
}

const fn stage_name(stage: RequestStage) -> &'static str {
    match stage {
        RequestStage::AwaitingPartner => "To confirm",
        RequestStage::AwaitingDecision => "To decide",
        RequestStage::AwaitingIssue => "To issue",
        RequestStage::Issued => "Issued",
        RequestStage::Withdrawn => "Withdrawn",
        RequestStage::Lapsed => "Lapsed",
    }
}

/// Goes to the form, for those who may file.
#[component]
pub fn NewRequestLink() -> impl IntoView {
    let may = here::may(Action::SubmitRequest);
    view! {
        <Show when=move || may.get()>
            <A href="/requests/new" attr:class="btn btn-primary btn-sm"><Icon name=Glyph::Plus />"New request"</A>
        </Show>
    }
}

fn rows(requests: Vec<RequestSummary>) -> AnyView {
    let lines = requests
        .iter()
        .cloned()
        .map(|row| view! { <Line row /> })
        .collect_view();
    let cards = requests.into_iter().map(|row| view! { <Card row /> }).collect_view();
    view! {
        <div class="hidden md:block overflow-x-auto"><Table caption="Requests" columns=COLUMNS>{lines}</Table></div>
        <ul class="md:hidden">{cards}</ul>
    }
    .into_any()
}

const fn over(stage: RequestStage) -> bool {
    matches!(stage, RequestStage::Withdrawn | RequestStage::Lapsed)
}

#[component]
fn Line(row: RequestSummary) -> impl IntoView {
    view! {
        <tr class=("gone", over(row.stage))>
            <td class="max-w-64">
                <A href=format!("/requests/{}", row.id) attr:class="font-medium block truncate leading-4">{row.application}</A>
            </td>
            <td class="max-w-48 truncate">{row.company}</td>
            <td class="whitespace-nowrap">
                {api_names(&row.apis)} " " <span class="text-faint">{tn!(row.scope_count.into(), "scope", "scopes"; "escopo", "escopos")}</span>
            </td>
            <td class="hidden xl:table-cell"><EnvTag environment=row.environment /></td>
            <td><StageBadge stage=row.stage /></td>
            <td class="r whitespace-nowrap text-muted"><Time at=row.since shape=Shape::Age /></td>
            <td class="r whitespace-nowrap"><Time at=row.submitted_at /></td>
        </tr>
    }
}

#[component]
fn Card(row: RequestSummary) -> impl IntoView {
    view! {
        <li class="px-4 py-3 border-b border-line last:border-0">
            <div class="flex items-center gap-2">
                <A href=format!("/requests/{}", row.id) attr:class="font-medium truncate text-sm">{row.application}</A>
                <span class="ml-auto"><StageBadge stage=row.stage /></span>
            </div>
            <div class="text-sm text-muted truncate">{row.company} ", " {api_names(&row.apis)}</div>
            <div class="flex items-center gap-2 text-xs text-faint mt-1">
                <EnvTag environment=row.environment />
                <span class="ml-auto num"><Time at=row.since shape=Shape::Age /></span>
            </div>
        </li>
    }
}
