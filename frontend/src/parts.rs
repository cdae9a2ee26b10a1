//! The program in parts. What everybody needs first (sign-in, the frame) is in the part that starts; the pages of
//! each other part come over the wire when somebody goes to the first of them.
//!
//! The build splits the program at the functions marked here (see `scripts/bin/wasm-bindgen`).

use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use crate::pages::{
    apis, audit, demo_mail, gateways, members, overview, palette, partners, people, platform, providers, public,
};
use crate::pages::{queue, requests, review, settings, tokens};
use crate::t;
use crate::ui::{Failure, Fault, Skeleton};

/// Makes a page afresh.
type Make = fn() -> AnyView;
/// The way to it, over the wire or from memory.
type Loading = Pin<Box<dyn Future<Output = Result<Make, SplitLoaderError>>>>;

/// Declares the pages of a part: a function of each name that shows the page, loading its part first.
macro_rules! part {
    ($part:ident: $($name:ident = $module:ident::$page:ident),+ $(,)?) => {
        $(
            #[doc = concat!("The page [`", stringify!($module), "::", stringify!($page), "`].")]
            pub fn $name() -> AnyView {
                #[wasm_split($part, wasm_split_path = leptos::wasm_split, fallible)]
                fn $name() -> Result<Make, SplitLoaderError> {
                    Ok(|| view! { <$module::$page /> }.into_any())
                }
                view! { <Loaded load=|| Box::pin($name()) /> }.into_any()
            }
        )+
    };
}

part!(public: delivery = public::DeliveryPage, join = public::JoinPage, reset = public::ResetPage,
    public_request = public::PublicRequestPage, my_request = public::MyRequestPage, demo_mail = demo_mail::DemoMailPage);
part!(palette: palette = palette::PalettePage);
part!(queue: queue = queue::QueuePage);
part!(work: overview = overview::OverviewPage, requests = requests::RequestsPage,
    new_request = requests::NewRequestPage, request = requests::RequestPage, tokens = tokens::TokensPage,
    token = tokens::TokenPage);
part!(catalogue: apis = apis::ApisPage, gateways = gateways::GatewaysPage, new_gateway = gateways::NewGatewayPage,
    gateway = gateways::GatewayPage, partners = partners::PartnersPage, partner = partners::PartnerPage);
part!(people: members = members::MembersPage, settings = settings::SettingsPage,
    enrol_first = settings::EnrolFirstPage, audit = audit::AuditPage,
    audit_paper = audit::AuditPaperPage,
    platform_tenants = platform::PlatformTenantsPage, set_up_tenant = platform::SetUpTenantPage,
    providers = providers::ProvidersPage, people = people::PeoplePage, person = people::PersonPage,
    review = review::ReviewPage);

/// What `loading` gives without waiting: a part that is there already.
fn at_once(loading: Loading) -> Poll<Result<Make, SplitLoaderError>> {
    pin!(loading).poll(&mut Context::from_waker(Waker::noop()))
}

/// A page whose part may have to be loaded first.
#[component]
fn Loaded(load: fn() -> Loading) -> impl IntoView {
    if let Poll::Ready(Ok(make)) = at_once(load()) {
        return make();
    }
    let loaded = RwSignal::new(None::<Result<Make, ()>>);
    let fetch = move || {
        loaded.set(None);
        spawn_local(async move {
            let made = load().await.map_err(|_cause| ());
            // Who has left the page meanwhile does not need it.
            let _gone = loaded.try_set(Some(made));
        });
    };
    fetch();
    (move || match loaded.get() {
        None => view! { <Skeleton what="page" /> }.into_any(),
        Some(Ok(make)) => make(),
        Some(Err(())) => view! { <Failure fault=not_loaded() retry=move |()| fetch() /> }.into_any(),
    })
    .into_any()
}

fn not_loaded() -> Fault {
    Fault {
        title: t!("The page did not load", "A página não carregou").to_owned(),
        detail: t!(
            "The connection may be down, or there is a newer version: then reload the page.",
            "A conexão pode ter caído, ou há uma versão mais nova: nesse caso, recarregue a página."
        )
        .to_owned(),
        request_id: None,
        missing: false,
    }
}
