//! What a row stands for and where it leads.

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use tessera_shared::dto::finding::{Found, FoundKind};
use tessera_shared::dto::views::SavedView;

use super::commands::{Act, Command};
use crate::i18n;
use crate::state::overlays::Overlays;
use crate::state::{session, tenant, theme};

/// Something to take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Something to do.
    Do(Command),
    /// Something to open.
    Open(Box<Found>),
    /// A filter of a list here.
    See(Box<SavedView>),
}

/// Takes `choice`; `apart` opens pages in a tab of their own.
pub fn choose(
    choice: Choice,
    apart: bool,
    shown: Overlays,
    navigate: &(impl Fn(&str, NavigateOptions) + Clone + 'static),
) {
    match choice {
        Choice::Open(found) => open(*found, apart, navigate),
        Choice::See(view) => {
            let page = format!("/{}?{}", view.list, view.query);
            match tenant::active_id().filter(|_| apart) {
                Some(id) => in_a_tab(&format!("{page}&tenant={id}")),
                None => navigate(&page, NavigateOptions::default()),
            }
        }
        Choice::Do(command) => match command.act {
            Act::Go(page) if apart => in_a_tab(page),
            Act::Go(page) => navigate(page, NavigateOptions::default()),
            Act::Switch => shown.switching.set(true),
            Act::LeaveTenant => tenant::leave(),
            Act::Theme => theme::toggle(),
            Act::Speak(language) => i18n::choose(language),
            Act::Help => shown.helping.set(true),
            Act::SignOut => session::sign_out(),
        },
    }
}

fn open(found: Found, apart: bool, navigate: &(impl Fn(&str, NavigateOptions) + Clone + 'static)) {
    let page = page_of(&found);
    let id = found.tenant.id;
    if apart {
        in_a_tab(&format!("{}?tenant={id}", page.as_deref().unwrap_or("/overview")));
        return;
    }
    let switches = tenant::heading_for() != Some(id);
    if !switches {
        if let Some(page) = page {
            navigate(&page, NavigateOptions::default());
        }
        return;
    }
    tenant::enter(found.tenant);
    if let Some(page) = page {
        let navigate = navigate.clone();
        // A page of one thing first gives way to the list of the customer that is entered. With the customer in the
        // address a link to the page can be shared, and nothing asks where it belongs.
        let go = move || navigate(&format!("{page}?tenant={id}"), NavigateOptions::default());
        set_timeout(go, Duration::ZERO);
    }
}

/// The page of a thing; a customer has none, it is entered.
fn page_of(found: &Found) -> Option<String> {
    let id = &found.id;
    match found.kind {
        FoundKind::Tenant => None,
        FoundKind::Partner => Some(format!("/partners/{id}")),
        FoundKind::Request => Some(format!("/requests/{id}")),
        FoundKind::Token => Some(format!("/tokens/{id}")),
        FoundKind::Gateway => Some(format!("/gateways/{id}")),
        FoundKind::Api => Some("/apis".to_owned()),
        FoundKind::Member => Some("/members".to_owned()),
    }
}

fn in_a_tab(page: &str) {
    // A browser that opens no tab says so itself.
    drop(window().open_with_url_and_target(page, "_blank"));
}
