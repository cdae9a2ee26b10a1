//! `/review`: who can do what in this customer, on paper: made to be printed, read by a person and signed.

mod gateways;
mod load;
mod machines;
mod members;
mod sheet;
mod tokens;

use leptos::prelude::*;

use self::load::{Access, load};
use self::sheet::Signatures;
use crate::api;
use crate::components::{PrintButton, here};
use crate::state::session;
use crate::ui::{Loaded, PageHead, Shape, Time, Weight, moment};
use crate::{t, tf};

/// Everybody and everything that has access, of the customer on the screen.
#[component]
pub fn ReviewPage() -> impl IntoView {
    let found = LocalResource::new(load);
    let value = Signal::derive(move || {
        let answer = found.get();
        let of = t!("access review", "revisão de acessos");
        answer.map(|answer| answer.map_err(|error: api::ApiError| here::fault(&error, of)))
    });
    let show = move |access: Access| view! { <Sheet access /> }.into_any();
    view! {
        <PageHead title=t!("Access review", "Revisão de acessos") sub=here::sub(t!("Who can do what in", "Quem pode o quê em"))>
            <PrintButton weight=Weight::Primary />
        </PageHead>
        <div class="px-4 sm:px-6 pb-28 print:p-0">
            <Loaded value what=t!("access review", "revisão de acessos") retry=move |()| found.refetch() children=show />
        </div>
    }
}

#[component]
fn Sheet(access: Access) -> impl IntoView {
    let Access {
        members,
        added,
        machines,
        gateways,
        tokens,
        cut,
    } = access;
    let reader = session::me_untracked().map(|me| me.name).unwrap_or_default();
    view! {
        <p class="text-sm text-muted mb-4 print:px-6" data-testid="made">
            {tf!("Made by {reader} on ", "Feita por {reader} em ")}<Time at=moment::now() shape=Shape::DateTime />
        </p>
        <div class="grid grid-cols-[minmax(0,1fr)] gap-4 print:block">
            {members::section(members, &added)}
            {machines::section(machines)}
            {gateways::section(gateways)}
            {tokens::section(tokens, cut)}
            <Signatures />
        </div>
    }
}
