//! The cards beside a token: access, lifetime, secrets, danger.

use leptos::prelude::*;
use leptos_router::components::A;
use tessera_shared::dto::tokens::{SecretInfo, TokenDetail};
use tessera_shared::ids::TokenId;
use tessera_shared::instant::Instant;
use tessera_shared::lifecycle::TokenState;

use super::change::Change;
use crate::components::here;
use crate::components::{NetworkFacts, ScopeTags};
use crate::pages::requests::words::api_names;
use crate::ui::chart::LifetimeBar;
use crate::ui::number::count;
use crate::ui::{Button, Glyph, Shape, Time, Weight, shorten};
use crate::{t, tf};

/// Who may do what, and where it came from.
#[component]
pub fn Access(
    /// The token.
    detail: TokenDetail,
) -> impl IntoView {
    let TokenDetail {
        summary,
        scopes,
        audience,
        allowed_networks,
        request,
        issued_by,
        issued_at,
        ..
    } = detail;
    let audience = audience
        .into_iter()
        .map(|text| view! { <span class="block break-all">{text}</span> })
        .collect_view();
    view! {
        <section class="card-t p-4">
            <h2 class="text-sm mb-3">{t!("Access", "Acesso")}</h2>
            <dl class="dl">
                <dt>{t!("Partner", "Parceiro")}</dt>
                <dd><A href=format!("/partners/{}", summary.partner.id) attr:class="link-t">{summary.partner.name}</A></dd>
                <dt>{t!("Application", "Aplicação")}</dt>
                <dd>{summary.application}</dd>
                <dt>"API"</dt>
                <dd>{api_names(&summary.apis)}</dd>
                <dt>{t!("Audience", "Audiência")}</dt>
                <dd class="mono text-xs">{audience}</dd>
                <dt>{t!("Scopes", "Escopos")}</dt>
                <dd><ScopeTags scopes /></dd>
                <NetworkFacts networks=allowed_networks />
                <dt>{t!("Request", "Pedido")}</dt>
                <dd><A href=format!("/requests/{request}") attr:class="link-t mono text-xs">{shorten(&request.to_string())}</A></dd>
                <dt>{t!("Issued", "Emitido")}</dt>
                <dd>{tf!("by {issued_by}", "por {issued_by}")} ", " <Time at=issued_at shape=Shape::DateTime /></dd>
            </dl>
        </section>
    }
}

/// How much of its time is used up.
#[component]
pub fn Lifetime(
    /// Works from here.
    starts_at: Instant,
    /// Ends or ended here.
    ends_at: Instant,
) -> impl IntoView {
    view! {
        <section class="card-t p-4">
            <h2 class="text-sm mb-2">{t!("Lifetime", "Validade")}</h2>
            <LifetimeBar starts_at expires_at=ends_at />
        </section>
    }
}

/// Every secret issued from the same request.
#[component]
pub fn Secrets(
    /// Newest first.
    secrets: Vec<SecretInfo>,
    /// The token on the screen.
    shown: TokenId,
) -> impl IntoView {
    let rows = secrets
        .into_iter()
        .map(|secret| {
            let hint = if secret.token == shown {
                view! { <span class="mono text-xs">{secret.hint}</span> }.into_any()
            } else {
                view! { <A href=format!("/tokens/{}", secret.token) attr:class="mono text-xs link-t">{secret.hint}</A> }
                    .into_any()
            };
            let (class, word) = match secret.state {
                TokenState::Active | TokenState::Rotating => ("st st-ok", t!("In use", "Em uso")),
                TokenState::Pending => ("st", t!("Pending", "Pendente")),
                TokenState::Suspended => ("st st-warn", t!("Suspended", "Suspenso")),
                TokenState::Revoked => ("st st-bad", t!("Revoked", "Revogado")),
                TokenState::Expired => ("st", t!("Expired", "Expirado")),
            };
            view! {
                <li class="flex items-center gap-2 h-10 border-b border-line last:border-0">
                    <span class="text-faint num">{secret.generation}</span>
                    {hint}
                    <Time at=secret.issued_at class="text-xs text-muted num ml-auto" />
                    <span class=class>{word}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="card-t p-4">
            <h2 class="text-sm mb-1">{t!("Secrets", "Segredos")}</h2>
            <ul class="text-sm">{rows}</ul>
            <p class="hint">{t!("Tessera keeps a keyed hash only. Nobody can show a secret again.", "A Tessera guarda só um hash com chave. Ninguém consegue mostrar um segredo de novo.")}</p>
        </section>
    }
}

/// The end of a token.
#[component]
pub fn DangerZone(
    /// The token.
    detail: TokenDetail,
    /// Opens the dialog.
    change: RwSignal<Option<Change>>,
) -> impl IntoView {
    let checks: u64 = detail.summary.checks_24h.iter().map(|checks| u64::from(*checks)).sum();
    let name = detail.summary.partner.name;
    let words = if checks == 0 {
        tf!(
            "Revoking is final. {name} made no check in the last 24 hours.",
            "Revogar é definitivo. {name} não fez nenhuma verificação nas últimas 24 horas."
        )
    } else {
        let checks = count(checks);
        tf!(
            "Revoking is final. {name} made {checks} checks in the last 24 hours and would stop at once.",
            "Revogar é definitivo. {name} fez {checks} verificações nas últimas 24 horas e pararia na hora."
        )
    };
    let cannot = |which: Change| Signal::stored(here::blocked(which.action(), which.doing()));
    view! {
        <section class="card-t overflow-hidden border-bad/35">
            <div class="p-4">
                <h2 class="text-sm">{t!("Danger zone", "Zona de perigo")}</h2>
                <p class="text-sm text-muted mt-1">{words}</p>
                <div class="flex flex-wrap gap-2 mt-3">
                    <Button weight=Weight::LineBad icon=Glyph::Ban blocked=cannot(Change::Revoke) on_click=move |()| change.set(Some(Change::Revoke))>
                        {t!("Revoke token…", "Revogar token…")}
                    </Button>
                    <Button weight=Weight::LineBad icon=Glyph::RefreshCw blocked=cannot(Change::Reissue) on_click=move |()| change.set(Some(Change::Reissue))>
                        {t!("Reissue token…", "Reemitir token…")}
                    </Button>
                </div>
            </div>
        </section>
    }
}
