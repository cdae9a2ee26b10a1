//! `/join#code`: accepts an invitation to be a member.

use leptos::prelude::*;
use leptos_router::components::A;
use tessera_shared::dto::people::{AcceptInvite, OpenedInvite};
use tessera_shared::error::{ErrorCode, FieldError};
use tessera_shared::validate::MIN_PASSWORD;

use super::fragment::use_fragment;
use super::frame::{Closed, PlainFrame, PublicFrame};
use crate::api;
use crate::components::roles::role_phrase;
use crate::forms::checked::checked;
use crate::forms::creation::{Creation, use_creation};
use crate::forms::failure::FormFailure;
use crate::forms::fields::TextField;
use crate::ui::{Shape, Time};
use crate::{t, tf};

/// The page an invitation opens.
#[component]
pub fn JoinPage() -> impl IntoView {
    document().set_title(t!("Invitation · Tessera", "Convite · Tessera"));
    let fragment = use_fragment();
    let opened = LocalResource::new(move || {
        let code = fragment.get();
        async move {
            match code {
                Some(code) => api::members::open_invite(&code).await.map(|invite| (code, invite)),
                None => Err(api::not_found()),
            }
        }
    });
    view! {
        <Transition fallback=|| ()>
            {move || Suspend::new(async move {
                match opened.await {
                    Ok((code, invite)) => view! { <Invitation code invite /> }.into_any(),
                    Err(error) => view! { <NoInvitation error /> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn NoInvitation(error: api::ApiError) -> impl IntoView {
    let (title, detail) = if error.code() == Some(ErrorCode::NotFound) {
        (
            t!("This invitation leads nowhere", "Este convite não leva a lugar nenhum"),
            t!(
                "It was used, withdrawn or ran out, or a part of the link is missing. Ask for a new one.",
                "Ele já foi usado, foi retirado ou expirou, ou falta uma parte do link. Peça um novo."
            )
            .to_owned(),
        )
    } else {
        (t!("The page did not load", "A página não carregou"), error.to_string())
    };
    view! {
        <PlainFrame>
            <h1 class="text-2xl mb-6">{t!("Invitation", "Convite")}</h1>
            <Closed icon="search-x" title detail way_on=("/login", t!("Go to sign-in", "Ir para a entrada")) />
        </PlainFrame>
    }
}

#[component]
fn Invitation(code: String, invite: OpenedInvite) -> impl IntoView {
    let accepted = RwSignal::new(false);
    let tenant = invite.tenant.clone();
    let name = tenant.name.clone();
    let (code, invite) = (StoredValue::new(code), StoredValue::new(invite));
    let body = move || {
        if accepted.get() {
            view! { <Welcome name=name.clone() /> }.into_any()
        } else {
            view! { <Accept code invite accepted /> }.into_any()
        }
    };
    view! { <PublicFrame tenant about=t!("Invitation", "Convite")>{body}</PublicFrame> }
}

#[component]
fn Welcome(name: String) -> impl IntoView {
    view! {
        <h1 class="text-2xl mb-6">{t!("Welcome to ", "Boas-vindas a ")}{name}</h1>
        <div class="card-t shadow-1 p-5 grid gap-4">
            <p role="status">{t!("You are a member now. Sign in with your address and your password.", "Agora você é membro. Entre com seu e-mail e sua senha.")}</p>
            <A href="/login?next=/overview" attr:class="btn btn-accent sm:justify-self-start">{t!("Sign in", "Entrar")}</A>
        </div>
    }
}

fn to_dto(code: String, account: Option<(String, String)>) -> Result<AcceptInvite, Vec<FieldError>> {
    let (name, password) = account.unzip();
    let name = name.map(|name| name.trim().to_owned());
    checked(AcceptInvite { code, name, password }, |_| Vec::new())
}

#[component]
fn Accept(code: StoredValue<String>, invite: StoredValue<OpenedInvite>, accepted: RwSignal<bool>) -> impl IntoView {
    let invite = invite.get_value();
    let new = !invite.has_account;
    let (name, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let form = use_creation();
    let Creation { errors, act, .. } = form;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let account = new.then(|| (name.get_untracked(), password.get_untracked()));
        let send = |body, _key: String| async move { api::members::accept_invite(&body).await };
        form.submit(to_dto(code.get_value(), account), send, move |()| accepted.set(true));
    };
    let (host, tenant, role) = (&invite.invited_by, &invite.tenant.name, role_phrase(invite.role));
    let lead = tf!(
        "{host} invites you to work for {tenant} as {role}.",
        "{host} convida você para trabalhar para {tenant} como {role}."
    );
    view! {
        <h1 class="text-2xl">{t!("You are invited", "Você recebeu um convite")}</h1>
        <p class="text-muted mt-2 mb-6">{lead}</p>
        <form class="card-t shadow-1 p-5 grid gap-4" novalidate on:submit=submit aria-label=t!("Invitation", "Convite")>
            <p class="text-sm">{t!("Your account: ", "Sua conta: ")}<strong class="font-medium break-all">{invite.email}</strong></p>
            {new.then(|| view! {
                <TextField id="join-name" label=t!("Your name", "Seu nome") pointer="/name" errors autocomplete="name"
                    hint=t!("As your colleagues know you; it stands beside what you do.", "Como seus colegas conhecem você; ele aparece ao lado do que você faz.")
                    value=name on_input=move |text| name.set(text) />
                <TextField id="join-password" label=t!("Password", "Senha") kind="password" pointer="/password" errors
                    autocomplete="new-password" hint=t!("At least 15 characters; a few words make a good one.", "Pelo menos 15 caracteres; algumas palavras juntas fazem uma boa senha.")
                    value=password on_input=move |text| password.set(text) />
            })}
            {(!new).then(|| view! {
                <p class="text-sm text-muted">{t!("You have an account already and keep its password.", "Você já tem uma conta e continua com a senha dela.")}</p>
            })}
            <FormFailure act />
            <button class="btn btn-accent sm:justify-self-start" disabled=move || act.busy.get() aria-busy=move || act.busy.get().to_string()>
                {t!("Accept the invitation", "Aceitar o convite")}
            </button>
        </form>
        <p class="text-sm text-muted mt-6">{t!("The link works once, until ", "O link funciona uma vez, até ")} <Time at=invite.ends_at shape=Shape::DateTime /> "."</p>
    }
}

// The hint above says the bound in words.
const _: () = assert!(MIN_PASSWORD == 15);
