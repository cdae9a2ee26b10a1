//! Where the reader is: the active customer, what their role allows there, and what changes.

use leptos::prelude::*;
use leptos_router::components::A;
use tessera_shared::dto::people::TenantCard;
use tessera_shared::dto::queue::Topic;
use tessera_shared::dto::requests::RequestDetail;
use tessera_shared::error::ErrorCode;
use tessera_shared::ids::TenantId;
use tessera_shared::permission::{Action, Role, allows};
use tessera_shared::words::TenantStatus;

use super::places::{Place, places};
use crate::api::ApiError;
use crate::state::{events, tenant, toasts};
use crate::ui::{Failure, Fault};
use crate::{t, tf};

/// The active customer. Pages of this folder stand below it, so there is one.
pub fn card() -> TenantCard {
    // A page that is being taken off the screen may still ask; it then shows nobody's.
    tenant::active_untracked().unwrap_or_else(|| TenantCard {
        id: TenantId::from_u128(0),
        slug: String::new(),
        name: String::new(),
        accent: String::new(),
        logo: None,
        status: TenantStatus::Suspended,
        role: Role::Gateway,
        waiting: 0,
    })
}

/// Its name.
pub fn name() -> String {
    card().name
}

/// A line below a page's title that ends in the customer's name.
pub fn sub(words: &'static str) -> String {
    format!("{words} {}", name())
}

/// Whether the reader's role allows `action` here.
pub fn may(action: Action) -> Signal<bool> {
    Signal::stored(allows(card().role, action))
}

/// Whether the reader may decide this request: by role, and as a person.
pub fn may_decide(detail: &RequestDetail) -> bool {
    allows(card().role, Action::DecideRequest) && detail.cannot_decide.is_none()
}

/// Why the reader's role cannot do `doing`, when it cannot.
pub fn blocked(action: Action, doing: &'static str) -> Option<String> {
    let TenantCard { role, name, .. } = card();
    (!allows(role, action)).then(|| {
        tf!(
            "Your role in {name} cannot {doing}.",
            "Seu papel em {name} não permite {doing}."
        )
    })
}

/// Does something each time something of `topic` changed here.
pub fn when_changed(topic: Topic, act: impl Fn() + 'static) {
    events::when_changed(topic, tenant::active_id(), act);
}

/// Turns on when something of `topic` changed here.
pub fn use_changed(topic: Topic) -> RwSignal<bool> {
    let changed = RwSignal::new(false);
    when_changed(topic, move || changed.set(true));
    changed
}

/// Says what was just done.
pub fn say(text: &str) {
    toasts::say(text);
}

/// Says what was just done and offers to take it back by `undo`.
pub fn say_undoable(text: &str, undo: impl FnOnce() + 'static) {
    toasts::say_undoable(text, undo);
}

/// Says that something did not work.
pub fn complain(text: &str) {
    toasts::complain(text);
}

/// Why `what` did not load, for the page.
pub fn fault(error: &ApiError, what: &str) -> Fault {
    let missing = error.code() == Some(ErrorCode::NotFound);
    Fault {
        title: if missing {
            t!("There is nothing here", "Não há nada aqui").to_owned()
        } else {
            tf!("The {what} did not load", "Não foi possível carregar: {what}")
        },
        detail: if missing {
            t!(
                "This address does not exist here, or you may not see it.",
                "Este endereço não existe aqui, ou você não pode vê-lo."
            )
            .to_owned()
        } else {
            error.to_string()
        },
        request_id: error.request_id().map(str::to_owned),
        missing,
    }
}

/// A whole page that did not load. Where the thing does not exist, its list does.
pub fn failed_page(error: &ApiError, what: &'static str, retry: Callback<()>) -> AnyView {
    let fault = fault(error, what);
    let path = window().location().pathname().unwrap_or_default();
    let list = places(false).find(|place| fault.missing && place.holds(&path) && place.href != path);
    let way_out = list.map(|Place { href, name, .. }| {
        view! { <A href exact=true attr:class="btn btn-line btn-sm">{t!("Back to ", "Voltar para ")} {name}</A> }
    });
    view! {
        <h1 class="sr-only">{fault.title.clone()}</h1>
        <Failure fault retry>{way_out}</Failure>
    }
    .into_any()
}
