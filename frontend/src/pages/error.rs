//! The page for an address that names nothing.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::components::language::LanguageChoice;
use crate::t;
use crate::ui::{Brand, Empty, Glyph};

/// There is nothing here.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <div class="min-h-dvh flex flex-col px-4 sm:px-6">
            <header class="h-16 flex items-center justify-between">
                <Brand />
                <LanguageChoice class="text-sm text-muted min-h-8" />
            </header>
            <main id="main" class="flex-1 grid place-items-center pb-16">
                <h1 class="sr-only">{t!("Not found", "Não encontrado")}</h1>
                <Empty icon=Glyph::SearchX title=t!("There is nothing here", "Não há nada aqui") detail=t!("The address may be old, or mistyped.", "O endereço pode ser antigo ou estar digitado errado.")>
                    <A href="/queue" attr:class="btn btn-line btn-sm">{t!("Go to the queue", "Ir para a fila")}</A>
                </Empty>
            </main>
        </div>
    }
}
