//! What the keys do.

use leptos::prelude::*;

use crate::t;
use crate::ui::{Dialog, Kbd};

/// Keys with spaces between, and what they do.
type Key = (&'static str, &'static str);

/// The keys in groups.
fn groups() -> [(&'static str, Vec<Key>); 5] {
    [
        (
            t!("Everywhere", "Em toda parte"),
            vec![
                (
                    "Ctrl/⌘ K",
                    t!("Find anything, paste a token", "Buscar tudo, colar um token"),
                ),
                ("C", t!("Switch customer", "Trocar de cliente")),
                ("/", t!("Search the list", "Buscar na lista")),
                ("?", t!("Show this list", "Mostrar esta lista")),
                ("Esc", t!("Close, clear, go back", "Fechar, limpar, voltar")),
            ],
        ),
        (
            t!("In lists", "Em listas"),
            vec![
                ("J K", t!("Move in the list", "Mover-se na lista")),
                ("↵", t!("Open what the cursor is on", "Abrir o que está no cursor")),
                ("O", t!("Open in full", "Abrir por inteiro")),
                ("X", t!("Select", "Selecionar")),
                ("⇧X", t!("Select up to here", "Selecionar até aqui")),
                ("A", t!("Approve", "Aprovar")),
                ("D", t!("Deny", "Negar")),
                ("I ↵", t!("Issue", "Emitir")),
                ("R", t!("Resend", "Reenviar")),
                ("U", t!("Undo", "Desfazer")),
            ],
        ),
        (
            t!("With tokens selected", "Com tokens selecionados"),
            vec![
                ("S", t!("Suspend", "Suspender")),
                ("R", t!("Resume", "Retomar")),
                ("V", t!("Revoke", "Revogar")),
            ],
        ),
        (t!("Go to", "Ir para"), pages()),
        (
            t!("In the list of customers", "Na lista de clientes"),
            vec![
                ("↑ ↓ ↵", t!("Choose and enter", "Escolher e entrar")),
                ("⌥1–9", t!("Enter a favourite", "Entrar em um favorito")),
                ("⌥F", t!("Mark as favourite", "Marcar como favorito")),
            ],
        ),
    ]
}

fn pages() -> Vec<Key> {
    vec![
        ("G O", t!("Go to the overview", "Ir para a visão geral")),
        ("G Q", t!("Go to the queue", "Ir para a fila")),
        ("G R", t!("Go to requests", "Ir para os pedidos")),
        ("G T", t!("Go to tokens", "Ir para os tokens")),
        ("G P", t!("Go to partners", "Ir para os parceiros")),
        ("G A", t!("Go to APIs", "Ir para as APIs")),
        ("G W", t!("Go to gateways", "Ir para os gateways")),
        ("G U", t!("Go to audit", "Ir para a auditoria")),
        ("G S", t!("Go to settings", "Ir para as configurações")),
    ]
}

/// The list of shortcuts.
#[component]
pub fn Shortcuts(
    /// Whether it is shown.
    open: RwSignal<bool>,
) -> impl IntoView {
    let row = |(keys, what): Key| {
        let keys = keys.split(' ').map(|key| view! { <Kbd key=key /> }).collect_view();
        view! {
            <div class="flex items-center justify-between py-1.5 text-sm">
                <dt>{what}</dt>
                <dd class="flex gap-1">{keys}</dd>
            </div>
        }
    };
    let group = move |(name, keys): (&'static str, Vec<Key>)| {
        view! {
            <section class="break-inside-avoid mb-4">
                <h3 class="text-xs font-medium text-faint mb-1">{name}</h3>
                <dl>{keys.into_iter().map(row).collect_view()}</dl>
            </section>
        }
    };
    view! {
        <Dialog title=t!("Keyboard shortcuts", "Atalhos do teclado") on_close=move |()| open.set(false)>
            <div class="px-5 pt-3 pb-2 sm:columns-2 sm:gap-x-8 max-h-[70dvh] overflow-y-auto" tabindex="0">
                {groups().into_iter().map(group).collect_view()}
            </div>
        </Dialog>
    }
}
