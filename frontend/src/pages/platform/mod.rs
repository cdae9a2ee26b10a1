//! `/platform/tenants`: every customer, for the owner of the platform. Nothing of their inside.

mod brand;
mod setup;
mod status;

use leptos::prelude::*;
use leptos_router::components::A;
use tessera_shared::dto::people::{Invite, TenantCard};
use tessera_shared::dto::tenants::PlatformTenant;
use tessera_shared::permission::{Role, assignable};
use tessera_shared::words::TenantStatus;

use self::brand::{BrandButton, BrandDialog, Branding};
pub use self::setup::SetUpTenantPage;
use self::status::{Changing, StatusButton, StatusDialog};
use crate::api;
use crate::components::here;
use crate::components::{Logo, LogoSize};
use crate::lists::filter_bar::{Search, use_filter};
use crate::lists::list_body::ListBody;
use crate::lists::paged::use_paged;
use crate::pages::members::invite::InviteDialog;
use crate::pages::members::invited;
use crate::ui::number::count;
use crate::ui::{Badge, Button, Column, Empty, Glyph, Icon, PageHead, Shape, Table, Time, Tone, Weight};
use crate::{t, tn};

fn columns() -> [Column; 5] {
    [
        Column::text(t!("Customer", "Cliente")),
        Column::text(t!("Status", "Situação")),
        Column::right(t!("Members", "Membros")),
        Column::right(t!("Created", "Criado")),
        Column::right(t!("Actions", "Ações")),
    ]
}

/// The list of customers.
#[component]
pub fn PlatformTenantsPage() -> impl IntoView {
    let (text, set_text) = use_filter::<String>("q");
    let paged = use_paged(
        move || text.get(),
        |text, cursor| Box::pin(async move { api::platform::list(text.as_deref(), cursor.as_deref()).await }),
    );
    let inviting = RwSignal::new(None::<PlatformTenant>);
    provide_context(Inviting(inviting));
    let changing = RwSignal::new(None::<PlatformTenant>);
    provide_context(Changing(changing));
    let branding = RwSignal::new(None::<PlatformTenant>);
    provide_context(Branding(branding));
    let changed = move |()| {
        changing.set(None);
        paged.refresh();
    };
    let empty = move || {
        view! { <Empty icon=Glyph::Building2 title=t!("No customer found", "Nenhum cliente encontrado") detail=t!("Add one, or look for another name.", "Adicione um ou procure outro nome.") /> }
            .into_any()
    };
    view! {
        <PageHead title=t!("Customers", "Clientes") sub=t!("Everybody who is served from here", "Todos os que são atendidos daqui")>
            <A href="/platform/tenants/new" attr:class="btn btn-sm btn-primary"><Icon name=Glyph::Plus />{t!("Add customer", "Adicionar cliente")}</A>
        </PageHead>
        <div class="px-4 sm:px-6 pb-28">
            <div class="card-t overflow-hidden">
                <div class="flex flex-wrap items-center gap-2 px-3 py-2.5 border-b border-line">
                    <Search label=t!("Search customers", "Buscar clientes") value=text set_value=set_text />
                </div>
                <ListBody paged what=t!("customers", "clientes") empty rows />
            </div>
        </div>
        {move || inviting.get().map(|tenant| view! {
            <InviteDialog tenant=card(tenant) roles=assignable(Role::PlatformOwner) on_close=move |()| inviting.set(None)
                on_invited=move |invite: Invite| {
                    inviting.set(None);
                    here::say(&invited(&invite));
                } />
        })}
        {move || changing.get().map(|tenant| view! {
            <StatusDialog tenant on_done=changed on_close=move |()| changing.set(None) />
        })}
        {move || branding.get().map(|tenant| view! {
            <BrandDialog tenant on_changed=move |()| paged.refresh() on_close=move |()| branding.set(None) />
        })}
    }
}

/// The customer whose first people are being invited; lists draw their rows without captures.
#[derive(Clone, Copy)]
struct Inviting(RwSignal<Option<PlatformTenant>>);

fn card(tenant: PlatformTenant) -> TenantCard {
    TenantCard {
        id: tenant.id,
        slug: tenant.slug,
        name: tenant.name,
        accent: tenant.accent,
        logo: tenant.logo,
        status: tenant.status,
        role: Role::PlatformOwner,
        waiting: 0,
    }
}

#[component]
fn InviteButton(tenant: PlatformTenant, #[prop(default = Weight::Ghost)] weight: Weight) -> impl IntoView {
    let inviting = use_context::<Inviting>();
    let name = tenant.name.clone();
    let open = move |()| {
        if let Some(Inviting(inviting)) = inviting {
            inviting.set(Some(tenant.clone()));
        }
    };
    view! {
        <Button weight class="btn-sm" on_click=open>{t!("Invite…", "Convidar…")}<span class="sr-only">{t!(" people to ", " pessoas para ")}{name}</span></Button>
    }
}

fn rows(tenants: Vec<PlatformTenant>) -> AnyView {
    let lines = tenants
        .iter()
        .cloned()
        .map(|tenant| view! { <Line tenant /> })
        .collect_view();
    let cards = tenants
        .into_iter()
        .map(|tenant| view! { <Card tenant /> })
        .collect_view();
    view! {
        <div class="hidden md:block overflow-x-auto"><Table caption=t!("Customers", "Clientes") columns=columns()>{lines}</Table></div>
        <ul class="md:hidden">{cards}</ul>
    }
    .into_any()
}

#[component]
fn Status(status: TenantStatus) -> impl IntoView {
    match status {
        TenantStatus::Active => view! { <Badge tone=Tone::Ok icon=Glyph::CircleCheck text=t!("Active", "Ativo") /> },
        TenantStatus::Suspended => {
            view! { <Badge tone=Tone::Warn icon=Glyph::CirclePause text=t!("Suspended", "Suspenso") /> }
        }
    }
}

#[component]
fn Line(tenant: PlatformTenant) -> impl IntoView {
    let whole = tenant.clone();
    view! {
        <tr>
            <td>
                <span class="flex items-center gap-3 min-w-0">
                    <Logo slug=tenant.slug.clone() accent=tenant.accent logo=tenant.logo size=LogoSize::Normal />
                    <span class="font-medium truncate">{tenant.name}</span>
                    <span class="mono text-xs text-faint">{tenant.slug}</span>
                </span>
            </td>
            <td><Status status=tenant.status /></td>
            <td class="r">{count(tenant.members.into())}</td>
            <td class="r whitespace-nowrap"><Time at=tenant.created_at shape=Shape::Date /></td>
            <td class="r whitespace-nowrap"><span class="inline-flex -mr-3"><InviteButton tenant=whole.clone() /><BrandButton tenant=whole.clone() /><StatusButton tenant=whole /></span></td>
        </tr>
    }
}

#[component]
fn Card(tenant: PlatformTenant) -> impl IntoView {
    let (whole, weight) = (tenant.clone(), Weight::Line);
    view! {
        <li class="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-3 border-b border-line last:border-0">
            <Logo slug=tenant.slug.clone() accent=tenant.accent logo=tenant.logo size=LogoSize::Normal />
            <span class="min-w-0 flex-1">
                <span class="block text-sm font-medium truncate">{tenant.name}</span>
                <span class="block text-xs text-faint num">{tn!(tenant.members.into(), "member", "members"; "membro", "membros")}</span>
            </span>
            <Status status=tenant.status />
            <span class="basis-full flex flex-wrap gap-2 mt-1"><InviteButton tenant=whole.clone() weight /><BrandButton tenant=whole.clone() weight /><StatusButton tenant=whole weight /></span>
        </li>
    }
}
