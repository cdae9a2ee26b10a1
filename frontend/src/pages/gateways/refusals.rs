//! Why a gateway was told no, for whoever has to tell a partner what to mend.

use leptos::prelude::*;
use tessera_shared::dto::gateways::RefusalCount;
use tessera_shared::words::RefusalReason;

use crate::t;
use crate::ui::number::count;

/// What happened, and who can do something about it.
pub fn refusal_words(reason: RefusalReason) -> (&'static str, &'static str) {
    match reason {
        RefusalReason::Unknown => (
            t!("Unknown token", "Token desconhecido"),
            t!(
                "Not one of this customer, or long gone.",
                "Não é deste cliente, ou já se foi há muito tempo."
            ),
        ),
        RefusalReason::Malformed => (
            t!("Not a token", "Não é um token"),
            t!(
                "The caller sends something else, or a part of it.",
                "Quem chama envia outra coisa, ou só uma parte dele."
            ),
        ),
        RefusalReason::Expired => (
            t!("Expired", "Expirado"),
            t!("The partner needs a new token.", "O parceiro precisa de um token novo."),
        ),
        RefusalReason::NotStarted => (
            t!("Not started yet", "Ainda não começou"),
            t!(
                "The partner called before its start.",
                "O parceiro chamou antes do início."
            ),
        ),
        RefusalReason::Suspended => (
            t!("Suspended", "Suspenso"),
            t!("Somebody stopped it for a while.", "Alguém o parou por um tempo."),
        ),
        RefusalReason::Revoked => (
            t!("Revoked", "Revogado"),
            t!(
                "A partner still uses a token that was ended.",
                "Um parceiro ainda usa um token encerrado."
            ),
        ),
        RefusalReason::Environment => (
            t!("Other environment", "Outro ambiente"),
            t!(
                "A token of another environment than this gateway’s.",
                "Um token de outro ambiente, não o deste gateway."
            ),
        ),
        RefusalReason::Scope => (
            t!("Scope or audience", "Escopo ou audiência"),
            t!(
                "The token lacks what this gateway needs.",
                "Falta ao token o que este gateway exige."
            ),
        ),
        RefusalReason::Network => (
            t!("Network", "Rede"),
            t!(
                "Called from outside the networks of the token.",
                "Chamado de fora das redes do token."
            ),
        ),
        RefusalReason::TenantSuspended => (
            t!("Customer suspended", "Cliente suspenso"),
            t!(
                "Nothing passes until the customer is back.",
                "Nada passa até o cliente voltar."
            ),
        ),
    }
}

/// Refused checks of the last 24 hours by reason; nothing if none was refused.
#[component]
pub fn RefusalsCard(
    /// The most frequent reason first.
    refusals: Vec<RefusalCount>,
) -> impl IntoView {
    let rows = refusals
        .iter()
        .map(|refusal| {
            let (what, hint) = refusal_words(refusal.reason);
            view! {
                <tr>
                    <th scope="row" class="text-left font-normal py-1.5 pr-3">
                        <span class="block text-sm">{what}</span>
                        <span class="block text-xs text-muted">{hint}</span>
                    </th>
                    <td class="num text-right align-top py-1.5">{count(refusal.count)}</td>
                </tr>
            }
        })
        .collect_view();
    (!refusals.is_empty()).then(|| {
        view! {
            <section class="card-t p-4">
                <h2 id="refusals" class="text-sm mb-2">{t!("Refused in 24 hours", "Recusadas em 24 horas")}</h2>
                <table class="w-full" aria-labelledby="refusals">
                    <tbody class="divide-y divide-line">{rows}</tbody>
                </table>
            </section>
        }
    })
}
