//! Invitations nobody has accepted yet.

use leptos::prelude::*;
use tessera_shared::dto::people::Invite;
use tessera_shared::permission::assignable;

use crate::components::here;
use crate::components::roles::role_title;
use crate::ui::{Button, Time, Weight};
use crate::{t, tf};

/// The card of invitations; nothing when none waits.
pub fn invites(waiting: Vec<Invite>, withdraw: Callback<Invite>) -> AnyView {
    if waiting.is_empty() {
        return ().into_any();
    }
    let rows = waiting
        .into_iter()
        .map(|invite| view! { <Row invite withdraw /> })
        .collect_view();
    view! {
        <section class="card-t overflow-hidden" aria-labelledby="invited">
            <div class="card-h border-b border-line"><h2 id="invited" class="text-sm">{t!("Invited, not yet here", "Convidados que ainda não chegaram")}</h2></div>
            <ul>{rows}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn Row(invite: Invite, withdraw: Callback<Invite>) -> impl IntoView {
    let below = assignable(here::card().role).contains(&invite.role);
    let (email, ends_at) = (invite.email.clone(), invite.ends_at);
    let (role, host) = (role_title(invite.role), &invite.invited_by);
    let by = tf!(
        "{role}, invited by {host}; the link ends ",
        "{role}, convite de {host}; o link vence "
    );
    view! {
        <li class="px-4 py-3 border-b border-line last:border-0 flex items-center gap-3">
            <div class="min-w-0">
                <div class="font-medium text-sm truncate">{invite.email.clone()}</div>
                <div class="text-xs text-muted">{by}<Time at=ends_at /></div>
            </div>
            <span class="ml-auto shrink-0">
                {below.then(|| view! {
                    <Button weight=Weight::Ghost class="btn-sm" on_click=move |()| withdraw.run(invite.clone())>
                        {t!("Withdraw", "Retirar")}<span class="sr-only">{t!(" the invitation of ", " o convite de ")}{email}</span>
                    </Button>
                })}
            </span>
        </li>
    }
}
