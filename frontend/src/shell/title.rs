//! The tab's title: page, customer, product.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::state::tenant;
use crate::t;

/// Names of the page with this first part of the address, and of the page of one thing there.
fn names(place: &str) -> Option<[&'static str; 2]> {
    let alone = |name| Some([name, name]);
    match place {
        "queue" => alone(t!("Queue", "Fila")),
        "overview" => alone(t!("Overview", "Visão geral")),
        "requests" => Some([t!("Requests", "Pedidos"), t!("Request", "Pedido")]),
        "tokens" => Some(["Tokens", "Token"]),
        "partners" => Some([t!("Partners", "Parceiros"), t!("Partner", "Parceiro")]),
        "apis" => Some(["APIs", "API"]),
        "gateways" => Some(["Gateways", "Gateway"]),
        "audit" => alone(t!("Audit", "Auditoria")),
        "members" => alone(t!("Members", "Membros")),
        "review" => alone(t!("Access review", "Revisão de acessos")),
        "settings" => alone(t!("Settings", "Configurações")),
        "platform" => alone(t!("All customers", "Todos os clientes")),
        _ => None,
    }
}

/// Keeps the title; answers it.
pub fn follow() -> Memo<String> {
    let path = use_location().pathname;
    let title = Memo::new(move |_| {
        let page = path.with(|path| page_name(path));
        title(page, tenant::active().map(|card| card.name).as_deref())
    });
    Effect::new(move || title.with(|title| document().set_title(title)));
    on_cleanup(|| document().set_title("Tessera"));
    title
}

fn title(page: Option<&str>, customer: Option<&str>) -> String {
    let parts: Vec<&str> = page.into_iter().chain(customer).chain(["Tessera"]).collect();
    parts.join(" · ")
}

fn page_name(path: &str) -> Option<&'static str> {
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    let (first, second) = (parts.next()?, parts.next());
    let [many, one] = names(first)?;
    Some(match (first, second) {
        ("requests", Some("new")) => t!("File a request", "Fazer um pedido"),
        ("gateways", Some("new")) => t!("Add gateway", "Adicionar gateway"),
        (_, Some(_)) => one,
        (_, None) => many,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_its_name() {
        for (path, name) in [
            ("/queue", Some("Queue")),
            ("/requests", Some("Requests")),
            ("/requests/new", Some("File a request")),
            ("/requests/req_1", Some("Request")),
            ("/platform/tenants", Some("All customers")),
            ("/", None),
        ] {
            assert_eq!(page_name(path), name, "{path}");
        }
    }

    #[test]
    fn the_customer_stands_in_between() {
        assert_eq!(
            title(Some("Queue"), Some("Halden Rail")),
            "Queue · Halden Rail · Tessera"
        );
        assert_eq!(title(None, None), "Tessera");
    }
}
