//! `/gateways/new`: describe it, then paste its configuration and watch the first call.

use leptos::prelude::*;
use leptos_router::components::A;
use tessera_shared::dto::catalogue::Api;
use tessera_shared::dto::gateways::CreatedGateway;
use tessera_shared::permission::Action;
use tessera_shared::words::GatewayMode;

use super::credential::CredentialCard;
use super::first_call::FirstCall;
use super::form_state::GatewayDraft;
use super::snippet::Snippet;
use crate::api;
use crate::components::here;
use crate::components::{NotForRole, PinnedForm};
use crate::forms::creation::{Creation, use_creation};
use crate::forms::failure::FormFailure;
use crate::forms::fields::{EnvironmentField, TextField};
use crate::t;
use crate::ui::{Button, Field, Glyph, Note, Skeleton, Tone, Weight};

/// The wizard.
#[component]
pub fn NewGatewayPage() -> impl IntoView {
    if let Some(why) = here::blocked(Action::ManageGateways, t!("add gateways", "adicionar gateways")) {
        return view! { <NotForRole why /> }.into_any();
    }
    let turn = RwSignal::new(0_u32);
    let apis = LocalResource::new(move || {
        turn.track();
        api::apis::list()
    });
    let retry = Callback::new(move |()| {
        turn.try_update(|turn| *turn += 1);
    });
    view! {
        <Transition fallback=|| view! { <Skeleton what=t!("form", "formulário") /> }>
            {move || Suspend::new(async move {
                match apis.await {
                    Ok(page) => view! { <Wizard apis=page.items /> }.into_any(),
                    Err(error) => here::failed_page(&error, t!("form", "formulário"), retry),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Wizard(apis: Vec<Api>) -> impl IntoView {
    let draft = RwSignal::new(GatewayDraft::default());
    let made = RwSignal::new(None::<CreatedGateway>);
    let apis = StoredValue::new(apis);
    let dirty =
        Signal::derive(move || made.with(Option::is_none) && draft.with(|draft| *draft != GatewayDraft::default()));
    move || {
        match made.get() {
        Some(made) => view! { <Configure made /> }.into_any(),
        None => view! {
            <PinnedForm title=t!("Add gateway", "Adicionar gateway") dirty><Describe apis=apis.get_value() draft made /></PinnedForm>
        }
        .into_any(),
    }
    }
}

#[component]
fn Describe(apis: Vec<Api>, draft: RwSignal<GatewayDraft>, made: RwSignal<Option<CreatedGateway>>) -> impl IntoView {
    let form = use_creation();
    let Creation { errors, act, .. } = form;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let send = |body, key: String| async move { api::gateways::create(&body, &key).await };
        form.submit(draft.with_untracked(GatewayDraft::to_dto), send, move |answer| {
            made.set(Some(answer));
        });
    };
    view! {
        <form class="grid gap-5" aria-label=t!("Gateway", "Gateway") on:submit=submit novalidate>
            <div class="grid sm:grid-cols-2 gap-4">
                <TextField id="name" label=t!("Name", "Nome") pointer="/name" errors hint=t!("As in your own lists, such as edge-oslo-1.", "Como nas suas próprias listas, por exemplo edge-oslo-1.")
                    value=Signal::derive(move || draft.with(|draft| draft.name.clone()))
                    on_input=move |text| draft.update(|draft| draft.name = text) />
                <TextField id="place" label=t!("Place", "Local") pointer="/place" errors hint=t!("Where it stands or what it guards.", "Onde fica ou o que protege.")
                    value=Signal::derive(move || draft.with(|draft| draft.place.clone()))
                    on_input=move |text| draft.update(|draft| draft.place = text) />
            </div>
            <ModeField draft />
            <div class="grid sm:grid-cols-2 gap-4">
                <EnvironmentField id="environment"
                    value=Signal::derive(move || draft.with(|draft| draft.environment))
                    on_change=move |word| draft.update(|draft| draft.environment = word) />
                <AudienceField apis=apis.clone() draft />
            </div>
            <ScopesField apis draft />
            <FormFailure act />
            <div class="flex flex-wrap justify-end gap-2">
                <A href="/gateways" exact=true attr:class="btn btn-ghost btn-sm">{t!("Cancel", "Cancelar")}</A>
                <Button weight=Weight::Primary busy=act.busy>{t!("Add gateway", "Adicionar gateway")}</Button>
            </div>
        </form>
    }
}

#[component]
fn ModeField(draft: RwSignal<GatewayDraft>) -> impl IntoView {
    let option = move |mode: GatewayMode, title: &'static str, text: &'static str| {
        view! {
            <label class="opt">
                <input
                    type="radio" name="mode" class="radio mt-0.5"
                    prop:checked=move || draft.with(|draft| draft.mode == mode)
                    on:change=move |_| draft.update(|draft| draft.mode = mode)
                />
                <span><span class="block text-sm font-medium">{title}</span><span class="block text-xs text-muted">{text}</span></span>
            </label>
        }
    };
    view! {
        <fieldset>
            <legend class="lab">{t!("How it learns", "Como aprende")}</legend>
            <div class="grid sm:grid-cols-2 gap-2">
                {option(GatewayMode::ForwardAuth, "Forward-auth", t!("nginx, Envoy, Traefik, Caddy, HAProxy, Kong, APISIX: asks before every call.", "nginx, Envoy, Traefik, Caddy, HAProxy, Kong, APISIX: pergunta antes de cada chamada."))}
                {option(GatewayMode::Introspection, t!("Introspection", "Introspecção"), t!("RFC 7662: Apache, resource servers.", "RFC 7662: Apache, servidores de recursos."))}
                {option(GatewayMode::Feed, t!("Feed", "Feed"), t!("Keeps answers and follows events: sidecars, own gateways.", "Guarda as respostas e acompanha os eventos: sidecars, gateways próprios."))}
                {option(GatewayMode::LocalJwt, "JWT", t!("Verifies by itself with the customer’s public keys.", "Verifica sozinho com as chaves públicas do cliente."))}
            </div>
        </fieldset>
    }
}

#[component]
fn AudienceField(apis: Vec<Api>, draft: RwSignal<GatewayDraft>) -> impl IntoView {
    let options = apis
        .into_iter()
        .map(|api| {
            let value = api.audience.clone();
            view! {
                <option value=api.audience selected=move || draft.with(|draft| draft.audience == value)>{api.name} " " {api.version}</option>
            }
        })
        .collect_view();
    view! {
        <Field id="audience" label=t!("API it guards", "API que protege") hint=t!("Tokens for other APIs are refused.", "Tokens de outras APIs são recusados.")>
            <select
                id="audience" class="select w-full" aria-describedby="audience-note"
                on:change:target=move |event| draft.update(|draft| draft.set_audience(event.target().value()))
            >
                <option value="" selected=move || draft.with(|draft| draft.audience.is_empty())>{t!("any API", "qualquer API")}</option>
                {options}
            </select>
        </Field>
    }
}

#[component]
fn ScopesField(apis: Vec<Api>, draft: RwSignal<GatewayDraft>) -> impl IntoView {
    let rows = move || {
        let audience = draft.with(|draft| draft.audience.clone());
        let scopes = apis
            .iter()
            .filter(|api| api.audience == audience)
            .flat_map(|api| api.scopes.clone());
        scopes
            .map(|scope| {
                let (ticked, name) = (scope.name.clone(), scope.name.clone());
                view! {
                    <label>
                        <input
                            type="checkbox" class="checkbox mt-0.5"
                            prop:checked=move || draft.with(|draft| draft.required_scopes.contains(&ticked))
                            on:change:target=move |event| {
                                let on = event.target().checked();
                                draft.update(|draft| draft.set_scope(name.clone(), on));
                            }
                        />
                        <span class="min-w-0"><span class="mono text-xs font-medium">{scope.name}</span><span class="block text-xs text-muted">{scope.description}</span></span>
                    </label>
                }
            })
            .collect_view()
    };
    let chosen = Memo::new(move |_| draft.with(|draft| !draft.audience.is_empty()));
    view! {
        <Show when=move || chosen.get()>
            <fieldset>
                <legend class="lab">{t!("Scopes every call needs ", "Escopos que toda chamada precisa ter ")} <span class="text-faint font-normal">{t!("(optional)", "(opcional)")}</span></legend>
                <div class="opt-list">{rows.clone()}</div>
                <p class="hint">{t!("A token without all of them is refused here.", "Um token sem todos eles é recusado aqui.")}</p>
            </fieldset>
        </Show>
    }
}

#[component]
fn Configure(made: CreatedGateway) -> impl IntoView {
    let CreatedGateway { gateway, credential } = made;
    let name = gateway.name.clone();
    let shown = match credential {
        Some(credential) => view! { <CredentialCard credential /> }.into_any(),
        None => view! {
            <Note tone=Tone::Warn icon=Glyph::TriangleAlert>{t!("The credential was shown before. Rotate it on the gateway’s page to get a new one.", "A credencial já foi mostrada. Rotacione na página do gateway para obter uma nova.")}</Note>
        }
        .into_any(),
    };
    let first = gateway.clone();
    let try_it = "curl -i https://your-gateway.example/ \\\n  -H \"Authorization: Bearer $TOKEN\"";
    view! {
        <div class="px-4 sm:px-6 pt-5 pb-28 lg:pb-12 max-w-7xl 2xl:mx-auto">
            <h1 class="text-xl">{t!("Add gateway ", "Adicionar gateway ")} <span class="mono text-lg font-medium">{name}</span></h1>
            <p class="text-sm text-muted mt-1 mb-5">{t!("Store the credential, paste the configuration, then send a call through the gateway.", "Guarde a credencial, cole a configuração e envie uma chamada pelo gateway.")}</p>
            <div class="grid grid-cols-[minmax(0,1fr)] xl:grid-cols-[minmax(0,1fr)_24.5rem] gap-4">
                <div class="grid gap-4 content-start min-w-0">{shown}<Snippet gateway /></div>
                <div class="grid grid-cols-[minmax(0,1fr)] gap-4 content-start">
                    <FirstCall gateway=first />
                    <section class="card-t p-4">
                        <h2 class="text-sm mb-2">{t!("Try it yourself", "Experimente")}</h2>
                        <pre class="code rounded-lg border border-line" tabindex="0" role="region" aria-label=t!("Test command", "Comando de teste")>{try_it}</pre>
                        <p class="hint">{t!("Without a good token the gateway answers 401. That call counts too.", "Sem um token válido o gateway responde 401. Essa chamada também conta.")}</p>
                    </section>
                </div>
            </div>
        </div>
    }
}
