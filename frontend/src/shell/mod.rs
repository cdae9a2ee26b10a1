//! The frame round every page of the workbench: bar, band, rail, and what floats above.

mod account;
mod bar;
mod deep_link;
mod favicon;
mod frame;
mod keys;
mod must_enrol;
mod notice;
mod palette;
mod rail;
pub mod scoped;
mod session_end;
mod shortcuts;
mod step_up;
mod stray;
mod switcher;
mod tab_bar;
mod title;
mod toast;
mod waiting;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use tessera_shared::dto::queue::Topic;
use tessera_shared::ids::UserId;

use crate::api::ApiError;
use crate::components::here::fault;
use crate::state::session::Session;
use crate::state::{events, session, tenant};
use crate::ui::{Failure, Skeleton};

/// What the frame has to know of the session; a newer answer about the same person changes nothing.
#[derive(Clone, Debug, PartialEq)]
enum Phase {
    Asking,
    In(UserId),
    MustEnrol,
    Out { ended: bool },
    Away(ApiError),
}

fn phase() -> Phase {
    match session::current() {
        Session::Unknown => Phase::Asking,
        Session::SignedIn(me) if me.must_enrol => Phase::MustEnrol,
        Session::SignedIn(me) | Session::Ended(me) => Phase::In(me.id),
        Session::SignedOut { ended } => Phase::Out { ended },
        Session::Unreachable(error) => Phase::Away(error),
    }
}

/// The frame; sends to the sign-in page when nobody is signed in.
#[component]
pub fn Shell(
    /// Draws what the palette finds; it comes over the wire when it is first opened.
    palette: fn() -> AnyView,
    /// Draws the ways to a second factor for those who must have one; few ever see it.
    enrol: fn() -> AnyView,
) -> impl IntoView {
    let phase = Memo::new(move |_| phase());
    if matches!(phase.get_untracked(), Phase::Asking | Phase::Away(_)) {
        session::refresh();
    }
    go_with_session(phase);
    follow_brands();
    on_cleanup(events::close);
    move || match phase.get() {
        Phase::In(_) => view! { <frame::Frame palette /> }.into_any(),
        Phase::MustEnrol => view! { <must_enrol::MustEnrol enrol /> }.into_any(),
        Phase::Away(error) => {
            let retry = move |()| session::refresh();
            view! { <main id="main"><Failure fault=fault(&error, "app") retry /></main> }.into_any()
        }
        Phase::Asking | Phase::Out { .. } => view! { <main id="main"><Skeleton what="app" /></main> }.into_any(),
    }
}

/// Keeps name, colour and logo of the customer on the screen as they are.
fn follow_brands() {
    events::when_changed(Topic::Brand, None, tenant::look_again);
}

/// Begins and ends what needs somebody to be signed in.
fn go_with_session(phase: Memo<Phase>) {
    let navigate = use_navigate();
    let location = use_location();
    Effect::new(move |was_in: Option<bool>| match phase.get() {
        Phase::Out { ended } => {
            events::close();
            let path = location.pathname.get_untracked();
            let search = location.search.get_untracked();
            // Who signs out on purpose does not want to come back to this page.
            let left = was_in == Some(true) && !ended;
            let address = if left {
                "/login".to_owned()
            } else {
                sign_in_address(&path, &search)
            };
            navigate(&address, NavigateOptions::default());
            false
        }
        Phase::In(_) => {
            tenant::follow();
            if session::me_untracked().is_some_and(|me| me.tenant_count == 1) {
                tenant::enter_the_only_one();
            }
            events::open();
            true
        }
        Phase::Asking | Phase::MustEnrol | Phase::Away(_) => false,
    });
}

/// The sign-in page that comes back to `path`.
fn sign_in_address(path: &str, search: &str) -> String {
    let search = search.trim_start_matches('?');
    let here = if search.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{search}")
    };
    format!("/login?next={}", String::from(js_sys::encode_uri_component(&here)))
}
