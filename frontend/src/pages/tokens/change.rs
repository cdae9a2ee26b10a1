//! Suspend, resume, revoke, reissue: each asks for a reason.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use tessera_shared::dto::tokens::{ChangeToken, TokenDetail};
use tessera_shared::permission::Action;

use crate::api;
use crate::components::ReasonDialog;
use crate::components::here;
use crate::forms::act::use_act;
use crate::tn;
use crate::ui::number::count;
use crate::ui::{Glyph, Icon};

/// What is about to happen to a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Stop for a while.
    Suspend,
    /// Work again.
    Resume,
    /// End for good.
    Revoke,
    /// End and issue a successor.
    Reissue,
}

impl Change {
    /// The permission it needs.
    pub const fn action(self) -> Action {
        match self {
            Self::Suspend => Action::SuspendToken,
            Self::Resume => Action::ResumeToken,
            Self::Revoke => Action::RevokeToken,
            Self::Reissue => Action::IssueToken,
        }
    }

    /// The same in words, after "your role cannot".
    pub const fn doing(self) -> &'static str {
        match self {
            Self::Suspend => "suspend tokens",
            Self::Resume => "resume tokens",
            Self::Revoke => "revoke tokens",
            Self::Reissue => "issue tokens",
        }
    }

    const fn words(self) -> (&'static str, &'static str, &'static str, bool) {
        match self {
            Self::Suspend => (
                "Suspend",
                "Every gateway refuses it from the next check on, until somebody resumes it.",
                "Suspend token",
                false,
            ),
            Self::Resume => (
                "Resume",
                "Gateways let it through again at once.",
                "Resume token",
                false,
            ),
            Self::Revoke => (
                "Revoke",
                "Every gateway refuses it from the next check on. This is final.",
                "Revoke token",
                true,
            ),
            Self::Reissue => (
                "Reissue",
                "The token ends at once. The partner gets a new one for the same access, by a new one-time link.",
                "Reissue token",
                true,
            ),
        }
    }
}

/// Asks for the reason and does it.
#[component]
pub fn ChangeDialog(
    /// What is about to happen.
    which: Change,
    /// Open while it names a change.
    change: RwSignal<Option<Change>>,
    /// The token.
    detail: StoredValue<TokenDetail>,
    /// Loads it again.
    reload: Callback<()>,
) -> impl IntoView {
    let act = use_act();
    let token = detail.get_value();
    let (verb, what_follows, label, danger) = which.words();
    let title = format!(
        "{verb} “{}” of {}?",
        token.summary.application, token.summary.partner.name
    );
    let (id, version) = (token.summary.id, token.summary.version);
    let key = StoredValue::new(api::fresh_key());
    let navigate = StoredValue::new_local(use_navigate());
    let confirm = move |reason: String| {
        let body = ChangeToken { version, reason };
        let done = move |()| {
            change.set(None);
            reload.run(());
        };
        match which {
            Change::Suspend => act.run(async move { api::tokens::suspend(id, &body).await }, done),
            Change::Resume => act.run(async move { api::tokens::resume(id, &body).await }, done),
            Change::Revoke => act.run(async move { api::tokens::revoke(id, &body).await }, done),
            Change::Reissue => act.run(
                async move { api::tokens::reissue(id, &body, &key.get_value()).await },
                move |issued| {
                    here::say("Reissued. The partner has a new link in the mail.");
                    change.set(None);
                    navigate.with_value(|go| go(&format!("/tokens/{}", issued.token), NavigateOptions::default()));
                },
            ),
        }
    };
    let environment = token.summary.environment;
    let radius = which != Change::Resume;
    view! {
        <ReasonDialog
            title detail=what_follows act=label tenant=here::card() environment danger
            busy=act.busy error=act.failure on_confirm=confirm on_close=move |()| change.set(None)
        >
            {radius.then(|| view! { <BlastRadius detail=token /> })}
        </ReasonDialog>
    }
}

/// What stops with the token.
#[component]
fn BlastRadius(detail: TokenDetail) -> impl IntoView {
    let checks: u64 = detail.summary.checks_24h.iter().map(|checks| u64::from(*checks)).sum();
    let in_use = checks > 0;
    let apis = u64::try_from(detail.summary.apis.len()).unwrap_or(0);
    let icon = if in_use {
        Glyph::TriangleAlert
    } else {
        Glyph::CircleCheck
    };
    let sentence = match (in_use, detail.last_gateway) {
        (true, Some(gateway)) => format!("In use, last let through at {gateway}"),
        (true, None) => "In use within the last 24 hours".to_owned(),
        (false, _) => "Not used within the last 24 hours".to_owned(),
    };
    view! {
        <div class="mx-5 mt-4 rounded-lg border border-line overflow-hidden">
            <dl class="grid grid-cols-3 divide-x divide-line text-sm">
                <div class="px-3 py-2.5 flex flex-col-reverse"><dt class="text-xs text-faint">"checks in 24 h"</dt><dd class="font-semibold num">{count(checks)}</dd></div>
                <div class="px-3 py-2.5 flex flex-col-reverse"><dt class="text-xs text-faint">"APIs"</dt><dd class="font-semibold num">{count(apis)}</dd></div>
                <div class="px-3 py-2.5 flex flex-col-reverse"><dt class="text-xs text-faint">"scopes"</dt><dd class="font-semibold num">{count(detail.summary.scope_count.into())}</dd></div>
            </dl>
            <ul class="border-t border-line text-xs">
                <li class="flex items-center gap-2 px-3 py-2 border-b border-line"><Icon name=icon class="icon-sm" /><span>{sentence}</span></li>
                <li class="flex items-center gap-2 px-3 py-2">
                    <Icon name=Glyph::KeyRound class="icon-sm text-faint" />
                    <span>"Other tokens of " {detail.summary.partner.name} " go on working. This line had " {tn!(u64::try_from(detail.secrets.len()).unwrap_or(1), "secret", "secrets"; "segredo", "segredos")} "."</span>
                </li>
            </ul>
        </div>
    }
}
