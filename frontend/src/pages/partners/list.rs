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
use crate::lists::filter_bar::{Search, use_filter};
use crate::lists::list_body::{ChangedNote, ListBody};
use crate::lists::paged::use_paged;
use crate::ui::number::count;
use crate::ui::{Button, Column, Empty, Glyph, PageHead, Shape, Table, Time, Weight};
use crate::{t, tn};

fn columns() -> [Column; 6] {
    [
        Column::text(t!("Partner", "Parceiro")),
        Column::text(t!("Contact", "Contato")),
        Column::right(t!("Active tokens", "Tokens ativos")),
        Column::right(t!("Ended", "Encerrados")),
        Column::right(t!("Open requests", "Pedidos abertos")),
        Column::right(t!("Since", "Desde")),
    ]
}

/// The list of partners.
#[component]
pub fn PartnersPage() -> impl IntoView {
    let (text, set_text) = use_filter::<String>("q");
    let paged = use_paged(
        move || text.get(),
        |text, cursor| Box::pin(async move { api::partners::list(text.as_deref(), cursor.as_deref()).await }),
    );
    let changed = here::use_changed(Topic::Catalogue);
    let adding = RwSignal::new(false);
    let may = here::may(Action::ManagePartners);
    let navigate = StoredValue::new_local(use_navigate());
    let added = move |partner: Partner| {
        adding.set(false);
        navigate.with_value(|go| go(&format!("/partners/{}", partner.id), NavigateOptions::default()));
    };
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
            <div class="card-t overflow-hidden">
                <div class="flex flex-wrap items-center gap-2 px-3 py-2.5 border-b border-line">
                    <Search label=t!("Search partners", "Buscar parceiros") value=text set_value=set_text />
                </div>
                <ChangedNote changed on_show=move |()| paged.refresh() />
                <ListBody paged what=t!("partners", "parceiros") empty rows />
            </div>
        </div>
        <Show when=move || adding.get()>
            <AddPartner on_added=added on_close=move |()| adding.set(false) />
        </Show>
    }
}

fn rows(partners: Vec<Partner>) -> AnyView {
    let lines = partners
        .iter()
        .cloned()
        .map(|partner| view! { <Line partner /> })
        .collect_view();
    let cards = partners
        .into_iter()
        .map(|partner| view! { <Card partner /> })
        .collect_view();
    view! {
        <div class="hidden md:block overflow-x-auto"><Table caption=t!("Partners", "Parceiros") columns=columns()>{lines}</Table></div>
        <ul class="md:hidden">{cards}</ul>
    }
    .into_any()
}

#[component]
fn Line(partner: Partner) -> impl IntoView {
    view! {
        <tr>
            <td class="max-w-64">
                <A href=format!("/partners/{}", partner.id) attr:class="font-medium block truncate">{partner.name}</A>
            </td>
            <td class="max-w-64">
                <span class="block truncate leading-4">{partner.contact_name}</span>
                <span class="block truncate text-xs text-faint">{partner.contact_email}</span>
            </td>
            <td class="r">{count(partner.active_tokens.into())}</td>
            <td class="r text-muted">{count(partner.ended_tokens.into())}</td>
            <td class="r">{count(partner.open_requests.into())}</td>
            <td class="r whitespace-nowrap"><Time at=partner.since shape=Shape::Date /></td>
        </tr>
    }
}

#[component]
fn Card(partner: Partner) -> impl IntoView {
    view! {
        <li class="px-4 py-3 border-b border-line last:border-0">
            <A href=format!("/partners/{}", partner.id) attr:class="font-medium block truncate text-sm">{partner.name}</A>
            <div class="text-sm text-muted truncate">{partner.contact_name} ", " {partner.contact_email}</div>
            <div class="text-xs text-faint mt-1 num">
                {tn!(partner.active_tokens.into(), "active token", "active tokens"; "token ativo", "tokens ativos")} ", " {tn!(partner.open_requests.into(), "open request", "open requests"; "pedido aberto", "pedidos abertos")}
            </div>
        </li>
    }
}
