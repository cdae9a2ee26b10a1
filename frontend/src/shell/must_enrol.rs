//! The only page for people whose role needs a second factor they do not have yet.

use leptos::prelude::*;

use super::brand::Brand;
use super::step_up::StepUpDialogs;
use super::toast;
use crate::pages::settings::Enrol;
use crate::state::session;

/// Adding it, or signing out.
#[component]
pub fn MustEnrol() -> impl IntoView {
    document().set_title("Add a second factor · Tessera");
    let done = |()| session::refresh();
    view! {
        <main id="main" class="min-h-dvh px-4 sm:px-10 py-8 max-w-2xl mx-auto">
            <div class="flex items-center mb-8">
                <Brand />
                <button type="button" class="btn btn-sm btn-ghost ml-auto" on:click=|_| session::sign_out()>"Sign out"</button>
            </div>
            <h1 class="text-2xl">"Add a second factor"</h1>
            <p class="text-muted mt-1 mb-6">"Your role reaches many customers, so a password alone does not open it."</p>
            <section class="card-t p-5"><Enrol on_done=done /></section>
            <StepUpDialogs />
            <toast::ToastRegion />
        </main>
    }
}
