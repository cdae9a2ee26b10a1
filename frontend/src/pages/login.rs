//! `/login`.

mod demo;
mod problem;
mod providers;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;
use leptos_router::hooks::{use_navigate, use_query_map};
use tessera_shared::dto::factors::SecondFactorNeeded;
use tessera_shared::dto::people::SignIn;
use tessera_shared::dto::sso::is_local_path;
use tessera_shared::validate::Validate;

use self::demo::DemoLogins;
use self::problem::Problem;
use self::providers::{ForEverybody, OfAddress, use_way};
use crate::api::{self, authenticator};
use crate::components::language::LanguageChoice;
use crate::components::passkey::PasskeyButton;
use crate::components::second_factor::FinishSignIn;
use crate::forms::act::use_act;
use crate::state::{session, theme};
use crate::t;
use crate::ui::{Brand, Button, Glyph, Icon, IconButton, Mark, Weight};

/// Slugs and colours of the mosaic beside the form; decoration only.
const MOSAIC: &[(&str, &str)] = &[
    ("halden-rail", "#0f766e"),
    ("", ""),
    ("", ""),
    ("solvara", "#facc15"),
    ("", ""),
    ("", ""),
    ("lumen-pike", "#166534"),
    ("monoform", "#0b0b0c"),
    ("", ""),
    ("", ""),
    ("northquay", "#1d4ed8"),
    ("", ""),
    ("", ""),
    ("brightwell", "#15803d"),
    ("norrvik", "#0e7490"),
    ("", ""),
    ("", ""),
    ("opaline", "#f9a8d4"),
    ("", ""),
    ("", ""),
    ("ferrum", "#c2410c"),
    ("arcwell", "#1f2937"),
    ("", ""),
    ("", ""),
    ("tidemark", "#38bdf8"),
    ("", ""),
    ("", ""),
    ("kestrel", "#b91c1c"),
    ("", ""),
    ("marlowe", "#4f46a5"),
];

/// Signing in.
#[component]
pub fn LoginPage() -> impl IntoView {
    document().set_title(t!("Sign in · Tessera", "Entrar · Tessera"));
    let tiles = MOSAIC.iter().map(|(slug, accent)| {
        if slug.is_empty() {
            view! { <span class="size-16 xl:size-18 rounded-xl border border-line-strong bg-canvas"></span> }.into_any()
        } else {
            view! {
                <span class="tenant logo size-16 xl:size-18 rounded-xl" style:--tenant=*accent><Mark slug=*slug /></span>
            }
            .into_any()
        }
    });
    view! {
        <main id="main" class="min-h-dvh grid lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
            <div class="flex flex-col px-6 sm:px-10 py-8">
                <div class="flex items-center">
                    <Brand />
                    <span class="ml-auto flex items-center gap-2">
                        <LanguageChoice class="text-sm text-muted min-h-8" />
                        <IconButton icon=Glyph::SunMoon label=t!("Switch theme", "Trocar tema") on_click=move |()| theme::toggle() />
                    </span>
                </div>
                <div class="flex-1 grid place-items-center py-10"><Form /></div>
            </div>
            <div class="hidden lg:block bg-sunken border-l border-line overflow-hidden relative" aria-hidden="true">
                <div class="absolute inset-0 grid place-items-center">
                    <div class="grid grid-cols-6 gap-3 xl:gap-4">{tiles.collect_view()}</div>
                </div>
            </div>
        </main>
    }
}

/// The password, then the second factor of who has one.
#[component]
fn Form() -> impl IntoView {
    let halfway = RwSignal::new(None::<SecondFactorNeeded>);
    let navigate = use_navigate();
    let query = use_query_map();
    let enter = Callback::new(move |()| {
        // Only a path of this app: never another site.
        let next = query.read_untracked().get("next").filter(|next| is_local_path(next));
        let (navigate, next) = (navigate.clone(), next.unwrap_or_else(|| "/queue".to_owned()));
        spawn_local(async move {
            // The frame sends whoever it does not know straight back here.
            session::load().await;
            navigate(&next, leptos_router::NavigateOptions::default());
        });
    });
    let more = move |needed: SecondFactorNeeded| {
        view! {
            <div class="w-full max-w-sm">
                <h1 class="text-2xl">{t!("One more step", "Só mais um passo")}</h1>
                <p class="text-muted mt-1 mb-6">{t!("Your password is right. Show your second factor within five minutes.", "Sua senha está certa. Apresente seu segundo fator em até cinco minutos.")}</p>
                <FinishSignIn needed on_done=enter />
                <p class="mt-4 text-sm">
                    <button type="button" class="link-t cursor-pointer" on:click=move |_| halfway.set(None)>{t!("Start over", "Recomeçar")}</button>
                </p>
            </div>
        }
    };
    move || match halfway.get() {
        Some(needed) => more(needed).into_any(),
        None => view! { <PasswordForm halfway enter /> }.into_any(),
    }
}

#[component]
fn PasswordForm(halfway: RwSignal<Option<SecondFactorNeeded>>, enter: Callback<()>) -> impl IntoView {
    let (email, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let act = use_act();
    let way = use_way(email);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if password.with_untracked(String::is_empty)
            && let Some(provider) = way.found()
        {
            way.go(&provider);
            return;
        }
        let body = SignIn {
            email: email.get_untracked().trim().to_owned(),
            password: password.get_untracked(),
        };
        if body.validate().is_err() {
            act.failure.set(Some(
                t!(
                    "Enter your e-mail address and your password.",
                    "Informe seu e-mail e sua senha."
                )
                .to_owned(),
            ));
            return;
        }
        let call = async move { api::session::sign_in(&body).await };
        act.run(call, move |needed| match needed {
            Some(needed) => halfway.set(Some(needed)),
            None => enter.run(()),
        });
    };
    let failure = move || {
        act.failure.get().map(|text| {
            view! {
                <p id="login-note" role="alert" class="text-xs text-bad flex items-center gap-1.5">
                    <Icon name=Glyph::CircleAlert class="icon-sm" />{text}
                </p>
            }
        })
    };
    view! {
        <div class="w-full max-w-sm">
            <h1 class="text-2xl">{t!("Sign in", "Entrar")}</h1>
            <p class="text-muted mt-1 mb-6">{t!("Back to the queue in a moment.", "Em instantes, de volta à fila.")}</p>
            <Problem />
            <form class="grid gap-4" novalidate on:submit=submit>
                <div>
                    <label class="lab" for="email">{t!("E-mail", "E-mail")}</label>
                    <input id="email" type="email" autocomplete="username" class="input w-full" autofocus
                        bind:value=email on:change=move |_| way.look() />
                    <OfAddress way />
                </div>
                <div>
                    <label class="lab" for="password">{t!("Password", "Senha")}</label>
                    <input id="password" type="password" autocomplete="current-password" class="input w-full"
                        aria-describedby="login-note" bind:value=password />
                </div>
                {failure}
                {move || view! { <Button weight=way.weight_of_password() class="w-full" busy=act.busy>{t!("Sign in", "Entrar")}</Button> }}
            </form>
            {authenticator::is_there().then(|| view! {
                <div class="mt-3">
                    <PasskeyButton act=t!("Sign in with a passkey", "Entrar com chave de acesso") weight=Weight::Line send=api::passkeys::sign_in on_done=enter />
                </div>
            })}
            <p class="mt-4 text-sm"><A href="/reset" attr:class="link-t">{t!("Forgot your password?", "Esqueceu a senha?")}</A></p>
            <ForEverybody way />
            <DemoLogins email password />
        </div>
    }
}
