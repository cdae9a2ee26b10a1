//! A form that belongs to the customer it was opened in: when the screen moves to another
//! customer it freezes, keeps what was typed, and can never be sent there.

use leptos::prelude::*;

use super::{Logo, LogoSize};
use crate::state::tenant;
use crate::ui::{Button, Glyph, Icon, Weight};
use crate::{t, tf};

/// Wraps a form. While `dirty`, a switch of the customer freezes it instead of replacing it.
#[component]
pub fn PinnedForm(
    /// What the form does, as heading.
    #[prop(into)]
    title: String,
    /// Whether something would be lost.
    #[prop(into)]
    dirty: Signal<bool>,
    children: Children,
) -> impl IntoView {
    let owner = StoredValue::new(tenant::active_untracked());
    Effect::new(move || {
        if dirty.get() {
            owner.with_value(|card| tenant::pin(card.clone()));
        } else {
            tenant::unpin();
        }
    });
    on_cleanup(tenant::unpin);
    let home = owner.with_value(|card| card.as_ref().map(|card| card.id));
    let frozen = Memo::new(move |_| tenant::active().map(|card| card.id) != home);
    let name = owner.with_value(|card| card.as_ref().map(|card| card.name.clone()).unwrap_or_default());
    let head = owner.with_value(|card| {
        card.as_ref().map(|card| {
            view! {
                <Logo slug=card.slug.clone() accent=card.accent.clone() logo=card.logo.clone() size=LogoSize::Small />
                <span class="text-sm font-medium">{card.name.clone()}</span>
            }
        })
    });
    let accent = owner.with_value(|card| card.as_ref().map(|card| card.accent.clone()).unwrap_or_default());
    let notice = move || frozen.get().then(|| view! { <Frozen owner /> });
    let badge = move || {
        frozen
            .get()
            .then(|| view! { <span class="st ml-auto"><Icon name=Glyph::Lock class="icon-xs" />{t!("Frozen", "Congelado")}</span> })
    };
    view! {
        <div class="px-4 sm:px-6 pt-5 pb-28 max-w-2xl 2xl:mx-auto">
            {notice}
            <section class="tenant card-t overflow-hidden" style:--tenant=accent aria-label=tf!("Form of {name}", "Formulário de {name}")>
                <div class="h-1 bg-accent-solid"></div>
                <div class="flex items-center gap-2 px-5 pt-4">{head}{badge}</div>
                <div class="p-5 pt-3">
                    <h1 class="text-xl mb-4">{title}</h1>
                    <fieldset prop:disabled=move || frozen.get() class="grid gap-4 min-w-0">{children()}</fieldset>
                </div>
            </section>
        </div>
    }
    .into_any()
}

/// Says where the reader is, whose form this is, and offers both ways out.
#[component]
fn Frozen(owner: StoredValue<Option<tessera_shared::dto::people::TenantCard>>) -> impl IntoView {
    let name = owner.with_value(|card| card.as_ref().map(|card| card.name.clone()).unwrap_or_default());
    let here =
        move || tenant::active().map_or_else(|| t!("all customers", "todos os clientes").to_owned(), |card| card.name);
    let back = move |()| {
        if let Some(card) = owner.get_value() {
            tenant::enter(card);
        }
    };
    let belongs = name.clone();
    view! {
        <div class="note note-warn mb-4 items-center flex-wrap" role="alert">
            <p class="flex-1 min-w-56">
                <strong class="font-semibold">{t!("You are now in ", "Você está agora em ")} {here} {t!(". This form belongs to ", ". Este formulário é de ")} {belongs} "."</strong>
                <br />
                <span class="text-muted">{t!("It is frozen and can’t be sent from here. Nothing you typed is lost.", "Ele está congelado e não pode ser enviado daqui. Nada do que você digitou se perde.")}</span>
            </p>
            <span class="flex gap-2 max-sm:w-full">
                <Button weight=Weight::Ghost on_click=move |()| tenant::unpin()>{t!("Discard", "Descartar")}</Button>
                <Button weight=Weight::Primary on_click=back class="max-sm:flex-1">{t!("Go back to ", "Voltar para ")} {name}</Button>
            </span>
        </div>
    }
}
