//! The configuration to paste into a gateway.

use leptos::prelude::*;
use tessera_shared::dto::gateways::{Gateway, GatewaySnippet, SnippetFile};
use tessera_shared::paths;
use tessera_shared::words::GatewayMode;

use crate::api;
use crate::components::here;
use crate::ui::{Answer, CopyButton, Glyph, Icon, Seg, Skeleton};
use crate::{t, tf};

/// Configuration by product; for introspection also the call to make.
#[component]
pub fn Snippet(
    /// Whose.
    gateway: Gateway,
) -> impl IntoView {
    let (id, mode) = (gateway.id, gateway.mode);
    let turn = RwSignal::new(0_u32);
    let snippets = LocalResource::new(move || {
        turn.track();
        api::gateways::snippets(id)
    });
    let retry = Callback::new(move |()| {
        turn.try_update(|turn| *turn += 1);
    });
    view! {
        <Transition fallback=|| view! { <Skeleton what=t!("configuration", "configuração") /> }>
            {move || Suspend::new(async move {
                match snippets.await {
                    Ok(page) => view! { <Products snippets=page.items mode /> }.into_any(),
                    Err(error) => here::failed_page(&error, t!("configuration", "configuração"), retry),
                }
            })}
        </Transition>
    }
}

#[component]
fn Products(snippets: Vec<GatewaySnippet>, mode: GatewayMode) -> impl IntoView {
    let call = (mode == GatewayMode::Introspection).then(|| introspection(&origin()));
    let answers = names(&snippets, call.is_some());
    let chosen = RwSignal::new(0_usize);
    let files = StoredValue::new(
        snippets
            .into_iter()
            .map(|snippet| snippet.files)
            .chain(call)
            .collect::<Vec<_>>(),
    );
    let shown = move || {
        let files = files.with_value(|files| files.get(chosen.get()).cloned());
        files
            .unwrap_or_default()
            .into_iter()
            .map(|file| view! { <File file /> })
            .collect_view()
    };
    view! {
        <section class="card-t overflow-hidden min-w-0" aria-labelledby="configuration-title">
            <div class="flex flex-wrap items-center gap-2 px-4 py-3 border-b border-line">
                <h2 class="text-sm mr-auto" id="configuration-title">{t!("Configuration", "Configuração")}</h2>
                <Seg label=t!("Product", "Produto") answers value=chosen on_change=move |index| chosen.set(index) />
            </div>
            {shown}
            <p class="px-4 py-3 text-xs text-muted flex items-start gap-2">
                <Icon name=Glyph::Info class="icon-sm text-faint mt-px" />
                <span>{t!("Replace the words in double braces. The credential is not part of this text, so you can paste it into a ticket.", "Troque as palavras entre chaves duplas. A credencial não faz parte deste texto, então você pode colá-lo em um chamado.")}</span>
            </p>
        </section>
    }
}

#[component]
fn File(file: SnippetFile) -> impl IntoView {
    let SnippetFile { name, text } = file;
    let copy = tf!("Copy {name}", "Copiar {name}");
    view! {
        <div class="flex flex-wrap items-center gap-2 px-4 py-2">
            <h3 class="mono text-xs mr-auto">{name.clone()}</h3>
            <CopyButton text=Signal::stored(text.clone()) label=copy class="btn-line" />
        </div>
        <pre class="code max-h-[32rem] overflow-auto border-y border-line" tabindex="0" role="region" aria-label=name>{text}</pre>
    }
}

/// What the choice says: the product, and its way where it has several.
fn names(snippets: &[GatewaySnippet], call: bool) -> Vec<Answer<usize>> {
    let several = |snippet: &GatewaySnippet| {
        let same = snippets.iter().filter(|other| other.product == snippet.product);
        same.count() > 1
    };
    let names = snippets.iter().map(|snippet| {
        let name = snippet.product.name();
        if several(snippet) {
            [name, " ", &snippet.way].concat()
        } else {
            name.to_owned()
        }
    });
    names
        .chain(call.then(|| t!("Any other", "Qualquer outro").to_owned()))
        .enumerate()
        .map(|(index, name)| Answer::new(index, name))
        .collect()
}

fn introspection(origin: &str) -> Vec<SnippetFile> {
    let text = [
        "curl",
        " ",
        origin,
        paths::INTROSPECT,
        " \\\n  -H \"X-Gateway-Key: $GATEWAY_KEY\" \\\n  -d token=$TOKEN\n",
    ];
    vec![SnippetFile {
        name: t!("Introspection call", "Chamada de introspecção").to_owned(),
        text: text.concat(),
    }]
}

/// Where this page came from; the broker serves it.
fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use tessera_shared::words::GatewayProduct;

    use super::*;

    fn snippet(product: GatewayProduct, way: &str) -> GatewaySnippet {
        GatewaySnippet {
            product,
            way: way.to_owned(),
            mode: GatewayMode::ForwardAuth,
            files: Vec::new(),
        }
    }

    #[test]
    fn the_call_goes_to_the_broker() {
        let call = introspection("https://b.example");
        assert!(
            call[0]
                .text
                .starts_with("curl https://b.example/oauth2/introspect \\\n")
        );
    }

    #[test]
    fn a_product_with_several_ways_says_which() {
        let one = [
            snippet(GatewayProduct::Haproxy, "Lua"),
            snippet(GatewayProduct::Nginx, "auth_request"),
        ];
        let labels = |snippets: &[GatewaySnippet], call| {
            let names = names(snippets, call).into_iter();
            names.map(|answer| answer.label).collect::<Vec<_>>()
        };
        assert_eq!(labels(&one, false), ["HAProxy", "nginx"]);
        let two = [
            snippet(GatewayProduct::Envoy, "ext_authz"),
            snippet(GatewayProduct::Envoy, "jwt_authn"),
        ];
        assert_eq!(labels(&two, true), ["Envoy ext_authz", "Envoy jwt_authn", "Any other"]);
    }
}
