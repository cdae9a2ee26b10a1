//! Signing in with a provider: the one of the typed address, and those for everybody.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use tessera_shared::dto::sso::{FindProvider, SignInProvider, StartSignIn, is_local_path};
use tessera_shared::validate::is_email;

use crate::api;
use crate::forms::act::{Act, use_act};
use crate::t;
use crate::ui::{Button, Glyph, Icon, Weight};

/// The way to a provider.
#[derive(Clone, Copy)]
pub struct Way {
    email: RwSignal<String>,
    found: RwSignal<Option<SignInProvider>>,
    next: Memo<String>,
    act: Act,
}

/// The way for the address in `email`.
pub fn use_way(email: RwSignal<String>) -> Way {
    let query = use_query_map();
    Way {
        email,
        found: RwSignal::new(None),
        next: Memo::new(move |_| {
            let next = query.read().get("next").filter(|next| is_local_path(next));
            next.unwrap_or_else(|| "/queue".to_owned())
        }),
        act: use_act(),
    }
}

impl Way {
    /// The address, once it is whole.
    fn address(self) -> Option<String> {
        let email = self.email.get_untracked().trim().to_owned();
        is_email(&email).then_some(email)
    }

    /// Asks which provider the address signs in with.
    pub fn look(self) {
        let Some(email) = self.address() else {
            self.found.set(None);
            return;
        };
        leptos::task::spawn_local(async move {
            let asked = email.clone();
            let answer = api::sso::find(&FindProvider { email }).await;
            // Meanwhile another address may have been typed.
            if self.address().as_ref() == Some(&asked) {
                self.found.try_set(answer.ok().and_then(|answer| answer.provider));
            }
        });
    }

    /// The provider of the address.
    pub fn found(self) -> Option<SignInProvider> {
        self.found.get_untracked()
    }

    /// How much the password's button asks for attention: one button at a time is the way on.
    pub fn weight_of_password(self) -> Weight {
        if self.found.with(Option::is_some) {
            Weight::Line
        } else {
            Weight::Primary
        }
    }

    /// Goes to a provider.
    pub fn go(self, provider: &SignInProvider) {
        let body = StartSignIn {
            provider: Some(provider.id),
            email: self.address(),
            next: self.next.get_untracked(),
        };
        let start = async move { api::sso::start(&body).await };
        self.act.run(start, |started| {
            drop(window().location().assign(&started.url));
        });
    }
}

#[component]
fn Continue(way: Way, provider: SignInProvider, weight: Weight) -> impl IntoView {
    let name = provider.name.clone();
    view! {
        <Button weight class="w-full" icon=Glyph::LockOpen busy=way.act.busy on_click=move |()| way.go(&provider)>
            {t!("Continue with ", "Continuar com ")}{name}
        </Button>
    }
}

/// The provider of the typed address, said aloud when it is known.
#[component]
pub fn OfAddress(way: Way) -> impl IntoView {
    let of_address = move || {
        way.found.get().map(|provider| {
            view! {
                <p class="text-sm text-muted mt-4 mb-2">{t!("Your organisation signs in with ", "Sua organização entra com ")}{provider.name.clone()}"."</p>
                <Continue way provider weight=Weight::Primary />
            }
        })
    };
    let failure = move || {
        way.act.failure.get().map(|text| {
            view! {
                <p role="alert" class="text-xs text-bad mt-2 flex items-center gap-1.5">
                    <Icon name=Glyph::CircleAlert class="icon-sm" />{text}
                </p>
            }
        })
    };
    view! { <div role="status">{of_address}</div> {failure} }
}

/// Providers for everybody.
#[component]
pub fn ForEverybody(way: Way) -> impl IntoView {
    let offered = LocalResource::new(api::sso::offered);
    move || {
        let page = offered
            .get()
            .and_then(Result::ok)
            .filter(|page| !page.items.is_empty())?;
        let button = |provider| view! { <li><Continue way provider weight=Weight::Line /></li> };
        Some(view! {
            <section class="mt-6 border-t border-line pt-6" aria-label=t!("Other ways to sign in", "Outras formas de entrar")>
                <ul class="grid gap-2">{page.items.into_iter().map(button).collect_view()}</ul>
            </section>
        })
    }
}
