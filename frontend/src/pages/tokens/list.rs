//! `/tokens`: every token of the customer.

use leptos::prelude::*;
use tessera_shared::dto::queue::Topic;
use tessera_shared::dto::tokens::TokenSummary;
use tessera_shared::dto::views::ViewedList;
use tessera_shared::ids::PartnerId;
use tessera_shared::instant::Instant;
use tessera_shared::lifecycle::TokenState;
use tessera_shared::words::{Environment, TokenSort};

use super::bulk::{BulkChanges, use_choice};
use crate::api;
use crate::api::tokens::TokenFilter;
use crate::components::here;
use crate::lists::export::ExportButtons;
use crate::lists::filter_bar::{PillChoice, Search, use_filter};
use crate::lists::list_body::ChangedNote;
use crate::lists::looks::{Looks, hidden_columns};
use crate::lists::paged::use_paged;
use crate::lists::row::Row;
use crate::lists::rows::List;
use crate::lists::sort::{SortChoice, use_sorting};
use crate::lists::views::ViewsMenu;
use crate::pages::requests::NewRequestLink;
use crate::ui::{Button, Empty, Glyph, PageHead, Weight, moment};
use crate::{t, tf};

/// The list of tokens.
#[component]
pub fn TokensPage() -> impl IntoView {
    let (state, set_state) = use_filter::<TokenState>("state");
    let (environment, set_environment) = use_filter::<Environment>("environment");
    let (text, set_text) = use_filter::<String>("q");
    let (partner, set_partner) = use_filter::<PartnerId>("partner");
    let (ends_from, set_ends_from) = use_filter::<Instant>("ends_from");
    let (ends_before, set_ends_before) = use_filter::<Instant>("ends_before");
    let (idle_since, set_idle_since) = use_filter::<Instant>("idle_since");
    let (sort, sorting) = use_sorting::<TokenSort>();
    let filter = move || TokenFilter {
        sort: sort.get(),
        state: state.get(),
        environment: environment.get(),
        q: text.get(),
        partner: partner.get(),
        ends_from: ends_from.get(),
        ends_before: ends_before.get(),
        idle_since: idle_since.get(),
    };
    let bulk = use_choice(filter);
    let paged = use_paged(filter, |filter, cursor| {
        Box::pin(async move { api::tokens::list(&filter, cursor.as_deref()).await })
    });
    let dated = move || ends_from.get().is_some() || ends_before.get().is_some() || idle_since.get().is_some();
    let chosen = move || state.get().is_some() || environment.get().is_some() || text.get().is_some();
    let filtered = move || chosen() || dated() || partner.get().is_some();
    let clear = move |()| {
        set_state.set(None);
        set_environment.set(None);
        set_text.set(None);
        set_partner.set(None);
        set_ends_from.set(None);
        set_ends_before.set(None);
        set_idle_since.set(None);
    };
    let hidden = hidden_columns("tokens");
    let empty = move || {
        if filtered() {
            view! {
                <Empty icon=Glyph::ListFilter title=t!("No token matches", "Nenhum token corresponde") detail=t!("There may be others without these filters.", "Pode haver outros sem esses filtros.")>
                    <Button weight=Weight::Line on_click=clear>{t!("Clear filters", "Limpar filtros")}</Button>
                </Empty>
            }
            .into_any()
        } else {
            let customer = here::name();
            let detail = tf!(
                "A token appears here after a partner asked, an admin of {customer} approved and support issued it.",
                "Um token aparece aqui depois que um parceiro pede, um administrador de {customer} aprova e o suporte emite."
            );
            view! { <Empty icon=Glyph::KeyRound title=t!("No tokens yet", "Nenhum token ainda") detail /> }.into_any()
        }
    };
    view! {
        <PageHead title=t!("Tokens", "Tokens") sub=here::sub(t!("Issued for", "Emitidos para"))>
            <NewRequestLink />
        </PageHead>
        <div class="px-4 sm:px-6 pb-28">
            <div class="card-t max-md:overflow-clip">
                <div class="flex flex-wrap items-center gap-2 px-3 py-2.5 border-b border-line">
                    <Search label=t!("Search tokens", "Buscar tokens") value=text set_value=set_text />
                    <PillChoice label=t!("State", "Estado") all=TokenState::ALL value=state set_value=set_state />
                    <PillChoice label=t!("Environment", "Ambiente") all=Environment::ALL value=environment set_value=set_environment />
                    <Linked partner ends_from ends_before idle_since />
                    <Show when=filtered>
                        <Button weight=Weight::Ghost icon=Glyph::X on_click=clear>{t!("Clear filters", "Limpar filtros")}</Button>
                    </Show>
                    <SortChoice sorting all=TokenSort::ALL />
                    <div class="ml-auto max-sm:w-full flex flex-wrap items-center gap-2">
                        <ViewsMenu list=ViewedList::Tokens />
                        <Looks columns=TokenSummary::columns list="tokens" hidden />
                        <ExportButtons paged fetch=|filter, format| Box::pin(async move { api::tokens::export(&filter, format).await }) />
                    </div>
                </div>
                <ChangedNote changed=paged.changed on_show=move |()| paged.refresh() />
                <List paged what=t!("tokens", "tokens") caption=t!("Tokens", "Tokens") empty live=Topic::Tokens hidden sorting bulk />
            </div>
        </div>
        {bulk.map(|bulk| view! { <BulkChanges paged bulk /> })}
    }
}

/// What a link from the overview or a partner narrowed the list to, in words.
#[component]
fn Linked(
    partner: Memo<Option<PartnerId>>,
    ends_from: Memo<Option<Instant>>,
    ends_before: Memo<Option<Instant>>,
    idle_since: Memo<Option<Instant>>,
) -> impl IntoView {
    let words = move || {
        let end = |at: Memo<Option<Instant>>| at.get().map(moment::utc_date_time);
        let from = end(ends_from).map(|from| tf!("Ends from {from}", "Termina a partir de {from}"));
        let before = end(ends_before).map(|before| tf!("Ends before {before}", "Termina antes de {before}"));
        let idle = end(idle_since).map(|since| tf!("Not used since {since}", "Sem uso desde {since}"));
        let partner = partner.get().map(|_| t!("One partner", "Um parceiro").to_owned());
        let pill = |text: String| view! { <span class="pill">{text}</span> };
        [partner, from, before, idle]
            .into_iter()
            .flatten()
            .map(pill)
            .collect_view()
    };
    view! { {words} }
}
