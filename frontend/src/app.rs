//! Every page and its address.

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Redirect, Route, Router, Routes};
use leptos_router::path;

use crate::pages::apis::ApisPage;
use crate::pages::audit::AuditPage;
use crate::pages::demo_mail::DemoMailPage;
use crate::pages::error::NotFoundPage;
use crate::pages::gateways::{GatewayPage, GatewaysPage, NewGatewayPage};
use crate::pages::login::LoginPage;
use crate::pages::members::MembersPage;
use crate::pages::overview::OverviewPage;
use crate::pages::partners::{PartnerPage, PartnersPage};
use crate::pages::platform::PlatformTenantsPage;
use crate::pages::public::{DeliveryPage, JoinPage, MyRequestPage, PublicRequestPage, ResetPage};
use crate::pages::queue::QueuePage;
use crate::pages::requests::{NewRequestPage, RequestPage, RequestsPage};
use crate::pages::settings::SettingsPage;
use crate::pages::tokens::{TokenPage, TokensPage};
use crate::shell::Shell;
use crate::shell::scoped::{in_any, in_tenant};
use crate::state;

/// Wraps a page component as a function that makes it afresh.
macro_rules! page {
    ($page:ident) => {
        || view! { <$page /> }.into_any()
    };
}

/// The app.
#[component]
pub fn App() -> impl IntoView {
    state::provide();
    view! {
        <Router>
            <Routes fallback=page!(NotFoundPage)>
                <Route path=path!("/login") view=LoginPage />
                <Route path=path!("/mail") view=DemoMailPage />
                <Route path=path!("/join") view=JoinPage />
                <Route path=path!("/reset") view=ResetPage />
                <Route path=path!("/d/:id") view=DeliveryPage />
                <ParentRoute path=path!("/") view=Shell>
                    <Route path=path!("") view=|| view! { <Redirect path="/queue" /> } />
                    <Route path=path!("queue") view=QueuePage />
                    <Route path=path!("overview") view=|| in_tenant(page!(OverviewPage)) />
                    <Route path=path!("requests") view=|| in_tenant(page!(RequestsPage)) />
                    <Route path=path!("requests/new") view=|| in_tenant(page!(NewRequestPage)) />
                    <Route path=path!("requests/:id") view=|| in_tenant(page!(RequestPage)) />
                    <Route path=path!("tokens") view=|| in_tenant(page!(TokensPage)) />
                    <Route path=path!("tokens/:id") view=|| in_tenant(page!(TokenPage)) />
                    <Route path=path!("partners") view=|| in_tenant(page!(PartnersPage)) />
                    <Route path=path!("partners/:id") view=|| in_tenant(page!(PartnerPage)) />
                    <Route path=path!("apis") view=|| in_tenant(page!(ApisPage)) />
                    <Route path=path!("gateways") view=|| in_tenant(page!(GatewaysPage)) />
                    <Route path=path!("gateways/new") view=|| in_tenant(page!(NewGatewayPage)) />
                    <Route path=path!("gateways/:id") view=|| in_tenant(page!(GatewayPage)) />
                    <Route path=path!("audit") view=|| in_tenant(page!(AuditPage)) />
                    <Route path=path!("members") view=|| in_tenant(page!(MembersPage)) />
                    <Route path=path!("settings") view=|| in_any(page!(SettingsPage)) />
                    <Route path=path!("platform/tenants") view=|| in_any(page!(PlatformTenantsPage)) />
                </ParentRoute>
                <Route path=path!("/:slug/request") view=PublicRequestPage />
                <Route path=path!("/:slug/my-request") view=MyRequestPage />
            </Routes>
        </Router>
    }
}
