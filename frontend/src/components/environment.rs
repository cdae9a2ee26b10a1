//! Where something works and what it may do.

use leptos::prelude::*;
use tessera_shared::words::{Environment, GatewayMode};

use crate::i18n::Named;
use crate::t;
use crate::ui::Tag;

/// The environment: production solid, the others dashed.
#[component]
pub fn EnvTag(
    /// Which.
    environment: Environment,
) -> impl IntoView {
    let class = if environment == Environment::Production {
        "tag tag-prod"
    } else {
        "tag tag-env"
    };
    view! { <span class=class>{environment.name()}</span> }
}

/// Scopes, and the ones that a decision took out.
#[component]
pub fn ScopeTags(
    /// What is granted or asked for.
    scopes: Vec<String>,
    /// What was taken out.
    #[prop(optional)]
    removed: Vec<String>,
) -> impl IntoView {
    let gone = |scope: String| view! { <s class="mono text-2xs text-faint"><span class="sr-only">{t!("removed ", "removido: ")}</span>{scope}</s> };
    view! {
        <span class="flex flex-wrap items-center gap-1">
            {scopes.into_iter().map(|text| view! { <Tag text /> }).collect_view()}
            {removed.into_iter().map(gone).collect_view()}
        </span>
    }
}

/// How a gateway learns about tokens.
pub fn mode_name(mode: GatewayMode) -> &'static str {
    match mode {
        GatewayMode::ForwardAuth => t!("forward-auth", "forward-auth"),
        GatewayMode::Introspection => t!("introspection", "introspecção"),
        GatewayMode::Feed => t!("feed", "feed"),
        GatewayMode::LocalJwt => "JWT",
    }
}
