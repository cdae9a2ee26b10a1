//! `/{slug}/request`: a partner asks for access.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_params_map;
use tessera_shared::dto::catalogue::PublicCatalogue;
use tessera_shared::dto::requests::Filed;
use tessera_shared::error::ErrorCode;
use tessera_shared::validate::is_slug;

use super::frame::{Closed, PlainFrame, PublicFrame};
use crate::api;
use crate::forms::fields::{Errors, TextField, focus_first_error};
use crate::forms::kept::{keep_draft, take_draft};
use crate::pages::requests::form_state::{FileDraft, WishDraft};
use crate::pages::requests::wish_fields::WishFields;
use crate::t;
use crate::ui::Icon;

/// The form partners fill.
#[component]
pub fn PublicRequestPage() -> impl IntoView {
    let params = use_params_map();
    let catalogue = LocalResource::new(move || {
        let slug = params.read().get("slug").unwrap_or_default();
        async move {
            // Only a slug may go into the path.
            if is_slug(&slug) {
                api::public::get_tenant(&slug).await
            } else {
                Err(api::not_found())
            }
        }
    });
    view! {
        <Transition fallback=|| ()>
            {move || Suspend::new(async move {
                match catalogue.await {
                    Ok(catalogue) => view! { <Form catalogue /> }.into_any(),
                    Err(error) => {
                        let gone = error.code() == Some(ErrorCode::NotFound);
                        let (title, detail) = if gone {
                            (t!("Nobody is known by this address", "Ninguém é conhecido por este endereço"), t!("Ask your contact for the right one.", "Peça o endereço certo ao seu contato.").to_owned())
                        } else {
                            (t!("The page did not load", "A página não carregou"), error.to_string())
                        };
                        view! {
                            <PlainFrame>
                                <h1 class="text-2xl mb-6">{t!("Request access", "Pedir acesso")}</h1>
                                <Closed icon="search-x" title detail />
                            </PlainFrame>
                        }.into_any()
                    }
                }
            })}
        </Transition>
    }
}

#[component]
fn Form(catalogue: PublicCatalogue) -> impl IntoView {
    let filed = RwSignal::new(None::<Filed>);
    let tenant = catalogue.tenant.clone();
    let catalogue = StoredValue::new(catalogue);
    let body = move || match filed.get() {
        Some(filed) => view! { <CheckMail filed /> }.into_any(),
        None => view! { <Fields catalogue=catalogue.get_value() filed /> }.into_any(),
    };
    view! { <PublicFrame tenant>{body}</PublicFrame> }
}

#[component]
fn CheckMail(filed: Filed) -> impl IntoView {
    view! {
        <h1 class="text-2xl">{t!("Check your mail", "Confira seu e-mail")}</h1>
        <p class="text-muted mt-2 mb-6">{t!("The request goes on after you confirm it by the link we sent.", "O pedido segue depois que você o confirmar pelo link que enviamos.")}</p>
        <div class="card-t shadow-1 p-5" role="status">
            <dl class="dl">
                <dt>{t!("Sent to", "Enviado para")}</dt>
                <dd class="font-medium break-all">{filed.sent_to}</dd>
                <dt>{t!("Request", "Pedido")}</dt>
                <dd class="mono text-xs break-all">{filed.id.to_string()}</dd>
            </dl>
            <p class="hint">{t!("The same link shows you later how the request is doing. Keep it to yourself.", "O mesmo link mostra depois como o pedido está andando. Não o compartilhe.")}</p>
        </div>
    }
}

#[component]
fn Fields(catalogue: PublicCatalogue, filed: RwSignal<Option<Filed>>) -> impl IntoView {
    let PublicCatalogue { tenant, policy, apis } = catalogue;
    let max_days = policy.max_lifetime_days;
    let name = [tenant.slug.as_str(), "/request"].concat();
    let typed = take_draft(&name).unwrap_or_else(|| FileDraft {
        wish: WishDraft {
            lifetime_days: max_days.min(180).to_string(),
            ..WishDraft::default()
        },
        ..FileDraft::default()
    });
    let wish = RwSignal::new(typed.wish.clone());
    let who = RwSignal::new(typed);
    let draft = move || FileDraft {
        wish: wish.get_untracked(),
        ..who.get_untracked()
    };
    keep_draft(name, move || filed.with_untracked(Option::is_none).then(draft));
    let errors: Errors = RwSignal::new(Vec::new());
    let failure = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    // One key per form: pressing twice files once.
    let key = StoredValue::new(api::fresh_key());
    let slug = StoredValue::new(tenant.slug.clone());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        failure.set(None);
        match draft().to_dto(max_days) {
            Err(found) => {
                errors.set(found);
                focus_first_error();
            }
            Ok(body) => {
                errors.set(Vec::new());
                busy.set(true);
                spawn_local(async move {
                    let answer = api::public::file_request(&slug.get_value(), &body, &key.get_value()).await;
                    match answer {
                        Ok(answer) => {
                            filed.try_set(Some(answer));
                        }
                        Err(error) => {
                            // Without an answer the same body may have been filed already.
                            if error.code().is_some() {
                                key.try_set_value(api::fresh_key());
                            }
                            errors.try_set(error.fields().to_vec());
                            failure.try_set(Some(error.to_string()));
                        }
                    }
                    busy.try_set(false);
                });
            }
        }
    };
    view! {
        <h1 class="text-2xl">{t!("Request access", "Pedir acesso")}</h1>
        <p class="text-muted mt-2 mb-6">{t!("Tell ", "Diga a ")} {tenant.name} {t!(" who you are and what your application needs. You get a mail to confirm.", " quem você é e do que sua aplicação precisa. Você recebe um e-mail para confirmar.")}</p>
        <form class="card-t shadow-1 p-5 grid gap-5" aria-label=t!("Access request", "Pedido de acesso") on:submit=submit novalidate>
            <Who draft=who errors />
            <WishFields draft=wish errors apis max_days />
            {move || failure.get().map(|why| view! {
                <p class="text-sm text-bad flex gap-1.5" role="alert"><Icon name="circle-alert" class="mt-0.5" /><span>{why}</span></p>
            })}
            <button type="submit" class="btn btn-accent sm:justify-self-start" disabled=move || busy.get()>{t!("Send request", "Enviar pedido")}</button>
        </form>
    }
}

#[component]
fn Who(draft: RwSignal<FileDraft>, errors: Errors) -> impl IntoView {
    view! {
        <TextField
            id="company" label=t!("Company", "Empresa") pointer="/company" errors autocomplete="organization"
            value=Signal::derive(move || draft.with(|draft| draft.company.clone()))
            on_input=move |text| draft.update(|draft| draft.company = text)
        />
        <div class="grid sm:grid-cols-2 gap-x-4 gap-y-5">
            <TextField
                id="contact-name" label=t!("Your name", "Seu nome") pointer="/contact_name" errors autocomplete="name"
                value=Signal::derive(move || draft.with(|draft| draft.contact_name.clone()))
                on_input=move |text| draft.update(|draft| draft.contact_name = text)
            />
            <TextField
                id="contact-email" label=t!("E-mail", "E-mail") kind="email" pointer="/contact_email" errors autocomplete="email"
                hint=t!("Links go here.", "Os links chegam aqui.")
                value=Signal::derive(move || draft.with(|draft| draft.contact_email.clone()))
                on_input=move |text| draft.update(|draft| draft.contact_email = text)
            />
        </div>
    }
}
