//! `/platform/tenants`: every customer, for the owner of the platform. Nothing of their inside.

mod status;

use leptos::prelude::*;
use tessera_shared::accent::parse_hex;
use tessera_shared::dto::people::{Invite, TenantCard};
use tessera_shared::dto::tenants::{CreateTenant, PlatformTenant};
use tessera_shared::permission::{Role, assignable};
use tessera_shared::words::TenantStatus;

use self::status::{Changing, StatusButton, StatusDialog};
use crate::api;
use crate::components::here;
use crate::components::{Logo, LogoSize};
use crate::forms::checked::checked;
use crate::forms::creation::{Creation, use_creation};
use crate::forms::failure::FormFailure;
use crate::forms::fields::{Errors, TextField};
use crate::lists::filter_bar::{Search, use_filter};
use crate::lists::list_body::ListBody;
use crate::lists::paged::use_paged;
use crate::pages::members::invite::InviteDialog;
use crate::ui::number::{count, plural};
use crate::ui::{Badge, Button, Column, Dialog, DialogFoot, Empty, Glyph, PageHead, Shape, Table, Time, Tone, Weight};

const COLUMNS: &[Column] = &[
    Column::text("Customer"),
    Column::text("Status"),
    Column::right("Members"),
    Column::right("Created"),
    Column::right("Acts"),
];

/// The list of customers.
#[component]
pub fn PlatformTenantsPage() -> impl IntoView {
    let (text, set_text) = use_filter::<String>("q");
    let paged = use_paged(
        move || text.get(),
        |text, cursor| Box::pin(async move { api::platform::list(text.as_deref(), cursor.as_deref()).await }),
    );
    let adding = RwSignal::new(false);
    let inviting = RwSignal::new(None::<PlatformTenant>);
    provide_context(Inviting(inviting));
    let changing = RwSignal::new(None::<PlatformTenant>);
    provide_context(Changing(changing));
    let changed = move |()| {
        changing.set(None);
        paged.refresh();
    };
    let added = move |tenant: PlatformTenant| {
        adding.set(false);
        here::say(&format!("{} created.", tenant.name));
        paged.refresh();
    };
    let empty = move || {
        view! { <Empty icon=Glyph::Building2 title="No customer found" detail="Create one, or look for another name." /> }.into_any()
    };
    view! {
        <PageHead title="Customers" sub="Everybody who is served from here">
            <Button weight=Weight::Primary icon=Glyph::Plus on_click=move |()| adding.set(true)>"Create customer"</Button>
        </PageHead>
        <div class="px-4 sm:px-6 pb-28">
            <div class="card-t overflow-hidden">
                <div class="flex flex-wrap items-center gap-2 px-3 py-2.5 border-b border-line">
                    <Search label="Search customers" value=text set_value=set_text />
                </div>
                <ListBody paged what="customers" empty rows />
            </div>
        </div>
        {move || inviting.get().map(|tenant| view! {
            <InviteDialog tenant=card(tenant) roles=assignable(Role::PlatformOwner) on_close=move |()| inviting.set(None)
                on_invited=move |invite: Invite| {
                    inviting.set(None);
                    here::say(&format!("Invited. The link is on its way to {}.", invite.email));
                } />
        })}
        {move || changing.get().map(|tenant| view! {
            <StatusDialog tenant on_done=changed on_close=move |()| changing.set(None) />
        })}
        <Show when=move || adding.get()>
            <Create on_added=added on_close=move |()| adding.set(false) />
        </Show>
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
        status: tenant.status,
        role: Role::PlatformOwner,
        waiting: 0,
    }
}

#[component]
fn InviteButton(tenant: PlatformTenant) -> impl IntoView {
    let inviting = use_context::<Inviting>();
    let name = tenant.name.clone();
    let open = move |()| {
        if let Some(Inviting(inviting)) = inviting {
            inviting.set(Some(tenant.clone()));
        }
    };
    view! {
        <Button weight=Weight::Ghost class="btn-sm" on_click=open>"Invite…"<span class="sr-only">" people to "{name}</span></Button>
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
        <div class="hidden md:block overflow-x-auto"><Table caption="Customers" columns=COLUMNS>{lines}</Table></div>
        <ul class="md:hidden">{cards}</ul>
    }
    .into_any()
}

#[component]
fn Status(status: TenantStatus) -> impl IntoView {
    match status {
        TenantStatus::Active => view! { <Badge tone=Tone::Ok icon=Glyph::CircleCheck text="Active" /> },
        TenantStatus::Suspended => view! { <Badge tone=Tone::Warn icon=Glyph::CirclePause text="Suspended" /> },
    }
}

#[component]
fn Line(tenant: PlatformTenant) -> impl IntoView {
    let whole = tenant.clone();
    view! {
        <tr>
            <td>
                <span class="flex items-center gap-3 min-w-0">
                    <Logo slug=tenant.slug.clone() accent=tenant.accent size=LogoSize::Normal />
                    <span class="font-medium truncate">{tenant.name}</span>
                    <span class="mono text-xs text-faint">{tenant.slug}</span>
                </span>
            </td>
            <td><Status status=tenant.status /></td>
            <td class="r">{count(tenant.members.into())}</td>
            <td class="r whitespace-nowrap"><Time at=tenant.created_at shape=Shape::Date /></td>
            <td class="r whitespace-nowrap"><InviteButton tenant=whole.clone() /><StatusButton tenant=whole /></td>
        </tr>
    }
}

#[component]
fn Card(tenant: PlatformTenant) -> impl IntoView {
    let whole = tenant.clone();
    view! {
        <li class="flex items-center gap-3 px-4 py-3 border-b border-line last:border-0">
            <Logo slug=tenant.slug.clone() accent=tenant.accent size=LogoSize::Normal />
            <span class="min-w-0">
                <span class="block text-sm font-medium truncate">{tenant.name}</span>
                <span class="block text-xs text-faint num">{plural(tenant.members.into(), "member")}</span>
            </span>
            <span class="ml-auto"><Status status=tenant.status /></span>
            <span class="flex flex-wrap justify-end"><InviteButton tenant=whole.clone() /><StatusButton tenant=whole /></span>
        </li>
    }
}

/// What is typed, as a body.
fn draft() -> CreateTenant {
    CreateTenant {
        slug: String::new(),
        name: String::new(),
        accent: "#0f766e".to_owned(),
    }
}

#[component]
fn Create(#[prop(into)] on_added: Callback<PlatformTenant>, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let draft = RwSignal::new(draft());
    let form = use_creation();
    let Creation { errors, act, .. } = form;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let now = draft.get_untracked();
        let body = CreateTenant {
            slug: now.slug.trim().to_owned(),
            name: now.name.trim().to_owned(),
            accent: now.accent,
        };
        let send = |body, key: String| async move { api::platform::create(&body, &key).await };
        form.submit(checked(body, |_| Vec::new()), send, move |tenant| on_added.run(tenant));
    };
    view! {
        <Dialog title="Create customer" on_close>
            <form on:submit=submit novalidate aria-label="Customer">
                <div class="px-5 pt-4 grid gap-4">
                    <TextField id="tenant-name" label="Name" pointer="/name" errors
                        value=Signal::derive(move || draft.with(|draft| draft.name.clone()))
                        on_input=move |text| draft.update(|draft| draft.name = text) />
                    <TextField id="tenant-slug" label="Short name" pointer="/slug" errors hint="Goes into addresses, such as halden-rail."
                        value=Signal::derive(move || draft.with(|draft| draft.slug.clone()))
                        on_input=move |text| draft.update(|draft| draft.slug = text) />
                    <AccentField draft errors />
                    <FormFailure act />
                </div>
                <DialogFoot>
                    <Button weight=Weight::Ghost class="max-sm:flex-1 max-sm:h-10" on_click=on_close>"Cancel"</Button>
                    <Button weight=Weight::Primary class="max-sm:flex-1 max-sm:h-10" busy=act.busy>"Create customer"</Button>
                </DialogFoot>
            </form>
        </Dialog>
    }
}

#[component]
fn AccentField(draft: RwSignal<CreateTenant>, errors: Errors) -> impl IntoView {
    // The mark as it will look; an unfinished colour keeps the last good one.
    let shown = Memo::new(move |last: Option<&String>| {
        let now = draft.with(|draft| draft.accent.clone());
        if parse_hex(&now).is_some() {
            now
        } else {
            last.cloned().unwrap_or_else(|| "#0f766e".to_owned())
        }
    });
    view! {
        <div class="flex items-start gap-3">
            <div class="flex-1">
                <TextField id="tenant-accent" label="Colour" pointer="/accent" errors hint="Written #rrggbb."
                    value=Signal::derive(move || draft.with(|draft| draft.accent.clone()))
                    on_input=move |text| draft.update(|draft| draft.accent = text) />
            </div>
            <span class="pt-7">
                {move || view! { <Logo slug=draft.with(|draft| draft.slug.clone()) accent=shown.get() size=LogoSize::Large /> }}
            </span>
        </div>
    }
}
