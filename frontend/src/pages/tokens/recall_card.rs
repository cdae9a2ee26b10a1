//! Who refuses a token that was suspended or revoked, and how soon that was.

use leptos::prelude::*;
use tessera_shared::dto::tokens::{Recall, Receipt};
use tessera_shared::words::GatewayMode;

use crate::components::mode_name;
use crate::ui::number::count;
use crate::ui::{Glyph, Icon};
use crate::{t, tf};

/// The bound between nodes, which fills the bar.
const BOUND_MS: u64 = 250;

/// Receipts of the newest recall.
#[component]
pub fn RecallCard(
    /// The recall.
    recall: Recall,
) -> impl IntoView {
    let said = finding(&recall);
    let nodes = recall.nodes.into_iter().map(|receipt| view! { <Line receipt /> });
    let gateways = recall.gateways.into_iter().map(|receipt| view! { <Line receipt /> });
    view! {
        <section class="card-t overflow-hidden" aria-labelledby="receipts">
            <div class="card-h border-b border-line">
                <h2 id="receipts" class="text-sm">{t!("Receipts", "Confirmações")}</h2>
                <span class="text-xs text-muted ml-auto num">{said}</span>
            </div>
            <ul class="text-xs">{nodes.collect_view()} {gateways.collect_view()}</ul>
        </section>
    }
}

#[component]
fn Line(receipt: Receipt) -> impl IntoView {
    let kind = receipt.mode.map_or("broker", mode_name);
    let state = match (receipt.millis, receipt.mode) {
        (Some(millis), _) => {
            let length = format!("{} ms", count(millis));
            let label = format!("{}: {length}", receipt.name);
            let shown = millis.min(BOUND_MS).to_string();
            view! {
                <progress class="meter max-w-40 sm:max-w-none" max=BOUND_MS.to_string() value=shown aria-label=label></progress>
                <span class="text-right num inline-flex items-center justify-end gap-1 whitespace-nowrap">
                    {length} <Icon name=Glyph::Check class="icon-xs text-ok" />
                </span>
            }
            .into_any()
        }
        (None, Some(GatewayMode::Feed)) => {
            view! { <span class="col-span-2 text-warn text-right">{t!("not confirmed yet", "ainda não confirmado")}</span> }.into_any()
        }
        (None, Some(GatewayMode::LocalJwt)) => {
            view! { <span class="col-span-2 text-muted text-right">{t!("its JWTs end within 5 minutes", "seus JWTs terminam em até 5 minutos")}</span> }.into_any()
        }
        (None, _) => view! { <span class="col-span-2 text-muted text-right">{t!("asks at every call", "consulta a cada chamada")}</span> }.into_any(),
    };
    view! {
        <li class="grid grid-cols-[minmax(0,1fr)_auto_4rem] sm:grid-cols-[12rem_7rem_minmax(0,1fr)_4.5rem] items-center gap-3 px-4 min-h-9 border-t border-line first:border-0">
            <span class="mono font-medium truncate">{receipt.name}</span>
            <span class="text-muted hidden sm:inline">{kind}</span>
            {state}
        </li>
    }
}

/// How many have confirmed, and how long the last of them took.
fn finding(recall: &Recall) -> String {
    let awaited = |receipt: &&Receipt| receipt.mode.is_none_or(|mode| mode == GatewayMode::Feed);
    let all = recall.nodes.iter().chain(&recall.gateways).filter(awaited);
    let times: Vec<Option<u64>> = all.map(|receipt| receipt.millis).collect();
    let done: Vec<u64> = times.iter().copied().flatten().collect();
    let all = times.len();
    let of = |part: usize| tf!("{part} of {all}", "{part} de {all}");
    match done.iter().max() {
        None => of(0),
        Some(slowest) => {
            let (part, slowest) = (of(done.len()), count(*slowest));
            tf!("{part} in {slowest} ms", "{part} em {slowest} ms")
        }
    }
}

#[cfg(test)]
mod tests {
    use tessera_shared::instant::Instant;
    use tessera_shared::lifecycle::TokenState;

    use super::*;

    fn receipt(mode: Option<GatewayMode>, millis: Option<u64>) -> Receipt {
        let name = "edge".to_owned();
        Receipt { name, mode, millis }
    }

    #[test]
    fn those_that_ask_at_every_call_are_not_waited_for() {
        let recall = |gateways| Recall {
            seq: 1,
            state: TokenState::Revoked,
            at: Instant::from_millis(0),
            nodes: vec![receipt(None, Some(3))],
            gateways,
        };
        let asks = receipt(Some(GatewayMode::ForwardAuth), None);
        assert_eq!(finding(&recall(vec![asks.clone()])), "1 of 1 in 3 ms");
        let feed = |millis| receipt(Some(GatewayMode::Feed), millis);
        assert_eq!(finding(&recall(vec![asks, feed(None)])), "1 of 2 in 3 ms");
        assert_eq!(
            finding(&recall(vec![feed(Some(212)), feed(Some(41))])),
            "3 of 3 in 212 ms"
        );
    }
}
