//! Suspend, resume, revoke, reissue: each asks for a reason.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use tessera_shared::dto::people::TenantCard;
use tessera_shared::dto::tokens::{ChangeToken, TokenDetail};
use tessera_shared::ids::TokenId;
use tessera_shared::permission::Action;

use crate::api;
use crate::components::ReasonDialog;
use crate::components::here;
use crate::forms::act::{self, use_act};
use crate::state::toasts;
use crate::ui::number::count;
use crate::ui::{Glyph, Icon};
use crate::{t, tf, tn};

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
    pub fn doing(self) -> &'static str {
        match self {
            Self::Suspend => t!("suspend tokens", "suspender tokens"),
            Self::Resume => t!("resume tokens", "retomar tokens"),
            Self::Revoke => t!("revoke tokens", "revogar tokens"),
            Self::Reissue => t!("issue tokens", "emitir tokens"),
        }
    }

    /// The reason of what takes it back, where something does.
    pub fn undone(self) -> Option<&'static str> {
        match self {
            Self::Suspend => Some(t!("Suspending it was undone.", "A suspensão foi desfeita.")),
            Self::Resume => Some(t!("Resuming it was undone.", "A retomada foi desfeita.")),
            Self::Revoke | Self::Reissue => None,
        }
    }

    fn words(self) -> (&'static str, &'static str, &'static str, bool) {
        match self {
            Self::Suspend => (
                t!("Suspend", "Suspender"),
                t!(
                    "Every gateway refuses it from the next check on, until somebody resumes it.",
                    "Todos os gateways o recusam a partir da próxima verificação, até alguém retomá-lo."
                ),
                t!("Suspend token", "Suspender token"),
                false,
            ),
            Self::Resume => (
                t!("Resume", "Retomar"),
                t!(
                    "Gateways let it through again at once.",
                    "Os gateways voltam a aceitá-lo na hora."
                ),
                t!("Resume token", "Retomar token"),
                false,
            ),
            Self::Revoke => (
                t!("Revoke", "Revogar"),
                t!(
                    "Every gateway refuses it from the next check on. This is final.",
                    "Todos os gateways o recusam a partir da próxima verificação. Isso é definitivo."
                ),
                t!("Revoke token", "Revogar token"),
                true,
            ),
            Self::Reissue => (
                t!("Reissue", "Reemitir"),
                t!(
                    "The token ends at once. The partner gets a new one for the same access, by a new one-time link.",
                    "O token termina na hora. O parceiro recebe um novo para o mesmo acesso, por um novo link de uso único."
                ),
                t!("Reissue token", "Reemitir token"),
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
    let (application, partner) = (&token.summary.application, &token.summary.partner.name);
    let title = tf!(
        "{verb} “{application}” of {partner}?",
        "{verb} “{application}”, de {partner}?"
    );
    let (id, version) = (token.summary.id, token.summary.version);
    let key = StoredValue::new(api::fresh_key());
    let navigate = StoredValue::new_local(use_navigate());
    let confirm = move |reason: String| {
        let body = ChangeToken { version, reason };
        let at = here::card();
        let done = move |()| {
            change.set(None);
            reload.run(());
            offer_undo(which, at, id, version, reload);
        };
        match which {
            Change::Suspend => act.run(async move { api::tokens::suspend(id, &body).await }, done),
            Change::Resume => act.run(async move { api::tokens::resume(id, &body).await }, done),
            Change::Revoke => act.run(async move { api::tokens::revoke(id, &body).await }, done),
            Change::Reissue => act.run(
                async move { api::tokens::reissue(id, &body, &key.get_value()).await },
                move |issued| {
                    here::say(t!(
                        "Reissued. The partner has a new link in the mail.",
                        "Reemitido. O parceiro tem um novo link no e-mail."
                    ));
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

/// Suspending and resuming take each other back, as long as nobody else has changed the token since.
fn offer_undo(which: Change, at: TenantCard, id: TokenId, version: u32, reload: Callback<()>) {
    let Some(reason) = which.undone() else { return };
    let said = if which == Change::Suspend {
        t!(
            "Token suspended. It is refused everywhere.",
            "Token suspenso. É recusado em toda parte."
        )
    } else {
        t!(
            "Token resumed. Gateways let it through.",
            "Token retomado. Os gateways o deixam passar."
        )
    };
    let body = ChangeToken {
        version: version + 1,
        reason: reason.to_owned(),
    };
    toasts::say_undoable(said, move || {
        spawn_local(async move {
            let answer = match which {
                Change::Suspend => api::named::resume(&at, id, &body).await,
                _ => api::named::suspend(&at, id, &body).await,
            };
            match answer {
                Ok(()) => here::say(reason),
                Err(error) => toasts::complain(&act::words(&error)),
            }
            // The page may be gone, and with it what loads it again.
            let _gone = reload.try_run(());
        });
    });
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
        (true, Some(gateway)) => tf!(
            "In use, last let through at {gateway}",
            "Em uso, aceito por último em {gateway}"
        ),
        (true, None) => t!("In use within the last 24 hours", "Em uso nas últimas 24 horas").to_owned(),
        (false, _) => t!("Not used within the last 24 hours", "Sem uso nas últimas 24 horas").to_owned(),
    };
    let partner = detail.summary.partner.name;
    let secrets = u64::try_from(detail.secrets.len()).unwrap_or(1);
    let secrets = tn!(secrets, "secret", "secrets"; "segredo", "segredos");
    let others = tf!(
        "Other tokens of {partner} go on working. This line had {secrets}.",
        "Os outros tokens de {partner} continuam funcionando. Esta linha teve {secrets}."
    );
    view! {
        <div class="mx-5 mt-4 rounded-lg border border-line overflow-hidden">
            <dl class="grid grid-cols-3 divide-x divide-line text-sm">
                <div class="px-3 py-2.5 flex flex-col-reverse"><dt class="text-xs text-faint">{t!("checks in 24 h", "verificações em 24 h")}</dt><dd class="font-semibold num">{count(checks)}</dd></div>
                <div class="px-3 py-2.5 flex flex-col-reverse"><dt class="text-xs text-faint">"APIs"</dt><dd class="font-semibold num">{count(apis)}</dd></div>
                <div class="px-3 py-2.5 flex flex-col-reverse"><dt class="text-xs text-faint">{t!("scopes", "escopos")}</dt><dd class="font-semibold num">{count(detail.summary.scope_count.into())}</dd></div>
            </dl>
            <ul class="border-t border-line text-xs">
                <li class="flex items-center gap-2 px-3 py-2 border-b border-line"><Icon name=icon class="icon-sm" /><span>{sentence}</span></li>
                <li class="flex items-center gap-2 px-3 py-2">
                    <Icon name=Glyph::KeyRound class="icon-sm text-faint" />
                    <span>{others}</span>
                </li>
            </ul>
        </div>
    }
}
