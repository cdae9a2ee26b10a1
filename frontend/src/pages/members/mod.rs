//! `/members`: the people and service accounts of the customer, who is invited, and what each role
//! may do.

pub mod invite;
mod invites;
mod machine_new;
mod machine_secret;
mod machines;
mod matrix;
mod people;

use leptos::prelude::*;
use leptos_router::components::A;
use tessera_shared::dto::machines::ServiceAccount;
use tessera_shared::dto::people::{Invite, Member, RemoveMember};
use tessera_shared::dto::queue::Topic;
use tessera_shared::permission::{Action, Role, assignable};

use self::invite::InviteDialog;
use self::invites::invites;
use self::machines::{MachineDialogs, Machines, Open};
use self::matrix::Matrix;
use self::people::people;
use crate::api;
use crate::components::ReasonDialog;
use crate::components::here;
use crate::components::roles::role_phrase;
use crate::forms::act::use_act;
use crate::ui::{Button, Glyph, Icon, Loaded, PageHead, Weight};
use crate::{t, tf};

/// People and the role matrix.
#[component]
pub fn MembersPage() -> impl IntoView {
    let loaded = LocalResource::new(|| async {
        let members = api::members::list().await?.items;
        let invites = api::members::list_invites().await?.items;
        Ok::<_, api::ApiError>((members, invites, api::machines::list().await?.items))
    });
    let value = Signal::derive(move || {
        loaded
            .get()
            .map(|found| found.map_err(|error| here::fault(&error, t!("list of members", "lista de membros"))))
    });
    // Nothing of this list moves under the pointer but by adding and removing, so it follows at once.
    here::when_changed(Topic::Catalogue, move || loaded.refetch());
    let (inviting, removing) = (RwSignal::new(false), RwSignal::new(None::<Member>));
    let roles = assignable(here::card().role);
    let may = here::may(Action::ManageMembers);
    let withdrawing = use_act();
    let withdraw = Callback::new(move |invite: Invite| {
        let call = async move { api::members::withdraw_invite(invite.id).await };
        withdrawing.run_or(
            call,
            move |()| {
                here::say(t!(
                    "Withdrawn. The link in the mail leads nowhere now.",
                    "Retirado. O link do e-mail não leva mais a lugar nenhum."
                ));
                loaded.refetch();
            },
            |error| here::say(&error.to_string()),
        );
    });
    let machine = RwSignal::new(Open::Nothing);
    let show = move |(members, waiting, machines): (Vec<Member>, Vec<Invite>, Vec<ServiceAccount>)| {
        let remove = Callback::new(move |member| removing.set(Some(member)));
        view! {
            <div class="grid gap-4">
                {invites(waiting, withdraw)}
                <div class="card-t overflow-hidden">{people(members, remove)}</div>
                <Machines accounts=machines open=machine />
            </div>
        }
        .into_any()
    };
    view! {
        <PageHead title=t!("Members", "Membros") sub=here::sub(t!("Who works in", "Quem trabalha em"))>
            <A href="/review" attr:class="btn btn-sm btn-line"><Icon name=Glyph::FileText />{t!("Access review", "Revisão de acessos")}</A>
            <Show when=move || may.get() && !roles.is_empty()>
                <Button weight=Weight::Primary icon=Glyph::UserPlus on_click=move |()| inviting.set(true)>{t!("Invite member", "Convidar membro")}</Button>
            </Show>
        </PageHead>
        <div class="px-4 sm:px-6 pb-28 grid grid-cols-[minmax(0,1fr)] gap-4">
            <Loaded value what=t!("members", "membros") retry=move |()| loaded.refetch() children=show />
            <Matrix />
        </div>
        {move || inviting.get().then(|| view! {
            <InviteDialog tenant=here::card() roles on_close=move |()| inviting.set(false) on_invited=move |invite: Invite| {
                inviting.set(false);
                here::say(&invited(&invite));
                loaded.refetch();
            } />
        })}
        <MachineDialogs open=machine reload=move |()| loaded.refetch() />
        {move || removing.get().map(|member| view! {
            <RemoveDialog member removing reload=move |()| loaded.refetch() />
        })}
    }
}

/// What is said after an invitation.
pub fn invited(invite: &Invite) -> String {
    let email = &invite.email;
    tf!(
        "Invited. The link is on its way to {email}.",
        "Convite feito. O link está a caminho de {email}."
    )
}

/// What removing `name` from `tenant` means.
pub fn removal(name: &str, role: Role, tenant: &str) -> String {
    let role = role_phrase(role);
    tf!(
        "{name} is no longer {role} of {tenant} from this moment on. Their account and what they did stay.",
        "{name} deixa de ser {role} de {tenant} neste momento. A conta e o que foi feito com ela permanecem."
    )
}

/// Asks for the reason and removes.
#[component]
fn RemoveDialog(
    member: Member,
    /// Open while it names somebody.
    removing: RwSignal<Option<Member>>,
    /// Loads the list again.
    #[prop(into)]
    reload: Callback<()>,
) -> impl IntoView {
    let act = use_act();
    let (id, name) = (member.id, member.name.clone());
    let tenant = here::card();
    let detail = removal(&name, member.role, &tenant.name);
    let confirm = move |reason: String| {
        let body = RemoveMember { reason };
        act.run(async move { api::members::remove(id, &body).await }, move |()| {
            removing.set(None);
            reload.run(());
        });
    };
    view! {
        <ReasonDialog
            title=tf!("Remove {name}?", "Remover {name}?") detail act=t!("Remove member", "Remover membro") tenant danger=true
            busy=act.busy error=act.failure on_confirm=confirm on_close=move |()| removing.set(None)
        />
    }
}
