//! The own second factors: passkeys, an authenticator app and the recovery codes for both.

use leptos::prelude::*;
use tessera_shared::dto::factors::Factors;
use tessera_shared::dto::passkeys::MOST_PASSKEYS;

use super::passkeys::{PasskeyRow, obstacle};
use crate::api;
use crate::components::enrol::{AddPasskey, Enrol, RecoveryCodesShown};
use crate::components::here;
use crate::forms::act::use_act;
use crate::forms::failure::FormFailure;
use crate::ui::{Badge, Button, Glyph, Loaded, Shape, Time, Tone, Weight};
use crate::{t, tf};

/// What the card is about at the moment.
#[derive(Clone, PartialEq, Eq)]
enum Doing {
    Nothing,
    AddingApp,
    AddingPasskey,
    /// Shows recovery codes, the one time they are seen.
    Keeping(Vec<String>),
}

/// What there is, and ways to add and remove it.
#[component]
pub fn FactorsCard() -> impl IntoView {
    let loaded = LocalResource::new(api::factors::list);
    let value = Signal::derive(move || {
        let answer = loaded.get();
        answer.map(|answer| answer.map_err(|error| here::fault(&error, t!("second factor", "segundo fator"))))
    });
    let doing = RwSignal::new(Doing::Nothing);
    let reload = Callback::new(move |()| {
        doing.set(Doing::Nothing);
        loaded.refetch();
    });
    let added = move |codes: Vec<String>| {
        if codes.is_empty() {
            reload.run(());
        } else {
            doing.set(Doing::Keeping(codes));
        }
    };
    let show = move |factors: Factors| match doing.get() {
        Doing::Nothing => view! { <Present factors doing reload /> }.into_any(),
        Doing::AddingApp => view! { <Enrol on_done=reload /> }.into_any(),
        Doing::AddingPasskey => {
            view! { <AddPasskey on_done=added on_cancel=move |()| doing.set(Doing::Nothing) /> }.into_any()
        }
        Doing::Keeping(codes) => view! { <RecoveryCodesShown codes on_done=reload /> }.into_any(),
    };
    view! {
        <section class="card-t p-5" aria-labelledby="factors">
            <h2 id="factors" class="text-sm font-semibold mb-3">{t!("Second factor", "Segundo fator")}</h2>
            <Loaded value what=t!("second factor", "segundo fator") retry=move |()| loaded.refetch() children=show />
        </section>
    }
}

#[component]
fn Present(factors: Factors, doing: RwSignal<Doing>, reload: Callback<()>) -> impl IntoView {
    let has_app = factors.totp_since.is_some();
    let count = factors.passkeys.items.len();
    let last = factors.required && count + usize::from(has_app) == 1;
    let blocked = last.then(|| {
        t!(
            "Your role needs a second factor, and this is your last one.",
            "Seu papel exige um segundo fator, e este é o seu último."
        )
        .to_owned()
    });
    let blocked = Signal::stored(blocked);
    let any = has_app || count > 0;
    view! {
        {(!any).then(|| view! {
            <p class="text-sm text-muted mb-4">
                {t!("With a passkey or an authenticator app a stolen password is not enough to sign in as you.", "Com uma chave de acesso ou um aplicativo autenticador, uma senha roubada não basta para entrar como você.")}
            </p>
        })}
        <Passkeys factors=factors.clone() doing blocked reload />
        <div class="border-t border-line mt-5 pt-5"><App factors=factors.clone() doing blocked reload /></div>
        {any.then(|| view! {
            <div class="border-t border-line mt-5 pt-5"><Codes left=factors.recovery_codes_left doing /></div>
        })}
    }
}

#[component]
fn Passkeys(
    factors: Factors,
    doing: RwSignal<Doing>,
    blocked: Signal<Option<String>>,
    reload: Callback<()>,
) -> impl IntoView {
    let passkeys = factors.passkeys;
    let obstacle = obstacle(&passkeys);
    let full = passkeys.items.len() >= MOST_PASSKEYS;
    let full = full.then(|| {
        tf!(
            "You have {MOST_PASSKEYS} passkeys, which is the most.",
            "Você tem {MOST_PASSKEYS} chaves de acesso, o máximo possível."
        )
    });
    let rows = passkeys
        .items
        .into_iter()
        .map(|passkey| view! { <PasskeyRow passkey blocked reload /> })
        .collect::<Vec<_>>();
    let list = (!rows.is_empty()).then(|| {
        view! { <ul class="divide-y divide-line -mt-1 mb-3" aria-labelledby="passkeys">{rows}</ul> }
    });
    view! {
        <h3 id="passkeys" class="text-sm font-medium mb-1">{t!("Passkeys", "Chaves de acesso")}</h3>
        <p class="text-sm text-muted mb-3">
            {t!("Your fingerprint, face or PIN on this device or a security key. A passkey also signs you in without the password.", "Sua digital, seu rosto ou PIN neste aparelho, ou uma chave de segurança. Com ela você também entra sem a senha.")}
        </p>
        {list}
        {match obstacle {
            Some(why) => view! { <p class="text-sm text-muted">{why}</p> }.into_any(),
            None => view! {
                <Button weight=Weight::Line icon=Glyph::FingerprintPattern blocked=Signal::stored(full)
                    on_click=move |()| doing.set(Doing::AddingPasskey)>
                    {t!("Add a passkey", "Adicionar chave de acesso")}
                </Button>
            }
            .into_any(),
        }}
    }
}

#[component]
fn App(
    factors: Factors,
    doing: RwSignal<Doing>,
    blocked: Signal<Option<String>>,
    reload: Callback<()>,
) -> impl IntoView {
    let act = use_act();
    let remove = move |()| {
        act.run(api::factors::remove_totp(), move |()| {
            here::say(t!(
                "Your authenticator app is removed.",
                "Seu aplicativo autenticador foi removido."
            ));
            reload.run(());
        });
    };
    match factors.totp_since {
        None => view! {
            <Button weight=Weight::Line icon=Glyph::ShieldCheck on_click=move |()| doing.set(Doing::AddingApp)>
                {t!("Add an authenticator app", "Adicionar aplicativo autenticador")}
            </Button>
        }
        .into_any(),
        Some(at) => view! {
            <div class="flex flex-wrap items-center gap-x-3 gap-y-2 text-sm">
                <Badge tone=Tone::Ok icon=Glyph::ShieldCheck text=t!("Authenticator app", "Aplicativo autenticador") />
                <span class="text-muted grow">{t!("since ", "desde ")}<Time at shape=Shape::Date /></span>
                <Button weight=Weight::LineBad busy=act.busy blocked on_click=remove>{t!("Remove the app", "Remover o aplicativo")}</Button>
            </div>
            <FormFailure act />
        }
        .into_any(),
    }
}

#[component]
fn Codes(left: u32, doing: RwSignal<Doing>) -> impl IntoView {
    let act = use_act();
    let replace = move |()| {
        act.run(api::factors::replace_recovery_codes(), move |made| {
            doing.set(Doing::Keeping(made.codes));
        });
    };
    view! {
        <div class="flex flex-wrap items-center gap-x-3 gap-y-2 text-sm">
            <p class="text-muted grow"><span class="num">{left}</span>{t!(" recovery codes left.", " códigos de recuperação restantes.")}</p>
            <Button weight=Weight::Line busy=act.busy on_click=replace>{t!("Make new recovery codes", "Gerar novos códigos de recuperação")}</Button>
        </div>
        <FormFailure act />
    }
}
