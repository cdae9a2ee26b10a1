//! What each role may do, from the table the broker enforces.

use leptos::prelude::*;
use tessera_shared::permission::{Grant, MATRIX, Role};

use crate::components::roles::{action_title, grant_words, role_title};
use crate::t;

/// The table that the broker enforces.
#[component]
pub fn Matrix() -> impl IntoView {
    let heads = Role::ALL
        .iter()
        .map(|role| view! { <th scope="col">{role_title(*role)}</th> })
        .collect_view();
    let rows = MATRIX
        .iter()
        .map(|(action, grants)| {
            let cells = grants.iter().map(|grant| view! { <td class=grant_class(*grant)>{grant_words(*grant)}</td> }).collect_view();
            view! { <tr><th scope="row" class="text-ink! font-normal! text-sm!">{action_title(*action)}</th>{cells}</tr> }
        })
        .collect_view();
    view! {
        <section class="card-t overflow-hidden" aria-labelledby="roles">
            <div class="card-h border-b border-line">
                <h2 id="roles" class="text-sm">{t!("What each role may do", "O que cada papel pode fazer")}</h2>
                <span class="text-xs text-faint hidden sm:inline">{t!("the broker enforces this table on every call", "o servidor aplica esta tabela a cada chamada")}</span>
            </div>
            <div class="overflow-x-auto" tabindex="0" role="region" aria-label=t!("Table of roles", "Tabela de papéis")>
                <table class="tbl">
                    <caption class="sr-only">{t!("Roles and what they may do", "Papéis e o que podem fazer")}</caption>
                    <thead><tr><th scope="col">{t!("May", "Pode")}</th>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

const fn grant_class(grant: Grant) -> &'static str {
    match grant {
        Grant::No => "text-faint",
        Grant::Tenant => "text-ok font-medium",
        Grant::Own | Grant::Platform | Grant::IfGranted => "text-muted",
    }
}
