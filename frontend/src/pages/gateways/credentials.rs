//! The credentials of a gateway that work, and how one takes the place of another.

use leptos::prelude::*;
use tessera_shared::dto::gateways::{Gateway, GatewayCredential, RotateGateway, USUAL_OVERLAP_HOURS};
use tessera_shared::ids::GatewayCredentialId;
use tessera_shared::permission::Action;
use tessera_shared::words::Environment;

use super::key::KeyDialog;
use crate::api;
use crate::components::here;
use crate::components::{EnvTag, TenantLine};
use crate::forms::act::use_act;
use crate::forms::creation::use_creation;
use crate::forms::failure::FormFailure;
use crate::pages::requests::confirm::ConfirmDialog;
use crate::ui::{Answer, Badge, Button, Dialog, DialogFoot, Glyph, Seg, Shape, Time, Tone, Weight};
use crate::{t, tf};

/// Every credential with its use and its end; the old one can be ended.
#[component]
pub fn Credentials(
    /// Whose.
    gateway: Gateway,
    /// Hears that one was ended.
    reload: Callback<()>,
) -> impl IntoView {
    let environment = gateway.environment;
    let ending = RwSignal::new(None::<(GatewayCredentialId, String)>);
    let adding = RwSignal::new(false);
    let blocked = Signal::stored(here::blocked(
        Action::ManageGateways,
        t!("change gateways", "alterar gateways"),
    ));
    let lasting: Vec<_> = gateway.credentials.iter().filter(|one| one.ends_at.is_none()).collect();
    // One without an end has to stay.
    let can_end = |one: &GatewayCredential| lasting.iter().any(|other| other.id != one.id);
    let several = gateway.credentials.iter().any(|one| one.ends_at.is_some());
    let rows = gateway.credentials.iter().map(|credential| {
        let can_end = can_end(credential);
        view! { <Row credential=credential.clone() several can_end ending /> }
    });
    let rows = rows.collect_view();
    let gateway = StoredValue::new(gateway);
    view! {
        <section class="card-t p-4" aria-labelledby="credentials-title">
            <h2 class="text-sm mb-3" id="credentials-title">{t!("Credentials", "Credenciais")}</h2>
            <ul class="grid gap-4">{rows}</ul>
            <div class="mt-4">
                <Button weight=Weight::Line icon=Glyph::KeyRound blocked on_click=move |()| adding.set(true)>{t!("Add public key…", "Adicionar chave pública…")}</Button>
            </div>
        </section>
        {move || ending.get().map(|(id, hint)| view! {
            <EndDialog id hint environment reload on_close=move |()| ending.set(None) />
        })}
        <Show when=move || adding.get()>
            <KeyDialog gateway=gateway.get_value() reload on_close=move |()| adding.set(false) />
        </Show>
    }
}

#[component]
fn Row(
    credential: GatewayCredential,
    several: bool,
    can_end: bool,
    ending: RwSignal<Option<(GatewayCredentialId, String)>>,
) -> impl IntoView {
    let (id, hint) = (credential.id, credential.hint.clone());
    let last = match credential.last_used_at {
        Some(at) => view! { <Time at /> }.into_any(),
        None => view! { {t!("never", "nunca")} }.into_any(),
    };
    let blocked = Signal::stored(here::blocked(
        Action::ManageGateways,
        t!("change gateways", "alterar gateways"),
    ));
    let until = credential
        .ends_at
        .map(|at| view! { <p class="mt-1 text-sm">{t!("Works until ", "Funciona até ")} <Time at shape=Shape::DateTime /></p> });
    let end = can_end.then(|| {
        let (hint, name) = (hint.clone(), hint.clone());
        view! {
            <div class="mt-2">
                <Button weight=Weight::LineBad icon=Glyph::Ban blocked on_click=move |()| ending.set(Some((id, hint.clone())))>
                    {t!("End now…", "Encerrar agora…")} <span class="sr-only">" " {name}</span>
                </Button>
            </div>
        }
    });
    let badge = match (credential.is_key, several, credential.ends_at) {
        (true, ..) => {
            Some(view! { <Badge tone=Tone::Plain icon=Glyph::KeyRound text=t!("Public key", "Chave pública") /> })
        }
        (false, true, Some(_)) => Some(view! { <Badge tone=Tone::Warn icon=Glyph::Clock text=t!("Old", "Antiga") /> }),
        (false, true, None) => Some(view! { <Badge tone=Tone::Ok icon=Glyph::CircleCheck text=t!("New", "Nova") /> }),
        (false, false, _) => None,
    };
    view! {
        <li>
            <div class="flex flex-wrap items-center gap-2"><span class="mono text-sm break-all">{hint}</span>{badge}</div>
            <p class="mt-1 text-sm text-muted">{t!("Since ", "Desde ")} <Time at=credential.created_at shape=Shape::DateTime /> {t!(", last used ", ", último uso: ")} {last}</p>
            {until}
            {end}
        </li>
    }
}

#[component]
fn EndDialog(
    id: GatewayCredentialId,
    hint: String,
    environment: Environment,
    reload: Callback<()>,
    #[prop(into)] on_close: Callback<()>,
) -> impl IntoView {
    let act = use_act();
    let end = move |()| {
        act.run(async move { api::gateways::end_credential(id).await }, move |()| {
            on_close.run(());
            reload.run(());
        });
    };
    view! {
        <ConfirmDialog
            title=tf!("End {hint} now?", "Encerrar {hint} agora?") environment
            detail=t!("A gateway that still uses it is refused from now on. Its other credentials go on.", "Um gateway que ainda a usa passa a ser recusado a partir de agora. As outras credenciais continuam.") act=t!("End credential", "Encerrar credencial")
            busy=act.busy error=act.failure on_confirm=end on_close
        />
    }
}

/// Makes another credential; asks how long the one before goes on.
#[component]
pub fn RotateDialog(
    /// Whose.
    gateway: Gateway,
    /// Takes the new credential.
    credential: RwSignal<Option<String>>,
    /// Hears that there is one.
    reload: Callback<()>,
    /// Unmounts the dialog.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let Gateway { id, environment, .. } = gateway;
    let overlap = RwSignal::new(USUAL_OVERLAP_HOURS);
    let form = use_creation();
    let rotate = move |()| {
        let body = RotateGateway {
            overlap_hours: overlap.get_untracked(),
        };
        let send = move |body, key: String| async move { api::gateways::rotate(id, &body, &key).await };
        form.submit(Ok(body), send, move |answer| {
            if answer.credential.is_none() {
                let text = t!(
                    "It was rotated before, and the credential shown then. Rotate once more for another.",
                    "Já foi rotacionada, e a credencial foi mostrada na ocasião. Rotacione de novo para obter outra."
                );
                form.act.failure.set(Some(text.to_owned()));
                return;
            }
            credential.set(answer.credential);
            on_close.run(());
            reload.run(());
        });
    };
    let title = {
        let name = &gateway.name;
        tf!("Rotate the credential of {name}?", "Rotacionar a credencial de {name}?")
    };
    let answers = vec![
        Answer::new(0, t!("At once", "Na hora")),
        Answer::new(1, t!("In an hour", "Em uma hora")),
        Answer::new(USUAL_OVERLAP_HOURS, t!("In a day", "Em um dia")),
        Answer::new(168, t!("In a week", "Em uma semana")),
    ];
    let follows = move || match overlap.get() {
        0 => t!(
            "The gateway refuses every call until it has the new credential.",
            "O gateway recusa todas as chamadas até receber a nova credencial."
        ),
        _ => t!(
            "Both work until then. You can end the old one here as soon as it is not used any more.",
            "As duas funcionam até lá. Você pode encerrar a antiga aqui assim que ela não for mais usada."
        ),
    };
    let twice = gateway
        .credentials
        .iter()
        .any(|one| one.ends_at.is_some())
        .then(|| view! { <p class="text-sm">{t!("The credential that is old already ends at once.", "A credencial que já é antiga é encerrada na hora.")}</p> });
    let tenant = here::card();
    let accent = tenant.accent.clone();
    let top = move || view! { <TenantLine tenant /><EnvTag environment /> };
    view! {
        <Dialog title top accent on_close>
            <div class="px-5 pt-1 grid gap-3">
                <p class="text-sm text-muted">{t!("The old credential stops working:", "A credencial antiga deixa de funcionar:")}</p>
                <Seg label=t!("The old credential stops working", "A credencial antiga deixa de funcionar") value=overlap answers on_change=move |hours| overlap.set(hours) />
                <p class="text-sm text-muted" aria-live="polite">{follows}</p>
                {twice}
                <FormFailure act=form.act />
            </div>
            <DialogFoot>
                <Button weight=Weight::Ghost on_click=on_close>{t!("Cancel", "Cancelar")}</Button>
                <Button weight=Weight::Primary busy=form.act.busy on_click=rotate>{t!("Rotate credential", "Rotacionar credencial")}</Button>
            </DialogFoot>
        </Dialog>
    }
}
