//! `/platform/people/{user}`: one person, every customer they work in, and giving them more.

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;
use tessera_shared::dto::placing::{Person, PersonDetail, Place, UnplacePerson};
use tessera_shared::ids::UserId;

use super::chosen::customers;
use super::place::PlaceDialog;
use crate::api;
use crate::components::here;
use crate::components::roles::role_title;
use crate::components::{Logo, LogoSize, ReasonDialog};
use crate::forms::act::use_act;
use crate::pages::members::removal;
use crate::ui::{Button, Column, Empty, Glyph, Icon, Shape, Skeleton, Table, Time, Weight};
use crate::{t, tf, tn};

/// The last one only where there is somewhere to remove the person from.
fn columns(removable: bool) -> Vec<Column> {
    let mut columns = vec![
        Column::text(t!("Customer", "Cliente")),
        Column::text(t!("Role", "Papel")),
        Column::right(t!("Since", "Desde")),
    ];
    columns.extend(removable.then(|| Column::right(t!("Remove", "Remover"))));
    columns
}

/// One person.
#[component]
pub fn PersonPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").and_then(|text| text.parse::<UserId>().ok()));
    let turn = RwSignal::new(0_u32);
    let found = LocalResource::new(move || {
        turn.track();
        let id = id.get();
        async move {
            match id {
                Some(id) => api::people::find(id).await,
                None => Err(api::not_found()),
            }
        }
    });
    let retry = Callback::new(move |()| {
        turn.try_update(|turn| *turn += 1);
    });
    view! {
        <Transition fallback=|| view! { <Skeleton what=t!("person", "pessoa") /> }>
            {move || Suspend::new(async move {
                match found.await {
                    Ok(detail) => view! { <Shown detail reload=retry /> }.into_any(),
                    Err(error) => here::failed_page(&error, t!("person", "pessoa"), retry),
                }
            })}
        </Transition>
    }
}

#[component]
fn Shown(detail: PersonDetail, reload: Callback<()>) -> impl IntoView {
    let PersonDetail { person, places, roles } = detail;
    let (placing, removing) = (RwSignal::new(false), RwSignal::new(None::<Place>));
    let can_place = !roles.is_empty();
    let (id, name) = (person.id, person.name.clone());
    let roles = StoredValue::new(roles);
    let (who, whom) = (name.clone(), name);
    view! {
        <div class="px-4 sm:px-6 pt-4">
            <nav aria-label=t!("Breadcrumb", "Trilha de navegação") class="text-xs text-muted flex items-center gap-1.5">
                <A href="/platform/people" attr:class="hover:text-ink">{t!("People", "Pessoas")}</A>
                <Icon name=Glyph::ChevronRight class="icon-xs text-faint" />
                <span aria-current="page">{person.name.clone()}</span>
            </nav>
            <div class="flex flex-wrap items-center gap-3 mt-2 mb-4">
                <Head person places=places.len() />
                {can_place.then(|| view! {
                    <Button weight=Weight::Primary icon=Glyph::Plus on_click=move |()| placing.set(true) class="ml-auto max-sm:w-full max-sm:h-10">
                        {t!("Add to customers…", "Adicionar a clientes…")}
                    </Button>
                })}
            </div>
        </div>
        <div class="px-4 sm:px-6 pb-28"><div class="card-t overflow-hidden">{list(places, removing)}</div></div>
        {move || placing.get().then(|| view! {
            <PlaceDialog id name=who.clone() roles=roles.get_value() on_close=move |()| placing.set(false)
                on_done=move |()| { placing.set(false); reload.run(()); } />
        })}
        {move || removing.get().map(|place| view! {
            <RemoveDialog id name=whom.clone() place on_close=move |()| removing.set(None)
                on_done=move |()| { removing.set(None); reload.run(()); } />
        })}
    }
}

#[component]
fn Head(person: Person, places: usize) -> impl IntoView {
    let seen = match person.last_seen_at {
        Some(at) => view! { {t!("Last signed in ", "Última entrada ")} <Time at /> ". " }.into_any(),
        None => t!("Never signed in. ", "Nunca entrou. ").into_any(),
    };
    let works = if person.platform_role.is_some() {
        t!("Runs the platform.", "Administra a plataforma.").to_owned()
    } else {
        let customers = customers(places);
        tf!("Works in {customers}.", "Trabalha em {customers}.")
    };
    let open = tn!(person.sessions.into(), "open session", "open sessions"; "sessão aberta", "sessões abertas");
    view! {
        <div class="min-w-0">
            <h1 class="text-xl break-words">{person.name}</h1>
            <p class="text-sm text-muted break-words">{person.email}</p>
            <p class="text-sm text-muted mt-1">{seen}{open}". "{works}</p>
        </div>
    }
}

fn list(places: Vec<Place>, removing: RwSignal<Option<Place>>) -> AnyView {
    if places.is_empty() {
        let detail = t!(
            "Whoever is given a customer here sees it at once.",
            "Quem recebe um cliente aqui passa a vê-lo na hora."
        );
        return view! { <Empty icon=Glyph::Building2 title=t!("No customers", "Nenhum cliente") detail /> }.into_any();
    }
    let removable = places.iter().any(|place| place.removable);
    let lines = places
        .iter()
        .cloned()
        .map(|place| view! { <Line place removable removing /> })
        .collect_view();
    let cards = places
        .into_iter()
        .map(|place| view! { <Card place removing /> })
        .collect_view();
    view! {
        <div class="hidden md:block"><Table caption=t!("Customers", "Clientes") columns=columns(removable)>{lines}</Table></div>
        <ul class="md:hidden">{cards}</ul>
    }
    .into_any()
}

#[component]
fn Customer(place: Place) -> impl IntoView {
    let tenant = place.tenant;
    view! {
        <span class="flex items-center gap-3 min-w-0">
            <Logo slug=tenant.slug.clone() accent=tenant.accent logo=tenant.logo size=LogoSize::Normal />
            <span class="font-medium truncate text-sm">{tenant.name}</span>
            <span class="mono text-xs text-faint max-sm:hidden">{tenant.slug}</span>
        </span>
    }
}

#[component]
fn Remove(place: Place, removing: RwSignal<Option<Place>>) -> impl IntoView {
    place.removable.then(|| {
        let name = place.tenant.name.clone();
        view! {
            <Button weight=Weight::Ghost class="btn-sm" on_click=move |()| removing.set(Some(place.clone()))>
                {t!("Remove…", "Remover…")}<span class="sr-only">{t!(" from ", " de ")}{name}</span>
            </Button>
        }
    })
}

#[component]
fn Line(place: Place, removable: bool, removing: RwSignal<Option<Place>>) -> impl IntoView {
    view! {
        <tr>
            <td><Customer place=place.clone() /></td>
            <td>{role_title(place.tenant.role)}</td>
            <td class="r whitespace-nowrap"><Time at=place.since shape=Shape::Date /></td>
            {removable.then(|| view! { <td class="r whitespace-nowrap"><Remove place removing /></td> })}
        </tr>
    }
}

#[component]
fn Card(place: Place, removing: RwSignal<Option<Place>>) -> impl IntoView {
    view! {
        <li class="flex items-center gap-2 px-4 py-3 border-b border-line last:border-0">
            <span class="min-w-0 grid gap-1">
                <Customer place=place.clone() />
                <span class="text-xs text-muted pl-9">{role_title(place.tenant.role)}</span>
            </span>
            <span class="ml-auto"><Remove place removing /></span>
        </li>
    }
}

/// Asks for the reason and removes.
#[component]
fn RemoveDialog(
    id: UserId,
    name: String,
    place: Place,
    #[prop(into)] on_done: Callback<()>,
    #[prop(into)] on_close: Callback<()>,
) -> impl IntoView {
    let act = use_act();
    let tenant = place.tenant;
    let place = &tenant.name;
    let detail = removal(&name, tenant.role, place);
    let title = tf!("Remove {name} from {place}?", "Remover {name} de {place}?");
    let tenants = vec![tenant.id];
    let confirm = move |reason: String| {
        let body = UnplacePerson {
            tenants: tenants.clone(),
            reason,
        };
        act.run(async move { api::people::unplace(id, &body).await }, move |()| {
            on_done.run(());
        });
    };
    view! {
        <ReasonDialog
            title detail act=t!("Remove member", "Remover membro") tenant danger=true
            busy=act.busy error=act.failure on_confirm=confirm on_close
        />
    }
}
