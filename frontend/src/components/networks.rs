//! Networks that a token may be used from.

use crate::t;
use leptos::prelude::*;

/// A line of a list of facts; nothing where the token works from anywhere.
#[component]
pub fn NetworkFacts(
    /// In CIDR notation.
    networks: Vec<String>,
) -> impl IntoView {
    let lines = networks
        .iter()
        .map(|network| view! { <span class="block">{network.clone()}</span> })
        .collect_view();
    (!networks.is_empty()).then(|| {
        view! {
            <dt>{t!("Only from", "Somente de")}</dt>
            <dd class="mono text-xs">{lines}</dd>
        }
    })
}
