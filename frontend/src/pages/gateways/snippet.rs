//! The configuration to paste into a gateway.

use leptos::prelude::*;
use tessera_shared::dto::gateways::GatewayDetail;
use tessera_shared::paths;
use tessera_shared::words::GatewayMode;

use crate::ui::{CopyButton, Glyph, Icon};

/// nginx configuration for forward-auth, the call to make for introspection.
#[component]
pub fn Snippet(
    /// The gateway with its configuration.
    detail: GatewayDetail,
) -> impl IntoView {
    let (title, name, text, note) = match detail.gateway.mode {
        GatewayMode::ForwardAuth => (
            "nginx",
            "nginx configuration",
            detail.nginx,
            "Replace the words in double braces. The credential is not part of this snippet, so you can paste it into a ticket.",
        ),
        GatewayMode::Introspection => (
            "Introspection call",
            "Introspection call",
            introspection(&origin()),
            "RFC 7662. Read the credential from a file that only the gateway can read.",
        ),
    };
    view! {
        <section class="card-t overflow-hidden min-w-0">
            <div class="flex flex-wrap items-center gap-2 px-4 py-3 border-b border-line">
                <h2 class="text-sm">{title}</h2>
                <span class="ml-auto"><CopyButton text=Signal::stored(text.clone()) label="Copy configuration" class="btn-line" /></span>
            </div>
            <pre class="code max-h-[32rem] overflow-auto" tabindex="0" role="region" aria-label=name>{text}</pre>
            <p class="px-4 py-3 border-t border-line text-xs text-muted flex items-start gap-2">
                <Icon name=Glyph::Info class="icon-sm text-faint mt-px" /><span>{note}</span>
            </p>
        </section>
    }
}

fn introspection(origin: &str) -> String {
    [
        "curl ",
        origin,
        paths::INTROSPECT,
        " \\\n  -H \"X-Gateway-Key: $GATEWAY_KEY\" \\\n  -d token=$TOKEN\n",
    ]
    .concat()
}

/// Where this page came from; the broker serves it.
fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::introspection;

    #[test]
    fn the_call_goes_to_the_broker() {
        assert!(introspection("https://b.example").starts_with("curl https://b.example/oauth2/introspect \\\n"));
    }
}
