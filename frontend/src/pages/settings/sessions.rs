//! Where one is signed in, and a way to end it.

use leptos::prelude::*;
use tessera_shared::dto::people::Session;

use crate::api;
use crate::components::here;
use crate::forms::act::use_act;
use crate::t;
use crate::ui::{Badge, Button, Glyph, Loaded, Time, Tone, Weight};

/// The own sessions.
#[component]
pub fn SessionsCard() -> impl IntoView {
    let loaded = LocalResource::new(api::session::list);
    let value = Signal::derive(move || {
        loaded.get().map(|page| {
            page.map(|page| page.items)
                .map_err(|error| here::fault(&error, t!("list of sessions", "lista de sessões")))
        })
    });
    let act = use_act();
    let failed = |error: &api::ApiError| here::say(&error.to_string());
    let close = Callback::new(move |session: Session| {
        let call = async move { api::session::close(session.id).await };
        let done = move |()| {
            here::say(t!("Signed out there.", "A sessão foi encerrada."));
            loaded.refetch();
        };
        act.run_or(call, done, failed);
    });
    let close_others = move |()| {
        let done = move |()| {
            here::say(t!(
                "Signed out everywhere else.",
                "Você saiu de todos os outros lugares."
            ));
            loaded.refetch();
        };
        act.run_or(api::session::close_others(), done, failed);
    };
    let show = move |sessions: Vec<Session>| {
        let others = sessions.len() > 1;
        let rows = sessions
            .into_iter()
            .map(|session| view! { <Row session close /> })
            .collect_view();
        view! {
            <ul class="-my-2">{rows}</ul>
            {others.then(|| view! {
                <Button weight=Weight::Line class="mt-4" busy=act.busy on_click=close_others>{t!("Sign out everywhere else", "Sair de todos os outros lugares")}</Button>
            })}
        }
        .into_any()
    };
    view! {
        <section class="card-t p-5" aria-labelledby="sessions">
            <h2 id="sessions" class="text-sm font-semibold mb-3">{t!("Where you are signed in", "Onde você entrou")}</h2>
            <Loaded value what=t!("sessions", "sessões") retry=move |()| loaded.refetch() children=show />
        </section>
    }
}

#[component]
fn Row(session: Session, close: Callback<Session>) -> impl IntoView {
    let from = session
        .address
        .clone()
        .unwrap_or_else(|| t!("an unknown address", "um endereço desconhecido").to_owned());
    let name = from.clone();
    let current = session.current;
    let (started, seen) = (session.started_at, session.seen_at);
    view! {
        <li class="py-2 flex items-center gap-3 text-sm">
            <div class="min-w-0">
                <span class="mono text-xs">{from}</span>
                <div class="text-xs text-muted">{t!("Signed in ", "Entrou ")} <Time at=started /> {t!(", last used ", ", último uso ")} <Time at=seen /></div>
            </div>
            <span class="ml-auto shrink-0">
                {if current {
                    view! { <Badge tone=Tone::Ok icon=Glyph::CircleCheck text=t!("This one", "Esta aqui") /> }.into_any()
                } else {
                    view! {
                        <Button weight=Weight::Ghost class="btn-sm" on_click=move |()| close.run(session.clone())>
                            {t!("Sign out", "Sair")}<span class="sr-only">{t!(" the session from ", " da sessão de ")}{name}</span>
                        </Button>
                    }
                    .into_any()
                }}
            </span>
        </li>
    }
}
