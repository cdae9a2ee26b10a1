//! `/partners`: every partner of the customer.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::use_navigate;
use tessera_shared::dto::partners::Partner;
use tessera_shared::dto::queue::Topic;
use tessera_shared::permission::Action;

use super::add::AddPartner;
use crate::api;
use crate::components::here;
use crate::lists::export::ExportButtons;
use crate::lists::filter_bar::{Search, use_filter};
use crate::lists::list_body::ChangedNote;
use crate::lists::looks::{Looks, hidden_columns};
use crate::lists::paged::use_paged;
use crate::lists::row::{ListColumn, Row};
use crate::lists::rows::List;
use crate::ui::number::count;
use crate::ui::{Button, Column, Empty, Glyph, PageHead, Shape, Time, Weight};
use crate::{t, tn};

/// The list of partners.
#[component]
pub fn PartnersPage() -> impl IntoView {
    let (text, set_text) = use_filter::<String>("q");
    let paged = use_paged(
        move || text.get(),
        |text, cursor| Box::pin(async move { api::partners::list(text.as_deref(), cursor.as_deref()).await }),
    );
    let adding = RwSignal::new(false);
    let may = here::may(Action::ManagePartners);
    let navigate = StoredValue::new_local(use_navigate());
    let added = move |partner: Partner| {
        adding.set(false);
        navigate.with_value(|go| go(&format!("/partners/{}", partner.id), NavigateOptions::default()));
    };
    let hidden = hidden_columns("partners");
    let empty = move || {
        if text.get().is_some() {
            view! {
                <Empty icon=Glyph::ListFilter title=t!("No partner matches", "Nenhum parceiro corresponde") detail=t!("There may be others without the search.", "Pode haver outros sem a busca.")>
                    <Button weight=Weight::Line on_click=move |()| set_text.set(None)>{t!("Clear search", "Limpar busca")}</Button>
                </Empty>
            }
            .into_any()
        } else {
            view! {
                <Empty icon=Glyph::Handshake title=t!("No partners yet", "Nenhum parceiro ainda")
                    detail=t!("A partner appears here when a request is confirmed, or when you add one.", "Um parceiro aparece aqui quando um pedido é confirmado ou quando você adiciona um.") />
            }
            .into_any()
        }
    };
    view! {
        <PageHead title=t!("Partners", "Parceiros") sub=here::sub(t!("Who uses the APIs of", "Quem usa as APIs de"))>
            <Show when=move || may.get()>
                <Button weight=Weight::Primary icon=Glyph::Plus on_click=move |()| adding.set(true)>{t!("Add partner", "Adicionar parceiro")}</Button>
            </Show>
        </PageHead>
        <div class="px-4 sm:px-6 pb-28">
            <div class="card-t max-md:overflow-clip">
                <div class="flex flex-wrap items-center gap-2 px-3 py-2.5 border-b border-line">
                    <Search label=t!("Search partners", "Buscar parceiros") value=text set_value=set_text />
                    <div class="ml-auto max-sm:w-full max-sm:-ml-3 flex flex-wrap items-center gap-2">
                        <Looks columns=Partner::columns list="partners" hidden />
                        <ExportButtons paged fetch=|filter, format| Box::pin(async move { api::partners::export(filter.as_deref(), format).await }) />
                    </div>
                </div>
                <ChangedNote changed=paged.changed on_show=move |()| paged.refresh() />
                <List paged what=t!("partners", "parceiros") caption=t!("Partners", "Parceiros") empty live=Topic::Catalogue hidden />
            </div>
        </div>
        <Show when=move || adding.get()>
            <AddPartner on_added=added on_close=move |()| adding.set(false) />
        </Show>
    }
}

impl Row for Partner {
    fn columns() -> Vec<ListColumn> {
        vec![
            ListColumn::new("partner", Column::text(t!("Partner", "Parceiro")), "max-w-64"),
            ListColumn::new("contact", Column::text(t!("Contact", "Contato")), "max-w-64"),
            ListColumn::new("active", Column::right(t!("Active tokens", "Tokens ativos")), "r"),
            ListColumn::new("ended", Column::right(t!("Ended", "Encerrados")), "r text-muted"),
            ListColumn::new("open", Column::right(t!("Open requests", "Pedidos abertos")), "r"),
            ListColumn::new("since", Column::right(t!("Since", "Desde")), "r whitespace-nowrap"),
        ]
    }

    fn key(&self) -> String {
        self.id.to_string()
    }

    fn href(&self) -> Option<String> {
        Some(format!("/partners/{}", self.id))
    }

    fn cells(&self) -> Vec<AnyView> {
        let partner = self.clone();
        vec![
            view! {
                <A href=format!("/partners/{}", partner.id) attr:class="font-medium block truncate">{partner.name}</A>
            }
            .into_any(),
            view! {
                <span class="block truncate leading-4">{partner.contact_name}</span>
                <span class="block truncate text-xs text-faint density-2">{partner.contact_email}</span>
            }
            .into_any(),
            count(partner.active_tokens.into()).into_any(),
            count(partner.ended_tokens.into()).into_any(),
            count(partner.open_requests.into()).into_any(),
            view! { <Time at=partner.since shape=Shape::Date /> }.into_any(),
        ]
    }

    fn card(&self) -> AnyView {
        let partner = self.clone();
        let tokens = (partner.active_tokens > 0).then(
            || tn!(partner.active_tokens.into(), "active token", "active tokens"; "token ativo", "tokens ativos"),
        );
        let requests = (partner.open_requests > 0).then(
            || tn!(partner.open_requests.into(), "open request", "open requests"; "pedido aberto", "pedidos abertos"),
        );
        let counts: Vec<String> = tokens.into_iter().chain(requests).collect();
        view! {
            <A href=format!("/partners/{}", partner.id) attr:class="font-medium block truncate text-sm">{partner.name}</A>
            <div class="text-sm text-muted truncate">{partner.contact_name} ", " {partner.contact_email}</div>
            <div class="text-xs text-faint mt-1 num empty:hidden">{counts.join(", ")}</div>
        }
        .into_any()
    }
}
