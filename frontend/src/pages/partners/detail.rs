//! `/partners/{partner}`: one partner and its tokens.

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;
use tessera_shared::dto::partners::Partner;
use tessera_shared::ids::PartnerId;
use tessera_shared::permission::Action;

use crate::api;
use crate::api::tokens::TokenFilter;
use crate::components::here;
use crate::lists::paged::use_paged;
use crate::lists::rows::List;
use crate::pages::requests::side::initials;
use crate::ui::{Empty, Glyph, Icon, Shape, Skeleton, Time};
use crate::{t, tn};

/// One partner.
#[component]
pub fn PartnerPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").and_then(|text| text.parse::<PartnerId>().ok()));
    let turn = RwSignal::new(0_u32);
    let partner = LocalResource::new(move || {
        turn.track();
        let id = id.get();
        async move {
            match id {
                Some(id) => api::partners::get(id).await,
                None => Err(api::not_found()),
            }
        }
    });
    let retry = Callback::new(move |()| {
        turn.try_update(|turn| *turn += 1);
    });
    view! {
        <Transition fallback=|| view! { <Skeleton what=t!("partner", "parceiro") /> }>
            {move || Suspend::new(async move {
                match partner.await {
                    Ok(partner) => view! { <Shown partner /> }.into_any(),
                    Err(error) => here::failed_page(&error, t!("partner", "parceiro"), retry),
                }
            })}
        </Transition>
    }
}

#[component]
fn Shown(partner: Partner) -> impl IntoView {
    let id = partner.id;
    let may = here::may(Action::SubmitRequest);
    let tokens = use_paged(
        move || TokenFilter {
            partner: Some(id),
            ..TokenFilter::default()
        },
        |filter, cursor| Box::pin(async move { api::tokens::list(&filter, cursor.as_deref()).await }),
    );
    // Every row is of this partner.
    let hidden = RwSignal::new(vec!["partner".to_owned()]);
    let empty = || {
        view! { <Empty icon=Glyph::KeyRound title=t!("No tokens yet", "Nenhum token ainda") detail=t!("Tokens of this partner appear here once support has issued one.", "Os tokens deste parceiro aparecem aqui depois que o suporte emitir um.") /> }
            .into_any()
    };
    let ended = tn!(partner.ended_tokens.into(), "ended", "ended"; "encerrado", "encerrados");
    view! {
        <div class="px-4 sm:px-6 pt-4">
            <nav aria-label=t!("Breadcrumb", "Caminho") class="text-xs text-muted flex items-center gap-1.5">
                <A href="/partners" attr:class="hover:text-ink">{t!("Partners", "Parceiros")}</A>
                <Icon name=Glyph::ChevronRight class="icon-xs text-faint" />
                <span class="truncate">{partner.name.clone()}</span>
            </nav>
        </div>
        <div class="flex flex-wrap items-center gap-3 px-4 sm:px-6 pt-2 pb-5">
            <span class="grid place-items-center size-9 rounded-lg bg-sunken border border-line text-sm font-semibold text-muted" aria-hidden="true">{initials(&partner.name)}</span>
            <div class="min-w-0">
                <h1 class="text-xl">{partner.name.clone()}</h1>
                <p class="text-sm text-muted truncate">{partner.contact_name.clone()} ", " {partner.contact_email.clone()}</p>
            </div>
            <Show when=move || may.get()>
                <A href=format!("/requests/new?partner={id}") attr:class="btn btn-primary btn-sm sm:ml-auto"><Icon name=Glyph::Plus />{t!("New request", "Novo pedido")}</A>
            </Show>
        </div>
        <div class="grid grid-cols-[minmax(0,1fr)] 2xl:grid-cols-[minmax(0,1fr)_21rem] gap-4 px-4 sm:px-6 pb-28 lg:pb-12">
            <section class="card-t p-4 self-start max-sm:order-last 2xl:order-last">
                <h2 class="text-sm mb-3">{t!("Facts", "Dados")}</h2>
                <dl class="dl sm:max-2xl:grid-cols-[auto_1fr_auto_1fr_auto_1fr]">
                    <dt>{t!("Since", "Desde")}</dt>
                    <dd><Time at=partner.since shape=Shape::Date /></dd>
                    <dt>{t!("Tokens", "Tokens")}</dt>
                    <dd>{tn!(partner.active_tokens.into(), "active token", "active tokens"; "token ativo", "tokens ativos")} ", " {ended}</dd>
                    <dt>{t!("Requests", "Pedidos")}</dt>
                    <dd>{tn!(partner.open_requests.into(), "open request", "open requests"; "pedido aberto", "pedidos abertos")}</dd>
                </dl>
            </section>
            <section class="of-one-partner card-t overflow-hidden min-w-0 content-start">
                <div class="card-h border-b border-line"><h2 class="text-sm">{t!("Tokens", "Tokens")}</h2></div>
                <List paged=tokens what=t!("tokens", "tokens") caption=t!("Tokens", "Tokens") empty hidden />
            </section>
        </div>
    }
}
