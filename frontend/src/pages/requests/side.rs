//! Who asks, what was decided, and what the partner was granted before.

use leptos::prelude::*;
use leptos_router::components::A;
use tessera_shared::dto::requests::RequestDetail;
use tessera_shared::dto::tokens::TokenSummary;
use tessera_shared::lifecycle::TokenState;

use super::words::api_names;
use crate::components::{NetworkFacts, TokenBadge};
use crate::i18n::Named;
use crate::ui::{Shape, Time, shorten};
use crate::{t, tf, tn};

/// `FT` for "Fjord Ticketing".
pub fn initials(name: &str) -> String {
    name.split_whitespace()
        .take(2)
        .filter_map(|word| word.chars().next())
        .flat_map(char::to_uppercase)
        .collect()
}

/// The partner and the contact person.
#[component]
pub fn Who(
    /// The request.
    detail: RequestDetail,
) -> impl IntoView {
    let active = detail
        .earlier
        .iter()
        .filter(|token| token.state == TokenState::Active)
        .count();
    let company = detail.summary.company;
    let letters = initials(&company);
    let name = match detail.summary.partner {
        Some(id) => {
            view! { <A href=format!("/partners/{id}") attr:class="link-t font-medium">{company}</A> }.into_any()
        }
        None => view! { <span class="font-medium">{company}</span> }.into_any(),
    };
    view! {
        <section class="card-t p-4">
            <h2 class="text-sm mb-3">{t!("Who", "Quem")}</h2>
            <div class="flex items-center gap-3 mb-3">
                <span class="grid place-items-center size-9 rounded-lg bg-sunken border border-line text-sm font-semibold text-muted" aria-hidden="true">
                    {letters}
                </span>
                <div class="min-w-0">
                    <div>{name}</div>
                    <div class="text-xs text-faint truncate">{detail.contact_email}</div>
                </div>
            </div>
            <dl class="dl">
                <dt>{t!("Contact", "Contato")}</dt>
                <dd>{detail.contact_name}</dd>
                <dt>{t!("Application", "Aplicação")}</dt>
                <dd>{detail.summary.application}</dd>
                <dt>{t!("Confirmed", "Confirmado")}</dt>
                <dd>
                    {match detail.confirmed_at {
                        Some(at) => view! { <Time at shape=Shape::DateTime /> }.into_any(),
                        None => view! { <span class="text-faint">{t!("not yet", "ainda não")}</span> }.into_any(),
                    }}
                </dd>
                // Before the address is confirmed nobody knows whose request it is.
                {detail.summary.partner.map(|_| view! {
                    <dt>{t!("Tokens", "Tokens")}</dt>
                    <dd>{if active == 0 { t!("none in use", "nenhum em uso").to_owned() } else { tf!("{active} in use", "{active} em uso") }}</dd>
                })}
            </dl>
        </section>
    }
}

/// The decision and the token that came of it; nothing before a decision.
#[component]
pub fn Decided(
    /// The request.
    detail: RequestDetail,
) -> impl IntoView {
    let token = detail.token;
    detail.decision.map(|decision| {
        view! {
            <section class="card-t p-4">
                <h2 class="text-sm mb-3">{t!("Decision", "Decisão")}</h2>
                <dl class="dl">
                    <dt>{t!("Approved", "Aprovado")}</dt>
                    <dd>{t!("by ", "por ")} {decision.by} ", " <Time at=decision.at shape=Shape::DateTime /></dd>
                    <dt>{t!("Starts", "Começa")}</dt>
                    <dd>
                        {match decision.starts_at {
                            Some(at) => view! { <Time at shape=Shape::DateTime /> }.into_any(),
                            None => view! { {t!("when issued", "ao ser emitido")} }.into_any(),
                        }}
                    </dd>
                    <dt>{t!("Ends", "Termina")}</dt>
                    <dd><Time at=decision.ends_at shape=Shape::DateTime /></dd>
                    <NetworkFacts networks=decision.allowed_networks />
                    {decision.reason.map(|reason| view! { <dt>{t!("Note", "Recado")}</dt><dd class="whitespace-pre-line break-words">{reason}</dd> })}
                    {token.map(|id| view! {
                        <dt>{t!("Token", "Token")}</dt>
                        <dd><A href=format!("/tokens/{id}") attr:class="link-t mono text-xs">{shorten(&id.to_string())}</A></dd>
                    })}
                </dl>
            </section>
        }
    })
}

/// Other tokens of the same partner.
#[component]
pub fn Earlier(
    /// Newest first; none while nobody knows which partner asks.
    tokens: Option<Vec<TokenSummary>>,
) -> impl IntoView {
    let count = tokens.as_ref().map(Vec::len);
    let note = match count {
        None => Some(t!(
            "Known once the partner confirms the address.",
            "Só se sabe depois que o parceiro confirmar o endereço."
        )),
        Some(0) => Some(t!(
            "This partner has no other token here.",
            "Este parceiro não tem outro token aqui."
        )),
        Some(_) => None,
    };
    let rows = tokens
        .into_iter()
        .flatten()
        .map(|token| {
            view! {
                <li class="flex items-center gap-2 px-4 h-11 border-t border-line">
                    <A href=format!("/tokens/{}", token.id) attr:class="truncate">
                        {api_names(&token.apis)} ", " {token.environment.name()} " "
                        <span class="text-faint text-xs">{tn!(token.scope_count.into(), "scope", "scopes"; "escopo", "escopos")}</span>
                    </A>
                    <span class="ml-auto"><TokenBadge state=token.state expires_at=token.expires_at /></span>
                    <Time at=token.starts_at shape=Shape::Date class="text-xs text-faint num w-20 text-right whitespace-nowrap" />
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="card-t">
            <div class="card-h"><h2 class="text-sm">{t!("Earlier grants", "Concessões anteriores")}</h2><span class="text-xs text-faint num">{count}</span></div>
            {note.map(|note| view! { <p class="px-4 pb-4 text-sm text-muted">{note}</p> })}
            <ul class="text-sm">{rows}</ul>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn two_words_two_letters() {
        assert_eq!(initials("Fjord Ticketing AS"), "FT");
        assert_eq!(initials("ärger"), "Ä");
        assert_eq!(initials(""), "");
    }
}
