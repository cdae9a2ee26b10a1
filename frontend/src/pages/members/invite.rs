//! Invites somebody by e-mail.

use leptos::prelude::*;
use tessera_shared::dto::people::{Invite, InviteMember};
use tessera_shared::error::FieldError;
use tessera_shared::permission::Role;

use crate::api;
use crate::components::TenantLine;
use crate::components::here;
use crate::components::roles::role_phrase;
use crate::forms::checked::checked;
use crate::forms::creation::{Creation, use_creation};
use crate::forms::fields::TextField;
use crate::ui::{Badge, Button, Dialog, DialogFoot, Glyph, Tone, Weight};

fn to_dto(email: &str, role: Role) -> Result<InviteMember, Vec<FieldError>> {
    let email = email.trim().to_owned();
    checked(InviteMember { email, role }, |_| Vec::new())
}

/// The address; the role is the one the reader may give.
#[component]
pub fn InviteDialog(
    /// What they will be.
    role: Role,
    /// Takes the new invitation.
    #[prop(into)]
    on_invited: Callback<Invite>,
    /// Unmounts the dialog.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let email = RwSignal::new(String::new());
    let form = use_creation();
    let Creation { errors, act, .. } = form;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let send = |body, key: String| async move { api::members::invite(&body, &key).await };
        form.submit(to_dto(&email.get_untracked(), role), send, move |invite| {
            on_invited.run(invite);
        });
    };
    let tenant = here::card();
    let accent = tenant.accent.clone();
    let lead = format!("They become {} of {}.", role_phrase(role), tenant.name);
    let top = move || view! { <TenantLine tenant /> };
    view! {
        <Dialog title="Invite member" top accent on_close>
            <form on:submit=submit novalidate aria-label="Invitation">
                <div class="px-5 pt-1 grid gap-4">
                    <p class="text-sm text-muted">{lead}</p>
                    <TextField id="invite-email" label="E-mail" kind="email" pointer="/email" errors
                        hint="The link goes there. It is good for three days and works once."
                        value=email on_input=move |text| email.set(text) />
                    {move || act.failure.get().map(|text| view! {
                        <p role="alert"><Badge tone=Tone::Bad icon=Glyph::CircleAlert text /></p>
                    })}
                </div>
                <DialogFoot>
                    <Button weight=Weight::Ghost class="max-sm:flex-1 max-sm:h-10" on_click=on_close>"Cancel"</Button>
                    <Button weight=Weight::Primary class="max-sm:flex-1 max-sm:h-10" busy=act.busy>"Send invitation"</Button>
                </DialogFoot>
            </form>
        </Dialog>
    }
}
