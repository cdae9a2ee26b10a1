//! The page for an address that names nothing.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::t;
use crate::ui::{Empty, Glyph};

/// There is nothing here.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <main id="main" class="min-h-dvh grid place-items-center">
            <h1 class="sr-only">{t!("Not found", "Não encontrado")}</h1>
            <Empty icon=Glyph::SearchX title=t!("There is nothing here", "Não há nada aqui") detail=t!("The address may be old, or mistyped.", "O endereço pode ser antigo ou estar digitado errado.")>
                <A href="/queue" attr:class="btn btn-line btn-sm">{t!("Go to the queue", "Ir para a fila")}</A>
            </Empty>
        </main>
    }
}
