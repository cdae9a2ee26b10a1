//! `/requests/new`: an agent files for a partner, who confirms by mail.

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_query_map;
use tessera_shared::dto::catalogue::Api;
use tessera_shared::dto::partners::Partner;
use tessera_shared::dto::requests::Filed;
use tessera_shared::permission::Action;

use super::form_state::{SubmitDraft, WishDraft};
use super::wish_fields::WishFields;
use crate::api;
use crate::components::here;
use crate::components::{NotForRole, PinnedForm};
use crate::forms::checked::error_at;
use crate::forms::creation::{Creation, use_creation};
use crate::forms::failure::FormFailure;
use crate::forms::fields::Errors;
use crate::ui::{Button, Empty, Field, Glyph, Skeleton, Weight, shorten};
use crate::{t, tf};

/// Everything the form offers.
#[derive(Clone)]
struct Offer {
    partners: Vec<Partner>,
    apis: Vec<Api>,
    max_days: u32,
}

async fn offer() -> Result<Offer, api::ApiError> {
    let partners = api::partners::list(None, None).await?.items;
    let apis = api::apis::list().await?.items;
    let tenant = api::tenants::get().await?;
    Ok(Offer {
        partners,
        apis,
        max_days: tenant.policy.max_lifetime_days,
    })
}

/// The form of an agent.
#[component]
pub fn NewRequestPage() -> impl IntoView {
    let turn = RwSignal::new(0_u32);
    let offer = LocalResource::new(move || {
        turn.track();
        offer()
    });
    let retry = Callback::new(move |()| {
        turn.try_update(|turn| *turn += 1);
    });
    view! {
        <Transition fallback=|| view! { <Skeleton what=t!("form", "formulário") /> }>
            {move || Suspend::new(async move {
                match offer.await {
                    Ok(offer) => view! { <Form offer /> }.into_any(),
                    Err(error) => here::failed_page(&error, t!("form", "formulário"), retry),
                }
            })}
        </Transition>
    }
}

#[component]
fn Form(offer: Offer) -> impl IntoView {
    if let Some(why) = here::blocked(Action::SubmitRequest, t!("file requests", "registrar pedidos")) {
        return view! { <NotForRole why /> }.into_any();
    }
    if offer.partners.is_empty() || offer.apis.is_empty() {
        return view! {
            <h1 class="sr-only">{t!("File a request for a partner", "Registrar um pedido para um parceiro")}</h1>
            <Empty icon=Glyph::Handshake title=t!("Nothing to file yet", "Nada a registrar ainda") detail=t!("A request needs a partner and an API. Add them first.", "Um pedido precisa de um parceiro e de uma API. Adicione-os primeiro.")>
                <A href="/partners" attr:class="btn btn-line btn-sm">{t!("Partners", "Parceiros")}</A>
                <A href="/apis" attr:class="btn btn-line btn-sm">"APIs"</A>
            </Empty>
        }
        .into_any();
    }
    let filed = RwSignal::new(None::<Filed>);
    let asked = use_query_map()
        .read_untracked()
        .get("partner")
        .and_then(|text| text.parse().ok());
    let partner = RwSignal::new(asked);
    let wish = RwSignal::new(WishDraft {
        lifetime_days: offer.max_days.min(180).to_string(),
        ..WishDraft::default()
    });
    let fresh = wish.get_untracked();
    let dirty = Signal::derive(move || filed.with(Option::is_none) && wish.with(|wish| *wish != fresh));
    let offer = StoredValue::new(offer);
    let body = move || match filed.get() {
        Some(filed) => view! { <Done filed /> }.into_any(),
        None => view! { <Fields offer=offer.get_value() partner wish filed /> }.into_any(),
    };
    view! {
        <PinnedForm title=t!("File a request for a partner", "Registrar um pedido para um parceiro") dirty>{body}</PinnedForm>
    }
    .into_any()
}

#[component]
fn Fields(
    offer: Offer,
    partner: RwSignal<Option<tessera_shared::ids::PartnerId>>,
    wish: RwSignal<WishDraft>,
    filed: RwSignal<Option<Filed>>,
) -> impl IntoView {
    let form = use_creation();
    let Creation { errors, act, .. } = form;
    let max_days = offer.max_days;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let draft = SubmitDraft {
            partner: partner.get_untracked(),
            wish: wish.get_untracked(),
        };
        let send = |body, key: String| async move { api::requests::submit(&body, &key).await };
        form.submit(draft.to_dto(max_days), send, move |answer| filed.set(Some(answer)));
    };
    view! {
        <form class="grid gap-5" aria-label=t!("Request", "Pedido") on:submit=submit novalidate>
            <PartnerField partners=offer.partners partner errors />
            <WishFields draft=wish errors apis=offer.apis max_days />
            <FormFailure act />
            <div class="flex flex-wrap justify-end gap-2">
                <A href="/requests" exact=true attr:class="btn btn-ghost btn-sm">{t!("Cancel", "Cancelar")}</A>
                <Button weight=Weight::Primary busy=act.busy>{t!("Send for confirmation", "Enviar para confirmação")}</Button>
            </div>
        </form>
    }
}

#[component]
fn PartnerField(
    partners: Vec<Partner>,
    partner: RwSignal<Option<tessera_shared::ids::PartnerId>>,
    errors: Errors,
) -> impl IntoView {
    let error = Memo::new(move |_| errors.with(|errors| error_at(errors, "/partner")));
    let options = partners
        .into_iter()
        .map(|row| {
            let id = row.id;
            view! { <option value=id.to_string() selected=move || partner.get() == Some(id)>{row.name} ", " {row.contact_email}</option> }
        })
        .collect_view();
    view! {
        <Field id="partner" label=t!("Partner", "Parceiro") error hint=t!("Confirms by a link in the mail before anybody decides.", "Confirma por um link no e-mail antes que alguém decida.")>
            <select
                id="partner" class="select w-full" aria-describedby="partner-note"
                aria-invalid=move || error.with(Option::is_some).to_string()
                on:change:target=move |event| partner.set(event.target().value().parse().ok())
            >
                <option value="" selected=move || partner.get().is_none()>{t!("Choose a partner", "Escolha um parceiro")}</option>
                {options}
            </select>
        </Field>
    }
}

#[component]
fn Done(filed: Filed) -> impl IntoView {
    let id = filed.id.to_string();
    let name = here::name();
    let after = tf!(
        "An admin of {name} can decide once the partner has confirmed.",
        "Um administrador de {name} pode decidir assim que o parceiro confirmar."
    );
    view! {
        <div role="status" class="grid gap-3">
            <p class="text-base">{t!("Waiting for the partner. A mail went to ", "Esperando pelo parceiro. Um e-mail foi para ")} <strong class="font-medium break-all">{filed.sent_to}</strong> "."</p>
            <p class="text-sm text-muted">{after}</p>
            <div class="flex flex-wrap gap-2">
                <A href=format!("/requests/{id}") attr:class="btn btn-primary btn-sm">{t!("Open ", "Abrir ")} <span class="mono text-xs">{shorten(&id)}</span></A>
                <A href="/requests" exact=true attr:class="btn btn-line btn-sm">{t!("All requests", "Todos os pedidos")}</A>
            </div>
        </div>
    }
}
