//! Invites somebody by e-mail.

use leptos::prelude::*;
use tessera_shared::dto::people::{Invite, InviteMember, TenantCard};
use tessera_shared::error::FieldError;
use tessera_shared::permission::Role;

use crate::api;
use crate::components::TenantLine;
use crate::components::roles::{role_phrase, role_title};
use crate::forms::checked::checked;
use crate::forms::creation::{Creation, use_creation};
use crate::forms::failure::FormFailure;
use crate::forms::fields::TextField;
use crate::ui::{Answer, Button, Dialog, DialogFoot, Seg, Weight};
use crate::{t, tf};

fn to_dto(email: &str, role: Role) -> Result<InviteMember, Vec<FieldError>> {
    let email = email.trim().to_owned();
    checked(InviteMember { email, role }, |_| Vec::new())
}

/// The address, and what they will be.
#[component]
pub fn InviteDialog(
    /// Where.
    tenant: TenantCard,
    /// The roles the reader may give there; the first is the proposal.
    roles: &'static [Role],
    /// Takes the new invitation.
    #[prop(into)]
    on_invited: Callback<Invite>,
    /// Unmounts the dialog.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let email = RwSignal::new(String::new());
    let role = RwSignal::new(roles.first().copied().unwrap_or(Role::CustomerAuditor));
    let (id, of_platform) = (tenant.id, tenant.role == Role::PlatformOwner);
    let form = use_creation();
    let Creation { errors, act, .. } = form;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let send = move |body, key: String| async move {
            if of_platform {
                api::platform::invite_first(id, &body, &key).await
            } else {
                api::members::invite(&body, &key).await
            }
        };
        form.submit(
            to_dto(&email.get_untracked(), role.get_untracked()),
            send,
            move |invite| {
                on_invited.run(invite);
            },
        );
    };
    let accent = tenant.accent.clone();
    let name = tenant.name.clone();
    let lead = move || {
        let role = role_phrase(role.get());
        tf!("They become {role} of {name}.", "Será {role} de {name}.")
    };
    let answers: Vec<Answer<Role>> = roles.iter().map(|role| Answer::new(*role, role_title(*role))).collect();
    let choice = (answers.len() > 1).then(|| {
        view! {
            <Seg label=t!("Role", "Papel") value=role answers on_change=move |chosen| role.set(chosen) />
        }
    });
    let top = move || view! { <TenantLine tenant /> };
    view! {
        <Dialog title=t!("Invite member", "Convidar membro") top accent on_close>
            <form on:submit=submit novalidate aria-label=t!("Invitation", "Convite")>
                <div class="px-5 pt-1 grid gap-4">
                    {choice}
                    <p class="text-sm text-muted">{lead}</p>
                    <TextField id="invite-email" label=t!("E-mail", "E-mail") kind="email" pointer="/email" errors
                        hint=t!("The link goes there. It is good for three days and works once.", "O link vai para lá. Vale por três dias e funciona uma vez.")
                        value=email on_input=move |text| email.set(text) />
                    <FormFailure act />
                </div>
                <DialogFoot>
                    <Button weight=Weight::Ghost class="max-sm:flex-1 max-sm:h-10" on_click=on_close>{t!("Cancel", "Cancelar")}</Button>
                    <Button weight=Weight::Primary class="max-sm:flex-1 max-sm:h-10" busy=act.busy>{t!("Send invitation", "Enviar convite")}</Button>
                </DialogFoot>
            </form>
        </Dialog>
    }
}
