//! Scopes with their meaning.

use leptos::prelude::*;
use tessera_shared::dto::requests::RequestedScope;

use crate::t;
use crate::ui::Icon;

/// Name, danger and meaning of one scope.
#[component]
pub fn ScopeLabel(
    /// The name in tokens.
    name: String,
    /// What it lets a partner do.
    description: String,
    /// Whether it can change data.
    writes: bool,
    /// Whether it was taken out.
    #[prop(into, default = Signal::stored(false))]
    removed: Signal<bool>,
) -> impl IntoView {
    view! {
        <span class="min-w-0 flex-1">
            <span class="flex flex-wrap items-center gap-2">
                <span class="mono text-xs font-medium" class=("line-through", removed) class=("text-faint", removed)>{name}</span>
                {writes.then(|| view! { <span class="st st-warn"><Icon name="pencil" class="icon-xs" />{t!("Can change data", "Pode alterar dados")}</span> })}
            </span>
            <span class="block text-xs text-muted mt-0.5">{description}</span>
        </span>
    }
}

/// The scopes asked for and what became of them, without a choice.
#[component]
pub fn ScopeFacts(
    /// The scopes.
    scopes: Vec<RequestedScope>,
) -> impl IntoView {
    let rows = scopes
        .into_iter()
        .map(|row| {
            let removed = row.granted == Some(false);
            let mark = match row.granted {
                Some(true) => {
                    view! { <span class="st st-ok"><Icon name="check" class="icon-xs" />{t!("Granted", "Concedido")}</span> }.into_any()
                }
                Some(false) => {
                    view! { <span class="st"><Icon name="x" class="icon-xs" />{t!("Not granted", "Não concedido")}</span> }.into_any()
                }
                None => ().into_any(),
            };
            view! {
                <li class="flex gap-3 px-3 py-2.5 border-b border-line last:border-0">
                    <ScopeLabel name=row.scope description=row.description writes=row.writes removed />
                    <span class="flex flex-col items-end gap-1 text-xs text-faint whitespace-nowrap">
                        {row.api.name} " " {row.api.version} {mark}
                    </span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="border border-line rounded-lg overflow-hidden">{rows}</ul> }
}
