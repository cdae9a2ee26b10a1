//! The own second factor: an authenticator app and its recovery codes.

use leptos::prelude::*;
use tessera_shared::dto::factors::Factors;

use super::enrol::Enrol;
use super::recovery::RecoveryCodesShown;
use crate::api;
use crate::components::here;
use crate::forms::act::use_act;
use crate::forms::failure::FormFailure;
use crate::ui::{Badge, Button, Glyph, Loaded, Shape, Time, Tone, Weight};

/// What there is, and ways to add and remove it.
#[component]
pub fn FactorsCard() -> impl IntoView {
    let loaded = LocalResource::new(api::factors::list);
    let value = Signal::derive(move || {
        let answer = loaded.get();
        answer.map(|answer| answer.map_err(|error| here::fault(&error, "second factor")))
    });
    let adding = RwSignal::new(false);
    let reload = Callback::new(move |()| {
        adding.set(false);
        loaded.refetch();
    });
    let show = move |factors: Factors| match (factors.totp_since, adding.get()) {
        (Some(_), _) => view! { <Present factors reload /> }.into_any(),
        (None, true) => view! { <Enrol on_done=reload /> }.into_any(),
        (None, false) => view! {
            <p class="text-sm text-muted mb-4">
                "With an authenticator app a stolen password is not enough to sign in as you."
            </p>
            <Button weight=Weight::Line icon=Glyph::ShieldCheck on_click=move |()| adding.set(true)>
                "Add an authenticator app"
            </Button>
        }
        .into_any(),
    };
    view! {
        <section class="card-t p-5" aria-labelledby="factors">
            <h2 id="factors" class="text-sm font-semibold mb-3">"Second factor"</h2>
            <Loaded value what="second factor" retry=move |()| loaded.refetch() children=show />
        </section>
    }
}

#[component]
fn Present(factors: Factors, reload: Callback<()>) -> impl IntoView {
    let act = use_act();
    let codes = RwSignal::new(None::<Vec<String>>);
    let replace = move |()| {
        act.run(api::factors::replace_recovery_codes(), move |made| {
            codes.set(Some(made.codes));
        });
    };
    let remove = move |()| {
        act.run(api::factors::remove_totp(), move |()| {
            here::say("Your authenticator app is removed.");
            reload.run(());
        });
    };
    let (left, required) = (factors.recovery_codes_left, factors.required);
    let blocked = required.then(|| "Your role needs a second factor, and this is your last one.".to_owned());
    let blocked = Signal::stored(blocked);
    let since = factors.totp_since;
    move || match codes.get() {
        Some(codes) => view! { <RecoveryCodesShown codes on_done=reload /> }.into_any(),
        None => view! {
            <p class="flex flex-wrap items-center gap-2 text-sm">
                <Badge tone=Tone::Ok icon=Glyph::ShieldCheck text="Authenticator app" />
                {since.map(|at| view! { <span class="text-muted">"since "<Time at shape=Shape::Date /></span> })}
            </p>
            <p class="text-sm text-muted mt-3"><span class="num">{left}</span>" recovery codes left."</p>
            <FormFailure act />
            <div class="flex flex-wrap gap-2 mt-4">
                <Button weight=Weight::Line busy=act.busy on_click=replace>"Make new recovery codes"</Button>
                <Button weight=Weight::LineBad busy=act.busy blocked on_click=remove>"Remove the app"</Button>
            </div>
        }
        .into_any(),
    }
}
