//! Every page and its address.

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Redirect, Route, Router, Routes};
use leptos_router::path;

use crate::pages::error::NotFoundPage;
use crate::pages::login::LoginPage;
use crate::parts;
use crate::shell::Shell;
use crate::shell::scoped::{for_owners, in_any, in_tenant};
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
                <Route path=path!("/mail") view=parts::demo_mail />
                <Route path=path!("/join") view=parts::join />
                <Route path=path!("/reset") view=parts::reset />
                <Route path=path!("/d/:id") view=parts::delivery />
                <ParentRoute path=path!("/") view=|| view! { <Shell palette=parts::palette enrol=parts::enrol_first /> }>
                    <Route path=path!("") view=|| view! { <Redirect path="/queue" /> } />
                    <Route path=path!("queue") view=parts::queue />
                    <Route path=path!("overview") view=|| in_any(parts::overview) />
                    <Route path=path!("requests") view=|| in_tenant(parts::requests) />
                    <Route path=path!("requests/new") view=|| in_tenant(parts::new_request) />
                    <Route path=path!("requests/:id") view=|| in_tenant(parts::request) />
                    <Route path=path!("tokens") view=|| in_tenant(parts::tokens) />
                    <Route path=path!("tokens/:id") view=|| in_tenant(parts::token) />
                    <Route path=path!("partners") view=|| in_tenant(parts::partners) />
                    <Route path=path!("partners/:id") view=|| in_tenant(parts::partner) />
                    <Route path=path!("apis") view=|| in_tenant(parts::apis) />
                    <Route path=path!("gateways") view=|| in_tenant(parts::gateways) />
                    <Route path=path!("gateways/new") view=|| in_tenant(parts::new_gateway) />
                    <Route path=path!("gateways/:id") view=|| in_tenant(parts::gateway) />
                    <Route path=path!("audit") view=|| in_tenant(parts::audit) />
                    <Route path=path!("audit/print") view=|| in_tenant(parts::audit_paper) />
                    <Route path=path!("members") view=|| in_tenant(parts::members) />
                    <Route path=path!("review") view=|| in_tenant(parts::review) />
                    <Route path=path!("settings") view=|| in_any(parts::settings) />
                    <Route path=path!("platform/people") view=|| in_any(parts::people) />
                    <Route path=path!("platform/people/:id") view=|| in_any(parts::person) />
                    <Route path=path!("platform/tenants/new") view=|| for_owners(parts::set_up_tenant) />
                    <Route path=path!("platform/tenants") view=|| for_owners(parts::platform_tenants) />
                    <Route path=path!("platform/providers") view=|| for_owners(parts::providers) />
                </ParentRoute>
                <Route path=path!("/:slug/request") view=parts::public_request />
                <Route path=path!("/:slug/my-request") view=parts::my_request />
            </Routes>
        </Router>
    }
}
