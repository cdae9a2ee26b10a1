//! Why a gateway was told no, for whoever has to tell a partner what to mend.

use leptos::prelude::*;
use tessera_shared::dto::gateways::RefusalCount;
use tessera_shared::words::RefusalReason;

use crate::ui::number::count;

/// What happened, and who can do something about it.
const fn words(reason: RefusalReason) -> (&'static str, &'static str) {
    match reason {
        RefusalReason::Unknown => ("Unknown token", "Not one of this customer, or long gone."),
        RefusalReason::Malformed => ("Not a token", "The caller sends something else, or a part of it."),
        RefusalReason::Expired => ("Expired", "The partner needs a new token."),
        RefusalReason::NotStarted => ("Not started yet", "The partner called before its start."),
        RefusalReason::Suspended => ("Suspended", "Somebody stopped it for a while."),
        RefusalReason::Revoked => ("Revoked", "A partner still uses a token that was ended."),
        RefusalReason::Environment => (
            "Other environment",
            "A token of another environment than this gateway's.",
        ),
        RefusalReason::Scope => ("Scope or audience", "The token lacks what this gateway needs."),
        RefusalReason::Network => ("Network", "Called from outside the networks of the token."),
        RefusalReason::TenantSuspended => ("Customer suspended", "Nothing passes until the customer is back."),
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
            let (what, hint) = words(refusal.reason);
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
                <h2 id="refusals" class="text-sm mb-2">"Refused in 24 hours"</h2>
                <table class="w-full" aria-labelledby="refusals">
                    <tbody class="divide-y divide-line">{rows}</tbody>
                </table>
            </section>
        }
    })
}
